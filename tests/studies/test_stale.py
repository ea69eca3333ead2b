"""Can the owner of a stale holding say what became of it, each way with the figures that follow, and take a choice back?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core.errors import Conflict, InvalidSpecification, NotFound
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.valuation.portfolio_value import Valuation
from data.price_record import PriceRecord
from data.store.portfolios.portfolios import load_portfolio, save_portfolio
from data.store.prices.histories import save_prices
from studies.stale import Ending, give_price, settle
from studies.valued import valued

FIRST, TODAY = date(2020, 1, 1), date(2023, 1, 15)
LAST = FIRST + timedelta(days=399)


def bought(symbol: str, quantity: float, on: date = FIRST) -> Transaction:
    return Transaction(on, TransactionKind.BUY, symbol, quantity=quantity, price=10.0)


def priced(engine: Engine, symbol: str, days: int, close: float, source: str = "yahoo") -> None:
    save_prices(engine, [PriceRecord(symbol, FIRST + timedelta(days=at), close) for at in range(days)], source)


@pytest.fixture
def mine(engine: Engine) -> str:
    """Ten LIVE worth 120 and ten DEAD that ended at 8."""
    priced(engine, "LIVE", 1111, 12.0)
    priced(engine, "DEAD", 400, 8.0)
    return save_portfolio(engine, Portfolio("", "Mine", "USD", (bought("LIVE", 10.0), bought("DEAD", 10.0))))


def value(engine: Engine, portfolio_id: str) -> Valuation:
    return valued(engine, portfolio_id, TODAY).valuation


@pytest.mark.parametrize(
    ("ending", "closing", "came_back"), [(Ending.SOLD, 120.0, 80.0), (Ending.WRITTEN_OFF, 120.0, 0.0)]
)
def test_it_is_sold_or_written_off_on_the_day_of_its_last_price(
    ending: Ending, closing: float, came_back: float, engine: Engine, mine: str
) -> None:
    before = value(engine, mine)
    assert (before.closing_value, before.closing_value_without_stale, before.complete) == (200.0, 120.0, False)
    settle(engine, mine, "DEAD", ending, TODAY)
    after = value(engine, mine)
    assert (after.closing_value, after.money.total_out, after.complete) == (closing, came_back, True)
    assert load_portfolio(engine, mine).transactions[-1].on == LAST
    assert after.select({"DEAD"}, "DEAD").returns.total == pytest.approx(came_back / 100.0 - 1.0)
    with pytest.raises(NotFound, match="DEAD"):
        settle(engine, mine, "DEAD", ending, TODAY)


def test_a_sale_follows_the_last_entry_and_the_units_of_a_split(engine: Engine) -> None:
    priced(engine, "DEAD", 400, 8.0)
    priced(engine, "LIVE", 1111, 12.0)
    split = Transaction(date(2021, 6, 1), TransactionKind.SPLIT, "DEAD", quantity=2.0)
    rows = (bought("DEAD", 10.0), bought("LIVE", 100.0), split)
    mine = save_portfolio(engine, Portfolio("", "Mine", "USD", rows))
    settle(engine, mine, "DEAD", Ending.SOLD, TODAY)
    sale = load_portfolio(engine, mine).transactions[-1]
    assert (sale.on, sale.quantity, sale.price) == (split.on, 20.0, 8.0)
    assert value(engine, mine).complete


def test_left_out_by_choice_and_counted_again(engine: Engine, mine: str) -> None:
    before = value(engine, mine)
    settle(engine, mine, "DEAD", Ending.LEFT_OUT, TODAY)
    after = value(engine, mine)
    assert [(one.symbol, one.reason) for one in after.unpriced] == [("DEAD", "left out by your own choice")]
    assert (after.closing_value, after.flows.amounts.tolist(), after.complete) == (120.0, [100.0], False)
    assert load_portfolio(engine, mine).left_out == {"DEAD"}
    assert save_portfolio(engine, load_portfolio(engine, mine)) == mine
    assert load_portfolio(engine, mine).left_out == {"DEAD"}
    settle(engine, mine, "DEAD", Ending.COUNTED, TODAY)
    assert value(engine, mine).closing_value == before.closing_value
    assert load_portfolio(engine, mine).version == 4


def test_a_new_price_counts_beside_all_that_was_known(engine: Engine, mine: str) -> None:
    give_price(engine, mine, "DEAD", date(2023, 1, 14), 1.5, TODAY)
    after = value(engine, mine)
    assert (after.closing_value, after.complete) == (135.0, True)
    assert after.holdings[1].price == 1.5
    (gap,) = after.holdings[1].gaps
    assert (gap.last_known, gap.until) == (LAST, date(2023, 1, 13))
    with pytest.raises(NotFound):
        give_price(engine, mine, "DEAD", date(2023, 1, 15), 1.0, TODAY)


@pytest.mark.parametrize("on", [date(2023, 1, 16), LAST])
def test_a_price_of_a_day_that_cannot_be_is_refused(on: date, engine: Engine, mine: str) -> None:
    with pytest.raises(InvalidSpecification, match="after 3 Feb 2021, the day of its last price, up to today"):
        give_price(engine, mine, "DEAD", on, 1.5, TODAY)


def test_the_sample_is_not_settled(sample_engine: Engine) -> None:
    with pytest.raises(Conflict, match="sample"):
        settle(sample_engine, "sample-60-40", "SPY", Ending.COUNTED, TODAY)
