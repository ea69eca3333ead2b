"""A portfolio beside a mix: reference money, one index as a mix of itself, other currencies, missing debt data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import FixedReturn
from core.benchmark.presets import find_preset
from core.benchmark.rebalancing import Rebalance, Rule
from core.benchmark.sources import Fallback, MissingComponentData, Observations, Sources
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries
from core.market.period import Period
from core.returns.series import ReturnSeries
from core.same_money.blend_comparison import compare_with_blend, fallback_sentence, single_component
from core.same_money.comparison import compare_same_money
from core.valuation.portfolio_value import Valuation, value_portfolio
from tests.core.same_money.note_claims import claims
from tests.core.small_portfolios import walk_on

FIRST, SECOND, LAST = date(2023, 1, 1), date(2023, 6, 1), date(2024, 1, 1)
DAYS = np.arange(FIRST, LAST + timedelta(days=1), dtype="datetime64[D]")
NO_RATES = ExchangeRates()


def stepped(name: str, *steps: float, basis: Basis = Basis.TOTAL) -> LevelSeries:
    """A level every day: the first from the start, the second from June, the last on the last day."""
    level = np.where(np.datetime64(SECOND) > DAYS, steps[0], steps[1])
    level[-1] = steps[-1]
    return LevelSeries(name, DAYS, level.astype(float), "INR", basis)


def trades(*moves: tuple[date, float]) -> Valuation:
    """Units bought, or sold, in something that stays at 100."""
    kinds = {True: TransactionKind.BUY, False: TransactionKind.SELL}
    rows = tuple(
        Transaction(on, kinds[units > 0], "X", quantity=abs(units), price=100.0, currency="INR") for on, units in moves
    )
    flat = LevelSeries("X", DAYS, np.full(DAYS.size, 100.0), "INR")
    return value_portfolio(Portfolio("p", "Mine", "INR", rows), {"X": flat}, NO_RATES, LAST)


def two_buys() -> Valuation:
    """10,000 on 1 January, 5,000 on 1 June."""
    return trades((FIRST, 100.0), (SECOND, 50.0))


def half(rule: Rule = Rule.NONE) -> Blend:
    parts = (Component("A", 0.5), Component("B", 0.5))
    return Blend("HALF", "INR", parts, (), Rebalance(rule), name="Half and half")


LEGS = {"A": stepped("A", 100.0, 110.0, 120.0), "B": stepped("B", 100.0, 104.0, 110.0)}


def test_any_other_rule_buys_units_of_the_blend() -> None:
    found = compare_with_blend(two_buys(), half(Rule.QUARTERLY), Sources(LEGS), 0.07)
    levels = found.path.level_series()
    expected = 10_000 * levels.levels[-1] / levels.level_on(FIRST) + 5_000 * levels.levels[-1] / levels.level_on(SECOND)
    assert found.same_money.benchmark.closing_value == pytest.approx(expected, rel=1e-12)
    assert any("units of the blend, which is rebalanced every quarter" in note for note in found.same_money.notes)


@given(seed=st.integers(0, 50), rule=st.sampled_from([Rule.NONE, Rule.DAILY, Rule.MONTHLY, Rule.QUARTERLY]))
def test_one_index_as_a_mix_of_itself_is_the_index(seed: int, rule: Rule) -> None:
    index, mine = walk_on("A", DAYS, seed, "INR", Basis.TOTAL), two_buys()
    blend = single_component("A", "INR", "Index").with_rebalancing(Rebalance(rule))
    found = compare_with_blend(mine, blend, Sources({"A": index}), 0.07).same_money
    plain = compare_same_money(mine, index, NO_RATES, 0.07)
    assert found.benchmark.closing_value == pytest.approx(plain.benchmark.closing_value, rel=1e-12)
    total = plain.benchmark_time_weighted.total
    assert found.benchmark_time_weighted.total == pytest.approx(total, rel=1e-9, abs=1e-12)
    assert found.risk_free.closing_value == plain.risk_free.closing_value


@pytest.mark.parametrize("rule", [Rule.NONE, Rule.MONTHLY])
def test_purchases_and_sales_that_cancel_on_the_first_day_leave_the_blend_its_first_day(rule: Rule) -> None:
    whole = trades((FIRST, 50.0), (FIRST, -50.0), (SECOND, 100.0))
    found = compare_with_blend(whole, half(rule), Sources(LEGS), 0.07)
    assert (found.same_money.period.start, found.path.level_series().dates[0]) == (FIRST, np.datetime64(FIRST))
    monthly = compare_with_blend(two_buys(), half(Rule.MONTHLY), Sources(LEGS), 0.07).path.level_series()
    since = monthly.levels[-1] / monthly.level_on(SECOND)
    by_parts = (120.0 / 110.0 + 110.0 / 104.0) / 2
    expected = 10_000 * (by_parts if rule is Rule.NONE else since)
    assert found.same_money.benchmark.closing_value == pytest.approx(expected)


def test_a_blend_abroad_moves_money_at_each_days_rate() -> None:
    rate = walk_on("USDINR", DAYS, 3, "INR", Basis.TOTAL)
    rates = ExchangeRates({"USDINR": LevelSeries("USDINR", DAYS, rate.levels * 0.8, "INR")})
    index, blend = walk_on("A", DAYS, 5, "USD", Basis.TOTAL), single_component("A", "USD", "Index")
    found = compare_with_blend(two_buys(), blend, Sources({"A": index}, rates), 0.07).same_money
    plain = compare_same_money(two_buys(), index, rates, 0.07)
    assert found.benchmark.closing_value == pytest.approx(plain.benchmark.closing_value, rel=1e-12)
    assert found.benchmark.account.currency == "INR"
    assert any("converted from USD to INR" in note for note in found.notes)


BALANCED, DEBT = find_preset("BALANCED_50_50").blend, "CRISIL_SHORT_TERM_BOND"


def test_missing_debt_data_falls_back_and_says_so() -> None:
    sources = Sources({"^NSEI": stepped("^NSEI", 100.0, 110.0, 120.0)}, names={DEBT: "CRISIL Short Term Bond Index"})
    found = compare_with_blend(two_buys(), BALANCED, sources, 0.05)
    equity = 5_000 * 1.2 + 2_500 * 120 / 110
    debt = 5_000 * 1.07 + 2_500 * 1.07 ** ((LAST - SECOND).days / 365)
    assert found.same_money.benchmark.closing_value == pytest.approx(equity + debt, abs=1e-6)
    assert [note.component for note in found.fallbacks] == [DEBT]
    said = "CRISIL Short Term Bond Index has no data at all: a fixed 7\u202f% a year stands in for it."
    assert found.same_money.notes[0] == said


@pytest.mark.parametrize(
    ("first", "last", "fallbacks", "start"),
    [(SECOND, LAST, [], SECOND), (date(2010, 1, 1), date(2010, 1, 4), [DEBT], FIRST)],
)
def test_debt_data_shortens_the_comparison_or_falls_back(
    first: date, last: date, fallbacks: list[str], start: date
) -> None:
    index, debt = (
        walk_on("^NSEI", DAYS, 1, "INR"),
        walk_on(DEBT, np.arange(first, last + timedelta(1), dtype="M8[D]"), 2, "INR"),
    )
    found = compare_with_blend(two_buys(), BALANCED, Sources({"^NSEI": index, DEBT: debt}), 0.05)
    assert found.same_money.period == Period(start, LAST)
    assert [note.component for note in found.fallbacks] == fallbacks
    assert any("known only from 1 Jun 2023" in note for note in found.same_money.notes) is (not fallbacks)


def test_a_component_that_must_have_data_is_named() -> None:
    with pytest.raises(MissingComponentData, match="B"):
        compare_with_blend(two_buys(), half(), Sources({"A": LEGS["A"]}), 0.05)


def test_a_mix_names_only_the_parts_that_leave_dividends_out() -> None:
    legs = {**LEGS, "A": stepped("A", 100.0, 110.0, 120.0, basis=Basis.PRICE)}
    sources = Sources(legs, names={"A": "Price index"})
    notes = " ".join(compare_with_blend(two_buys(), half(), sources, 0.07).same_money.notes)
    assert "In this mix Price index is a price index: its dividends are left out" in notes
    assert "Half and half is a price index" not in notes


KINDS: dict[str, Observations | None] = {
    "left out": stepped("P", 100.0, 110.0, 120.0, basis=Basis.PRICE),
    "reinvested": stepped("T", 100.0, 104.0, 110.0),
    "reinvested after tax": stepped("N", 100.0, 103.0, 108.0, basis=Basis.NET),
    "returns": ReturnSeries("R", DAYS[1:], np.full(DAYS.size - 1, 1e-4)),
    "known by its rate": FixedReturn(0.05),
    "a fixed rate": None,
}


def with_dividends() -> Valuation:
    """The same in what pays none by itself, beside something whose prices have its dividends in."""
    holding = two_buys()
    return replace(holding, holdings=tuple(replace(one, basis=Basis.TOTAL) for one in holding.holdings))


@pytest.mark.parametrize("depth", [0, 1])
@pytest.mark.parametrize("holding", [two_buys(), with_dividends()], ids=["no income", "dividends"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_no_two_notes_of_a_mix_contradict_each_other(count: int, holding: Valuation, depth: int) -> None:
    """Whatever its parts are made of: each is said to do one thing with its dividends, once, and the mix as a whole nothing else."""
    silent = {"known by its rate"} | (
        {"reinvested", "reinvested after tax", "returns"} if holding.counts_income else set()
    )
    for kinds in combinations_with_replacement(KINDS, count):
        parts = {f"Part{at}": kind for at, kind in enumerate(kinds)}
        inner = tuple(Component(one, 1 / count, fallback_rate=0.07) for one in parts)
        mix = Blend("MIX", "INR", inner, name="The mix")
        outer = Blend(
            "OUTER", "INR", (Component("MIX", 0.5), Component("Part0", 0.5, fallback_rate=0.07)), name="Outer"
        )
        series = {one: data for one, kind in parts.items() if (data := KINDS[kind]) is not None}
        sources = Sources(series, blends={"MIX": mix} if depth else {})
        found = compare_with_blend(holding, outer if depth else mix, sources, 0.07)
        said = claims(found.same_money.notes, (*parts, "The mix", "Outer"))
        expected = {
            one: [{"reinvested after tax": "reinvested", "returns": "reinvested"}.get(kind, kind)]
            for one, kind in parts.items()
            if kind not in silent
        }
        if count == 1 and not depth:  # one part alone goes by the name of the mix, but for what stands in for it
            expected = {one if claim == ["a fixed rate"] else "The mix": claim for one, claim in expected.items()}
        assert {one: sorted(set(what)) for one, what in said.items()} == expected, (kinds, found.same_money.notes)


def test_the_sentence_of_a_fallback() -> None:
    note = Fallback("X", 0.0725, "X has no data at all")
    assert fallback_sentence(note, {}) == "X has no data at all: a fixed 7.25\u202f% a year stands in for it."
