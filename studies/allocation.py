"""How is a portfolio spread, as an institution would report it, and where would it stand among family offices?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Engine

from core.allocation.buckets import Dimension
from core.allocation.securities import PortfolioAllocation, SecurityClass, guessed_class, portfolio_allocation
from core.attribution.segments import CLASS_OF_INDEX
from core.errors import InsufficientData
from core.peers.comparison import BucketGap, gaps_to, too_few
from core.peers.group import PeerCriteria, PeerGroup, form_group, latest_year, pool
from core.peers.investor import InvestorType
from core.valuation.portfolio_value import Holding, Valuation
from data.catalogue import load_catalogue
from data.store.portfolios.categories import load_category_settings
from data.store.portfolios.holding_classes import load_holding_classes
from studies.attribution import CLASS_OF_CATEGORY
from studies.peers import peer_universe


def classes_of_holdings(engine: Engine, valued: Valuation) -> dict[str, SecurityClass]:
    """What each holding is: as was said, else as its type, exchange and catalogue entry tell."""
    said = load_holding_classes(engine)
    return {one.symbol: said.get(one.symbol) or _guessed(one) for one in valued.holdings if one.value > 0}


def _guessed(holding: Holding) -> SecurityClass:
    guess, index = guessed_class(holding), load_catalogue().get(holding.symbol)
    if guess.asset_class or index is None:
        return guess
    return replace(guess, asset_class=CLASS_OF_INDEX[index.asset_class])


def allocate_portfolio(engine: Engine, valued: Valuation) -> PortfolioAllocation:
    """The portfolio's weights as an investor would report them."""
    return portfolio_allocation(valued, classes_of_holdings(engine, valued))


@dataclass(frozen=True, slots=True, eq=False)
class PeerGaps:
    """A portfolio's allocation beside a group it need not be in. ``gaps``: by size, at least one; ``simulated``: whether peers are."""

    group: PeerGroup
    gaps: tuple[BucketGap, ...]
    simulated: bool


def compare_with_family_offices(engine: Engine, valued: Valuation) -> PeerGaps:
    """Where the portfolio would stand among family offices, which of all institutions are most like a household; among all of them
    where too few reported. Raises InsufficientData where the portfolio's allocation is not known, or nobody reported."""
    everybody = peer_universe(engine)
    allocation = portfolio_allocation(valued, _classes_by_category(engine, valued))
    told = {one.dimension for one in allocation.shares}
    dimension = next(
        (one for one in (Dimension.ASSET_CLASS, Dimension.SECTOR, Dimension.GEOGRAPHY) if one in told), None
    )
    if dimension is None:
        raise InsufficientData(
            f"Not known yet what the holdings are. {' '.join(reason for _, reason in allocation.missing)}"
        )
    own_place = next(
        (at for at, one in enumerate(everybody.investors) if one.portfolio_id == valued.portfolio_id), None
    )
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
    return PeerGaps(group, gaps, bool(everybody.simulated[group.members].any()))


def _classes_by_category(engine: Engine, valued: Valuation) -> dict[str, SecurityClass]:
    """Where nothing says what a holding is, the category that it is sorted into on the Category page does, if it is one alone."""
    scheme, classes = load_category_settings(engine, valued.portfolio_id).scheme, classes_of_holdings(engine, valued)
    for one in valued.holdings:
        known, shares = classes.get(one.symbol), scheme.shares_of(one.symbol, one.asset_type)
        if known is not None and not known.asset_class and len(shares) == 1:
            classes[one.symbol] = replace(known, asset_class=CLASS_OF_CATEGORY[next(iter(shares))])
    return classes
