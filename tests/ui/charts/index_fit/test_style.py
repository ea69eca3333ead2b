"""Do the pictures of a style show its weights, each part in one colour, thinned to what a screen can show?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.drawing.canvas import MUTED
from ui.charts.index_fit.style import MOST_COLOURS, OTHERS, rolling_style_figure, style_figure, style_parts

NAMES = ("Stocks", "Bonds", "Gold")
WEIGHTS = np.array([0.3, 0.62, 0.08])
ROLLING = np.array([[0.4, 0.6, 0.0], [0.2, 0.6, 0.2]])
DATES = np.array(["2024-01-31", "2024-02-29"], dtype="datetime64[D]")


def test_bars_are_the_weights_from_the_heaviest_on() -> None:
    bars = style_figure(style_parts(NAMES, WEIGHTS, ROLLING)).traces[0]
    assert bars["y"] == ["Bonds", "Stocks", "Gold"]
    assert bars["x"] == [0.62, 0.3, 0.08]
    assert bars["text"] == ["62.0\u202f%", "30.0\u202f%", "8.0\u202f%"]


def test_areas_lie_on_each_other_and_fill_the_whole() -> None:
    parts = style_parts(NAMES, WEIGHTS, ROLLING)
    base, *areas = rolling_style_figure(DATES, ROLLING, NAMES, parts).traces
    assert base["y"].tolist() == [0.0, 0.0]
    assert [one["name"] for one in areas] == ["Bonds", "Stocks", "Gold"]
    assert [one["customdata"].tolist() for one in areas] == [[60, 60], pytest.approx([40, 20]), pytest.approx([0, 20])]
    assert areas[-1]["y"] == pytest.approx([1.0, 1.0])
    assert areas[1]["y"] == pytest.approx([1.0, 0.8])


def test_a_part_has_the_same_colour_in_both_pictures() -> None:
    parts = style_parts(NAMES, WEIGHTS, ROLLING)
    bars = style_figure(parts).traces[0]
    by_bar = dict(zip(bars["y"], bars["marker"]["color"], strict=True))
    areas = rolling_style_figure(DATES, ROLLING, NAMES, parts).traces[1:]
    assert {one["name"]: one["line"]["color"] for one in areas} == by_bar
    assert len(set(by_bar.values())) == 3


@given(st.integers(MOST_COLOURS + 1, 40), st.integers(2, 30), st.integers(0, 100))
def test_parts_beyond_the_colours_are_one_area_and_nothing_is_lost(k: int, m: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    weights, rolling = random.dirichlet(np.ones(k)), random.dirichlet(np.ones(k), m)
    names = [f"Index {at}" for at in range(k)]
    parts = style_parts(names, weights, rolling)
    assert sum(one.weight for one in parts) == pytest.approx(1.0)
    assert sum(one.colour != MUTED for one in parts) == MOST_COLOURS
    dates = np.datetime64("2024-01-01") + np.arange(m)
    areas = rolling_style_figure(dates, rolling, names, parts).traces[1:]
    assert len(areas) <= MOST_COLOURS + 1
    assert areas[-1]["y"] == pytest.approx(np.ones(m), abs=1e-3)
    assert (areas[-1]["name"] == OTHERS) == (areas[-1]["line"]["color"] == MUTED)


def test_no_more_than_a_thousand_points_are_sent() -> None:
    rolling = np.random.default_rng(1).dirichlet(np.ones(3), 5_000)
    parts = style_parts(NAMES, WEIGHTS, rolling)
    dates = np.datetime64("2005-01-01") + np.arange(5_000)
    traces = rolling_style_figure(dates, rolling, NAMES, parts).traces
    assert {one["x"].size for one in traces} == {traces[0]["x"].size}
    assert traces[0]["x"].size <= 1_000
    assert (traces[0]["x"][0], traces[0]["x"][-1]) == (dates[0], dates[-1])


def test_a_long_name_is_shortened_at_the_end_of_its_area_only() -> None:
    names = ("Short", "US Treasury Bonds over 20 Years (iShares TLT)")
    rolling = np.array([[0.4, 0.6], [0.5, 0.5]])
    drawing = rolling_style_figure(DATES, rolling, names, style_parts(names, rolling[0], rolling))
    assert {one["text"] for one in drawing.layout["annotations"]} == {"Short", "US Treasury Bonds over 20…"}
    assert {one["name"] for one in drawing.traces} >= set(names)
