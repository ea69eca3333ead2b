"""Do the stored prices' splits reach the portfolios that lack them, on both databases?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import FROM_PRICES, AssetType, Transaction, TransactionKind
from data.price_record import PriceRecord
from data.sources.delivery import PriceHistory, Split
from data.store.portfolios.portfolios import add_transactions, delete_splits_of_prices, load_portfolio, save_portfolio
from data.store.prices.histories import delete_prices, load_splits, save_history, save_prices
from studies.splits import SuggestedSplit, added_splits, suggested_splits
from studies.valued import valued

FIRST, ON = date(2024, 1, 1), date(2024, 1, 21)
BOUGHT = Transaction(
    FIRST, TransactionKind.BUY, "ACME", "Acme", AssetType.STOCK, quantity=10.0, price=100.0, currency="USD"
)


def records(symbol: str = "ACME") -> tuple[PriceRecord, ...]:
    """25 a share in today's units, all the time."""
    return tuple(PriceRecord(symbol, FIRST + timedelta(days=at), 25.0, None, "USD") for at in range(60))


def fetched(engine: Engine) -> None:
    save_history(engine, PriceHistory("ACME", "USD", records(), splits=(Split(ON, 4.0),)), "yahoo")


def suggested(engine: Engine, portfolio_id: str) -> SuggestedSplit:
    (found,) = suggested_splits(engine, [load_portfolio(engine, portfolio_id)])
    return found


def added(engine: Engine, *rows: Transaction) -> tuple[str, Transaction]:
    """A portfolio of these rows with the one split that its prices know, as it was added."""
    mine = save_portfolio(engine, Portfolio("", "Mine", "USD", rows))
    row = suggested(engine, mine).row
    assert add_transactions(engine, mine, [row]).added == 1
    return mine, row


def closing(engine: Engine, portfolio_id: str) -> float:
    return valued(engine, portfolio_id, date(2024, 2, 29)).valuation.closing_value


def test_the_row_is_suggested_added_and_then_no_longer_missing(any_engine: Engine) -> None:
    mine = save_portfolio(any_engine, Portfolio("", "Mine", "USD", (BOUGHT,)))
    fetched(any_engine)
    assert closing(any_engine, mine) == 250.0
    found = suggested(any_engine, mine)
    assert (found.portfolio_id, found.portfolio) == (mine, "Mine")
    assert found.row == Transaction(
        ON, TransactionKind.SPLIT, "ACME", "Acme", AssetType.STOCK, quantity=4.0, currency="USD", reference=FROM_PRICES
    )
    assert add_transactions(any_engine, mine, [found.row]).added == 1
    assert suggested_splits(any_engine, [load_portfolio(any_engine, mine)]) == ()
    assert closing(any_engine, mine) == 1000.0


@pytest.mark.parametrize(
    "own_row",
    [
        Transaction(ON, TransactionKind.SPLIT, "ACME", quantity=4.0, currency="USD", reference="77"),
        Transaction(date(2024, 2, 20), TransactionKind.SPLIT, "ACME", quantity=4.0, currency="USD"),
        Transaction(date(2024, 1, 24), TransactionKind.BONUS, "ACME", quantity=30.0, currency="USD"),
    ],
)
def test_a_row_of_the_brokers_own_takes_the_place_of_the_suggested_one(
    any_engine: Engine, own_row: Transaction
) -> None:
    fetched(any_engine)
    mine, _ = added(any_engine, BOUGHT)
    add_transactions(any_engine, mine, [BOUGHT, own_row])
    assert load_portfolio(any_engine, mine).transactions == (BOUGHT, own_row)
    assert closing(any_engine, mine) == 1000.0


def test_the_same_file_again_leaves_an_added_split_of_the_same_ratio(any_engine: Engine) -> None:
    own_row = Transaction(FIRST - timedelta(days=400), TransactionKind.SPLIT, "ACME", quantity=4.0, currency="USD")
    fetched(any_engine)
    mine, row = added(any_engine, own_row, BOUGHT)
    assert add_transactions(any_engine, mine, [own_row, BOUGHT]).added == 0
    assert load_portfolio(any_engine, mine).transactions == (own_row, BOUGHT, row)


def test_what_was_added_is_taken_out_again(any_engine: Engine) -> None:
    fetched(any_engine)
    mine, row = added(any_engine, BOUGHT)
    assert [one.row for one in added_splits([load_portfolio(any_engine, mine)])] == [row]
    assert delete_splits_of_prices(any_engine, mine) == 1
    assert load_portfolio(any_engine, mine).transactions == (BOUGHT,)
    assert delete_splits_of_prices(any_engine, mine) == 0


def test_a_fall_on_the_day_of_the_split_leaves_adjusted_prices_alone(engine: Engine) -> None:
    """Once the split is there as the prices reported it, a fall of a tenth beside 6 for 5 is no jump to be taken out."""
    falling = tuple(replace(one, close=50.0 if one.on < ON else 45.0) for one in records())
    save_history(engine, PriceHistory("ACME", "USD", falling, splits=(Split(ON, 1.2),)), "yahoo")
    mine, _ = added(engine, replace(BOUGHT, price=60.0))
    found = valued(engine, mine, date(2024, 2, 29)).valuation
    assert (found.values[0], found.closing_value) == (600.0, 540.0)


def test_a_split_that_only_the_prices_paid_imply(engine: Engine) -> None:
    rows = tuple(replace(BOUGHT, on=FIRST + timedelta(days=at), price=250.0) for at in (0, 5, 9))
    mine = save_portfolio(engine, Portfolio("", "Mine", "USD", rows))
    save_prices(engine, records(), "upload")
    found = suggested(engine, mine)
    assert (found.reported, found.row.quantity, found.row.on) == (False, 10.0, date(2024, 1, 11))
    add_transactions(engine, mine, [found.row])
    assert suggested_splits(engine, [load_portfolio(engine, mine)]) == ()
    assert closing(engine, mine) == 7500.0


def test_the_sample_and_portfolios_without_such_trades_are_left_in_peace(sample_engine: Engine) -> None:
    fetched(sample_engine)
    sample = [load_portfolio(sample_engine, one) for one in ("sample-household", "sample-us-growth")]
    empty = Portfolio("none", "None", "USD")
    invented = Portfolio("invented", "Invented", "USD", (BOUGHT,), simulated=True)
    assert suggested_splits(sample_engine, [*sample, empty, invented]) == ()


def test_only_the_prices_in_use_speak(engine: Engine) -> None:
    fetched(engine)
    assert load_splits(engine, ["ACME", "OTHER"]) == {"ACME": (Split(ON, 4.0),)}
    further = [*records(), PriceRecord("ACME", FIRST + timedelta(days=90), 25.0, None, "USD")]
    save_prices(engine, further, "upload")
    assert load_splits(engine, ["ACME"]) == {}
    delete_prices(engine, "ACME", "upload")
    assert load_splits(engine, ["ACME"]) == {"ACME": (Split(ON, 4.0),)}
