"""Bars arranged for boards: a pyramid to both sides, a bridge from one sum to another, and the line not to cross."""

from itertools import accumulate, pairwise
from math import ceil, floor
from typing import Any

from app.core.charts.picture import step_of
from app.core.charts.values import Chart, Figure


def pyramid_of(chart: Chart) -> dict[str, Any]:
    """The first series to the left, the second to the right; the script leaves the minus away."""
    left, right = chart.series
    most = max((value or 0 for one in chart.series for value in one.values), default=0)
    step = step_of(most)
    edge = step * ceil(most / step)
    series = [
        {"name": left.name, "type": "bar", "stack": "all", "data": [-(value or 0) for value in left.values]},
        {"name": right.name, "type": "bar", "stack": "all", "data": [value or 0 for value in right.values]},
    ]
    return {
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {"show": True},
        "xAxis": {"type": "value", "min": -edge, "max": edge, "interval": step},
        "yAxis": {"type": "category", "data": list(chart.categories)},
        "series": series,
        "absolute": True,
    }


def bridge_of(chart: Chart) -> dict[str, Any]:
    """From the first figure over what is added or taken to the last: bars that stand on what was reached."""
    values = [_yuan(chart, value) for value in chart.series[0].values]
    reached = list(accumulate(values[1:-1], initial=values[0]))  # before the first step, and after each
    below = [0.0] + [min(before, after) for before, after in pairwise(reached)] + [0.0]
    steps = [
        {"value": abs(value), "itemStyle": {"kind": _kind(place, value, len(values))}, "told": value}
        for place, value in enumerate(values)
    ]
    lowest = min([*(one for one in below if one), values[0], values[-1]])
    return {
        "tooltip": {"trigger": "item"},
        "legend": {"show": False},
        "xAxis": {"type": "value", "min": _floor(lowest, max(values[0], values[-1]))},
        "yAxis": {"type": "category", "data": list(chart.categories), "inverse": True},
        "series": [
            {"name": "", "type": "bar", "stack": "all", "data": below, "silent": True, "carrier": True},
            {"name": chart.series[0].name, "type": "bar", "stack": "all", "data": steps},
        ],
    }


def limit_of(chart: Chart, *, lying: bool) -> dict[str, Any]:
    """A dashed line at the limit."""
    at = {("xAxis" if lying else "yAxis"): _yuan(chart, chart.limit), "name": chart.limit_label}
    return {"data": [at], "symbol": "none", "silent": True}


def highest_of(chart: Chart) -> float:
    """Where the axis ends, so that the limit is on it."""
    most = max([value or 0 for one in chart.series for value in one.values] + [chart.limit or 0])
    step = step_of(most * 1.1)
    return step * ceil(most * 1.1 / step)


def _kind(place: int, value: float, count: int) -> str:
    return "sum" if place in (0, count - 1) else "more" if value >= 0 else "less"


def _floor(lowest: float, highest: float) -> float:
    """Where the axis begins: near the lowest bar, so that small steps between large sums are seen."""
    room = highest - lowest
    if lowest <= highest / 2:
        return 0.0
    step = step_of(max(room, highest * 0.004) * 1.4)
    return max(0.0, step * floor(lowest / step - 0.4))


def _yuan(chart: Chart, value: Figure) -> float:
    return (value or 0) / 100 if chart.unit == "money" else float(value or 0)
