"""Do the lines of one picture keep the same dates, whatever the deposit pays?"""

from __future__ import annotations

import numpy as np

from tests.core.returns.test_thinning import walks
from ui.charts.drawing.line import Line
from ui.charts.drawing.thinning import thinned_lines
from ui.charts.theme import Role


def test_lines_on_the_same_dates_stay_on_the_same_dates() -> None:
    days = np.datetime64("2015-01-01") + np.arange(3_000)
    first, second = walks(2, 3_000, 9)
    other = days[:2_000]
    lines = [
        Line(Role.PORTFOLIO, "p", days, first),
        Line(Role.OTHER, "o", other, first[:2_000]),
        Line(Role.BENCHMARK, "b", days, second),
    ]
    portfolio, shorter, benchmark = thinned_lines(lines)
    assert np.array_equal(portfolio.dates, benchmark.dates)
    assert shorter.dates[-1] == other[-1]
    assert [line.name for line in (portfolio, shorter, benchmark)] == ["p", "o", "b"]


def test_another_deposit_moves_no_point_of_the_other_lines() -> None:
    days = np.datetime64("2015-01-01") + np.arange(4_000)
    portfolio = Line(Role.PORTFOLIO, "p", days, walks(1, 4_000, 11)[0])
    deposits = [Line(Role.RISK_FREE, "d", days, (1 + rate) ** (np.arange(4_000) / 365)) for rate in (0.0, 0.12)]
    drawn = [thinned_lines([portfolio, deposit]) for deposit in deposits]
    assert np.array_equal(drawn[0][0].dates, drawn[1][0].dates)
    assert drawn[1][1].last == deposits[1].last
