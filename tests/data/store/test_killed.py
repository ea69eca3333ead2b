"""What is left when the process is killed in the middle of a write? Everything that was there, and nothing half."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.store.database import open_database
from data.store.portfolios import add_transactions, load_portfolio, save_portfolio
from data.store.prices import load_levels, save_history
from data.store.revision import revision
from tests.data.store.examples import buy, portfolio
from tests.data.store.test_prices import history

PROJECT = Path(__file__).parent.parent.parent.parent
KILLED_BEFORE_THE_COMMIT = """
import os, signal, sys
from sqlalchemy import event
from data.store.database import open_database
from data.store.portfolios import add_transactions
from data.store.prices import save_history
from tests.data.store.examples import buy
from tests.data.store.test_prices import history

url, work, portfolio_id = sys.argv[1:]
engine = open_database(url)

@event.listens_for(engine, "commit")
def die(connection):
    print("written", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if work == "import":
    add_transactions(engine, portfolio_id, [buy("NEW", day=day) for day in range(5000)])
else:
    save_history(engine, history(range(5000), scale=0.5), "yahoo")
"""


def killed(url: str, work: str, portfolio_id: str) -> None:
    """Runs the work in a process of its own that is killed after its last row and before its commit."""
    outcome = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_THE_COMMIT, url, work, portfolio_id],
        env={"PYTHONPATH": str(PROJECT), "YARDSTICK_SAMPLE": "off", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (outcome.returncode, outcome.stdout) == (-signal.SIGKILL, "written\n"), outcome.stderr


@pytest.fixture
def before(any_url: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str, int]:
    """A database with a portfolio of two rows and a price series: its address, the portfolio's id, the revision."""
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    engine = open_database(any_url)
    portfolio_id = save_portfolio(engine, portfolio(buy("A"), buy("B")))
    save_history(engine, history(range(100)), "yahoo")
    seen = revision(engine)
    engine.dispose()
    return any_url, portfolio_id, seen


def test_an_import_killed_half_way_never_was(before: tuple[str, str, int]) -> None:
    url, portfolio_id, seen = before
    killed(url, "import", portfolio_id)
    engine = open_database(url)
    assert [row.symbol for row in load_portfolio(engine, portfolio_id).transactions] == ["A", "B"]
    assert (load_portfolio(engine, portfolio_id).version, revision(engine)) == (1, seen)
    again = add_transactions(engine, portfolio_id, [buy("NEW", day=day) for day in range(5000)])
    assert (again.added, again.already_there) == (5000, 0)
    engine.dispose()


def test_a_refresh_killed_half_way_never_was(before: tuple[str, str, int]) -> None:
    url, portfolio_id, seen = before
    killed(url, "refresh", portfolio_id)
    engine = open_database(url)
    assert load_levels(engine)["ACME"].levels.tolist() == [100.0 + day for day in range(100)]
    assert revision(engine) == seen
    assert save_history(engine, history(range(5000), scale=0.5), "yahoo") == 5000
    engine.dispose()
