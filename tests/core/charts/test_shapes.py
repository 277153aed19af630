"""Charts of boards: a pyramid to both sides, a bridge that adds up, and a limit that is on the axis."""

import orjson
import pytest

from app.core.charts import Chart, Series, payload_of


def option(chart: Chart) -> dict[str, object]:
    found: dict[str, object] = orjson.loads(payload_of(chart))["option"]
    return found


def test_a_pyramid_goes_to_both_sides_equally() -> None:
    series = (Series("men", (3, 17), ("/m1", "/m2")), Series("women", (9, 4), ("/w1", "/w2")))
    payload = orjson.loads(payload_of(Chart("Age", "bar", ("young", "old"), series, in_order=True, shape="pyramid")))
    left, right = payload["option"]["series"]
    assert (left["data"], right["data"]) == ([-3, -17], [9, 4])
    assert payload["option"]["xAxis"]["min"] == -payload["option"]["xAxis"]["max"]
    assert payload["option"]["xAxis"]["max"] >= 17
    assert payload["urls"] == [["/m1", "/m2"], ["/w1", "/w2"]]


@pytest.mark.parametrize("steps", [(50, -30, 10), (-10,), (5, 5, -40, 1)])
def test_a_bridge_leads_from_the_first_sum_to_the_last(steps: tuple[int, ...]) -> None:
    """Every bar stands where the one before ended: its lower or its upper end is the sum so far."""
    values = (10_000, *(step * 100 for step in steps), 10_000 + 100 * sum(steps))
    names = tuple(str(place) for place in range(len(values)))
    found = orjson.loads(payload_of(Chart("Cost", "bar", names, (Series("yuan", values),), "money", shape="bridge")))
    carrier, bars = found["option"]["series"]
    so_far = 100.0
    for place, step in enumerate(steps, start=1):
        low, high = carrier["data"][place], carrier["data"][place] + bars["data"][place]["value"]
        assert so_far == (low if step > 0 else high)
        so_far = high if step > 0 else low
        assert bars["data"][place]["told"] == step
    assert so_far == bars["data"][-1]["value"] == 100 + sum(steps)
    assert found["urls"][0] == []


def test_the_limit_is_drawn_where_it_can_be_seen() -> None:
    chart = Chart("Turnover", "bar", ("2025", "2026"), (Series("percent", (1.5, 4.0)),), in_order=True, limit=10)
    drawn = option(chart)
    assert drawn["series"][0]["markLine"]["data"][0]["yAxis"] == 10.0  # type: ignore[index]
    assert drawn["yAxis"]["max"] > 10  # type: ignore[index]
