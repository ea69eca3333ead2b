"""Who can be compared with whom, and what may a page change in it? The peers' own door to the store, cached by revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import streamlit as st

from core.diversification import Ranking, all_scores, rank_investors
from core.errors import BenchmarkingError, InsufficientData
from core.headquarters import country_named, region_named
from core.index_concentration import IndexConcentration, index_concentration
from core.investor import TYPES, Dimension, Investor, InvestorRecord, InvestorType
from core.levels import Floats, LevelSeries
from core.market_index import AssetClass
from core.peer_comparison import BucketGap, gaps_to, too_few
from core.peer_group import PeerCriteria, PeerGroup, form_group, latest_year, pool
from core.peer_universe import PeerUniverse
from core.portfolio_allocation import PortfolioAllocation, SecurityClass, guessed_class, portfolio_allocation
from core.returns import aligned, returns_of
from core.risk_contribution import FEWEST_RETURNS, RiskStructure, risk_structure
from core.valuation import Holding, Valuation
from data import market, peers
from data.attribution_question import CLASS_OF_CATEGORY
from data.catalogue import load_catalogue
from data.importers.peer_csv import read_investors
from data.importers.peer_reading import PeerReading
from data.store.categories import load_category_settings
from data.store.holding_classes import load_holding_classes, save_holding_classes
from data.store.peer_groups import SavedGroup, delete_peer_group, list_peer_groups, save_peer_group
from data.store.peers import delete_investor, save_investors
from data.store.portfolios import load_portfolio
from ui.loading import OWN, engine, stored_revision, valuation

RISK_YEARS = 3
MOST_RANKED = 1_000
_CLASS_OF_INDEX = {
    AssetClass.EQUITY: "Equity",
    AssetClass.BOND: "Fixed Income",
    AssetClass.COMMODITY: "Commodities",
    AssetClass.CASH: "Cash",
}


def universe() -> PeerUniverse:
    """All investors; the same object until something is stored."""
    return peers.peer_universe(engine())


def investor_choices() -> tuple[tuple[str, ...], dict[str, str]]:
    """Ids of those who told anything, portfolios placed and real investors first, and everybody's name by id."""
    return _investor_choices(stored_revision())


@st.cache_resource(max_entries=2, show_spinner=False)
def _investor_choices(revision: int) -> tuple[tuple[str, ...], dict[str, str]]:  # noqa: ARG001
    everybody = universe()
    told = [everybody.investors[at] for at in np.flatnonzero(everybody.telling)]
    told.sort(key=lambda one: (not one.portfolio_id, one.simulated, TYPES.index(one.type), one.name))
    return tuple(one.id for one in told), {one.id: one.name for one in everybody.investors}


def scores(year: int) -> Floats:
    """The diversification score of every investor in a year, in the universe's order."""
    return _scores(year, stored_revision())


@st.cache_resource(max_entries=32, show_spinner=False)
def _scores(year: int, revision: int) -> Floats:  # noqa: ARG001
    return all_scores(universe(), year)


def ranking(year: int, subject: int | None) -> Ranking:
    """The first ``MOST_RANKED`` of everybody whom the subject may be compared with; the distribution is that of all."""
    return _ranking(year, subject, stored_revision())


@st.cache_resource(max_entries=32, show_spinner=False)
def _ranking(year: int, subject: int | None, revision: int) -> Ranking:  # noqa: ARG001
    return rank_investors(universe(), year, pool(universe(), subject), most=MOST_RANKED)


def saved_groups() -> tuple[SavedGroup, ...]:
    """The groups made by hand."""
    return _saved_groups(stored_revision())


@st.cache_data(max_entries=4, show_spinner=False)
def _saved_groups(revision: int) -> tuple[SavedGroup, ...]:  # noqa: ARG001
    return list_peer_groups(engine())


def keep_group(name: str, members: Sequence[str]) -> str:
    """Saves a group made by hand."""
    return save_peer_group(engine(), name, members)


def remove_group(group_id: str) -> None:
    """Deletes a group made by hand."""
    delete_peer_group(engine(), group_id)


@st.cache_data(max_entries=8, show_spinner="Reading the file …")
def read_investor_file(content: bytes, file_name: str, normalise: bool) -> PeerReading:
    """What a file of investors says."""
    return read_investors(content, file_name, normalise)


def keep_investors(records: Sequence[InvestorRecord]) -> tuple[str, ...]:
    """Stores a file's investors, all or none, and returns their ids; those that are there are brought up to date."""
    return save_investors(engine(), records, source="csv", merge=True)


def remove_investor(investor_id: str) -> None:
    """Deletes an investor with all its years."""
    delete_investor(engine(), investor_id)


@dataclass(frozen=True, slots=True)
class Placing:
    """How a portfolio is to stand in the universe."""

    name: str
    type: InvestorType
    country: str


def classes_of(valued: Valuation) -> dict[str, SecurityClass]:
    """What each holding is: as was said, else as its type, exchange and catalogue entry tell."""
    said = load_holding_classes(engine())
    return {one.symbol: said.get(one.symbol) or _guessed(one) for one in valued.holdings if one.value > 0}


def _guessed(holding: Holding) -> SecurityClass:
    guess, index = guessed_class(holding), load_catalogue().get(holding.symbol)
    if guess.asset_class or index is None:
        return guess
    return replace(guess, asset_class=_CLASS_OF_INDEX.get(index.asset_class, ""))


def keep_classes(classes: Mapping[str, SecurityClass]) -> None:
    """Remembers what the user said holdings are."""
    save_holding_classes(engine(), classes)


def allocation_of(portfolio_id: str) -> PortfolioAllocation:
    """The portfolio's weights as an investor would report them."""
    valued = valuation(portfolio_id)
    return portfolio_allocation(valued, classes_of(valued))


@dataclass(frozen=True, slots=True, eq=False)
class BesidePeers:
    """A portfolio's allocation beside a group it need not be in. ``gaps``: by size, at least one; ``simulated``: whether peers are."""

    group: PeerGroup
    gaps: tuple[BucketGap, ...]
    simulated: bool


def beside_family_offices(portfolio_id: str) -> BesidePeers:
    """Where the portfolio would stand among family offices, which of all institutions are most like a household; among all of them
    where too few reported. Raises InsufficientData where the portfolio's allocation is not known, or nobody reported."""
    return _beside(portfolio_id, stored_revision())


@st.cache_resource(max_entries=32, show_spinner=False)
def _beside(portfolio_id: str, revision: int) -> BesidePeers:  # noqa: ARG001
    everybody, valued = universe(), valuation(portfolio_id)
    allocation = portfolio_allocation(valued, _classes_by_category(valued))
    told = {one.dimension for one in allocation.shares}
    dimension = next(
        (one for one in (Dimension.ASSET_CLASS, Dimension.SECTOR, Dimension.GEOGRAPHY) if one in told), None
    )
    if dimension is None:
        raise InsufficientData(
            f"Not known yet what the holdings are. {' '.join(reason for _, reason in allocation.missing)}"
        )
    own_place = next((at for at, one in enumerate(everybody.investors) if one.portfolio_id == portfolio_id), None)
    year = latest_year(everybody, dimension, pool(everybody, own_place))
    if year is None:
        raise InsufficientData("No investor has told its allocation yet. Import some on “Peer Benchmarks”.")
    office = InvestorType.FAMILY_OFFICE
    group = form_group(everybody, year, dimension, PeerCriteria(frozenset({office}), label=office.value), own_place)
    if not group.sufficient:
        group = form_group(everybody, year, dimension, PeerCriteria(), own_place)
    held = {one.bucket: one.weight for one in allocation.shares if one.dimension is dimension}
    own = np.array([held.get(one, 0.0) for one in everybody.cubes[dimension].buckets])
    gaps = gaps_to(own, everybody, group)
    if not gaps:
        raise InsufficientData(too_few(group.count))
    return BesidePeers(group, gaps, bool(everybody.simulated[group.members].any()))


def _classes_by_category(valued: Valuation) -> dict[str, SecurityClass]:
    """Where nothing says what a holding is, the category that it is sorted into on the Category page does, if it is one alone."""
    scheme, classes = load_category_settings(engine(), valued.portfolio_id).scheme, classes_of(valued)
    for one in valued.holdings:
        known, shares = classes.get(one.symbol), scheme.shares_of(one.symbol, one.asset_type)
        if known is not None and not known.asset_class and len(shares) == 1:
            classes[one.symbol] = replace(known, asset_class=CLASS_OF_CATEGORY[next(iter(shares))])
    return classes


def place_portfolio(portfolio_id: str, placing: Placing) -> str:
    """Puts a portfolio into the universe with its present allocation; placed again, it is brought up to date."""
    valued, allocation = valuation(portfolio_id), allocation_of(portfolio_id)
    if not allocation.shares:
        reasons = " ".join(f"By {one.replace('_', ' ')}: {reason}" for one, reason in allocation.missing)
        raise InsufficientData(f"{valued.name} has no allocation to compare yet. {reasons}")
    country = country_named(placing.country)
    investor = Investor(
        id="",
        name=placing.name,
        type=placing.type,
        assets=allocation.value,
        currency=valued.currency,
        country=country,
        region=region_named("", country),
        simulated=valued.simulated,
        portfolio_id=portfolio_id,
    )
    (placed,) = save_investors(engine(), [InvestorRecord(investor, allocation.shares)], source="portfolio")
    return placed


@dataclass(frozen=True, slots=True, eq=False)
class HoldingsRisk:
    """The risk of a portfolio's present holdings. ``left_out``: names with the reason; ``covered``: share of the value in it."""

    name: str
    as_of: date
    first: date
    risk: RiskStructure
    left_out: tuple[tuple[str, str], ...]
    covered: float
    indexes: tuple[tuple[str, IndexConcentration], ...]
    simulated: bool


def holdings_risk(portfolio_id: str, currency: str = OWN) -> HoldingsRisk:
    """Correlations, bets and risk shares of what is held now, over the last three years, as somebody in that currency has them.

    Raises InsufficientData, and as ``ui.loading.valuation`` does."""
    return _holdings_risk(portfolio_id, currency, stored_revision())


@st.cache_resource(max_entries=16, show_spinner=False)
def _holdings_risk(portfolio_id: str, currency: str, revision: int) -> HoldingsRisk:  # noqa: ARG001
    portfolio, valued = load_portfolio(engine(), portfolio_id), valuation(portfolio_id, currency)
    prices, rates = market.holding_levels(engine(), portfolio), market.exchange_rates(engine(), portfolio)
    since = np.datetime64(valued.as_of, "D") - np.timedelta64(RISK_YEARS * 365, "D")
    kept: list[LevelSeries] = []
    names, values, left_out = [], [], [(one.name, one.reason) for one in valued.unpriced]
    for one in sorted(valued.holdings, key=lambda holding: -holding.value):
        if one.value <= 0:
            continue
        series = prices.get(one.symbol)
        if series is None:
            left_out.append((one.name, "It has no market price, so it has no day-to-day risk here."))
            continue
        try:
            series = _recent(rates.convert(series, valued.currency), since)
        except BenchmarkingError as error:
            left_out.append((one.name, error.message))
            continue
        kept.append(series)
        names.append(one.name or one.symbol)
        values.append(one.value)
    if not kept:
        raise InsufficientData(f"{valued.name} holds nothing with market prices over the last {RISK_YEARS} years.")
    table = aligned(*kept)
    returns = np.column_stack([returns_of(one).returns for one in table])
    risk = risk_structure(names, returns, np.array(values))
    covered = sum(values) / valued.closing_value
    first = table[0].coverage.start
    simulated = valued.simulated or any(one.simulated for one in kept)
    return HoldingsRisk(
        valued.name, valued.as_of, first, risk, tuple(left_out), covered, _indexes(valuation(portfolio_id)), simulated
    )


def _recent(series: LevelSeries, since: np.datetime64) -> LevelSeries:
    """The last three years of a series; raises InsufficientData for one that is too young."""
    start = int(np.searchsorted(series.dates, since))
    if series.dates.size - start <= FEWEST_RETURNS:
        raise InsufficientData(f"It has fewer than {FEWEST_RETURNS} recent prices.")
    return replace(series, dates=series.dates[start:], levels=series.levels[start:])


def _indexes(valued: Valuation) -> tuple[tuple[str, IndexConcentration], ...]:
    """The portfolio's own correlation with every equity index, by the name people say."""
    """An index of simulated levels says nothing about real prices, so it is measured against for the sample only."""
    equity = (one for one in load_catalogue().values() if one.asset_class is AssetClass.EQUITY)
    names = {one.symbol: one.name for one in equity if one.symbol.startswith("^")}  # indexes, not funds on them
    since = np.datetime64(valued.as_of, "D") - np.timedelta64(RISK_YEARS * 365, "D")
    found: list[LevelSeries] = []
    for symbol in names:
        with suppress(InsufficientData):  # an index whose levels nobody has given yet cannot be measured against
            levels = replace(market.benchmark_levels(engine(), symbol), name=symbol)
            if valued.simulated or not levels.simulated:
                found.append(_recent(levels, since))
    growth = _recent(valued.growth, since)
    return tuple((names[one.symbol], one) for one in index_concentration(growth, found))
