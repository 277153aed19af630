"""What a list declares: its columns, what it can be filtered and grouped by, and what is counted and summed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.core.admin.pages import Cell, Table, amount, day, number, text
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.money import yuan
from app.core.tables.layout import Kind

Value = str | int | date | None
Record = Mapping[str, Any]
Names = Mapping[str, Mapping[Any, str]]
DimensionKind = Literal["text", "choice", "date", "number", "money", "flag"]
LARGEST = 2**31 - 1
"""The largest whole number of a column."""


@dataclass(frozen=True, slots=True)
class ListField:
    """A column: its value from a record and the names looked up for the page; drawn by its kind unless `draw` says.

    `order` are the columns it is sorted by; without them it is not. `permission` says who sees and sorts by it, when
    not everybody who sees the list; a column that is not `shown` stands in the list only once somebody chooses it.
    """

    name: str
    label: str
    value: Callable[[Record, Names], Value]
    kind: Kind = Kind.TEXT
    order: tuple[Any, ...] = ()
    draw: Callable[[Record, Names], Cell] | None = None
    width_mm: float = 24
    permission: str = ""
    shown: bool = True

    def cell(self, record: Record, names: Names) -> Cell:
        """The cell on the screen."""
        if self.draw is not None:
            return self.draw(record, names)
        value = self.value(record, names)
        match self.kind:
            case Kind.DATE:
                return day(value if isinstance(value, date) else None)
            case Kind.MONEY:
                return amount(value if isinstance(value, int) else None)
            case Kind.INTEGER:
                return number(value if isinstance(value, int) else None)
        return text(value)


def plain(name: str, label: str, *order: Any, kind: Kind = Kind.TEXT, width_mm: float = 24) -> ListField:
    """A column that shows what the record has under its name."""
    return ListField(name, label, lambda record, names: record[name], kind, order, width_mm=width_mm)


def in_words(value: Any, names: Names) -> str:
    """A value as people write it, where it needs no name."""
    if isinstance(value, bool):
        return _(N_("yes")) if value else _(N_("no"))
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a list can be filtered, grouped and pivoted by.

    `called` says a value in words; `read` makes it from the text of an address; `choices` lists the values for the
    filter builder, which otherwise come from the data; a `facet` stands at the side with its counts, in the order of
    `rank`; `permission` says who may filter, group and count by it, when not everybody who sees the list.
    """

    name: str
    label: str
    column: Any
    kind: DimensionKind = "choice"
    called: Callable[[Any, Names], str] = in_words
    choices: Callable[[Session], Sequence[tuple[str, str]]] | None = None
    facet: bool = False
    permission: str = ""
    read: Callable[[str], Any] | None = None
    rank: Callable[[Any, Names], Any] | None = None

    def value_of(self, written: str) -> Any:
        """The value that the text of an address stands for; ValueError where it stands for none."""
        if "\0" in written:
            raise ValueError("a text of an address has no zero bytes")
        value = (self.read or READERS[self.kind])(written)
        if isinstance(value, int) and abs(value) > LARGEST:
            raise ValueError(f"{value} is too large")
        return value

    def said(self, value: Any, names: Names) -> str:
        """A value in words; an amount in yuan."""
        if self.kind == "money" and self.called is in_words and isinstance(value, int):
            return yuan(value)
        return self.called(value, names)

    @property
    def is_groupable(self) -> bool:
        """Whether a list can be grouped by it: it has few values, or a day of which the month counts."""
        return self.kind in ("choice", "flag", "date")


def _fen(written: str) -> int:
    """An amount in fen, from yuan as people write them."""
    whole, _dot, part = written.replace(",", "").replace("，", "").strip().partition(".")
    sign = -1 if whole.startswith("-") else 1
    if len(part) > 2 or not (whole.lstrip("-") + part).isdecimal():
        raise ValueError(f"{written!r} is no amount")
    return sign * (abs(int(whole or "0")) * 100 + int(part.ljust(2, "0")))


def _flag(written: str) -> bool:
    if written not in ("0", "1", "True", "False"):
        raise ValueError(f"{written!r} is neither yes nor no")
    return written in ("1", "True")


READERS: Mapping[DimensionKind, Callable[[str], Any]] = {
    "text": str,
    "choice": str,
    "date": date.fromisoformat,
    "number": int,
    "money": _fen,
    "flag": _flag,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted or summed of a list's records. One with the name of a column stands under that column."""

    name: str
    label: str
    column: Any
    kind: Literal["count", "number", "money"] = "number"
    total: Literal["sum", "average", "min", "max"] = "sum"
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Drawer:
    """A way of looking at a list beside the plain one, such as a calendar: drawn from the same filtered statement.

    `draw(view, session, state)` answers with a page value; `fits(view, session)` says whether the list has it at all.
    What it keeps of its own in the address, such as the month shown, is named `v.…` and is in the state's `rest`.
    `workbook` gives what its export sends, and how many lines that has, where it is not the list itself.
    """

    name: str
    label: str
    icon: str
    draw: Callable[[Any, Session, Any], Any]
    fits: Callable[[Any, Session], bool] = lambda view, session: True
    workbook: Callable[[Any, Session, Any], tuple[bytes, int]] | None = None


@dataclass(frozen=True, slots=True)
class BatchAction:
    """Something done with many records of a list at once, by whoever has the permission.

    `preview(session, keys)` gives the table of what will change; `run(session, keys)` does it by services and answers
    with what it says, a page to go on to (such as its job), or a drawn document. At `most` so many at once.
    """

    name: str
    label: str
    permission: str
    preview: Callable[[Session, Sequence[int]], Table]
    run: Callable[[Session, Sequence[int]], Any]
    icon: str = "checklist"
    most: int = 1000
