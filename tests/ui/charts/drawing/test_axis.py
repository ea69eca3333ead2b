"""Do axes speak in the units people use, with ticks where a person would put them?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.drawing.axis import PERCENT, PLAIN, ValueRange, money_axis_unit, money_ticks, nice_step, value_range


@pytest.mark.parametrize(
    ("highest", "currency", "caption", "size"),
    [
        (8_800_000, "INR", "₹ lakh", 1e5),
        (19_900_000, "INR", "₹ lakh", 1e5),
        (20_000_000, "INR", "₹ crore", 1e7),
        (90_000, "INR", "₹", 1.0),
        (88_000, "USD", "$ k", 1e3),
        (3_400_000, "EUR", "€ M", 1e6),
        (900, "USD", "$", 1.0),
        (5_000, "CHF", "CHF k", 1e3),
    ],
)
def test_the_unit_of_an_axis(highest: float, currency: str, caption: str, size: float) -> None:
    unit = money_axis_unit(highest, currency)
    assert (unit.caption, unit.size) == (caption, size)


def test_ticks_are_round_in_the_unit_and_lie_in_the_data() -> None:
    values, texts = money_ticks(ValueRange(0, 9_300_000), money_axis_unit(9_300_000, "INR"))
    assert texts == ["0", "20", "40", "60", "80"]
    assert values == [0, 2_000_000, 4_000_000, 6_000_000, 8_000_000]


def test_ticks_below_zero_have_a_real_minus_and_the_percent_sign() -> None:
    _, texts = money_ticks(ValueRange(-0.42, 0.0), PERCENT)
    assert texts == ["−40\u202f%", "−30\u202f%", "−20\u202f%", "−10\u202f%", "0\u202f%"]


def test_small_steps_show_their_decimals() -> None:
    _, texts = money_ticks(ValueRange(1.00, 1.10), PLAIN)
    assert texts == ["1.00", "1.02", "1.04", "1.06", "1.08", "1.10"]


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
def test_there_are_always_a_few_ticks_inside_the_range(low: float, span: float) -> None:
    shown = ValueRange(low, low + max(span, abs(low) * 1e-6))
    values, texts = money_ticks(shown, PLAIN)
    room = (shown.high - shown.low) * 1e-6
    assert 2 <= len(values) <= 14
    assert len(values) == len(texts)
    assert all(shown.low - room <= value <= shown.high + room for value in values)


@pytest.mark.parametrize(("span", "step"), [(6, 1), (12, 2), (13, 5), (93, 20), (0.06, 0.01)])
def test_steps_are_one_two_or_five(span: float, step: float) -> None:
    assert nice_step(span) == pytest.approx(step)


def test_the_range_of_values() -> None:
    assert value_range(np.array([1.0, 3.0]), floor=0.0) == ValueRange(0.0, 3.1)
    below = value_range(np.array([-1.0, 3.0]), floor=0.0)
    assert below.low == pytest.approx(-1.2)
    flat = value_range(np.array([5.0, 5.0]))
    assert flat.low < 5.0 < flat.high
    assert value_range(np.array([np.nan])) == ValueRange(0.0, 1.0)


def test_the_smallest_span_there_is_has_a_step() -> None:
    assert nice_step(5e-324) > 0.0
    values, texts = money_ticks(ValueRange(0.0, 5e-324), PLAIN)
    assert len(values) == len(texts)
