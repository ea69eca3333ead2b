"""Which yearly rates make dated flows balance? Every root of Σ a·e^(−x·t) = 0 with x = ln(1 + rate) and t in years.

In the log-rate the discounted sum is a sum of exponentials, which gives three tools that the usual (1 + r)^t form hides:
ln(money one way / money the other way) is nearly a straight line, so Newton's method on it arrives in four or five steps;
if the account's discounted balance never changes sign, the root is the only one (Teichroew, Robichek, Montalbano 1965; the
argument is Abel's summation); and the in- and outflows' sums are each monotone, so an interval can be proved free of roots.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Floats

MAX_LOG_RATE = 709.0  # e^709 is the largest power that a double holds
NPV_TOLERANCE = 1e-9  # of the gross flow
_SAFE_EXPONENT = 650.0
_NEWTON_STEPS = 14
_STEP_TOLERANCE = 1e-8  # Newton squares the error, so the step after this one is at rounding level
_BALANCE_ROUNDING = 1e-12
_ROUNDING = 1e-14
_TOUCHING_WIDTH = 1e-6  # roots nearer than this to each other are one


@dataclass(frozen=True, slots=True)
class Roots:
    """All log-rates that solve the equation, ascending; ``too_high``: there is one more, above every number a double holds."""

    log_rates: tuple[float, ...]
    too_high: bool = False


def log_rates(years: Floats, amounts: Floats) -> Roots:
    """Every root. ``years``: shape (n,), ascending from 0; ``amounts``: shape (n,), of both signs, none of them 0."""
    only = _only_log_rate(years, amounts)
    return _all_log_rates(years, amounts) if only is None else Roots((only,))


def _only_log_rate(years: Floats, amounts: Floats) -> float | None:
    """The one root, by Newton's method from rate 0; None where that does not arrive, or where there may be another root."""
    log_rate, terms, longest = 0.0, amounts, max(float(years[-1]), 1.0)
    for _ in range(_NEWTON_STEPS):
        size = np.abs(terms)
        net, gross, net_time, gross_time = (
            float(sum_) for sum_ in (terms.sum(), size.sum(), terms.dot(years), size.dot(years))
        )
        plus, minus = gross + net, gross - net  # twice the money each way
        if plus <= 0 or minus <= 0 or 2.0 * net <= -minus:
            return None
        duration = (gross_time + net_time) / plus - (gross_time - net_time) / minus
        if duration == 0:
            return None
        step = math.log1p(2.0 * net / minus) / duration
        if abs(log_rate + step) * longest > _SAFE_EXPONENT:
            return None
        if abs(step) <= _STEP_TOLERANCE * (1.0 + abs(log_rate)):
            return log_rate + step if _balance_keeps_sign(terms, gross) else None
        log_rate += step
        terms = np.exp(-log_rate * years) * amounts
    return None


def _balance_keeps_sign(discounted: Floats, gross: float) -> bool:
    """Whether the running discounted balance proves, at this very rate, that there is at most one root.

    With S the balance and F its last value, all earlier S above max(F, 0), or all below min(F, 0), leave one change of sign to the
    sums from the front and from the back together, so one root at most (Descartes' rule for sums of exponentials). A balance within
    rounding of the limit proves nothing.
    """
    balance, nothing = discounted.cumsum(), _BALANCE_ROUNDING * gross
    earlier, last = balance[:-1], float(balance[-1])
    return bool(earlier.min() > max(last, 0.0) + nothing or earlier.max() < min(last, 0.0) - nothing)


def _all_log_rates(years: Floats, amounts: Floats) -> Roots:
    """Every root, found by proof rather than by search.

    Rates above 0 are discounted to the first flow and rates below 0 to the last, so that no factor exceeds 1.
    """
    above = _roots_of_one_side(years, amounts)
    below = _roots_of_one_side(years[-1] - years[::-1], amounts[::-1])
    found = sorted([*above, *(-root for root in below)])
    at_limit = math.copysign(1.0, _value(MAX_LOG_RATE, years, amounts))
    return Roots(tuple(_distinct(found)), too_high=at_limit != math.copysign(1.0, float(amounts[0])))


def _value(log_rate: float, years: Floats, amounts: Floats) -> float:
    return float(np.exp(-log_rate * years) @ amounts)


def balances(log_rate: float, years: Floats, amounts: Floats) -> bool:
    """Whether the net present value at a log-rate is 0 within 1e-9 of the gross flow, seen from the end where no factor exceeds 1."""
    origin = 0.0 if log_rate >= 0 else years[-1]
    return abs(_value(log_rate, years - origin, amounts)) <= NPV_TOLERANCE * float(np.abs(amounts).sum())


def newton_from(log_rate: float, years: Floats, amounts: Floats) -> float:
    """Where Newton's method on the plain (1 + r)^−t form arrives from a guess, as spreadsheets solve XIRR; the guess if nowhere."""
    at = log_rate
    for _ in range(100):
        terms = np.exp(-at * years) * amounts
        slope = float(terms @ years)
        growth = 1.0 + float(terms.sum()) / slope if slope else math.nan  # (1 + new rate) / (1 + rate)
        if not 0 < growth < math.inf or abs(at + math.log(growth)) * years[-1] > _SAFE_EXPONENT:
            return log_rate
        at += math.log(growth)
        if abs(growth - 1.0) < 1e-9:
            return at
    return log_rate


def _distinct(found: list[float]) -> Iterator[float]:
    last = -math.inf
    for root in found:
        if root - last > 2 * _TOUCHING_WIDTH * (1.0 + abs(root)):
            yield root
        last = root


def _roots_of_one_side(years: Floats, amounts: Floats) -> list[float]:
    """Roots y ≥ 0 of Σ a·e^(−y·t), t ascending from 0."""
    limit = _no_root_beyond(years, amounts)
    if limit <= 0:
        return []
    brackets, touching = _isolate(
        np.concatenate(([0.0], np.geomspace(min(1e-3, limit / 2), limit, 40))), years, amounts
    )
    return [*touching, *(_polished(low, high, years, amounts) for low, high in brackets)]


def _no_root_beyond(years: Floats, amounts: Floats) -> float:
    """A y past which the first flow outweighs all later ones together."""
    rest = float(np.abs(amounts[1:]).sum())
    return min(MAX_LOG_RATE, math.log(max(rest / abs(float(amounts[0])), 1.0)) / float(years[1]) + 1e-6)


def _isolate(edges: Floats, years: Floats, amounts: Floats) -> tuple[list[tuple[float, float]], list[float]]:
    """Intervals with exactly one root inside, and points where the sum touches 0 without crossing.

    An interval is dropped when a bound shows that the sum has no root in it, kept when the slope has one sign in it and the ends
    have two, and halved otherwise. The bounds: in- and outflows' sums and moments all fall as y rises.
    """
    low, high = edges[:-1], edges[1:]
    weights = np.stack([np.maximum(amounts, 0), np.maximum(-amounts, 0)])
    weights = np.concatenate([weights, weights * years]).T
    brackets: list[tuple[float, float]] = []
    touching: list[float] = []
    while low.size:
        verdict = _judge(high - low, np.exp(np.outer(low, -years)) @ weights, np.exp(np.outer(high, -years)) @ weights)
        brackets.extend(zip(low[verdict.crossing].tolist(), high[verdict.crossing].tolist(), strict=True))
        touching.extend(0.5 * (low + high)[verdict.touching])
        low, high = low[verdict.open], high[verdict.open]
        middle = 0.5 * (low + high)
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
    return brackets, touching


@dataclass(frozen=True, slots=True, eq=False)
class _Verdict:
    """Per interval: surely one crossing inside; the sum touches 0 as nearly as doubles tell; undecided."""

    crossing: NDArray[np.bool_]
    touching: NDArray[np.bool_]
    open: NDArray[np.bool_]


def _judge(width: Floats, at_low: Floats, at_high: Floats) -> _Verdict:
    """What bounds say about each interval. Columns of ``at_…``: in, out, in × time, out × time, at its two ends."""
    (in_l, out_l, in_t_l, out_t_l), (in_h, out_h, in_t_h, out_t_h) = at_low.T, at_high.T
    value_l, value_h = in_l - out_l, in_h - out_h
    slope_min, slope_max = out_t_h - in_t_l, out_t_l - in_t_h
    free = (in_h - out_l > 0) | (in_l - out_h < 0)
    free |= ((value_l > 0) & (value_l + width * slope_min > 0)) | ((value_l < 0) & (value_l + width * slope_max < 0))
    free |= ((value_h > 0) & (value_h - width * slope_max > 0)) | ((value_h < 0) & (value_h - width * slope_min < 0))
    one_way = (slope_min > 0) | (slope_max < 0)
    crossing = ~free & one_way & (np.sign(value_l) * np.sign(value_h) <= 0)
    nothing = _ROUNDING * (in_l + out_l)
    touching = ~crossing & (width < _TOUCHING_WIDTH) & (np.abs(value_l) <= nothing) & (np.abs(value_h) <= nothing)
    return _Verdict(crossing, touching, ~free & ~one_way & ~touching)


def _polished(low: float, high: float, years: Floats, amounts: Floats) -> float:
    """The root between two points of opposite sign: Newton's method, halving whenever a step would leave the bracket."""
    rising = _value(high, years, amounts) > _value(low, years, amounts)
    at = 0.5 * (low + high)
    for _ in range(200):
        terms = np.exp(-at * years) * amounts
        value, slope = float(terms.sum()), -float(terms @ years)
        if value == 0.0:
            return at
        low, high = (low, at) if (value > 0) == rising else (at, high)
        nearer = at - value / slope if slope else math.nan
        if not low < nearer < high:
            nearer = 0.5 * (low + high)
        if abs(nearer - at) <= 1e-15 * (1.0 + abs(at)):
            return nearer
        at = nearer
    return at
