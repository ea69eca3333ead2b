"""Do the stored prices' splits reach the portfolios that lack them, on both databases?"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine

from core.portfolio import Portfolio
from core.transaction import AssetType, Transaction, TransactionKind
from core.valuation import value_portfolio
from data.market import as_of_date, exchange_rates, holding_levels
from data.missing_splits import suggested_splits
from data.sources.price_record import PriceHistory, PriceRecord, Split
from data.store.portfolios import add_transactions, load_portfolio, save_portfolio
from data.store.prices import delete_prices, load_splits, save_history, save_prices

FIRST, ON = date(2024, 1, 1), date(2024, 1, 21)
BOUGHT = Transaction(
    FIRST, TransactionKind.BUY, "ACME", "Acme", AssetType.STOCK, quantity=10.0, price=100.0, currency="USD"
)


def records(symbol: str = "ACME") -> tuple[PriceRecord, ...]:
    """25 a share in today's units, all the time."""
    return tuple(PriceRecord(symbol, FIRST + timedelta(days=at), 25.0, None, "USD") for at in range(60))


def fetched(engine: Engine) -> None:
    save_history(engine, PriceHistory("ACME", "USD", records(), splits=(Split(ON, 4.0),)), "yahoo")


def closing(engine: Engine, portfolio_id: str) -> float:
    held = load_portfolio(engine, portfolio_id)
    prices = holding_levels(engine, held)
    return value_portfolio(
        held, prices, exchange_rates(engine, held), as_of_date(held, prices, date(2024, 2, 29))
    ).closing_value


def test_the_row_is_suggested_added_and_then_no_longer_missing(any_engine: Engine) -> None:
    mine = save_portfolio(any_engine, Portfolio("", "Mine", "USD", (BOUGHT,)))
    fetched(any_engine)
    assert closing(any_engine, mine) == 250.0
    (found,) = suggested_splits(any_engine, [load_portfolio(any_engine, mine)])
    assert (found.portfolio_id, found.portfolio) == (mine, "Mine")
    assert found.row == Transaction(
        ON, TransactionKind.SPLIT, "ACME", "Acme", AssetType.STOCK, quantity=4.0, currency="USD"
    )
    assert add_transactions(any_engine, mine, [found.row]).added == 1
    assert suggested_splits(any_engine, [load_portfolio(any_engine, mine)]) == ()
    assert closing(any_engine, mine) == 1000.0


def test_the_sample_and_portfolios_without_such_trades_are_left_in_peace(sample_engine: Engine) -> None:
    fetched(sample_engine)
    sample = [load_portfolio(sample_engine, one) for one in ("sample-household", "sample-us-growth")]
    empty = Portfolio("none", "None", "USD")
    assert suggested_splits(sample_engine, [*sample, empty]) == ()


def test_only_the_prices_in_use_speak(engine: Engine) -> None:
    fetched(engine)
    assert load_splits(engine, ["ACME", "OTHER"]) == {"ACME": (Split(ON, 4.0),)}
    further = [*records(), PriceRecord("ACME", FIRST + timedelta(days=90), 25.0, None, "USD")]
    save_prices(engine, further, "upload")
    assert load_splits(engine, ["ACME"]) == {}
    delete_prices(engine, "ACME", "upload")
    assert load_splits(engine, ["ACME"]) == {"ACME": (Split(ON, 4.0),)}
