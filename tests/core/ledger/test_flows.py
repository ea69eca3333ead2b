"""Are flows sorted, converted and told apart as put in, taken out and paid out?"""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InvalidSpecification, MissingExchangeRateError
from core.ledger.flows import NO_MONEY, MoneyFlows, external_flows, row_rates
from core.ledger.transaction import TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from tests.core.small_portfolios import buy, daily, day, row, sell

RATES = ExchangeRates({"USDINR": daily("USDINR", [80.0, 81.0, 82.0], "INR")})


def test_rows_become_flows_in_date_order() -> None:
    rows = [
        sell(2, "X", 1, 30.0),
        buy(0, "X", 2, 20.0, fees=1.0),
        row(TransactionKind.DIVIDEND, 1, "X", amount=5.0, taxes=1.0),
    ]
    flows = external_flows(rows, "USD", RATES)
    assert list(flows.days) == list(to_days([day(0), day(1), day(2)]))
    assert list(flows.paid_in) == [41.0, 0.0, 0.0]
    assert list(flows.taken_out) == [0.0, 0.0, 30.0]
    assert list(flows.paid_out) == [0.0, 4.0, 0.0]
    assert list(flows.net.amounts) == [41.0, -4.0, -30.0]
    assert (flows.invested, flows.total_out) == (11.0, 34.0)


def test_a_sale_that_costs_more_than_it_brings_is_money_in() -> None:
    flows = external_flows([sell(0, "X", 1, 1.0, fees=3.0)], "USD", RATES)
    assert (flows.paid_in[0], flows.taken_out[0]) == (2.0, 0.0)


def test_invested_is_never_below_nothing() -> None:
    flows = external_flows([buy(0, "X", 1, 1_000.0), sell(1, "X", 1, 1_500.0)], "USD", RATES)
    assert flows.invested == 0.0


def test_rates_of_the_row_of_its_day_and_of_its_own_currency() -> None:
    rows = [
        buy(0, "X", 1, 1.0),
        buy(2, "X", 1, 1.0),
        buy(1, "X", 1, 1.0, fx_rate=99.0),
        buy(1, "X", 1, 1.0, currency="INR"),
    ]
    assert row_rates(rows, "INR", RATES) == pytest.approx([80.0, 82.0, 99.0, 1.0])
    assert row_rates([], "INR", RATES).size == 0
    with pytest.raises(MissingExchangeRateError):
        row_rates([buy(0, "X", 1, 1.0, currency="SEK")], "INR", RATES)


def test_flows_are_cut_before_and_after_a_day_and_summed_by_date() -> None:
    flows = external_flows([buy(0, "X", 1, 10.0), buy(1, "X", 1, 20.0), sell(1, "X", 1, 5.0)], "USD", RATES)
    assert flows.upto(np.datetime64(day(0))).paid_in.tolist() == [10.0]
    assert flows.after(np.datetime64(day(0))).paid_in.sum() == 20.0
    paid_in, taken_out, paid_out = flows.per_date(to_days([day(0), day(1), day(2)]))
    assert (paid_in.tolist(), taken_out.tolist(), paid_out.tolist()) == ([10, 20, 0], [0, 5, 0], [0, 0, 0])
    twice = MoneyFlows.summed([flows, flows])
    assert twice.net.amounts.tolist() == [20.0, 30.0]
    assert MoneyFlows.summed([]) is NO_MONEY


def test_negative_or_missing_amounts_are_refused() -> None:
    one = to_days([day(0)])
    with pytest.raises(InvalidSpecification, match="paid_in"):
        MoneyFlows(one, np.array([-1.0]), np.zeros(1), np.zeros(1))
    with pytest.raises(InvalidSpecification, match="taken_out"):
        MoneyFlows(one, np.zeros(1), np.zeros(2), np.zeros(1))
