"""Valuation of a stored portfolio: what was it worth on each day, at which prices and exchange rates? Every study begins here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Engine

from core.errors import InsufficientData, InvalidSpecification
from core.ledger.portfolio import Portfolio
from core.ledger.stated_amounts import stated_positions
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.valuation.portfolio_value import Valuation, value_portfolio
from core.valuation.reporting_currency import valuation_in
from core.valuation.stale import newer_prices_note
from core.valuation.unpriced import NO_PRICES, Unpriced
from core.valuation.valuation_date import valuation_date
from core.wording import near_spellings, spoken_date
from data import market
from data.store.portfolios.portfolios import load_portfolio
from data.store.prices.histories import stored_symbols


@dataclass(frozen=True, slots=True, eq=False)
class Valued:
    """A stored portfolio, valued day by day at ``prices`` (by symbol) and ``rates``; ``today``: the day of the question."""

    portfolio: Portfolio
    prices: Mapping[str, LevelSeries]
    rates: ExchangeRates
    valuation: Valuation
    today: date

    def told_in(self, currency: str) -> Valued:
        """The same in another currency. Raises MissingExchangeRateError, MissingLevelsError."""
        return replace(self, valuation=valuation_in(currency, self.valuation, self.rates))

    def period(self, start: date | None, end: date | None) -> Period | None:
        """The range asked for; an open end is the valuation's own. None where nothing is asked, or nothing has happened yet."""
        begins = self.valuation.begins
        return None if begins is None else Period.completed(start, end, Period(begins, self.valuation.as_of))


def valued(
    engine: Engine, portfolio_id: str, today: date, as_of: date | None = None, currency: str | None = None
) -> Valued:
    """The portfolio valued up to ``as_of`` (None: the last day that its prices reach), told in ``currency`` (None: its own).

    Raises NotFound, as :func:`value_loaded` does, and MissingExchangeRateError or MissingLevelsError where it cannot be told in
    that currency.
    """
    own = value_loaded(engine, load_portfolio(engine, portfolio_id), today, as_of)
    return own.told_in(currency) if currency else own


def value_loaded(engine: Engine, portfolio: Portfolio, today: date, as_of: date | None = None) -> Valued:
    """A portfolio as it is stored, valued up to ``as_of`` in its own currency. Raises as :func:`check_valuation_date` does."""
    if as_of is not None:
        check_valuation_date(portfolio, as_of, today)
    prices, rates = market.holding_levels(engine, portfolio), market.exchange_rates(engine, portfolio)
    positions = stated_positions(portfolio.transactions)
    ends = as_of or valuation_date(portfolio, prices, rates, today, positions)
    valuation = value_portfolio(portfolio, prices, rates, ends, positions)
    if as_of is None and (note := newer_prices_note(valuation, prices, today)):
        valuation = replace(valuation, notes=(*valuation.notes, note))
    return Valued(portfolio, prices, rates, _with_near_spellings(engine, valuation), today)


def _with_near_spellings(engine: Engine, valuation: Valuation) -> Valuation:
    """A holding without any prices is told with the symbols, spelt nearly alike, that have some."""
    if all(one.reason != NO_PRICES for one in valuation.unpriced):
        return valuation
    known = stored_symbols(engine)
    return replace(valuation, unpriced=tuple(_hinted(one, known) for one in valuation.unpriced))


def _hinted(one: Unpriced, known: Collection[str]) -> Unpriced:
    near = near_spellings(one.symbol, known) if one.reason == NO_PRICES else []
    return replace(one, reason=f"{NO_PRICES}, but there are some for {' and '.join(near)}") if near else one


def check_valuation_date(portfolio: Portfolio, as_of: date, today: date) -> None:
    """Refuses a date in the future (where the caller's calendar may be a day ahead) and one before anything happened."""
    if as_of > today + timedelta(days=1):
        raise InvalidSpecification(f"{spoken_date(as_of)} lies in the future. Value the portfolio today or earlier.")
    first = min([row.on for row in portfolio.transactions] + [row.start for row in portfolio.deposits], default=as_of)
    if first > as_of:
        raise InsufficientData(
            f"{portfolio.name} begins on {spoken_date(first)}, after {spoken_date(as_of)}. Value it later."
        )
