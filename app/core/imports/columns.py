"""What a sheet is expected to hold: one `ImportColumn` for each column, matched by header or synonym."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from app.core.imports.cells import Parse, fold
from app.core.periods import Month

TEXT_LIMIT = 500
_HINT = re.compile(r"[(\[【].*?[)\]】]$|[*:]+|^[*]+")


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One column: `name` in the program, `header` and `synonyms` on paper, `parse` reads a cell.

    `mandatory`: every row must have a value (and the sheet the column). `required`: the sheet must have
    the column, cells may be empty. `fill_merged`: vertically merged cells count for each of their rows.
    """

    name: str
    header: str
    parse: Parse
    synonyms: tuple[str, ...] = ()
    mandatory: bool = False
    required: bool = False
    max_length: int = TEXT_LIMIT
    fill_merged: bool = False
    repeats: bool = True
    choices: tuple[str, ...] = ()
    """What may be chosen in the template, where that is always the same."""

    @property
    def needed(self) -> bool:
        """Whether the sheet must have the column."""
        return self.mandatory or self.required


Choices = Callable[[Session, Month | None], Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """A sheet a kind takes: the names it goes by, the first of them in the template, and its columns.

    `by_name`: only its name tells it apart. `choices` are the values that may be chosen now, by column.
    """

    names: tuple[str, ...]
    columns: tuple[ImportColumn, ...]
    by_name: bool = False
    choices: Choices | None = None

    @property
    def title(self) -> str:
        """The name in the template."""
        return self.names[0]


@lru_cache(maxsize=4096)
def heading(text: str) -> str:
    """A header as compared: one width, no spaces, no stars, colons or trailing remarks in brackets."""
    return _HINT.sub("", fold(text)) or fold(text)


def match_headers(row: Sequence[Any], columns: Sequence[ImportColumn]) -> Mapping[str, list[int]]:
    """Positions in the row by column name; the header itself beats a synonym."""
    written: dict[str, list[int]] = {}
    for position, cell in enumerate(row):
        if isinstance(cell, str) and cell.strip() and len(cell) < 60:
            for form in {fold(cell), heading(cell)}:
                written.setdefault(form, []).append(position)
    found: dict[str, list[int]] = {}
    taken: set[int] = set()
    for rank in (0, 1):
        for column in columns:
            if column.name in found:
                continue
            forms = (column.header,) if rank == 0 else column.synonyms
            positions = {p for form in forms for p in written.get(fold(form), ()) if p not in taken}
            if positions:
                found[column.name] = sorted(positions)
                taken |= positions
    return found
