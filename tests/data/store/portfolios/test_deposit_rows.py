"""Do a deposit's changed rates and its early closing come back, and does what is told later join what was known?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from alembic import command
from sqlalchemy import Engine, func, select, text

from core.errors import Conflict, NotFound
from core.ledger.dated_rates import RateChange
from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.portfolio import Portfolio
from data.store.connection import WRITES, database_url, engine_for
from data.store.database import open_database
from data.store.migration import alembic_config
from data.store.portfolios.portfolios import (
    ImportOutcome,
    add_deposits,
    change_deposit,
    delete_portfolio,
    load_portfolio,
    remove_deposit,
    save_portfolio,
)
from data.store.schema import deposit_rates
from tests.data.store.examples import DEPOSIT

CHANGES = (RateChange(date(2021, 4, 1), -0.001), RateChange(date(2022, 4, 1), 0.0715))
CLOSING = {"closed_on": date(2023, 6, 30), "closed_rate": 0.0625, "penalty": 0.005}
CLOSED = replace(DEPOSIT, rate_changes=CHANGES, **CLOSING)
PPF = Deposit(DepositKind.PPF, "PPF", 150_000.0, 0.08, date(2019, 4, 1), date(2034, 4, 1), compounding=Payout.ANNUALLY)


def stored(engine: Engine, *deposits: Deposit) -> str:
    return save_portfolio(engine, Portfolio("", "Mine", "INR", (), deposits))


def rates_stored(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(deposit_rates)) or 0


def test_changed_rates_and_closings_come_back(any_engine: Engine) -> None:
    mine = stored(any_engine, PPF, CLOSED, replace(CLOSED, name="Another"))
    assert load_portfolio(any_engine, mine).deposits == (PPF, CLOSED, replace(CLOSED, name="Another"))
    assert rates_stored(any_engine) == 4
    delete_portfolio(any_engine, mine)
    assert rates_stored(any_engine) == 0


def test_the_rhythm_of_a_fund_comes_back_and_tells_it_from_its_namesake(any_engine: Engine) -> None:
    monthly = replace(PPF, amount=12_500.0, instalments=Payout.MONTHLY)
    once, epf = replace(monthly, instalments=Payout.NONE), replace(PPF, kind=DepositKind.EPF, start=date(2020, 1, 1))
    mine = stored(any_engine, monthly, once, epf)
    assert load_portfolio(any_engine, mine).deposits == (monthly, once, epf)
    assert add_deposits(any_engine, mine, [once, epf, monthly]) == ImportOutcome(0, 3)


def test_what_became_of_a_deposit_joins_the_one_that_is_there(any_engine: Engine) -> None:
    mine = stored(any_engine, DEPOSIT, PPF)
    assert add_deposits(any_engine, mine, [replace(DEPOSIT, **CLOSING), PPF]) == ImportOutcome(1, 1)
    assert add_deposits(any_engine, mine, [replace(DEPOSIT, rate_changes=CHANGES)]) == ImportOutcome(1, 0)
    assert load_portfolio(any_engine, mine).deposits == (PPF, CLOSED)
    version = load_portfolio(any_engine, mine).version
    assert add_deposits(any_engine, mine, [DEPOSIT, CLOSED, PPF]).added == 1  # a second one of equal terms
    assert add_deposits(any_engine, mine, [DEPOSIT, CLOSED, PPF]).added == 0
    assert load_portfolio(any_engine, mine).version == version + 1


def test_the_older_file_read_again_takes_nothing_back(engine: Engine) -> None:
    mine = stored(engine, CLOSED)
    assert add_deposits(engine, mine, [DEPOSIT]) == ImportOutcome(0, 1)
    assert load_portfolio(engine, mine).deposits == (CLOSED,)


def test_terms_are_changed_in_place_and_taken_out(any_engine: Engine) -> None:
    mine = stored(any_engine, DEPOSIT, DEPOSIT, PPF)
    longer = replace(DEPOSIT, maturity=date(2026, 1, 1))
    change_deposit(any_engine, mine, DEPOSIT, longer)
    change_deposit(any_engine, mine, DEPOSIT, longer)
    change_deposit(any_engine, mine, longer, CLOSED)
    loaded = load_portfolio(any_engine, mine)
    assert (loaded.deposits, loaded.version) == ((PPF, CLOSED, longer), 4)
    change_deposit(any_engine, mine, CLOSED, DEPOSIT)  # it was no early closing
    remove_deposit(any_engine, mine, longer)
    assert load_portfolio(any_engine, mine).deposits == (PPF, DEPOSIT)
    assert rates_stored(any_engine) == 0


def test_what_is_gone_or_nobodys_is_refused(engine: Engine) -> None:
    mine = stored(engine, PPF)
    with pytest.raises(Conflict, match="changed in the meantime"):
        change_deposit(engine, mine, DEPOSIT, CLOSED)
    with pytest.raises(Conflict, match="changed in the meantime"):
        remove_deposit(engine, mine, DEPOSIT)
    with pytest.raises(NotFound):
        remove_deposit(engine, "nobody", PPF)
    sample = save_portfolio(engine, Portfolio("", "Sample", "INR", (), (PPF,), simulated=True))
    with pytest.raises(Conflict, match="sample data"):
        remove_deposit(engine, sample, PPF)


def test_deposits_of_an_older_database_are_neither_closed_nor_changed(
    any_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    engine = engine_for(database_url(any_url))
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        connection.execute(text("INSERT INTO portfolios VALUES ('p', 'P', 'INR', NULL, false, 1, '2024-01-01')"))
        row = "(1, 'p', 'f', 'PPF', 'PPF', 150000, 0.08, '2019-04-01', '2034-04-01', 'INR', 'ANNUALLY', 'NONE')"
        connection.execute(text(f"INSERT INTO deposits VALUES {row}"))
    engine.dispose()
    engine = open_database(any_url)
    assert load_portfolio(engine, "p").deposits == (PPF,)
    engine.dispose()
