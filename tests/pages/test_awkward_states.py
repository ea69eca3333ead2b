"""What does every page say when there is little to tell? No traceback, no hole, no invented number, and the next step by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.sources.price_record import PriceHistory, PriceRecord, Split
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_history, save_prices
from tests.pages.page_reading import opened_page, words

FIRST, LAST, EARLY = date(2023, 1, 2), date(2024, 6, 28), date(2010, 1, 4)
PAGES = (
    "home",
    "portfolio_vs_benchmark",
    "hybrid_and_risk_free",
    "category",
    "attribution",
    "index_fit",
    "conventions",
)
BROKEN = re.compile(r"could not be drawn|Traceback|\bnan\b|\bNone\b|\binf\b|Error\b")


def bought(symbol: str, on: date = FIRST, kind: TransactionKind = TransactionKind.BUY) -> Transaction:
    return Transaction(on, kind, symbol, "", AssetType.STOCK, 100.0, price=50.0, currency="INR")


def priced(engine: Engine, symbol: str, since: date = FIRST) -> None:
    days = [since + timedelta(days=at) for at in range((LAST - since).days + 1)]
    save_prices(engine, [PriceRecord(symbol, on, 50 * 1.0003**at, None, "INR") for at, on in enumerate(days)], "test")


def nothing_bought(engine: Engine) -> tuple[Transaction, ...]:
    return ()


def no_prices(engine: Engine) -> tuple[Transaction, ...]:
    return (bought("NOWHERE"), bought("NEITHER"))


def some_prices(engine: Engine) -> tuple[Transaction, ...]:
    priced(engine, "ACME")
    return (bought("ACME"), bought("NOWHERE"))


def one_transaction(engine: Engine) -> tuple[Transaction, ...]:
    priced(engine, "ACME")
    return (bought("ACME"),)


def one_of_the_last_day(engine: Engine) -> tuple[Transaction, ...]:
    priced(engine, "ACME")
    return (bought("ACME", LAST),)


def all_sold(engine: Engine) -> tuple[Transaction, ...]:
    priced(engine, "ACME")
    return (bought("ACME"), bought("ACME", date(2023, 9, 1), TransactionKind.SELL))


def older_than_its_benchmark(engine: Engine) -> tuple[Transaction, ...]:
    priced(engine, "ACME", EARLY)
    return (bought("ACME", EARLY),)


STATES: MappingProxyType[str, tuple[Callable[[Engine], tuple[Transaction, ...]], str]] = MappingProxyType(
    {
        "nothing bought": (nothing_bought, "transactions"),
        "no prices": (no_prices, "prices"),
        "some prices": (some_prices, "NOWHERE"),
        "one transaction": (one_transaction, "Mine|Your|You"),
        "one transaction of the last day": (one_of_the_last_day, "Mine|Your|You|28 Jun 2024"),
        "all sold": (all_sold, "sold|got|Mine|Your|You"),
        "older than its benchmark": (older_than_its_benchmark, "31 Dec 2014|Since|since"),
    }
)


def stored(engine: Engine, state: str) -> str:
    rows, _ = STATES[state]
    return save_portfolio(engine, Portfolio("", f"Mine, {state}", "INR", rows(engine)))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_words_for_it(own_store: Engine, page: str, state: str) -> None:
    app = opened_page(page, portfolio=stored(own_store, state))
    assert not app.exception
    said = words(app)
    assert re.search(f"{STATES[state][1]}|cannot be shown yet", said), said
    assert not BROKEN.search(said), said


@pytest.mark.parametrize("page", PAGES)
def test_a_split_that_only_the_prices_know_is_told_before_the_value_is_believed(own_store: Engine, page: str) -> None:
    known = tuple(PriceRecord("ACME", FIRST + timedelta(days=at), 12.5, None, "INR") for at in range(540))
    history = PriceHistory("ACME", "INR", known, splits=(Split(date(2023, 6, 1), 4.0),))
    save_history(own_store, history, "yahoo")
    mine = save_portfolio(own_store, Portfolio("", "Mine", "INR", (bought("ACME"),)))
    app = opened_page(page, portfolio=mine)
    assert not app.exception
    assert "Your transactions lack 1 split" in words(app)
    assert "ACME 4 for 1 on 1 Jun 2023" in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_without_any_portfolio_the_next_step_is_named(empty_store: Engine, page: str) -> None:
    app = opened_page(page)
    assert not app.exception
    assert "Your Data" in words(app) or "your data" in words(app).lower()


@pytest.mark.parametrize("page", PAGES)
def test_an_address_of_somewhere_else_opens_the_page_all_the_same(own_store: Engine, page: str) -> None:
    app = opened_page(page, portfolio="nobody", benchmark="^NOTHING", range="XYZ", rate="much", currency="???")
    assert not app.exception
    assert not BROKEN.search(words(app))
    assert "nobody" in words(app) or "address" in words(app)
