"""Whom can be compared with whom? The stored investors as one universe, sized in US dollars, read once per change."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock

import numpy as np
from sqlalchemy import Engine

from core.errors import InsufficientData
from core.ledger.portfolio import Portfolio
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Floats, to_day
from core.peers.universe import PeerUniverse, make_cube
from data.market import exchange_rates, sample_rates
from data.store.peers.rows import AllocationRows, PeerRows, load_peer_rows
from data.store.revision import revision

_MOST_KEPT = 2
_kept: OrderedDict[tuple[str, int], PeerUniverse] = OrderedDict()
_lock = Lock()
_REAL = Portfolio("", "", "USD")  # stands for a user's own data: no invented exchange rate is used for it


def peer_universe(engine: Engine) -> PeerUniverse:
    """All stored investors; the same object as long as nothing was written."""
    key = (engine.url.render_as_string(hide_password=False), revision(engine))
    with _lock:
        if key not in _kept:
            _kept[key] = _load(engine)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return _kept[key]


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
