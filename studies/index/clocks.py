"""At which closes are a symbol's prices and a portfolio's values made? Of the catalogue, the symbol, and what its owner calls it."""

from __future__ import annotations

import re

from sqlalchemy import Engine

from core.benchmark.blend import Blend
from core.category.fund_names import FUNDS
from core.ledger.transaction import AssetType
from core.market.clocks import UNKNOWN, Clock, Clocks, clock_of
from core.valuation.portfolio_value import Valuation
from data.catalogue import load_catalogue
from data.store.portfolios.holding_classes import name_and_type

_A_FUND = re.compile(r"\b(?:fund|etf|fof|ucits|index)\b")
AROUND_THE_CLOCK = frozenset({AssetType.CRYPTO, AssetType.CASH, AssetType.PROPERTY, AssetType.OTHER})


def clocks_of_symbol(engine: Engine, symbol: str, currency: str) -> Clocks:
    """Of an index or a priced instrument; a fund is known by the name under which somebody holds it."""
    if symbol in load_catalogue():
        return clocks_of_index(symbol)
    return _alone(_clock(symbol, currency, *name_and_type(engine, symbol)))


def clocks_of_index(symbol: str) -> Clocks:
    """Of an entry of the catalogue."""
    return _alone(load_catalogue()[symbol].clock)


def clocks_of_mix(blend: Blend) -> Clocks:
    """Of its parts in the catalogue, by their latest targets."""
    shares: dict[Clock, float] = {}
    for symbol, weight in blend.targets[-1].weights.entries:
        clock = load_catalogue()[symbol].clock if symbol in load_catalogue() else None
        if clock is not None:
            shares[clock] = shares.get(clock, 0.0) + weight
    return shares


def clocks_of_portfolio(valuation: Valuation) -> Clocks:
    """Of what a portfolio held, by its share of all value over all its days. What has no market price, or no clock, is left out."""
    held = valuation.holding_values.sum(axis=0)
    total = float(abs(held).sum())
    shares: dict[Clock, float] = {}
    for one, value in zip(valuation.holdings, held.tolist(), strict=True):
        clock = None if one.basis is None else _of_holding(one.symbol, one.currency, one.name, one.asset_type)
        if clock is not None and total:
            shares[clock] = shares.get(clock, 0.0) + value / total
    return shares


def _of_holding(symbol: str, currency: str, name: str, asset_type: AssetType) -> Clock | None:
    entry = load_catalogue().get(symbol)
    return _clock(symbol, currency, name, asset_type) if entry is None else entry.clock


def _clock(symbol: str, currency: str, name: str, asset_type: AssetType | None) -> Clock | None:
    if asset_type in AROUND_THE_CLOCK:
        return None
    is_fund = asset_type in FUNDS or _A_FUND.search(name.casefold())
    return clock_of(symbol, currency, name if is_fund else "")


def _alone(clock: Clock | None) -> Clocks:
    return UNKNOWN if clock is None else {clock: 1.0}
