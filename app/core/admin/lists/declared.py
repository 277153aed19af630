"""What a list declares: its columns and its facets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.admin.pages import Cell, amount, day, number, text
from app.core.tables.layout import Kind

Value = str | int | date | None
Record = Mapping[str, Any]
Names = Mapping[str, Mapping[Any, str]]


@dataclass(frozen=True, slots=True)
class ListField:
    """A column: its value from a record and the names looked up for the page; drawn by its kind unless `draw` says.

    `order` are the columns it is sorted by; without them it is not.
    """

    name: str
    label: str
    value: Callable[[Record, Names], Value]
    kind: Kind = Kind.TEXT
    order: tuple[Any, ...] = ()
    draw: Callable[[Record, Names], Cell] | None = None
    width_mm: float = 24

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


@dataclass(frozen=True, slots=True)
class ListFacet:
    """A field the list can be narrowed by: its column, and how its values are called."""

    name: str
    label: str
    column: Any
    called: Callable[[Any, Names], str] = lambda value, names: str(value)
    read: Callable[[str], Any] = str
    rank: Callable[[Any, Names], Any] | None = None
