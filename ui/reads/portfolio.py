"""What has been stored? The one door through which the interface reads, cached by id and revision and never by hashing a frame."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from sqlalchemy import Engine

from core.benchmark.blend import Blend
from core.ledger.portfolio import Portfolio
from core.market.index import AssetClass
from core.market.period import NamedRange, Period, resolve_range
from core.valuation.portfolio_value import Valuation
from data import first_start
from data.catalogue import load_catalogue
from data.clock import current_date
from data.store.database import open_database
from data.store.portfolios.portfolios import PortfolioSummary, list_portfolios, load_portfolio
from data.store.prices.histories import Coverage, price_coverage
from data.store.revision import revision
from studies.same_money import Comparisons
from studies.valued import Valued, valued
from ui.reads.selection import BenchmarkChoice, PortfolioChoice

__all__ = ["Comparisons"]

LEADING_SAMPLE = "sample-household"
OWN = ""  # the portfolio's own currency
BY_VALUE: Mapping[type, Callable[[Any], object]] = {Blend: repr}

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The database, opened once for the whole process."""
    first_start.wait()
    return open_database()


def stored_revision() -> int:
    """The stamp that rises with every stored change: the key of every cache below."""
    return revision(engine())


def remembered(
    entries: int, *, spinner: str | bool = False, keys: Mapping[type, Callable[[Any], object]] = BY_VALUE
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keeps a question's answers, the last ``entries`` of them, until something is stored or the day changes.

    Answers are shared and not copied: they are frozen. ``keys``: by what an argument of a type is told apart, its value otherwise.
    """

    def decorate(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        signature = inspect.signature(question)

        @st.cache_resource(max_entries=entries, show_spinner=spinner, hash_funcs=dict(keys))
        @wraps(question)  # Streamlit tells caches apart by name and source
        def answer(*arguments: Any) -> Answer:
            return question(*arguments[:-1])

        @wraps(question)
        def ask(*arguments: Asked.args, **named: Asked.kwargs) -> Answer:
            bound = signature.bind(*arguments, **named)
            bound.apply_defaults()
            return answer(*bound.args, (stored_revision(), current_date()))

        return ask

    return decorate


@remembered(4)
def portfolios() -> tuple[PortfolioSummary, ...]:
    """All portfolios, the user's own first."""
    return list_portfolios(engine())


@remembered(64)
def portfolio(portfolio_id: str) -> Portfolio:
    """One portfolio with all that is in it; raises NotFound."""
    return load_portfolio(engine(), portfolio_id)


@remembered(4)
def stored_prices() -> tuple[Coverage, ...]:
    """Which symbols have stored prices, from when to when."""
    return price_coverage(engine())


def portfolio_choices() -> tuple[PortfolioChoice, ...]:
    """What the bar offers: the user's own portfolios first, then the sample's, the richest one leading."""
    ordered = sorted(portfolios(), key=lambda one: (one.simulated, one.simulated and one.id != LEADING_SAMPLE))
    return tuple(PortfolioChoice(one.id, one.name, one.base_currency, one.simulated) for one in ordered)


def benchmark_choices() -> tuple[BenchmarkChoice, ...]:
    """Every index of the catalogue, then every other instrument with stored prices."""
    names = {index.symbol: index.name for index in load_catalogue().values() if _is_investable(index.asset_class)}
    others = {one.symbol for one in stored_prices() if one.in_use} - load_catalogue().keys()
    return tuple(
        BenchmarkChoice(symbol, name) for symbol, name in [*names.items(), *((one, one) for one in sorted(others))]
    )


def valuation(portfolio_id: str, currency: str = OWN) -> Valuation:
    """The portfolio valued day by day, up to the last day that its prices reach; told in ``currency``, unless it is ``OWN``.

    Raises NotFound, and MissingExchangeRateError or MissingLevelsError where it cannot be told in that currency.
    """
    return valued_portfolio(portfolio_id, currency).valuation


@remembered(32)
def valued_portfolio(portfolio_id: str, currency: str = OWN) -> Valued:
    """The same with its prices and the exchange rates that it is valued with, which stay its own in every currency."""
    if currency != OWN:
        return valued_portfolio(portfolio_id).told_in(currency)
    return valued(engine(), portfolio_id, current_date())


def asked_period(valuation: Valuation, name: NamedRange) -> Period | None:
    """The range back from the last day of a comparison (the as-of date, or the sale of everything), also where the portfolio is younger,
    for then the comparison says so."""
    return None if name is NamedRange.SINCE_START else resolve_range(name, valuation.ends, date.min)


def _is_investable(asset_class: AssetClass) -> bool:
    return asset_class is not AssetClass.CURRENCY
