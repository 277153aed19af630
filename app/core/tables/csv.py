"""Tables as CSV: UTF-8, plain amounts, texts that no spreadsheet takes for a formula."""

import csv
import io
from datetime import date
from typing import BinaryIO

from app.core.money import yuan
from app.core.tables.flow import total_of
from app.core.tables.layout import Cell, Kind, Row, TableColumn, TableData, TableLayout

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def guard(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it as a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def write(layout: TableLayout, data: TableData, out: BinaryIO, *, bom: bool = True) -> None:
    """Write titles, all rows as given (counted or not) and the total."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig" if bom else "utf-8", newline="", write_through=True)
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([guard(column.title) for column in layout.columns])
    for row in data.rows:
        rows.writerow([_written(column, cell) for column, cell in zip(layout.columns, row, strict=True)])
    if layout.has_total:
        rows.writerow(_total(layout, data))
    text.detach()


def _written(column: TableColumn, cell: Cell) -> str:
    if cell is None:
        return ""
    if column.kind is Kind.MONEY and isinstance(cell, int):
        return yuan(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else guard(cell)


def _total(layout: TableLayout, data: TableData) -> list[str]:
    cells, count = total_of(layout, data)
    written = [_written(column, cell) for column, cell in zip(layout.columns, _labelled(layout, cells), strict=True)]
    if layout.count_column is not None:
        written[layout.index[layout.count_column]] = str(count)
    return written


def _labelled(layout: TableLayout, cells: Row) -> Row:
    return (layout.labels.total, *cells[1:])
