"""Do the pictures show the values they were given, in the colour, dash and words of their role?"""

from __future__ import annotations

from datetime import date

import numpy as np
import plotly.graph_objects as go
import pytest

from core.market.period import Period
from tests.ui.chart_reading import checked
from ui.charts.drawdown import drawdown_figure
from ui.charts.drawing.line import EventMark, Line
from ui.charts.growth import can_be_logarithmic, growth_figure
from ui.charts.heatmap import MonthlyGrid, heatmap_figure, largest_shown
from ui.charts.still.sparkline import sparkline
from ui.charts.theme import Role, line_style
from ui.charts.wealth import MOST_MARKS, wealth_drawing
from ui.widgets.live_chart import drawing_as_json, rounded_values

DAYS = np.datetime64("2015-01-01") + np.arange(4_000)
LEVELS = np.exp(np.cumsum(np.random.default_rng(2).normal(0.0003, 0.01, 4_000)))


def lines() -> list[Line]:
    return [
        Line(Role.PORTFOLIO, "Your portfolio", DAYS, 1_000_000 * LEVELS),
        Line(Role.BENCHMARK, "Nifty 50", DAYS, 1_000_000 * np.sqrt(LEVELS)),
        Line(Role.BENCHMARK, "Gold", DAYS, 1_000_000 * LEVELS**0.7, position=1),
        Line(Role.RISK_FREE, "a deposit at 7 %", DAYS, 1_000_000 * 1.07 ** (np.arange(4_000) / 365)),
        Line(Role.INVESTED, "Money put in", DAYS, np.full(4_000, 1_000_000.0)),
    ]


def by_name(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data}


def test_gaps_are_shaded_behind_the_lines() -> None:
    gap = Period(date(2020, 3, 2), date(2020, 6, 1))
    (band,) = checked(wealth_drawing(lines(), "INR", gaps=[gap])).layout.shapes
    assert (band.x0, band.x1, band.yref, band.layer) == ("2020-03-02", "2020-06-01", "paper", "below")
    assert not checked(wealth_drawing(lines(), "INR")).layout.shapes


def test_each_role_is_drawn_in_its_own_way_thinned_named_at_its_end_and_from_zero() -> None:
    figure = checked(wealth_drawing(lines(), "INR"))
    traces = by_name(figure)
    look = {
        name: (trace.line.color, trace.line.dash, trace.line.width, trace.line.shape) for name, trace in traces.items()
    }
    assert look["Your portfolio"] == ("#3B6FE0", "solid", 2.5, "linear")
    assert look["Nifty 50"] == ("#D9730D", "solid", 2.0, "linear")
    assert look["Gold"] == ("#9B59D0", "solid", 1.5, "linear")
    assert look["a deposit at 7 %"] == ("#2E9E5B", "dash", 2.0, "linear")
    assert look["Money put in"] == ("#7A8394", "dot", 1.5, "hv")
    trace = traces["Your portfolio"]
    assert len(trace.x) <= 1_000
    assert trace.x[-1] == DAYS[-1]
    assert trace.y[-1] == 1_000_000 * LEVELS[-1]
    assert trace.y.max() == 1_000_000 * LEVELS.max()
    difference = traces["Difference to Nifty 50"]
    assert difference.opacity == 0
    assert np.allclose(difference.customdata, traces["Your portfolio"].y - traces["Nifty 50"].y)
    assert figure.layout.yaxis.range[0] == 0
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["Your portfolio", "Nifty 50", "Gold", "a deposit at 7 %", "Money put in", "₹ lakh"]


def test_lines_on_other_dates_have_no_difference() -> None:
    portfolio, benchmark = lines()[:2]
    later = Line(Role.BENCHMARK, "Late", DAYS[100:], benchmark.values[100:])
    assert set(by_name(checked(wealth_drawing([portfolio, later], "USD")))) == {"Your portfolio", "Late"}


def test_events_lie_on_the_invested_amount_and_are_not_too_many() -> None:
    events = [EventMark(day, f"Put in on {day}") for day in DAYS[::20]]
    events += [EventMark(DAYS[-5], "Took out ₹1 lakh", money_in=False)]
    traces = by_name(checked(wealth_drawing(lines(), "INR", events)))
    assert len(traces["Money in"].x) + len(traces["Money out"].x) <= MOST_MARKS
    assert traces["Money out"].text == ("Took out ₹1 lakh",)
    assert traces["Money in"].marker.symbol != traces["Money out"].marker.symbol
    assert set(traces["Money in"].y) == {1_000_000.0}


def test_growth_draws_what_it_is_given_and_the_difference() -> None:
    grown = [Line(one.role, one.name, DAYS, 100 * one.values / one.values[0]) for one in lines()[:2]]
    traces = by_name(checked(growth_figure(grown)))
    assert traces["Your portfolio"].y[0] == 100.0
    assert traces["Your portfolio"].y[-1] == pytest.approx(100 * LEVELS[-1] / LEVELS[0])
    assert traces["Difference to Nifty 50"].customdata[0] == 0.0


def test_on_a_log_scale_equal_heights_are_equal_percentages() -> None:
    grown = [Line(one.role, one.name, DAYS, 100 * np.exp(np.linspace(0, 3, len(DAYS)))) for one in lines()[:1]]
    layout = checked(growth_figure(grown, logarithmic=True)).layout
    assert layout.yaxis.type == "log"
    assert layout.yaxis.tickvals == (100.0, 200.0, 500.0, 1_000.0, 2_000.0)
    assert layout.yaxis.ticktext[-1] == "2,000"
    assert layout.yaxis.range[0] < 2.0 < np.log10(grown[0].last) < layout.yaxis.range[1]
    (end,) = [one for one in layout.annotations if one.name == "end:Your portfolio"]
    assert end.y == pytest.approx(np.log10(grown[0].last))
    assert layout.meta["log"] is True


def test_a_narrow_log_scale_has_even_steps_and_a_total_loss_none() -> None:
    narrow = Line(Role.PORTFOLIO, "Your portfolio", DAYS, np.linspace(100, 140, len(DAYS)))
    assert checked(growth_figure([narrow], logarithmic=True)).layout.yaxis.ticktext == (
        "100",
        "110",
        "120",
        "130",
        "140",
    )
    lost = Line(Role.PORTFOLIO, "Your portfolio", DAYS, np.linspace(100, 0, len(DAYS)))
    assert not can_be_logarithmic([lost])
    assert checked(growth_figure([lost], logarithmic=True)).layout.yaxis.type != "log"


def test_drawdown_lies_under_zero_and_reads_in_percent() -> None:
    falls = LEVELS / np.maximum.accumulate(LEVELS) - 1
    figure = checked(drawdown_figure([Line(Role.PORTFOLIO, "Your portfolio", DAYS, falls)]))
    trace = figure.data[0]
    assert trace.fill == "tozeroy"
    assert trace.y.min() == falls.min()
    assert trace.customdata.min() == pytest.approx(100 * falls.min())
    assert figure.layout.yaxis.ticktext[-1] == "0\u202f%"


def grid() -> MonthlyGrid:
    returns = np.full((2, 12), 0.01)
    returns[0, :3] = np.nan
    returns[1, 4] = -0.08
    return MonthlyGrid("Nifty 50", (2024, 2025), returns, np.array([0.094, 0.03]))


def test_the_heat_map_shows_every_month_and_leaves_unknown_ones_empty() -> None:
    months, years = checked(heatmap_figure(grid(), 0.1)).data
    assert months.text[0][0] == ""
    assert months.text[1][4] == "−8.0"
    assert years.text[1][0] == "3.0"
    assert months.customdata[1][4] == "May 2025: −8.00\u202f%"
    assert months.z[1][4] == -0.08
    assert (months.zmin, years.zmin) == (-months.zmax, -years.zmax)
    assert years.zmax == 0.094


def test_two_heat_maps_share_their_full_colour() -> None:
    one = grid()
    assert largest_shown(one) == pytest.approx(0.01, abs=0.03)
    assert checked(heatmap_figure(one, 0.1)).data[0].zmax == 0.1
    empty = MonthlyGrid("x", (2025,), np.full((1, 12), np.nan), np.array([np.nan]))
    assert largest_shown(empty) == 0.01


def test_a_sparkline_keeps_ends_and_extremes_in_the_role_s_style() -> None:
    drawing = sparkline(LEVELS, line_style(Role.RISK_FREE))
    points = [tuple(map(float, point.split(","))) for point in drawing.split('points="')[1].split('"')[0].split()]
    assert len(points) <= 48
    assert (points[0][0], points[-1][0]) == (2.0, 198.0)
    assert min(y for _, y in points) == 2.0
    assert max(y for _, y in points) == 34.0
    assert "#2E9E5B" in drawing
    assert "stroke-dasharray" in drawing
    assert "stroke-dasharray" not in sparkline(LEVELS, line_style(Role.PORTFOLIO))


def test_a_sparkline_of_nothing_is_nothing() -> None:
    assert sparkline(np.array([np.nan, 1.0]), line_style(Role.PORTFOLIO)) == ""
    assert "18.0" in sparkline(np.ones(3), line_style(Role.PORTFOLIO))


def test_json_has_iso_days_rounded_numbers_and_null_for_gaps() -> None:
    values = np.array([1234567.891234, np.nan, 3.0])
    spec = drawing_as_json(wealth_drawing([Line(Role.PORTFOLIO, "p", DAYS[:3], values)], "USD"))
    trace = spec["data"][0]
    assert trace["x"] == ["2015-01-01", "2015-01-02", "2015-01-03"]
    assert trace["y"][0] == 1234567.9
    assert "template" not in spec["layout"]


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e3, 1e12])
def test_rounding_keeps_eight_digits(scale: float) -> None:
    values = LEVELS * scale
    assert np.abs(rounded_values(values) - values).max() <= 1e-7 * values.max()


def test_a_line_refuses_values_without_dates() -> None:
    with pytest.raises(ValueError, match="2 dates but 3 values"):
        Line(Role.OTHER, "x", DAYS[:2], np.zeros(3))


def test_further_lines_have_colours_of_their_own() -> None:
    colours = [line_style(Role.BENCHMARK, position).colour for position in range(5)]
    assert len(set(colours)) == 5
