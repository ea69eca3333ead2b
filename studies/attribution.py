"""Attribution: where did a stored portfolio's active return come from? Both sides in segments, and what the gap in money is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from sqlalchemy import Engine

from core.allocation.buckets import ASSET_CLASSES, Dimension, bucket_named
from core.allocation.securities import SecurityClass
from core.attribution.currency import cash_rate_symbol
from core.attribution.gap_bridge import policy_value
from core.attribution.own_categories import OwnCategories
from core.attribution.portfolio import ComparedSegments, Segmentation, compare_segments
from core.attribution.portfolio_segments import by_group
from core.attribution.segments import (
    AS_OWNER_SAID,
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
from core.attribution.trade_costs import trade_costs
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.category.rules import AssignedBenchmark
from core.category.scheme import Category, CategoryScheme, Scope
from core.errors import InsufficientData, InvalidSpecification, NotFound
from core.market.levels import LevelSeries
from core.market.period import Period
from core.market.yields import LONGEST_CARRY_DAYS, YieldSeries
from core.returns.cash_flows import CashFlows
from core.same_money.blend_comparison import BlendComparison
from core.same_money.comparison import SameMoney
from data import market
from data.benchmark_library import Library, open_library
from data.catalogue import load_catalogue
from data.store.portfolios.categories import load_category_settings
from data.store.portfolios.holding_classes import load_holding_classes
from data.store.prices.yields import load_yields, yield_coverage
from studies.category import category_benchmarks, daily_levels
from studies.index.members import members_of, sectors_listed
from studies.valued import Valued

CLASS_OF_CATEGORY: Mapping[Category, str] = {
    Category.EQUITY: EQUITY,
    Category.DEBT: FIXED_INCOME,
    Category.GOLD: COMMODITIES,
    Category.CASH: CASH,
    Category.CRYPTO: "Alternatives",
    Category.PROPERTY: "Real Estate",
    Category.OTHER: OTHER,
}
_CATEGORY_OF_CLASS: Mapping[str, Category] = {name: category for category, name in CLASS_OF_CATEGORY.items()}


@dataclass(frozen=True, slots=True, eq=False)
class AttributedPortfolio:
    """A portfolio and its benchmark in segments, and what the gap in money is made of.

    ``same_money``: the same money in the benchmark, beside a deposit that pays nothing; ``policy_value``: in the benchmark's targets kept
    daily; ``costs``: fees and taxes by day.
    """

    compared: ComparedSegments
    same_money: SameMoney
    policy_value: float
    costs: CashFlows


def attribute_portfolio(engine: Engine, valued: Valued, beside: BlendComparison) -> AttributedPortfolio:
    """The portfolio and the benchmark that it was put beside, a single one as a mix of one; the benchmark is not resolved again.

    Raises as :func:`core.attribution.portfolio.compare_segments` does."""
    valuation, library = valued.valuation, open_library(engine)
    owner = classes_by_owner(engine, valued)
    inside, notes = members_of(engine, beside.path.blend, beside.sources, library, valuation.holdings)
    segments = _segmentation(engine, beside, library, owner)
    own, unread = _own_categories(engine, valued, segments.on_both_sides, always_held(beside, segments.components))
    compared = compare_segments(beside, replace(segments, own_categories=own), inside)
    return AttributedPortfolio(
        replace(
            compared,
            notes=(*compared.notes, *notes, *unread),
            cash_rates=stored_cash_rates(engine, compared.currencies, compared.period),
        ),
        beside.same_money,
        policy_value(beside),
        trade_costs(valued.portfolio, valuation, valued.rates),
    )


def _segmentation(
    engine: Engine, beside: BlendComparison, library: Library, owner: Mapping[str, SecurityClass]
) -> Segmentation:
    """Where every holding and every component stands."""
    blend, holdings, catalogue = beside.path.blend, beside.valuation.holdings, load_catalogue()
    listed = sectors_listed(engine, holdings)
    return Segmentation(
        tuple(segment_of_holding(holding, owner, catalogue, listed) for holding in holdings),
        tuple(component_segment(part, blend.currency, library, owner, beside.sources.blends) for part in blend.ids),
    )


def stored_cash_rates(engine: Engine, currencies: Sequence[str], period: Period) -> dict[str, YieldSeries]:
    """The stored yields of cash (``CASH_USD``) of those currencies for which they cover the whole period."""
    stored = {one.symbol: one for one in yield_coverage(engine)}
    found = {}
    for code in currencies:
        known = stored.get(cash_rate_symbol(code))
        if known and known.first <= period.start and period.end <= known.last + timedelta(days=LONGEST_CARRY_DAYS):
            found[code] = load_yields(engine, known.symbol)
    return found


def always_held(beside: BlendComparison, components: Sequence[Segment]) -> frozenset[str]:
    """Asset classes that the benchmark holds on every day of the range."""
    path, classes = beside.path_of_range, [one.asset_class for one in components]
    names = list(dict.fromkeys(classes))
    weights = by_group(np.vstack([path.weights_open, path.weights_close]), classes, names)
    return frozenset(name for name, held in zip(names, (weights != 0).all(axis=0), strict=True) if held)


def _own_categories(
    engine: Engine, valued: Valued, holdings: Sequence[Segment], always: frozenset[str]
) -> tuple[OwnCategories, tuple[str, ...]]:
    """With what the holdings' categories are measured where the benchmark does not always hold their class, and what could not be read."""
    choice = category_benchmarks(engine, valued)
    levels: dict[AssignedBenchmark, LevelSeries | None] = {}
    notes, found = [], []
    for one, holding in zip(holdings, valued.valuation.holdings, strict=True):
        category = _CATEGORY_OF_CLASS.get(one.asset_class)
        lacking = category is not None and one.asset_class not in always
        named = choice.of(category, one.symbol, holding.asset_type) if lacking and category else None
        if named and named not in levels:
            try:
                levels[named] = daily_levels(engine, named, valued)
            except (InsufficientData, InvalidSpecification, NotFound) as missing:
                levels[named] = None
                notes.append(f"{one.asset_class} has no benchmark of its own here: {missing.message}")
        found.append(levels.get(named) if named else None)
    given = [one for one in levels.values() if one is not None]
    rates = market.benchmark_rates(engine, valued.rates, given)
    convertible = [
        one if one is None or rates.converts(one.currency, valued.valuation.currency) else None for one in found
    ]
    return OwnCategories(tuple(convertible), rates), tuple(notes)


def classes_by_owner(engine: Engine, valued: Valued) -> dict[str, SecurityClass]:
    """What the owner said of each holding: on the Diversification page, completed by how it is sorted on the Category page."""
    said = load_holding_classes(engine)
    scheme = load_category_settings(engine, valued.portfolio.id).scheme
    for one in valued.valuation.holdings:
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
        sorted_by_owner = bool(own.asset_class)
        how = AS_OWNER_SAID if sorted_by_owner else "a priced instrument counts as equity"
        return Segment(record.symbol, record.name, named, own.sector, own_currency, how, said_by_owner=sorted_by_owner)
    found, how = _LIBRARY_KINDS[record.kind]
    return Segment(component, record.name, found, "", own_currency, how)


_LIBRARY_KINDS: Mapping[BenchmarkKind, tuple[str, str]] = {
    BenchmarkKind.FIXED_RETURN: (FIXED_INCOME, "a fixed return"),
    BenchmarkKind.IMPORTED: (OTHER, "imported returns of which nothing more is known"),
    BenchmarkKind.PORTFOLIO: (MIXED, "a whole portfolio, not taken apart"),
    BenchmarkKind.BLENDED: (MIXED, "a mix, not taken apart"),
}
