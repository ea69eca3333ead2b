"""Does a mix of nothing but fixed rates compare on the portfolio's days, and does a part of weight 0 not matter?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.portfolio import Segmentation, compare_segments
from core.attribution.segments import EQUITY, FIXED_INCOME, Segment
from core.benchmark.blend import Blend, Component, PolicyChange
from core.benchmark.coverage import coverage, known_range
from core.benchmark.kinds import FixedReturn
from core.benchmark.rebalancing import Rebalance, Rule
from core.benchmark.sources import Sources
from core.errors import InsufficientData
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries
from core.market.period import Period
from core.same_money.blend_comparison import BlendComparison, compare_with_blend
from core.same_money.deposit import risk_free_account
from core.valuation.portfolio_value import Valuation
from tests.core.small_portfolios import buy, daily, day, sell, valued, walk

NONE = ExchangeRates()
FLAT = daily("X", [100.0] * 400)
INDEX = walk("S", 5)
FIXED = {"SEVEN": FixedReturn(0.07), "FOUR": FixedReturn(0.04)}
DEPOSITS = Blend("D", "USD", (Component("SEVEN", 0.6), Component("FOUR", 0.4)), name="Two deposits")
RULES = st.sampled_from([Rule.NONE, Rule.DAILY, Rule.MONTHLY, Rule.QUARTERLY, Rule.ANNUAL])


def held(*rows: object) -> Valuation:
    return valued(rows or [buy(0, "X", 10, 100.0), buy(100, "X", 5, 100.0)], [FLAT], 365)  # type: ignore[arg-type]


def beside(blend: Blend, sources: Sources | None = None, valuation: Valuation | None = None) -> BlendComparison:
    return compare_with_blend(valuation or held(), blend, sources or Sources(FIXED), 0.05)


def under(blend: Blend, rule: Rule) -> Blend:
    return replace(blend, rebalance=Rebalance(rule))


class TestFixedPartsOnly:
    def test_by_hand(self) -> None:
        """1,000 for 365 days and 500 for 265, each 60 % at 7 % and 40 % at 4 % a year."""
        same = beside(DEPOSITS).same_money
        later = 0.6 * 1.07 ** (265 / 365) + 0.4 * 1.04 ** (265 / 365)
        assert same.benchmark.closing_value == pytest.approx(1000 * 1.058 + 500 * later, rel=1e-12)
        assert same.benchmark_time_weighted.total == pytest.approx(0.058, abs=1e-12)
        assert same.period == Period(day(0), day(365))

    def test_only_a_mix_says_how_its_deposits_are_split(self) -> None:
        alone = Blend("S", "USD", (Component("SEVEN", 1.0),), name="A deposit")
        assert any("split at the target weights" in one for one in beside(DEPOSITS).same_money.notes)
        assert not any("target weights" in one for one in beside(alone).same_money.notes)

    def test_kept_at_its_targets_every_day_the_rates_are_mixed_day_by_day(self) -> None:
        same = beside(under(DEPOSITS, Rule.DAILY)).same_money
        a_day = 0.6 * 1.07 ** (1 / 365) + 0.4 * 1.04 ** (1 / 365)
        assert same.benchmark_time_weighted.total == pytest.approx(a_day**365 - 1.0, abs=1e-12)

    @given(RULES, st.floats(-0.05, 0.3))
    def test_two_parts_at_one_rate_are_a_deposit_at_that_rate(self, rule: Rule, rate: float) -> None:
        sources = Sources({"SEVEN": FixedReturn(rate), "FOUR": FixedReturn(rate)})
        same = beside(under(DEPOSITS, rule), sources).same_money
        deposit = risk_free_account(same.portfolio.flows, rate, same.dates, "USD")
        assert same.benchmark.account.values == pytest.approx(deposit.values, rel=1e-9)

    def test_a_mix_of_fixed_rates_inside_another(self) -> None:
        outer = Blend("O", "USD", (Component("D", 0.5), Component("SEVEN", 0.5)))
        same = beside(outer, Sources(FIXED, blends={"D": DEPOSITS})).same_money
        assert same.benchmark_time_weighted.total == pytest.approx(0.5 * 0.058 + 0.5 * 0.07, abs=1e-12)

    def test_beside_an_index_a_mix_of_fixed_rates_takes_the_index_s_range(self) -> None:
        outer = Blend("O", "USD", (Component("D", 0.5), Component("S", 0.5)))
        assert coverage(outer, Sources(FIXED | {"S": INDEX}, NONE, blends={"D": DEPOSITS})) == INDEX.coverage

    def test_a_dated_change_of_the_mix(self) -> None:
        """All at 7 % up to day 182, then all at 4 %: the day of the change earns the new rate."""
        changed = Blend(
            "D", "USD", (Component("SEVEN", 1.0), Component("FOUR", 0.0)), (PolicyChange.of(day(183), {"FOUR": 1.0}),)
        )
        total = beside(changed).same_money.benchmark_time_weighted.total
        assert total == pytest.approx(1.07 ** (182 / 365) * 1.04 ** (183 / 365) - 1.0, abs=1e-12)

    def test_everything_sold_ends_it(self) -> None:
        sold = held(buy(0, "X", 10, 100.0), sell(73, "X", 10, 100.0))
        same = beside(DEPOSITS, valuation=sold).same_money
        assert same.period.end == day(73)
        assert same.benchmark_time_weighted.total == pytest.approx(0.6 * 1.07**0.2 + 0.4 * 1.04**0.2 - 1.0)

    def test_attribution_takes_it(self) -> None:
        segments = [Segment(one, one, FIXED_INCOME, "", "USD", "") for one in DEPOSITS.ids]
        mine = [Segment("X", "X", EQUITY, "", "USD", "")]
        segmentation = Segmentation(tuple(mine), tuple(segments))
        found = compare_segments(beside(DEPOSITS), segmentation).attribution()
        assert found.benchmark_return == pytest.approx(0.058, abs=1e-12)
        assert found.portfolio_return == pytest.approx(0.0, abs=1e-12)

    def test_it_has_no_range_of_its_own(self) -> None:
        assert known_range(DEPOSITS, Sources(FIXED)) is None
        with pytest.raises(InsufficientData, match="Choose a range for it"):
            coverage(DEPOSITS, Sources(FIXED))


class TestAPartOfWeightZero:
    WITH_INDEX = Blend("D", "USD", (*DEPOSITS.components, Component("S", 0.0)), name="Two deposits")

    @given(RULES, st.integers(1, 390))
    def test_it_changes_nothing(self, rule: Rule, known: int) -> None:
        short = LevelSeries("S", INDEX.dates[:known], INDEX.levels[:known], "USD", Basis.PRICE, simulated=True)
        plain = beside(under(DEPOSITS, rule)).same_money
        found = beside(under(self.WITH_INDEX, rule), Sources(FIXED | {"S": short})).same_money
        assert np.array_equal(found.benchmark.account.values, plain.benchmark.account.values)
        assert found.benchmark_time_weighted == plain.benchmark_time_weighted
        assert (found.period, found.notes, found.simulated) == (plain.period, plain.notes, plain.simulated)

    @given(RULES, st.integers(2, 300))
    def test_beside_an_index_too(self, rule: Rule, known: int) -> None:
        parts = (Component("S", 0.7), Component("FOUR", 0.3))
        other = LevelSeries("Z", INDEX.dates[:known:3], INDEX.levels[:known:3], "USD", Basis.PRICE)
        alone, more = Blend("M", "USD", parts, name="M"), Blend("M", "USD", (*parts, Component("Z", 0.0)), name="M")
        index = replace(INDEX, basis=Basis.TOTAL)
        plain = beside(under(alone, rule), Sources(FIXED | {"S": index})).same_money
        found = beside(under(more, rule), Sources(FIXED | {"S": index, "Z": other})).same_money
        assert np.array_equal(found.benchmark.account.values, plain.benchmark.account.values)
        assert (found.period, found.notes) == (plain.period, plain.notes)

    def test_one_that_joins_later_matters_from_then_on(self) -> None:
        joins = Blend(
            "M", "USD", (Component("FOUR", 1.0), Component("S", 0.0)), (PolicyChange.of(date(2023, 6, 1), {"S": 1.0}),)
        )
        assert joins.ever_held == {"FOUR", "S"}
        same = beside(joins, Sources(FIXED | {"S": INDEX})).same_money
        grown = INDEX.level_on(day(365)) / INDEX.level_on(date(2023, 5, 31))
        assert same.benchmark_time_weighted.total == pytest.approx(1.04 ** (149 / 365) * grown - 1.0)
