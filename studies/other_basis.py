"""Are a benchmark's levels also known with, or without, its dividends? The same thing on its other basis, never another thing."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine

from core.errors import InsufficientData
from core.market.levels import Basis, LevelSeries
from data import market
from data.catalogue import spoken_name
from data.market import Owner
from data.sample.levels import sample_levels
from data.store.prices.histories import load_levels

# Two entries of the catalogue that are one index, without and with its dividends.
PRICE_AND_TOTAL_RETURN: Mapping[str, str] = {"^NSEI": "NIFTY_50_TRI", "NIFTY_50_TRI": "^NSEI"}


def on_other_basis(engine: Engine, symbol: str, levels: LevelSeries) -> LevelSeries | None:
    """The levels of ``symbol`` on the basis that ``levels`` are not on, of the same origin; None where they are not known.

    A fund has closes and closes with its dividends reinvested; an index has a twin in the catalogue where somebody brought its levels.
    """
    wanted = Basis.TOTAL if levels.basis is Basis.PRICE else Basis.PRICE
    found = (
        _twin(engine, symbol, levels.simulated)
        if symbol in PRICE_AND_TOTAL_RETURN
        else _levels_on(engine, symbol, wanted, levels.simulated)
    )
    if found is None or found.basis is not wanted or found.simulated is not levels.simulated:
        return None
    return LevelSeries(spoken_name(symbol), found.dates, found.levels, found.currency, found.basis, found.simulated)


def _twin(engine: Engine, symbol: str, simulated: bool) -> LevelSeries | None:
    try:
        beside = Owner.SAMPLE if simulated else Owner.USER
        return market.benchmark_levels(engine, PRICE_AND_TOTAL_RETURN[symbol], beside, picked=simulated)
    except InsufficientData:
        return None


def _levels_on(engine: Engine, symbol: str, wanted: Basis, simulated: bool) -> LevelSeries | None:
    if symbol.startswith("^"):
        return None  # an index is what it is by its making
    found = sample_levels((symbol,), wanted) if simulated else load_levels(engine, (symbol,), wanted)
    return found.get(symbol)
