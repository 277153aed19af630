"""What a pivot or a chart is laid out by: a dimension, and of a day its year, quarter or month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, cast, get_args

from sqlalchemy import Integer, case, extract
from sqlalchemy import cast as sql_cast

from app.core.admin.lists.declared import Dimension, Names
from app.core.admin.lists.state import ListState
from app.core.admin.lists.tree import Condition
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.periods import Month

Grain = Literal["", "year", "quarter", "month"]
GRAINS: tuple[Grain, ...] = ("year", "quarter", "month")
_CALLED = {"year": N_("%(field)s: year"), "quarter": N_("%(field)s: quarter"), "month": N_("%(field)s: month")}
EMPTY = N_("(empty)")


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension as rows or columns are laid out by it. Its name in the address is such as `hired:year`."""

    dimension: Dimension
    grain: Grain = ""

    @property
    def name(self) -> str:
        """How the address calls it."""
        return f"{self.dimension.name}:{self.grain}" if self.grain else self.dimension.name

    @property
    def label(self) -> str:
        """How people call it."""
        field = _(self.dimension.label)
        return _(_CALLED[self.grain]) % {"field": field} if self.grain else field

    @property
    def in_order(self) -> bool:
        """Whether its values have an order of their own, such as months."""
        return bool(self.grain) or self.dimension.rank is not None

    @property
    def column(self) -> Any:
        """What the records are grouped by: whole numbers for parts of a day, so that both databases agree."""
        if not self.grain:
            return self.dimension.column
        year, month = (sql_cast(extract(part, self.dimension.column), Integer) for part in ("year", "month"))
        if self.grain == "year":
            return year
        if self.grain == "month":
            return year * 100 + month
        return year * 10 + case((month <= 3, 1), (month <= 6, 2), (month <= 9, 3), else_=4)

    def said(self, value: Any, names: Names) -> str:
        """A value in words."""
        if value is None or value == "":
            return _(EMPTY)
        if self.grain == "month":
            return f"{value // 100}-{value % 100:02d}"
        if self.grain == "quarter":
            return _("%(year)s Q%(quarter)s") % {"year": value // 10, "quarter": value % 10}
        return str(value) if self.grain else self.dimension.said(value, names)

    def place(self, value: Any, names: Names) -> Any:
        """Where a value stands among the others when they have an order of their own; None when they have none."""
        if value is None:
            return 0
        if self.grain:
            return value
        return None if self.dimension.rank is None else self.dimension.rank(value, names)

    def narrowed(self, state: ListState, value: Any) -> ListState:
        """The list's state narrowed to the records of one value."""
        dimension = self.dimension
        if dimension.facet and not self.grain and value is not None:
            return replace(state, chosen={**state.chosen, dimension.name: (str(value),)})
        return replace(state, where=state.where.with_part(self._condition(value)))

    def _condition(self, value: Any) -> Condition:
        name = self.dimension.name
        if value is None:
            return Condition(name, "empty")
        if self.grain:
            first, last = days_of(self.grain, value)
            return Condition(name, "between", (first.isoformat(), last.isoformat()))
        if self.dimension.kind == "flag":
            return Condition(name, "yes" if value else "no")
        return Condition(name, "is", (str(value),))


def days_of(grain: Grain, value: int) -> tuple[date, date]:
    """The first and the last day of a year, quarter or month as an axis numbers it."""
    match grain:
        case "year":
            return date(value, 1, 1), date(value, 12, 31)
        case "quarter":
            last = Month(value // 10, value % 10 * 3)
            return last.plus(-2).first, last.last
    month = Month(value // 100, value % 100)
    return month.first, month.last


def axes_of(dimensions: Sequence[Dimension]) -> dict[str, Axis]:
    """Every way of laying out by these dimensions, by name: days by year, quarter and month."""
    found: list[Axis] = []
    for dimension in dimensions:
        if dimension.kind == "date":
            found += [Axis(dimension, grain) for grain in GRAINS]
        elif dimension.is_groupable:
            found.append(Axis(dimension))
    return {axis.name: axis for axis in found}


def grain_of(text: str) -> Grain:
    """The grain of a name in the address; that of a whole value where it names none."""
    return cast(Grain, text) if text in get_args(Grain) else ""
