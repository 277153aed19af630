"""Charts: what is handed to ECharts, and the still picture of documents, measured against the figures."""

import json
import re

import pytest
from flask import Flask

from app.core.charts import Chart, ChartKind, Series, payload_of, picture_of
from app.core.charts.picture import LINES, step_of
from tests.browser.gallery import make_gallery

PEOPLE = Series("人数", (4, 2, None), ("?f.branch=1", "?f.branch=2", "?f.branch=3"))
MEN = Series("男", (1, 2, 3))


def chart(kind: ChartKind, *series: Series, **more: object) -> Chart:
    return Chart("各分社人数", kind, ("东", "西", "南"), series or (PEOPLE,), **more)  # type: ignore[arg-type]


def test_the_payload_has_the_figures_and_the_lists_behind_them() -> None:
    found = json.loads(payload_of(chart("bar")))
    assert found["option"]["xAxis"]["data"] == ["东", "西", "南"]
    assert found["option"]["series"][0]["data"] == [4, 2, None]
    assert found["urls"] == [["?f.branch=1", "?f.branch=2", "?f.branch=3"]]


def test_money_is_drawn_in_yuan() -> None:
    found = json.loads(payload_of(chart("line", Series("实发", (12345, 0, None)), unit="money")))
    assert found["option"]["series"][0]["data"] == [123.45, 0.0, None]
    assert found["option"]["series"][0]["type"] == "line"


def test_stacked_series_stand_on_each_other_and_a_pie_shows_one() -> None:
    stacked = json.loads(payload_of(chart("stacked", PEOPLE, MEN)))["option"]["series"]
    assert {one["stack"] for one in stacked} == {"all"}
    pie = json.loads(payload_of(chart("pie", PEOPLE, MEN)))
    assert [one["value"] for one in pie["option"]["series"][0]["data"]] == [4, 2, None]
    assert len(pie["urls"]) == 1


def test_many_names_lie_below_each_other_unless_they_have_an_order() -> None:
    names = tuple(map(str, range(12)))
    many = Chart("多", "bar", names, (Series("人数", tuple(range(12))),))
    lying, standing = payload_of(many), payload_of(Chart("多", "bar", names, many.series, in_order=True))
    assert json.loads(lying)["option"]["yAxis"]["data"] == list(names)
    assert json.loads(standing)["option"]["xAxis"]["data"] == list(names)


def test_bars_of_the_picture_are_as_tall_as_their_figures() -> None:
    boxes = picture_of(chart("bar")).boxes
    assert [round(box.height / boxes[0].height, 3) for box in boxes] == [1, 0.5, 0]
    stacked = picture_of(chart("stacked", PEOPLE, MEN)).boxes
    assert stacked[1].y + stacked[1].height == pytest.approx(stacked[0].y, abs=0.02)


@pytest.mark.parametrize("largest", [0.3, 1, 7, 41, 402, 2_418_396, 10**9])
def test_the_lines_reach_the_largest_figure_and_not_far_beyond(largest: float) -> None:
    step = step_of(largest)
    assert largest <= step * LINES * (1 + 1e-9)
    assert step * LINES <= largest * 2.6
    assert re.fullmatch(r"[125]e[+-]\d+", f"{step:.0e}")


@pytest.mark.parametrize("kind", ["bar", "stacked", "line", "pie"])
def test_the_picture_is_drawn_as_svg_without_styles(kind: ChartKind) -> None:
    gallery: Flask = make_gallery()
    with gallery.test_request_context():
        template = gallery.jinja_env.from_string(
            "{% import 'core/charts.html' as charts with context %}{{ charts.picture(one) }}"
        )
        drawn = template.render(one=picture_of(chart(kind, PEOPLE, MEN)))
    assert drawn.startswith("<svg") or drawn.strip().startswith("<svg")
    assert "style" not in drawn
    assert "东" in drawn


def test_a_chart_without_figures_says_so() -> None:
    assert chart("bar", Series("人数", (None, 0, None))).is_empty
