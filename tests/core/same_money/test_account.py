"""Does the same money in an index become what a walk through the dates says, and does the account never go short?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification, MissingLevelsError
from core.market.levels import Basis, Days, Floats, LevelSeries, to_date, to_days
from core.returns.cash_flows import CashFlows
from core.same_money.account import match_cash_flows
from tests.core.small_portfolios import flows_of

START = date(2023, 1, 1)


def index_of(*pairs: tuple[str, float]) -> LevelSeries:
    return LevelSeries("An index", to_days([on for on, _ in pairs]), np.array([level for _, level in pairs]), "INR")


def daily(levels: Floats, start: date = START) -> LevelSeries:
    return LevelSeries("An index", np.datetime64(start) + np.arange(len(levels)), levels, "USD")


def walked(flows: CashFlows, index: LevelSeries, on: Days) -> tuple[list[float], float, date | None]:
    """The same account by the plainest means: day by day, flow by flow."""
    values, shortfall, exhausted = [], 0.0, None
    for day in on:
        units, shortfall, exhausted = 0.0, 0.0, None
        for flow_day, amount in zip(flows.days, flows.amounts, strict=True):
            if flow_day > day:
                continue
            level = index.level_on(to_date(flow_day))
            units += amount / level
            if units < -1e-9:
                shortfall += -units * level
                exhausted = exhausted or to_date(flow_day)
            units = max(units, 0.0)
        values.append(units * index.level_on(to_date(day)) if units else 0.0)
    return values, shortfall, exhausted


class TestReferenceNumbers:
    def test_two_deposits(self) -> None:
        index = index_of(("2023-01-01", 100), ("2023-06-01", 110), ("2024-01-01", 120))
        account = match_cash_flows(flows_of(("2023-01-01", 10_000), ("2023-06-01", 5_000)), index, index.dates)
        assert account.closing_value == pytest.approx(17454.545454545456, rel=1e-15)
        assert (account.exhausted_on, account.shortfall, account.carried_days) == (None, 0.0, 0)
        assert (account.name, account.currency, account.basis) == ("An index", "INR", Basis.PRICE)

    def test_a_sale_of_the_whole_gain_empties_the_account_and_nothing_is_short(self) -> None:
        index = index_of(("2023-01-01", 100), ("2023-02-01", 150), ("2023-03-01", 200))
        account = match_cash_flows(flows_of(("2023-01-01", 1_000), ("2023-02-01", -1_500)), index, index.dates)
        assert account.values.tolist() == [1000, 0, 0]
        assert (account.exhausted_on, account.shortfall) == (None, 0.0)


class TestEmptying:
    def test_a_withdrawal_larger_than_the_account_empties_it(self) -> None:
        index = index_of(("2023-01-01", 100), ("2023-02-01", 110), ("2023-03-01", 120), ("2023-04-01", 60))
        flows = flows_of(("2023-01-01", 1_000), ("2023-02-01", -1_500), ("2023-03-01", 600))
        account = match_cash_flows(flows, index, index.dates)
        assert account.values.tolist() == [1000, 0, 600, 300]
        assert account.exhausted_on == date(2023, 2, 1)
        assert account.shortfall == pytest.approx(400, abs=1e-9)
        assert account.paid.amounts == pytest.approx([1000, -1100, 600])
        assert account.flows.amounts.tolist() == [1000, -1500, 600]

    @pytest.mark.parametrize(
        ("levels", "amounts", "values", "on", "unpaid"),
        [
            ([100, 50, 50, 25], [100, -80, -10, -5], [100, 0, 0, 0], date(2023, 1, 2), [0, 30, 10, 5]),
            ([100, 110], [-50, 20], [0, 20], START, [50, 0]),  # before any deposit
        ],
    )
    def test_the_first_exhaustion_is_dated_and_all_shortfalls_add_up(
        self, levels: list[float], amounts: list[float], values: list[float], on: date, unpaid: list[float]
    ) -> None:
        index = daily(np.array(levels, dtype=float))
        account = match_cash_flows(CashFlows(index.dates, np.array(amounts, dtype=float)), index, index.dates)
        assert account.values.tolist() == values
        assert account.exhausted_on == on
        assert account.unpaid == pytest.approx(unpaid)
        assert account.shortfall == pytest.approx(sum(unpaid))

    def test_rounding_is_no_shortfall(self) -> None:
        index = daily(np.array([3.0, 7.0, 11.0, 13.0]))
        all_of_it = (1 / 3 + 1 / 7) * 11.0 * (1 + 1e-15)
        account = match_cash_flows(CashFlows(index.dates[:3], np.array([1.0, 1.0, -all_of_it])), index, index.dates)
        assert (account.exhausted_on, account.shortfall) == (None, 0.0)
        assert account.closing_value == pytest.approx(0.0, abs=1e-12)


class TestDates:
    FRIDAY_AND_MONDAY = index_of(("2023-01-06", 100), ("2023-01-09", 110))
    DOUBLING = daily(np.array([100.0, 200.0, 400.0]))

    @pytest.mark.parametrize(
        ("index", "flows", "on", "values"),
        [
            # flows and dates of a weekend take the last known level
            (FRIDAY_AND_MONDAY, {"2023-01-07": 1_000}, ["2023-01-06", "2023-01-08", "2023-01-09"], [0, 1000, 1100]),
            # a flow between valuation dates counts from the next; dates before the first flow need no level
            (DOUBLING, {"2023-01-02": 100}, ["2023-01-01", "2023-01-03"], [0, 200]),
            (FRIDAY_AND_MONDAY, {"2023-01-06": 100}, ["2022-06-01", "2023-01-09"], [0, 110]),
            # a day whose flows cancel needs none either
            (FRIDAY_AND_MONDAY, {"2023-01-05": 0.0, "2023-01-06": 100.0}, ["2023-01-05", "2023-01-09"], [0, 110]),
            (DOUBLING, {}, ["2023-01-01", "2023-01-02"], [0, 0]),
        ],
    )
    def test_values_on_the_dates(
        self, index: LevelSeries, flows: dict[str, float], on: list[str], values: list[float]
    ) -> None:
        account = match_cash_flows(flows_of(*flows.items()), index, to_days(on))
        assert account.values == pytest.approx(values)
        assert account.carried_days == ("2023-01-08" in on)

    @pytest.mark.parametrize(
        ("flow", "on", "error", "says"),
        [
            ("2023-01-09", "2023-01-09", MissingLevelsError, "9 Jan 2023"),  # a level of eight days ago
            ("2022-12-31", "2023-01-01", MissingLevelsError, "begins later"),  # nor is tomorrow's used
            ("2023-01-03", "2023-01-02", InvalidSpecification, "3 Jan 2023"),  # after the last date
        ],
    )
    def test_without_a_level_or_a_date_for_a_flow(self, flow: str, on: str, error: type[Exception], says: str) -> None:
        index = index_of(("2023-01-01", 100))
        seven = flows_of(("2023-01-08", 100))
        assert match_cash_flows(seven, index, to_days(["2023-01-08"])).closing_value == pytest.approx(100)
        with pytest.raises(error, match=says):
            match_cash_flows(flows_of((flow, 100)), index, to_days([on]))

    @pytest.mark.parametrize("on", [[], ["2023-01-02", "2023-01-01"], ["2023-01-01", "2023-01-01"]])
    def test_dates_must_be_given_in_order(self, on: list[str]) -> None:
        with pytest.raises(InvalidSpecification, match="increase"):
            match_cash_flows(flows_of(), daily(np.ones(3)), to_days(on))

    def test_the_callers_dates_stay_his_own(self) -> None:
        index, on = daily(np.array([100.0, 110.0])), to_days(["2023-01-01", "2023-01-02"])
        account = match_cash_flows(flows_of(("2023-01-01", 1)), index, on)
        on[0] = np.datetime64("2000-01-01")
        assert to_date(account.dates[0]) == START
        assert not account.values.flags.writeable

    def test_simulated_levels_make_a_simulated_account(self) -> None:
        index = LevelSeries("x", to_days([START]), np.ones(1), "USD", simulated=True)
        assert match_cash_flows(flows_of(("2023-01-01", 1)), index, index.dates).simulated


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[CashFlows, LevelSeries, Days]:
    days = draw(st.integers(2, 40))
    levels = draw(st.lists(st.floats(10, 1000), min_size=days, max_size=days))
    kept = sorted({0, days - 1} | set(draw(st.lists(st.integers(0, days - 1), max_size=days))))
    kept = kept if max(np.diff(kept)) <= 7 else list(range(days))
    index = LevelSeries("x", np.datetime64(START) + np.array(kept), np.array(levels)[kept], "USD")
    at = draw(st.lists(st.integers(0, days - 1), min_size=1, max_size=12, unique=True))
    cents = draw(st.lists(st.integers(-100_000, 100_000), min_size=len(at), max_size=len(at)))
    flows = CashFlows(np.datetime64(START) + np.array(at), np.array(cents) / 100)
    asked = [*draw(st.lists(st.integers(0, days - 1), max_size=10)), days - 1]
    return flows, index, np.datetime64(START) + np.array(sorted(set(asked)))


class TestIdentities:
    @given(scenarios())
    def test_it_is_what_a_walk_through_the_dates_gives(self, scenario: tuple[CashFlows, LevelSeries, Days]) -> None:
        flows, index, on = scenario
        account = match_cash_flows(flows, index, on)
        values, shortfall, exhausted = walked(flows, index, on)
        gross = 1 + np.abs(flows.amounts).sum()
        assert account.values == pytest.approx(values, rel=1e-9, abs=1e-9 * gross)
        assert account.shortfall == pytest.approx(shortfall, rel=1e-6, abs=1e-6 * gross)
        if shortfall > 1e-6 * gross:
            assert account.exhausted_on == exhausted
        assert account.values.min() >= 0

    @given(scenarios())
    def test_on_the_indexs_own_dates_nothing_is_different(self, scenario: tuple[CashFlows, LevelSeries, Days]) -> None:
        flows, index, _ = scenario
        every_day = np.datetime64(START) + np.arange(int((index.dates[-1] - index.dates[0]).astype(int)) + 1)
        on_own = match_cash_flows(flows, index, index.dates).values
        assert on_own == pytest.approx(
            match_cash_flows(flows, index, every_day).values[np.isin(every_day, index.dates)]
        )
