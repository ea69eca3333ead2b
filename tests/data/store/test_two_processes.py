"""Do several programs on one database get along? Starts, imports, edits and reads at the same moment: nothing lost, nothing locked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data import benchmark_library as library
from data.sample.peers import sample_peers
from data.sample.portfolios import sample_portfolios
from data.store.benchmarks.benchmarks import load_records
from data.store.database import open_database
from data.store.peers.investors import delete_investor
from data.store.portfolios.portfolios import list_portfolios, load_portfolio, save_portfolio
from data.store.revision import revision
from studies.peers import peer_universe
from tests.data.store.examples import buy, portfolio
from tests.data.store.test_killed import blend

PROJECT = Path(__file__).parent.parent.parent.parent
BEGIN = """
import sys, time
from dataclasses import replace
from pathlib import Path
from core.errors import Conflict
from data import benchmark_library as library
from data.store.database import open_database
from data.store.portfolios.portfolios import add_transactions, load_portfolio, save_portfolio
from tests.data.store.examples import buy
url, given, who = sys.argv[1:]
engine = open_database(url)
print("ready", flush=True)
sys.stdin.readline()
"""
IMPORT = """
for turn in range(20):
    add_transactions(engine, given, [buy(f"{who}{turn}", day=day) for day in range(25)])
print("done")
"""
RENAME = """
kept = 0
for turn in range(20):
    seen = load_portfolio(engine, given)
    try:
        save_portfolio(engine, replace(seen, name=f"{who} {turn}"))
        kept += 1
    except Conflict:
        pass
print(kept)
"""
EDIT = """
def heavier(before):
    first = before.intervals[0]
    moved = round(first.parts[0].weight + 0.01, 6)
    parts = (replace(first.parts[0], weight=moved), replace(first.parts[1], weight=round(1 - moved, 6)))
    return replace(before, intervals=(replace(first, parts=parts),))

for _ in range(15):
    library.change(engine, [(given, heavier)])
print("done")
"""
READ = """
seen = 0
for _ in range(60):
    one = load_portfolio(engine, given)
    assert len(one.transactions) % 25 == 0, "half an import was seen"
    assert len(one.transactions) >= seen, "what was there is gone"
    seen = len(one.transactions)
print("done")
"""


def together(url: str, given: str, *scripts: str, sample: str = "off") -> list[str]:
    """Runs the scripts in processes of their own that begin at the same moment; what each said last."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", BEGIN + script, url, given, f"p{number}-"],
            env={"PYTHONPATH": str(PROJECT), "YARDSTICK_SAMPLE": sample, "PATH": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number, script in enumerate(scripts)
    ]
    for process in running:
        process.stdout.readline()
    answers = [process.communicate("go\n", timeout=300) for process in running]
    assert [process.returncode for process in running] == [0] * len(running), answers
    return [said.strip() for said, _ in answers]


@pytest.fixture
def own(any_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with the schema and nothing else."""
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    open_database(any_url).dispose()
    return any_url


def test_first_starts_at_the_same_moment_give_the_sample_once(any_url: str) -> None:
    together(any_url, "", "", "", "", sample="on")
    engine = open_database(any_url)
    assert sorted(one.id for one in list_portfolios(engine)) == sorted(one.id for one in sample_portfolios())
    assert len(peer_universe(engine).investors) == len(sample_peers())
    for one in sample_portfolios():
        assert len(load_portfolio(engine, one.id).transactions) == len(one.transactions)
    engine.dispose()


def test_imports_side_by_side_all_land_while_others_read(own: str) -> None:
    engine = open_database(own)
    portfolio_id = save_portfolio(engine, portfolio())
    before = revision(engine)
    assert together(own, portfolio_id, IMPORT, IMPORT, READ) == ["done"] * 3
    stored = load_portfolio(engine, portfolio_id)
    assert len(stored.transactions) == len({(one.symbol, one.on) for one in stored.transactions}) == 2 * 20 * 25
    assert revision(engine) == before + 2 * 20
    engine.dispose()


def test_of_two_who_changed_the_same_portfolio_the_later_is_told(own: str) -> None:
    engine = open_database(own)
    portfolio_id = save_portfolio(engine, portfolio(buy("A")))
    first = load_portfolio(engine, portfolio_id).version
    kept = [int(said) for said in together(own, portfolio_id, RENAME, RENAME)]
    assert min(kept) >= 1
    assert load_portfolio(engine, portfolio_id).version == first + sum(kept)
    engine.dispose()


def test_edits_of_one_blend_side_by_side_add_up(own: str) -> None:
    engine = open_database(own)
    (made,) = library.create(engine, [blend("Mine", 0.10)])
    assert together(own, made.id, EDIT, EDIT) == ["done"] * 2
    weights = [part.weight for part in load_records(engine)[made.id].intervals[0].parts]
    assert weights == pytest.approx([0.40, 0.60])
    engine.dispose()


def test_what_one_program_keeps_is_renewed_when_another_writes(any_url: str) -> None:
    mine, other = open_database(any_url), open_database(any_url)
    kept = peer_universe(mine)
    assert peer_universe(mine) is kept
    delete_investor(other, kept.investors[0].id)
    assert len(peer_universe(mine).investors) == len(kept.investors) - 1
    mine.dispose()
    other.dispose()
