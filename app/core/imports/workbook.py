"""Open an uploaded workbook safely: .xlsx, .xls and .csv as plain rows of values."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.imports.container import LIMITS, Format, Limits, check_container, check_sheet_parts
from app.core.imports.formulas import formula_cells
from app.core.imports.refusals import Damaged, EmptyWorkbook, NotAWorkbook, PasswordProtected, SheetTooLarge

Row = Sequence[Any]
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from the first row of the sheet on; positions count from 0."""

    name: str
    rows: Sequence[Row]
    merged: tuple[Range, ...] = ()
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in their order."""

    format: Format
    sheets: tuple[Sheet, ...]


Source = Path | str | Workbook
"""A file, or a workbook that was opened before."""


def open_workbook(source: Source, limits: Limits = LIMITS) -> Workbook:
    """Check the file before parsing and read it; a WorkbookRefused says why it can't be."""
    if isinstance(source, Workbook):
        return source
    path = Path(source)
    kind = check_container(path, limits)
    if kind is Format.CSV:
        return Workbook(kind, (_read_csv(path, limits),))
    suspects = check_sheet_parts(path, limits) if kind is Format.XLSX else frozenset[str]()
    formulas = formula_cells(path, suspects)
    sheets = []
    for name, rows, merged in _read_sheets(path):
        sheets.append(Sheet(name, rows, merged, formulas.get(name, frozenset())))
    if not any(sheet.rows for sheet in sheets):
        raise EmptyWorkbook()
    return Workbook(kind, tuple(sheets))


def _read_sheets(path: Path) -> list[tuple[str, list[list[Any]], tuple[Range, ...]]]:
    """Name, rows and merged ranges of every sheet, by calamine (the one place that loads it)."""
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            read = []
            for metadata in book.sheets_metadata:
                if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(metadata.name)
                ranges = tuple((first, last) for first, last in sheet.merged_cell_ranges or ())
                read.append((metadata.name, sheet.to_python(skip_empty_area=False), ranges))
            return read
    except python_calamine.PasswordError as error:
        raise PasswordProtected() from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Damaged() from error


def _read_csv(path: Path, limits: Limits) -> Sheet:
    """A text table; a cell that begins with '=' counts as a formula."""
    text = _decode(path.read_bytes())
    first = text[:10_000]
    delimiter = max(",\t;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Damaged() from error
    if len(rows) > limits.rows or any(len(row) > limits.columns for row in rows):
        raise SheetTooLarge(rows=limits.rows, columns=limits.columns)
    formulas = frozenset(
        (number, position)
        for number, row in enumerate(rows)
        for position, cell in enumerate(row)
        if cell.startswith("=")
    )
    width = max((len(row) for row in rows), default=0)
    return Sheet(path.stem, [row + [""] * (width - len(row)) for row in rows], (), formulas)


def _decode(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030 (which includes GBK)."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = ("utf-16",) if wide else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAWorkbook(found="text of an unknown encoding")
