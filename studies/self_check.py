"""Does the engine find a stored portfolio level with its benchmark when it is that benchmark? Every page's comparison, on mirrors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

from sqlalchemy import Engine

from core.errors import NotFound
from core.ledger.portfolio import Portfolio
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.blend_comparison import compare_with_blend
from core.same_money.comparison import compare_same_money
from core.self_check.identities import EngineCheck, attempt, check_fit
from core.self_check.mirrored_attribution import check_attribution
from core.self_check.mirrored_category import check_categories
from core.self_check.mirrored_comparison import mirror_blend, mirror_same_money
from core.valuation.portfolio_value import Valuation, value_portfolio
from data import market
from data.benchmark_library import Library, open_library
from data.catalogue import load_catalogue
from data.store.portfolios.categories import load_category_settings
from data.store.portfolios.portfolios import load_portfolio
from studies.attribution import attributed_portfolio
from studies.benchmark_data import blend_rates, sources_of
from studies.category import category_study
from studies.index_fit import pair_of, portfolio_levels


class Part(StrEnum):
    """Which comparison was run."""

    SAME_MONEY = "same_money"
    CATEGORY = "category"
    ATTRIBUTION = "attribution"
    INDEX_FIT = "index_fit"


@dataclass(frozen=True, slots=True)
class PartCheck:
    """One comparison on a mirror."""

    part: Part
    check: EngineCheck


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    engine: Engine
    library: Library
    portfolio: Portfolio
    valuation: Valuation
    own: ExchangeRates
    benchmark: str
    rate: float
    period: Period | None
    today: date


def check_portfolio(
    engine: Engine,
    portfolio_id: str,
    benchmark: str,
    risk_free_rate: float,
    start: date | None,
    end: date | None,
    today: date,
) -> tuple[PartCheck, ...]:
    """Every comparison of the portfolio, each with the portfolio replaced by its benchmark.

    ``benchmark``: a catalogue index, a priced instrument or anything in the library. What cannot be computed is said, not raised;
    raises NotFound for an unknown portfolio or benchmark.
    """
    portfolio, library = load_portfolio(engine, portfolio_id), open_library(engine)
    if library.find(benchmark) is None:
        market.benchmark_levels(engine, benchmark)
    prices, own = market.holding_levels(engine, portfolio), market.exchange_rates(engine, portfolio)
    valuation = value_portfolio(portfolio, prices, own, market.as_of_date(portfolio, prices, today))
    period = _period(valuation, start, end)
    asked = _Asked(engine, library, portfolio, valuation, own, benchmark, risk_free_rate, period, today)
    return tuple(PartCheck(part, attempt(_WORDS[part], partial(run, asked))) for part, run in _PARTS.items())


def _period(valuation: Valuation, start: date | None, end: date | None) -> Period | None:
    if valuation.begins is None:
        return None
    return Period.completed(start, end, Period(valuation.begins, valuation.as_of))


def _same_money(asked: _Asked) -> EngineCheck:
    try:
        levels = market.benchmark_levels(asked.engine, asked.benchmark, asked.portfolio.simulated)
    except NotFound:
        return _blend(asked)
    rates = market.benchmark_rates(asked.engine, asked.own, [levels])
    same = compare_same_money(asked.valuation, levels, rates, asked.rate, asked.period)
    return mirror_same_money(same, levels, rates).at_rate(asked.rate)


def _blend(asked: _Asked) -> EngineCheck:
    blend = asked.library.measured(asked.benchmark, asked.valuation.currency)
    sources = sources_of(asked.engine, asked.library, blend, asked.today, asked.portfolio.simulated)
    rates = blend_rates(asked.engine, asked.own, sources)
    beside = compare_with_blend(asked.valuation, blend, sources, rates, asked.rate, asked.period)
    return mirror_blend(beside, sources, rates).at_rate(asked.rate)


def _category(asked: _Asked) -> EngineCheck:
    settings = load_category_settings(asked.engine, asked.portfolio.id)
    study = category_study(asked.engine, asked.valuation, asked.own, settings, asked.today, asked.period)
    return check_categories(study, asked.rate)


def _attribution(asked: _Asked) -> EngineCheck:
    if asked.library.find(asked.benchmark) is None:
        return EngineCheck((), (f"{asked.benchmark} is not in the library, so it cannot be taken apart.",))
    blend = asked.library.measured(asked.benchmark, asked.valuation.currency)
    sources = sources_of(asked.engine, asked.library, blend, asked.today, asked.portfolio.simulated)
    given = (asked.engine, asked.portfolio, asked.valuation, asked.own, blend, sources, asked.library, asked.period)
    return check_attribution(attributed_portfolio(*given).compared)


def _index_fit(asked: _Asked) -> EngineCheck:
    """Beside the benchmark, if it is a series of its own, and its home index."""
    own, period = portfolio_levels(asked.valuation), asked.period
    span = (None, None) if period is None else (period.start, period.end)
    try:
        pair = pair_of(asked.engine, own, asked.benchmark, *span)
    except NotFound:
        return EngineCheck((), ("A mix has no place among the indexes of the fit.",))
    return check_fit(replace(pair.index, name=_name(pair.levels[1])), [], asked.rate)


def _name(levels: LevelSeries) -> str:
    index = load_catalogue().get(levels.name)
    return index.name if index else levels.name


_PARTS: dict[Part, Callable[[_Asked], EngineCheck]] = {
    Part.SAME_MONEY: _same_money,
    Part.CATEGORY: _category,
    Part.ATTRIBUTION: _attribution,
    Part.INDEX_FIT: _index_fit,
}
_WORDS = {
    Part.SAME_MONEY: "The comparison",
    Part.CATEGORY: "The categories",
    Part.ATTRIBUTION: "The attribution",
    Part.INDEX_FIT: "The index fit",
}
