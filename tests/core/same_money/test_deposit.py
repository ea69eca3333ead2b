"""Does money in a deposit grow by its rate from its own day, along fixed rates and dated yields?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification, MissingLevelsError
from core.ledger.deposits import Deposit, DepositKind, accrued_value
from core.market.deposit_rate import DepositRate, Quotation, deposit_name
from core.market.levels import Basis, to_days
from core.market.yields import YieldSeries, fixed_return_levels
from core.returns.cash_flows import CashFlow, CashFlows, xirr
from core.same_money.deposit import risk_free_account
from tests.core.small_portfolios import flows_of

START = date(2023, 1, 1)


class TestFixedReturn:
    def test_dates_start_at_the_first(self) -> None:
        days = to_days(["2023-01-01", "2023-07-02", "2024-01-01"])
        assert fixed_return_levels(0.05, days) == pytest.approx(fixed_return_levels(0.05, np.array([0, 182, 365])))


NAMES = {0.07: "7\u202f%", 0.0725: "7.25\u202f%", -0.005: "−0.5\u202f%", 0.0: "0\u202f%", 0.1 + 0.2: "30\u202f%"}


@pytest.mark.parametrize("rate", NAMES)
def test_a_deposit_is_named_by_its_rate(rate: float) -> None:
    assert deposit_name(rate) == f"a bank deposit at {NAMES[rate]} before tax"


class TestReferenceNumbers:
    @pytest.mark.parametrize(
        ("day", "value"),
        [(0, 10000.0), (1, 10001.853833415706), (30, 10055.764757837924), (365, 10700.0), (366, 10701.983601754806)],
    )
    def test_one_deposit_at_seven_percent(self, day: int, value: float) -> None:
        account = risk_free_account(flows_of(("2023-01-01", 10_000)), 0.07, to_days([START + timedelta(days=day)]))
        assert account.closing_value == pytest.approx(value, rel=1e-14)

    def test_withdrawals(self) -> None:
        flows = flows_of(("2023-01-01", 10_000), ("2023-03-01", -5_000), ("2023-05-01", -2_000))
        on = to_days(["2023-03-01", "2023-05-01", "2024-01-01"])
        account = risk_free_account(flows, 0.07, on, "INR")
        assert account.values == pytest.approx([5109.966267167745, 3168.07427579887, 3315.2685422281725], rel=1e-13)
        assert (account.name, account.currency, account.basis) == (
            "a bank deposit at 7\u202f% before tax",
            "INR",
            Basis.TOTAL,
        )
        assert xirr(flows, account.closing_value, date(2024, 1, 1)).rate == pytest.approx(0.07, abs=1e-14)


class TestAccount:
    @pytest.mark.parametrize("amount", [0.1, 1000.0, 12345.67, 1e9])
    def test_on_its_own_date_a_flow_is_worth_exactly_its_amount(self, amount: float) -> None:
        account = risk_free_account(flows_of(("2023-05-05", amount)), 0.0731, to_days(["2023-05-05"]))
        assert account.closing_value == amount

    def test_it_never_goes_short(self) -> None:
        flows = flows_of(("2023-01-01", 1_000), ("2024-01-01", -2_000), ("2025-01-01", 100))
        account = risk_free_account(flows, 0.07, to_days(["2023-06-01", "2024-06-01", "2026-01-01"]))
        assert account.values[1:] == pytest.approx([0.0, 107.0])
        assert account.exhausted_on == date(2024, 1, 1)
        assert account.shortfall == pytest.approx(930.0)

    def test_dates_before_the_first_flow_are_worth_nothing(self) -> None:
        account = risk_free_account(flows_of(("2023-01-01", 100)), 0.07, to_days(["2020-01-01", "2023-01-01"]))
        assert account.values.tolist() == [0.0, 100.0]
        assert risk_free_account(flows_of(), 0.07, to_days(["2023-01-01"])).values.tolist() == [0.0]

    def test_what_does_not_fit_is_refused(self) -> None:
        flows = flows_of(("2023-01-01", 100))
        with pytest.raises(InvalidSpecification, match="rate"):
            risk_free_account(flows, -1.0, to_days(["2024-01-01"]))
        with pytest.raises(InvalidSpecification, match="after the last"):
            risk_free_account(flows, 0.07, to_days(["2022-01-01"]))
        with pytest.raises(InvalidSpecification, match="increase"):
            risk_free_account(flows, 0.07, to_days(["2024-01-01", "2023-01-01"]))


class TestIdentities:
    @given(
        st.floats(-0.5, 1.5),
        st.lists(
            st.tuples(st.integers(0, 3000), st.floats(1, 1e6)), min_size=1, max_size=15, unique_by=lambda pair: pair[0]
        ),
        st.integers(30, 1000),
    )
    def test_the_xirr_of_a_deposit_is_its_rate(self, rate: float, deposits: list[tuple[int, float]], wait: int) -> None:
        flows = CashFlows.of([CashFlow(START + timedelta(days=day), amount) for day, amount in deposits])
        end = START + timedelta(days=max(day for day, _ in deposits) + wait)
        account = risk_free_account(flows, rate, to_days([end]))
        assert xirr(flows, account.closing_value, end).rate == pytest.approx(rate, rel=1e-9, abs=1e-11)

    @given(st.floats(-0.5, 0.9), st.integers(1, 2000))
    def test_constant_yields_are_a_fixed_rate(self, rate: float, days: int) -> None:
        dates = np.datetime64(START) + np.arange(0, 2001, 50)
        flows, on = flows_of(("2023-01-01", 500), ("2023-01-20", -100)), to_days([START + timedelta(days=days + 20)])
        dated = risk_free_account(flows, YieldSeries("Yields", dates, np.full(dates.size, rate)), on)
        assert dated.closing_value == pytest.approx(risk_free_account(flows, rate, on).closing_value, rel=1e-12)


class TestYields:
    def test_each_yield_holds_from_its_date_to_the_next(self) -> None:
        yields = YieldSeries("Policy rate", to_days(["2023-01-01", "2023-07-02"]), np.array([0.06, 0.08]))
        account = risk_free_account(flows_of(("2023-01-01", 1_000)), yields, to_days(["2023-07-02", "2024-01-01"]))
        half_year = 1000 * 1.06 ** (182 / 365)
        assert account.values == pytest.approx([half_year, half_year * 1.08 ** (183 / 365)])
        assert (account.name, account.carried_days) == ("Policy rate", 1)
        between = risk_free_account(flows_of(("2023-06-02", 1_000)), yields, to_days(["2023-06-12", "2023-07-12"]))
        expected = [1000 * 1.06 ** (10 / 365), 1000 * 1.06 ** (30 / 365) * 1.08 ** (10 / 365)]
        assert between.values == pytest.approx(expected)

    def test_tomorrows_yield_is_never_used(self) -> None:
        dates, money = to_days(["2023-01-01", "2023-02-01"]), flows_of(("2023-01-01", 100))
        both = [YieldSeries("x", dates, np.array([0.05, later])) for later in (0.05, 0.9)]
        one, other = (risk_free_account(money, yields, dates[1:]).closing_value for yields in both)
        assert one == other
        with pytest.raises(MissingLevelsError, match="begins later"):
            risk_free_account(money, YieldSeries("x", to_days(["2023-01-02"]), np.array([0.05])), dates[1:])

    def test_a_year_after_the_last_yield_it_holds_no_more(self) -> None:
        yields = YieldSeries("x", to_days(["2023-01-01"]), np.array([0.05]))
        flows = flows_of(("2023-01-01", 100))
        assert risk_free_account(flows, yields, to_days(["2024-01-01"])).closing_value == pytest.approx(105)
        with pytest.raises(MissingLevelsError, match="1 Jan 2023"):
            risk_free_account(flows, yields, to_days(["2024-01-03"]))

    @pytest.mark.parametrize(
        ("dates", "yields", "why"),
        [
            ([], [], "one per date"),
            (["2023-01-01"], [0.05, 0.06], "one per date"),
            (["2023-01-02", "2023-01-01"], [0.05, 0.06], "increase"),
            (["2023-01-01"], [float("nan")], "number above"),
            (["2023-01-01"], [-1.0], "number above"),
            (["2023-01-01", "2023-01-02"], [7.0, 7.1], "percent"),
        ],
    )
    def test_unsound_yields_are_refused(self, dates: list[str], yields: list[float], why: str) -> None:
        with pytest.raises(InvalidSpecification, match=why):
            YieldSeries("x", to_days(dates), np.array(yields))


BANK = DepositRate(0.07, Quotation.BANK)
MONTHS = st.lists(
    st.tuples(st.integers(0, 900), st.integers(-9_000, 12_000)), min_size=1, max_size=8, unique_by=lambda one: one[0]
)


def closing(rate: float, on: str, *moves: tuple[str, float]) -> float:
    return risk_free_account(flows_of(*moves), rate, to_days([on])).closing_value


class TestAsABankQuotesIt:
    def test_ten_years_of_a_fixed_deposit(self) -> None:
        """₹1 lakh at 7 % for 40 quarters; at 7 % effective it is ₹3,335 less (before, that was “ahead of that very deposit”)."""
        assert closing(BANK, "2025-01-01", ("2015-01-01", 100_000)) == pytest.approx(200_159.73, abs=0.01)
        assert closing(0.07, "2025-01-01", ("2015-01-01", 100_000)) == pytest.approx(196_715.1, rel=1e-3)

    @pytest.mark.parametrize("start", ["2015-01-01", "2016-02-29", "2019-08-31", "2020-11-30"])
    def test_a_fixed_deposit_is_level_with_it_at_every_quarter_end_and_between(self, start: str) -> None:
        """A household with one 7 % fixed deposit beside a deposit quoted at 7 %: 0 ahead, not within rounding of days."""
        made = date.fromisoformat(start)
        terms = Deposit(DepositKind.FIXED_DEPOSIT, "FD", 100_000, 0.07, made, date(2035, 1, 1))
        on = to_days([made]) + np.arange(0, 1500)
        account = risk_free_account(flows_of((start, 100_000)), BANK, on)
        assert account.values == pytest.approx(accrued_value(terms, on), rel=1e-13)

    def test_a_withdrawal_takes_the_oldest_deposit_first(self) -> None:
        """1,000 and a quarter later 1,000: what takes out the first with its interest leaves the second as if there had been no other."""
        moves = [("2023-01-01", 1000.0), ("2023-04-01", 1000.0), ("2023-07-01", -1000 * 1.0175**2)]
        assert closing(BANK, "2023-10-01", *moves) == pytest.approx(1000 * 1.0175**2, rel=1e-14)
        half = [*moves[:2], ("2023-07-01", -500 * 1.0175**2)]
        assert closing(BANK, "2023-10-01", *half) == pytest.approx(500 * 1.0175**3 + 1000 * 1.0175**2, rel=1e-14)

    def test_a_withdrawal_larger_than_it_empties_it(self) -> None:
        flows = flows_of(("2023-01-01", 1000), ("2023-07-01", -2000), ("2023-10-01", 300))
        account = risk_free_account(flows, BANK, to_days(["2023-06-30", "2023-07-01", "2024-01-01"]))
        assert account.exhausted_on == date(2023, 7, 1)
        assert account.shortfall == pytest.approx(2000 - 1000 * 1.0175**2)
        assert account.values[1:] == pytest.approx([0.0, 300 * 1.0175])

    @given(moves=MONTHS)
    def test_it_stays_beside_the_effective_rate(self, moves: list[tuple[int, int]]) -> None:
        """Simple interest inside a quarter and months of unlike length move it by less than 0.1 % of the money."""
        flows = CashFlows.of(CashFlow(START + timedelta(days=day), float(amount)) for day, amount in moves)
        on = to_days([START + timedelta(days=day) for day in (900, 1000, 1461)])
        quoted, effective = (risk_free_account(flows, rate, on) for rate in (BANK, float(BANK)))
        moved = float(np.abs(flows.amounts).sum()) + 1.0
        assert np.abs(quoted.values - effective.values).max() <= 1e-3 * moved
        assert (quoted.values >= 0).all()
        assert quoted.unpaid.sum() == pytest.approx(effective.unpaid.sum(), abs=1e-3 * moved)

    def test_a_tax_is_a_what_if_of_the_deposit(self) -> None:
        net = DepositRate(0.07, Quotation.BANK, 0.3)
        account = risk_free_account(flows_of(("2023-01-01", 1000)), net, to_days(["2024-01-01"]))
        assert account.closing_value == pytest.approx(1000 * (1 + 0.049 / 4) ** 4, rel=1e-14)
        assert account.name == "a bank deposit quoted at 7\u202f% after 30\u202f% tax"
