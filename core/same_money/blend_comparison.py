"""Is the portfolio ahead of the mix? The same money beside a blend, whichever way its rule has the money invested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.benchmark.alignment import AlignedComponents
from core.benchmark.blend import NARROW_SPACE, Blend, Component
from core.benchmark.coverage import known_range
from core.benchmark.kinds import FixedReturn
from core.benchmark.path import BlendedPath
from core.benchmark.resolution import resolve
from core.benchmark.sources import Fallback, Observations, Sources
from core.errors import InsufficientData
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, LevelSeries, to_date
from core.market.period import Period
from core.returns.cash_flows import CashFlows
from core.returns.held import growth_while_held
from core.same_money.account import MatchedAccount
from core.same_money.benchmark_window import benchmark_levels
from core.same_money.blend_account import SPLIT, BlendMatch, match_blend
from core.same_money.comparison import RiskFreeRate, SameMoney, common_period, risk_free_side, window_where_known
from core.same_money.notes import exhausted_notes, income_notes, level_notes, mix_income_notes
from core.valuation.portfolio_value import Valuation
from core.valuation.window import PortfolioWindow, portfolio_window, whole_period
from core.wording import spoken_date

SINGLE = "MEASURED"


@dataclass(frozen=True, slots=True, eq=False)
class BlendComparison:
    """A portfolio beside a blend. ``path``: the blend's own path since the portfolio's first day, in the blend's currency (the
    lab's, and the growth that pictures draw); ``match``: how the same money was invested in it; ``valuation``, ``sources``: what both
    sides were made of; ``range_notes``: a sentence for each cut of the period."""

    same_money: SameMoney
    match: BlendMatch
    path: BlendedPath
    valuation: Valuation
    sources: Sources
    range_notes: tuple[str, ...]

    @property
    def fallbacks(self) -> tuple[Fallback, ...]:
        """Components for which a fixed rate stands in, each once."""
        return _each_once(self.path, self.match)

    @property
    def simple_parts(self) -> tuple[str, ...]:
        """The names of the fixed returns that are held and not compounded."""
        return _simple_parts(self.path.blend, self.sources)

    @property
    def path_of_range(self) -> BlendedPath:
        """The blend's path over the comparison's own period, at its targets on the first day; as a rule the one its account was fed by.

        Raises as :func:`core.benchmark.resolution.resolve` does."""
        flows, period, fed_by = self.same_money.portfolio.flows, self.same_money.period, self.match.path
        moving = flows.days[flows.amounts != 0]
        fed = Period(to_date(moving[0]), to_date(self.same_money.dates[-1])) if moving.size else None
        if fed_by is not None and fed == period:
            return fed_by
        return resolve(self.path.blend, self.sources, period)

    def closing_value_in(self, blend: Blend) -> float:
        """What the same money had come to in another mix that holds the same components at the same times, as the targets kept daily."""
        window, aligned = self.same_money.portfolio, self.match.path.aligned if self.match.path else None
        return _matched(window, blend, self.sources, self.same_money.currency, aligned).account.closing_value


def _each_once(path: BlendedPath, match: BlendMatch) -> tuple[Fallback, ...]:
    """One note for each component, in the path's words where it has any."""
    found: dict[str, Fallback] = {}
    for note in (*path.fallbacks, *match.fallbacks):
        found.setdefault(note.component, note)
    return tuple(found.values())


def compare_with_blend(
    valuation: Valuation,
    blend: Blend,
    sources: Sources,
    risk_free_rate: RiskFreeRate,
    period: Period | None = None,
    path: BlendedPath | None = None,
) -> BlendComparison:
    """Put the portfolio beside one blend and a deposit over ``period`` (None: since the first flow).

    Money moves in the blend's currency at the rate of its own day, so that a blend in another currency is what somebody there would
    have held. The period is cut to what portfolio and blend cover. ``path``: of :func:`path_of_blend`, where it is known already. Raises
    as :func:`core.same_money.comparison.compare_same_money` and :func:`core.benchmark.resolution.resolve` do.
    """
    path, rates = path or path_of_blend(valuation, blend, sources), sources.rates
    levels = path.level_series()
    common, notes = common_period(valuation, [levels], rates, period)
    window, more = window_where_known(portfolio_window(valuation, common), levels, rates, valuation.currency)
    match = _matched(window, blend, sources, valuation.currency)
    own = _levels_of_account(match, levels, window.dates)
    account = replace(match.account, name=blend.label, simulated=own.simulated)
    growth = benchmark_levels(own, rates, valuation.currency, window.dates).series.levels
    comparison = SameMoney.of(
        valuation,
        window,
        account,
        growth_while_held(window.dates, growth, window.held),
        (risk_free_side(window, risk_free_rate, valuation.currency), risk_free_rate),
        (*notes, *more, *_notes(valuation, own, match, path, sources), *valuation.notes),
    )
    return BlendComparison(comparison, replace(match, account=account), path, valuation, sources, notes)


def _levels_of_account(match: BlendMatch, levels: LevelSeries, dates: Days) -> LevelSeries:
    """The level whose units the account holds, since the first flow; the blend's own, ``levels``, where that comes after the first date."""
    own = levels if match.path is None else match.path.level_series()
    return own if own.dates[0] <= dates[0] else levels


def path_of_blend(valuation: Valuation, blend: Blend, sources: Sources) -> BlendedPath:
    """The blend's path over the part of the portfolio's life that its data covers, beginning at its targets.

    A component with a fallback rate whose data covers none of that time falls back; one that covers part of it shortens the path.
    """
    asked = whole_period(valuation)
    needed = replace(sources, series=_without_fallbacks(blend, sources))
    try:
        span, used = _covered(blend, sources, asked), sources
    except InsufficientData:
        if len(needed.series) == len(sources.series):
            raise
        span = None
    if span is None:
        span, used = _covered(blend, needed, asked) or asked, needed
    return resolve(blend, used, span)


def _covered(blend: Blend, sources: Sources, asked: Period) -> Period | None:
    """The asked period cut to the blend's data; None where they do not overlap for a single day's return."""
    known = known_range(blend, sources)
    if known is None:
        return asked
    start, end = max(asked.start, known.start), min(asked.end, known.end)
    return Period(start, end) if start < end else None


def _without_fallbacks(blend: Blend, sources: Sources) -> Mapping[str, Observations]:
    """The series of the components that must have data."""
    may = {part.id for part in blend.components if part.fallback_rate is not None}
    return {one: given for one, given in sources.series.items() if one not in may}


def _matched(
    window: PortfolioWindow, blend: Blend, sources: Sources, currency: str, aligned: AlignedComponents | None = None
) -> BlendMatch:
    """The same money in the blend, answered in the portfolio's ``currency``."""
    flows, rates = window.flows, sources.rates
    moved = CashFlows(flows.days, flows.amounts * rates.rate(currency, blend.currency, flows.days))
    match = match_blend(moved, blend, sources, window.dates, aligned)
    if blend.currency == currency:
        return match
    return replace(match, account=_in_currency(match.account, flows, rates, currency, window.dates))


def _in_currency(
    account: MatchedAccount, flows: CashFlows, rates: ExchangeRates, currency: str, dates: Days
) -> MatchedAccount:
    """The account in the portfolio's currency, each amount at the rate of its own day."""
    unpaid = account.unpaid * rates.rate(account.currency, currency, flows.days)
    values = account.values * rates.rate(account.currency, currency, dates)
    short = float(unpaid.sum())
    return replace(account, currency=currency, values=values, flows=flows, unpaid=unpaid, shortfall=short)


def _notes(
    valuation: Valuation, levels: LevelSeries, match: BlendMatch, path: BlendedPath, sources: Sources
) -> Iterable[str]:
    """What stands in for missing data, what the basis is, and how the money was invested."""
    for note in _each_once(path, match):
        yield fallback_sentence(note, sources.names)
    yield from _basis_notes(valuation, levels, match, path, sources)
    if len(path.blend.ids) > 1:
        yield match.reading
    for name in _simple_parts(path.blend, sources):
        yield simple_interest_note(name, match.reading == SPLIT, levels.dates[0])


def _simple_parts(blend: Blend, sources: Sources) -> tuple[str, ...]:
    given = [(one, sources.series.get(one)) for one in blend.ids if one in blend.ever_held]
    fixed = [(one, data) for one, data in given if isinstance(data, FixedReturn) and not data.compounded]
    return tuple(sources.names.get(one, data.name) for one, data in fixed)


def simple_interest_note(name: str, split: bool, base: np.datetime64) -> str:
    """``5.00 % is simple interest: each payment earns it from its own day, … The line of its growth counts from 1 Jan 2025.``"""
    since = spoken_date(to_date(base))
    if split:
        return (
            f"{name} is simple interest: each payment earns it from its own day, and what is taken out is the oldest payment with its "
            f"interest. As a line of growth it counts from {since}."
        )
    return f"{name} is simple interest, counted from {since} on whichever day money comes in, because this mix is rebalanced."


def _basis_notes(
    valuation: Valuation, levels: LevelSeries, match: BlendMatch, path: BlendedPath, sources: Sources
) -> Iterable[str]:
    """As for an index; of a mix each part speaks for itself, and one that a fixed rate stands in for has no dividends at all."""
    replaced = {note.component.rpartition(" › ")[2] for note in _each_once(path, match)}
    parts = tuple(_parts_with_income(path.blend, sources, replaced).values())
    alone = len(path.blend.ever_held) == len(parts) == 1
    yield from income_notes(valuation, levels) if alone else mix_income_notes(valuation, parts)
    yield from level_notes(valuation, levels)
    yield from exhausted_notes(levels.name, match.account)


def _parts_with_income(blend: Blend, sources: Sources, replaced: Collection[str]) -> dict[str, tuple[str, Basis]]:
    """By id the name and basis of what a mix holds at any depth; fixed rates, and what is ``replaced`` by one, apart."""
    found: dict[str, tuple[str, Basis]] = {}
    for one in blend.ids:
        given = sources.series.get(one)
        if one not in blend.ever_held or one in replaced:
            continue
        if one in sources.blends:
            found |= _parts_with_income(sources.blends[one], sources, replaced)
        elif not isinstance(given, FixedReturn):
            basis = given.basis if isinstance(given, LevelSeries) else Basis.TOTAL
            found[one] = (sources.names.get(one, one), basis)
    return found


def fallback_sentence(note: Fallback, names: Mapping[str, str]) -> str:
    """``CRISIL Short Term Bond Index has no data at all: a fixed 7 % a year stands in for it.``"""
    name = names.get(note.component, note.component)
    reason = note.reason.replace(note.component, name, 1).rstrip(".")
    rate = f"{note.rate * 100:.4f}".rstrip("0").rstrip(".").replace("-", "−")
    return f"{reason}: a fixed {rate}{NARROW_SPACE}% a year stands in for it."


def single_component(component: str, currency: str, name: str) -> Blend:
    """One benchmark as the simplest blend, so that whatever is measured against blends can be measured against it."""
    return Blend(SINGLE, currency, (Component(component, 1.0),), name=name)
