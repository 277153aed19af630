"""Named questions of the screens about pay runs and slips. The record rules leave out what the user may not meet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Select, cast, extract, func, or_, select
from sqlalchemy.orm import Session

from app.core.db import AnySelect
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.money import Fen
from app.core.periods import Month
from app.core.search import pattern
from app.payroll.models import PayRun, Payslip, RunTotal
from app.payroll.queries.runs import SEALED
from app.staff import queries as staff
from app.staff.models import LegalEntity

RUNS = PayRun
SLIPS = Payslip
"""The tables of the lists, for those who sort and filter by their columns."""

YEAR_OF_RUN = extract("year", PayRun.month)
NAME_KEY = staff.name_key_of(Payslip.employee_id)
"""What slips are sorted by when it is by name."""

SUMMED = ("GROSS", "PENSION", "MEDICAL", "UNEMPLOYMENT", "HOUSING", "TAX", "OTHER", "NET", "EMPLOYER_TOTAL")
Items = dict[str, tuple[int, int]]
"""People and fen by item."""

MOST_PROBLEMS = 5000
"""So many problems of a run are looked through; whoever has more mends the cause first."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over payable slips, in fen."""

    people: int = 0
    gross: Fen = 0
    contributions: Fen = 0
    tax: Fen = 0
    other: Fen = 0
    net: Fen = 0
    employer: Fen = 0


@dataclass(frozen=True, slots=True)
class UnitSums:
    """The sums of a unit and everything below it."""

    code: str
    name: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Overview:
    """A run's sums; those of its branches; code and name of every unit below the root that has slips."""

    sums: Sums
    branches: Sequence[UnitSums]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one person's slip; `kind` is explained by `rules.problems`."""

    number: str
    name: str
    field: str
    kind: str


def runs_list() -> AnySelect:
    """Every pay run with its legal entity."""
    run = PayRun
    columns = (run.month, run.payment_month, run.state, run.made_by, run.approved_by, run.uses_draft_scale)
    statement: AnySelect = select(run.id.label("key"), *columns, LegalEntity.name.label("entity"))
    return statement.join(LegalEntity, LegalEntity.id == run.legal_entity_id)


def slips_list() -> AnySelect:
    """Slips with what a list shows of them."""
    slip = Payslip
    columns = (slip.employee_number, slip.name, slip.branch, slip.station, slip.post, slip.level, slip.step)
    sums = (slip.gross, slip.contributions, slip.tax, slip.net)
    statement: AnySelect = select(slip.id.label("key"), slip.run_id, slip.month, *columns, *sums, slip.status)
    return statement


def slip_named_like(typed: str) -> ColumnElement[bool]:
    """Slips of whom somebody typed: name, number, pinyin or initials, or the name the slip was written for."""
    found = staff.ids_named_like(typed)
    return or_(Payslip.employee_id.in_(found), Payslip.name.like(pattern(typed), escape="\\"))


def run_by_id(session: Session, run_id: int) -> PayRun:
    """A pay run; a named error where there is none."""
    run = session.get(PayRun, run_id)
    if run is None:
        raise NotFound(what=N_("pay run"), key=run_id)
    return run


def called(session: Session, run_ids: Sequence[int]) -> dict[int, str]:
    """What runs are called, by id."""
    statement = select(PayRun.id, PayRun.month, LegalEntity.name).join(
        LegalEntity, LegalEntity.id == PayRun.legal_entity_id
    )
    rows = session.execute(statement.where(PayRun.id.in_(run_ids)))
    return {key: _("Pay run of %(month)s") % {"month": Month.of(month)} + f" · {entity}" for key, month, entity in rows}


def slips_counted(_session: Session, employee_id: int) -> Select[int]:
    """How many slips somebody has, as a statement within the record rules."""
    return select(func.count(Payslip.id)).where(Payslip.employee_id == employee_id)


def entity_of(session: Session, run: PayRun) -> LegalEntity:
    """The legal entity that pays a run."""
    return session.get_one(LegalEntity, run.legal_entity_id)


def legal_entities(session: Session) -> Sequence[LegalEntity]:
    """Every legal entity, in order."""
    return session.scalars(select(LegalEntity).order_by(LegalEntity.id)).all()


def latest_run(session: Session) -> PayRun | None:
    """The run of the latest pay month."""
    return session.scalar(select(PayRun).order_by(PayRun.month.desc(), PayRun.id).limit(1))


def run_before(session: Session, run: PayRun) -> PayRun | None:
    """The run of the month before, at the same entity."""
    month = Month.of(run.month).plus(-1).first
    return session.scalar(
        select(PayRun).where(
            PayRun.legal_entity_id == run.legal_entity_id, PayRun.kind == run.kind, PayRun.month == month
        )
    )


def sums_of_runs(session: Session, run_ids: Sequence[int]) -> dict[int, Sums]:
    """The sums of runs, within the user's part of the organisation."""
    total = RunTotal
    statement = (
        select(total.run_id, total.item, func.sum(total.people), func.sum(total.amount))
        .where(total.run_id.in_(run_ids), total.item.in_(SUMMED))
        .group_by(total.run_id, total.item)
    )
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for run_id, item, people, amount in session.execute(statement):
        found[run_id][item] = (int(people), int(amount))
    return {run_id: _sums(items) for run_id, items in found.items()}


def sum_of_run(item: str) -> Any:
    """The sum of one item of a run, as a column of a statement that has the run: within the user's part, as above."""
    hers = (RunTotal.run_id == PayRun.id, RunTotal.item == item)
    return select(cast(func.sum(RunTotal.amount), BigInteger)).where(*hers).correlate(PayRun).scalar_subquery()


def _sums(items: Items) -> Sums:
    amounts = {item: amount for item, (_people, amount) in items.items()}
    withheld = sum(amounts.get(item, 0) for item in ("PENSION", "MEDICAL", "UNEMPLOYMENT", "HOUSING"))
    return Sums(
        items.get("NET", (0, 0))[0],
        amounts.get("GROSS", 0),
        withheld,
        amounts.get("TAX", 0),
        amounts.get("OTHER", 0),
        amounts.get("NET", 0),
        amounts.get("EMPLOYER_TOTAL", 0),
    )


def overview_of(session: Session, run: PayRun) -> Overview:
    """A run's sums, by branch too, in the organisation's order, and the units that have slips."""
    units = staff.placements_on(session, Month.of(run.month).last)
    branches = staff.branches(units)
    statement = select(RunTotal.unit_id, RunTotal.item, RunTotal.people, RunTotal.amount).where(
        RunTotal.run_id == run.id, RunTotal.item.in_(SUMMED)
    )
    whole: Items = {}
    parts: dict[int, Items] = defaultdict(dict)
    paid: set[int] = set()
    for unit_id, item, people, amount in session.execute(statement):
        paid.add(unit_id)
        for items in (whole, parts[branches[unit_id]]):
            before = items.get(item, (0, 0))
            items[item] = (before[0] + people, before[1] + amount)

    def place(unit_id: int) -> tuple[Any, ...]:
        branch, unit = units[branches[unit_id]], units[unit_id]
        return branch["position"], branch["name"], unit_id != branches[unit_id], unit["position"], unit["name"]

    paths = staff.unit_paths(units)
    below = [key for key in sorted({*paid, *parts}, key=place) if units[key]["parent_id"] is not None]
    return Overview(
        _sums(whole),
        [UnitSums(units[key]["code"], units[key]["name"], _sums(parts[key])) for key in sorted(parts, key=place)],
        {units[key]["code"]: " / ".join(filter(None, paths[key])) for key in below},
    )


def problems_of(session: Session, run: PayRun, people: ColumnElement[bool] | None) -> Sequence[Problem]:
    """What is wrong with a run's slips, person by person; `people` says of whom the user may know."""
    stored: list[list[str]] = orjson.loads(run.problems)[:MOST_PROBLEMS]
    if not stored:
        return ()
    today = staff.TODAY
    statement = select(today.number, today.name).where(today.number.in_({number for number, *_rest in stored}))
    names = {number: name for number, name in session.execute(statement if people is None else statement.where(people))}
    return [
        Problem(number, names.get(number, ""), field, kind)
        for number, field, kind in stored
        if people is None or number in names
    ]


def neighbours(session: Session, slip: Payslip) -> tuple[str, str]:
    """The employee numbers of the slips before and after one in its run; empty where there is none."""
    run, place = Payslip.run_id == slip.run_id, Payslip.position
    before = select(Payslip.employee_number).where(run, place < slip.position).order_by(place.desc()).limit(1)
    after = select(Payslip.employee_number).where(run, place > slip.position).order_by(place).limit(1)
    return session.scalar(before) or "", session.scalar(after) or ""


def slips_of_person(session: Session, employee_id: int, limit: int = 12) -> Sequence[Mapping[str, Any]]:
    """Somebody's latest slips, newest first."""
    columns = (Payslip.run_id, Payslip.employee_number, Payslip.month, Payslip.gross, Payslip.net, Payslip.status)
    statement = (
        select(*columns, PayRun.state)
        .join(PayRun, PayRun.id == Payslip.run_id)
        .where(Payslip.employee_id == employee_id)
        .order_by(Payslip.month.desc(), Payslip.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in session.execute(statement).mappings()]


def own_slips() -> AnySelect:
    """Slips of sealed runs, for the list of one's own."""
    return slips_list().join(PayRun, PayRun.id == Payslip.run_id).where(PayRun.state.in_(SEALED))


def own_latest(session: Session, number: str) -> Mapping[str, Any] | None:
    """The latest slip of a sealed run of the employee of a number."""
    statement = own_slips().where(Payslip.employee_number == number)
    found = session.execute(statement.order_by(Payslip.month.desc(), Payslip.id.desc()).limit(1)).mappings().first()
    return dict(found) if found else None
