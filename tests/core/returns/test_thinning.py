"""Does a line of fewer points keep its ends, its extremes and its shape, within the number of points asked for?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.returns.thinning import MOST_POINTS, shape_positions


def walks(lines: int, size: int, seed: int) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).normal(size=(lines, size)), axis=1)


@given(st.integers(1, 6), st.integers(2, 6_000), st.integers(0, 2**32 - 1))
def test_ends_and_extremes_are_kept(lines: int, size: int, seed: int) -> None:
    values = walks(lines, size, seed)
    kept = shape_positions(values)
    assert kept.size <= MOST_POINTS
    assert np.all(np.diff(kept) > 0)
    assert kept[0] == 0
    assert kept[-1] == size - 1
    assert set(values.argmin(axis=1)) <= set(kept)
    assert set(values.argmax(axis=1)) <= set(kept)


def test_short_lines_keep_every_point() -> None:
    assert shape_positions(walks(3, MOST_POINTS, 1)).tolist() == list(range(MOST_POINTS))


@pytest.mark.parametrize("lines", [1, 4])
def test_most_of_the_points_are_used(lines: int) -> None:
    assert shape_positions(walks(lines, 4_000, 7)).size >= 0.65 * MOST_POINTS


def test_the_shape_is_kept_to_a_pixel() -> None:
    values = walks(1, 4_000, 3)
    kept = shape_positions(values)
    drawn = np.interp(np.arange(4_000), kept, values[0, kept])
    assert np.abs(drawn - values[0]).max() <= 0.04 * np.ptp(values)


def test_a_spike_of_one_day_survives() -> None:
    values = np.zeros((1, 5_000))
    values[0, 3_217] = 9.0
    assert 3_217 in shape_positions(values)


def test_gaps_are_no_extremes() -> None:
    values = walks(2, 3_000, 5)
    values[1, :1_000] = np.nan
    kept = shape_positions(values)
    assert int(np.nanargmin(values[1])) in kept
    assert kept.size <= MOST_POINTS
