"""Which column of a file is which field: known by heading, remembered, or guessed for somebody to confirm."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.core.imports.adjusting import Matched
from app.core.imports.cells import Bad, fold, is_empty, plain
from app.core.imports.columns import ImportColumn, ImportSheet, heading
from app.core.imports.messages import shown
from app.core.imports.read import choose_sheet
from app.core.imports.rows import HEADER_WITHIN, find_header
from app.core.imports.workbook import Sheet, Workbook

SAMPLES = 3
LOOKED_AT = 200
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's header row and what its columns are.

    `fields` are known by their headings; `guesses` fill in what the headings only resemble; `missing` are the
    headings of columns the sheet must have and that are not known; `samples` are some values of each column.
    """

    sheet: str
    title: str
    header: int
    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]
    guesses: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def key(self) -> str:
        """What is the same for files laid out alike."""
        words = "\x1f".join(fold(one) for one in self.headings)
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings nothing is read from."""
        return tuple(one for one, name in zip(self.headings, self.fields, strict=True) if one and not name)

    def matched(self, fields: Sequence[str]) -> Matched:
        """This sheet with its columns matched to fields."""
        return Matched(self.title, self.header, tuple(fields))


def layouts_of(workbook: Workbook, expected: Sequence[ImportSheet]) -> tuple[Layout, ...]:
    """How the sheets of a workbook are laid out that a kind would read."""
    found = []
    taken: set[str] = set()
    for one in expected:
        sheet = _sheet_for(workbook, one, taken, alone=len(expected) == 1)
        if sheet is not None:
            taken.add(sheet.name)
            found.append(layout_of(sheet, one))
    return tuple(found)


def _sheet_for(workbook: Workbook, expected: ImportSheet, taken: set[str], alone: bool) -> Sheet | None:
    """The sheet by its name or headings; for a kind of one sheet the longest, whatever it is called."""
    rest = tuple(sheet for sheet in workbook.sheets if sheet.name not in taken)
    columns = () if expected.by_name else expected.columns
    sheet = choose_sheet(Workbook(workbook.format, rest), expected.names, columns)
    if sheet is None and alone:
        sheet = max(rest, key=lambda one: len(one.rows), default=None)
    return sheet


def layout_of(sheet: Sheet, expected: ImportSheet) -> Layout:
    """One sheet's layout."""
    header, score, places = find_header(sheet, expected.columns)
    if not score:
        header = _likely_header(sheet)
    row = sheet.rows[header] if header < len(sheet.rows) else ()
    headings = tuple(" ".join(plain(cell).split()) for cell in row)
    columns = [_values(sheet, header, place) for place in range(len(headings))]
    by_place = {found[0]: name for name, found in places.items()}
    fields = tuple(by_place.get(place, "") for place in range(len(headings)))
    needed = (column for column in expected.columns if column.needed and column.name not in by_place.values())
    return Layout(
        sheet.name,
        expected.title,
        header,
        headings,
        tuple(tuple(dict.fromkeys(shown(plain(one)) for one in values[:20]))[:SAMPLES] for values in columns),
        fields,
        _guessed(headings, columns, fields, expected.columns),
        tuple(column.header for column in needed),
    )


def _likely_header(sheet: Sheet) -> int:
    """The row among the first that has most different short texts."""
    best, most = 0, 0
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        texts = {fold(cell) for cell in row if isinstance(cell, str) and 0 < len(cell.strip()) < 60}
        if len(texts) > most and not any(text.replace(".", "").isdigit() for text in texts):
            best, most = index, len(texts)
    return best


def _values(sheet: Sheet, header: int, place: int) -> list[Any]:
    """The first values of a column."""
    rows = sheet.rows[header + 1 : header + 1 + LOOKED_AT]
    return [row[place] for row in rows if place < len(row) and not is_empty(row[place])]


def _guessed(
    headings: Sequence[str], columns: Sequence[Sequence[Any]], fields: Sequence[str], expected: Sequence[ImportColumn]
) -> tuple[str, ...]:
    """The fields known, and for the other columns the likeliest that is free and whose values it can read."""
    free = [column for column in expected if column.name not in fields]
    likely = sorted(
        (
            (-_likeness(headings[place], column), place, column)
            for place, name in enumerate(fields)
            if not name and headings[place]
            for column in free
        ),
        key=lambda one: one[:2],
    )
    guesses = list(fields)
    for score, place, column in likely:
        if -score >= ALIKE and not guesses[place] and column.name not in guesses and _reads(column, columns[place]):
            guesses[place] = column.name
    return tuple(guesses)


def _likeness(written: str, column: ImportColumn) -> float:
    """How much a heading resembles a column's names: 0 not at all, 1 the same."""
    form = heading(written)
    best = 0.0
    for name in (column.header, *column.synonyms):
        other = heading(name)
        if form == other:
            return 1.0
        if len(other) >= 2 and (other in form or form in other):
            best = max(best, 0.6 + 0.3 * min(len(form), len(other)) / max(len(form), len(other)))
        best = max(best, SequenceMatcher(None, form, other).ratio())
    return best


def _reads(column: ImportColumn, values: Sequence[Any]) -> bool:
    """Whether the column's reader can read most of the values."""
    read = 0
    for value in values:
        try:
            column.parse(value)
        except Bad:
            continue
        read += 1
    return read * 2 >= len(values)


def faults_of(layout: Layout, fields: Sequence[str], expected: ImportSheet) -> tuple[list[str], list[str]]:
    """Headings of needed columns that no column was matched to, and of fields matched twice."""
    headings: Mapping[str, str] = {column.name: column.header for column in expected.columns}
    missing = [column.header for column in expected.columns if column.needed and column.name not in fields]
    twice = [headings[name] for name in dict.fromkeys(fields) if name and list(fields).count(name) > 1]
    return missing, twice
