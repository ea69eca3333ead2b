"""How did alpha, beta and correlation change? Rolling statistics of two return series, and alerts against their own history."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.market.levels import Days, Floats, to_date
from core.market.yields import checked_rate
from core.returns.alignment import aligned_returns
from core.returns.series import ReturnSeries
from core.statistics.moments import NO_VARIATION
from core.statistics.periods import rates_per_period
from core.wording import spoken_date

SHORTEST_WINDOW, LONGEST_WINDOW = 20, 252
ROUNDING = 1e-12  # of the mean square: a variance up to this is rounding

BAND = 2.0  # robust standard deviations from the median of its own history
LEAST_BETA_DRIFT = 0.10
LEAST_CORRELATION_BREAK = 0.10
MAD_TO_DEVIATION = 1.4826  # of a normal distribution


@dataclass(frozen=True, slots=True, eq=False)
class RollingFit:
    """Statistics of the ``window`` returns up to each date; all of shape (n − window + 1,).

    Of returns over the risk-free rate. ``alpha``: Jensen's, arithmetic, a fraction a year. NaN where the benchmark (for the correlation:
    either) never varied. ``periods_per_year``: of the returns.
    """

    security: str
    benchmark: str
    window: int
    dates: Days
    alpha: Floats
    beta: Floats
    correlation: Floats
    periods_per_year: float


def rolling_fit(
    security: ReturnSeries,
    benchmark: ReturnSeries,
    window: int = 90,
    risk_free_rate: float = 0.04,
) -> RollingFit:
    """Rolling alpha, beta and correlation on the common dates; ``window``: 20 to 252 observations.

    Raises InvalidSpecification for another window, InsufficientHistoryError where not one window is full.
    """
    if not SHORTEST_WINDOW <= window <= LONGEST_WINDOW:
        raise InvalidSpecification(f"A window has {SHORTEST_WINDOW} to {LONGEST_WINDOW} observations, not {window}.")
    own, market = aligned_returns(security, benchmark)
    if own.dates.size < window:
        raise InsufficientHistoryError(f"A rolling window of {own.name}", own.dates.size, window)
    rates = rates_per_period(checked_rate(risk_free_rate), own)
    excess = (own.returns - rates, market.returns - rates)
    # Taken from a value in the middle, so that means near nothing are subtracted.
    at = (_middle(excess[0]), _middle(excess[1]))
    rows = np.empty((5, own.dates.size))
    p, b = np.subtract(excess[0], at[0], out=rows[0]), np.subtract(excess[1], at[1], out=rows[1])
    np.multiply(p, p, out=rows[2])
    np.multiply(p, b, out=rows[3])
    np.multiply(b, b, out=rows[4])
    sums = window_sums(rows, window)
    sums *= 1.0 / window
    beta, correlation = _beta_and_correlation(sums)
    alpha = (sums[0] + at[0] - beta * (sums[1] + at[1])) * own.periods_per_year
    if not own.unbroken:
        across = _across_a_gap(own, window)
        for figures in (alpha, beta, correlation):
            figures[across] = np.nan
    dates = own.dates[window - 1 :]
    return RollingFit(own.name, market.name, window, dates, alpha, beta, correlation, own.periods_per_year)


def _across_a_gap(series: ReturnSeries, window: int) -> NDArray[np.bool_]:
    """Which windows have returns from before and after a gap, shape (n − window + 1,)."""
    stretch = np.zeros(series.dates.size, dtype=np.int64)
    stretch[[one.start for one in series.stretches[1:]]] = 1
    number = np.cumsum(stretch)
    return np.asarray(number[window - 1 :] != number[: number.size - window + 1])


def window_sums(rows: Floats, window: int) -> Floats:
    """Sums of every ``window`` values in a row: (r, n) to (r, n − window + 1).

    Sums of 1, 2, 4 … values are doubled, and those that make up the window are added. Nothing is ever subtracted again, so an outlier
    leaves no trace once it has left the window, and each sum is as exact as a pairwise one.
    """
    count = rows.shape[1] - window + 1
    blocks, length, taken = rows, 1, 0
    sums: Floats | None = None
    while taken < window:
        if window & length:
            part = blocks[:, taken : taken + count]
            sums = part.copy() if sums is None else np.add(sums, part, out=sums)
            taken += length
        if taken < window:
            blocks = blocks[:, :-length] + blocks[:, length:]
            length *= 2
    assert sums is not None
    return sums


def _beta_and_correlation(means: Floats) -> tuple[Floats, Floats]:
    """From the window means of p, b, p², pb, b²."""
    p, b, pp, pb, bb = means
    covariance = pb - p * b
    own, market = _variance(p, pp), _variance(b, bb)
    correlation = covariance / np.sqrt(own * market)
    return covariance / market, np.minimum(np.maximum(correlation, -1.0, out=correlation), 1.0, out=correlation)


def _variance(mean: Floats, square: Floats) -> Floats:
    """Mean of the squares less the square of the mean; NaN where it is rounding."""
    variance = square - mean * mean
    rounding = variance <= ROUNDING * square + NO_VARIATION**2
    if rounding.any():
        variance[rounding] = np.nan
    return variance


def _middle(values: Floats) -> float:
    """About the median, from every eighth value: enough to keep means near 0, and no outlier moves it."""
    some = values[::8]
    return float(np.partition(some, some.size // 2)[some.size // 2])


class AlertKind(StrEnum):
    """The kinds of change against its own history that raise an alert."""

    ALPHA_DECAY = "alpha decay"
    BETA_DRIFT = "beta drift"
    CORRELATION_BREAK = "correlation break"


@dataclass(frozen=True, slots=True)
class Alert:
    """The last ``value`` lies outside what was usual: ``median`` ± two robust deviations, ``low`` to ``high``, ``since`` a date.

    ``what_changed``: the same as a sentence, of which ``message`` says the kind too.
    """

    kind: AlertKind
    since: date
    value: float
    median: float
    low: float
    high: float
    what_changed: str

    @property
    def message(self) -> str:
        return f"{self.kind.value.capitalize()}: {self.what_changed[:1].lower()}{self.what_changed[1:]}"


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
    outside = _unusual_windows(kind, values, *band)
    if not outside[-1]:
        return None
    inside = np.flatnonzero(~outside)
    since = to_date(rolling.dates[inside[-1] + 1 if inside.size else 0])
    return Alert(kind, since, last, *band, _what_changed(rolling, kind, last, band[0], since))


def _unusual_windows(kind: AlertKind, values: Floats, median: float, low: float, high: float) -> np.ndarray:
    if kind is AlertKind.ALPHA_DECAY:
        return (values < low) & (values < 0)
    if kind is AlertKind.BETA_DRIFT:
        return ((values < low) | (values > high)) & (np.abs(values - median) >= LEAST_BETA_DRIFT)
    return (values < low) & (median - values >= LEAST_CORRELATION_BREAK)


def _what_changed(rolling: RollingFit, kind: AlertKind, last: float, median: float, since: date) -> str:
    factor, unit, digits = (100.0, "\u202f% a year", 1) if kind is AlertKind.ALPHA_DECAY else (1.0, "", 2)
    now, usual = (f"{'−' if one < 0 else ''}{abs(one) * factor:.{digits}f}{unit}" for one in (last, median))
    what = {AlertKind.ALPHA_DECAY: "alpha", AlertKind.BETA_DRIFT: "beta", AlertKind.CORRELATION_BREAK: "correlation"}[
        kind
    ]
    return (
        f"Since {spoken_date(since)} the {what} of {rolling.security} over {rolling.window} "
        f"observations has been unlike its own history; it is {now} now and was usually {usual}."
    )
