"""Do quartiles, ranks and positions agree with published numbers, with NumPy, and with each other?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.peers.statistics import Position, percentile_rank, percentile_ranks, position_of, quantiles, variance_text


@pytest.mark.parametrize(
    ("weights", "expected"),
    [([0, 0, 0.20, 0.30, 0.40], (0, 0.20, 0.30)), ([0.05, 0.10, 0.20, 0.30], (0.0875, 0.15, 0.225))],
)
def test_quartiles_are_linear_and_count_those_who_hold_nothing(
    weights: list[float], expected: tuple[float, ...]
) -> None:
    assert quantiles(np.array(weights)[:, None])[:, 0] == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("weight", "position"),
    [
        (0.36, Position.ABOVE_P75),
        (0.35, Position.ABOVE_MEDIAN),
        (0.28, Position.AT_MEDIAN),
        (0.20, Position.BELOW_MEDIAN),
        (0.10, Position.BELOW_P25),
        (0.0, Position.NOT_INVESTED),
    ],
)
def test_positions_are_strict(weight: float, position: Position) -> None:
    assert position_of(weight, 0.20, 0.28, 0.35) is position


def test_a_weight_equal_to_an_interpolated_quartile_is_not_above_it() -> None:
    p25, median, p75 = quantiles(np.array([[0.1], [0.2], [0.4], [0.7]]))[:, 0]
    assert position_of(0.1 + 0.2, p25, median, p75) is Position.AT_MEDIAN
    assert position_of(0.0, 0.0, 0.0, 0.0) is Position.NOT_INVESTED


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.35 - 0.28, "+7%"), (-0.035, "-3.5%"), (0.0, "0%"), (1e-9, "0%"), (-0.2, "-20%"), (0.1234, "+12.3%")],
)
def test_a_variance_is_in_signed_points_without_a_trailing_zero(difference: float, text: str) -> None:
    assert variance_text(difference) == text


def test_a_percentile_rank_counts_half_of_the_equal_ones() -> None:
    scores = np.array([40.0, 55, 60, 68, 68, 72, 80, 89])
    assert percentile_rank(72, scores) == 68.75
    assert percentile_ranks(np.array([72.0]), scores[:, None])[0] == 68.75
    assert percentile_rank(72, np.array([])) is None


@given(
    arrays(
        np.float64, st.tuples(st.integers(1, 40), st.just(3)), elements=st.sampled_from([0, 0.05, 0.1, 0.25, 1 / 3, 1])
    )
)
def test_quantiles_are_numpys_and_ranks_of_all_average_a_half(values: np.ndarray) -> None:
    np.testing.assert_allclose(quantiles(values), np.quantile(values, [0.25, 0.5, 0.75], axis=0), atol=1e-15)
    alone = [percentile_rank(value, values[:, 0]) for value in values[:, 0].tolist()]
    assert alone == pytest.approx([percentile_ranks(row, values)[0] for row in values], abs=1e-12)
    assert np.mean(np.array(alone, dtype=float)) == pytest.approx(50.0)
