"""What did a class that the benchmark lacks earn by the benchmark of its own category? The hurdle for what was chosen inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.attribution.benchmark_segments import ComponentDays
from core.attribution.portfolio_segments import HoldingDays, by_group
from core.attribution.segments import Segment
from core.errors import InvalidSpecification
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, LevelSeries, frozen
from core.same_money.benchmark_window import known_dates


@dataclass(frozen=True, slots=True, eq=False)
class OwnCategories:
    """With what each holding's own category is measured, in the order of the valuation's holdings; None where nothing of its kind is."""

    levels: tuple[LevelSeries | None, ...] = ()
    rates: ExchangeRates = field(default_factory=ExchangeRates)

    def returns(self, currency: str, dates: Days, start: np.datetime64) -> Floats:
        """What each earned on each of ``dates`` in ``currency``, shape (t, s); NaN where it is not known at both ends of a day.

        ``start``: the day from whose close on the first return is earned.
        """
        on = np.concatenate([[min(start, dates[0])], dates])
        earned = {id(one): self._earned(one, currency, on) for one in self.levels if one is not None}
        nothing = np.full(dates.size, np.nan)
        return np.column_stack([nothing if one is None else earned[id(one)] for one in self.levels])

    def _earned(self, levels: LevelSeries, currency: str, on: Days) -> Floats:
        known = known_dates(levels, self.rates, currency, on)
        found = np.full(on.size, np.nan)
        if known.any():
            found[known] = self.rates.levels_in(levels, currency, on[known]).levels
        return np.asarray(found[1:] / found[:-1] - 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class CategoryReturns:
    """``returns``: shape (t, s), of each holding's own category benchmark; NaN where there is none, or where the benchmark itself holds
    the holding's class. ``lacking``: shape (t, s), whether the benchmark lacks the class that day. ``measured_with``: the names of what
    measures each class."""

    returns: Floats
    lacking: NDArray[np.bool_]
    measured_with: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.returns.shape != self.lacking.shape:
            raise InvalidSpecification("Returns of categories need one column for each holding, one row a day.")
        object.__setattr__(self, "returns", frozen(self.returns))

    def grouped(self, held: HoldingDays, groups: Sequence[str], names: Sequence[str]) -> Floats:
        """What groups of holdings would have earned in the benchmarks of their categories, shape (t, g), by what is at work in each.

        A holding without one counts with its own return; NaN where no holding of the group has one.
        """
        known = ~np.isnan(self.returns)
        gains = np.where(known, held.opening * np.where(known, self.returns, 0.0), held.gains)
        opening, earned = by_group(held.opening, groups, names), by_group(gains, groups, names)
        some = by_group(known & (held.opening != 0), groups, names) > 0
        return np.divide(earned, opening, out=np.full_like(earned, np.nan), where=some & (opening != 0))

    def untold(self, held: HoldingDays, segments: Sequence[Segment]) -> dict[str, float]:
        """Classes of which mix and choice cannot be told apart, each with its mean share of the money at the start of a day."""
        alone = self.lacking & np.isnan(self.returns)
        whole = held.total[:, None]
        shares = np.divide(held.opening, whole, out=np.zeros_like(held.opening), where=whole > 0)
        found: dict[str, float] = {}
        for one, share in zip(segments, np.where(alone, shares, 0.0).mean(axis=0).tolist(), strict=True):
            found[one.asset_class] = found.get(one.asset_class, 0.0) + share
        return {name: share for name, share in found.items() if share > 0}

    def notes(self, benchmark: str) -> list[str]:
        """A sentence for each class that is measured with the benchmark of its own category."""
        return [
            f"{name}, of which {benchmark} holds nothing, is measured with {' and '.join(names)}: what it earned beyond that is choice. "
            "Another benchmark for it is chosen on “Category”."
            for name, names in self.measured_with.items()
        ]


def category_returns(
    own: OwnCategories,
    holdings: Sequence[Segment],
    components: ComponentDays,
    parts: Sequence[Segment],
    currency: str,
    start: np.datetime64,
) -> CategoryReturns:
    """Of each holding on the days of the benchmark's components; ``parts``: where these stand."""
    classes = list(dict.fromkeys(one.asset_class for one in (*holdings, *parts)))
    weights = by_group(components.weights, [one.asset_class for one in parts], classes)
    lacking = np.column_stack([weights[:, classes.index(one.asset_class)] == 0 for one in holdings])
    if not own.levels:
        return CategoryReturns(np.full(lacking.shape, np.nan), lacking)
    if len(own.levels) != len(holdings):
        raise InvalidSpecification("Every holding needs the benchmark of its category, or None.")
    returns = np.where(lacking, own.returns(currency, components.dates, start), np.nan)
    used: dict[str, dict[str, None]] = {}
    for one, levels, earned in zip(holdings, own.levels, returns.T, strict=True):
        if levels is not None and not np.isnan(earned).all():
            used.setdefault(one.asset_class, {})[levels.name] = None
    return CategoryReturns(returns, lacking, {name: tuple(names) for name, names in used.items()})
