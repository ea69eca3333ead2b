"""Do the small pictures show the amounts in proportion, on one scale, and read out what they show?"""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree

import numpy as np
import pytest

from core.errors import InvalidSpecification
from ui.charts.theme import GAIN, LOSS, Role, line_style
from ui.views.home.small_pictures import Bar, bars_html, lines_html

STYLES = (line_style(Role.PORTFOLIO), line_style(Role.RISK_FREE))


def spans(html: str) -> list[tuple[float, float]]:
    return [
        (float(left), float(width)) for left, width in re.findall(r"<i style=\"left:([\d.]+)%;width:([\d.]+)%", html)
    ]


def test_bars_grow_from_a_common_zero_in_proportion() -> None:
    html = bars_html([Bar("Equity", 30.0, "+30", GAIN), Bar("Debt", -10.0, "−10", LOSS), Bar("Gold", 0.0, "0", GAIN)])
    assert spans(html) == [(25.0, 75.0), (0.0, 25.0), (25.0, 0.0)]
    assert re.findall(r"<td>([^<]+)</td>", html) == ["+30", "−10", "0"]


@pytest.mark.parametrize(("share", "whole", "span"), [(0.01, 1.0, (0.0, 1.0)), (0.0, 0.0, (0.0, 0.0))])
def test_a_share_is_drawn_as_a_share_of_the_whole_and_nothing_has_no_length(
    share: float, whole: float, span: tuple[float, float]
) -> None:
    assert spans(bars_html([Bar("Gold", share, "1 %", GAIN)], whole=whole)) == [span]


def test_a_tick_stands_on_the_same_scale() -> None:
    html = bars_html([Bar("Equity", 0.5, "50 %", GAIN, mark=0.25)])
    assert spans(html) == [(0.0, 100.0)]
    assert "left:50.00%" in html


def test_names_from_files_do_nothing() -> None:
    html = bars_html([Bar("<img src=x onerror=alert(1)>", 1.0, "<b>1</b>", GAIN)])
    assert "<img" not in html
    assert "<b>" not in html


def test_a_bar_without_a_length_is_refused() -> None:
    with pytest.raises(InvalidSpecification):
        Bar("Equity", float("nan"), "—", GAIN)


def test_two_lines_share_their_scale_and_keep_their_roles() -> None:
    html = lines_html(np.array([[0.0, 50.0, 100.0], [0.0, 25.0, 50.0]]), STYLES, 'you end "ahead"')
    assert 'alt="you end &quot;ahead&quot;"' in html
    encoded = re.search(r"base64,([^\"]+)", html)
    first, second = ElementTree.fromstring(b64decode(encoded[1])).iter("{http://www.w3.org/2000/svg}polyline")
    heights = [[float(point.split(",")[1]) for point in one.attrib["points"].split()] for one in (first, second)]
    assert heights[0][-1] < heights[1][-1] < heights[0][0] == heights[1][0]
    assert "stroke-dasharray" not in first.attrib
    assert "stroke-dasharray" in second.attrib


def test_one_day_is_no_line() -> None:
    assert lines_html(np.array([[1.0], [1.0]]), STYLES, "nothing yet") == ""
