"""Does the store take everything that is read, and does the same file read again add nothing?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from data.importers.export import export_transactions
from data.importers.formats.recognise import read_transactions
from data.store.database import open_database
from data.store.portfolios.portfolios import add_deposits, add_transactions, load_portfolio, save_portfolio
from data.store.prices.histories import save_prices
from tests.data.importers.test_hostile_files import REAL as ALL_REAL
from tests.data.importers.test_hostile_files import SMALL
from tests.real_data import real_file

FILES = [name for name in SMALL if name not in ("mapped", "workbook", "prices")]
REAL = [name for name in ALL_REAL["transactions"] if name.startswith("transactions/")]
REAL.append("transactions/india_zerodha_coin_sample.csv")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    engine = open_database(f"sqlite:///{tmp_path / 'yardstick.sqlite3'}")
    save_portfolio(engine, Portfolio("mine", "Mine", "EUR"))
    yield engine
    engine.dispose()


def import_it(store: Engine, content: bytes) -> tuple[int, int]:
    """Reads and stores a file; how many transactions and deposits were new."""
    reading = read_transactions(content, "x").in_base("EUR")
    save_prices(store, reading.prices, "upload")
    return add_transactions(store, "mine", reading.transactions).added, add_deposits(
        store, "mine", reading.deposits
    ).added


def check_twice(store: Engine, content: bytes) -> None:
    reading = read_transactions(content, "x")
    assert import_it(store, content) == (len(reading.transactions), len(reading.deposits))
    assert import_it(store, content) == (0, 0)
    assert len(load_portfolio(store, "mine").transactions) == len(reading.transactions)


@pytest.mark.parametrize("name", FILES)
def test_small_files(store: Engine, name: str) -> None:
    check_twice(store, SMALL[name])


@pytest.mark.parametrize("name", REAL)
def test_real_files(store: Engine, name: str) -> None:
    check_twice(store, real_file(name).read_bytes())


def test_what_was_stored_leaves_and_comes_back_without_adding(store: Engine) -> None:
    import_it(store, real_file("transactions/portfolio_performance_kommer.xml").read_bytes())
    kept = load_portfolio(store, "mine").transactions
    assert read_transactions(export_transactions(kept), "x").transactions == kept
    assert import_it(store, export_transactions(kept)) == (0, 0)
