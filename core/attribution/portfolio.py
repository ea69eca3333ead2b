"""Why did a portfolio do better or worse than its benchmark? Both taken apart on the same days, at every level of detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.attribution.benchmark_segments import ComponentDays, component_days, currency_returns
from core.attribution.brinson import Interaction, Model, SegmentReturns
from core.attribution.constituent_segments import IndexMembers, MemberDays, member_days, split_into_members
from core.attribution.currency import CurrencyAttribution, CurrencyMethod, attribute_currencies
from core.attribution.effects import Attribution, attribute
from core.attribution.linking import Linking
from core.attribution.own_categories import CategoryReturns, OwnCategories, category_returns
from core.attribution.portfolio_segments import HoldingDays, holding_days
from core.attribution.segments import UNKNOWN_SECTOR, Segment
from core.attribution.yearly import yearly_factor
from core.benchmark.path import BlendedPath
from core.benchmark.sources import Sources
from core.errors import InsufficientData
from core.market.exchange_rates import ExchangeRates
from core.market.levels import NO_DAYS, Days, Floats, to_day, to_days
from core.market.period import Period
from core.market.yields import YieldSeries
from core.returns.carino import linked_return
from core.returns.held import days_of
from core.same_money.blend_comparison import BlendComparison, fallback_sentence
from core.valuation.portfolio_value import Valuation
from core.valuation.window import PortfolioWindow

NO_MEMBERS: Mapping[str, IndexMembers] = MappingProxyType({})


class Level(StrEnum):
    """How finely both sides are divided, and into what they are grouped."""

    ASSET_CLASS = "asset class"
    SECTOR = "sector"
    INSTRUMENT = "instrument"
    INSTRUMENT_IN_SECTOR = "instrument in its sector"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class Method:
    """Which effects, how linked, and whether interaction stands alone."""

    model: Model = Model.BRINSON_FACHLER
    linking: Linking = Linking.CARINO
    interaction: Interaction = Interaction.SEPARATE


USUAL = Method()


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Where both sides stand. ``holdings``: in the order of the valuation's; ``components``: in that of the blend's.

    ``own_categories``: with what the categories of the holdings are measured where the benchmark lacks their class.
    """

    holdings: tuple[Segment, ...]
    components: tuple[Segment, ...]
    own_categories: OwnCategories = field(default_factory=OwnCategories)

    @property
    def on_both_sides(self) -> tuple[Segment, ...]:
        """The holdings; one that is also a component stands where the component does, unless the owner said otherwise."""
        return tuple(_as_on_both_sides(one, self.components) for one in self.holdings)


@dataclass(frozen=True, slots=True, eq=False)
class ComparedSegments:
    """A portfolio and a resolved benchmark in the portfolio's currency, day by day.

    ``holdings``, ``components``: on the same dates, shape (t,). ``portfolio_returns``, ``benchmark_returns``: shape (t,), computed without
    the segments: the time-weighted return, and the benchmark's own levels. ``members``: the inside of components of which it is known,
    by component; it divides the benchmark among sectors (where enough is priced) and instruments. ``restarts``: the dates on which
    something is held again after a gap. ``days_held``: calendar days of the range on which something was held. ``category_returns``:
    what the holdings' own categories earned on days on which the benchmark lacks their class; None where the two sides are the same.
    ``cash_rates``: what cash in a currency yields, by currency, each over the whole range.
    """

    valuation: Valuation
    path: BlendedPath
    rates: ExchangeRates
    period: Period
    holdings: HoldingDays
    components: ComponentDays
    holding_segments: tuple[Segment, ...]
    component_segments: tuple[Segment, ...]
    portfolio_returns: Floats
    benchmark_returns: Floats
    notes: tuple[str, ...]
    members: Mapping[str, MemberDays] = field(default_factory=lambda: MappingProxyType({}))
    restarts: Days = field(default_factory=lambda: NO_DAYS)
    days_held: int = 0
    category_returns: CategoryReturns | None = None
    cash_rates: Mapping[str, YieldSeries] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def dates(self) -> Days:
        return self.holdings.dates

    @property
    def untold(self) -> dict[str, float]:
        """Classes that the benchmark lacks and no benchmark of their own measures, with their mean share of the money: of these, mix
        and choice cannot be told apart."""
        found = self.category_returns
        return {} if found is None else found.untold(self.holdings, self.holding_segments)

    def has_sectors(self, asset_class: str) -> bool:
        """Whether a class is divided among sectors: one of a holding is known, and enough of an index that is taken apart is priced."""
        inside = [one for one in self.members.values() if one.segments[-1].asset_class == asset_class]
        if any(not one.coverage.sectors for one in inside):
            return False
        return any(one.sector and one.asset_class == asset_class for one in self.holding_segments)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Every currency on either side."""
        return tuple(sorted({one.currency for one in (*self.holding_segments, *self.component_segments)}))

    @property
    def yearly_factor(self) -> float | None:
        """What an effect over the range is multiplied by to be one a year (:func:`core.attribution.yearly.yearly_factor`)."""
        own, other = (linked_return(one) for one in (self.portfolio_returns, self.benchmark_returns))
        return yearly_factor(own, other, self.days_held)

    def segments(self, level: Level) -> SegmentReturns:
        """Both sides divided alike: whatever has the same key on both sides is one segment, unless it stands in different groups."""
        key, parent = _KEYS[level]
        components, component_segments = self.benchmark_side(level)
        mine = [key(one) for one in self.holding_segments]
        held = {key(one): parent(one) for one in self.holding_segments}
        other = [_told_apart(key(one), parent(one), held) for one in component_segments]
        standing = dict(zip((*mine, *other), (*self.holding_segments, *component_segments), strict=True))
        names = tuple(standing)
        weights, returns = components.grouped(other, names)
        if self.category_returns is not None:
            own = self.category_returns.grouped(self.holdings, mine, names)
            returns = np.where((weights == 0) & ~np.isnan(own), own, returns)
        return SegmentReturns(
            names,
            self.dates,
            *self.holdings.grouped(mine, names),
            weights,
            returns,
            None if level is Level.ASSET_CLASS else tuple(parent(one) for one in standing.values()),
            tuple(_OWN_NAMES[level](one) for one in standing.values()) if level in _OWN_NAMES else (),
        )

    def benchmark_side(self, level: Level) -> tuple[ComponentDays, tuple[Segment, ...]]:
        """Components, some of them as their members where the level asks for what is inside an asset class."""
        inside = self.members if level in _WITHIN_CLASSES else {}
        if level is not Level.INSTRUMENT:
            inside = {one: days for one, days in inside.items() if days.coverage.sectors}
        return split_into_members(self.components, self.component_segments, inside)

    def attribution(self, level: Level = Level.ASSET_CLASS, method: Method = USUAL) -> Attribution:
        """Effects at a level, reconciled with the returns computed without the segments."""
        return self.attribution_of(self.segments(level), method)

    def attribution_of(self, data: SegmentReturns, method: Method = USUAL) -> Attribution:
        """Effects of the segments that :meth:`segments` gave, reconciled with the returns computed without them."""
        return attribute(
            data, self.portfolio_returns, self.benchmark_returns, method.model, method.linking, method.interaction
        )

    def currency_attribution(self, method: Method = USUAL) -> CurrencyAttribution:
        """Markets and currencies apart, after Karnosky and Singer where ``cash_rates`` are known for every currency, else by exchange
        rates alone. Raises as :func:`currency_returns` does."""
        data = self.segments(Level.CURRENCY)
        codes = data.own_names
        start = to_day(self.period.start)
        earned = {code: self._cash_returns(code, start) for code in set(codes)}
        table = np.stack([earned[code] for code in codes], axis=1)
        table[np.isin(self.dates, self.restarts)] = 0.0
        found = attribute_currencies(data, codes, table, method.model, method.linking, method.interaction)
        return replace(found, method=self.currency_method)

    @property
    def currency_method(self) -> CurrencyMethod:
        """By what a currency is measured here."""
        known = all(code in self.cash_rates for code in self.currencies)
        return CurrencyMethod.KARNOSKY_SINGER if known else CurrencyMethod.EXCHANGE_RATES

    def _cash_returns(self, code: str, start: np.datetime64) -> Floats:
        """What cash in a currency earned in the portfolio's own, shape (t,): the exchange rate, and its interest where that is known."""
        moved = currency_returns(self.rates, code, self.valuation.currency, self.dates, start)
        if self.currency_method is CurrencyMethod.EXCHANGE_RATES:
            return moved
        logs = self.cash_rates[code].log_growth(np.concatenate([[min(start, self.dates[0])], self.dates]))
        return np.asarray((1.0 + moved) * np.exp(np.diff(logs)) - 1.0)


Key = Callable[[Segment], str]
_WITHIN_CLASSES = (Level.SECTOR, Level.INSTRUMENT, Level.INSTRUMENT_IN_SECTOR)


def _told_apart(name: str, group: str, held: Mapping[str, str]) -> str:
    """The name of a benchmark's segment; its own where what is held under that name is in another group."""
    return name if held.get(name, group) == group else f"{name} (benchmark)"


def _sector(one: Segment) -> str:
    return one.sector or UNKNOWN_SECTOR


def _in_its_class(name: Key) -> Key:
    return lambda one: f"{one.asset_class} · {name(one)}"


_OWN_NAMES: dict[Level, Key] = {Level.SECTOR: _sector, Level.CURRENCY: lambda one: one.currency}

_KEYS: dict[Level, tuple[Key, Key]] = {
    Level.ASSET_CLASS: (lambda one: one.asset_class, lambda one: one.asset_class),
    Level.SECTOR: (_in_its_class(_OWN_NAMES[Level.SECTOR]), lambda one: one.asset_class),
    Level.INSTRUMENT: (lambda one: one.symbol, lambda one: one.asset_class),
    Level.INSTRUMENT_IN_SECTOR: (lambda one: one.symbol, _in_its_class(_sector)),
    Level.CURRENCY: (_in_its_class(_OWN_NAMES[Level.CURRENCY]), lambda one: one.asset_class),
}


def compare_segments(
    beside: BlendComparison, segments: Segmentation, inside: Mapping[str, IndexMembers] = NO_MEMBERS
) -> ComparedSegments:
    """A portfolio and the benchmark beside it, both in segments, on the days of either, over the period of the comparison.

    The benchmark begins at its targets on the first day. ``inside``: members of components of which they are known; a note says how
    much of them is priced, or why they are not used. Raises InsufficientData for a single day, as
    :func:`core.benchmark.resolution.resolve` does, and as the exchange rates do.
    """
    valuation, sources, common = beside.valuation, beside.sources, beside.same_money.period
    if common.days == 0:
        raise InsufficientData(
            f"{valuation.name} and {beside.path.blend.label} share a single day. Choose a longer range or another benchmark."
        )
    path, rates, component_segments = beside.path_of_range, sources.rates, segments.components
    own = valuation.returns
    start = to_day(common.start)
    first_counts = own.dates[0] >= start
    days = np.union1d(valuation.dates, path.dates)
    keep = (days <= to_day(common.end)) & ((days > start) | ((days == start) & first_counts))
    shares = segments.on_both_sides
    whole = holding_days(valuation, [one.asset_class for one in shares], days)
    components = component_days(path, rates, valuation.currency, days[keep], start)
    members, member_notes = _members(inside, components, component_segments, rates, valuation.currency, start)
    window = beside.same_money.portfolio
    held = HeldRows.of(window, days[keep])
    own_category = category_returns(
        segments.own_categories, shares, components, component_segments, valuation.currency, start
    )
    dates = days[keep][held.counted]
    return ComparedSegments(
        valuation,
        path,
        rates,
        common,
        whole.rows(keep).rows(held.counted),
        ComponentDays(components.ids, dates, components.weights[held.counted], held.returns(components.returns)),
        shares,
        component_segments,
        _placed(own.dates, own.returns, dates),
        held.returns(_benchmark_returns(path, rates, valuation.currency, days[keep], start)),
        (
            *beside.range_notes,
            *_data_notes(valuation, path, sources, whole, dates),
            *member_notes,
            *own_category.notes(path.blend.label),
        ),
        {
            one: replace(each, shares=each.shares[held.counted], returns=held.returns(each.returns))
            for one, each in members.items()
        },
        dates[held.begins[held.counted]],
        days_of(window.held),
        replace(own_category, returns=held.returns(own_category.returns), lacking=own_category.lacking[held.counted]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class HeldRows:
    """Which of some days count: ``counted``, on which something was held, and ``begins``, those of them that begin a stretch after a gap.

    Both of shape (t,). Beside the first day of a stretch the benchmark earns nothing: it takes its money at that day's end.
    """

    counted: NDArray[np.bool_]
    begins: NDArray[np.bool_]

    @classmethod
    def of(cls, window: PortfolioWindow, days: Days) -> HeldRows:
        """Of the days of a window, in ascending order."""
        starts, ends = (to_days([getattr(one, edge) for one in window.held]) for edge in ("start", "end"))
        last = np.searchsorted(starts, days, side="right") - 1
        counted = (last >= 0) & (days <= ends[np.maximum(last, 0)])
        return cls(counted, np.isin(days, starts[starts > to_day(window.period.start)]))

    def returns(self, earned: Floats) -> Floats:
        """The rows that count of a benchmark's returns, shape (t, …)."""
        return np.where(self.begins.reshape(-1, *[1] * (earned.ndim - 1)), 0.0, earned)[self.counted]


def _members(
    inside: Mapping[str, IndexMembers],
    components: ComponentDays,
    segments: Sequence[Segment],
    rates: ExchangeRates,
    currency: str,
    start: np.datetime64,
) -> tuple[dict[str, MemberDays], list[str]]:
    """The inside of components, and what is to be said of each; one that cannot be taken apart stays whole, and its note says why."""
    found: dict[str, MemberDays] = {}
    notes = []
    for column, (one, segment) in enumerate(zip(components.ids, segments, strict=True)):
        if one in inside:
            earned = components.returns[:, column]
            try:
                moved = currency_returns(rates, inside[one].levels.currency, currency, components.dates, start)
                found[one] = member_days(inside[one], segment, earned, moved, components.dates, start)
                notes.append(found[one].coverage.sentence)
            except InsufficientData as missing:
                notes.append(f"{inside[one].index} is not taken apart into its members: {missing.message}")
    return found, notes


def _as_on_both_sides(mine: Segment, components: Sequence[Segment]) -> Segment:
    """An instrument that is also a component stands where the component does, unless the owner said otherwise."""
    same = next((one for one in components if one.symbol == mine.symbol), None)
    return mine if same is None or mine.said_by_owner else same


def _placed(own: Days, returns: Floats, dates: Days) -> Floats:
    """Returns on more dates: 0 on those that have none."""
    at = np.minimum(np.searchsorted(own, dates), own.size - 1)
    return np.where(own[at] == dates, returns[at], 0.0)


def _benchmark_returns(
    path: BlendedPath, rates: ExchangeRates, currency: str, dates: Days, start: np.datetime64
) -> Floats:
    """The benchmark's own levels in the portfolio's currency from date to date, shape (t,)."""
    on = np.concatenate([[min(start, dates[0])], dates])
    growth = np.append(1.0, path.levels)[np.searchsorted(path.dates, on, side="right")]
    levels = growth * rates.rate(path.blend.currency, currency, on)
    return np.asarray(levels[1:] / levels[:-1] - 1.0)


def _data_notes(
    valuation: Valuation, path: BlendedPath, sources: Sources, days: HoldingDays, dates: Days
) -> Sequence[str]:
    """What stands in for missing data, and what was counted where."""
    notes = [fallback_sentence(one, sources.names) for one in dict.fromkeys(path.fallbacks)]
    observed = np.isin(dates, path.dates).mean()
    if observed < 0.8:
        notes.append(
            f"{path.blend.label} is observed on {observed * 100:.0f}\u202f% of the days; between them it stands still."
        )
    if days.moved:
        what = "one day" if days.moved == 1 else f"{days.moved} days"
        notes.append(
            f"On {what} a holding brought or cost money while nothing was at work in it, as a payout after its sale or the charges of its "
            "first purchase do; that counts with the rest of its class."
        )
    return [*notes, *valuation.notes]
