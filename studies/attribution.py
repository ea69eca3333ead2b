"""Which data does the attribution of a stored portfolio need? Both sides' asset classes, the benchmark resolved, the same money in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from core.allocation.buckets import ASSET_CLASSES, Dimension, bucket_named
from core.allocation.securities import SecurityClass
from core.attribution.portfolio import ComparedSegments, compare_segments
from core.attribution.segments import (
    CASH,
    COMMODITIES,
    EQUITY,
    FIXED_INCOME,
    MIXED,
    OTHER,
    Segment,
    segment_of_holding,
    segment_of_index,
    segment_of_mix,
)
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rebalance, Rule
from core.category.scheme import Category, CategoryScheme, Scope
from core.ledger.portfolio import Portfolio
from core.market.exchange_rates import ExchangeRates
from core.market.period import Period
from core.returns.cash_flows import CashFlows
from core.same_money.blend_comparison import BlendSources, compare_with_blend
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Valuation
from core.valuation.trade_costs import trade_costs
from data.benchmark_library import Library
from data.catalogue import load_catalogue
from data.store.portfolios.categories import load_category_settings
from data.store.portfolios.holding_classes import load_holding_classes
from studies.benchmark_data import blend_rates
from studies.index_members import members_of, sectors_listed

CLASS_OF_CATEGORY: Mapping[Category, str] = {
    Category.EQUITY: EQUITY,
    Category.DEBT: FIXED_INCOME,
    Category.GOLD: COMMODITIES,
    Category.CASH: CASH,
    Category.CRYPTO: "Alternatives",
    Category.PROPERTY: "Real Estate",
    Category.OTHER: OTHER,
}

NO_RATES = ExchangeRates()


@dataclass(frozen=True, slots=True, eq=False)
class AttributedPortfolio:
    """A portfolio and its benchmark in segments, and what the gap in money is made of.

    ``same``: the same money in the benchmark, beside a deposit that pays nothing; ``policy_value``: in the benchmark's targets kept
    daily; ``costs``: fees and taxes by day.
    """

    compared: ComparedSegments
    same: SameMoney
    policy_value: float
    costs: CashFlows


def attributed_portfolio(
    engine: Engine,
    portfolio: Portfolio,
    valuation: Valuation,
    own: ExchangeRates,
    blend: Blend,
    sources: BlendSources,
    library: Library,
    period: Period | None = None,
    sent: ExchangeRates = NO_RATES,
) -> AttributedPortfolio:
    """``own``: the rates that the portfolio was valued with; ``sent``: rates for the benchmark that come along with it.

    Raises as ``compare_segments`` and ``compare_with_blend`` do."""
    rates = ExchangeRates({**blend_rates(engine, own, sources).series, **sent.series})
    said = said_classes(engine, portfolio, valuation)
    catalogue = load_catalogue()
    listed = sectors_listed(engine, valuation.holdings)
    inside, notes = members_of(engine, blend, sources, library, valuation.holdings)
    compared = compare_segments(
        valuation,
        blend,
        sources,
        rates,
        [segment_of_holding(one, said, catalogue, listed) for one in valuation.holdings],
        [component_segment(one, blend.currency, library, said, sources.blends) for one in blend.ids],
        period,
        inside,
    )
    compared = replace(compared, notes=(*compared.notes, *notes))
    same = compare_with_blend(valuation, blend, sources, rates, 0.0, compared.period).same_money
    return AttributedPortfolio(
        compared,
        same,
        _policy_value(valuation, blend, sources, rates, same),
        trade_costs(portfolio, valuation, own),
    )


def _policy_value(
    valuation: Valuation, blend: Blend, sources: BlendSources, rates: ExchangeRates, same: SameMoney
) -> float:
    """The same money in the targets, reset every day; a benchmark of one part has no targets to drift from."""
    if len(blend.ids) == 1:
        return same.benchmark.closing_value
    dated = blend.policy + blend.rebalance.schedule
    targets = replace(blend, policy=dated, rebalance=Rebalance(Rule.DAILY))
    return compare_with_blend(valuation, targets, sources, rates, 0.0, same.period).same_money.benchmark.closing_value


def said_classes(engine: Engine, portfolio: Portfolio, valuation: Valuation) -> dict[str, SecurityClass]:
    """What the owner said of each holding: on the Diversification page, completed by how it is sorted on the Category page."""
    said = load_holding_classes(engine)
    scheme = load_category_settings(engine, portfolio.id).scheme
    for one in valuation.holdings:
        sorted_as = _sorted_by_owner(one.symbol, str(one.asset_type), scheme)
        known = said.get(one.symbol, SecurityClass())
        if sorted_as and not known.asset_class:
            said[one.symbol] = SecurityClass(known.sector, known.geography, sorted_as)
    return said


def _sorted_by_owner(symbol: str, asset_type: str, scheme: CategoryScheme) -> str:
    """The asset class of an override that names one category; a hybrid split over several is left to its type."""
    for scope, target in ((Scope.INSTRUMENT, symbol), (Scope.TYPE, asset_type)):
        for override in scheme.overrides:
            if (override.scope, override.target) == (scope, target):
                return CLASS_OF_CATEGORY[next(iter(override.shares))] if len(override.shares) == 1 else ""
    return ""


def component_segment(
    component: str, currency: str, library: Library, said: Mapping[str, SecurityClass], blends: Mapping[str, Blend]
) -> Segment:
    """Where a component of the benchmark stands. Data that was sent along, under an id that nobody knows, is read by that id."""
    if component in blends:
        inside = tuple(component_segment(one, currency, library, said, blends) for one in blends[component].ids)
        return segment_of_mix(component, blends[component].label, currency, inside)
    record = library.find(component)
    if record is None:
        named = bucket_named(Dimension.ASSET_CLASS, component)
        known = named in ASSET_CLASSES
        return Segment(
            component, component, named if known else OTHER, "", currency, "by its id" if known else "unknown"
        )
    own_currency = library.currency(record.id) or currency
    index = load_catalogue().get(record.symbol)
    if record.kind in (BenchmarkKind.INDEX, BenchmarkKind.SECURITY) and index is not None:
        return segment_of_index(index, record.name)
    if record.kind is BenchmarkKind.SECURITY:
        own = said.get(record.symbol, SecurityClass())
        named = bucket_named(Dimension.ASSET_CLASS, own.asset_class) if own.asset_class else EQUITY
        how = "as you said" if own.asset_class else "a priced instrument counts as equity"
        return Segment(record.symbol, record.name, named, own.sector, own_currency, how)
    found, how = _LIBRARY_KINDS[record.kind]
    return Segment(component, record.name, found, "", own_currency, how)


_LIBRARY_KINDS: Mapping[BenchmarkKind, tuple[str, str]] = {
    BenchmarkKind.FIXED_RETURN: (FIXED_INCOME, "a fixed return"),
    BenchmarkKind.IMPORTED: (OTHER, "imported returns of which nothing more is known"),
    BenchmarkKind.PORTFOLIO: (MIXED, "a whole portfolio, not taken apart"),
    BenchmarkKind.BLENDED: (MIXED, "a mix, not taken apart"),
}
