"""Do bare flows become what the reference says, and is what cannot be known left unknown?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, MissingLevelsError
from core.market.levels import LevelSeries, to_days
from core.returns.cash_flows import CashFlow, CashFlows
from core.same_money.flow_comparison import NO_CLOSING_VALUE, compare_flows

DATES = [date(2023, 1, 1), date(2023, 6, 1), date(2024, 1, 1)]
INDEX = LevelSeries("index", to_days(DATES), np.array([100.0, 110.0, 120.0]), "INR")
FLOWS = CashFlows.of([CashFlow(DATES[0], 10_000), CashFlow(DATES[1], 5_000)])


def flat(first: date, days: int) -> LevelSeries:
    return LevelSeries("flat", to_days([first + timedelta(n) for n in range(days)]), np.full(days, 100.0), "INR")


def test_reference_block_1() -> None:
    """reference/README.md, cash-flow match 1."""
    found = compare_flows(FLOWS, INDEX, 0.07)
    assert found.as_of == DATES[2]
    assert found.benchmark.closing_value == pytest.approx(17454.545454545456, rel=1e-12)
    assert found.benchmark.money_weighted.rate == pytest.approx(0.19138982044233985, abs=1e-12)
    assert found.invested.tolist() == [10_000, 15_000, 15_000]
    assert found.risk_free.money_weighted.rate == pytest.approx(0.07, abs=1e-12)
    assert (found.portfolio_xirr.rate, found.portfolio_xirr.reason) == (None, NO_CLOSING_VALUE)
    assert found.xirr_difference is None
    level = compare_flows(FLOWS, INDEX, 0.07, closing_value=found.benchmark.closing_value)
    assert level.xirr_difference == pytest.approx(0, abs=1e-12)


@given(
    amounts=st.lists(st.floats(1, 1e9), min_size=1, max_size=20),
    gaps=st.lists(st.integers(0, 90), min_size=20, max_size=20),
    rate=st.floats(-0.5, 0.5),
)
def test_a_flat_index_gives_back_what_was_put_in_and_the_deposit_earns_its_rate(
    amounts: list[float], gaps: list[int], rate: float
) -> None:
    start = date(2015, 1, 1)
    days = np.cumsum(gaps)[: len(amounts)]
    flows = CashFlows.of(
        [CashFlow(start + timedelta(int(day)), amount) for day, amount in zip(days, amounts, strict=True)]
    )
    found = compare_flows(flows, flat(start, 2_200), rate)
    assert found.benchmark.closing_value == pytest.approx(sum(amounts), rel=1e-12)
    assert found.invested[-1] == pytest.approx(sum(amounts), rel=1e-12)
    assert found.risk_free.money_weighted.rate == pytest.approx(rate, abs=1e-9)


def test_flows_after_the_valuation_date_are_left_out_and_counted() -> None:
    found = compare_flows(FLOWS, INDEX, 0.07, as_of=date(2023, 1, 5))
    assert (found.later_flows, found.invested.tolist()) == (1, [10_000, 10_000])
    assert found.as_of == date(2023, 1, 5)


def test_a_flow_after_the_last_level_moves_the_end_or_has_no_level() -> None:
    late = CashFlows.of([CashFlow(DATES[0], 100), CashFlow(date(2024, 1, 5), 100)])
    found = compare_flows(late, INDEX, 0.07)
    assert (found.as_of, found.benchmark.account.carried_days) == (date(2024, 1, 5), 1)
    with pytest.raises(MissingLevelsError):
        compare_flows(CashFlows.of([CashFlow(DATES[0], 100), CashFlow(date(2024, 3, 1), 100)]), INDEX, 0.07)


@pytest.mark.parametrize("flows", [CashFlows.of([]), CashFlows.of([CashFlow(date(2023, 2, 1), 100)])])
def test_nothing_up_to_the_valuation_date_is_too_little(flows: CashFlows) -> None:
    with pytest.raises(InsufficientData):
        compare_flows(flows, INDEX, 0.07, as_of=date(2023, 1, 15))
