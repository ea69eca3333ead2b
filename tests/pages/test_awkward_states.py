"""What does every page say when there is little to tell? No traceback, no hole, no invented number, and the next step by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType

import pytest
from sqlalchemy import Engine

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.price_record import PriceRecord
from data.sources.delivery import PriceHistory, Split
from data.store.prices.histories import save_history
from tests.pages import own_portfolio
from tests.pages.own_portfolio import FIRST, stored
from tests.pages.page_reading import opened_page, words

LAST, EARLY = date(2024, 6, 28), date(2010, 1, 4)
PAGES = (
    *("home", "portfolio_vs_benchmark", "hybrid_and_risk_free", "category", "attribution", "index_fit", "conventions"),
)
BROKEN = re.compile(r"could not be drawn|Traceback|\bnan\b|\bNone\b|\binf\b|Error\b")


bought = partial(own_portfolio.bought, currency="INR", asset_type=AssetType.STOCK)
priced = partial(own_portfolio.priced, last=LAST, rise=0.0003, currency="INR")


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
    sale = replace(bought("ACME"), on=date(2023, 9, 1), kind=TransactionKind.SELL)
    return (bought("ACME"), sale)


def older_than_its_benchmark(engine: Engine) -> tuple[Transaction, ...]:
    priced(engine, "ACME", EARLY)
    return (bought("ACME", EARLY),)


def lost(engine: Engine) -> tuple[Transaction, ...]:
    """Everything was sold for nothing."""
    priced(engine, "ACME")
    return (bought("ACME"), replace(bought("ACME"), on=date(2023, 9, 1), kind=TransactionKind.SELL, price=0.0))


def lost_and_bought_again(engine: Engine) -> tuple[Transaction, ...]:
    return (*lost(engine), replace(bought("ACME"), on=date(2024, 1, 5)))


def vested_in_other_letters(engine: Engine) -> tuple[Transaction, ...]:
    priced(engine, "ACME")
    return (replace(bought("acme"), kind=TransactionKind.RSU_VEST, price=None),)


STATES: MappingProxyType[str, tuple[Callable[[Engine], tuple[Transaction, ...]], str]] = MappingProxyType(
    {
        "nothing bought": (nothing_bought, "transactions"),
        "no prices": (no_prices, "prices"),
        "some prices": (some_prices, "NOWHERE"),
        "one transaction": (one_transaction, "Mine|Your|You"),
        "one transaction of the last day": (one_of_the_last_day, "Mine|Your|You|28 Jun 2024"),
        "all sold": (all_sold, "sold|got|Mine|Your|You"),
        "lost": (lost, "lost|sold|Mine|Your|You"),
        "lost and bought again": (lost_and_bought_again, "lost|Mine|Your|You"),
        "vested in other letters": (vested_in_other_letters, "Mine|Your|You"),
        "older than its benchmark": (older_than_its_benchmark, "31 Dec 2014|Since|since"),
    }
)


@pytest.mark.parametrize("state", STATES)
def test_every_page_has_words_for_it(own_store: Engine, state: str) -> None:
    rows, told = STATES[state]
    mine = stored(own_store, *rows(own_store), name=f"Mine, {state}", currency="INR")
    for page in PAGES:
        said = words(opened_page(page, portfolio=mine, benchmark="^NSEI"))
        assert re.search(f"{told}|cannot be shown yet", said), (page, said)
        assert not BROKEN.search(said), (page, said)


def test_where_its_prices_came_from_and_what_was_lost_is_told(own_store: Engine) -> None:
    """``acme`` is held and ``ACME`` priced; ten units were given up for nothing."""
    vested = stored(own_store, *vested_in_other_letters(own_store), name="Vested", currency="INR")
    gone = stored(own_store, *lost(own_store), name="Lost", currency="INR")
    said = words(opened_page("portfolio_vs_benchmark", portfolio=vested))
    assert "acme is valued at the prices stored as ACME" in said
    assert "Units of acme came or went without a price" in said
    said = words(opened_page("portfolio_vs_benchmark", portfolio=gone, benchmark="^NSEI"))
    assert "got ₹0 back: a loss of ₹5,000" in said
    assert "The months cannot be shown yet. Lost lost everything on 1 Sep 2023" in said
    assert "The comparison cannot be shown" not in said


def test_a_split_that_only_the_prices_know_is_told_before_the_value_is_believed(own_store: Engine) -> None:
    known = tuple(PriceRecord("ACME", FIRST + timedelta(days=at), 12.5, None, "INR") for at in range(540))
    history = PriceHistory("ACME", "INR", known, splits=(Split(date(2023, 6, 1), 4.0),))
    save_history(own_store, history, "yahoo")
    mine = stored(own_store, bought("ACME"), currency="INR")
    for page in PAGES:
        said = words(opened_page(page, portfolio=mine))
        assert "Your transactions lack 1 split" in said, page
        assert "ACME 4 for 1 on 1 Jun 2023" in said, page


def test_what_is_spelled_otherwise_than_its_prices_is_told_so(own_store: Engine) -> None:
    priced(own_store, "ACME")
    mine = stored(own_store, bought("ACME"), bought("acme."), currency="INR")
    assert "no prices, but there are some for ACME" in words(opened_page("portfolio_vs_benchmark", portfolio=mine))


def test_without_any_portfolio_the_next_step_is_named(empty_store: Engine) -> None:
    for page in PAGES:
        said = words(opened_page(page))
        assert ("Nothing to look at yet" if page == "index_fit" else "No portfolio yet") in said, page
        assert "your data" in said.lower(), page
