"""Do the steps from the deposit to the portfolio add up to the cent, and does each carry what its name says?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.attribution.gap_bridge import BridgeStep, GapBridge, bridge_parts, in_whole_cents, policy_value
from core.attribution.portfolio import Segmentation, compare_segments
from core.attribution.segments import EQUITY, FIXED_INCOME, Segment
from core.attribution.trade_costs import trade_costs
from core.benchmark.blend import Blend, Component
from core.benchmark.sources import Sources
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.blend_comparison import compare_with_blend
from core.valuation.portfolio_value import value_portfolio
from tests.core.small_portfolios import buy, daily, day, row, sell, trades, walk

NO_RATES = ExchangeRates()
SHARES, BONDS = walk("S", 7), walk("T", 8)
PRICES = {name: walk(name, seed) for seed, name in enumerate(("A", "B"))}


def bridged(
    rows: list[Transaction],
    prices: dict[str, LevelSeries],
    blend: Blend,
    rate: float = 0.05,
    period: Period | None = None,
    as_of: int = 399,
) -> GapBridge:
    portfolio = Portfolio("p", "Mine", "USD", tuple(rows))
    valuation = value_portfolio(portfolio, prices, NO_RATES, day(as_of))
    sources = Sources(prices | {"S": SHARES, "T": BONDS})
    kinds = {"S": EQUITY, "T": FIXED_INCOME}
    parts = tuple(Segment(one, one, kinds.get(one, EQUITY), "", "USD", "") for one in blend.ids)
    held = tuple(Segment(one.symbol, one.name, EQUITY, "", "USD", "") for one in valuation.holdings)
    beside = compare_with_blend(valuation, blend, sources, rate, period)
    compared, same = compare_segments(beside, Segmentation(held, parts)), beside.same_money
    costs = trade_costs(portfolio, valuation, NO_RATES)
    made = bridge_parts(valuation, same, policy_value(beside), compared.attribution(), costs)
    return made.starting_from(same.risk_free.closing_value)


def mix(*shares: tuple[str, float]) -> Blend:
    return Blend("mix", "USD", tuple(Component(one, weight) for one, weight in shares))


@settings(max_examples=settings().max_examples // 2)
@given(rows=trades(PRICES, most=6), share=st.sampled_from([0.0, 0.3, 1.0]), later=st.booleans())
def test_the_steps_add_up_to_the_cent(rows: list[Transaction], share: float, later: bool) -> None:
    period = Period(day(200), day(390)) if later else None
    if later:
        rows = [buy(0, "A", 1, 100.0), *rows]
    bridge = bridged(rows, PRICES, mix(("S", share), ("T", 1 - share)), period=period)
    cents = [round(one * 100) for one in (bridge.start, *(amount for _, amount in bridge.steps))]
    assert sum(cents) == round(bridge.end * 100)
    for amount in (bridge.start, bridge.end, *(one for _, one in bridge.steps)):
        assert amount == round(amount, 2)


def test_a_single_deposit_into_the_benchmark_itself_is_all_market() -> None:
    bridge = bridged([buy(0, "S", 10, SHARES.level_on(day(0)))], {"S": SHARES}, mix(("S", 1.0)))
    assert bridge.start == pytest.approx(10 * SHARES.level_on(day(0)) * 1.05 ** (399 / 365), abs=0.006)
    assert bridge.end == pytest.approx(10 * SHARES.level_on(day(399)), abs=0.006)
    assert bridge.amount(BridgeStep.MARKET) == pytest.approx(bridge.end - bridge.start, abs=0.011)
    for step in list(BridgeStep)[1:]:
        assert bridge.amount(step) == pytest.approx(0.0, abs=0.011)


def test_a_single_deposit_has_no_timing() -> None:
    bridge = bridged([buy(0, "A", 10, 100.0)], PRICES, mix(("S", 0.6), ("T", 0.4)))
    assert bridge.amount(BridgeStep.TIMING) == pytest.approx(0.0, abs=0.011)
    assert bridge.amount(BridgeStep.POLICY_DRIFT) != 0.0


def test_a_fee_costs_itself_and_what_it_would_have_earned() -> None:
    doubled = {"A": daily("A", [100.0, *[200.0] * 399])}
    bridge = bridged([buy(0, "A", 10, 100.0, fees=10.0, taxes=2.5)], doubled, mix(("S", 1.0)))
    assert bridge.costs == pytest.approx(12.5)
    # The fee is paid at the end of the first day, whose price is 100; the units double the day after.
    assert bridge.amount(BridgeStep.COSTS) == pytest.approx(-25.0, abs=0.011)


def test_money_added_before_a_rise_is_good_timing() -> None:
    level = [100.0] * 200 + [150.0] * 200
    rows = [buy(0, "A", 1, 100.0), buy(190, "A", 100, 100.0)]
    flat = {"A": daily("A", level)}
    bridge = bridged(rows, flat, mix(("T", 1.0)))
    assert bridge.amount(BridgeStep.TIMING) > 1_000
    late = bridged([buy(0, "A", 1, 100.0), buy(210, "A", 100, 150.0)], flat, mix(("T", 1.0)))
    assert late.amount(BridgeStep.TIMING) < -1_000


def test_whole_cents_have_no_remainder() -> None:
    assert in_whole_cents(0.125, [0.125, 0.125, -0.5]) == [0.12, 0.13, 0.13, -0.5, -0.12]


def test_costs_of_every_kind_are_counted_once_and_income_tax_is_not() -> None:
    rows = [
        buy(0, "A", 10, 100.0, fees=1.0, taxes=2.0),
        sell(5, "A", 1, 100.0, fees=4.0),
        row(TransactionKind.FEE, 6, amount=8.0),
        row(TransactionKind.TAX, 7, "A", amount=16.0),
        row(TransactionKind.RSU_VEST, 8, "A", quantity=1.0, fair_market_value=100.0, taxes=32.0),
        buy(9, "UNPRICED", 1, 10.0, fees=64.0),
        buy(390, "A", 1, 100.0, fees=128.0),
    ]
    portfolio = Portfolio("p", "Mine", "USD", tuple(rows))
    valuation = value_portfolio(portfolio, PRICES, NO_RATES, day(300))
    assert trade_costs(portfolio, valuation, NO_RATES).amounts.tolist() == [3.0, 4.0, 8.0, 16.0]


def test_costs_in_another_currency_are_converted_at_their_day() -> None:
    rates = ExchangeRates({"EURUSD": daily("EURUSD", [1.0] * 5 + [2.0] * 395, "USD")})
    rows = (buy(0, "A", 1, 100.0, fees=1.0, currency="EUR"), buy(9, "A", 1, 100.0, fees=1.0, currency="EUR"))
    portfolio = Portfolio("p", "Mine", "USD", rows)
    valuation = value_portfolio(portfolio, {"A": daily("A", [100.0] * 400, "EUR")}, rates, day(300))
    assert trade_costs(portfolio, valuation, rates).amounts.tolist() == [1.0, 2.0]
    assert trade_costs(Portfolio("e", "Empty", "USD"), valuation, rates).amounts.size == 0
    assert date(2023, 1, 2) == day(0)


@pytest.mark.parametrize(
    ("switch", "selection"),
    [
        ([sell(10, "A", 1_000, 15.0), buy(10, "B", 300, 50.0)], -1_650.0),
        ([sell(10, "A", 500, 15.0), buy(10, "B", 150, 50.0)], -1_650.0),
        ([sell(10, "A", 1_000, 15.0), buy(10, "B", 330, 50.0), sell(10, "B", 30, 50.0)], -1_650.0),
    ],
)
def test_what_is_switched_has_no_timing(switch: list[Transaction], selection: float) -> None:
    """10,000 became 15,000, and all or half of it was switched that day, beside a benchmark that made 66.5 %."""
    prices = {
        "A": daily("A", [10.0] * 10 + [15.0] * 10),
        "B": daily("B", [50.0] * 20),
        "M": daily("M", [100.0] * 10 + [166.5] * 10),
    }
    bridge = bridged([buy(0, "A", 1_000, 10.0), *switch], prices, mix(("M", 1.0)), as_of=19)
    assert bridge.end == pytest.approx(15_000.0, abs=0.005)
    assert bridge.amount(BridgeStep.SELECTION) == pytest.approx(selection, abs=0.011)
    assert bridge.amount(BridgeStep.TIMING) == pytest.approx(0.0, abs=0.011)


def test_who_held_the_benchmark_with_a_gap_has_nothing_but_market() -> None:
    """Bought, sold and bought again at its own levels: neither selection nor timing, whatever it did in between."""
    rows = [buy(0, "S", 10, SHARES.level_on(day(0))), sell(100, "S", 10, SHARES.level_on(day(100)))]
    rows.append(buy(300, "S", 25, SHARES.level_on(day(300))))
    bridge = bridged(rows, {"S": SHARES}, mix(("S", 1.0)))
    for step in list(BridgeStep)[1:]:
        assert bridge.amount(step) == pytest.approx(0.0, abs=0.011)
