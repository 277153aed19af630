"""The example rosters: clean, as clerks write them, and with every fault."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.core.imports.read import ReadResult
from app.staff.imports.changes import ChangesContext, read_changes
from app.staff.imports.organisation import read_organisation
from app.staff.imports.roster import RosterContext, day_of_note, read_roster
from app.staff.rules.records import RosterRecord

CASES = Path(__file__).parents[1] / "cases"
PUBLIC = CASES / "case-public"
LEVELS = {"七级": 3, "六级": 3, "五级": 3, "四级": 11, "三级": 10, "二级": 10, "一级": 7}


@pytest.fixture(name="context", scope="module")
def reference() -> RosterContext:
    units: dict[str, set[str]] = {}
    for unit in read_organisation(PUBLIC / "organisation.xlsx").records:
        units.setdefault(unit.branch, set()).add(unit.station or "")
    return RosterContext(units, ("干事长", "站长", "社工"), LEVELS)


def people(result: ReadResult[RosterRecord]) -> dict[str, RosterRecord]:
    return {one.number: replace(one, row=0) for one in result.records}


def test_organisation() -> None:
    result = read_organisation(PUBLIC / "organisation.xlsx")
    assert not result.errors
    assert len(result.records) == 124
    assert len({one.branch_code for one in result.records}) == 11


def test_messy_roster_reads_as_the_clean_one(context: RosterContext) -> None:
    clean, messy = (read_roster(PUBLIC / name, context) for name in ("roster.xlsx", "roster-messy.xlsx"))
    assert not clean.errors
    assert not messy.errors
    assert len(clean.records) == 424
    assert people(clean) == people(messy)


def test_small_roster(context: RosterContext) -> None:
    result = read_roster(CASES / "case-small" / "roster.xlsx", context)
    assert not result.errors
    assert any(len(one.certificates) > 1 for one in result.records)


def test_bad_roster(context: RosterContext) -> None:
    expected = json.loads((PUBLIC / "expected-errors.json").read_text("utf-8"))
    result = read_roster(PUBLIC / "roster-bad.xlsx", context)
    found = {(one.row, one.column, one.kind) for one in result.errors}
    for one in expected["errors"]:
        columns = {one["column"], one.get("or_column", one["column"])}
        assert found & {(one["row"], column, one["kind"]) for column in columns}, one
    assert [one.row for one in result.records] == expected["good_rows"]
    assert {one.row for one in result.errors} == {one["row"] for one in expected["errors"]}
    assert not any("19881005" in one.message for one in result.errors)


def test_day_of_the_roster() -> None:
    assert day_of_note(("花名册", "填表日期：2026年10月31日（说明）")) == date(2026, 10, 31)
    assert day_of_note(("单位：元  制表时间: 2026-9-30",)) == date(2026, 9, 30)
    assert day_of_note(("花名册",)) is None


@pytest.mark.parametrize(("case", "count"), [("case-public", 56), ("case-small", 24)])
def test_changes(context: RosterContext, case: str, count: int) -> None:
    numbers = people(read_roster(CASES / case / "roster.xlsx", context))
    changes = ChangesContext(context.units, context.posts, LEVELS, numbers)
    result = read_changes(CASES / case / "changes.xlsx", changes)
    assert not result.errors
    assert len(result.records) == count
    assert all(one.value is None for one in result.records if one.field == "probation_end")


def test_bad_changes(tmp_path: Path, context: RosterContext) -> None:
    rows = [
        "工号,变动日期,字段,新值,依据文号,备注",
        "A1,2026-10-1,层级,九级,x,",
        "A1,2026-10-1,颜色,红,x,",
        "B9,2026-10-1,职务,社工,x,",
        "A1,2026-10-1,职务,主任,x,",
        "A1,2026-10-1,工作站,昆山市自强服务社/无此站,x,",
        "A1,2026-10-1,工作站,昆山市自强服务社,x,",
        "A1,2026-10-2,层级,六级,x,",
        "A1,2026-10-2,档次,9档,x,",
        "A1,2026-10-3,档次,,x,",
        "A1,2026-10-4,见习转正,,x,",
        "A1,2026-10-5,工作站,昆山市自强服务社／,x,",
    ]
    path = tmp_path / "changes.csv"
    path.write_text("\n".join(rows), "utf-8")
    result = read_changes(path, ChangesContext(context.units, context.posts, LEVELS, ("A1",)))
    assert [(one.row, one.kind) for one in result.errors] == [
        (2, "unknown_level"),
        (3, "unknown_field"),
        (4, "unknown_number"),
        (5, "unknown_post"),
        (6, "unknown_station"),
        (7, "unknown_unit"),
        (9, "step_out_of_level"),
        (10, "mandatory_missing"),
    ]
    assert [(one.row, one.field, one.value) for one in result.records] == [
        (8, "level", "六级"),
        (11, "probation_end", None),
        (12, "unit", "昆山市自强服务社/"),
    ]
