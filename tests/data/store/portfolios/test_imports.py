"""Does a file land whole or not at all, and does its second coming add nothing?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from core.errors import Conflict
from core.ledger.deposits import Deposit, DepositKind
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import Basis
from data.price_record import PriceRecord
from data.store.portfolios.imports import save_import
from data.store.portfolios.portfolios import list_portfolios, load_portfolio
from data.store.prices.histories import load_levels, save_prices
from data.store.revision import revision

BUY = Transaction(date(2024, 1, 2), TransactionKind.BUY, "ACME", quantity=3, price=10.0, currency="USD")
DEPOSIT = Deposit(DepositKind.FIXED_DEPOSIT, "Five years", 1_000, 0.07, date(2024, 1, 1), date(2029, 1, 1), "USD")
PRICE = PriceRecord("ACME", date(2024, 1, 2), 10.0, None, "USD")


def test_a_file_lands_whole(any_engine: Engine) -> None:
    new, outcome = save_import(any_engine, Portfolio("", "Mine", "USD"), [BUY, BUY], [DEPOSIT], [PRICE])
    stored = load_portfolio(any_engine, new)
    assert (outcome.added, outcome.already_there) == (3, 0)
    assert stored.transactions == (BUY, BUY)
    assert stored.deposits == (DEPOSIT,)
    assert load_levels(any_engine, ["ACME"], Basis.PRICE)["ACME"].levels.tolist() == [10.0]


def test_the_same_file_again_adds_nothing(any_engine: Engine) -> None:
    new, _ = save_import(any_engine, Portfolio("", "Mine", "USD"), [BUY, BUY], [DEPOSIT], [PRICE])
    version = load_portfolio(any_engine, new).version
    again, outcome = save_import(any_engine, Portfolio(new, "Mine", "USD"), [BUY, BUY], [DEPOSIT], [PRICE])
    assert again == new
    assert (outcome.added, outcome.already_there) == (0, 3)
    assert load_portfolio(any_engine, new).version == version


def test_what_fails_at_the_end_leaves_nothing_behind(any_engine: Engine) -> None:
    save_prices(any_engine, [PriceRecord("ACME", date(2024, 1, 2), 900.0, None, "INR")], "upload")
    before = revision(any_engine)
    with pytest.raises(Conflict):
        save_import(any_engine, Portfolio("", "Mine", "USD"), [BUY], [DEPOSIT], [PRICE])
    assert list_portfolios(any_engine) == ()
    assert load_levels(any_engine, ["ACME"], Basis.PRICE)["ACME"].currency == "INR"
    assert revision(any_engine) == before


def test_another_spelling_of_the_symbols_adds_nothing(any_engine: Engine) -> None:
    """Once as the broker names them, once as Yahoo does; a later row takes the spelling that stands."""
    broker = [replace(BUY, reference="T1"), replace(BUY, symbol="OTHER", reference="T2")]
    later = replace(BUY, on=date(2024, 2, 1), symbol="ACME.NS", reference="T3")
    yahoo = [replace(one, symbol=f"{one.symbol}.NS") for one in broker]
    new, _ = save_import(any_engine, Portfolio("", "Mine", "USD"), broker)
    _, outcome = save_import(any_engine, Portfolio(new, "Mine", "USD"), [*yahoo, later])
    assert (outcome.added, outcome.already_there) == (1, 2)
    assert [row.symbol for row in load_portfolio(any_engine, new).transactions] == ["ACME", "OTHER", "ACME"]


def test_two_securities_under_one_order_stay_two(any_engine: Engine) -> None:
    rows = [replace(BUY, reference="O1"), replace(BUY, symbol="OTHER", reference="O1")]
    new, _ = save_import(any_engine, Portfolio("", "Mine", "USD"), rows)
    _, outcome = save_import(any_engine, Portfolio(new, "Mine", "USD"), rows)
    assert (outcome.added, outcome.already_there) == (0, 2)
