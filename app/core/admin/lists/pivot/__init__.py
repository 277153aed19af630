"""Pivots and charts of a list: its records grouped by declared dimensions, its measures summed, each figure a link."""

from app.core.admin.lists.pivot.charting import draw_chart, saved_chart
from app.core.admin.lists.pivot.drawing import draw_pivot
from app.core.admin.lists.pivot.grouping import axes_for
from app.core.admin.lists.pivot.sheet import pivot_workbook

__all__ = ["axes_for", "draw_chart", "draw_pivot", "pivot_workbook", "saved_chart"]
