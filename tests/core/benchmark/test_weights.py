"""Weights: what is accepted, what is refused, and that the order never counts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.weights import Weights
from core.errors import InvalidSpecification


def test_order_has_no_meaning_and_a_vector_is_in_the_asked_one() -> None:
    weights = Weights.of({"B": 0.4, "A": 0.6})
    assert weights == Weights.of({"A": 0.6, "B": 0.4})
    assert (weights.ids, weights.by_id) == (("A", "B"), {"A": 0.6, "B": 0.4})
    assert weights.vector(["C", "B", "A"]).tolist() == [0.0, 0.4, 0.6]  # 0 where nothing is said


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8).filter(lambda one: sum(one) > 0.1))
def test_a_vector_sums_to_one(raw: list[float]) -> None:
    total = math.fsum(raw)
    weights = Weights.of({f"C{i}": value / total for i, value in enumerate(raw)})
    assert math.fsum(weights.vector(weights.ids)) == pytest.approx(1.0, abs=4e-16)


@pytest.mark.parametrize("off", [0.0, 9e-7, -9e-7, 1e-6])
def test_a_millionth_off_is_one(off: float) -> None:
    vector = Weights.of({"A": 0.6 + off, "B": 0.4}).vector(["A", "B"])
    assert vector.sum() == pytest.approx(1.0, abs=1e-15)


def test_three_thirds_of_six_digits_are_one() -> None:
    assert Weights.of(dict.fromkeys("ABC", 0.333333)).vector("ABC") == pytest.approx(np.full(3, 1 / 3), abs=1e-15)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ((), "no weights"),
        ((("A", 0.6), ("B", 0.41)), "sum to 1.01"),
        ((("A", 1.000002),), "sum to"),
        ((("A", 1.2), ("B", -0.2)), "weight of B is −0.2"),
        ((("A", math.nan),), "weight of A is nan"),
        ((("A", math.inf),), "weight of A is inf"),
        ((("A", 0.5), ("A", 0.5)), "named twice"),
        ((("", 1.0),), "no id"),
    ],
)
def test_what_is_refused(entries: tuple[tuple[str, float], ...], says: str) -> None:
    with pytest.raises(InvalidSpecification, match=says):
        Weights(entries)


def test_an_unknown_component_is_named_with_a_close_spelling() -> None:
    with pytest.raises(InvalidSpecification, match=r"“SPPY”.* Did you mean SPY"):
        Weights.of({"SPPY": 1.0}).vector(["SPY", "AGG"])
