"""Chart values -> what the page's script hands to ECharts: colours, fonts and number formats are added there."""

from typing import Any

import orjson

from app.core.charts.shapes import bridge_of, highest_of, limit_of, pyramid_of
from app.core.charts.values import Chart, Figure, Series

FEW = 8
"""So many categories stand side by side; more of them lie one below the other, so that their names can be read."""


def payload_of(chart: Chart) -> str:
    """The JSON of a chart: its option, its unit, and the address behind every figure."""
    urls = [list(one.urls) for one in _shown(chart)]
    urls = [[], *urls] if chart.shape == "bridge" else urls  # what carries the bars is a series of its own
    lying = _lies(chart) or chart.shape == "bridge"
    found = {
        "option": option_of(chart),
        "unit": chart.unit,
        "urls": urls,
        "lines": _lines(chart) if lying else 0,
    }
    return orjson.dumps(found).decode()


def option_of(chart: Chart) -> dict[str, Any]:
    """The option, without anything that depends on the theme."""
    if chart.kind == "pie":
        return _pie(chart)
    if chart.shape:
        return pyramid_of(chart) if chart.shape == "pyramid" else bridge_of(chart)
    names: dict[str, Any] = {"type": "category", "data": list(chart.categories), "inverse": _lies(chart)}
    figures: dict[str, Any] = {"type": "value"}
    if chart.limit is not None:
        figures["max"] = highest_of(chart)
    across, up = (figures, names) if _lies(chart) else (names, figures)
    series = [_series(chart, one) for one in chart.series]
    pointer = {"type": "line" if chart.kind == "line" else "shadow"}
    return {
        "tooltip": {"trigger": "axis", "axisPointer": pointer},
        "legend": {"show": len(series) > 1},
        "xAxis": across,
        "yAxis": up,
        "series": series,
    }


def _lines(chart: Chart) -> int:
    """How many bars lie one below the other."""
    return len(chart.categories) * (1 if chart.kind == "stacked" else len(chart.series))


def _shown(chart: Chart) -> tuple[Series, ...]:
    return chart.series[:1] if chart.kind == "pie" else chart.series


def _lies(chart: Chart) -> bool:
    """Whether the bars lie: many categories without an order of their own."""
    return not chart.shape and chart.kind in ("bar", "stacked") and not chart.in_order and len(chart.categories) > FEW


def _series(chart: Chart, one: Series) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": one.name,
        "type": "line" if chart.kind == "line" else "bar",
        "data": [_drawn(chart, value) for value in one.values],
    }
    if chart.limit is not None and one is chart.series[0]:
        found["markLine"] = limit_of(chart, lying=_lies(chart))
    return {**found, "stack": "all"} if chart.kind == "stacked" else found


def _pie(chart: Chart) -> dict[str, Any]:
    values = chart.series[0].values if chart.series else ()
    slices = [
        {"name": name, "value": _drawn(chart, value)} for name, value in zip(chart.categories, values, strict=True)
    ]
    return {
        "tooltip": {"trigger": "item"},
        "legend": {"show": True},
        "series": [{"name": chart.title, "type": "pie", "radius": ["38%", "68%"], "data": slices}],
    }


def _drawn(chart: Chart, value: Figure) -> Figure:
    """The figure as it is drawn: money in yuan."""
    return value / 100 if chart.unit == "money" and value is not None else value
