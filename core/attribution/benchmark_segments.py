"""What did each component of a benchmark weigh and earn on each day, in the portfolio's currency? Segments from a resolved blend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.attribution.portfolio_segments import by_group
from core.benchmark.path import BlendedPath
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, frozen


@dataclass(frozen=True, slots=True, eq=False)
class ComponentDays:
    """Effective opening weights and returns by day, in one currency.

    ``ids``: k components. ``dates``: shape (t,). ``weights``, ``returns``: shape (t, k); a return is 0 where the weight is.
    """

    ids: tuple[str, ...]
    dates: Days
    weights: Floats
    returns: Floats

    def __post_init__(self) -> None:
        for name in ("weights", "returns"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def grouped(self, groups: Sequence[str], names: Sequence[str]) -> tuple[Floats, Floats]:
        """Weights and returns of groups of components, shape (t, g) each, in the order of ``names``; a return is NaN at weight 0."""
        weights, earned = by_group(self.weights, groups, names), by_group(self.weights * self.returns, groups, names)
        return weights, np.divide(earned, weights, out=np.full_like(earned, np.nan), where=weights != 0)


def component_days(
    path: BlendedPath, rates: ExchangeRates, currency: str, dates: Days, start: np.datetime64
) -> ComponentDays:
    """The components of a resolved blend on each of ``dates`` (shape (t,), ascending, all its observations inside them among them).

    ``start``: the day from whose close on returns are earned, the path's base or a little later. On dates that the blend does not
    observe, weights are those of its last close and only the exchange rate moves. Raises MissingExchangeRateError, MissingLevelsError
    where a rate is older than seven days.
    """
    at = np.searchsorted(path.dates, dates)
    observed = (at < path.dates.size) & (path.dates[np.minimum(at, path.dates.size - 1)] == dates)
    local = np.where(observed[:, None], _returns(path)[np.minimum(at, path.dates.size - 1)], 0.0)
    between = np.vstack([path.weights_open[:1], path.weights_close])[at]
    weights = np.where(observed[:, None], path.weights_open[np.minimum(at, path.dates.size - 1)], between)
    moved = currency_returns(rates, path.blend.currency, currency, dates, start)
    returns = np.where(weights != 0, (1.0 + local) * (1.0 + moved[:, None]) - 1.0, 0.0)
    return ComponentDays(path.ids, dates, weights, returns)


def currency_returns(rates: ExchangeRates, currency: str, base: str, dates: Days, before: np.datetime64) -> Floats:
    """What holding ``currency`` earned in ``base`` on each date since the date before it, shape (t,).

    ``before``: from when on the first date's return is earned (nothing where it is not before the first date).
    """
    if currency == base:
        return np.zeros(dates.size)
    known = rates.rate(currency, base, np.concatenate([[min(before, dates[0])], dates]))
    return np.asarray(known[1:] / known[:-1] - 1.0)


def _returns(path: BlendedPath) -> Floats:
    """Each component's return of each observation in the blend's currency, shape (n, k); what is not held has none (0)."""
    levels = path.component_levels
    earned = np.divide(levels[:, 1:], levels[:, :-1], out=np.ones_like(levels[:, 1:]), where=levels[:, :-1] > 0) - 1.0
    return np.asarray(np.where(path.weights_open != 0, earned.T, 0.0))
