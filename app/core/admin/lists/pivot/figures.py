"""What is known of a measure over some records, in parts that can be put together: sums and counts, never averages."""

from decimal import Decimal
from typing import Any

from sqlalchemy import func

from app.core.admin.lists.declared import Measure
from app.core.charts import Unit

Parts = tuple[Any, ...]
Figure = int | float | None


def columns_of(measure: Measure) -> tuple[Any, ...]:
    """What the statement asks for: the parts of one group."""
    column = measure.column
    if measure.kind == "count":
        return (func.count(column),)
    match measure.total:
        case "min":
            return (func.min(column),)
        case "max":
            return (func.max(column),)
        case "average":
            return func.sum(column), func.count(column)
    return (func.sum(column),)


def together(measure: Measure, one: Parts, other: Parts) -> Parts:
    """The parts of two groups as one."""
    least = measure.kind != "count" and measure.total == "min"
    most = measure.kind != "count" and measure.total == "max"
    return tuple(
        _of_two(left, right, least, most) for left, right in zip(one, other, strict=True)
    )  # an empty part leaves the other as it is


def _of_two(left: Any, right: Any, least: bool, most: bool) -> Any:
    if left is None or right is None:
        return right if left is None else left
    if least:
        return min(left, right)
    return max(left, right) if most else left + right


def figure_of(measure: Measure, parts: Parts) -> Figure:
    """The figure that is shown; None where no record has any."""
    whole = plain(parts[0])
    if measure.kind == "count" or measure.total != "average":
        return whole
    if whole is None or not parts[1]:
        return None
    average: float = whole / int(parts[1])
    return round(average) if measure.kind == "money" else average


def unit_of(measure: Measure) -> Unit:
    """How its figures are written."""
    return "money" if measure.kind == "money" else "number"


def plain(value: Any) -> Figure:
    """A number of the driver's as a number: sums of PostgreSQL come as decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    found: Figure = value
    return found
