"""Is the portfolio valued on the days that matter, and no other?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from core.ledger.deposits import Deposit, DepositKind, accrued_value
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.valuation.portfolio_value import Valuation, value_portfolio
from core.valuation.valuation_date import valuation_dates

KIND = TransactionKind


def spoken(observed: list[list[str]], flows: list[str], as_of: str) -> list[str]:
    dates = valuation_dates([to_days(one) for one in observed], to_days(flows), date.fromisoformat(as_of))
    return [str(one) for one in dates]


def test_union_of_observations_flows_and_the_last_day() -> None:
    dates = spoken(
        [["2024-01-01", "2024-01-03", "2024-01-05"], ["2024-01-04"]], ["2024-01-02", "2024-01-03"], "2024-01-06"
    )
    assert dates == ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-06"]


def test_an_observation_before_the_first_flow_is_known_and_none_after_the_last_day_counts() -> None:
    assert spoken([["2024-01-01", "2024-01-09"]], ["2024-01-03"], "2024-01-05") == ["2024-01-03", "2024-01-05"]
    assert spoken([["2023-12-26"]], ["2024-01-02"], "2024-01-04") == ["2024-01-02", "2024-01-03", "2024-01-04"]


def test_weekdays_stand_in_where_nothing_is_priced() -> None:
    # 5 January 2024 is a Friday; the flow itself falls on a Saturday and is kept.
    assert spoken([], ["2024-01-06"], "2024-01-10") == ["2024-01-06", "2024-01-08", "2024-01-09", "2024-01-10"]


def test_weekdays_fill_in_a_week_after_the_last_observation_and_before_the_first() -> None:
    dates = spoken([["2024-01-04"]], ["2024-01-02"], "2024-01-15")
    assert dates == ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-12", "2024-01-15"]


def test_without_flows_only_the_last_day() -> None:
    assert spoken([["2024-01-01"]], [], "2024-01-05") == ["2024-01-05"]


def test_a_flow_on_the_last_day_stands_alone() -> None:
    assert spoken([], ["2024-01-05"], "2024-01-05") == ["2024-01-05"]


# What cash earns, and what accrues, before the next flow: 10,000 on a Friday, and what follows.
FRIDAY, SUNDAY, MONDAY, TUESDAY = (date(2024, 1, on) for on in (5, 7, 8, 9))


def tracked(*rows: Transaction, as_of: date = TUESDAY) -> Valuation:
    portfolio = Portfolio("p", "P", "USD", (Transaction(FRIDAY, KIND.DEPOSIT, amount=10_000), *rows), cash_tracked=True)
    return value_portfolio(portfolio, {}, ExchangeRates(), as_of)


@pytest.mark.parametrize(
    ("kind", "amount", "deposit", "expected"),
    [
        (KIND.INTEREST, 1_000, 100_000, 0.1),
        (KIND.FEE, 1_000, 90_000, -0.1),
        (KIND.TAX, 500, 1_000_000, -0.05),
        (KIND.INTEREST, 1_000, 11_000, 0.1),
    ],
)
def test_a_day_on_which_the_cash_changes_is_a_valuation_date(
    kind: TransactionKind, amount: float, deposit: float, expected: float
) -> None:
    found = tracked(Transaction(SUNDAY, kind, amount=amount), Transaction(MONDAY, KIND.DEPOSIT, amount=deposit))
    assert to_days([SUNDAY])[0] in found.dates
    assert found.returns.total == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("second", [date(2024, 7, 1), date(2024, 6, 2), date(2024, 12, 30)])
@pytest.mark.parametrize("cash_tracked", [None, True])
def test_deposits_by_their_terms_are_valued_on_the_eve_of_the_next(second: date, cash_tracked: bool | None) -> None:
    """Two fixed deposits of 7 %: 100,000, and ten times as much later on, valued daily by its own formula."""
    first, end = date(2024, 1, 1), date(2024, 12, 31)
    deposits = tuple(
        Deposit(DepositKind.FIXED_DEPOSIT, f"{amount}", amount, 0.07, on, date(2026, 1, 1), "USD")
        for amount, on in ((100_000, first), (1_000_000, second))
    )
    found = value_portfolio(Portfolio("p", "P", "USD", (), deposits, cash_tracked), {}, ExchangeRates(), end)
    days = to_days([second]) + np.array([-1, 0]), to_days([end])
    one = accrued_value(deposits[0], np.concatenate([days[0][:1], days[1]]))
    both = sum(accrued_value(deposit, days[1])[0] for deposit in deposits)
    expected = one[0] / 100_000 * both / (one[0] + 1_000_000) - 1
    assert found.returns.total == pytest.approx(expected, abs=1e-9)
