"""What somebody set right in the browser: which column is which field, and cells written anew.

The uploaded file stays as it is; the adjustments are laid over the workbook when it is opened.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.core.imports.columns import ImportColumn, ImportSheet, match_headers
from app.core.imports.workbook import Range, Sheet, Workbook

KEPT = "adjustments.json"
LEFT_OUT = "不导入：%s"
"""The heading of a column that is not to be imported: no field goes by that name."""

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Matched:
    """The header row of a sheet (from 0), and the field of each of its columns; empty for one that is left out."""

    title: str
    header: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjustments:
    """By the sheet's name: matched columns, and texts of cells by row and column from 0."""

    matched: Mapping[str, Matched] = field(default_factory=dict)
    cells: Mapping[str, Mapping[Cell, str]] = field(default_factory=dict)

    def with_matched(self, matched: Mapping[str, Matched]) -> "Adjustments":
        """The same with columns matched anew."""
        return replace(self, matched={**self.matched, **matched})

    def with_cells(self, sheet: str, written: Mapping[Cell, str]) -> "Adjustments":
        """The same with cells of a sheet written anew."""
        return replace(self, cells={**self.cells, sheet: {**self.cells.get(sheet, {}), **written}})


def keep_adjustments(folder: Path, adjustments: Adjustments) -> None:
    """Keep them beside the file."""
    facts = {
        "matched": {name: [one.title, one.header, list(one.fields)] for name, one in adjustments.matched.items()},
        "cells": {
            name: [[row, column, text] for (row, column), text in sorted(cells.items())]
            for name, cells in adjustments.cells.items()
        },
    }
    (folder / KEPT).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def kept_adjustments(folder: Path) -> Adjustments:
    """Those kept beside a file; none where nothing was adjusted."""
    try:
        facts = json.loads((folder / KEPT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Adjustments()
    return Adjustments(
        {name: Matched(title, header, tuple(fields)) for name, (title, header, fields) in facts["matched"].items()},
        {name: {(row, column): text for row, column, text in cells} for name, cells in facts["cells"].items()},
    )


def adjusted(workbook: Workbook, adjustments: Adjustments, expected: Sequence[ImportSheet]) -> Workbook:
    """The workbook as adjusted."""
    by_title = {one.title: one for one in expected}
    sheets = []
    for sheet in workbook.sheets:
        matched = adjustments.matched.get(sheet.name)
        changed = sheet
        if matched is not None and matched.title in by_title:
            changed = _with_headings(changed, matched, by_title[matched.title].columns)
        if adjustments.cells.get(sheet.name):
            changed = _with_cells(changed, adjustments.cells[sheet.name])
        sheets.append(changed)
    return replace(workbook, sheets=tuple(sheets))


def _with_headings(sheet: Sheet, matched: Matched, columns: Sequence[ImportColumn]) -> Sheet:
    """The header row as matched: each column goes by its field's own heading."""
    if matched.header >= len(sheet.rows):
        return sheet
    headings = {column.name: column.header for column in columns}
    row = list(sheet.rows[matched.header])
    for place, name in enumerate(matched.fields[: len(row)]):
        if name in headings:
            row[place] = headings[name]
        elif match_headers([row[place]], columns):
            row[place] = LEFT_OUT % row[place]
    rows = [*sheet.rows[: matched.header], row, *sheet.rows[matched.header + 1 :]]
    merged = tuple(one for one in sheet.merged if not one[0][0] <= matched.header <= one[1][0])
    return replace(sheet, rows=rows, merged=merged)


def _with_cells(sheet: Sheet, cells: Mapping[Cell, str]) -> Sheet:
    """The cells as written; a merged one that is written into falls apart into cells of the same value."""
    rows: list[Any] = list(sheet.rows)
    apart = [one for one in sheet.merged if any(_within(cell, one) for cell in cells)]
    written: dict[Cell, Any] = {}
    for (top, left), (bottom, right) in apart:
        value = _value(rows, (top, left))
        written |= {(row, place): value for row in range(top, bottom + 1) for place in range(left, right + 1)}
    for (row, place), value in {**written, **cells}.items():
        if row < len(rows) and place < len(rows[row]):
            rows[row] = [*rows[row][:place], value, *rows[row][place + 1 :]]
    return replace(
        sheet,
        rows=rows,
        merged=tuple(one for one in sheet.merged if one not in apart),
        formulas=sheet.formulas - _all_of(cells),
    )


def _all_of(cells: Iterable[Cell]) -> frozenset[Cell]:
    return frozenset(cells)


def _within(cell: Cell, merged: Range) -> bool:
    (top, left), (bottom, right) = merged
    return top <= cell[0] <= bottom and left <= cell[1] <= right


def _value(rows: Sequence[Sequence[Any]], cell: Cell) -> Any:
    row, place = cell
    return rows[row][place] if row < len(rows) and place < len(rows[row]) else ""
