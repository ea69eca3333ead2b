"""Can money be put beside a benchmark whose levels come by the month, the quarter or after a long holiday? At the last one known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import Rebalance, Rule
from core.benchmark.sources import Sources
from core.errors import InsufficientData
from core.ledger.transaction import Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.returns.series import ReturnSeries
from core.same_money.blend_comparison import compare_with_blend
from core.same_money.comparison import SameMoney, compare_same_money
from tests.core.small_portfolios import BUY, START, valued

NONE = ExchangeRates()
HELD = LevelSeries("X", np.arange("2019-01-01", "2021-01-01", dtype="datetime64[D]"), np.full(731, 100.0), "USD")


def month_ends(months: int, first: str = "2018-12", last: str = "2021-01") -> np.ndarray:
    """The last calendar day of every so many months."""
    starts = np.arange(np.datetime64(first) + 1, np.datetime64(last) + 1, months, dtype="datetime64[M]")
    return starts.astype("datetime64[D]") - 1


def since(on: date) -> int:
    return (on - START).days


def bought(on: date, *more: Transaction) -> list[Transaction]:
    return [Transaction(on, BUY, "X", quantity=10.0, price=100.0), *more]


def mix(rule: Rule, *parts: Component) -> Blend:
    return Blend("MIX", "USD", parts, rebalance=Rebalance(rule))


@pytest.mark.parametrize(("months", "said"), [(1, "monthly"), (3, "quarterly"), (12, "yearly")])
def test_the_last_level_serves_and_is_said_to_be_carried(months: int, said: str) -> None:
    """F10: bought on 12 February, as of 20 December 2020."""
    ends = month_ends(months, "2014-12")
    index = LevelSeries("CPI", ends, 100.0 * 1.002 ** np.arange(ends.size), "USD")
    same = compare_same_money(
        valued(bought(date(2019, 2, 12)), [HELD], as_of=since(date(2020, 12, 20))), index, NONE, 0.07
    )
    first, last = (
        int(np.searchsorted(ends, np.datetime64(one), side="right")) - 1 for one in ("2019-02-12", "2020-12-20")
    )
    assert same.benchmark.closing_value == pytest.approx(1_000.0 * index.levels[last] / index.levels[first], abs=0.005)
    assert same.benchmark_time_weighted.total == pytest.approx(index.levels[last] / index.levels[first] - 1, abs=1e-12)
    assert f"CPI has {said} levels: between two of them the last one is carried." in same.notes
    assert same.period.end == date(2020, 12, 20)


@pytest.mark.parametrize("rule", [Rule.NONE, Rule.MONTHLY])
@pytest.mark.parametrize("day", [date(2019, 1, 31), date(2019, 2, 12), date(2019, 2, 25)])
def test_bare_monthly_returns_serve_alike(rule: Rule, day: date) -> None:
    """F10: an imported benchmark of twelve returns a year."""
    ends = month_ends(1, "2019-01")
    returns = ReturnSeries("HEDGE", ends, np.full(ends.size, 0.01))
    blend = mix(rule, Component("HEDGE", 1.0))
    found = compare_with_blend(
        valued(bought(day), [HELD], as_of=since(date(2020, 12, 20))), blend, Sources({"HEDGE": returns}), 0.07
    )
    months = 22  # the ends of February 2019 to November 2020
    assert found.same_money.benchmark.closing_value == pytest.approx(1_000.0 * 1.01**months, abs=0.005)


@pytest.mark.parametrize("rule", [Rule.NONE, Rule.QUARTERLY])
def test_a_monthly_part_beside_a_daily_one(rule: Rule) -> None:
    """Two payments and an end, none of them on a date that both parts have; a few days without any common date cannot be measured."""
    ends = month_ends(1)
    bond = LevelSeries("BOND", ends, 100.0 * 1.005 ** np.arange(ends.size), "USD")
    still = LevelSeries("STOCK", HELD.dates, np.full(HELD.dates.size, 50.0), "USD")
    blend, sources = mix(rule, Component("BOND", 0.4), Component("STOCK", 0.6)), Sources({"BOND": bond, "STOCK": still})
    rows = bought(date(2019, 2, 12), Transaction(date(2019, 3, 12), BUY, "X", quantity=10.0, price=100.0))

    def same(rows: list[Transaction], end: date) -> SameMoney:
        return compare_with_blend(valued(rows, [HELD], as_of=since(end)), blend, sources, 0.07).same_money

    found = same(rows, date(2019, 3, 20))
    second = 1_000.0 if rule is Rule.NONE else 1_002.0 * 1_000.0 / 1_002.0
    assert found.benchmark.closing_value == pytest.approx(1_002.0 + second, abs=0.005)
    assert found.period.end == date(2019, 3, 20)
    with pytest.raises(InsufficientData, match="no date in common"):
        same(rows[:1], date(2019, 2, 20))


def beside(index: LevelSeries, day: date, as_of: str) -> SameMoney:
    days = since(date.fromisoformat(as_of))
    return compare_same_money(valued(bought(day), [HELD], as_of=days), index, NONE, 0.07)


def test_money_may_move_while_the_exchange_is_closed() -> None:
    """F9: the Nikkei beside one payment of 6 May 2019; the exchange was closed from 27 April on. A longer gap is refused still."""
    open_days = np.concatenate(
        [
            np.arange("2019-01-01", "2019-04-27", dtype="datetime64[D]"),
            np.arange("2019-05-07", "2019-12-31", dtype="datetime64[D]"),
        ]
    )
    nikkei = LevelSeries("Nikkei", open_days, np.linspace(200.0, 300.0, open_days.size), "USD")
    same = beside(nikkei, date(2019, 5, 6), "2019-12-20")
    april = float(nikkei.level_on(date(2019, 4, 26)))
    assert same.benchmark.closing_value == pytest.approx(
        1_000.0 * nikkei.level_on(date(2019, 12, 20)) / april, abs=0.005
    )
    later = LevelSeries(
        "Nikkei", open_days[open_days != np.datetime64("2019-05-07")], np.delete(nikkei.levels, 116), "USD"
    )
    assert beside(later, date(2019, 5, 6), "2019-12-20").benchmark.closing_value > 0
    suspended = nikkei.at(
        np.flatnonzero((open_days < np.datetime64("2019-04-27")) | (open_days > np.datetime64("2019-05-20")))
    )
    with pytest.raises(InsufficientData, match="6 May 2019"):
        beside(suspended, date(2019, 5, 6), "2019-12-20")
