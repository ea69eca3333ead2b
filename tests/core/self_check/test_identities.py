"""Does the check hold for every portfolio, and does it turn red, naming what failed, when a part of the engine is broken?"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution import effects as attribution
from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import FixedReturn
from core.benchmark.rebalancing import PolicyChange, Rebalance, Rule
from core.benchmark.sources import Sources
from core.errors import InsufficientData
from core.ledger.transaction import Transaction, TransactionKind
from core.market.deposit_rate import DepositRate, Quotation
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.returns import time_weighted
from core.returns.series import ReturnSeries, returns_of
from core.same_money import blend_comparison, deposit
from core.same_money import comparison as same_money
from core.same_money.account import MatchedAccount, match_cash_flows
from core.same_money.blend_comparison import compare_with_blend
from core.same_money.comparison import compare_same_money
from core.self_check import identities as engine_check
from core.self_check.identities import CheckedIdentity, EngineCheck, check_fit, check_returns, merged_checks, prefixed
from core.self_check.mirrored_comparison import mirror_blend, mirror_same_money
from core.self_check.vectors import check_vectors
from core.statistics import relative as comparison
from core.valuation.portfolio_value import Valuation
from tests.core.small_portfolios import buy, daily, day, part_of, row, sell, trades, valued, walk

INDEX, OTHER, STOCK = walk("INDEX", 1), walk("OTHER", 2), walk("ACME", 3)
RATES = ExchangeRates({"EURUSD": daily("EURUSD", 1.1 + 0.001 * np.sin(np.arange(400.0)), "USD")})
EURO = walk("EURO", 4, currency="EUR")


def checked(valuation: Valuation, benchmark: LevelSeries = INDEX, rate: float = 0.05) -> EngineCheck:
    same = compare_same_money(valuation, benchmark, RATES, rate)
    return mirror_same_money(same, benchmark, RATES).at_rate(rate)


def usual() -> Valuation:
    return valued([buy(0, "ACME", 100, 101.0), buy(90, "ACME", 50, 99.0), sell(200, "ACME", 60, 110.0)], [STOCK])


def named(check: EngineCheck) -> set[str]:
    return {one.name for one in check.failed}


def test_a_portfolio_that_is_its_own_benchmark_differs_in_nothing() -> None:
    found = checked(usual())
    assert (found.passed, found.left_out) == (True, ())
    assert found.largest_difference < 1e-12
    names = {one.name: one.expected for one in found.items}
    assert names["Beta"] == 1.0
    for name in ("Alpha (Jensen)", "XIRR difference", "TWR difference", "Closing value"):
        assert names[name] == 0.0
    assert {"R²", "Up capture", "Down capture", "Deposit: XIRR less its rate", "Tracking error"} <= names.keys()


@given(trades({"ACME": STOCK, "OTHER": OTHER}), st.sampled_from([INDEX, EURO]), st.sampled_from([0.0, 0.07]))
def test_it_holds_whatever_was_bought_and_sold(rows: list[Transaction], benchmark: LevelSeries, rate: float) -> None:
    valuation = valued(rows, [STOCK, OTHER], base="USD", rates=RATES)
    found = checked(valuation, benchmark, rate)
    assert found.failed == ()
    assert bool(found.items) is bool(
        valuation.flows.amounts.any()
    )  # all sold on the day it was bought: nothing to compare


NETTED_TO_DUST = 100.27724768064161


def bought_and_sold_at_the_days_price() -> list[Transaction]:
    """Of a mirror that buys at a deposit's own level some is left in November; of one that buys at the level before, nothing."""
    trades = [(0, 25.0), (0, 43.75), (187, -25.78125), (287, 100.0), (323, -142.96875), (325, 50.0)]
    prices = {number: STOCK.level_on(day(number)) for number, _ in trades}
    rows = [(buy if units > 0 else sell)(number, "ACME", abs(units), prices[number]) for number, units in trades]
    return [*rows, buy(236, "OTHER", 18.75, OTHER.level_on(day(236)))]


DUST = [*(buy(0, "OTHER", units, NETTED_TO_DUST) for units in (50, 25)), sell(0, "OTHER", 75, NETTED_TO_DUST)]


@pytest.mark.parametrize(
    "rows",
    [[*DUST, buy(30, "ACME", 50, 100.0)], bought_and_sold_at_the_days_price()],
    ids=["a day's trades net to dust", "nearly all was sold"],
)
def test_it_raises_no_false_alarm(rows: list[Transaction]) -> None:
    assert checked(valued(rows, [STOCK, OTHER])).failed == ()


def test_a_first_payment_while_the_exchange_is_closed_raises_no_false_alarm() -> None:
    """The exchange rate moves on the holiday between the first payment and the next; the index was priced the day before."""
    assert checked(usual(), EURO).passed
    rows = [buy(3, "ACME", 100, 101.0), buy(6, "ACME", 50, 99.0)]
    assert day(4).weekday() < 5
    assert checked(valued(rows, [STOCK]), part_of(EURO, np.r_[0:3, 6:400])).failed == ()


def test_an_account_that_ran_out_of_money_still_matches() -> None:
    falling = daily("INDEX", 100.0 * 0.995 ** np.arange(400.0))
    rising = daily("ACME", 100.0 * 1.002 ** np.arange(400.0))
    rows = [buy(0, "ACME", 100, 100.0), sell(300, "ACME", 90, float(rising.levels[300])), buy(350, "ACME", 5, 200.0)]
    same = compare_same_money(valued(rows, [rising]), falling, RATES, 0.05)
    assert same.benchmark.account.exhausted_on == day(300)
    found = mirror_same_money(same, falling, RATES).at_rate(0.05)
    assert found.passed
    assert any("ran out" in why for why in found.left_out)


def test_a_portfolio_sold_out_is_measured_while_one_payment_is_kept() -> None:
    rows = [buy(0, "ACME", 10, 100.0), sell(100, "ACME", 10, 100.0)]
    found = checked(valued(rows, [STOCK]), daily("INDEX", 100.0 * 0.999 ** np.arange(400.0) + np.sin(np.arange(400.0))))
    assert found.passed
    assert {"Beta", "TWR difference"} <= {one.name for one in found.items}


def test_in_a_gap_of_the_benchmark_the_mirror_stands_at_its_last_level() -> None:
    holey = part_of(INDEX, (np.arange(400) < 120) | (np.arange(400) > 150))
    assert checked(usual(), holey).passed


def test_too_few_days_say_so_and_a_flat_benchmark_too() -> None:
    short = checked(valued([buy(0, "ACME", 1, 100.0)], [STOCK], as_of=10))
    assert short.passed
    assert any("needs at least 20 observations" in why for why in short.left_out)
    flat = checked(usual(), daily("INDEX", np.full(400, 100.0)))
    assert flat.passed
    assert any("never vary" in why for why in flat.left_out)


def test_money_that_only_came_out_is_told() -> None:
    found = checked(valued([row(TransactionKind.DIVIDEND, 0, "ACME", amount=5.0), buy(0, "ACME", 1, 1.0)], [STOCK]))
    assert not found.passed or found.items
    assert any("nothing to compare" in why for why in found.left_out)


SIXTY_FORTY = Blend("M", "USD", (Component("INDEX", 0.6), Component("OTHER", 0.4)))
CHANGED = (PolicyChange.of(day(150), {"INDEX": 0.3, "EURO": 0.7}),)
BLENDS = [
    SIXTY_FORTY,
    dataclasses.replace(SIXTY_FORTY, rebalance=Rebalance(Rule.QUARTERLY)),
    Blend("M", "EUR", (Component("INDEX", 0.6), Component("EURO", 0.4)), policy=CHANGED),
]


@pytest.mark.parametrize("blend", BLENDS)
def test_a_mix_is_bought_part_by_part_or_as_units(blend: Blend) -> None:
    sources = Sources({"INDEX": INDEX, "OTHER": OTHER, "EURO": EURO}, RATES)
    beside = compare_with_blend(usual(), blend, sources, 0.0)
    found = mirror_blend(beside).at_rate(0.04)
    assert found.failed == ()
    assert {"XIRR difference", "Beta", "TWR difference"} <= {one.name for one in found.items}


def test_simple_interest_is_no_holding_with_one_price_and_says_so() -> None:
    simple = Blend("M", "USD", (Component("INDEX", 0.6), Component("F", 0.4)))
    sources = Sources({"INDEX": INDEX, "F": FixedReturn(0.06, compounded=False)}, RATES)
    beside = compare_with_blend(usual(), simple, sources, 0.0)
    found = mirror_blend(beside).at_rate(0.04)
    assert (found.failed, beside.simple_parts) == ((), ("6.00 %",))
    assert any(why.startswith("Simple interest counts from each payment") for why in found.left_out)
    assert any(
        note.startswith("6.00 % is simple interest: each payment earns it from its own day")
        for note in beside.same_money.notes
    )


def test_a_deposit_as_a_bank_quotes_it_is_fixed_deposits_of_those_terms() -> None:
    bought = valued([buy(0, "ACME", 100, 101.0), buy(90, "ACME", 50, 99.0)], [STOCK])
    found = checked(bought, rate=DepositRate(0.07, Quotation.BANK))
    assert found.failed == ()
    assert "Deposit: less fixed deposits" in {one.name for one in found.items}
    taken = checked(usual(), rate=DepositRate(0.07, Quotation.BANK))
    assert any("money was taken out" in why for why in taken.left_out)


def test_a_bank_deposit_that_forgets_to_compound_turns_it_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        deposit, "quarterly_growth", lambda rate, since, on: 1.0 + rate * (on - since).astype(float) / 365
    )
    bought = valued([buy(0, "ACME", 100, 101.0)], [STOCK])
    assert "Deposit: less fixed deposits" in named(checked(bought, rate=DepositRate(0.07, Quotation.BANK)))


def test_the_known_cases_hold() -> None:
    found = check_vectors()
    assert found.failed == ()
    assert len(found.items) >= 18


def too_much(flows: Any, benchmark: LevelSeries, on: Any) -> MatchedAccount:
    account = match_cash_flows(flows, benchmark, on)
    return dataclasses.replace(account, values=account.values * 1.001)


def test_a_broken_account_turns_it_red_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_money, "match_cash_flows", too_much)
    found = checked(usual())
    assert not found.passed
    assert {"Closing value", "Value on every day", "XIRR difference"} <= named(found)
    assert "Beta" not in named(found)
    assert found.largest_difference > 1e-4


def test_a_broken_beta_turns_it_red_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*arguments: Any, **more: Any) -> Any:
        found = comparison.compare(*arguments, **more)
        return dataclasses.replace(found, beta=None if found.beta is None else found.beta * 1.02)

    monkeypatch.setattr(engine_check, "compare", wrong)
    found = checked(usual())
    assert {"Beta", "Alpha (Jensen)"} <= named(found)
    assert "Closing value" not in named(found)


def test_returns_that_count_deposits_as_gains_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(dates: Any, values: Any, inflows: Any, outflows: Any, dealt: Any) -> Any:
        before = np.concatenate([[values[0]], values[:-1]])
        return np.where(before > 0, values / np.where(before > 0, before, 1.0) - 1.0, 0.0)

    from core.valuation import portfolio_value as valuation

    monkeypatch.setattr(valuation, "time_weighted_returns", wrong)
    assert {"Beta", "TWR difference", "Difference of the returns"} <= named(checked(usual()))
    assert time_weighted.time_weighted_returns is not wrong


def test_a_broken_mix_turns_it_red(monkeypatch: pytest.MonkeyPatch) -> None:
    original = blend_comparison.match_blend

    def wrong(*arguments: Any, **more: Any) -> Any:
        match = original(*arguments, **more)
        return dataclasses.replace(
            match, account=dataclasses.replace(match.account, values=match.account.values * 1.01)
        )

    monkeypatch.setattr(blend_comparison, "match_blend", wrong)
    compared = compare_with_blend(usual(), SIXTY_FORTY, Sources({"INDEX": INDEX, "OTHER": OTHER}, RATES), 0.0)
    assert "Closing value" in named(mirror_blend(compared).at_rate(0.04))


def test_what_only_scales_is_found_by_the_known_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nought times anything is nought: a mirror cannot see effects that are twice as large, a known case can."""
    original = attribution.linking_scale
    monkeypatch.setattr(attribution, "linking_scale", lambda *given: 2.0 * original(*given))
    failed = check_vectors().failed
    assert {one.name.split(",")[0] for one in failed} == {"Known case: attribution"}
    assert all(one.reason and "basis points" in one.reason for one in failed)


def test_an_index_fits_itself_best() -> None:
    index, other = returns_of(INDEX), returns_of(OTHER)
    assert check_fit(index, [index, other], 0.04).passed


def test_returns_that_are_not_the_benchmarks_fail() -> None:
    index = returns_of(INDEX)
    leveraged = ReturnSeries("X", index.dates, index.returns * 1.1)
    assert "Beta" in named(check_returns(leveraged, index, 0.0))


def test_a_missing_number_fails_and_nothing_checked_is_not_passed() -> None:
    missing = CheckedIdentity("X", 0.0, None, reason="gone")
    assert not missing.passed
    assert not CheckedIdentity("X", 0.0, float("nan")).passed
    found, empty = EngineCheck((missing, CheckedIdentity("Y", 0.0, 0.5))), EngineCheck(())
    assert [one.name for one in found.failed] == ["X", "Y"]
    assert (found.largest_difference, empty.largest_difference, empty.passed) == (None, None, False)
    joined = merged_checks([EngineCheck((), ("why",)), EngineCheck((CheckedIdentity("A", 1.0, 1.0),), ("why",))])
    assert (joined.passed, joined.left_out) == (True, ("why",))
    assert prefixed("Equity", joined).items[0].name == "Equity: A"


def test_a_benchmark_that_cannot_be_reached_is_not_a_failure() -> None:
    def missing() -> EngineCheck:
        raise InsufficientData("No levels.")

    found = engine_check.attempt("The mix", missing)
    assert (found.items, found.left_out) == ((), ("The mix could not be checked: No levels.",))
