"""Do the pictures of a blend show its weights, its resets and every rule?"""

from __future__ import annotations

import numpy as np
import pytest

from tests.ui.chart_reading import checked
from ui.charts.drawing.line import EventMark
from ui.charts.rules import RuleDot, rules_figure
from ui.charts.weights import MOST_MARKS, MOST_POINTS, weights_figure

DATES = np.arange("2015-01-01", "2022-01-01", dtype="datetime64[D]")
SHARE = 0.5 + 0.2 * np.sin(np.arange(DATES.size) / 50)
WEIGHTS = np.column_stack([SHARE, 1 - SHARE])


def role(figure: object, name: str) -> list:
    return [trace for trace in figure.data if trace.meta["role"] == name]  # type: ignore[attr-defined]


def test_the_bands_lie_on_each_other_up_to_the_whole() -> None:
    bands = role(checked(weights_figure(DATES, WEIGHTS, ["A", "B"])), "weight")
    assert [band.name for band in bands] == ["A", "B"]
    assert np.allclose(bands[-1].y, 1.0)
    assert len(bands[0].x) <= MOST_POINTS
    kept = np.searchsorted(DATES, bands[1].x)
    assert bands[1].customdata == pytest.approx(100 * WEIGHTS[kept, 1])
    assert len({band.line.color for band in bands}) == 2


def test_resets_are_marked_but_not_all_of_thousands() -> None:
    assert role(checked(weights_figure(DATES, WEIGHTS, ["A", "B"])), "event") == []
    few = [EventMark(DATES[at], f"New month, {at}") for at in (10, 500, 900)]
    (marks,) = role(checked(weights_figure(DATES, WEIGHTS, ["A", "B"], few)), "event")
    assert list(marks.text) == [one.text for one in few]
    (marks,) = role(checked(weights_figure(DATES, WEIGHTS, ["A", "B"], [EventMark(on, "x") for on in DATES])), "event")
    assert len(marks.x) == MOST_MARKS


def test_the_strip_has_the_best_rule_on_top_and_the_chosen_one_filled() -> None:
    dots = [RuleDot("Never", 0.10, chosen=True), RuleDot("Every month", 0.09), RuleDot("Every year", 0.11)]
    figure = checked(rules_figure(dots, "a year"))
    (trace,) = role(figure, "rules")
    assert list(trace.y) == ["Every month", "Never", "Every year"]
    assert [colour == "rgba(0,0,0,0)" for colour in trace.marker.color] == [True, False, True]
    assert figure.layout.shapes[0].x0 == 0.10
    assert "+1.00\u202fpp to the chosen rule" in trace.customdata[2]


def test_rules_that_agree_still_have_room() -> None:
    figure = checked(rules_figure([RuleDot("Never", 0.1), RuleDot("Every day", 0.1)], "a year"))
    low, high = figure.layout.xaxis.range
    assert low < 0.1 < high
