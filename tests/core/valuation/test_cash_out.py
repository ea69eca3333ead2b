"""Does a comparison end with the sale of everything, for the portfolio, the benchmark and the deposit alike?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.kinds import FixedReturn
from core.benchmark.sources import Sources
from core.category.scheme import split_by_category
from core.errors import InsufficientData
from core.ledger.deposits import Deposit, DepositKind
from core.ledger.flows import MoneyFlows
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.market.period import Period
from core.same_money.blend_comparison import compare_with_blend, single_component
from core.same_money.comparison import SameMoney, compare_same_money
from core.same_money.holding_comparison import compare_holdings
from core.valuation.cash_out import LastHeld, cash_out
from core.valuation.portfolio_value import Valuation
from tests.core.small_portfolios import (
    DEPOSIT,
    START,
    WITHDRAWAL,
    buy,
    calendar,
    daily,
    day,
    row,
    sell,
    trades,
    valued,
    walk,
)

NONE = ExchangeRates()
# The share rises by half over 100 days and stands still; the index rises by a tenth in those days, then doubles.
SHARE = daily("A", [*np.linspace(100.0, 150.0, 101), *[150.0] * 299])
INDEX = daily("I", [*np.linspace(100.0, 110.0, 101), *np.linspace(110.0, 220.0, 299)])
WALK = walk("W", 11)
SOLD = [buy(0, "A", 10, 100.0), sell(100, "A", 10, 150.0)]
AGAIN = [*SOLD, buy(200, "A", 10, 150.0)]
PAID_IN = [row(DEPOSIT, 0, amount=1000.0), *SOLD]
ENDED = "Everything was sold on 12 Apr 2023: the comparison ends there."


def beside(valuation: Valuation, period: Period | None = None) -> SameMoney:
    return compare_same_money(valuation, INDEX, NONE, 0.07, period)


def fixed_deposit(maturity: int) -> Deposit:
    return Deposit(DepositKind.FIXED_DEPOSIT, "FD", 1000.0, 0.08, START, day(maturity), "USD")


def payout(number: int) -> Transaction:
    return row(TransactionKind.DIVIDEND, number, "A", amount=20.0)


class TestByHand:
    def test_the_comparison_ends_with_the_sale(self) -> None:
        """Bought on day 0 for 1,000 and sold on day 100 for 1,500; the index is up 10 % by then, and 120 % by day 399."""
        same = beside(valued(SOLD, [SHARE]))
        assert same.period == Period(day(0), day(100))
        assert same.portfolio_time_weighted.total == pytest.approx(0.5)
        assert same.benchmark_time_weighted.total == pytest.approx(0.1)
        assert same.portfolio_xirr.rate == pytest.approx(1.5 ** (365 / 100) - 1)
        assert same.benchmark.account.shortfall == pytest.approx(1500.0 - 1100.0)
        assert {one.dates[-1] for one in (same.portfolio, same.benchmark.account, same.risk_free.account)} == {
            np.datetime64(day(100))
        }
        assert "Everything was sold on 12 Apr 2023: the comparison ends there." in same.notes

    def test_a_leftover_in_the_index_is_counted_on_the_day_of_the_sale(self) -> None:
        same = beside(valued([buy(0, "A", 10, 100.0), sell(100, "A", 10, 105.0)], [SHARE]))
        assert same.benchmark.closing_value == pytest.approx(1100.0 - 1050.0)

    def test_over_a_year_both_are_annualised_over_the_days_that_were_held(self) -> None:
        index = daily("I", np.linspace(100.0, 200.0, 900))
        rows = [buy(0, "A", 1, 100.0), sell(365, "A", 1, 121.0)]
        same = compare_same_money(valued(rows, [daily("A", [100.0] * 365 + [121.0] * 535)], 899), index, NONE, 0.07)
        assert same.portfolio_time_weighted.annualised == pytest.approx(0.21)
        assert same.benchmark_time_weighted.annualised == pytest.approx(index.level_on(day(365)) / 100.0 - 1.0)
        assert same.risk_free_xirr.rate == pytest.approx(0.21)  # it ran dry on the last day: the asked flows count

    def test_a_late_payout_is_counted_and_the_comparison_waits_for_it(self) -> None:
        same = beside(valued([*SOLD, payout(110)], [SHARE]))
        assert (same.period.end, same.portfolio.gain) == (day(110), pytest.approx(520.0))
        assert same.portfolio_time_weighted.total == pytest.approx(0.5)
        said = "Everything was sold on 12 Apr 2023, and money still moved on 22 Apr 2023: the comparison ends there."
        assert said in same.notes
        assert any(note.startswith("$20 of payouts came on days on which nothing was held") for note in same.notes)

    def test_what_comes_long_after_it_stretches_nothing_and_is_said(self) -> None:
        """The fee of every quarter and a payout half a year later would only have had the index grow on."""
        fees = [row(TransactionKind.FEE, number, amount=5.0) for number in (190, 280, 370)]
        late = beside(valued([*SOLD, *fees, payout(300)], [SHARE]))
        plain = beside(valued(SOLD, [SHARE]))
        assert late.period == plain.period
        assert late.portfolio_xirr == plain.portfolio_xirr
        assert late.benchmark_time_weighted == plain.benchmark_time_weighted
        assert "$15 of charges and $20 of payouts came long after that day and count in no figure here." in late.notes

    @pytest.mark.parametrize(("number", "ends"), [(131, day(131)), (132, day(100))])
    def test_the_settling_ends_after_31_days(self, number: int, ends: date) -> None:
        assert valued([*SOLD, payout(number)], [SHARE]).ends == ends

    def test_a_charge_on_nothing_is_no_total_loss(self) -> None:
        same = beside(valued([*SOLD, row(TransactionKind.FEE, 110, amount=5.0)], [SHARE]))
        assert same.portfolio_time_weighted.total == pytest.approx(0.5)
        assert same.portfolio.gain == pytest.approx(495.0)
        assert any(note.startswith("$5 of charges came on days") for note in same.notes)
        before = [row(TransactionKind.FEE, 0, amount=5.0), buy(10, "A", 1, 105.0)]
        total = beside(valued(before, [SHARE])).portfolio_time_weighted.total
        assert total == pytest.approx(150.0 / 105.0 - 1.0)

    def test_beside_a_blend_and_a_fixed_return_too(self) -> None:
        blend, sources = single_component("F", "USD", "A deposit at 7 %"), Sources({"F": FixedReturn(0.07)})
        same = compare_with_blend(valued(SOLD, [SHARE]), blend, sources, 0.07).same_money
        assert same.period.end == day(100)
        assert same.benchmark_time_weighted.total == pytest.approx(1.07 ** (100 / 365) - 1)
        assert ENDED in same.notes


@pytest.mark.parametrize(
    ("valuation", "ends", "said"),
    [
        (valued(SOLD, [SHARE], 100), 100, ENDED),
        (valued(AGAIN, [SHARE]), 399, None),
        (valued(PAID_IN, [SHARE]), 399, None),  # its cash is still there
        (
            valued([*PAID_IN, row(WITHDRAWAL, 120, amount=1500.0)], [SHARE]),
            120,
            "Everything was taken out on 2 May 2023: the comparison ends there.",
        ),
        (valued(SOLD, [SHARE], deposits=[fixed_deposit(800)]), 399, None),
        (
            valued([], [], deposits=[fixed_deposit(200)]),
            200,
            "Everything was paid out on 21 Jul 2023: the comparison ends there.",
        ),
        (
            valued([*SOLD, buy(5, "Z", 1, 1.0)], [SHARE]),
            100,
            "Everything that can be valued was sold on 12 Apr 2023: the comparison ends there.",
        ),
    ],
)
def test_where_it_ends_and_what_is_said(valuation: Valuation, ends: int, said: str | None) -> None:
    same = beside(valuation)
    assert (valuation.ends, same.period.end) == (day(ends), day(ends))
    assert [note for note in same.notes if "the comparison ends there" in note] == ([said] if said else [])


class TestEdges:
    def test_a_range_that_ends_while_nothing_is_held_ends_with_the_sale_before(self) -> None:
        assert beside(valued(AGAIN, [SHARE])).portfolio_time_weighted.total == pytest.approx(0.5)
        same = beside(valued(AGAIN, [SHARE]), Period(day(10), day(150)))
        assert same.period == Period(day(10), day(100))
        note = "Everything was sold on 12 Apr 2023: the comparison ends there (money came back on 21 Jul 2023)."
        assert note in same.notes

    def test_bought_and_sold_on_one_day(self) -> None:
        same = beside(valued([buy(3, "A", 10, 100.0), sell(3, "A", 10, 104.0)], [SHARE]))
        assert same.period == Period(day(3), day(3))
        assert same.portfolio_time_weighted.total == pytest.approx(0.04)
        assert same.benchmark_time_weighted.total == pytest.approx(0.0)
        assert (same.portfolio_xirr.rate, same.dates.size) == (None, 1)
        assert same.portfolio_xirr.reason

    def test_two_day_trades_end_with_the_second(self) -> None:
        rows = [buy(3, "A", 1, 100.0), sell(3, "A", 1, 104.0), buy(9, "A", 1, 100.0), sell(9, "A", 1, 110.0)]
        same = beside(valued(rows, [SHARE]))
        assert same.period == Period(day(3), day(9))
        assert same.portfolio_time_weighted.total == pytest.approx(1.04 * 1.1 - 1.0)
        assert "Everything was sold on 11 Jan 2023: the comparison ends there." in same.notes

    @pytest.mark.parametrize(
        ("rows", "first", "last", "says"),
        [
            (SOLD, 150, 300, r"Everything was sold on 12 Apr 2023\. Choose a range that begins earlier"),
            (SOLD, 100, 300, "Nothing was held in Mine between 12 Apr 2023 and 29 Oct 2023"),
            (AGAIN, 120, 150, "sold on 12 Apr 2023 and after 21 Jul 2023"),
        ],
    )
    def test_a_range_without_anything_names_its_days(
        self, rows: list[Transaction], first: int, last: int, says: str
    ) -> None:
        with pytest.raises(InsufficientData, match=says):
            beside(valued(rows, [SHARE]), Period(day(first), day(last)))

    def test_before_the_first_money_nothing_was_sold(self) -> None:
        assert valued(SOLD, [SHARE]).cash_out(START - timedelta(days=1)) is None
        assert valued([]).cash_out(day(399)) is None
        assert valued([]).ends == day(399)

    def test_free_units_and_splits_move_no_money(self) -> None:
        moved = MoneyFlows(to_days([day(0), day(2), day(4)]), *np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 0]]))
        found = cash_out(calendar(5), np.array([True, True, False, False, False]), moved, day(4))
        assert (found.on, found.ends, found.ending, found.back_on) == (day(2), day(2), LastHeld.SOLD, None)


class TestParts:
    ROWS = (buy(0, "A", 10, 100.0), sell(100, "A", 10, 150.0), buy(0, "W", 1, 100.0))

    def test_the_accounts_of_the_parts_end_with_the_whole(self) -> None:
        """They add up to the whole's, so they are all cut alike."""
        for more, ends in (((), day(399)), ((sell(150, "W", 1, 100.0),), day(150))):
            valuation = valued([*self.ROWS, *more], [SHARE, WALK])
            found = compare_holdings(valuation, INDEX, NONE)
            assert {one.same_money.period.end for one in found if one.same_money} == {ends}
        assert {part.ends for part in split_by_category(valuation).values()} == {day(150)}


def longer(rows: list[Transaction], as_of: int) -> Valuation:
    """The same rows, with flat prices after the last one."""
    levels = np.concatenate([WALK.levels, np.full(200, WALK.levels[-1])])
    return valued(rows, [daily("W", levels)], as_of)


@given(trades({"W": WALK}), st.integers(1, 190))
def test_flat_days_after_the_sale_change_no_figure(rows: list[Transaction], more: int) -> None:
    held = sum(one.quantity * (1 if one.kind is TransactionKind.BUY else -1) for one in rows)
    rows = [*rows, sell(396, "W", held, WALK.level_on(day(396)))] if held > 1e-9 else rows
    index = daily("I", np.linspace(100.0, 300.0, 600))
    short, long = (compare_same_money(longer(rows, 399 + days), index, NONE, 0.07) for days in (0, more))
    rates = ("portfolio_xirr", "benchmark_xirr", "risk_free_xirr", "portfolio_time_weighted", "benchmark_time_weighted")
    for figure in ("period", "notes", *rates):
        assert getattr(long, figure) == getattr(short, figure)
    assert np.array_equal(long.benchmark.account.values, short.benchmark.account.values)


@given(trades({"W": WALK}), st.integers(30, 398))
def test_a_range_ends_where_a_valuation_of_its_last_day_would(rows: list[Transaction], last: int) -> None:
    """Whether something was sold is told by what is known on the last day of the range, and by nothing later."""
    whole, then = longer(rows, 450), longer(rows, last)
    if then.begins is None:
        return
    short, cut = (beside(one, Period(then.begins, day(last))) for one in (then, whole))
    for figure in ("period", "portfolio_time_weighted", "portfolio_xirr"):
        assert getattr(cut, figure) == getattr(short, figure)
    assert cut.benchmark.closing_value == short.benchmark.closing_value


def test_a_cash_out_says_what_became_of_it() -> None:
    moved = MoneyFlows(calendar(2), *np.array([[1.0, 0], [0, 1], [0, 0]]))
    found = cash_out(calendar(3), np.array([True, False, False]), moved, date(2023, 1, 4))
    assert found is not None
    assert replace(found, complete=False).fact == "Everything that can be valued was sold on 3 Jan 2023"
