"""Charts: plain values, what ECharts draws of them on a screen, and a still picture for documents."""

from app.core.charts.options import payload_of
from app.core.charts.picture import Picture, picture_of
from app.core.charts.values import CHART_KINDS, Chart, ChartKind, Series, Unit

__all__ = ["CHART_KINDS", "Chart", "ChartKind", "Picture", "Series", "Unit", "payload_of", "picture_of"]
