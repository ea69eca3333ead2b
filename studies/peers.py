"""Who can be compared with whom, who are the peers of one of them, and what does each type hold?

The stored investors are one universe, sized in US dollars, read once per change.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

import numpy as np
from sqlalchemy import Engine

from core.allocation.buckets import Dimension
from core.errors import InsufficientData
from core.ledger.portfolio import Portfolio
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Floats, to_day
from core.peers.comparison import Band, PeerComparison, bands_of, compare_with_peers
from core.peers.group import PeerCriteria, PeerGroup, criteria_of_investor, form_group, group_by_hand, pool
from core.peers.investor import TYPES, InvestorType, TypeChoice
from core.peers.universe import Indices, PeerUniverse, make_cube
from data.market import exchange_rates, sample_rates
from data.store.peers.groups import SavedGroup
from data.store.peers.rows import AllocationRows, PeerRows, load_peer_rows
from data.store.revision import revision

_MOST_KEPT = 2
_kept: OrderedDict[tuple[str, int], PeerUniverse] = OrderedDict()
_lock = Lock()
_REAL = Portfolio("", "", "USD")  # stands for a user's own data: no invented exchange rate is used for it


@dataclass(frozen=True, slots=True)
class PeerQuestion:
    """With whom is an investor compared? ``peers``: other types than its own, or a group made by hand, to which size and region do
    not apply."""

    subject: int
    year: int
    dimension: Dimension
    peers: TypeChoice | SavedGroup | None = None
    same_size: bool = True
    same_region: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class TypeBands:
    """What the investors of one type hold, or all of them (``type`` None); no bands below five."""

    type: InvestorType | None
    group: PeerGroup
    bands: tuple[Band, ...]


def peer_universe(engine: Engine) -> PeerUniverse:
    """All stored investors; the same object as long as nothing was written."""
    key = (engine.url.render_as_string(hide_password=False), revision(engine))
    with _lock:
        if key not in _kept:
            _kept[key] = _load(engine)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return _kept[key]


def peer_group(universe: PeerUniverse, question: PeerQuestion) -> PeerGroup:
    """Who the peers are. Raises InsufficientData for a year nobody reported."""
    subject, year, dimension, peers = question.subject, question.year, question.dimension, question.peers
    if isinstance(peers, SavedGroup):
        return group_by_hand(universe, year, dimension, members_of(universe, peers), peers.name, subject)
    criteria = criteria_of_investor(universe, subject, year, *((peers.types, peers.label) if peers else ()))
    if not question.same_size:
        criteria = replace(criteria, sizes=frozenset())
    if not question.same_region:
        criteria = replace(criteria, regions=frozenset())
    return form_group(universe, year, dimension, criteria, subject)


def compare_investor(universe: PeerUniverse, question: PeerQuestion) -> PeerComparison:
    """How does the investor stand among its peers? Raises InsufficientData where it told nothing for that year."""
    return compare_with_peers(universe, question.subject, peer_group(universe, question))


def members_of(universe: PeerUniverse, saved: SavedGroup) -> Indices:
    """The places in the universe of a group made by hand."""
    return np.array([universe.position(one) for one in saved.members], dtype=np.intp)


def bands_by_type(
    universe: PeerUniverse, year: int, dimension: Dimension, subject: int | None = None
) -> tuple[TypeBands, ...]:
    """What all hold, then every type, whoever reported that year. ``subject``: only whom it may be compared with."""
    among = pool(universe, subject)
    answer = []
    for kind in (None, *TYPES):
        criteria = PeerCriteria(types=frozenset({kind} if kind else ()))
        every = form_group(universe, year, dimension, criteria, widen=False)
        group = replace(every, members=every.members[among[every.members]])
        answer.append(TypeBands(kind, group, bands_of(universe, group)))
    return tuple(answer)


def _load(engine: Engine) -> PeerUniverse:
    rows = load_peer_rows(engine)
    told = [rows.years.year, *(one.year for one in rows.allocations.values())]
    years = np.unique(np.concatenate(told)) if told else np.zeros(0, dtype=np.int64)
    shape = (years.size, len(rows.investors))
    assets, performance = np.full(shape, np.nan), np.full(shape, np.nan)
    assets[:] = [np.nan if one.assets is None else one.assets for one in rows.investors]
    at = np.searchsorted(years, rows.years.year)
    given = np.isfinite(rows.years.assets)
    assets[at[given], rows.years.investor[given]] = rows.years.assets[given]
    performance[at, rows.years.investor] = rows.years.performance
    cubes = {}
    for dimension, own in rows.allocations.items():
        cubes[dimension] = make_cube(dimension, shape, _places(own, years), own.names, own.weight)
    dollars = assets * _dollars_per_unit(engine, rows, tuple(years.tolist()))
    return PeerUniverse(rows.investors, tuple(years.tolist()), dollars, performance, cubes)


def _places(rows: AllocationRows, years: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.searchsorted(years, rows.year), rows.investor, rows.bucket


def _dollars_per_unit(engine: Engine, rows: PeerRows, years: tuple[int, ...]) -> Floats:
    """Shape (years, investors): year-end rates, stored ones only for real investors; NaN where there is none."""
    answer = np.ones((len(years), len(rows.investors)))
    foreign = {(one.currency, one.simulated) for one in rows.investors if one.currency != "USD"}
    for currency, simulated in foreign:
        rates = sample_rates(engine) if simulated else exchange_rates(engine, _REAL)
        column = np.array([_year_end_rate(rates, currency, year) for year in years])
        who = [one.currency == currency and one.simulated == simulated for one in rows.investors]
        answer[:, who] = column[:, np.newaxis]
    return answer


def _year_end_rate(rates: ExchangeRates, currency: str, year: int) -> float:
    """Dollars per unit on the last day of the year, or the last day known in it; NaN where none is known."""
    try:
        coverage = rates.coverage(currency, "USD")
        on = date(year, 12, 31) if coverage is None else min(date(year, 12, 31), coverage.end)
        known = on.year == year
        return float(rates.rate(currency, "USD", np.array([to_day(on)]))[0]) if known else np.nan
    except InsufficientData:
        return np.nan
