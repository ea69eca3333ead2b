"""Is every instrument judged with its own kind, and do the categories add up to the whole, whatever the owner overrides?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.category.comparison import CategoryBenchmarking, CategoryBenchmarks, needed_benchmarks, study_categories
from core.category.fund_names import in_words, shares_in_name, suggested_overrides
from core.category.rules import (
    RISK_FREE,
    AssignedBenchmark,
    AssignedKind,
    AssociationRule,
    benchmark_for,
    default_rules,
)
from core.category.scheme import (
    DEFAULT_SCHEME,
    Category,
    CategoryOverride,
    CategoryScheme,
    Scope,
    category_of,
    split_by_category,
)
from core.errors import InsufficientData, InvalidSpecification
from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.constant_maturity import par_bond_sensitivities
from core.market.exchange_rates import ExchangeRates
from core.market.home import home_of
from core.market.levels import LevelSeries, to_days
from core.market.period import Period
from core.market.yields import YieldSeries, fixed_return_levels
from core.returns.cash_flows import CashFlows
from core.same_money.split_account import money_days
from core.valuation.portfolio_value import Valuation
from tests.core.small_portfolios import buy, calendar, daily, day, row, sell, trades, valued, walk

NIFTY = AssignedBenchmark(AssignedKind.LEVELS, "NIFTY")
FUND = {"asset_type": AssetType.MUTUAL_FUND, "currency": "INR"}
EQUITY_RULE = AssociationRule(Scope.CATEGORY, "equity", NIFTY)


def fixed(
    amount: float = 5_000.0, start: int = 0, maturity: int = 1_000, name: str = "Deposit", **terms: object
) -> Deposit:
    terms = {"currency": "INR", **terms}
    return Deposit(DepositKind.FIXED_DEPOSIT, name, amount, 0.07, day(start), day(maturity), **terms)  # type: ignore[arg-type]


def compared(
    valuation: Valuation,
    nifty: LevelSeries,
    scheme: CategoryScheme = DEFAULT_SCHEME,
    rules: tuple[AssociationRule, ...] = (EQUITY_RULE,),
    rate: float = 0.07,
    mix: dict[Category, float] | None = None,
    period: Period | None = None,
) -> CategoryBenchmarking:
    parts = split_by_category(valuation, scheme)
    benchmarks = CategoryBenchmarks(rules, {NIFTY: nifty}, ExchangeRates(), mix)
    return study_categories(valuation, parts, benchmarks, period).at_rate(rate)


def a_year(closing: float, name: str = "NIFTY", currency: str = "INR") -> LevelSeries:
    return daily(name, np.linspace(100.0, closing, 366), currency)


def a_share(closing: float) -> Valuation:
    """Ten shares at 100, worth so much each a year later."""
    return valued([buy(0, "ACME", 10, 100, currency="INR")], [a_year(closing, "ACME")], as_of=365, base="INR")


# Numbers from outside --------------------------------------------------------------------------------------------------------


def test_split_has_the_reference_numbers() -> None:
    """10 units of a fund at 100 and a deposit of 5,000; the index from 100 to 110 in 365 days; 7 % risk-free."""
    fund = daily("FUND", np.linspace(100.0, 120.0, 366), "INR")
    whole = valued([buy(0, "FUND", 10, 100, **FUND)], [fund], as_of=365, base="INR", deposits=[fixed()])
    found = compared(whole, a_year(110.0))
    equity, debt = found.find(Category.EQUITY), found.find(Category.DEBT)
    assert equity.same_money.benchmark.closing_value == pytest.approx(1_100.0, abs=1e-9)
    assert equity.same_money.benchmark_xirr.rate == pytest.approx(0.10, abs=1e-9)
    assert debt.same_money.benchmark.closing_value == pytest.approx(5_350.0, abs=1e-9)
    assert debt.same_money.benchmark_xirr.rate == pytest.approx(0.07, abs=1e-9)
    assert (equity.label, debt.label) == ("NIFTY", "a bank deposit at 7\u202f% before tax")


def test_equity_only() -> None:
    found = compared(a_share(130.0), a_year(110.0))
    assert [one.category for one in found.categories] == [Category.EQUITY]
    assert found.find(Category.DEBT) is None
    assert found.overall.benchmark_name == "NIFTY"
    assert found.overall.portfolio_xirr.rate == pytest.approx(0.30, abs=1e-9)
    assert (found.split.within, found.split.mix) == pytest.approx((200.0, 0.0), abs=1e-9)


def test_both_with_a_transfer_between_them() -> None:
    """Half the shares are sold on day 100 and the money is put into a deposit on that day: seen in both, not in the whole."""
    rows = [buy(0, "ACME", 10, 100, currency="INR"), sell(100, "ACME", 5, 100, currency="INR")]
    whole = valued(rows, [a_year(100.0, "ACME")], as_of=365, base="INR", deposits=[fixed(500.0, start=100)])
    found = compared(whole, a_year(110.0))
    equity, debt = (found.find(one).same_money for one in (Category.EQUITY, Category.DEBT))  # type: ignore[union-attr]
    flows = [one.portfolio.flows for one in (equity, debt, found.overall)]  # type: ignore[union-attr]
    assert [float(one.amounts[one.days == np.datetime64(day(100))][0]) for one in flows] == [-500.0, 500.0, 0.0]
    assert debt.period.start == day(100)  # type: ignore[union-attr]  # the category begins with its own first money


# Unknown types and overrides ------------------------------------------------------------------------------------------------


EQUITY_TYPES = {AssetType.STOCK, AssetType.MUTUAL_FUND, AssetType.ETF, AssetType.ESPP, AssetType.RSU}
DEBT_TYPES = {AssetType.BOND, AssetType.FIXED_DEPOSIT, AssetType.RECURRING_DEPOSIT, AssetType.PPF, AssetType.EPF}


@pytest.mark.parametrize("asset_type", list(AssetType))
def test_unknown_types_are_never_silently_debt(asset_type: AssetType) -> None:
    category = category_of(asset_type)
    assert (category is Category.EQUITY) == (asset_type in EQUITY_TYPES)
    assert (category is Category.DEBT) == (asset_type in DEBT_TYPES)


def test_overrides_of_one_instrument_win_over_those_of_a_type() -> None:
    debt, hybrid = {Category.DEBT: 1.0}, {Category.EQUITY: 0.65, Category.DEBT: 0.35}
    of_type, of_one = (
        CategoryOverride(Scope.TYPE, "MUTUAL_FUND", debt),
        CategoryOverride(Scope.INSTRUMENT, "FUND", hybrid),
    )
    scheme = CategoryScheme((of_type, of_one))
    assert scheme.shares_of("OTHER FUND", AssetType.MUTUAL_FUND) == debt
    assert scheme.shares_of("FUND", AssetType.MUTUAL_FUND) == hybrid
    assert scheme.shares_of("ACME", AssetType.STOCK) == {Category.EQUITY: 1.0}


def test_overrides_split_a_hybrid_fund_by_percentages() -> None:
    fund = a_year(120.0, "FUND")
    whole = valued([buy(0, "FUND", 10, 100, **FUND)], [fund], as_of=365, base="INR")
    hybrid = CategoryOverride(Scope.INSTRUMENT, "FUND", {Category.EQUITY: 0.65, Category.DEBT: 0.35})
    parts = split_by_category(whole, CategoryScheme((hybrid,)))
    assert {one: part.closing_value for one, part in parts.items()} == pytest.approx(
        {Category.EQUITY: 780.0, Category.DEBT: 420.0}
    )
    assert parts[Category.DEBT].holdings[0].quantity == pytest.approx(3.5)
    assert parts[Category.DEBT].flows.amounts.tolist() == pytest.approx([350.0])


@pytest.mark.parametrize(
    ("shares", "why"),
    [({Category.EQUITY: 0.6}, "60"), ({}, "above 0"), ({Category.EQUITY: 1.5, Category.DEBT: -0.5}, "above 0")],
)
def test_overrides_that_are_not_whole_are_refused(shares: dict[Category, float], why: str) -> None:
    with pytest.raises(InvalidSpecification, match=why):
        CategoryOverride(Scope.INSTRUMENT, "FUND", shares)


def test_overrides_that_contradict_each_other_are_refused() -> None:
    one = CategoryOverride(Scope.INSTRUMENT, "FUND", {Category.DEBT: 1.0})
    with pytest.raises(InvalidSpecification, match="two overrides"):
        CategoryScheme((one, one))
    with pytest.raises(InvalidSpecification, match="no type “SHARES”"):
        CategoryOverride(Scope.TYPE, "SHARES", {Category.DEBT: 1.0})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ganga Short Duration Debt Fund – Direct Growth (invented)", "debt"),
        ("HDFC CORPORATE BOND FUND - DIRECT PLAN", "debt"),
        ("ICICI PRUDENTIAL ALL SEASONS BOND FUND - DIRECT PLAN", "debt"),
        ("US Aggregate Bonds (iShares AGG)", "debt"),
        ("SBI Liquid Fund", "debt"),
        ("Nippon India ETF Gold BeES", "gold"),
        ("ICICI Prudential Equity & Debt Fund", "72.5\u202f% equity and 27.5\u202f% debt"),
        ("PARAG PARIKH FLEXI CAP FUND - DIRECT PLAN", None),
        ("Deccan Flexi Cap Fund – Direct Growth", None),
        ("Trishul Nifty 50 ETF (invented)", None),
        ("Franklin Large Cap Growth", None),
    ],
)
def test_a_name_says_what_a_fund_is(name: str, said: str | None) -> None:
    read = shares_in_name(name)
    assert (None if read is None else in_words(read[0])) == said


def test_only_funds_that_nobody_has_sorted_are_suggested() -> None:
    named = [
        ("BOND", "Corporate Bond Fund", AssetType.MUTUAL_FUND),
        ("DONE", "Gilt Fund", AssetType.MUTUAL_FUND),
        ("TATA", "Tata Gold Loans", AssetType.STOCK),
    ]
    scheme = CategoryScheme((CategoryOverride(Scope.INSTRUMENT, "DONE", {Category.DEBT: 1.0}),))
    (found,) = suggested_overrides(named, scheme)
    assert (found.symbol, found.word, found.override.shares) == ("BOND", "corporate bond", {Category.DEBT: 1.0})


# Rules -----------------------------------------------------------------------------------------------------------------------


def test_the_first_rule_that_matches_wins() -> None:
    quick = AssignedBenchmark(AssignedKind.LEVELS, "^NDX")
    rules = (
        AssociationRule(Scope.INSTRUMENT, "MSFT", RISK_FREE),
        AssociationRule(Scope.TYPE, "RSU", quick),
        AssociationRule(Scope.TYPE, "RSU", NIFTY),
        EQUITY_RULE,
    )
    assert benchmark_for(rules, Category.EQUITY, "MSFT", AssetType.RSU) == RISK_FREE
    assert benchmark_for(rules, Category.EQUITY, "NVDA", AssetType.RSU) == quick
    assert benchmark_for(rules, Category.EQUITY, "INFY", AssetType.STOCK) == NIFTY
    assert benchmark_for(rules, Category.DEBT, "GILT", AssetType.BOND) == RISK_FREE


@pytest.mark.parametrize(
    ("currency", "category", "symbol"),
    [
        ("INR", Category.EQUITY, "^NSEI"),
        ("INR", Category.DEBT, ""),
        ("INR", Category.GOLD, "GOLDBEES.NS"),
        ("USD", Category.EQUITY, "^GSPC"),
        ("USD", Category.GOLD, "GLD"),
        ("SEK", Category.EQUITY, "^GSPC"),
    ],
)
def test_the_default_rules_name_the_home_index(currency: str, category: Category, symbol: str) -> None:
    assert benchmark_for(default_rules(currency), category).symbol == symbol
    assert (home_of("INR").deposit_rate, home_of("SEK").deposit_rate) == (0.07, 0.04)


def test_two_benchmarks_in_one_category_each_get_their_own_money() -> None:
    rows = [buy(0, "ACME", 10, 100, currency="INR"), buy(0, "VEST", 30, 100, asset_type=AssetType.RSU, currency="INR")]
    prices = [a_year(100.0, one) for one in ("ACME", "VEST")]
    rules = (AssociationRule(Scope.TYPE, "RSU", RISK_FREE), EQUITY_RULE)
    (equity,) = compared(valued(rows, prices, as_of=365, base="INR"), a_year(110.0), rules=rules).categories
    assert equity.same_money.benchmark.closing_value == pytest.approx(1_100.0 + 3_210.0)
    assert equity.weights == pytest.approx({"NIFTY": 0.25, "a bank deposit at 7\u202f% before tax": 0.75})
    assert all(one in equity.label for one in equity.weights)


def against_yields(yields: YieldSeries) -> CategoryBenchmarking:
    """5,000 in a deposit for a year, beside dated yields."""
    gsec = AssignedBenchmark(AssignedKind.YIELD, "GSEC")
    whole = valued([], base="INR", as_of=365, deposits=[fixed()])
    benchmarks = CategoryBenchmarks((AssociationRule(Scope.CATEGORY, "debt", gsec),), {gsec: yields}, ExchangeRates())
    return study_categories(whole, split_by_category(whole), benchmarks).at_rate(0.07)


def test_debt_against_a_dated_yield_accrues_it_and_never_takes_it_for_a_price() -> None:
    """6 % for 100 days, then 8 % for 265: (1.06)^(100/365) · (1.08)^(265/365)."""
    yields = YieldSeries("India 10-year yield", to_days([day(0), day(100)]), np.array([0.06, 0.08]))
    (debt,) = against_yields(yields).categories
    assert debt.same_money.benchmark.closing_value == pytest.approx(5_000 * 1.06 ** (100 / 365) * 1.08 ** (265 / 365))
    assert debt.label == "India 10-year yield"
    assert any("never taken for a price" in note for note in debt.same_money.notes)


def test_a_bond_yield_of_known_tenor_loses_when_yields_rise() -> None:
    """Ten years, 6 % rising to 8 % at the end of the year: 5,000 · (1.06 − D·0.02 + ½·C·0.02²)."""
    yields = YieldSeries("10-year", to_days([day(0), day(365)]), np.array([0.06, 0.08]), tenor=10.0)
    (debt,) = against_yields(yields).categories
    duration, convexity = par_bond_sensitivities(np.array([0.06]), 10.0)
    growth = 1.06 - duration[0] * 0.02 + convexity[0] * 0.02**2 / 2
    assert debt.same_money.benchmark.closing_value == pytest.approx(5_000 * growth)
    assert growth < 1
    assert any("bonds of 10 years" in note for note in debt.same_money.notes)


@pytest.mark.parametrize(("tenor", "said"), [(None, True), (0.25, False)])
def test_only_a_yield_without_a_tenor_says_what_accrual_leaves_out(tenor: float | None, said: bool) -> None:
    (debt,) = against_yields(YieldSeries("Yield", to_days([day(0)]), np.array([0.06]), tenor)).categories
    assert any("is left out" in note for note in debt.same_money.notes) == said


def test_a_yield_that_begins_later_cuts_the_range_and_says_so() -> None:
    found = against_yields(YieldSeries("Yield", to_days([day(50)]), np.array([0.06])))
    assert found.overall.period.start == day(50)
    assert any("known only from" in note for note in found.notes)


# Identities ------------------------------------------------------------------------------------------------------------------

PRICES = {name: walk(name, seed) for seed, name in enumerate(("AAA", "BBB", "CCC"))}
TYPES = {"AAA": AssetType.STOCK, "BBB": AssetType.GOLD, "CCC": AssetType.MUTUAL_FUND}
HYBRID = CategoryScheme((CategoryOverride(Scope.INSTRUMENT, "CCC", {Category.EQUITY: 0.3, Category.DEBT: 0.7}),))


def typed(rows: list[Transaction]) -> list[Transaction]:
    return [replace(one, asset_type=TYPES[one.symbol]) for one in rows]


def added(flows: list[CashFlows]) -> CashFlows:
    return CashFlows(np.concatenate([one.days for one in flows]), np.concatenate([one.amounts for one in flows]))


@settings(max_examples=settings().max_examples // 2)
@given(rows=trades(PRICES), start=st.integers(0, 350), cash=st.booleans())
def test_the_categories_add_up_to_the_whole(rows: list[Transaction], start: int, cash: bool) -> None:
    """Values on every date, flows, gains and the difference, over any range, with tracked cash as without."""
    rows = typed(rows)
    if cash:
        rows = [row(TransactionKind.DEPOSIT, 0, amount=1e7), *rows]
    deposits = [fixed(700.0, start=5, maturity=250, currency="USD", payout=Payout.MONTHLY)]
    whole = valued(rows, PRICES.values(), deposits=deposits, cash_tracked=cash)
    parts = split_by_category(whole, HYBRID)
    scale = 1.0 + float(np.abs(whole.values).max()) + whole.flows.total_in
    assert np.sum([one.values for one in parts.values()], axis=0) == pytest.approx(whole.values, abs=1e-12 * scale)
    together = added([one.flows for one in parts.values()])
    known = dict(zip(whole.flows.days, whole.flows.amounts, strict=True))
    assert sum(abs(known[one]) for one in set(known) - set(together.days)) <= 1e-11 * scale
    # transfers are seen in the parts, and are nothing in the whole
    assert together.amounts == pytest.approx([known.get(one, 0.0) for one in together.days], abs=1e-11 * scale)
    _check_comparison(whole, start, scale)


def _check_comparison(whole: Valuation, start: int, scale: float) -> None:
    found = compared(whole, walk("NIFTY", 9), HYBRID, period=Period(day(start), day(399)))
    parts = [one.same_money.portfolio for one in found.categories if one.same_money is not None]
    overall, reference, split = found.overall.portfolio, found.overall.benchmark, found.split
    assert sum(one.closing_value for one in parts) == pytest.approx(overall.closing_value, abs=1e-11 * scale)
    assert sum(one.gain for one in parts) == pytest.approx(overall.gain, abs=1e-10 * scale)
    flowed = sum(float(one.flows.amounts.sum()) for one in parts)
    assert flowed == pytest.approx(float(overall.flows.amounts.sum()), abs=1e-10 * scale)
    gained = reference.closing_value - float(reference.account.paid.amounts.sum())
    assert sum(one.within for one in split.shares) + split.mix == pytest.approx(overall.gain - gained, abs=1e-9 * scale)
    cents = split.rounded()
    assert sum(cents.within) + cents.mix == cents.difference
    assert float(sum(cents.values)) == pytest.approx(float(round(split.value, 2)), abs=0.011)


def test_a_portfolio_of_its_own_benchmarks_in_steady_shares_has_no_difference() -> None:
    """Every payment is split 60 : 40 over the index itself and bonds that earn the risk-free rate day by day."""
    index, days = walk("NIFTY", 3, currency="INR"), (0, 100, 200)
    bonds = daily("BONDS", fixed_return_levels(0.07, calendar(400)), "INR")
    rows = [buy(at, "NIFTY", 600 / index.levels[at], index.levels[at], currency="INR") for at in days]
    bond = {"currency": "INR", "asset_type": AssetType.BOND}
    rows += [buy(at, "BONDS", 400 / bonds.levels[at], bonds.levels[at], **bond) for at in days]
    found = compared(valued(rows, [index, bonds], base="INR"), index)
    assert dict(found.mix) == pytest.approx({Category.EQUITY: 0.6, Category.DEBT: 0.4})
    assert (found.split.within, found.split.mix) == pytest.approx((0.0, 0.0), abs=1e-8)
    assert found.overall.xirr_difference == pytest.approx(0.0, abs=1e-9)


def test_the_mix_is_what_choosing_more_of_one_category_brought() -> None:
    """1,000 all in shares that are the index (+10 %), against a target of half shares, half a deposit at 7 %: mix 100 − 85."""
    index = a_year(110.0)
    whole = valued([buy(0, "NIFTY", 10, 100, currency="INR")], [index], as_of=365, base="INR")
    found = compared(whole, index, mix={Category.EQUITY: 0.5, Category.DEBT: 0.5})
    assert found.own_mix
    assert found.split.within == pytest.approx(0.0, abs=1e-9)
    assert found.split.mix == pytest.approx(15.0)
    assert found.overall.benchmark.closing_value == pytest.approx(1_085.0)
    assert found.mix_label == "50\u202f% NIFTY, 50\u202f% a bank deposit at 7\u202f% before tax"


def test_money_days_count_how_long_the_money_lay() -> None:
    dates = calendar(11)
    early, late = np.full(11, 100.0), np.r_[np.zeros(5), np.full(6, 100.0)]
    assert money_days([early, late], dates) == pytest.approx([1_100 / 1_700, 600 / 1_700])
    assert money_days([np.zeros(11), np.zeros(11)], dates) == pytest.approx([0.5, 0.5])


# Edges -----------------------------------------------------------------------------------------------------------------------


def test_an_empty_portfolio_has_a_reason() -> None:
    with pytest.raises(InsufficientData, match="no transactions yet"):
        compared(valued([], base="INR"), a_year(110.0))


def test_a_category_that_cannot_be_valued_names_what_is_missing() -> None:
    rows = [buy(0, "ACME", 10, 100, currency="INR"), buy(0, "GOLD", 1, 100, asset_type=AssetType.GOLD, currency="INR")]
    found = compared(valued(rows, [a_year(130.0, "ACME")], as_of=365, base="INR"), a_year(110.0))
    gold = found.find(Category.GOLD)
    assert gold.same_money is None
    assert "GOLD: no prices" in (gold.reason or "")
    assert not found.overall.complete


def test_a_category_sold_before_the_range_says_so() -> None:
    gold = {"asset_type": AssetType.GOLD, "currency": "INR"}
    rows = [buy(0, "G", 1, 100, **gold), sell(50, "G", 1, 100, **gold), buy(0, "ACME", 10, 100, currency="INR")]
    whole = valued(rows, [daily("G", np.full(60, 100.0), "INR"), a_year(130.0, "ACME")], as_of=365, base="INR")
    found = compared(whole, a_year(110.0), period=Period(day(100), day(365)))
    sold = found.find(Category.GOLD)
    assert sold.reason.startswith("Nothing was held in gold between")
    assert sum(one.value for one in found.split.shares) == pytest.approx(found.overall.portfolio.closing_value)


def test_one_transaction_on_the_last_day_is_worth_what_it_cost() -> None:
    whole = valued([buy(365, "ACME", 10, 130, currency="INR")], [a_year(130.0, "ACME")], as_of=365, base="INR")
    found = compared(whole, a_year(110.0))
    assert found.overall.portfolio_xirr.rate is None
    assert found.overall.portfolio_xirr.reason
    assert found.split.difference == pytest.approx(0.0, abs=1e-9)


def test_an_emptied_benchmark_account_counts_what_it_could_not_pay() -> None:
    """The shares doubled and were sold for 2,000; the same money in a flat index had only 1,000: ahead by 1,000."""
    rows = [buy(0, "ACME", 10, 100, currency="INR"), sell(365, "ACME", 10, 200, currency="INR")]
    whole = valued(rows, [a_year(200.0, "ACME")], as_of=365, base="INR")
    found = compared(whole, a_year(100.0))
    (equity,) = found.categories
    assert equity.same_money.benchmark.account.shortfall == pytest.approx(1_000.0)
    assert found.split.within == pytest.approx(1_000.0)
    assert any("would have run out on" in note for note in equity.same_money.notes)


SHARES = {
    category: CategoryScheme((CategoryOverride(Scope.INSTRUMENT, "ACME", {category: 1.0}),)) for category in Category
}


@pytest.mark.parametrize("category", list(Category))
def test_only_what_is_like_a_deposit_is_judged_by_one(category: Category) -> None:
    """Crypto, property, gold or shares that are measured with a deposit are neither ahead nor behind; the figures stand."""
    found = compared(a_share(140.0), a_year(110.0), SHARES[category], rules=()).find(category)
    assert (found.no_verdict is None) is (category in (Category.DEBT, Category.CASH))
    assert found.same_money.portfolio.closing_value == pytest.approx(1_400.0)
    assert (found.no_verdict in found.same_money.notes) is (found.no_verdict is not None)


def test_with_a_benchmark_of_its_kind_there_is_a_verdict() -> None:
    rule = AssociationRule(Scope.CATEGORY, "crypto", NIFTY)
    found = compared(a_share(140.0), a_year(110.0), SHARES[Category.CRYPTO], rules=(rule,)).find(Category.CRYPTO)
    assert found.no_verdict is None


@pytest.mark.parametrize(("category", "said"), [(Category.EQUITY, True), (Category.GOLD, False)])
def test_only_what_pays_dividends_is_said_to_leave_them_out(category: Category, said: bool) -> None:
    scheme = CategoryScheme((CategoryOverride(Scope.INSTRUMENT, "ACME", {category: 1.0}),))
    rules = (AssociationRule(Scope.CATEGORY, str(category), NIFTY),)
    found = compared(a_share(120.0), a_year(110.0), scheme, rules).find(category)
    assert any("its dividends are left out" in note for note in found.same_money.notes) is said


def test_a_benchmark_in_another_currency_is_converted() -> None:
    rates = ExchangeRates({"USDINR": daily("USDINR", np.linspace(80.0, 88.0, 366), "INR")})
    whole, dollars = a_share(100.0), a_year(110.0, currency="USD")
    benchmarks = CategoryBenchmarks((EQUITY_RULE,), {NIFTY: dollars}, rates)
    found = study_categories(whole, split_by_category(whole), benchmarks).at_rate(0.07)
    assert found.overall.benchmark.closing_value == pytest.approx(1_000 * 1.1 * 1.1)


def test_only_the_benchmarks_that_are_used_are_asked_for() -> None:
    parts = split_by_category(a_share(100.0))
    assert needed_benchmarks(parts, default_rules("INR")) == (AssignedBenchmark(AssignedKind.LEVELS, "^NSEI"),)
    wanted = needed_benchmarks(parts, default_rules("INR"), {Category.GOLD: 1.0})
    assert AssignedBenchmark(AssignedKind.LEVELS, "GOLDBEES.NS") in wanted
