"""The rate, or the index return, that would have matched the portfolio."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import InvalidSpecification, MissingLevelsError
from core.market.levels import LevelSeries, to_days
from core.market.period import Period
from core.returns.cash_flows import CashFlow, CashFlows, xirr
from core.same_money.account import match_cash_flows
from core.same_money.break_even import LOST_MORE, NO_MONEY, NO_TIME, OUT_OF_REACH, break_even_index, break_even_rate
from core.same_money.deposit import risk_free_account
from tests.core.small_portfolios import flows_of

CLOSE = date(2024, 1, 1)
EVERY_DAY = np.arange(CLOSE - timedelta(days=3001), CLOSE + timedelta(days=1), dtype="datetime64[D]")
YEARS = (EVERY_DAY - EVERY_DAY[0]).astype(float) / 365


def test_the_reference_match_with_an_index() -> None:
    """The XIRR of the index account is the deposit's break-even, and the index itself needs nothing extra."""
    money = flows_of(("2023-01-01", 10_000), ("2023-06-01", 5_000))
    index = LevelSeries("I", to_days(["2023-01-01", "2023-06-01", "2024-01-01"]), np.array([100.0, 110, 120]), "INR")
    found = break_even_rate(money, 17454.545454545456, CLOSE)
    assert found.rate == pytest.approx(0.19138982044233985, abs=1e-12)
    needed = break_even_index(money, 17454.545454545456, CLOSE, index)
    assert needed.extra == pytest.approx(0.0, abs=1e-12)
    assert needed.required_total == pytest.approx(0.2, abs=1e-12)
    assert needed.required_yearly == pytest.approx(0.2, abs=1e-12)
    assert needed.period == Period(date(2023, 1, 1), CLOSE)


def test_what_an_index_would_have_needed_by_hand() -> None:
    """One deposit: the index must grow as the portfolio did, whatever its path."""
    index = LevelSeries("I", to_days(["2022-01-01", "2023-01-01", "2024-01-01"]), np.array([100.0, 80, 121]), "INR")
    needed = break_even_index(flows_of(("2022-01-01", 1000)), 1440.0, CLOSE, index)
    assert needed.actual_total == pytest.approx(0.21, abs=1e-15)
    assert needed.required_total == pytest.approx(0.44, abs=1e-12)
    assert needed.actual_yearly == pytest.approx(0.1, abs=1e-12)
    assert needed.required_yearly == pytest.approx(0.2, abs=1e-12)
    assert needed.extra == pytest.approx(1.2 / 1.1 - 1, abs=1e-12)


def test_less_than_a_year_is_not_annualised() -> None:
    index = LevelSeries("I", to_days(["2023-07-01", "2024-01-01"]), np.array([100.0, 105]), "INR")
    needed = break_even_index(flows_of(("2023-07-01", 1000)), 1100.0, CLOSE, index)
    assert (needed.actual_yearly, needed.required_yearly) == (None, None)
    assert needed.required_total == pytest.approx(0.1, abs=1e-12)


@st.composite
def money(draw: st.DrawFn) -> CashFlows:
    days = sorted(draw(st.lists(st.integers(0, 3000), min_size=1, max_size=10, unique=True)))
    amounts = draw(st.lists(st.integers(-800, 1500), min_size=len(days), max_size=len(days)))
    start = CLOSE - timedelta(days=3001)
    moved = [CashFlow(start + timedelta(days=d), float(a)) for d, a in zip(days, amounts, strict=True)]
    return CashFlows.of([CashFlow(start, 1000.0), *moved])


def grown(moved: CashFlows, levels: LevelSeries) -> float:
    """All money that moved, at what it would be worth at the close: what counts as rounding (1e-12) is in proportion to this."""
    growth = levels.levels[-1] / levels.known(moved.days).levels
    return float((np.abs(moved.amounts) * growth).sum())


@given(money(), st.floats(-0.5, 1.5))
def test_a_deposit_at_the_rate_ends_with_the_value(moved: CashFlows, rate: float) -> None:
    """Make a value with a known rate, find a rate, and let the deposit account itself say whether it ends level."""
    value = risk_free_account(moved, rate, to_days([CLOSE])).closing_value
    found = break_even_rate(moved, value, CLOSE)
    if found.rate is None:
        assert (value, found.reason) == (0.0, LOST_MORE)
        return
    again = risk_free_account(moved, found.rate, to_days([CLOSE]))
    deposit = LevelSeries("D", EVERY_DAY, (1 + found.rate) ** YEARS, "INR")
    assert again.closing_value == pytest.approx(value, rel=1e-9, abs=4e-12 * grown(moved, deposit))
    assert again.shortfall == pytest.approx(found.shortfall, rel=1e-6, abs=1e-4)
    assert (found.exhausted_on is None) == (found.shortfall == 0.0)


@given(money(), st.floats(-0.3, 1.0))
def test_while_nothing_is_short_the_rate_is_the_xirr(moved: CashFlows, rate: float) -> None:
    account = risk_free_account(moved, rate, to_days([CLOSE]))
    assume(account.exhausted_on is None and account.closing_value > 1.0)
    found = break_even_rate(moved, account.closing_value, CLOSE)
    assert found.rate == pytest.approx(rate, abs=1e-8)
    internal = xirr(moved, account.closing_value, CLOSE)
    assert min(abs(one - rate) for one in (internal.rate or 0.0, *internal.other_roots)) < 1e-8


@given(money(), st.floats(-0.3, 0.5), st.integers(0, 2**32 - 1))
def test_the_tilted_index_ends_with_the_value(moved: CashFlows, tilt: float, seed: int) -> None:
    path = 100.0 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.005, EVERY_DAY.size)))
    index, known = (
        LevelSeries("I", EVERY_DAY, path, "INR"),
        LevelSeries("T", EVERY_DAY, path * (1 + tilt) ** YEARS, "INR"),
    )
    value = match_cash_flows(moved, known, EVERY_DAY).closing_value
    found = break_even_index(moved, value, CLOSE, index)
    assume(found.extra is not None)
    assert found.required_total is not None
    tilted = LevelSeries("T", EVERY_DAY, path * (1 + found.extra) ** YEARS, "INR")
    again = match_cash_flows(moved, tilted, EVERY_DAY).closing_value
    assert again == pytest.approx(value, rel=1e-9, abs=4e-12 * grown(moved, tilted))
    assert tilted.levels[-1] / tilted.level_on(moved.days[0].item()) - 1 == pytest.approx(
        found.required_total, rel=1e-9, abs=1e-9
    )


def test_where_every_low_rate_ends_with_nothing_the_one_that_pays_everything_is_the_answer() -> None:
    moved = flows_of(("2023-01-01", 1000), ("2023-07-01", -1500))
    found = break_even_rate(moved, 0.0, CLOSE)
    assert found.rate == pytest.approx(1.5 ** (365 / 181) - 1, rel=1e-12)
    assert (found.exhausted_on, found.shortfall) == (None, 0.0)
    assert found.rate == pytest.approx(xirr(moved, 0.0, CLOSE).rate or 0.0, rel=1e-9)


def test_a_deposit_that_is_emptied_on_the_way_says_so() -> None:
    moved = flows_of(("2022-01-01", 1000), ("2023-01-01", -5000), ("2023-01-02", 2000))
    found = break_even_rate(moved, 2500.0, date(2024, 1, 2))
    assert found.rate == pytest.approx(0.25, abs=1e-12)
    assert found.exhausted_on == date(2023, 1, 1)
    assert found.shortfall == pytest.approx(3750.0, abs=1e-8)
    index = LevelSeries("I", to_days(["2022-01-01", "2023-01-01", "2024-01-02"]), np.full(3, 100.0), "INR")
    needed = break_even_index(moved, 2500.0, date(2024, 1, 2), index)
    assert (needed.exhausted_on, needed.shortfall) == (date(2023, 1, 1), pytest.approx(3750.0, abs=1e-8))


@pytest.mark.parametrize(
    ("moved", "value", "reason"),
    [
        (flows_of(), 0.0, NO_MONEY),
        (flows_of(("2023-01-01", -100.0)), 100.0, NO_MONEY),
        (flows_of(("2024-01-01", 1000.0)), 1000.0, NO_TIME),
        (flows_of(("2023-01-01", -100.0), ("2024-01-01", 1000.0)), 1000.0, NO_TIME),
        (flows_of(("2023-01-01", 1000.0)), 0.0, LOST_MORE),
        (flows_of(("2023-12-31", 1.0)), 1.7e308, OUT_OF_REACH),
    ],
)
def test_what_cannot_be_said_and_why(moved: CashFlows, value: float, reason: str) -> None:
    found = break_even_rate(moved, value, CLOSE)
    assert (found.rate, found.reason) == (None, reason)


@pytest.mark.parametrize(
    ("on", "value", "says"),
    [
        ("2023-12-31", math.inf, "at least 0"),
        ("2023-01-01", -1.0, "at least 0"),
        ("2024-01-02", 1.0, "after the close"),
    ],
)
def test_what_is_refused(on: str, value: float, says: str) -> None:
    with pytest.raises(InvalidSpecification, match=says):
        break_even_rate(flows_of((on, 1.0)), value, CLOSE)


def test_the_index_says_why_it_cannot_be_said() -> None:
    index = LevelSeries("I", to_days(["2023-01-01", "2024-01-01"]), np.array([100.0, 90.0]), "INR")
    assert break_even_index(flows_of(), 0.0, CLOSE, index).reason == NO_MONEY
    lost = break_even_index(flows_of(("2023-01-01", 1000.0)), 0.0, CLOSE, index)
    assert (lost.extra, lost.required_total, lost.reason) == (None, None, LOST_MORE)
    assert lost.actual_total == pytest.approx(-0.1)
    with pytest.raises(MissingLevelsError):
        break_even_index(flows_of(("2022-01-01", 1000.0)), 1000.0, CLOSE, index)


@pytest.mark.parametrize(
    ("first", "amount", "value"), [("1974-01-01", 1.0, 1e6), ("1974-01-01", 1e6, 1.0), ("2023-12-31", 1000.0, 1001.0)]
)
def test_a_very_long_and_a_very_short_time(first: str, amount: float, value: float) -> None:
    expected = (value / amount) ** (365 / (CLOSE - date.fromisoformat(first)).days) - 1
    assert break_even_rate(flows_of((first, amount)), value, CLOSE).rate == pytest.approx(expected, rel=1e-12)
