"""Do the words fit the numbers, at the bands' edges too?"""

from __future__ import annotations

import pytest

from core.statistics.reading_bands import reading

WORDS = {
    "tracking_error": {0.0: "low", 0.0499: "low", 0.05: "moderate", 0.10: "moderate", 0.1001: "high"},
    "information_ratio": {-1.0: "poor", 0.49: "poor", 0.5: "good", 1.0: "good", 1.01: "excellent"},
    "sharpe": {
        -1: "poor",
        0.49: "poor",
        0.5: "fair",
        1.0: "good",
        1.5: "very good",
        2.0: "very good",
        2.01: "excellent",
    },
    "correlation": {
        1.0: "strong",
        0.7: "strong",
        0.69: "moderate",
        0.3: "moderate",
        0.29: "weak",
        0.0: "weak",
        -0.29: "weak",
        -0.3: "moderate negative",
        -0.69: "moderate negative",
        -0.7: "strong negative",
    },
    "beta": {1.0: ""},
}


@pytest.mark.parametrize(
    ("name", "value", "word"), [(name, value, word) for name, words in WORDS.items() for value, word in words.items()]
)
def test_each_word_holds_up_to_its_edge(name: str, value: float, word: str) -> None:
    assert reading(name, value) == word


def test_what_is_undefined_has_no_word() -> None:
    assert reading("sharpe", None) == ""
