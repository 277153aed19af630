"""Which rows of a sheet are what: the header, the data, and what stands between and below."""

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from app.core.imports.cells import fold, is_empty
from app.core.imports.columns import ImportColumn, match_headers
from app.core.imports.workbook import Row, Sheet

HEADER_WITHIN = 40
_SUM_ROW = re.compile(r"(本页|本月)?(小计|合计|总计|共计|累计):?")
_SUBTOTAL = re.compile(r"(小计|合计|总计|共计|累计)[:(]?\D{0,6}$|^(小计|合计|总计|共计)")
_FOOTER = re.compile(
    r"(制表|填表|填报|审核|复核|审批|负责人|单位负责人|分管|经办|财务|主管|批准|盖章|\(盖章|(联系电话|说明|注|备注):)"
)

Places = Mapping[str, list[int]]


def find_header(sheet: Sheet, columns: Sequence[ImportColumn]) -> tuple[int, int, Places]:
    """Index of the row that names most columns, how many, and where; at least half of the mandatory ones."""
    mandatory = [column.name for column in columns if column.mandatory]
    best: tuple[int, int, Places] = (0, 0, {})
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = match_headers(row, columns)
        named = sum(name in found for name in mandatory)
        if len(found) > best[1] and len(found) >= min(2, len(columns)) and named * 2 >= len(mandatory):
            best = (index, len(found), found)
    return best


def data_rows(sheet: Sheet, header: int, columns: Sequence[ImportColumn], positions: Mapping[str, int]) -> list[int]:
    """Indices of the rows that hold data: neither empty nor subtotals, signatures or a repeated header."""
    keys = [positions[column.name] for column in columns if column.mandatory]
    optional = [place for place in positions.values() if place not in keys]
    computed = {row for row, column in sheet.formulas if column in positions.values()}
    title = sheet.rows[header][keys[0]] if keys else None
    few = len(keys) <= 4
    pick = itemgetter(*keys, keys[0]) if keys else lambda row: ("",)
    indices = []
    for index in range(header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        cells = pick(row)
        if few or "" in cells:
            filled = len(keys) - cells[: len(keys)].count("")
            if _is_aside(row, filled * 2 > len(keys)):
                continue
            if not filled and index not in computed and all(is_empty(row[place]) for place in optional):
                continue
        if keys and cells[0] == title and match_headers(row, columns).keys() == positions.keys():
            continue
        indices.append(index)
    return indices


def _is_aside(row: Row, full: bool) -> bool:
    """Whether a row is a subtotal, a signature line or a remark: its first text says so.

    In a row that is filled otherwise only the bare word 合计 (小计, 总计) counts.
    """
    for cell in row:
        if isinstance(cell, str) and cell.strip():
            first = fold(cell)
            if full:
                return _SUM_ROW.fullmatch(first) is not None
            return bool(_SUBTOTAL.search(first) or _FOOTER.match(first))
    return False


def merged_values(
    sheet: Sheet, columns: Sequence[ImportColumn], positions: Mapping[str, int]
) -> Mapping[tuple[int, int], Any]:
    """Values of vertically merged cells for each of their rows, in the columns that ask for it."""
    wanted = {positions[column.name] for column in columns if column.fill_merged and column.name in positions}
    values: dict[tuple[int, int], Any] = {}
    for (top, left), (bottom, right) in sheet.merged:
        if top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        for place in wanted.intersection(range(left, right + 1)):
            for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
                values.setdefault((row, place), sheet.rows[top][left])
    return values
