"""Does the money-weighted return solve every flow there is, and say so where there is no answer?"""

from __future__ import annotations

import csv
import math
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.market.levels import Floats, to_date, to_days
from core.market.period import Period
from core.returns.cash_flows import (
    NO_FLOWS,
    NO_ROOT,
    ONE_DAY,
    ONE_SIGN,
    TOO_HIGH,
    TOO_LOW,
    TOTAL_LOSS,
    CashFlow,
    CashFlows,
    xirr,
)
from core.wording import spoken_rate
from tests.real_data import real_file

START = date(2020, 1, 1)


def flows_of(*pairs: tuple[int, float]) -> CashFlows:
    """Flows by days after the start."""
    return CashFlows.of([CashFlow(START + timedelta(days=day), amount) for day, amount in pairs])


def present_value(rate: float, flows: CashFlows, at: np.datetime64) -> float:
    """Seen from a date, in doubles."""
    return float((1 + rate) ** ((at - flows.days).astype(float) / 365) @ flows.amounts)


class TestCashFlows:
    def test_flows_are_sorted_and_those_of_one_date_are_netted(self) -> None:
        flows = flows_of((5, 10.0), (0, 100.0), (5, -4.0))
        assert flows.days.tolist() == [date(2020, 1, 1), date(2020, 1, 6)]
        assert flows.amounts.tolist() == [100.0, 6.0]

    def test_totals_each_way(self) -> None:
        flows = flows_of((0, 100.0), (1, -30.0), (2, 50.0))
        assert (flows.total_in, flows.total_out) == (150.0, 30.0)

    def test_within_includes_both_ends(self) -> None:
        flows = flows_of((0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0))
        assert flows.within(Period(date(2020, 1, 2), date(2020, 1, 3))).amounts.tolist() == [2.0, 3.0]
        empty = flows.within(Period(date(2021, 1, 1), date(2021, 1, 2)))
        assert (empty.days.size, empty.total_in, empty.total_out) == (0, 0.0, 0.0)

    def test_arrays_are_read_only(self) -> None:
        with pytest.raises(ValueError, match="read-only"):
            flows_of((0, 1.0)).amounts[0] = 2.0

    @pytest.mark.parametrize("amount", [float("nan"), float("inf")])
    def test_a_flow_without_an_amount_is_refused(self, amount: float) -> None:
        with pytest.raises(InvalidSpecification, match="1 Jan 2020"):
            CashFlow(START, amount)
        with pytest.raises(InvalidSpecification):
            CashFlows(to_days(["2020-01-01"]), np.array([amount]))

    def test_dates_and_amounts_must_be_as_many(self) -> None:
        with pytest.raises(InvalidSpecification, match="2 dates but 1 flows"):
            CashFlows(to_days(["2020-01-01", "2020-01-02"]), np.array([1.0]))
        with pytest.raises(InvalidSpecification):  # a missing date
            CashFlows(np.array(["NaT"], dtype="datetime64[D]"), np.array([1.0]))


SPOKEN = {
    (0.07, 1): "7.0\u202f%",
    (-0.1254, 1): "−12.5\u202f%",
    (-0.00001, 1): "0.0\u202f%",
    (12.5, 2): "1,250.00\u202f%",
    (1e40, 2): "1e+42\u202f%",
}


@pytest.mark.parametrize("said", SPOKEN)
def test_a_rate_as_people_say_it(said: tuple[float, int]) -> None:
    assert spoken_rate(*said) == SPOKEN[said]


def published(name: str) -> tuple[CashFlows, Floats]:
    """A reference file: the flows as netted into a portfolio (the files are the investor's, so the sign turns), and raw amounts."""
    with real_file(f"reference/xirr/{name}").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row]
    days, amounts = to_days([row[0] for row in rows]), np.array([float(row[1]) for row in rows])
    return CashFlows(days, -amounts), amounts


EXPECTED_ROWS = [
    *(f"30-{number}.csv" for number in (*range(20), 21, 22, 23, 24)),
    "unordered.csv",
    "single_redemption.csv",
    "random_100.csv",
    "minus_0_13.csv",
]


def expected(function: str, name: str) -> list[float]:
    with real_file("reference/xirr/expected.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["function"] == function and row["file"] == name)
    return [float(row[column]) for column in ("expected", "other_root") if row[column]]


class TestPublishedFlows:
    @pytest.mark.parametrize("name", EXPECTED_ROWS)
    def test_the_rate_is_the_published_one(self, name: str) -> None:
        flows, _ = published(name)
        answer = xirr(flows, 0.0, to_date(flows.days[-1]))
        roots = expected("xirr", name)
        assert min(abs(answer.rate - root) for root in roots) <= 1e-9
        assert all(min(abs(known - root) for known in (answer.rate, *answer.other_roots)) < 1e-9 for root in roots)


class TestReferenceNumbers:
    @pytest.mark.parametrize(
        ("flows", "closing", "rate"),
        [
            ([(date(2023, 1, 1), 10_000), (date(2023, 6, 1), 5_000)], 17454.545454545456, 0.19138982044233985),
            (
                [(date(2023, 1, 1), 10_000), (date(2023, 6, 1), 5_000)],
                16871.503496503497,
                0.1456563384369479,
            ),  # a blend
            (
                [(date(2023, 1, 1), 10_000), (date(2023, 3, 1), -5_000), (date(2023, 5, 1), -2_000)],
                3315.2685422281725,
                0.07,
            ),
        ],
    )
    def test_reference(self, flows: list[tuple[date, float]], closing: float, rate: float) -> None:
        answer = xirr(CashFlows.of(CashFlow(on, amount) for on, amount in flows), closing, date(2024, 1, 1))
        assert answer.rate == pytest.approx(rate, abs=1e-13)
        assert (answer.reason, answer.other_roots, answer.warning) == (None, (), None)


class TestWithoutAnAnswer:
    @pytest.mark.parametrize(
        ("flows", "closing", "days", "reason"),
        [
            ([], 0.0, 0, NO_FLOWS),
            ([(0, 100.0)], 110.0, 0, ONE_DAY),
            ([(0, 100.0), (9, 100.0)], 0.0, 365, TOTAL_LOSS),
            ([(0, 100.0)], 0.0, 1, TOTAL_LOSS),
            ([(0, 100.0), (9, 5.0)], 0.0, 9, TOTAL_LOSS),
            ([(0, 100.0)], 0.0, 0, ONE_DAY),
            ([(0, -100.0), (9, -100.0)], 50.0, 365, ONE_SIGN),
            ([(0, 100.0), (365, -200.0), (730, 150.0)], 0.0, 730, NO_ROOT),
            ([(0, 1000.0)], 900.0, 1, TOO_LOW),
            ([(0, 1000.0)], 8000.0, 1, TOO_HIGH),
            # A large withdrawal first lends these flows a second root, at millions of percent, far from what happened.
            ([(0, -10.0), (3, 1000.0), (8, 500.0)], 1.0, 40, TOO_LOW),
        ],
    )
    def test_the_reason(self, flows: list[tuple[int, float]], closing: float, days: int, reason: str) -> None:
        answer = xirr(flows_of(*flows), closing, START + timedelta(days=days))
        assert (answer.rate, answer.reason) == (None, reason)

    @pytest.mark.parametrize(
        ("flow", "closing", "says"), [((10, 100.0), 100.0, "11 Jan 2020"), ((0, 1.0), math.nan, "not a number")]
    )
    def test_a_flow_after_the_close_and_a_close_that_is_no_number(
        self, flow: tuple[int, float], closing: float, says: str
    ) -> None:
        with pytest.raises(InvalidSpecification, match=says):
            xirr(flows_of(flow), closing, START + timedelta(days=1))


class TestExtremes:
    @pytest.mark.parametrize("rate", [-0.9, -0.5, -1e-9, 0.0, 1e-9, 3.0, 50.0])
    @pytest.mark.parametrize("days", [1, 30, 365, 3650])
    def test_one_deposit_at_any_rate(self, rate: float, days: int) -> None:
        closing = 1000.0 * float(np.exp(np.log1p(rate) * days / 365))
        answer = xirr(flows_of((0, 1000.0)), closing, START + timedelta(days=days))
        assert answer.rate == pytest.approx(rate, rel=1e-10, abs=1e-12)

    @pytest.mark.parametrize(
        ("growth", "days"), [(1e-3, 365), (1e-5, 1095), (1e9, 365), (1e12, 730), (10.0, 10), (2.0, 1)]
    )
    def test_rates_close_to_minus_one_and_very_large(self, growth: float, days: int) -> None:
        answer = xirr(flows_of((0, 1000.0)), 1000.0 * growth, START + timedelta(days=days))
        assert answer.rate == pytest.approx(growth ** (365 / days) - 1, rel=1e-10)

    @pytest.mark.parametrize(
        ("flows", "closing", "days", "rate"),
        [
            ([(0, 100.0), (365, -30.0)], 80.0, 365, 0.10),  # a withdrawal on the closing day
            ([(0, 100.0), (10, 50.0)], 150.0, 400, 0.0),
            ([(0, 0.0), (100, 100.0), (465, 0.0)], 110.0, 465, 0.10),  # flows that cancel do not count
        ],
    )
    def test_edges_of_the_days(self, flows: list[tuple[int, float]], closing: float, days: int, rate: float) -> None:
        found = xirr(flows_of(*flows), closing, START + timedelta(days=days)).rate
        assert found == pytest.approx(rate, abs=1e-13 if rate else 1e-15)


class TestSeveralRoots:
    def test_flows_that_vanish_at_one_rate_are_not_forgotten(self) -> None:
        # Near 5 655 806 % all that happens after the second flow is worth less than rounding, yet it makes the root that is meant.
        flows = flows_of((0, -85.3), (64, 581.12), (8956, 125.97))
        answer = xirr(flows, 1.0, START + timedelta(days=15_472))
        assert answer.rate == pytest.approx(-0.237532, abs=1e-6)
        assert answer.other_roots == pytest.approx((56559,), rel=1e-3)

    def test_a_loss_beyond_any_dietz_return_takes_the_lowest_root(self) -> None:
        flows = flows_of((0, -200.0), (10, 1200.0), (40, 1000.0), (45, 1500.0))
        answer = xirr(flows, 800.0, START + timedelta(days=90))
        assert answer.rate < -0.99
        assert answer.other_roots
        assert answer.other_roots[0] > 1e3

    def test_the_root_nearest_the_dietz_return_is_shown_and_the_others_are_named(self) -> None:
        flows = flows_of((0, 1000.0), (365, -2500.0), (730, 1540.0))
        answer = xirr(flows, 0.0, START + timedelta(days=730))
        assert answer.rate == pytest.approx(0.10, abs=1e-12)
        assert answer.other_roots == pytest.approx((0.40,), abs=1e-12)
        assert answer.warning is not None
        assert "10.00\u202f%" in answer.warning
        assert "40.00\u202f%" in answer.warning

    def test_positive_capital_takes_the_dietz_return(self) -> None:
        flows, _ = published("30-22.csv")
        answer = xirr(flows, 0.0, to_date(flows.days[-1]))
        assert answer.rate == pytest.approx(-0.028668460065440993, abs=1e-12)
        assert answer.other_roots == pytest.approx((-0.3154082674273421,), abs=1e-12)
        assert "nearest the Dietz return" in (answer.warning or "")

    def test_a_double_root_is_found(self) -> None:
        answer = xirr(flows_of((0, 100.0), (365, -220.0), (730, 121.0)), 0.0, START + timedelta(days=730))
        assert answer.rate == pytest.approx(0.10, abs=1e-6)

    @given(st.lists(st.floats(-0.9, 3.0), min_size=2, max_size=5, unique=True))
    def test_every_root_of_a_polynomial_is_found(self, roots: list[float]) -> None:
        growths = sorted(1 + root for root in roots)
        assume(all(b / a > 1.05 for a, b in pairwise(growths)))
        amounts = np.poly(growths)
        flows = flows_of(*((365 * year, float(amount)) for year, amount in enumerate(amounts)))
        answer = xirr(flows, 0.0, to_date(flows.days[-1]))
        assert answer.rate is not None
        assert sorted((answer.rate, *answer.other_roots)) == pytest.approx(sorted(roots), rel=1e-6, abs=1e-6)


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[CashFlows, float, date]:
    """Deposits and withdrawals on some days, with a closing value after them."""
    days = draw(st.lists(st.integers(0, 4000), min_size=1, max_size=20, unique=True))
    cents = draw(st.lists(st.integers(-200_000, 500_000), min_size=len(days), max_size=len(days)))
    closing = draw(st.integers(0, 10_000_000)) / 100
    flows = flows_of(*((day, amount / 100) for day, amount in zip(days, cents, strict=True)))
    return flows, closing, START + timedelta(days=max(days) + draw(st.integers(30, 2000)))


class TestIdentities:
    @given(portfolios())
    def test_the_present_value_at_the_rate_is_nothing(self, portfolio: tuple[CashFlows, float, date]) -> None:
        flows, closing, end = portfolio
        answer = xirr(flows, closing, end)
        whole = CashFlows(np.append(flows.days, np.datetime64(end)), np.append(flows.amounts, -closing))
        for rate in (answer.rate, *answer.other_roots):
            if rate is not None:
                at = whole.days[0] if rate >= 0 else whole.days[-1]
                assert abs(present_value(rate, whole, at)) <= 1e-9 * np.abs(whole.amounts).sum()
