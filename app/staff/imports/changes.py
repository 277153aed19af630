"""The workbook of personnel changes: who, from which day, which fact, its new value."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.imports import cells
from app.core.imports.columns import ImportColumn
from app.core.imports.read import ReadResult, Table, read_single
from app.core.imports.workbook import Source
from app.staff.imports import messages
from app.staff.imports.references import Names, Units
from app.staff.rules.records import ChangeRecord

SHEETS = ("人员变动", "变动", "变动表", "人员变动表", "人事变动")
COLUMNS = (
    ImportColumn("number", "工号", cells.identifier, ("员工编号", "人员编号", "职工号", "员工号"), mandatory=True),
    ImportColumn("start", "变动日期", cells.day, ("生效日期", "变动时间", "执行日期", "起始日期"), mandatory=True),
    ImportColumn("field", "字段", cells.text, ("变动项目", "变动字段", "变动内容", "项目"), mandatory=True),
    ImportColumn("value", "新值", cells.note, ("变动后", "新的值", "变更后", "变动后内容"), required=True),
    ImportColumn("document", "依据文号", cells.note, ("文号", "依据", "文件号", "发文字号")),
    ImportColumn("note", "备注", cells.note, ("说明",)),
)
FIELDS = {
    "层级": "level",
    "档次": "step",
    "职务": "post",
    "工作站": "unit",
    "见习转正": "probation_end",
    "级别": "level",
    "档": "step",
    "岗位": "post",
    "分社/工作站": "unit",
    "单位": "unit",
    "转正": "probation_end",
}
_STEP = cells.count("档", "档次")


@dataclass(frozen=True, slots=True)
class ChangesContext:
    """What changes may refer to; without `numbers` nobody's number is checked."""

    units: Mapping[str, Collection[str]]
    posts: Collection[str]
    levels: Mapping[str, int]
    numbers: Collection[str] | None = None


class _Reader:
    """Reads the new values of one workbook."""

    def __init__(self, table: Table, context: ChangesContext) -> None:
        self.table = table
        self.units = Units(context.units)
        self.posts = Names.of(context.posts)
        self.levels = Names(context.levels)
        self.most_steps = max(context.levels.values(), default=99)
        self.by_field: Mapping[str, Callable[[int, str], str | None]] = {
            "level": self._level,
            "step": self._step,
            "post": self._post,
            "unit": self._unit,
            "probation_end": self._probation_end,
        }

    def value(self, index: int, field: str, written: str | None) -> str | None:
        """The new value as the organisation writes it; faults are reported."""
        if written is None and field != "probation_end":
            self.table.fault(index, "value", messages.MANDATORY_MISSING)
            return None
        return self.by_field[field](index, written or "")

    def _level(self, index: int, written: str) -> str | None:
        found = self.levels.find(written)
        if found is None:
            self.table.fault(index, "value", messages.UNKNOWN_LEVEL, value=written, choices=self.levels.choices)
        return found[0] if found else None

    def _post(self, index: int, written: str) -> str | None:
        found = self.posts.find(written)
        if found is None:
            self.table.fault(index, "value", messages.UNKNOWN_POST, value=written, choices=self.posts.choices)
        return found[0] if found else None

    def _step(self, index: int, written: str) -> str | None:
        try:
            step = _STEP(written) or 0
        except cells.Bad:
            step = 0
        if not 1 <= step <= self.most_steps:
            self.table.fault(index, "value", messages.STEP_INVALID, value=written, steps=self.most_steps)
        return str(step)

    def _unit(self, index: int, written: str) -> str | None:
        branch_text, slash, station_text = cells.plain(written).replace("\\", "/").partition("/")
        branch = self.units.branch(branch_text)
        if not slash:
            self.table.fault(index, "value", messages.UNIT_FORM, value=written)
        elif branch is None:
            self.table.fault(index, "value", messages.UNKNOWN_BRANCH, value=branch_text)
        elif cells.is_empty(station_text):
            return f"{branch}/"
        else:
            station = self.units.station(branch, station_text)
            if station is None:
                self.table.fault(index, "value", messages.UNKNOWN_STATION, value=station_text)
            return f"{branch}/{station}"
        return None

    def _probation_end(self, index: int, written: str) -> None:
        if written and "转正" not in written:
            self.table.fault(index, "value", messages.END_VALUE, value=written)


def read_changes(source: Source, context: ChangesContext) -> ReadResult[ChangeRecord]:
    """Every change without a fault, and every fault; the same change written twice counts once."""
    table = read_single(source, SHEETS, COLUMNS)
    reader = _Reader(table, context)
    fields = {cells.fold(written): field for written, field in FIELDS.items()}
    numbers = None if context.numbers is None else frozenset(context.numbers)
    seen: dict[tuple[str, date, str], tuple[int, str | None]] = {}
    records = []
    for index in range(len(table.rows)):
        record = _read_row(reader, index, fields, numbers)
        if record is not None and not table.faulty(index):
            key = record.number, record.start, record.field
            row, value = seen.setdefault(key, (record.row, record.value))
            if value != record.value:
                table.fault(index, "value", messages.CHANGE_TWICE, other=row)
            elif row == record.row:
                records.append(record)
    records = _check_steps(reader, records)
    return ReadResult(tuple(records), table.sorted_errors())


def _read_row(
    reader: _Reader, index: int, fields: Mapping[str, str], numbers: frozenset[str] | None
) -> ChangeRecord | None:
    """One change, or None where its cells are not enough to tell."""
    table = reader.table
    row: dict[str, Any] = {column.name: table.columns[column.name][index] for column in COLUMNS}
    if numbers is not None and row["number"] is not None and row["number"] not in numbers:
        table.fault(index, "number", messages.UNKNOWN_NUMBER, value=row["number"])
    if row["field"] is not None:
        field = fields.get(cells.fold(row["field"]))
        if field is None:
            choices = "、".join(list(FIELDS)[:5])
            table.fault(index, "field", messages.UNKNOWN_FIELD, value=row["field"], choices=choices)
        elif not table.faulty(index, "value"):
            row["value"] = reader.value(index, field, row["value"])
        row["field"] = field
    return None if table.faulty(index) else ChangeRecord(row=table.rows[index], **row)


def _check_steps(reader: _Reader, records: list[ChangeRecord]) -> list[ChangeRecord]:
    """A step that comes with a level of the same day must be one of that level."""
    levels = {(one.number, one.start): one.value for one in records if one.field == "level"}
    index_of = {row: index for index, row in enumerate(reader.table.rows)}
    for one in records:
        level = reader.levels.find(levels.get((one.number, one.start)) or "")
        if one.field == "step" and level is not None and int(one.value or 0) > level[1]:
            reader.table.fault(
                index_of[one.row],
                "value",
                messages.STEP_OUT_OF_LEVEL,
                value=one.value,
                level=level[0],
                steps=level[1],
            )
    return [one for one in records if not reader.table.faulty(index_of[one.row])]
