"""Is every day valued as its rows and prices say, and nothing that cannot be?"""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InsufficientData
from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries
from core.valuation.portfolio_value import Valuation, value_portfolio
from tests.core.small_portfolios import DEPOSIT, WITHDRAWAL, buy, daily, dated, day, row, sell, trades, valued, walk

FLAT = daily("X", [100.0] * 400)
WALKS = {name: walk(name, seed) for seed, name in enumerate(("A", "B", "C"))}
USDINR = daily("USDINR", np.linspace(80.0, 90.0, 400), "INR")
RATES = ExchangeRates({"USDINR": USDINR})
BANK = Deposit(DepositKind.FIXED_DEPOSIT, "Bank", 1_000.0, 0.08, day(0), day(365), "USD", Payout.ANNUALLY)


def ladder() -> list[Transaction]:
    kinds = TransactionKind
    units, money = {"quantity": 10.0}, {"amount": 1_000.0}
    return [
        row(kinds.BUY, 0, "X", price=100.0, **units),
        row(kinds.DEPOSIT, 1, **money),
        row(kinds.RSU_VEST, 2, "X", fair_market_value=100.0, **units),
        row(kinds.ESPP_PURCHASE, 3, "X", price=85.0, fair_market_value=100.0, **units),
        row(kinds.CONTRIBUTION, 4, **money),
        row(kinds.SELL, 5, "X", price=100.0, **units),
        row(kinds.WITHDRAWAL, 6, **money),
        row(kinds.DIVIDEND, 7, "X", **money),
        row(kinds.COUPON, 8, "X", **money),
        row(kinds.BONUS, 9, "X", **units),
        row(kinds.SPLIT, 10, "X", quantity=2.0),
    ]


@pytest.mark.parametrize(
    ("tracked", "invested", "flows"),
    [
        (None, [0, 1e3, 2e3, 3e3, 4e3, 4e3, 3e3, 3e3, 3e3, 3e3, 3e3], [1e3, 1e3, 1e3, 1e3, -1e3]),
        (False, [1e3, 1e3, 2e3, 3e3, 3e3, 2e3, 2e3, 2e3, 2e3, 2e3, 2e3], [1e3, 1e3, 1e3, -1e3, -1e3, -1e3]),
    ],
    ids=["with its cash", "investments only"],
)
def test_reference_ladder_of_every_kind(tracked: bool | None, invested: list[float], flows: list[float]) -> None:
    valuation = valued(ladder(), [FLAT], as_of=10, cash_tracked=tracked)
    assert valuation.invested == pytest.approx(invested)
    assert valuation.flows.amounts == pytest.approx(flows)
    assert valuation.cash_account.tracked is (tracked is None)


def test_value_is_units_times_the_last_known_price() -> None:
    prices = dated("X", {"2023-01-02": 10.0, "2023-01-04": 12.0, "2023-01-09": 9.0})
    valuation = valued([buy(0, "X", 5, 10.0), buy(3, "X", 1, 11.0)], [prices], as_of=8)
    assert valuation.dates.tolist() == [day(0), day(2), day(3), day(7), day(8)]
    assert valuation.values == pytest.approx([50.0, 60.0, 72.0, 54.0, 54.0])
    assert valuation.carried_days == 2
    assert valuation.closing_value == pytest.approx(54.0)
    holding = valuation.holdings[0]
    assert (holding.quantity, holding.price, holding.priced_on) == (6.0, 9.0, day(7))
    assert (holding.invested, holding.gain, holding.weight) == (61.0, pytest.approx(-7.0), 1.0)


def test_fees_raise_the_cost_and_lower_the_proceeds() -> None:
    valuation = valued([buy(0, "X", 10, 100.0, fees=5.0), sell(9, "X", 10, 100.0, fees=3.0, taxes=2.0)], [FLAT])
    assert valuation.inflows[0] == 1_005.0
    assert valuation.outflows.sum() == 995.0
    assert valuation.gain == pytest.approx(-10.0)


def test_everything_sold_keeps_the_closed_position() -> None:
    valuation = valued([buy(0, "X", 10, 100.0), sell(5, "X", 10, 150.0)], [FLAT], as_of=20)
    holding = valuation.holdings[0]
    assert (holding.quantity, holding.value, holding.weight, holding.price) == (0.0, 0.0, None, None)
    assert valuation.invested[-1] == 0.0
    assert valuation.gain == pytest.approx(500.0)


def test_same_day_purchase_and_sale_need_no_price() -> None:
    valuation = valued([buy(3, "Z", 10, 100.0), sell(3, "Z", 10, 104.0)], as_of=5)
    assert valuation.complete
    assert valuation.returns.returns == pytest.approx([0.04])


def test_empty_portfolio_is_worth_nothing_and_has_no_return() -> None:
    valuation = valued([], as_of=5)
    assert (valuation.closing_value, valuation.begins, valuation.holdings) == (0.0, None, ())
    assert valuation.complete
    with pytest.raises(InsufficientData, match="has held nothing"):
        _ = valuation.returns


def test_one_transaction_on_the_last_day() -> None:
    valuation = valued([buy(5, "X", 1, 90.0)], [FLAT], as_of=5)
    assert valuation.dates.size == 1
    assert valuation.returns.returns == pytest.approx([100 / 90 - 1])


def test_rows_after_the_day_are_left_out_and_said_so() -> None:
    valuation = valued([buy(0, "X", 1, 100.0), buy(50, "X", 9, 100.0), buy(60, "Y", 9, 1.0)], [FLAT], as_of=10)
    assert valuation.closing_value == pytest.approx(100.0)
    assert "2 entries are dated after 12 Jan 2023 and left out." in valuation.notes


def test_labels_come_from_the_latest_rows() -> None:
    rows = [
        buy(0, "X", 1, 100.0, name="Old name", asset_type=AssetType.STOCK),
        buy(5, "X", 1, 100.0, name="New name", asset_type=AssetType.ETF),
        row(TransactionKind.DIVIDEND, 9, "X", amount=1.0),
    ]
    holding = valued(rows, [FLAT]).holdings[0]
    assert (holding.name, holding.asset_type, holding.currency) == ("New name", AssetType.ETF, "USD")


def test_holdings_come_largest_first() -> None:
    rows = [buy(0, "A", 1, 100.0), buy(0, "B", 50, 100.0), buy(0, "C", 5, 100.0)]
    assert [holding.symbol for holding in valued(rows, WALKS.values()).holdings] == ["B", "C", "A"]


def test_what_is_bought_on_debt_alone_is_worth_nothing() -> None:
    rows = [buy(0, "X", 0.2, 100.0), buy(0, "Y", 1.1, 100.0), buy(0, "Z", 1.1, 100.0)]
    prices = [FLAT, daily("Y", FLAT.levels), daily("Z", FLAT.levels)]
    valuation = valued(rows, prices, as_of=5, cash_tracked=True)
    assert valuation.values.tolist() == [0.0] * 6
    assert {one.weight for one in valuation.holdings} == {None}


# Splits and bonuses


@given(st.sampled_from([2.0, 3.0, 10.0, 0.2]), st.integers(10, 380))
@settings(max_examples=settings().max_examples // 2)
def test_a_split_changes_nothing(ratio: float, on: int) -> None:
    prices = WALKS["A"]
    rows = [buy(2, "A", 10, prices.level_on(day(2))), buy(200, "A", 4, prices.level_on(day(200)))]
    traded = [_as_traded(one, on, ratio) for one in rows]
    plain = valued(rows, [prices])
    split = valued([*traded, row(TransactionKind.SPLIT, on, "A", quantity=ratio)], [prices])
    assert split.dates.tolist() == plain.dates.tolist()
    assert split.values == pytest.approx(plain.values)
    assert split.gain == pytest.approx(plain.gain)
    assert split.holdings[0].quantity == pytest.approx(14.0)


@pytest.mark.parametrize("kind", [TransactionKind.SPLIT, TransactionKind.BONUS])
@pytest.mark.parametrize("more", [[], [row(DEPOSIT, 0, amount=2_000.0)]], ids=["investments only", "with its cash"])
def test_a_split_on_a_day_without_a_price_is_no_observation(kind: TransactionKind, more: list[Transaction]) -> None:
    fund = dated("F", {"2023-01-01": 10.0, "2023-02-01": 5.5, "2023-03-01": 6.0})
    rows = [*more, buy(0, "F", 100, 20.0), row(kind, 40, "F", quantity=2.0 if kind is TransactionKind.SPLIT else 100.0)]
    valuation = valued(rows, [fund], as_of=59)
    assert valuation.dates.tolist() == [day(0), day(30), day(58), day(59)]
    assert valuation.closing_value == pytest.approx(200 * 6.0)


def _as_traded(one: Transaction, on: int, ratio: float) -> Transaction:
    """The same purchase as it stood in the broker's file, before the split."""
    if one.on >= day(on) or one.price is None:
        return one
    return Transaction(one.on, one.kind, one.symbol, quantity=one.quantity / ratio, price=one.price * ratio)


def test_as_traded_prices_are_restated_and_named() -> None:
    prices = daily("X", [1_000.0] * 50 + [100.0] * 50)
    rows = [buy(0, "X", 1, 1_000.0), row(TransactionKind.SPLIT, 50, "X", quantity=10.0)]
    valuation = valued(rows, [prices], as_of=99)
    assert valuation.values == pytest.approx(np.full(100, 1_000.0))
    assert valuation.notes[0].startswith("X: prices before 21 Feb 2023 were as traded and are divided by 10")


def test_a_bonus_share_doubles_units_and_no_flow() -> None:
    rows = [buy(0, "X", 10, 200.0), row(TransactionKind.BONUS, 50, "X", quantity=10.0)]
    valuation = valued(rows, [FLAT])
    assert valuation.values == pytest.approx(np.full(400, 2_000.0))
    assert valuation.flows.amounts.sum() == pytest.approx(2_000.0)


def test_a_missing_split_row_is_suspected_aloud() -> None:
    valuation = valued([buy(0, "X", 10, 500.0), buy(30, "X", 1, 101.0)], [FLAT])
    assert any("X on 2 Jan 2023 (500.00 paid, 100.00 known)" in note for note in valuation.notes)
    assert not valued([buy(0, "X", 10, 120.0)], [FLAT]).notes


def test_payouts_on_prices_that_include_them_are_pointed_out() -> None:
    total = daily("X", [100.0] * 400, basis=Basis.TOTAL)
    rows = [buy(0, "X", 10, 100.0), row(TransactionKind.DIVIDEND, 9, "X", amount=5.0)]
    note = "Prices of X already include dividends, and the payouts listed count them again."
    assert note in valued(rows, [total]).notes


# What cannot be valued


GIVEN = row(TransactionKind.BONUS, 5, "GONE", quantity=3.0)


@pytest.mark.parametrize(
    ("prices", "reason"),
    [
        (None, "no prices"),
        (
            {"2023-01-20": 1.0},
            "its prices begin 20 Jan 2023, and nothing was paid for what was held from 7 Jan 2023 on",
        ),
    ],
)
def test_unpriced_holdings_are_out_of_both_sides_with_the_reason(prices: dict[str, float] | None, reason: str) -> None:
    held = buy(5, "GONE", 3, 50.0) if prices is None else GIVEN
    rows = [buy(0, "X", 10, 100.0), held, row(TransactionKind.DIVIDEND, 8, "GONE", amount=7.0)]
    series = [FLAT] if prices is None else [FLAT, dated("GONE", prices)]
    valuation = valued(rows, series, as_of=25)
    assert [(one.symbol, one.reason) for one in valuation.unpriced] == [("GONE", reason)]
    assert not valuation.complete
    assert valuation.closing_value == pytest.approx(1_000.0)
    assert valuation.flows.amounts == pytest.approx([1_000.0])
    assert [holding.symbol for holding in valuation.holdings] == ["X"]


def test_sales_beyond_all_purchases_are_named() -> None:
    valuation = valued([buy(0, "X", 10, 100.0), sell(5, "X", 43, 100.0)], [FLAT])
    assert valuation.unpriced[0].reason == "sells 33 more than it ever bought: the opening position is missing"
    late = valued([sell(5, "X", 2.5, 100.0), buy(9, "X", 10, 100.0)], [FLAT])
    expected = "sells 2.5 more than it had bought by 7 Jan 2023: the opening position is missing"
    assert late.unpriced[0].reason == expected


def test_without_any_rate_what_is_foreign_is_unpriced() -> None:
    rows = [buy(0, "X", 10, 100.0, currency="SEK"), buy(0, "A", 1, 100.0)]
    prices = [daily("X", [100.0] * 400, "SEK"), WALKS["A"]]
    for valuation in (valued(rows, prices), valued([], as_of=9, deposits=[replace(BANK, currency="SEK")])):
        assert valuation.unpriced[0].reason == "there is no exchange rate between SEK and USD"
    short = ExchangeRates({"USDSEK": daily("USDSEK", [10.0] * 20, "SEK")})
    stale = valued(rows, prices, rates=short)
    assert stale.unpriced[0].reason == "the exchange rate USDSEK has no level for 29 Jan 2023, while it was held"
    cash = valued([row(DEPOSIT, 0, amount=5.0, currency="SEK"), row(DEPOSIT, 0, amount=7.0)], cash_tracked=False)
    assert (cash.closing_value, [one.symbol for one in cash.unpriced]) == (7.0, ["Cash SEK"])


def test_money_that_cannot_be_converted_leaves_its_holding_out() -> None:
    day_trade = [buy(0, "Z", 1, 10.0, currency="SEK"), sell(0, "Z", 1, 11.0, currency="SEK"), buy(0, "X", 1, 100.0)]
    rows = [*day_trade, row(TransactionKind.FEE, 4, amount=30.0, currency="SEK")]
    reason = "there is no exchange rate between SEK and USD"
    unpriced = {one.name: one.reason for one in valued(rows, [FLAT]).unpriced}
    assert unpriced == {"Z": reason, "Charges and interest SEK": reason}
    late = ExchangeRates({"USDSEK": LevelSeries("USDSEK", FLAT.dates[5:], FLAT.levels[5:], "SEK")})
    named = {one.name: one.reason for one in valued(rows, [FLAT], rates=late).unpriced}
    assert named["Z"] == "the exchange rate USDSEK has no level for 2 Jan 2023, when money moved"


# Currencies


def test_foreign_holding_is_valued_at_each_days_rate() -> None:
    valuation = valued([buy(0, "X", 10, 100.0)], [FLAT], base="INR", rates=RATES)
    assert valuation.values == pytest.approx(1_000.0 * USDINR.levels)
    assert valuation.flows.amounts == pytest.approx([80_000.0])
    assert valuation.holdings[0].currency == "USD"


def test_the_rate_that_a_row_states_itself_wins() -> None:
    valuation = valued([buy(0, "X", 10, 100.0, fx_rate=82.0)], [FLAT], base="INR", rates=RATES)
    assert valuation.flows.amounts == pytest.approx([82_000.0])
    own_currency = valued([buy(0, "X", 10, 100.0, fx_rate=82.0)], [FLAT])
    assert own_currency.flows.amounts == pytest.approx([1_000.0])


def test_pence_are_pounds() -> None:
    rows = [buy(0, "X", 10, 250.0, currency="GBX")]
    valuation = valued(rows, [daily("X", [300.0] * 10, "GBX")], as_of=9, base="GBP")
    assert valuation.closing_value == pytest.approx(30.0)
    assert valuation.flows.amounts == pytest.approx([25.0])


# Cash


def test_tracked_cash_makes_only_deposits_external() -> None:
    rows = [row(DEPOSIT, 0, amount=2_000.0), buy(1, "X", 10, 100.0, fees=4.0), sell(5, "X", 5, 100.0)]
    rows += [row(TransactionKind.DIVIDEND, 6, "X", amount=20.0), row(WITHDRAWAL, 9, amount=300.0)]
    valuation = valued(rows, [FLAT], as_of=10)
    assert valuation.cash_account.tracked
    assert valuation.flows.amounts == pytest.approx([2_000.0, -300.0])
    assert valuation.closing_value == pytest.approx(500 + 2_000 - 1_004 + 500 + 20 - 300)
    assert {one.symbol: one.value for one in valuation.holdings} == pytest.approx({"X": 500.0, "Cash": 1_216.0})
    assert valuation.gain == pytest.approx(16.0)
    assert valuation.invested[-1] == pytest.approx(1_700.0)


def test_interest_and_fees_of_tracked_cash_are_its_gain_not_flows() -> None:
    earned = [row(TransactionKind.INTEREST, 5, amount=10.0), row(TransactionKind.FEE, 6, amount=4.0)]
    valuation = valued([row(DEPOSIT, 0, amount=1_000.0), *earned], as_of=9)
    assert valuation.flows.amounts == pytest.approx([1_000.0])
    assert valuation.returns.total == pytest.approx(0.006)


def test_a_vest_beside_tracked_cash_is_external_and_costs_no_cash() -> None:
    rows = [row(DEPOSIT, 0, amount=100.0), row(TransactionKind.RSU_VEST, 5, "X", quantity=3.0, fair_market_value=100.0)]
    valuation = valued(rows, [FLAT], as_of=9)
    assert valuation.cash_account.tracked
    assert valuation.flows.amounts == pytest.approx([100.0, 300.0])
    assert valuation.returns.total == pytest.approx(0.0)


def test_money_spent_on_an_unpriced_holding_leaves_tracked_cash_as_a_flow() -> None:
    oversold = [buy(1, "GONE", 5, 100.0), sell(8, "GONE", 6, 90.0)]
    rows = [row(DEPOSIT, 0, amount=2_000.0), *oversold, buy(2, "X", 10, 100.0)]
    valuation = valued(rows, [FLAT], as_of=9)
    assert valuation.flows.amounts == pytest.approx([2_000.0, -500.0, 540.0])
    assert valuation.closing_value == pytest.approx(2_040.0)
    assert valuation.returns.total == pytest.approx(0.0)


def test_deposits_of_a_portfolio_that_buys_nothing_are_cash_at_face_value_that_never_goes_below_nothing() -> None:
    rows = [row(DEPOSIT, 1, amount=50.0), row(WITHDRAWAL, 3, amount=80.0), row(DEPOSIT, 5, amount=20.0)]
    valuation = valued(rows, as_of=6, cash_tracked=False)
    assert valuation.values[[0, 2, -1]] == pytest.approx([50.0, 0.0, 20.0])
    assert valuation.flows.amounts == pytest.approx([50.0, -80.0, 20.0])


def test_charges_alone_are_not_called_cash() -> None:
    valuation = valued([buy(0, "X", 10, 100.0), row(TransactionKind.FEE, 4, amount=30.0)], [FLAT], as_of=9)
    assert [(one.symbol, one.gain) for one in valuation.holdings] == [("X", 0.0), ("Charges and interest", -30.0)]
    assert valuation.gain == pytest.approx(-30.0)


def test_contributions_without_units_are_held_at_face_value_and_named() -> None:
    rows = [row(TransactionKind.CONTRIBUTION, 0, "PPF", amount=500.0, asset_type=AssetType.PPF)]
    valuation = valued(rows, as_of=9)
    assert (valuation.holdings[0].symbol, valuation.closing_value) == ("PPF", 500.0)
    assert "PPF: held at the money paid in, because the rows state no units." in valuation.notes
    more = [buy(0, "X", 1, 100.0), row(TransactionKind.CONTRIBUTION, 3, "X", amount=70.0)]
    with_units = valued(more, [FLAT], as_of=9)
    assert with_units.closing_value == pytest.approx(170.0)
    assert with_units.notes[0].startswith("Money paid towards X on 5 Jan 2023 ($70) states no units")


# Deposits by their terms


def test_a_deposit_flows_in_accrues_and_flows_out_at_maturity() -> None:
    running = valued([], as_of=364, deposits=[BANK])
    assert running.closing_value == pytest.approx(1_000 * (1 + 0.08 * 364 / 365))
    assert running.holdings[0].asset_type is AssetType.FIXED_DEPOSIT
    matured = valued([], as_of=399, deposits=[BANK])
    assert matured.closing_value == 0.0
    assert matured.flows.amounts == pytest.approx([1_000.0, -1_080.0])
    assert matured.invested[-1] == 0.0
    assert matured.returns.total == pytest.approx(0.08)


def test_a_deposit_closed_early_accrues_until_that_day_and_leaves_with_what_it_paid() -> None:
    closed = replace(BANK, closed_on=day(100), penalty=0.02)
    running = valued([], as_of=99, deposits=[closed])
    assert running.closing_value == pytest.approx(1_000 * (1 + 0.08 * 99 / 365))
    left = valued([], as_of=399, deposits=[closed])
    assert (left.closing_value, left.holdings[0].quantity) == (0.0, 0.0)
    assert left.flows.amounts == pytest.approx([1_000.0, -1_000 * (1 + 0.06 * 100 / 365)])


def test_a_deposit_below_nothing_costs_what_it_says() -> None:
    valuation = valued([], as_of=399, deposits=[replace(BANK, rate=-0.005)])
    assert valuation.flows.amounts == pytest.approx([1_000.0, -995.0])
    assert valuation.returns.total == pytest.approx(-0.005)
    paying = valued([], as_of=399, deposits=[replace(BANK, rate=-0.008, payout=Payout.SEMI_ANNUALLY)])
    assert paying.flows.amounts == pytest.approx([1_000.0, 4.0, -996.0])


def test_interest_paid_out_does_not_reduce_the_invested_amount() -> None:
    valuation = valued([], as_of=364, deposits=[replace(BANK, payout=Payout.QUARTERLY)])
    assert valuation.invested[-1] == 1_000.0
    assert valuation.payouts.sum() == pytest.approx(60.0)
    assert valuation.returns.total == pytest.approx(1.02**3 * (1 + 0.02 * 91 / 92) - 1, abs=1e-6)


def test_deposits_of_one_name_are_told_apart_and_paid_from_outside_tracked_cash() -> None:
    others = [replace(BANK, amount=500.0), replace(BANK, amount=250.0), replace(BANK, start=day(30))]
    valuation = valued([row(DEPOSIT, 0, amount=10.0)], as_of=9, deposits=[BANK, *others])
    assert valuation.cash_account.tracked
    assert valuation.flows.amounts == pytest.approx([1_760.0])
    assert [one.symbol for one in valuation.holdings] == ["Bank", "Bank (2)", "Bank (3)", "Cash"]
    assert "One entry is dated after 11 Jan 2023 and left out." in valuation.notes


# Identities


@given(trades(WALKS))
def test_value_is_the_sum_of_holdings_and_wealth_is_conserved(rows: list[Transaction]) -> None:
    valuation = valued(rows, WALKS.values())
    assert valuation.holding_values.sum(axis=1) == pytest.approx(valuation.values)
    assert sum(holding.value for holding in valuation.holdings) == pytest.approx(valuation.closing_value)
    assert sum(holding.gain for holding in valuation.holdings) == pytest.approx(valuation.gain, abs=1e-6)
    assert np.cumsum(valuation.inflows - valuation.outflows)[-1] == pytest.approx(valuation.flows.amounts.sum())


@given(trades(WALKS), st.sets(st.sampled_from(["A", "B", "C"])))
def test_two_portfolios_add_up_to_the_whole(rows: list[Transaction], first: set[str]) -> None:
    whole = valued(rows, WALKS.values())
    parts = [
        valued([one for one in rows if one.symbol in first], WALKS.values()),
        valued([one for one in rows if one.symbol not in first], WALKS.values()),
    ]
    on = whole.dates
    assert sum(_value_on(part, on) for part in parts) == pytest.approx(whole.values)
    flows = [part.flows for part in parts]
    assert sum(one.amounts.sum() for one in flows) == pytest.approx(whole.flows.amounts.sum(), abs=1e-6)
    selected = [whole.select(first, "first"), whole.select({"A", "B", "C"} - first, "rest")]
    assert sum(part.values for part in selected) == pytest.approx(whole.values)
    assert sum(part.inflows for part in selected) == pytest.approx(whole.inflows)
    assert sum(part.outflows for part in selected) == pytest.approx(whole.outflows)


def _value_on(valuation: Valuation, on: np.ndarray) -> np.ndarray:
    at = np.searchsorted(valuation.dates, on, side="right")
    return np.concatenate([[0.0], valuation.values])[at]


@given(trades({"A": WALKS["A"]}), st.floats(1.0, 1e6))
def test_tracked_cash_holdings_flows_add_up_to_the_external_ones(rows: list[Transaction], amount: float) -> None:
    rows = [row(DEPOSIT, 0, amount=amount), *rows, row(WITHDRAWAL, 396, amount=amount / 2)]
    valuation = valued(rows, [WALKS["A"]], cash_tracked=True)
    inside = sum(holding.flows.amounts.sum() for holding in valuation.holdings)
    assert inside == pytest.approx(valuation.flows.amounts.sum(), abs=1e-6)
    assert sum(holding.gain for holding in valuation.holdings) == pytest.approx(valuation.gain, abs=1e-6)


def test_a_selection_of_everything_is_the_valuation_itself() -> None:
    valuation = valued([buy(0, "X", 1, 100.0), GIVEN], [FLAT])
    assert valuation.select({"X", "GONE"}, "all") is valuation
    part = valuation.select({"GONE"}, "gone")
    assert (part.values.sum(), [one.symbol for one in part.unpriced]) == (0.0, ["GONE"])


def test_simulated_prices_mark_the_valuation() -> None:
    for series in (FLAT, replace(FLAT, simulated=True)):
        assert valued([buy(0, "X", 1, 100.0)], [series]).simulated is series.simulated


def test_a_valuation_survives_being_stored_and_read() -> None:
    valuation = valued([buy(0, "X", 1, 100.0), row(TransactionKind.DIVIDEND, 9, "X", amount=1.0)], [FLAT])
    again = pickle.loads(pickle.dumps(valuation))
    assert again.values.tolist() == valuation.values.tolist()
    assert (again.gain, again.holdings[0].symbol, again.flows.total_in) == (valuation.gain, "X", 100.0)


def test_a_running_deposit_says_that_it_is_valued_as_if_held_to_maturity() -> None:
    bond = replace(BANK, kind=DepositKind.BOND, name="Bond")
    assert any("as if held to maturity" in note for note in valued([], deposits=[BANK], as_of=364).notes)
    for held, as_of in ((BANK, 365), (bond, 100)):
        assert not any("as if held to maturity" in note for note in valued([], deposits=[held], as_of=as_of).notes)


def test_what_a_ppf_does_not_take_is_no_flow_and_a_note_says_so() -> None:
    fund = Deposit(DepositKind.PPF, "Fund", 200_000.0, 0.071, date(2020, 4, 1), date(2036, 4, 1))
    valuation = value_portfolio(Portfolio("p", "P", "INR", (), (fund,)), {}, ExchangeRates(), date(2021, 3, 31))
    assert valuation.closing_value == pytest.approx(160_650.0)
    (note,) = [one for one in valuation.notes if "goes back without interest" in one]
    assert "Fund: a PPF takes no more than ₹1.5 lakh" in note
