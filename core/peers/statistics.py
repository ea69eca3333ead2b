"""Where does one weight stand among many? Quartiles, percentile ranks, positions, and all of them for many groups at once."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification
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
    return _sorted_quantiles(np.sort(values, axis=0), probabilities)


def _sorted_quantiles(ordered: Floats, probabilities: tuple[float, ...]) -> Floats:
    """Quantiles of values that increase along the first axis."""
    at = np.asarray(probabilities) * (ordered.shape[0] - 1)
    low = np.floor(at).astype(np.intp)
    high = np.minimum(low + 1, ordered.shape[0] - 1)
    share = (at - low).reshape(-1, *([1] * (ordered.ndim - 1)))
    return np.asarray(ordered[low] + share * (ordered[high] - ordered[low]), dtype=np.float64)


def grouped_quantiles(
    values: Floats, groups: NDArray[np.integer], count: int, probabilities: tuple[float, ...] = (0.25, 0.5, 0.75)
) -> Floats:
    """Quantiles within each of ``count`` groups: shape (count, q, k), NaN for a group without members.

    ``values``: (n, k). ``groups``: (n,), the group of each row, 0 ≤ group < count.
    """
    order, edges = _by_group(groups, count)
    answer = np.full((count, len(probabilities), values.shape[1]), np.nan)
    for group in np.flatnonzero(np.diff(edges)):
        own = np.take(
            values, order[edges[group] : edges[group + 1]], axis=0
        ).T.copy()  # three times as fast as values[rows]
        own.sort(axis=1)
        answer[group] = _sorted_quantiles(own.T, probabilities)
    return answer


def _by_group(groups: NDArray[np.integer], count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows in the order of their groups, and where each group begins and ends in it."""
    if groups.size and (groups.min() < 0 or groups.max() >= count):
        raise InvalidSpecification(f"A group's number must lie between 0 and {count - 1}.")
    kind = np.int16 if count < 2**15 else np.int64
    order = np.argsort(groups.astype(kind), kind="stable")
    edges = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=count))]).astype(np.intp)
    return order, edges


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


def grouped_percentile_ranks(values: Floats, groups: NDArray[np.integer], count: int) -> Floats:
    """Every row's percentile rank among its own group, itself counted as one of the equals; ``values`` (n,), shape (n,)."""
    order, edges = _by_group(groups, count)
    answer = np.empty(values.size)
    for group in np.flatnonzero(np.diff(edges)):
        rows = order[edges[group] : edges[group + 1]]
        answer[rows] = _own_ranks(values[rows])
    return answer


def _own_ranks(values: Floats) -> Floats:
    """Percentile ranks of (n,) values among themselves: ties share the middle of their places."""
    order = np.argsort(values)
    ordered = values[order]
    starts = np.concatenate([[True], ordered[1:] > ordered[:-1] + EQUAL])
    run = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    length = np.diff(np.append(first, values.size))
    ranks = np.empty(values.size)
    ranks[order] = ((first + 0.5 * length) / values.size * 100.0)[run]
    return ranks


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
