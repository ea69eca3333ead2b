"""How did alpha, beta and correlation change? Rolling statistics of two return series, and alerts against their own history."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from core.errors import InsufficientHistoryError, InvalidSpecification, spoken_date
from core.levels import Days, Floats, to_date
from core.return_alignment import aligned_returns
from core.return_sample import NO_VARIATION
from core.returns import ReturnSeries
from core.risk_free import checked_rate

SHORTEST_WINDOW, LONGEST_WINDOW = 20, 252
ROUNDING = 1e-12  # of the mean square: a variance up to this is rounding

BAND = 2.0  # robust standard deviations from the median of its own history
LEAST_BETA_DRIFT = 0.10
LEAST_CORRELATION_BREAK = 0.10
MAD_TO_DEVIATION = 1.4826  # of a normal distribution


@dataclass(frozen=True, slots=True, eq=False)
class RollingFit:
    """Statistics of the ``window`` returns up to each date; all of shape (n − window + 1,).

    ``alpha``: Jensen's, arithmetic, a fraction a year. NaN where the benchmark (for the correlation: either) never varied.
    """

    security: str
    benchmark: str
    window: int
    dates: Days
    alpha: Floats
    beta: Floats
    correlation: Floats


def rolling_fit(
    security: ReturnSeries,
    benchmark: ReturnSeries,
    window: int = 90,
    risk_free_rate: float = 0.04,
    periods_per_year: float = 252,
) -> RollingFit:
    """Rolling alpha, beta and correlation on the common dates; ``window``: 20 to 252 observations.

    Raises InvalidSpecification for another window, InsufficientHistoryError where not one window is full.
    """
    if not SHORTEST_WINDOW <= window <= LONGEST_WINDOW:
        raise InvalidSpecification(f"A window has {SHORTEST_WINDOW} to {LONGEST_WINDOW} observations, not {window}.")
    own, market = aligned_returns(security, benchmark)
    if own.dates.size < window:
        raise InsufficientHistoryError(f"A rolling window of {own.name}", own.dates.size, window)
    rate = checked_rate(risk_free_rate) / periods_per_year
    # Taken from a value in the middle, so that means near nothing are subtracted; no outlier moves a median.
    at = np.array([np.median(own.returns), np.median(market.returns)])
    p, b = own.returns - at[0], market.returns - at[1]
    sums = window_sums(np.stack((p, b, p * p, p * b, b * b)), window) / window
    beta, correlation = _beta_and_correlation(sums)
    alpha = (sums[0] + at[0] - rate - beta * (sums[1] + at[1] - rate)) * periods_per_year
    return RollingFit(own.name, market.name, window, own.dates[window - 1 :], alpha, beta, correlation)


def window_sums(rows: Floats, window: int) -> Floats:
    """Sums of every ``window`` values in a row: (r, n) to (r, n − window + 1).

    The row is cut into blocks of one window. A sum is the rest of one block plus the beginning of the next, both summed within their
    block (van Herk 1992): nothing is ever subtracted again, so an outlier leaves no trace once it has left the window.
    """
    count, n = rows.shape
    blocks = -(-n // window)
    padded = np.zeros((count, blocks * window))
    padded[:, :n] = rows
    cut = padded.reshape(count, blocks, window)
    begun = np.cumsum(cut, axis=2).reshape(count, -1)
    left = np.cumsum(cut[:, :, ::-1], axis=2)[:, :, ::-1].reshape(count, -1)
    sums = begun[:, window - 1 : n].copy()
    whole = np.arange(n - window + 1) % window == 0  # a window that is a block: its beginning is all of it
    sums += np.where(whole, 0.0, left[:, : n - window + 1])
    return sums


def _beta_and_correlation(means: Floats) -> tuple[Floats, Floats]:
    """From the window means of p, b, p², pb, b²."""
    p, b, pp, pb, bb = means
    covariance, own, market = pb - p * b, pp - p * p, bb - b * b
    own = np.where(own > np.maximum(ROUNDING * pp, NO_VARIATION**2), own, np.nan)
    market = np.where(market > np.maximum(ROUNDING * bb, NO_VARIATION**2), market, np.nan)
    return covariance / market, np.clip(covariance / np.sqrt(own * market), -1.0, 1.0)


class AlertKind(StrEnum):
    """What changed against its own history."""

    ALPHA_DECAY = "alpha decay"
    BETA_DRIFT = "beta drift"
    CORRELATION_BREAK = "correlation break"


@dataclass(frozen=True, slots=True)
class Alert:
    """The last ``value`` lies outside what was usual: ``median`` ± two robust deviations, ``low`` to ``high``, ``since`` a date."""

    kind: AlertKind
    since: date
    value: float
    median: float
    low: float
    high: float
    message: str


def alerts(rolling: RollingFit) -> tuple[Alert, ...]:
    """What of alpha, beta and correlation is unusual now, judged by the windows that share no return with the last one.

    Alpha decay: below its band, and negative. Beta drift: outside its band by either side and 0.1 from the median. Correlation break:
    below its band and 0.1 below the median. None where that history is shorter than a window.
    """
    found = (
        _alert(rolling, AlertKind.ALPHA_DECAY, rolling.alpha),
        _alert(rolling, AlertKind.BETA_DRIFT, rolling.beta),
        _alert(rolling, AlertKind.CORRELATION_BREAK, rolling.correlation),
    )
    return tuple(one for one in found if one is not None)


def usual_band(values: Floats, window: int) -> tuple[float, float, float] | None:
    """Median, lower and upper end of what was usual before the last window; None for too short a history."""
    history = values[: max(0, values.size - window)]
    history = history[np.isfinite(history)]
    if history.size < window:
        return None
    median = float(np.median(history))
    reach = BAND * MAD_TO_DEVIATION * float(np.median(np.abs(history - median)))
    return median, median - reach, median + reach


def _alert(rolling: RollingFit, kind: AlertKind, values: Floats) -> Alert | None:
    band, last = usual_band(values, rolling.window), float(values[-1])
    if band is None or math.isnan(last):
        return None
    outside = _outside(kind, values, *band)
    if not outside[-1]:
        return None
    inside = np.flatnonzero(~outside)
    since = to_date(rolling.dates[inside[-1] + 1 if inside.size else 0])
    message = _message(rolling, kind, last, band[0], since)
    return Alert(kind, since, last, *band, message)


def _outside(kind: AlertKind, values: Floats, median: float, low: float, high: float) -> np.ndarray:
    if kind is AlertKind.ALPHA_DECAY:
        return (values < low) & (values < 0)
    if kind is AlertKind.BETA_DRIFT:
        return ((values < low) | (values > high)) & (np.abs(values - median) >= LEAST_BETA_DRIFT)
    return (values < low) & (median - values >= LEAST_CORRELATION_BREAK)


def _message(rolling: RollingFit, kind: AlertKind, last: float, median: float, since: date) -> str:
    factor, unit, digits = (100.0, "\u202f% a year", 1) if kind is AlertKind.ALPHA_DECAY else (1.0, "", 2)
    now, usual = (f"{'−' if one < 0 else ''}{abs(one) * factor:.{digits}f}{unit}" for one in (last, median))
    what = {AlertKind.ALPHA_DECAY: "alpha", AlertKind.BETA_DRIFT: "beta", AlertKind.CORRELATION_BREAK: "correlation"}[
        kind
    ]
    return (
        f"{kind.value.capitalize()}: since {spoken_date(since)} the {what} of {rolling.security} over {rolling.window} "
        f"observations has been unlike its own history; it is {now} now and was usually {usual}."
    )
