"""Is a stored portfolio valued on the right day, in the right currency, and over the range that was asked for?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Engine

from core.errors import InsufficientData, InvalidSpecification, MissingExchangeRateError
from core.ledger import stated_amounts
from core.ledger.portfolio import Portfolio
from core.ledger.positions import Position, position_of
from core.ledger.transaction import Transaction
from core.market.period import Period
from core.valuation import market_holdings
from data.store.portfolios.portfolios import save_portfolio
from studies.valued import valued

TODAY = date(2026, 1, 15)
HOUSEHOLD = "sample-household"


def test_it_ends_with_its_prices_or_on_the_day_asked_for(sample_engine: Engine) -> None:
    assert valued(sample_engine, HOUSEHOLD, TODAY).valuation.as_of == date(2025, 12, 31)
    earlier = date(2023, 3, 1)
    assert valued(sample_engine, HOUSEHOLD, TODAY, as_of=earlier).valuation.as_of == earlier


def test_every_position_is_counted_once(sample_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def count(symbol: str, rows: Sequence[Transaction]) -> Position:
        counted.append(symbol)
        return position_of(symbol, rows)

    for module in (stated_amounts, market_holdings):
        monkeypatch.setattr(module, "position_of", count)
    holding = valued(sample_engine, HOUSEHOLD, TODAY)
    assert len(counted) == len(set(counted)) > 10
    assert {one.symbol for one in holding.valuation.holdings if one.price} <= set(counted)


def test_told_in_another_currency_its_own_prices_and_rates_stay(sample_engine: Engine) -> None:
    own, dollars = valued(sample_engine, HOUSEHOLD, TODAY), valued(sample_engine, HOUSEHOLD, TODAY, currency="USD")
    assert (own.valuation.currency, dollars.valuation.currency) == ("INR", "USD")
    assert (dollars.portfolio, dollars.prices.keys()) == (own.portfolio, own.prices.keys())
    last = own.valuation.dates[-1:]
    rate = float(own.rates.rate("INR", "USD", last)[0])
    assert dollars.valuation.closing_value == pytest.approx(own.valuation.closing_value * rate)
    with pytest.raises(MissingExchangeRateError):
        valued(sample_engine, HOUSEHOLD, TODAY, currency="XXX")


@pytest.mark.parametrize(
    ("as_of", "error", "why"),
    [(date(2026, 1, 17), InvalidSpecification, "future"), (date(2000, 1, 1), InsufficientData, "Value it later")],
)
def test_a_day_that_has_no_value_is_refused(
    as_of: date, error: type[Exception], why: str, sample_engine: Engine
) -> None:
    with pytest.raises(error, match=why):
        valued(sample_engine, HOUSEHOLD, TODAY, as_of=as_of)
    assert valued(sample_engine, HOUSEHOLD, TODAY, as_of=date(2026, 1, 16)).valuation.as_of == date(2026, 1, 16)


def test_an_open_end_of_a_range_is_the_valuations_own(sample_engine: Engine) -> None:
    holding = valued(sample_engine, HOUSEHOLD, TODAY)
    begins, as_of = holding.valuation.begins, holding.valuation.as_of
    assert begins is not None
    asked, before, after = date(2022, 2, 2), date(2001, 1, 1), date(2030, 1, 1)
    assert holding.period(None, None) is None
    assert holding.period(asked, None) == Period(asked, as_of)
    assert holding.period(None, asked) == Period(begins, asked)
    assert holding.period(after, None) == Period(after, after)
    assert holding.period(None, before) == Period(before, before)


def test_nothing_has_no_range(engine: Engine) -> None:
    empty = save_portfolio(engine, Portfolio("", "Empty", "USD"))
    assert valued(engine, empty, TODAY).period(date(2022, 2, 2), None) is None
