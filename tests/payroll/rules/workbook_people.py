"""The example cases as values: people and month rules read from their workbooks with openpyxl."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from app.core.money import Rounding, fen_from_yuan
from app.core.periods import Month
from app.payroll.rules.values import (
    CONTRIBUTION_CODES,
    Certificate,
    CertificateRate,
    ContributionRule,
    CumulativeTax,
    Dated,
    Grading,
    MonthRules,
    OneOff,
    Parameters,
    PersonMonth,
    ScaleVersion,
)

CASES = Path(__file__).parents[2] / "cases"
Row = dict[str, Any]
CellKey = tuple[str, str, int]


def rows(case: str, workbook: str, sheet: str | None = None) -> Iterator[Row]:
    """The rows of a sheet by header: title, note, header in row 3, data from row 4."""
    book = openpyxl.load_workbook(CASES / case / f"{workbook}.xlsx")
    table = book[sheet] if sheet else book.worksheets[0]
    found = list(table.iter_rows(min_row=3, values_only=True))
    header = [str(name) for name in found[0]]
    for values in found[1:]:
        if any(value is not None for value in values):
            yield dict(zip(header, values, strict=True))


def fen(value: Any) -> int:
    return fen_from_yuan(str(value))


def day(value: Any) -> date | None:
    if value is None or value == "无":
        return None
    return value.date() if isinstance(value, datetime) else date.fromisoformat(value)


def some_day(value: Any) -> date:
    found = day(value)
    assert found is not None
    return found


def split(value: Any) -> list[Any]:
    return value.split("；") if isinstance(value, str) else [] if value is None else [value]


# --- the month's rules ---------------------------------------------------------------------------


def scale_rows(case: str) -> Iterator[tuple[date, str, CellKey, tuple[Any, ...]]]:
    """Every amount of the six pay sheets: start, document, cell, and what stands in it."""
    for sheet, component, key in (
        ("基本工资", "base", "层级"),
        ("月度绩效", "performance", "层级"),
        ("职务补贴", "post", "职务"),
    ):
        for row in rows(case, "pay-scale", sheet):
            yield some_day(row["生效日期"]), row["依据文号"], (component, row[key], 0), (fen(row["金额"]),)
    for row in rows(case, "pay-scale", "层级补贴"):
        for step in range(1, 12):
            if row[f"{step}档"] is not None:
                cell = ("level", row["层级"], step)
                yield some_day(row["生效日期"]), row["依据文号"], cell, (fen(row[f"{step}档"]),)
    for row in rows(case, "pay-scale", "工龄补贴"):
        values = (fen(row["每年金额"]), row["封顶年数"])
        yield some_day(row["生效日期"]), row["依据文号"], ("seniority", "", 0), values
    for row in rows(case, "pay-scale", "资质补贴"):
        content = (fen(row["金额"]), row["位次"], row["需登记"] == "是")
        yield some_day(row["生效日期"]), row["依据文号"], ("certificate", row["资质"], 0), content


def scale(case: str) -> tuple[ScaleVersion, ...]:
    """One complete version at each distinct start; a cell carries over until it is restated."""
    by_start: dict[date, list[tuple[str, CellKey, tuple[Any, ...]]]] = defaultdict(list)
    for start, document, cell, content in scale_rows(case):
        by_start[start].append((document, cell, content))
    cells: dict[CellKey, tuple[Any, ...]] = {}
    sources: dict[CellKey, tuple[date, str]] = {}
    versions = []
    for start in sorted(by_start):
        for document, cell, content in by_start[start]:
            cells[cell], sources[cell] = content, (start, document)
        versions.append(version(start, by_start[start][0][0], dict(cells), dict(sources)))
    return tuple(versions)


def version(
    start: date, document: str, cells: dict[CellKey, tuple[Any, ...]], sources: dict[CellKey, tuple[date, str]]
) -> ScaleVersion:
    def column(component: str) -> dict[str, int]:
        return {key: content[0] for (kind, key, _), content in cells.items() if kind == component and key != "见习"}

    per_year, cap = cells[("seniority", "", 0)]
    return ScaleVersion(
        start=start,
        document=document,
        base=column("base"),
        probation_base=cells[("base", "见习", 0)][0],
        level={(key, step): content[0] for (kind, key, step), content in cells.items() if kind == "level"},
        post=column("post"),
        seniority_per_year=per_year,
        seniority_cap_years=cap,
        certificates={
            key: CertificateRate(content[1], content[0], content[2])
            for (kind, key, _), content in cells.items()
            if kind == "certificate"
        },
        performance=column("performance"),
        probation_performance=cells[("performance", "见习", 0)][0],
        sources=sources,
    )


def in_force(found: Iterable[Row], key: str, first: date) -> dict[str, Row]:
    """The latest row per key that has started by a day."""
    started = [row for row in found if some_day(row["生效日期"]) <= first]
    return {row[key]: row for row in sorted(started, key=lambda row: some_day(row["生效日期"]))}


def parameters(case: str, first: date) -> Parameters:
    values = {name: str(row["值"]) for name, row in in_force(rows(case, "pay-scale", "参数"), "参数", first).items()}
    prefix = "grade_coefficient."
    return Parameters(
        proration_divisor=values["proration_divisor"],
        cert_start_rule=values["cert_start_rule"],
        cert_combination=values["cert_combination"],
        cert_requires_registration=values["cert_requires_registration"] == "on",
        minimum_wage=fen(values["minimum_wage"]),
        damages_max_share=Fraction(values["damages_max_share"]),
        grade_coefficients={
            name.removeprefix(prefix): Fraction(value) for name, value in values.items() if name.startswith(prefix)
        },
    )


def percent(value: Any) -> Fraction:
    return Fraction(Decimal(str(value))) / 100


def contributions(case: str, first: date) -> dict[str, ContributionRule]:
    return {
        CONTRIBUTION_CODES[item]: ContributionRule(
            employee_rate=percent(row["个人比例%"]),
            employee_fixed=fen(row["个人定额"]),
            employer_rate=percent(row["单位比例%"]),
            employer_fixed=fen(row["单位定额"]),
            floor=fen(row["基数下限"]),
            ceiling=fen(row["基数上限"]),
            rounding=Rounding(row["舍入方式"]),
            document=row["依据文号"],
        )
        for item, row in in_force(rows(case, "pay-scale", "社保公积金"), "项目", first).items()
    }


def month_rules(case: str) -> MonthRules:
    """Everything about the case's month that is the same for everybody."""
    about = json.loads((CASES / case / "case.json").read_text())
    month = Month.parse(about["pay_month"])
    return MonthRules(
        month=month,
        payment_month=Month.parse(about["payment_month"]),
        scale=scale(case),
        parameters=parameters(case, month.first),
        contributions=contributions(case, month.first),
    )


# --- the people ----------------------------------------------------------------------------------


def by_number(case: str, workbook: str, sheet: str | None = None) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows(case, workbook, sheet):
        found[row["工号"]].append(row)
    return found


def certificates(row: Row) -> tuple[Certificate, ...]:
    names, obtained, until = (split(row[name]) for name in ("职业资格", "取得时间", "登记有效期至"))
    until += [None] * (len(names) - len(until))
    return tuple(
        Certificate(name, some_day(start), day(end)) for name, start, end in zip(names, obtained, until, strict=True)
    )


def gradings(row: Row, changes: list[Row]) -> tuple[Dated[Grading], ...]:
    """Level and step from the hire date on; rows of one day are applied together."""
    hire = some_day(row["入社时间"])
    found = {hire: Grading(row["层级"], int(row["档次"]))}
    current = found[hire]
    for change in sorted(changes, key=lambda change: some_day(change["变动日期"])):
        if change["字段"] == "层级":
            current = Grading(change["新值"], current.step)
        elif change["字段"] == "档次":
            current = Grading(current.level, int(change["新值"]))
        else:
            continue
        found[some_day(change["变动日期"])] = current
    return tuple(Dated(start, value) for start, value in sorted(found.items(), key=lambda item: item[0]))


def succession(row: Row, first: str, changes: list[Row], field: str) -> tuple[Dated[str], ...]:
    found = {some_day(row["入社时间"]): first}
    found |= {some_day(change["变动日期"]): change["新值"].rstrip("/") for change in changes if change["字段"] == field}
    return tuple(Dated(start, value) for start, value in sorted(found.items()))


def probation(row: Row, changes: list[Row]) -> tuple[Dated[bool], ...]:
    """见习期至 is its last day; a 见习转正 record ends it on the record's date instead."""
    found = [Dated(some_day(row["入社时间"]), row["见习"] == "是")]
    ended = [some_day(change["变动日期"]) for change in changes if change["字段"] == "见习转正"]
    until = day(row["见习期至"])
    if ended:
        found.append(Dated(min(ended), False))
    elif until is not None:
        found.append(Dated(until + timedelta(days=1), False))
    return tuple(found)


def one_offs(inputs: list[Row], kinds: dict[str, Row]) -> tuple[OneOff, ...]:
    def category(code: str) -> str:
        if kinds[code]["类别"] == "应发":
            return "earning"
        return "damages" if code == "D02" else "deduction"

    return tuple(
        OneOff(row["项目代码"], category(row["项目代码"]), fen(row["金额"]), row["项目"], row["事由"], row["依据文号"])
        for row in inputs
    )


def cumulative(found: list[Row]) -> CumulativeTax:
    if not found:
        return CumulativeTax()
    row = found[0]
    return CumulativeTax(
        income=fen(row["累计收入"]),
        contributions=fen(row["累计专项扣除(三险一金)"]),
        special_additional=fen(row["累计专项附加扣除"]),
        withheld=fen(row["累计已预扣税额"]),
        deduct_60000_upfront=row["按6万元扣除"] == "是",
    )


def people(case: str) -> dict[str, PersonMonth]:
    """Everybody on the roster by number, those who left earlier too."""
    changes = by_number(case, "changes")
    inputs = by_number(case, "monthly-inputs", "本月录入")
    kinds = {row["项目代码"]: row for row in rows(case, "monthly-inputs", "项目说明")}
    grades = {row["工号"]: row["等次"] for row in rows(case, "monthly-inputs", "月度考核")}
    special = {row["工号"]: fen(row["本月累计"]) for row in rows(case, "monthly-inputs", "专项附加扣除")}
    opening = by_number(case, "opening-balances")
    found = {}
    for row in rows(case, "roster"):
        number = row["工号"]
        own = changes[number]
        unit = row["所属分社"] + (f"/{row['工作站']}" if row["工作站"] else "")
        found[number] = PersonMonth(
            number=number,
            hire=some_day(row["入社时间"]),
            leave=day(row["离社时间"]),
            first_employment=row["首次就业"] == "是",
            prior_service_months=row["认可工龄月数"] or 0,
            break_days=0,
            grading=gradings(row, own),
            post=succession(row, row["职务"], own, "职务"),
            unit=succession(row, unit, own, "工作站"),
            probation=probation(row, own),
            social_base=fen(row["缴费基数"]),
            housing_base=fen(row["公积金基数"]),
            certificates=certificates(row),
            grade=grades.get(number),
            one_offs=one_offs(inputs[number], kinds),
            special_additional=special.get(number),
            cumulative=cumulative(opening[number]),
        )
    return found
