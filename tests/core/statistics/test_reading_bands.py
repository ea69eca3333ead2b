"""Do the words fit the numbers, at the bands' edges too?"""

from __future__ import annotations

import pytest

from core.statistics.reading_bands import (
    correlation_reading,
    information_ratio_reading,
    sharpe_reading,
    tracking_error_reading,
)


@pytest.mark.parametrize(
    ("value", "word"), [(0.0, "low"), (0.0499, "low"), (0.05, "moderate"), (0.10, "moderate"), (0.1001, "high")]
)
def test_tracking_error(value: float, word: str) -> None:
    assert tracking_error_reading(value) == word


@pytest.mark.parametrize(
    ("value", "word"), [(-1.0, "poor"), (0.49, "poor"), (0.5, "good"), (1.0, "good"), (1.01, "excellent")]
)
def test_information_ratio(value: float, word: str) -> None:
    assert information_ratio_reading(value) == word


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (-1, "poor"),
        (0.49, "poor"),
        (0.5, "fair"),
        (1.0, "good"),
        (1.5, "very good"),
        (2.0, "very good"),
        (2.01, "excellent"),
    ],
)
def test_sharpe(value: float, word: str) -> None:
    assert sharpe_reading(value) == word


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (1.0, "strong"),
        (0.7, "strong"),
        (0.69, "moderate"),
        (0.3, "moderate"),
        (0.29, "weak"),
        (0.0, "weak"),
        (-0.29, "weak"),
        (-0.3, "moderate negative"),
        (-0.7, "strong negative"),
    ],
)
def test_correlation(value: float, word: str) -> None:
    assert correlation_reading(value) == word
