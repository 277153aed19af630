"""Facts of other modules enter a month as inputs do: exactly, explained, sealed, and gone with the module.

The amounts are worked out by hand from expected-sheet.csv and the bases and cumulative figures of case-small.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core import access
from app.core.events import Receiver
from app.core.modules import Module
from app.payroll import services
from app.payroll.checks import ledger, recomputed
from app.payroll.errors import PayFactAnsweredTwice, PayFactUnknown, PayFactUnusable
from app.payroll.events import BY_DAYS, EACH, FactColumns, FactRequest, PayFact, collecting_pay_facts
from app.payroll.queries.fact_reader import FactReader
from app.payroll.queries.pay_facts import contributed_facts
from tests.journeys.conftest import Stock, stock
from tests.payroll.contributors import MONTH, Said, columns, contributor, paying, statements

__all__ = ["stock"]

LAUNDRY = PayFact("laundry", "服装洗涤补贴", "INPUTS")
LOST = PayFact("lost", "服装赔偿", "OTHER", counted=EACH)
SHIFTS = PayFact("shifts", "值班补贴", "INPUTS", counted=BY_DAYS)
OCTOBER, OPEN = date(2026, 10, 1), None


def earns(number: str, fen: int = 30_000, start: date = date(2026, 1, 1), end: date | None = OPEN) -> Said:
    return number, start, end, fen, "示例〔2026〕7号"


def lines_of(text: str) -> dict[str, int]:
    lines: dict[str, int] = orjson.loads(text)
    return lines


def test_an_earning_changes_gross_tax_and_net_exactly(stock: Stock) -> None:
    ended = earns("ZQ0006", end=date(2026, 9, 30))
    wardrobe = contributor("wardrobe", LAUNDRY, [earns("ZQ0005"), earns("ZQ0004"), ended])
    with paying(stock.copy("case-small run"), wardrobe) as house:
        before = lines_of(house.slip("ZQ0005").lines)
        untouched = house.slip("ZQ0006")
        house.run()
        after = lines_of(house.slip("ZQ0005").lines)
        # 9115.00 + 300.00; 3 % of (14670.40 + 300.00) = 449.11, of which 370.37 is withheld; 1790.10 of contributions
        assert (after["INPUTS"], after["GROSS"], after["TAX"], after["NET"]) == (30_000, 941_500, 7_874, 754_616)
        changed = {"INPUTS", "GROSS", "TAX", "NET"}
        assert {item for item in before if before[item] != after[item]} == changed
        # a fifth of 8395.00 is 1679.00, so that much more of the damages claimed is deducted; still no tax
        limited = lines_of(house.slip("ZQ0004").lines)
        assert (limited["GROSS"], limited["OTHER"], limited["TAX"], limited["NET"]) == (839_500, 167_900, 0, 581_210)
        over = house.slip("ZQ0006")
        assert (over.lines, over.inputs) == (untouched.lines, untouched.inputs)
        sheet = house.line.sheet().decode()
        assert next(row for row in sheet.splitlines() if row.startswith("ZQ0005")).split(",")[10] == "300.00"


def test_a_deduction_lowers_net_alone_and_each_counts(stock: Stock) -> None:
    said = [
        ("ZQ0002", date(2026, 10, 3), date(2026, 10, 3), 7_050, "L-1"),
        ("ZQ0002", date(2026, 10, 31), date(2026, 11, 2), 5_000, "L-2"),
        ("ZQ0002", date(2026, 9, 30), date(2026, 9, 30), 99_999, "L-0"),
    ]
    with paying(stock.copy("case-small run"), contributor("wardrobe", LOST, said)) as house:
        house.run()
        lines = lines_of(house.slip("ZQ0002").lines)
        assert (lines["INPUTS"], lines["GROSS"], lines["TAX"], lines["OTHER"], lines["NET"]) == (
            0, 802_145, 46_804, 12_050, 640_351,
        )  # fmt: skip
        told = house.explained("ZQ0002", "OTHER")
        assert "服装赔偿 120.50 (The wardrobe)" in told["text"]
        (fact,) = told["values"]["inputs"]
        assert (fact["amount"], fact["document"], fact["contributors"]) == ("120.50", "L-1、L-2", ["The wardrobe"])
        assert [(one["start"], one["end"], one["amount"], one["module"]) for one in fact["spans"]] == [
            ("2026-10-03", "2026-10-03", "70.50", "wardrobe"),
            ("2026-10-31", "2026-10-31", "50.00", "wardrobe"),
        ]


def test_the_last_value_of_a_month_counts_once_or_the_employed_days(stock: Stock) -> None:
    changing = [earns("ZQ0005", 30_000, end=date(2026, 10, 14)), earns("ZQ0005", 40_000, date(2026, 10, 15))]
    guard = [
        ("ZQ0003", date(2026, 9, 1), OPEN, 31_000, "W"),  # she is employed on 20 days of the month
        ("ZQ0005", date(2026, 10, 15), OPEN, 10_000, "W"),
    ]
    modules = contributor("wardrobe", LAUNDRY, changing), contributor("guard", SHIFTS, guard)
    with paying(stock.copy("case-small run"), *modules) as house:
        before = lines_of(house.slip("ZQ0003").lines)["INPUTS"]
        house.run()
        assert lines_of(house.slip("ZQ0003").lines)["INPUTS"] - before == 20_000
        assert lines_of(house.slip("ZQ0005").lines)["INPUTS"] == 40_000 + 5_484  # 100.00 x 17 / 31 = 54.8387
        facts = house.explained("ZQ0005", "INPUTS")["values"]["inputs"]
        assert [(one["code"], one["amount"], one["exact"]) for one in facts] == [
            ("laundry", "400.00", "400.00"),
            ("shifts", "54.84", "1700/31"),
        ]
        assert [one["days"] for one in facts[0]["spans"]] == [14, 17]


def test_what_was_frozen_explains_verifies_and_is_sealed(stock: Stock) -> None:
    line = stock.copy("case-small run")
    line.do("user", "add", "chief", "--role", "finance_head")
    with paying(line, contributor("wardrobe", LAUNDRY, [earns("ZQ0005")])) as house:
        outcome = house.run()
        with house.system.writing(house.system.actor("chief")) as session:
            sealed = services.approve_run(session, MONTH, seen=outcome.content_hash)
            assert sealed.content_hash == outcome.content_hash
        inputs = orjson.loads(house.slip("ZQ0005").inputs)
        assert inputs["facts"] == [["laundry", "wardrobe", "2026-10-01", "2026-10-31", 30_000, "示例〔2026〕7号"]]
        with house.system.reading(access.operator()) as session:
            assert [one.severity for check in (ledger, recomputed) for one in check(session)] == ["ok", "ok"]
        house.system.lifecycle.uninstall(access.operator(), "wardrobe", confirmed=True)
        assert house.explained("ZQ0005", "INPUTS")["values"]["inputs"][0]["name"] == "服装洗涤补贴"
        line.do("verify")
        changed = text("UPDATE payroll_slips SET inputs = replace(inputs, '30000', '31000') WHERE employee_number = :n")
        with house.system.database.engine.begin() as connection:
            connection.execute(changed, {"n": "ZQ0005"})
        told = line.try_("verify").output
        assert "重新计算后，这些人的工资条结果不同：ZQ0005" in told


def test_without_the_module_everything_is_as_it_was(stock: Stock) -> None:
    line = stock.copy("case-small run")
    before = line.canonical()
    silent = contributor("silent", LOST, [])
    with paying(line, contributor("wardrobe", LAUNDRY, [earns("ZQ0005")]), silent) as house:
        with_facts = house.run().content_hash
        house.system.lifecycle.uninstall(access.operator(), "wardrobe", confirmed=True)
        without = house.run().content_hash
        assert with_facts != without
    assert line.canonical() == before  # the other module is still there, and has nothing to say


def test_two_answers_for_a_day_are_refused_by_name(stock: Stock) -> None:
    first = contributor("wardrobe", LAUNDRY, [earns("ZQ0005", end=date(2026, 10, 20))])
    apart = contributor("tailor", LAUNDRY, [earns("ZQ0005", start=date(2026, 10, 21))], declares=False)
    twice = contributor("tailor", LAUNDRY, [earns("ZQ0005", start=date(2026, 10, 20))], declares=False)
    line = stock.copy("case-small run")
    with paying(line, first, apart) as house:
        house.run()
        assert lines_of(house.slip("ZQ0005").lines)["INPUTS"] == 30_000
    with paying(line, first, twice) as house, pytest.raises(PayFactAnsweredTwice) as refused:
        house.run()
    said = refused.value.values
    assert (said["module"], said["other"], said["number"]) == ("tailor", "wardrobe", "ZQ0005")
    assert (said["name"], said["day"]) == ("laundry", "2026-10-20")


@pytest.mark.parametrize("declarers", [(), ("wardrobe", "tailor")])
def test_a_fact_needs_just_one_declaration(stock: Stock, declarers: tuple[str, ...]) -> None:
    modules = [
        contributor(name, LAUNDRY, [earns("ZQ0005")] if name == "wardrobe" else [], declares=name in declarers)
        for name in ("wardrobe", "tailor")
    ]
    with paying(stock.copy("case-small run"), *modules) as house, pytest.raises(PayFactUnknown):
        house.run()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"start": np.array([1, 2])}, "one length"),
        ({"values": np.array([1.5])}, "int64"),
        ({"values": np.array([-1])}, "negative"),
        ({"values": np.array([10**13])}, "too large"),
        ({"end": np.array([0])}, "before it starts"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(stock: Stock, wrong: dict[str, object], problem: str) -> None:
    def answer(session: Session, _request: FactRequest) -> FactColumns:
        return replace(columns(session, LOST.name, [earns("ZQ0005")]), **wrong)  # type: ignore[arg-type]

    module = Module(
        "wardrobe", "Wardrobe", ("payroll",),
        receivers=(Receiver(collecting_pay_facts, answer),), contributions=(LOST,),
    )  # fmt: skip
    with paying(stock.copy("case-small run"), module) as house, pytest.raises(PayFactUnusable, match=problem):
        house.run()


def test_what_a_declaration_cannot_mean() -> None:
    for wrong in ({"item": "BASE"}, {"unit": "hours"}, {"counted": "twice"}):
        with pytest.raises(ValueError, match="Pay fact laundry"):
            replace(LAUNDRY, **wrong)


def test_asking_about_one_person_is_the_same_question(stock: Stock) -> None:
    asked: list[FactRequest] = []

    def answer(session: Session, request: FactRequest) -> FactColumns:
        asked.append(request)
        return columns(session, LAUNDRY.name, [earns("ZQ0005"), earns("ZQ0004")])

    module = Module(
        "wardrobe", "Wardrobe", ("payroll",),
        receivers=(Receiver(collecting_pay_facts, answer),), contributions=(LAUNDRY,),
    )  # fmt: skip
    with paying(stock.copy("case-small run"), module) as house:
        house.run()
        slip = house.slip("ZQ0005")
        with house.system.reading(access.operator()) as session:
            reader = FactReader(session, MONTH, None)
            reader.settle([slip.employee_id])
            found = contributed_facts(reader, [slip.employee_id], ["ZQ0005"])
        assert (found.person.tolist(), found.value.tolist()) == ([0], [30_000])
    whole, one = asked
    assert (whole.months, one.months) == ((MONTH,), (MONTH,))
    assert one.employee_ids.tolist() == [slip.employee_id]
    assert whole.employee_ids.size > 20


def test_a_run_has_no_statement_more_than_its_receivers(stock: Stock) -> None:
    counts = {}
    for name, modules in (("none", ()), ("one", (contributor("wardrobe", LAUNDRY, [earns("ZQ0005")]),))):
        with paying(stock.copy("case-small run"), *modules) as house:
            with house.system.reading(access.operator()) as session, statements(house.system) as found:
                services.calculate_run(session, MONTH)
            counts[name] = len(found)
    assert counts["one"] == counts["none"] + 1  # the receiver's own look at the numbers
