"""What the conditions of a filter mean: the operators there are for each kind of field, in SQL and in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.core import clock
from app.core.admin.lists.declared import Dimension, DimensionKind, Names
from app.core.admin.lists.errors import BadFilter
from app.core.admin.lists.tree import Condition, Conditions, Part
from app.core.i18n import N_, listed
from app.core.i18n import gettext as _

UNKNOWN_FIELD = N_("this list has no such field, or you may not filter by it.")
UNKNOWN_OPERATOR = N_("one of its fields can't be compared that way.")
UNREADABLE_VALUE = N_("one of its values is not of the kind its field takes.")
FURTHEST_DAYS = 36_500

Build = Callable[[Any, list[Any]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Operator:
    """A comparison: how it is called, for which kinds of fields, and how many values it takes (None: one or more).

    `days` says that its value is a number of days instead of one of the field's.
    """

    name: str
    label: str
    kinds: tuple[DimensionKind, ...]
    takes: int | None
    build: Build
    days: bool = False


def _near(ahead: bool) -> Build:
    def build(column: Any, values: list[Any]) -> ColumnElement[bool]:
        today, far = clock.today(), timedelta(days=values[0])
        first, last = (today, today + far) if ahead else (today - far, today)
        return and_(column >= first, column <= last)

    return build


_TEXTS: tuple[DimensionKind, ...] = ("text",)
_NAMED: tuple[DimensionKind, ...] = ("text", "choice")
_ORDERED: tuple[DimensionKind, ...] = ("date", "number", "money")
_EXACT: tuple[DimensionKind, ...] = ("text", "choice", "date", "number", "money")
_ALL: tuple[DimensionKind, ...] = (*_EXACT, "flag")

OPERATORS = (
    Operator("contains", N_("contains"), _TEXTS, 1, lambda column, v: column.icontains(v[0], autoescape=True)),
    Operator(
        "lacks", N_("does not contain"), _TEXTS, 1,
        lambda column, v: or_(column.is_(None), ~column.icontains(v[0], autoescape=True)),
    ),
    Operator("is", N_("is"), _EXACT, 1, lambda column, v: column == v[0]),
    Operator("not", N_("is not"), _EXACT, 1, lambda column, v: or_(column != v[0], column.is_(None))),
    Operator("in", N_("is one of"), _NAMED, None, lambda column, v: column.in_(v)),
    Operator("out", N_("is none of"), _NAMED, None, lambda column, v: or_(column.not_in(v), column.is_(None))),
    Operator("before", N_("is before"), ("date",), 1, lambda column, v: column < v[0]),
    Operator("after", N_("is after"), ("date",), 1, lambda column, v: column > v[0]),
    Operator("less", N_("is less than"), ("number", "money"), 1, lambda column, v: column < v[0]),
    Operator("more", N_("is more than"), ("number", "money"), 1, lambda column, v: column > v[0]),
    Operator("between", N_("is between"), _ORDERED, 2, lambda column, v: and_(column >= v[0], column <= v[1])),
    Operator("next", N_("is within the next … days"), ("date",), 1, _near(True), days=True),
    Operator("past", N_("is within the last … days"), ("date",), 1, _near(False), days=True),
    Operator("yes", N_("is yes"), ("flag",), 0, lambda column, v: column.is_(True)),
    Operator("no", N_("is no"), ("flag",), 0, lambda column, v: column.is_(False)),
    Operator("empty", N_("is empty"), _ALL, 0, lambda column, v: column.is_(None)),
    Operator("filled", N_("is not empty"), _ALL, 0, lambda column, v: column.is_not(None)),
)  # fmt: skip
BY_NAME = {operator.name: operator for operator in OPERATORS}


def operators_of(kind: DimensionKind) -> tuple[Operator, ...]:
    """The comparisons there are for a kind of field."""
    return tuple(operator for operator in OPERATORS if kind in operator.kinds)


def condition_of(part: Part, dimensions: Mapping[str, Dimension]) -> ColumnElement[bool]:
    """The filter as a condition; `dimensions` are those the user may filter by."""
    if isinstance(part, Conditions):
        found = [condition_of(one, dimensions) for one in part.parts]
        return and_(true(), *found) if part.joined == "and" else or_(false(), *found)
    dimension, operator, values = _read(part, dimensions)
    return operator.build(dimension.column, values)


def _read(one: Condition, dimensions: Mapping[str, Dimension]) -> tuple[Dimension, Operator, list[Any]]:
    """A condition with its field, operator and values; BadFilter where there is no such thing."""
    dimension, operator = dimensions.get(one.name), BY_NAME.get(one.operator)
    if dimension is None:
        raise BadFilter(reason=UNKNOWN_FIELD)
    if operator is None or dimension.kind not in operator.kinds:
        raise BadFilter(reason=UNKNOWN_OPERATOR)
    if len(one.values) != operator.takes if operator.takes is not None else not one.values:
        raise BadFilter(reason=UNREADABLE_VALUE)
    try:
        values = [_days(value) if operator.days else dimension.value_of(value) for value in one.values]
    except ValueError:
        raise BadFilter(reason=UNREADABLE_VALUE) from None
    return dimension, operator, values


def _days(written: str) -> int:
    days = int(written)
    if not 0 <= days <= FURTHEST_DAYS:
        raise ValueError(f"{days} days are too many")
    return days


def field_in_words(part: Part, dimensions: Mapping[str, Dimension]) -> str:
    """Which field a condition is about; what joins several."""
    if isinstance(part, Conditions):
        return _("Any of") if part.joined == "or" else _("All of")
    return _(dimensions[part.name].label)


def condition_in_words(part: Part, dimensions: Mapping[str, Dimension], names: Names) -> str:
    """What a condition says of its field; several as whole sentences."""
    if isinstance(part, Conditions):
        between = _(" or ") if part.joined == "or" else _(" and ")
        return between.join(whole_in_words(one, dimensions, names) for one in part.parts)
    dimension, operator, values = _read(part, dimensions)
    if operator.days:
        return _(operator.label).replace("…", str(values[0]))
    said = [dimension.said(value, names) for value in values]
    if operator.name == "is":
        return said[0]
    shown = _("%(first)s and %(last)s") % {"first": said[0], "last": said[1]} if operator.takes == 2 else listed(said)
    return f"{_(operator.label)} {shown}".strip()


def whole_in_words(part: Part, dimensions: Mapping[str, Dimension], names: Names) -> str:
    """A condition with its field."""
    said = condition_in_words(part, dimensions, names)
    return f"({said})" if isinstance(part, Conditions) else f"{field_in_words(part, dimensions)} {said}"
