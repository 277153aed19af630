"""What a list can be grouped by: its fields with few values, and the years and months of its days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, false
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.core.admin.lists.declared import Dimension, Names
from app.core.db import AnySelect
from app.core.i18n import N_

NOTHING = ""
"""How the address writes the group of the records that have no value."""


class YearOf(FunctionElement[str]):
    """The year of a day, as text."""

    inherit_cache = True
    type = String()


class MonthOf(FunctionElement[str]):
    """The year and month of a day, as text: 2026-10."""

    inherit_cache = True
    type = String()


@compiles(YearOf)
def _year(element: YearOf, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY')"


@compiles(MonthOf)
def _month(element: MonthOf, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY-MM')"


@compiles(YearOf, "sqlite")
def _year_of_text(element: YearOf, compiler: Any, **options: Any) -> str:
    return f"substr({compiler.process(element.clauses, **options)}, 1, 4)"


@compiles(MonthOf, "sqlite")
def _month_of_text(element: MonthOf, compiler: Any, **options: Any) -> str:
    return f"substr({compiler.process(element.clauses, **options)}, 1, 7)"


@dataclass(frozen=True, slots=True)
class Grouping:
    """A field a list can be grouped by; a day is grouped by its year or its month."""

    name: str
    label: str
    column: Any
    said: Callable[[Any, Names], str]
    read: Callable[[str], Any]
    rank: Callable[[Any, Names], Any] | None = None
    part: str = ""

    def holds(self, written: str) -> ColumnElement[bool] | None:
        """The condition of being in the group the address names; None where it names none."""
        if written == NOTHING:
            missing: ColumnElement[bool] = self.column.is_(None)
            return missing
        try:
            equal: ColumnElement[bool] = self.column == self.read(written)
        except ValueError:
            return None
        return equal


def groupings_of(dimensions: Mapping[str, Dimension]) -> Mapping[str, Grouping]:
    """Everything a list can be grouped by, by the name the address has for it."""
    found: dict[str, Grouping] = {}
    for one in dimensions.values():
        if one.kind == "date":
            for part, column in ((N_("year"), YearOf(one.column)), (N_("month"), MonthOf(one.column))):
                name = f"{one.name}.{part}"
                found[name] = Grouping(name, one.label, column, _as_written, _text, lambda value, names: value, part)
        elif one.is_groupable:
            found[one.name] = Grouping(one.name, one.label, one.column, one.said, one.value_of, one.rank)
    return found


def _as_written(value: Any, names: Names) -> str:
    return str(value)


def _text(written: str) -> str:
    if "\0" in written:
        raise ValueError("a text of an address has no zero bytes")
    return written


def within(statement: AnySelect, levels: Sequence[Grouping], path: Sequence[str]) -> AnySelect:
    """The records of the group at the end of a path; none where the path leads nowhere."""
    for level, written in zip(levels, path, strict=False):
        condition = level.holds(written)
        statement = statement.where(false() if condition is None else condition)
    return statement


def levels_of(group: Sequence[str], dimensions: Mapping[str, Dimension]) -> list[Grouping]:
    """The fields a state asks to be grouped by; what there is not, or not for the user, is left out."""
    offered = groupings_of(dimensions)
    return [offered[name] for name in group if name in offered]
