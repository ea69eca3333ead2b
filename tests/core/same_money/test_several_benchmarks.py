"""Do indexes and mixes side by side share one period, and is each what it is alone?"""

from __future__ import annotations

import pytest

from core.benchmark import resolution
from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import Rebalance, Rule
from core.benchmark.sources import Sources
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.blend_comparison import compare_with_blend
from core.same_money.comparison import compare_same_money
from core.same_money.several_benchmarks import SourcedBlend, compare_side_by_side
from tests.core.small_portfolios import buy, day, sell, valued, walk

RATES = ExchangeRates()
OWN, INDEX, LATE = walk("S", 1), walk("I", 2), walk("L", 3)
LATE = LevelSeries("Late", LATE.dates[100:], LATE.levels[100:], "USD")
PORTFOLIO = valued([buy(3, "S", 10, 100.0), sell(200, "S", 2, 105.0), buy(250, "S", 4, 99.0)], [OWN])
HALVES = Blend("H", "USD", (Component("I", 0.5), Component("L", 0.5)), rebalance=Rebalance(Rule.MONTHLY), name="Halves")
MIX = SourcedBlend(HALVES, Sources({"I": INDEX, "L": LATE}))


def test_a_late_mix_cuts_the_index_beside_it_and_the_first_one_says_so() -> None:
    index, mix = compare_side_by_side(PORTFOLIO, [INDEX, MIX], RATES, 0.05)
    period = Period(day(100), PORTFOLIO.as_of)
    assert index.same_money.period == mix.same_money.period == period
    assert sum("Halves is known only from" in note for note in index.same_money.notes) == 1
    assert not any("known only from" in note for note in mix.same_money.notes)
    alone = compare_same_money(PORTFOLIO, INDEX, RATES, 0.05, period)
    assert index.same_money.benchmark.closing_value == alone.benchmark.closing_value
    assert index.same_money.risk_free.closing_value == alone.risk_free.closing_value
    other = compare_with_blend(PORTFOLIO, HALVES, MIX.sources, 0.05, period)
    assert mix.same_money.benchmark.closing_value == other.same_money.benchmark.closing_value
    assert (index.blend, mix.levels.name) == (None, "Halves")


def test_one_alone_is_compared_as_it_always_is() -> None:
    (mix,) = compare_side_by_side(PORTFOLIO, [MIX], RATES, 0.05)
    alone = compare_with_blend(PORTFOLIO, HALVES, MIX.sources, 0.05)
    assert mix.same_money.benchmark.account.values.tolist() == alone.same_money.benchmark.account.values.tolist()
    assert mix.same_money.notes == alone.same_money.notes


def test_a_mix_among_others_is_aligned_no_more_often_than_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    aligned: list[str] = []
    align_components = resolution.align_components

    def counted(blend, *rest):  # type: ignore[no-untyped-def]
        aligned.append(blend.id)
        return align_components(blend, *rest)

    monkeypatch.setattr(resolution, "align_components", counted)
    compare_side_by_side(PORTFOLIO, [MIX, INDEX], RATES, 0.05)
    assert aligned == ["H", "H"]


def test_another_name_of_the_line_leaves_sentences_as_they_are() -> None:
    (mix,) = compare_side_by_side(PORTFOLIO, [MIX], RATES, 0.05)
    named = mix.named("Mix 50/50")
    assert (named.levels.name, named.same_money.benchmark_name) == ("Mix 50/50", "Mix 50/50")
    assert named.same_money.notes == mix.same_money.notes
    assert named.same_money.benchmark.closing_value == mix.same_money.benchmark.closing_value
