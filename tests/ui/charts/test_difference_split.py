"""Does the waterfall show every step with its sign, and is nothing cut off?"""

from __future__ import annotations

import pytest

from tests.ui.chart_reading import checked
from ui.charts.difference_split import Part, difference_drawing

PARTS = [
    Part("Within equity", 300.0),
    Part("Within debt", -500.0),
    Part("Mix", 50.0),
    Part("Together", -150.0, total=True),
]


def test_the_steps_lead_to_the_total() -> None:
    (trace,) = checked(difference_drawing(PARTS, "USD")).data
    assert list(trace.x) == [300.0, -500.0, 50.0, -150.0]
    assert list(trace.measure) == ["relative", "relative", "relative", "total"]
    assert list(trace.text) == ["+$300", "−$500", "+$50", "−$150"]
    assert sum(trace.x[:-1]) == pytest.approx(trace.x[-1])


def test_the_axis_holds_everything_that_the_running_sum_touches() -> None:
    low, high = checked(difference_drawing(PARTS, "USD")).layout.xaxis.range
    assert low < -200.0
    assert high > 300.0


def test_nothing_at_all_still_has_an_axis() -> None:
    low, high = checked(difference_drawing([Part("Together", 0.0, total=True)], "INR")).layout.xaxis.range
    assert low == 0.0
    assert high > 0.0
