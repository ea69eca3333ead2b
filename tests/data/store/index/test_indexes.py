"""Are constituents and index performance kept as given, unique where they must be, and gone when deleted?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine

from core.errors import InvalidSpecification, NotFound
from core.index.constituents import Constituent, ConstituentList
from core.index.performance import IndexObservation
from data.store.index.constituents import delete_constituents, load_constituents, save_constituents
from data.store.index.performance import (
    all_latest_performance,
    delete_performance_older_than,
    latest_performance,
    performance_between,
    performance_of_last_days,
    save_performance,
)
from data.store.revision import revision

LIST = ConstituentList(
    "^GSPC",
    date(2023, 3, 24),
    (Constituent("B", "Beta", 0.4, "Energy"), Constituent("A", "", None, "", date(2020, 1, 2), date(2024, 5, 6))),
    "holdings.csv",
)
NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)
SPX = IndexObservation(
    "^GSPC", "S&P 500", "United States", "EQUITY", 4742.83, "USD", NOON, -0.57, 500, 4.1e13, {"note": "é"}
)


def test_a_list_comes_back_in_order_and_the_next_replaces_it(any_engine: Engine) -> None:
    before = revision(any_engine)
    assert save_constituents(any_engine, LIST) == 2
    assert load_constituents(any_engine, "^GSPC") == LIST
    assert revision(any_engine) == before + 1
    shorter = replace(LIST, constituents=LIST.constituents[:1], as_of=None)
    save_constituents(any_engine, shorter)
    assert load_constituents(any_engine, "^GSPC") == shorter


def test_a_fund_shares_the_list_of_its_index(any_engine: Engine) -> None:
    save_constituents(any_engine, LIST)
    assert load_constituents(any_engine, "SPY") == LIST
    assert load_constituents(any_engine, "^NDX") is None
    delete_constituents(any_engine, "^GSPC")
    assert load_constituents(any_engine, "SPY") is None
    with pytest.raises(NotFound):
        delete_constituents(any_engine, "^GSPC")
    save_constituents(any_engine, LIST)
    save_constituents(any_engine, replace(LIST, index="SPY", as_of=None))
    shared = load_constituents(any_engine, "^GSPC")
    assert (shared.index, shared.as_of, shared.home) == ("SPY", None, "United States")
    delete_constituents(any_engine, "^GSPC")
    assert load_constituents(any_engine, "SPY") is None


def test_a_list_that_does_not_fit_changes_nothing(any_engine: Engine) -> None:
    save_constituents(any_engine, LIST)
    with pytest.raises(InvalidSpecification):
        save_constituents(any_engine, replace(LIST, constituents=(Constituent("A" * 65),)))
    assert load_constituents(any_engine, "^GSPC") == LIST


def test_an_observation_comes_back_and_is_unique_by_symbol_and_time(any_engine: Engine) -> None:
    assert save_performance(any_engine, [SPX]) == 1
    assert latest_performance(any_engine, "^GSPC") == SPX
    moved = replace(SPX, value=4700.0, metadata={}, timestamp=NOON.astimezone(timezone(timedelta(hours=5))))
    assert save_performance(any_engine, [SPX, moved]) == 1
    assert latest_performance(any_engine, "^GSPC").value == 4700.0
    assert save_performance(any_engine, []) == 0
    with pytest.raises(NotFound, match=r"Did you mean \^GSPC"):
        latest_performance(any_engine, "^GSPX")


def test_latest_of_all_ranges_and_days(any_engine: Engine) -> None:
    rows = [
        replace(SPX, symbol=symbol, timestamp=NOON + timedelta(days=n), value=100.0 + n)
        for symbol in "BA"
        for n in range(5)
    ]
    save_performance(any_engine, rows)
    assert [(one.symbol, one.value) for one in all_latest_performance(any_engine)] == [("A", 104.0), ("B", 104.0)]
    between = performance_between(any_engine, "A", NOON + timedelta(days=1), NOON + timedelta(days=3))
    assert [one.value for one in between] == [101.0, 102.0, 103.0]
    last = performance_of_last_days(any_engine, "A", 2, NOON + timedelta(days=4))
    assert [one.value for one in last] == [102.0, 103.0, 104.0]
    with pytest.raises(InvalidSpecification):
        performance_between(any_engine, "A", NOON, NOON - timedelta(seconds=1))
    with pytest.raises(InvalidSpecification):
        performance_of_last_days(any_engine, "A", 0, NOON)


def test_older_ones_are_deleted_and_the_boundary_stays(any_engine: Engine) -> None:
    save_performance(any_engine, [replace(SPX, timestamp=NOON + timedelta(days=n)) for n in range(4)])
    assert delete_performance_older_than(any_engine, NOON + timedelta(days=2)) == 2
    left = performance_between(any_engine, "^GSPC", NOON, NOON + timedelta(days=9))
    assert [one.timestamp for one in left] == [NOON + timedelta(days=2), NOON + timedelta(days=3)]


@pytest.mark.parametrize(
    "change",
    [
        {"value": 0.0},
        {"value": float("nan")},
        {"change_percent": -101.0},
        {"market_cap": -1.0},
        {"constituents": -1},
        {"symbol": " "},
    ],
)
def test_an_impossible_observation_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidSpecification):
        replace(SPX, **change)
