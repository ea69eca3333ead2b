"""How do a portfolio's present holdings move together, and with which index?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import Engine

from core.allocation.index_concentration import IndexConcentration, index_concentration
from core.allocation.risk_contribution import FEWEST_RETURNS, RiskStructure, risk_structure
from core.errors import BenchmarkingError, InsufficientData
from core.index.membership import FOLLOWED_INDEXES
from core.market.clocks import LEAST_SHARE, Clocks, share_apart
from core.market.index import AssetClass
from core.market.levels import LevelSeries
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.series import aligned_levels, returns_of
from core.valuation.portfolio_value import Valuation
from data import market
from data.catalogue import load_catalogue
from data.market import Owner
from studies.index.clocks import clocks_of_index, clocks_of_portfolio
from studies.valued import Valued

RISK_YEARS = 3


@dataclass(frozen=True, slots=True, eq=False)
class HoldingsRisk:
    """The risk of a portfolio's present holdings. ``left_out``: names with the reason; ``covered``: share of the value in it;
    ``cadence``: whether it is of days or of weeks."""

    name: str
    as_of: date
    first: date
    risk: RiskStructure
    left_out: tuple[tuple[str, str], ...]
    covered: float
    indexes: tuple[tuple[str, IndexConcentration], ...]
    simulated: bool
    cadence: Cadence = BY_DAYS


@dataclass(frozen=True, slots=True, eq=False)
class _Recent:
    """The holdings with enough prices, largest first: levels in the valuation's currency, values; and who is left out, why."""

    levels: tuple[LevelSeries, ...]
    values: tuple[float, ...]
    left_out: tuple[tuple[str, str], ...]


def measure_holdings_risk(engine: Engine, own: Valued, valued: Valuation) -> HoldingsRisk:
    """Correlations, bets and risk shares of what is held now, over the last three years, as somebody in that currency has them.

    ``own``: the portfolio in its own currency; ``valued``: the same as it is told. Raises InsufficientData.
    """
    recent = _recent_holdings(own, valued)
    if not recent.levels:
        raise InsufficientData(f"{valued.name} holds nothing with market prices over the last {RISK_YEARS} years.")
    table = aligned_levels(*recent.levels)
    days = [returns_of(one) for one in table]
    clocks = clocks_of_portfolio(own.valuation)
    cadence = cadence_of(days[0], days[1:], (_why_weeks(valued.name, clocks),))
    series = [cadence.linked(one) for one in days]
    return HoldingsRisk(
        valued.name,
        valued.as_of,
        table[0].coverage.start,
        risk_structure(
            [one.name for one in recent.levels],
            np.column_stack([one.returns for one in series]),
            np.array(recent.values),
            series[0].periods_per_year,
        ),
        recent.left_out,
        sum(recent.values) / valued.closing_value,
        _indexes(engine, own.valuation, clocks),
        valued.simulated or any(one.simulated for one in recent.levels),
        cadence,
    )


def _why_weeks(name: str, clocks: Clocks) -> str:
    """Why days do not serve, where more than a tenth is priced at other hours than the largest part of the portfolio."""
    largest = max(clocks, key=lambda one: clocks[one], default=None)
    apart = 0.0 if largest is None else share_apart(clocks, {largest: 1.0})
    return f"{apart * 100:.0f}\u202f% of {name} is priced at other hours than the rest" if apart > LEAST_SHARE else ""


def _recent_holdings(own: Valued, valued: Valuation) -> _Recent:
    prices, rates, since = own.prices, own.rates, _since(valued)
    kept: list[LevelSeries] = []
    values, left_out = [], [(one.name, one.reason) for one in valued.unpriced]
    for one in sorted(valued.holdings, key=lambda holding: -holding.value):
        series = prices.get(one.symbol)
        if one.value > 0 and series is None:
            left_out.append((one.name, "It has no market price, so it has no day-to-day risk here."))
        elif one.value > 0 and series is not None:
            try:
                levels = _recent(rates.convert(series, valued.currency), since)
            except BenchmarkingError as error:
                left_out.append((one.name, error.message))
                continue
            kept.append(replace(levels, name=one.name or one.symbol))
            values.append(one.value)
    return _Recent(tuple(kept), tuple(values), tuple(left_out))


def _since(valued: Valuation) -> np.datetime64:
    return np.datetime64(valued.as_of, "D") - np.timedelta64(RISK_YEARS * 365, "D")


def _recent(series: LevelSeries, since: np.datetime64) -> LevelSeries:
    """The last three years of a series; raises InsufficientData for one that is too young."""
    start = int(np.searchsorted(series.dates, since))
    if series.dates.size - start <= FEWEST_RETURNS:
        raise InsufficientData(f"It has fewer than {FEWEST_RETURNS} recent prices.")
    return series.at(slice(start, None))


def _indexes(engine: Engine, valued: Valuation, clocks: Clocks) -> tuple[tuple[str, IndexConcentration], ...]:
    """The portfolio's own correlation with every equity index, by the name people say.

    An index of simulated levels says nothing about real prices, so it is measured against for the sample only; a fund on an index serves
    for it, under its own name, where that is what is stored.
    """
    catalogue, since = load_catalogue(), _since(valued)
    equity = [one.symbol for one in catalogue.values() if one.asset_class is AssetClass.EQUITY]
    found: list[LevelSeries] = []
    for symbol in equity:
        if symbol.startswith("^"):  # indexes, not funds on them
            with suppress(InsufficientData):  # an index whose levels nobody has given yet cannot be measured against
                levels = _index_levels(engine, symbol, valued.simulated)
                found.append(_recent(replace(levels, clocks=clocks_of_index(symbol)), since))
    growth = _recent(replace(valued.growth, clocks=clocks), since)
    return tuple((catalogue[one.symbol].name, one) for one in index_concentration(growth, found))


def _index_levels(engine: Engine, symbol: str, simulated: bool) -> LevelSeries:
    """Those of the index, or real ones of a fund that follows it. Raises InsufficientData where neither has any."""
    beside = Owner.SAMPLE if simulated else Owner.USER
    try:
        return market.benchmark_levels(engine, symbol, beside, picked=False)
    except InsufficientData:
        fund = next((fund for fund, index in FOLLOWED_INDEXES.items() if index == symbol), symbol)
        return market.benchmark_levels(engine, fund, beside, picked=False)
