"""References in formulas when rows are added: what points below moves down, what covers repeated rows grows with them.

Nothing is calculated here: a formula stays the text it was, with its row numbers brought up to date.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

PLACE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d*)")
ROW = re.compile(r"(\$?)()()([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class Added:
    """Rows added below row `last`, the last of those that repeat."""

    last: int
    extra: int


@dataclass(frozen=True, slots=True)
class Moves:
    """Where the rows of one sheet go."""

    added: Sequence[Added] = ()

    def row(self, row: int) -> int:
        """Where a row goes."""
        return row + sum(one.extra for one in self.added if one.last < row)

    def end(self, row: int) -> int:
        """Where the last row of a range goes: one that ends where rows repeat covers those added."""
        return row + sum(one.extra for one in self.added if one.last <= row)


STILL = Moves()


@dataclass(frozen=True, slots=True)
class Record:
    """The rows of a record that is copied: relative references to it, and to the record above it, go along."""

    first: int
    height: int

    def has(self, row: int) -> bool:
        """Whether a reference to the row goes along with a copy."""
        return self.first - self.height <= row < self.first + self.height


@dataclass(frozen=True, slots=True)
class Going:
    """A row number that grows by as many rows as a copy stands below its pattern."""

    row: int


Parts = Sequence[str | Going]


def written(parts: Parts, by: int = 0) -> str:
    """The formula of a copy that stands so many rows below."""
    return "".join(one if isinstance(one, str) else str(one.row + by) for one in parts)


def prepared(formula: str, here: str, moves: Mapping[str, Moves], record: Record | None = None) -> Parts:
    """A formula (without =) of sheet `here` in its parts, rows brought up to date; unreadable ones stay as they are."""
    try:
        tokens = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError):
        return (formula,)
    parts: list[str | Going] = []
    for token in tokens:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            parts += _reference(token.value, here, moves, record)
        else:
            parts.append(token.value)
    return parts


def moved(formula: str, here: str, moves: Mapping[str, Moves]) -> str:
    """A formula that is not copied itself."""
    return written(prepared(formula, here, moves))


def _reference(text: str, here: str, moves: Mapping[str, Moves], record: Record | None) -> Parts:
    prefix, mark, body = text.rpartition("!")
    sheet = prefix.strip("'").replace("''", "'") if mark else here
    go = moves.get(sheet)
    if go is None:
        return (text,)
    begin, colon, end = body.partition(":")
    shape = PLACE if PLACE.fullmatch(begin) else ROW if colon else None
    first = shape.fullmatch(begin) if shape else None
    last = shape.fullmatch(end) if shape and colon else None
    if first is None or (colon and last is None):
        return (text,)
    along = record if sheet == here else None
    parts = [prefix + mark, *_place(first, go, along, False)]
    return [*parts, ":", *_place(last, go, along, True)] if last else parts


def _place(found: re.Match[str], go: Moves, record: Record | None, is_end: bool) -> Parts:
    column_mark, column, row_mark, digits = found.groups()
    row = int(digits)
    relative = not (row_mark if column else column_mark)
    if record is not None and relative and record.has(row):
        return (column_mark + column + row_mark, Going(go.row(row)))
    return (f"{column_mark}{column}{row_mark}{go.end(row) if is_end else go.row(row)}",)


def area(text: str, go: Moves) -> str:
    """A range such as a merge, a print area or a filter; one cell stays one cell."""
    begin, colon, end = text.partition(":")
    first, last = PLACE.fullmatch(begin), PLACE.fullmatch(end) if colon else None
    if first is None or (colon and last is None):
        return text
    parts = [*_place(first, go, None, False)]
    return written([*parts, ":", *_place(last, go, None, True)] if last else parts)


def areas(text: str, go: Moves) -> str:
    """Ranges separated by blanks, as validations and conditional formats have: a single cell covers its copies."""
    return " ".join(_covering(one, go) for one in text.split())


def _covering(one: str, go: Moves) -> str:
    first, _colon, last = area(one if ":" in one else f"{one}:{one}", go).partition(":")
    return first if first == last else f"{first}:{last}"


def series(text: str, moves: Mapping[str, Moves]) -> str:
    """What a series of a chart shows: one drawn from the single row of a form shows all rows it becomes."""
    prefix, mark, body = text.rpartition("!")
    if PLACE.fullmatch(body) is None:
        return moved(text, "", moves)
    begin, _colon, end = moved(f"{text}:{body}", "", moves).partition(":")
    return begin if begin == prefix + mark + end else f"{begin}:{end}"
