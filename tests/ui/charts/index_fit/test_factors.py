"""Does the picture of the loadings show values, intervals, and which of them are sure?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.index_fit.factors import LoadingBar, loadings_figure

BARS = (
    LoadingBar("Market (Mkt-RF)", 1.1, 0.8, 1.4, True, "Market: 1.10"),
    LoadingBar("Value (HML)", -0.5, -1.1, 0.1, False, "Value: −0.50"),
)


def test_bars_and_their_intervals() -> None:
    trace = loadings_figure(BARS).traces[0]
    assert (trace["y"], trace["x"]) == (["Market (Mkt-RF)", "Value (HML)"], [1.1, -0.5])
    assert trace["error_x"]["array"] == pytest.approx([0.3, 0.6])
    assert trace["error_x"]["arrayminus"] == pytest.approx([0.3, 0.6])
    assert trace["customdata"] == ["Market: 1.10", "Value: −0.50"]


def test_what_cannot_be_told_from_zero_is_paler() -> None:
    sure, unsure = loadings_figure(BARS).traces[0]["marker"]["color"]
    assert float(sure.rpartition(",")[2].strip(" )")) > float(unsure.rpartition(",")[2].strip(" )"))


def test_the_figures_stand_beyond_the_intervals() -> None:
    market, value = loadings_figure(BARS).layout["annotations"]
    assert (market["text"], market["x"], market["xanchor"]) == ("1.10", 1.4, "left")
    assert (value["text"], value["x"], value["xanchor"]) == ("−0.50", -1.1, "right")


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 3)), min_size=1, max_size=7))
def test_zero_and_every_interval_are_in_the_picture(found: list[tuple[float, float]]) -> None:
    bars = [LoadingBar(f"F{at}", value, value - half, value + half, True, "") for at, (value, half) in enumerate(found)]
    low, high = loadings_figure(bars).layout["xaxis"]["range"]
    assert low < high
    assert low <= min(0.0, *(one.low for one in bars))
    assert high >= max(0.0, *(one.high for one in bars))
