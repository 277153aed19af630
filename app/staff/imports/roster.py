"""The roster workbook: one row for each person, checked in itself and against the organisation."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.imports import cells
from app.core.imports.read import ReadResult, Table, read_single
from app.core.imports.workbook import Source
from app.staff.imports import messages
from app.staff.imports.certificates import certificates_of
from app.staff.imports.identity import check_identity
from app.staff.imports.references import Names, Units
from app.staff.imports.roster_columns import COLUMNS, SHEETS
from app.staff.rules.records import RosterRecord

_AS_OF = re.compile(
    r"(?:填表|填报|制表|截止|统计)(?:日期|时间)?[:：]?\s*(?:至|截至)?\s*(\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2})"
)


@dataclass(frozen=True, slots=True)
class RosterContext:
    """What the roster may refer to: stations by branch, posts, steps by level, and the day it is as of.

    The day written in the workbook (填表日期) comes before `as_of`.
    """

    units: Mapping[str, Collection[str]]
    posts: Collection[str]
    levels: Mapping[str, int]
    as_of: date | None = None


@dataclass(slots=True)
class _Reading:
    """The state of one reading."""

    table: Table
    units: Units
    posts: Names[None]
    levels: Names[int]
    as_of: date | None
    numbers: dict[str, int]
    ids: dict[str, int]


def read_roster(source: Source, context: RosterContext) -> ReadResult[RosterRecord]:
    """Every person of the roster without a fault, and every fault."""
    table = read_single(source, SHEETS, COLUMNS)
    reading = _Reading(
        table,
        Units(context.units),
        Names.of(context.posts),
        Names(context.levels),
        day_of_note(table.above) or context.as_of,
        {},
        {},
    )
    names = [column.name for column in COLUMNS]
    records = []
    for index, values in enumerate(zip(*(table.columns[name] for name in names), strict=True)):
        record = _read_row(reading, index, dict(zip(names, values, strict=True)))
        if record is not None:
            records.append(record)
    return ReadResult(tuple(records), table.sorted_errors())


def day_of_note(lines: tuple[str, ...]) -> date | None:
    """The 填表日期 written above the header, if any."""
    for line in lines:
        match = _AS_OF.search(cells.plain(line))
        if match:
            try:
                return cells.day(re.sub(r"[年月./\s-]+", "-", match.group(1)))
            except cells.Bad:
                continue
    return None


def _read_row(reading: _Reading, index: int, row: dict[str, Any]) -> RosterRecord | None:
    """One person, or None when the row has a fault."""
    _check_unit(reading, index, row)
    _check_grading(reading, index, row)
    _check_unique(reading, index, row)
    birth = check_identity(reading.table, index, row, reading.as_of)
    _check_dates(reading, index, row)
    certificates = certificates_of(reading.table, index, row)
    if birth is None or reading.table.faulty(index):
        return None
    for name in ("certificate_numbers", "obtained", "registered_until"):
        del row[name]
    row["certificates"] = certificates
    row["prior_service_months"] = row["prior_service_months"] or 0
    return RosterRecord(row=reading.table.rows[index], birth_date=birth, **row)


def _check_unit(reading: _Reading, index: int, row: dict[str, Any]) -> None:
    """Branch and station must exist; they are taken as the organisation writes them."""
    if row["branch"] is None:
        return
    branch = reading.units.branch(row["branch"])
    if branch is None:
        reading.table.fault(index, "branch", messages.UNKNOWN_BRANCH, value=row["branch"])
        return
    row["branch"] = branch
    if row["station"] is not None:
        station = reading.units.station(branch, row["station"])
        if station is None:
            reading.table.fault(index, "station", messages.UNKNOWN_STATION, value=row["station"])
        row["station"] = station


def _check_grading(reading: _Reading, index: int, row: dict[str, Any]) -> None:
    """Post and level must exist, and the level must have the step."""
    if row["post"] is not None:
        post = reading.posts.find(row["post"])
        if post is None:
            choices = reading.posts.choices
            reading.table.fault(index, "post", messages.UNKNOWN_POST, value=row["post"], choices=choices)
        else:
            row["post"] = post[0]
    if row["level"] is None:
        return
    level = reading.levels.find(row["level"])
    if level is None:
        choices = reading.levels.choices
        reading.table.fault(index, "level", messages.UNKNOWN_LEVEL, value=row["level"], choices=choices)
        return
    row["level"], steps = level
    step = row["step"]
    if step is not None and not 1 <= step <= steps:
        reading.table.fault(index, "step", messages.STEP_OUT_OF_LEVEL, value=step, level=level[0], steps=steps)


def _check_unique(reading: _Reading, index: int, row: dict[str, Any]) -> None:
    """Nobody twice: neither the number nor the identity number; the later row is reported."""
    line = reading.table.rows[index]
    for name, seen, message in (
        ("number", reading.numbers, messages.NUMBER_DUPLICATE),
        ("id_number", reading.ids, messages.ID_DUPLICATE),
    ):
        value = row[name]
        if value is not None:
            first = seen.setdefault(value, line)
            if first != line:
                reading.table.fault(index, name, message, value=value, other=first)


def _check_dates(reading: _Reading, index: int, row: dict[str, Any]) -> None:
    """Dates in their order; an end of probation for everybody on it."""
    hired, left, table = row["hire_date"], row["leave_date"], reading.table
    if hired and reading.as_of and hired > reading.as_of:
        table.fault(index, "hire_date", messages.HIRE_IN_FUTURE, value=hired, other=reading.as_of)
    if hired and left and left < hired:
        table.fault(index, "leave_date", messages.LEAVE_BEFORE_HIRE, value=left, other=hired)
    start, end = row["contract_start"], row["contract_end"]
    if start and end and end < start:
        table.fault(index, "contract_end", messages.CONTRACT_ORDER, value=end, other=start)
    if row["on_probation"] and row["probation_end"] is None:
        table.fault(index, "probation_end", messages.PROBATION_END_MISSING)
