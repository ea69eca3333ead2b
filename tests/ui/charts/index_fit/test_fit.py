"""Do the pictures of the index fit show what they are given: bands, points, what is usual and what is not?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from core.statistics.bootstrap import AlphaBand
from tests.ui.chart_reading import checked
from ui.charts.drawing.axis import PERCENT, PLAIN
from ui.charts.drawing.line import Line
from ui.charts.index_fit.fit import MapPoint, Mark, alpha_figure, fit_map
from ui.charts.index_fit.rolling import UnusualTime, UsualRange, rolling_figure
from ui.charts.theme import Role, line_style
from ui.widgets.live_chart import drawing_as_json

BAND = AlphaBand(0.02, -0.03, 0.07, 10)


def point(name: str, mark: Mark, across: float = 0.1, up: float = 0.5) -> MapPoint:
    return MapPoint(name, across, up, mark, name)


def test_each_band_reaches_from_low_to_high_around_its_alpha() -> None:
    drawing = alpha_figure([("S&P 500", BAND)])
    bar, dot = drawing.traces
    assert (bar["base"], bar["x"], dot["x"]) == ([-0.03], [pytest.approx(0.10)], [0.02])
    assert [one["text"] for one in drawing.layout["annotations"]] == ["−3.0\u202f%", "+7.0\u202f%"]
    low, high = drawing.layout["xaxis"]["range"]
    assert low < -0.03 < 0 < 0.07 < high
    checked(drawing)


def test_nothing_is_always_in_the_picture() -> None:
    drawing = alpha_figure([("A", AlphaBand(0.2, 0.1, 0.3, 10))])
    assert drawing.layout["xaxis"]["range"][0] < 0
    same = alpha_figure([("A", AlphaBand(0.0, 0.0, 0.0, 10))])
    assert same.layout["xaxis"]["range"] == [-0.01, 0.01]


def test_the_three_that_matter_have_names_on_three_sides() -> None:
    marks = [Mark.BEST, Mark.RUNNER_UP, Mark.CHOSEN, Mark.OTHER, Mark.PLAUSIBLE]
    drawing = fit_map([point(str(mark), mark) for mark in marks], PERCENT, PERCENT, ("across", "up"))
    named = {one["meta"]["role"]: one["textposition"][0] for one in drawing.traces if one["mode"] == "markers+text"}
    assert set(named) == {"best", "runner-up", "chosen"}
    assert len(set(named.values())) == 3
    assert len({one["marker"]["symbol"] for one in drawing.traces}) == 5
    colours = {one["meta"]["role"]: one["marker"]["color"] for one in drawing.traces}
    assert colours["best"] == line_style(Role.PORTFOLIO).colour
    assert colours["chosen"] == line_style(Role.BENCHMARK).colour
    assert colours["runner-up"] not in (colours["best"], colours["chosen"], colours["other"])
    aside = fit_map([point("A", Mark.BEST, 0.1), point("B", Mark.CHOSEN, 0.4)], PERCENT, PERCENT, ("across", "up"))
    sides = {one["text"][0].strip(): one["textposition"][0].split()[1] for one in aside.traces}
    assert sides == {"A": "right", "B": "left"}
    checked(drawing)


def test_a_map_without_some_marks_draws_no_empty_trace_and_reaches_below_zero() -> None:
    drawing = fit_map([point("A", Mark.BEST, 0.2, -0.4)], PERCENT, PLAIN, ("across", "Beta"))
    assert [one["name"] for one in drawing.traces] == ["Best fit"]
    assert drawing.layout["yaxis"]["range"][0] < -0.4
    alone = fit_map([point("A", Mark.BEST, 0.0, 0.0)], PERCENT, PLAIN, ("across", "Beta"))
    assert alone.layout["xaxis"]["range"][1] > 0


def rolling(values: list[float], **more: object) -> dict[str, object]:
    dates = np.datetime64("2024-01-01") + np.arange(len(values))
    line = Line(Role.PORTFOLIO, "Correlation", dates, np.array(values))
    return drawing_as_json(rolling_figure(line, PLAIN, "%{y:.2f}", **more))  # type: ignore[arg-type]


def test_what_is_usual_is_shaded_and_never_beyond_what_can_be() -> None:
    layout = rolling([0.9, 0.95, 0.8], usual=UsualRange(0.9, 0.7, 1.1), limits=(-1.0, 1.0))["layout"]
    assert isinstance(layout, dict)
    assert [one["name"] for one in layout["shapes"]] == ["usual", "median"]
    assert layout["yaxis"]["range"][1] == 1.0
    assert [one["text"] for one in layout["annotations"] if one["name"] == "title"] == ["Correlation"]


def test_an_alert_is_marked_from_its_day_to_the_end() -> None:
    layout = rolling([0.9, 0.9, 0.2], unusual=UnusualTime(date(2024, 1, 3), "correlation break"))["layout"]
    assert isinstance(layout, dict)
    fill = next(one for one in layout["shapes"] if one["name"] == "unusual")
    assert (fill["x0"], fill["x1"]) == ("2024-01-03", "2024-01-03")
    (note,) = [one for one in layout["annotations"] if one["name"] == "alert"]
    assert note["text"] == "▲ correlation break"


def test_a_value_worth_a_line_is_in_the_picture() -> None:
    layout = rolling([0.2, 0.3], neutral=1.0)["layout"]
    assert isinstance(layout, dict)
    assert layout["yaxis"]["range"][1] > 1.0
    assert [one["name"] for one in layout["shapes"]] == ["neutral"]
