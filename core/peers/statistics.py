"""Where does one weight stand among many? Quartiles, percentile ranks and positions."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from core.market.levels import Floats

EQUAL = 1e-12  # interpolated quartiles of weights such as 0.28 carry rounding of the last bits


class Position(StrEnum):
    """Where a weight stands against the quartiles of its peers."""

    ABOVE_P75 = "above_p75"
    ABOVE_MEDIAN = "above_median"
    AT_MEDIAN = "at_median"
    BELOW_MEDIAN = "below_median"
    BELOW_P25 = "below_p25"
    NOT_INVESTED = "not_invested"


def quantiles(values: Floats, probabilities: tuple[float, ...] = (0.25, 0.5, 0.75)) -> Floats:
    """Linear quantiles down the columns of ``values`` (n, k): shape (q, k); Hyndman and Fan's type 7, NumPy's default."""
    ordered = np.sort(values, axis=0)
    at = np.asarray(probabilities) * (ordered.shape[0] - 1)
    low = np.floor(at).astype(np.intp)
    high = np.minimum(low + 1, ordered.shape[0] - 1)
    return np.asarray(ordered[low] + (at - low)[:, None] * (ordered[high] - ordered[low]), dtype=np.float64)


def percentile_rank(value: float, others: Floats) -> float | None:
    """(below + ½ equal) / n × 100 among ``others`` (n,); None where there is nobody."""
    if others.size == 0:
        return None
    below = np.count_nonzero(others < value - EQUAL)
    equal = np.count_nonzero(np.abs(others - value) <= EQUAL)
    return float((below + 0.5 * equal) / others.size * 100.0)


def percentile_ranks(values: Floats, others: Floats) -> Floats:
    """:func:`percentile_rank` for each column: ``values`` (k,), ``others`` (n, k), n ≥ 1; shape (k,)."""
    below = (others < values - EQUAL).sum(axis=0)
    equal = (np.abs(others - values) <= EQUAL).sum(axis=0)
    return np.asarray((below + 0.5 * equal) / others.shape[0] * 100.0, dtype=np.float64)


def rank_among(value: float, others: Floats) -> int:
    """The place of a value among ``others`` (n,) and itself: 1 the largest, equal ones share it."""
    return 1 + int(np.count_nonzero(others > value + EQUAL))


def ranks_among(values: Floats, others: Floats) -> Floats:
    """:func:`rank_among` for each column: ``values`` (k,), ``others`` (n, k); shape (k,)."""
    return np.asarray(1 + (others > values + EQUAL).sum(axis=0), dtype=np.float64)


def position_of(weight: float, p25: float, median: float, p75: float) -> Position:
    """Strictly above a quartile is above it; 0 is not invested whatever the quartiles are."""
    if weight <= EQUAL:
        return Position.NOT_INVESTED
    if weight > p75 + EQUAL:
        return Position.ABOVE_P75
    if weight > median + EQUAL:
        return Position.ABOVE_MEDIAN
    if weight >= median - EQUAL:
        return Position.AT_MEDIAN
    return Position.BELOW_MEDIAN if weight >= p25 - EQUAL else Position.BELOW_P25


def variance_text(difference: float) -> str:
    """Signed percentage points without a trailing ``.0``: ``+7%``, ``-3.5%``, ``0%``."""
    points = round(difference * 100.0, 1)
    return f"{points:+.1f}".removesuffix(".0") + "%" if points else "0%"
