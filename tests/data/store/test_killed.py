"""What is left when the process is killed in the middle of a write? Everything that was there, and nothing half."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.benchmark.kinds import BenchmarkKind
from core.index.constituents import Constituent, ConstituentList
from data import benchmark_library as library
from data.sample.peers import sample_peers
from data.sample.portfolios import sample_portfolios
from data.store.benchmarks.benchmarks import load_records
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.database import open_database
from data.store.index.constituents import load_constituents, save_constituents
from data.store.peers.rows import load_peer_rows
from data.store.portfolios.portfolios import add_transactions, list_portfolios, load_portfolio, save_portfolio
from data.store.prices.histories import load_levels, save_history
from data.store.revision import revision
from tests.data.store.examples import buy, portfolio
from tests.data.store.prices.test_histories import history

PROJECT = Path(__file__).parent.parent.parent.parent
KILLED_BEFORE_THE_COMMIT = """
import os, signal, sys
from dataclasses import replace
from datetime import date, timedelta
from sqlalchemy import event
from core.benchmark.kinds import BenchmarkKind
from core.market.levels import Basis
from data import benchmark_library as library
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.index.constituents import save_constituents
from data.store.database import open_database
from data.store.benchmarks.imported_returns import put_returns
from data.store.portfolios.portfolios import add_transactions
from data.store.prices.histories import save_history, save_prices
from tests.data.store.examples import buy
from tests.data.store.test_killed import blend, members
from tests.data.store.prices.test_histories import history, record

url, work, given, commits = sys.argv[1:]
engine = open_database(url)
left = [int(commits)]

@event.listens_for(engine, "commit")
def die(connection):
    left[0] -= 1
    if left[0] == 0:
        print("written", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

days = [date(2020, 1, 1) + timedelta(day) for day in range(3000)]
match work:
    case "import":
        add_transactions(engine, given, [buy("NEW", day=day) for day in range(5000)])
    case "refresh":
        save_history(engine, history(range(5000), scale=0.5), "yahoo")
    case "refresh of two":
        save_history(engine, history(range(5000), scale=0.5), "yahoo")
        save_prices(engine, [record(day, 1.0 + day, symbol="OTHER") for day in range(5000)], "yahoo")
    case "create":
        library.create(engine, [blend("New"), blend("Newer")])
    case "create imported":
        record = BenchmarkRecord("", "Own returns", BenchmarkKind.IMPORTED, "USD", basis=Basis.TOTAL)
        library.create_imported(engine, record, dict.fromkeys(days, 0.001))
    case "replace":
        library.change(engine, [(given, lambda before: replace(blend("Changed", 0.9), id=before.id))])
    case "delete":
        library.delete(engine, given, force=True)
    case "constituents":
        save_constituents(engine, members("NEW", 500))
"""


FIRST_START_KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from data.store.database import open_database

left = [int(sys.argv[2])]

@event.listens_for(Engine, "commit")
def die(connection):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

open_database(sys.argv[1])
"""


def blend(name: str, weight: float = 0.6) -> BenchmarkRecord:
    parts = (Part("SPY", weight), Part("AGG", 1.0 - weight))
    return BenchmarkRecord("", name, BenchmarkKind.BLENDED, "USD", intervals=(Interval(None, parts),))


def members(prefix: str, count: int) -> ConstituentList:
    return ConstituentList("SPY", None, tuple(Constituent(f"{prefix}{one}") for one in range(count)))


def killed(program: str, *arguments: str, sample: str = "off") -> str:
    """Runs a program in a process of its own that kills itself; what it said before."""
    outcome = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={"PYTHONPATH": str(PROJECT), "YARDSTICK_SAMPLE": sample, "PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert outcome.returncode == -signal.SIGKILL, outcome.stderr
    return outcome.stdout


def killed_at_work(url: str, work: str, given: str = "", commits: int = 1) -> None:
    """The work is killed after its last row and before its commit, or a later one."""
    assert killed(KILLED_BEFORE_THE_COMMIT, url, work, given, str(commits)) == "written\n"


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
    killed_at_work(url, "import", portfolio_id)
    engine = open_database(url)
    assert [row.symbol for row in load_portfolio(engine, portfolio_id).transactions] == ["A", "B"]
    assert (load_portfolio(engine, portfolio_id).version, revision(engine)) == (1, seen)
    again = add_transactions(engine, portfolio_id, [buy("NEW", day=day) for day in range(5000)])
    assert (again.added, again.already_there) == (5000, 0)
    engine.dispose()


def test_a_refresh_killed_half_way_never_was(before: tuple[str, str, int]) -> None:
    url, portfolio_id, seen = before
    killed_at_work(url, "refresh", portfolio_id)
    engine = open_database(url)
    assert load_levels(engine)["ACME"].levels.tolist() == [100.0 + day for day in range(100)]
    assert revision(engine) == seen
    assert save_history(engine, history(range(5000), scale=0.5), "yahoo") == 5000
    engine.dispose()


def test_a_refresh_of_two_symbols_killed_in_the_second_keeps_the_first(before: tuple[str, str, int]) -> None:
    url, _, seen = before
    killed_at_work(url, "refresh of two", commits=2)
    engine = open_database(url)
    assert load_levels(engine)["ACME"].levels.size == 5000
    assert "OTHER" not in load_levels(engine)
    assert revision(engine) == seen + 1
    engine.dispose()


@pytest.mark.parametrize("work", ["create", "create imported", "replace", "delete", "constituents"])
def test_an_edit_of_the_library_killed_half_way_never_was(
    work: str, any_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    engine = open_database(any_url)
    (mine,) = library.create(engine, [blend("Mine")])
    save_constituents(engine, members("OLD", 3))
    stood, seen = load_records(engine), revision(engine)
    engine.dispose()
    killed_at_work(any_url, work, mine.id)
    engine = open_database(any_url)
    assert load_records(engine) == stood
    assert load_constituents(engine, "SPY") == members("OLD", 3)
    assert revision(engine) == seen
    library.change(engine, [(mine.id, lambda record: replace(record, name="Still mine"))])
    assert load_records(engine)[mine.id].name == "Still mine"
    engine.dispose()


@pytest.mark.parametrize("commits", [1, 2, 3])
def test_a_first_start_killed_half_way_is_made_good_by_the_next(any_url: str, commits: int) -> None:
    """The schema, the sample portfolios, the sample investors: each is there whole or not at all."""
    killed(FIRST_START_KILLED, any_url, str(commits), sample="on")
    engine = open_database(any_url)
    assert {one.id for one in list_portfolios(engine)} == {one.id for one in sample_portfolios()}
    assert len(load_peer_rows(engine).investors) == len(sample_peers())
    engine.dispose()
