"""Which mix of indexes does it behave like? Returns-based style analysis: long-only, fully invested, least squared error (Sharpe 1992)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.market.levels import Days, Floats
from core.returns.cadence import cadence_of
from core.returns.common_returns import common_returns
from core.returns.sampling import Spacing
from core.returns.series import ReturnSeries
from core.statistics.moments import NO_VARIATION
from core.statistics.periods import periods_of

LEAST_PER_INDEX = 3  # returns for each index of the mix, so that the mix is more than an interpolation
LEAST_RETURNS = 20
NOTHING = 1e-12  # a weight up to this is 0

NO_VARIANCE = "The portfolio's returns never vary, so there is nothing to explain."
NO_LATER_RETURNS = "There are too few returns after the first window to test the mix on."


@dataclass(frozen=True, slots=True, eq=False)
class RollingStyle:
    """``dates``: the last day of each window, (m,); ``weights``: (m, k), each row summing to 1."""

    window: int
    dates: Days
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """The mix over all ``dates`` (n,). ``weights``: (k,), none negative, summing to 1, in the order of ``indexes``.

    ``r_squared``: 1 − Σe²/Σ(p − p̄)² with e = p − mix; ``out_of_sample_r_squared``: the same over the returns that follow each rolling
    window, mixed with the weights of that window, so that no return was used to explain itself; below 0 the mix explains less
    than the mean would. None where undefined, see ``reasons``. ``tracking_error``: std(e) · √periods.
    """

    portfolio: str
    indexes: tuple[str, ...]
    dates: Days
    periods_per_year: float
    weights: Floats
    r_squared: float | None
    out_of_sample_r_squared: float | None
    tracking_error: float
    rolling: RollingStyle
    reasons: dict[str, str]


def style_of(
    portfolio: ReturnSeries,
    indexes: Sequence[ReturnSeries],
    window: int | None = None,
    periods_per_year: float | None = None,
) -> Style:
    """The mix that explains a portfolio best, on the dates that all series share.

    ``window``: returns a rolling window, half of all unless given; windows move on by a fifth of themselves. ``periods_per_year``: None
    for those of the data. Raises
    InvalidSpecification for an index given twice or a wrong window, InsufficientHistoryError below 20 returns or 3 an index.
    """
    names = tuple(one.name for one in indexes)
    if not names or len(set(names)) < len(names):
        raise InvalidSpecification("A style needs at least one index, and each of them once.")
    shared = common_returns([portfolio, *indexes])
    n, needed = shared.dates.size, max(LEAST_RETURNS, LEAST_PER_INDEX * len(names))
    if n < needed:
        raise InsufficientHistoryError(f"A style of {len(names)} indexes", n, needed)
    size = max(needed, n // 2) if window is None else window
    if not needed <= size <= n:
        raise InvalidSpecification(f"A window of this style has {needed} to {n} returns, not {size}.")
    own, market = shared.returns[0], shared.returns[1:]
    weights = mix_weights(own, market)
    errors = own - weights @ market
    rolling, later = _rolling(own, market, shared.dates, size)
    inside, outside = _explained(own, errors), _explained(own[size:], later)
    reasons = {} if inside is not None else {"r_squared": NO_VARIANCE}
    if outside is None:
        reasons["out_of_sample_r_squared"] = NO_LATER_RETURNS if n - size < 2 else NO_VARIANCE
    periods = periods_of(shared.series(0), periods_per_year)
    error = float(errors.std(ddof=1)) * math.sqrt(periods)
    return Style(portfolio.name, names, shared.dates, periods, weights, inside, outside, error, rolling, reasons)


def late_by_weeks(
    portfolio: ReturnSeries, indexes: Sequence[ReturnSeries]
) -> tuple[list[ReturnSeries], tuple[str, ...]]:
    """The portfolio and the indexes by weeks, and why, where daily returns of one follow another's a day late; else none of them."""
    shared = common_returns([portfolio, *indexes])
    days = [shared.series(at) for at in range(len(shared.names))]
    cadence = cadence_of(days[0], days[1:])
    weeks = cadence.linked_alike(days) if cadence.spacing is Spacing.WEEKLY else []
    enough = weeks and weeks[0].dates.size >= max(LEAST_RETURNS, LEAST_PER_INDEX * len(indexes))
    return (weeks, cadence.notes) if enough else ([], ())


def mix_weights(own: Floats, market: Floats) -> Floats:
    """The w (k,) ≥ 0 with Σw = 1 that makes ‖own − w·market‖² least; ``own``: (n,), ``market``: (k, n).

    As Σw = 1, the error is D·w with D = market − own. Non-negative least squares of [D; m·1ᵀ] w = [0; m] finds, for any m > 0, the
    direction of the same w: along a direction u with Σu = 1 its least value rises with ‖D·u‖ alone. Scaled to Σw = 1 it is exact.
    """
    from scipy.optimize import nnls

    differences = np.asarray(np.linalg.qr((market - own).T, mode="r"), dtype=np.float64)
    scale = float(np.sqrt(np.mean(np.square(differences).sum(axis=0))))
    if scale <= NO_VARIATION:
        return np.full(market.shape[0], 1.0 / market.shape[0])  # every index is the portfolio: each mix is as good
    bordered = np.vstack((differences / scale, np.ones(market.shape[0])))
    target = np.zeros(bordered.shape[0])
    target[-1] = 1.0
    weights = np.asarray(nnls(bordered, target)[0], dtype=np.float64)
    weights /= weights.sum()
    weights[weights <= NOTHING] = 0.0
    return np.asarray(weights / weights.sum())


def _rolling(own: Floats, market: Floats, dates: Days, size: int) -> tuple[RollingStyle, Floats]:
    """Weights of each window, and the errors of the returns after the first one, each mixed by the last window before it."""
    step, n = max(1, size // 5), own.size
    ends = list(range(size, n + 1, step))
    weights = np.array([mix_weights(own[end - size : end], market[:, end - size : end]) for end in ends])
    later = np.empty(n - size)
    for end, mix in zip(ends, weights, strict=True):
        upto = min(end + step, n)
        later[end - size : upto - size] = own[end:upto] - mix @ market[:, end:upto]
    return RollingStyle(size, dates[np.array(ends) - 1], weights), later


def _explained(own: Floats, errors: Floats) -> float | None:
    if own.size < 2:
        return None
    spread = float(np.square(own - own.mean()).sum())
    if math.sqrt(spread / (own.size - 1)) <= NO_VARIATION:
        return None
    return 1.0 - float(errors @ errors) / spread
