"""The organisation workbook: branches and their workstations."""

from app.core.imports import cells
from app.core.imports.columns import ImportColumn
from app.core.imports.read import ReadResult, Table, read_single
from app.core.imports.workbook import Source
from app.staff.imports import messages
from app.staff.rules.records import UnitRecord

SHEETS = ("机构", "组织机构", "机构表", "分社工作站")
COLUMNS = (
    ImportColumn(
        "branch_code", "分社编码", cells.code, ("分社代码", "分社编号", "机构编码"), mandatory=True, fill_merged=True
    ),
    ImportColumn(
        "branch", "分社", cells.text, ("所属分社", "分社名称", "服务社", "机构"), mandatory=True, fill_merged=True
    ),
    ImportColumn("station_code", "工作站编码", cells.code, ("工作站代码", "工作站编号", "站点编码"), required=True),
    ImportColumn("station", "工作站", cells.text, ("工作站名称", "站点", "社工站"), required=True),
)


def read_organisation(source: Source) -> ReadResult[UnitRecord]:
    """Every branch with one of its stations; a row without station is a branch alone."""
    table = read_single(source, SHEETS, COLUMNS)
    codes: dict[str, tuple[str, int]] = {}
    stations: dict[tuple[str, str], int] = {}
    branches: dict[str, str] = {}
    records = []
    for index, row in enumerate(table.rows):
        if table.faulty(index):
            continue
        record = UnitRecord(row, *(table.columns[column.name][index] for column in COLUMNS))
        _check_codes(table, index, record, codes, branches)
        _check_station(table, index, record, stations)
        if not table.faulty(index):
            records.append(record)
    return ReadResult(tuple(records), table.sorted_errors())


def _check_codes(
    table: Table, index: int, record: UnitRecord, codes: dict[str, tuple[str, int]], branches: dict[str, str]
) -> None:
    """A code means one unit only, and a branch has one code only."""
    known = branches.setdefault(cells.fold(record.branch), record.branch_code)
    name, row = codes.setdefault(record.branch_code, (cells.fold(record.branch), record.row))
    if name != cells.fold(record.branch) or known != record.branch_code:
        table.fault(index, "branch_code", messages.CODE_TWICE, value=record.branch_code, other=row)
    if record.station_code is not None:
        place = f"{cells.fold(record.branch)}/{cells.fold(record.station or '')}"
        name, row = codes.setdefault(record.station_code, (place, record.row))
        if name != place:
            table.fault(index, "station_code", messages.CODE_TWICE, value=record.station_code, other=row)


def _check_station(table: Table, index: int, record: UnitRecord, stations: dict[tuple[str, str], int]) -> None:
    """A station has both code and name, and stands once in its branch."""
    if (record.station is None) != (record.station_code is None):
        missing = "station" if record.station is None else "station_code"
        table.fault(index, missing, messages.CODE_MISSING)
    if record.station is not None:
        key = cells.fold(record.branch), cells.fold(record.station)
        first = stations.setdefault(key, record.row)
        if first != record.row:
            table.fault(index, "station", messages.UNIT_TWICE, value=record.station, other=first)
