"""Do drawings for paper stand where the numbers say, in the colours and dashes of their roles, with every text escaped?"""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from core.market.levels import to_days
from ui.charts.attribution import Place, WaterfallBar
from ui.charts.drawing.axis import PLAIN
from ui.charts.drawing.line import EventMark, Line
from ui.charts.still.bars import BarKind, BarRow, bars_drawing, waterfall_drawing
from ui.charts.still.lines import NARROW, WIDE, date_ticks, line_drawing
from ui.charts.theme import GAIN, LOSS, Role, line_style

DAYS = to_days(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-05"])
SPACE = "{http://www.w3.org/2000/svg}"


def line(values: list[float], role: Role = Role.PORTFOLIO, name: str = "You") -> Line:
    return Line(role, name, DAYS, np.array(values))


def parts(drawing: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(drawing).iter(f"{SPACE}{tag}"))


def course(drawing: str, role: Role) -> str:
    return next(one.attrib["d"] for one in parts(drawing, "path") if one.attrib.get("data-role") == str(role))


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


def test_points_stand_in_proportion_to_dates_and_values() -> None:
    drawn = points(course(line_drawing([line([0.0, 10.0, 20.0, 40.0])], PLAIN, "s", floor=0.0), Role.PORTFOLIO))
    x, y = zip(*drawn, strict=True)
    assert np.diff(x) / (x[-1] - x[0]) == pytest.approx([0.25, 0.25, 0.5], abs=1e-3)
    assert np.diff(y) / (y[-1] - y[0]) == pytest.approx([0.25, 0.25, 0.5], abs=1e-3)
    assert y[0] > y[-1]


def test_an_unknown_value_breaks_the_line_off() -> None:
    path = course(line_drawing([line([1.0, np.nan, 3.0, 4.0])], PLAIN, "s"), Role.PORTFOLIO)
    assert path.count("M") == 2
    assert "nan" not in path


def test_roles_keep_colour_dash_and_step() -> None:
    lines = [line([1.0, 2.0, 3.0, 4.0], role, str(role)) for role in (Role.PORTFOLIO, Role.RISK_FREE, Role.INVESTED)]
    drawn = {one.attrib.get("data-role"): one for one in parts(line_drawing(lines, PLAIN, "s"), "path")}
    for one in lines:
        assert drawn[str(one.role)].attrib["stroke"] == line_style(one.role).colour
    assert "stroke-dasharray" in drawn["risk-free"].attrib
    assert "stroke-dasharray" not in drawn["portfolio"].attrib
    assert "H" in drawn["invested"].attrib["d"]
    assert "L" not in drawn["invested"].attrib["d"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_is_drawn_outside_the_paper(width: float) -> None:
    drawing = line_drawing([line([5.0, -10.0, 3.0, 4.0])], PLAIN, "s", width=width)
    assert all(0 <= x <= width and 0 <= y <= 290 for x, y in points(course(drawing, Role.PORTFOLIO)))


def test_texts_are_escaped_everywhere() -> None:
    marks = [EventMark(np.datetime64("2024-01-02"), "<script>1</script>")]
    drawing = line_drawing([line([1.0, 2.0, 3.0, 4.0], Role.INVESTED, "<b>")], PLAIN, 'a "quoted" <i>', events=marks)
    bars = waterfall_drawing([WaterfallBar("<b>bold</b>", 1.0, "<i>", Place.START)], "<u>")
    rows = bars_drawing([BarRow("<script>" * 9, (1.0,), "&")], [BarKind("k", "#000000")], "s")
    for one in (drawing, bars, rows):
        assert not re.search(r"<(script|b|i|u)\b", one)
        ElementTree.fromstring(one)


def test_months_and_years_are_written_below_as_many_as_fit() -> None:
    assert [text for _, text in date_ticks(date(2016, 1, 5), date(2025, 12, 31), 9)] == [
        str(y) for y in range(2017, 2026)
    ]
    assert [text for _, text in date_ticks(date(2024, 11, 15), date(2025, 2, 20), 9)] == [
        "Dec 2024",
        "Jan 2025",
        "Feb 2025",
    ]
    assert date_ticks(date(2024, 1, 2), date(2024, 1, 20), 9) == []


def test_a_range_of_days_names_its_ends() -> None:
    texts = [one.text for one in parts(line_drawing([line([1.0, 2.0, 3.0, 4.0])], PLAIN, "s"), "text")]
    assert {"1 Jan 2024", "5 Jan 2024"} <= set(texts)


def rectangles(drawing: str) -> list[tuple[float, float, str]]:
    """(left, width, colour)."""
    return [(float(one.attrib["x"]), float(one.attrib["width"]), one.attrib["fill"]) for one in parts(drawing, "rect")]


def test_each_step_of_a_waterfall_begins_where_the_one_before_ended() -> None:
    bars = [
        WaterfallBar("From", 100.0, "100", Place.START, Role.BENCHMARK),
        WaterfallBar("Up", 50.0, "+50"),
        WaterfallBar("Down", -30.0, "−30"),
        WaterfallBar("To", 120.0, "120", Place.END, Role.PORTFOLIO),
    ]
    start, up, down, end = rectangles(waterfall_drawing(bars, "s"))
    unit = start[1] / 100
    assert (up[1], down[1], end[1]) == pytest.approx((50 * unit, 30 * unit, 120 * unit), abs=0.11)
    assert up[0] == pytest.approx(start[0] + start[1], abs=0.11)
    assert down[0] + down[1] == pytest.approx(up[0] + up[1], abs=0.11)
    assert (up[2], down[2], start[2]) == (GAIN, LOSS, line_style(Role.BENCHMARK).colour)


def test_stacked_bars_go_to_either_side_of_zero_and_unstacked_below_one_another() -> None:
    kinds = [BarKind("a", "#111111"), BarKind("b", "#222222"), BarKind("c", "#333333")]
    stacked = rectangles(bars_drawing([BarRow("x", (2.0, -1.0, 3.0), "4")], kinds, "s", stacked=True))
    zero = stacked[0][0]
    assert stacked[2][0] == pytest.approx(zero + stacked[0][1], abs=0.11)
    assert stacked[1][0] + stacked[1][1] == pytest.approx(zero, abs=0.11)
    apart = rectangles(bars_drawing([BarRow("x", (2.0, 1.0, 3.0), "4")], kinds, "s"))
    assert {left for left, *_ in apart} == {apart[0][0]}


def test_bars_of_nothing_are_drawn_without_dividing_by_it() -> None:
    assert rectangles(bars_drawing([BarRow("x", (0.0,), "0")], [BarKind("a", "#111111")], "s"))[0][1] == 0.5
