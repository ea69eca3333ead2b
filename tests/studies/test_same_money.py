"""Is a stored portfolio put beside its benchmarks with the right data, whoever asks?"""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.presets import SIXTY_FORTY
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries
from core.same_money.blend_comparison import compare_with_blend
from core.same_money.several_benchmarks import SourcedBlend
from core.valuation.portfolio_value import Valuation
from data.benchmark_library import open_library
from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from studies.same_money import compare_with_benchmarks, compare_with_mix, read_levels, read_mix
from studies.valued import Valued, valued
from tests.core.same_money.note_claims import claims

TODAY = date(2026, 1, 15)
PROJECT = Path(__file__).parents[2]
DOORS = {
    "value_portfolio",
    "holding_levels",
    "compare_side_by_side",
    "compare_with_several",
    "compare_same_money",
    "compare_with_blend",
    "compare_segments",
    "study_categories",
}


@pytest.fixture
def household(sample_engine: Engine) -> Valued:
    return valued(sample_engine, "sample-household", TODAY)


@pytest.mark.parametrize("package", ["api", "ui", "pages", "data"])
def test_nobody_else_values_or_compares_what_is_stored(package: str) -> None:
    found = {
        f"{path.relative_to(PROJECT)}: {alias.name}"
        for path in (PROJECT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in DOORS
    }
    assert found == set()


def test_the_sample_meets_its_own_levels_where_real_ones_are_stored(sample_engine: Engine) -> None:
    days = [date(2020, 1, 1) + timedelta(days=at) for at in range(2_000)]
    save_prices(sample_engine, [PriceRecord("^NSEI", on, 7.0, None, "INR") for on in days], "test")
    holding = valued(sample_engine, "sample-household", TODAY)
    mix = read_mix(sample_engine, holding, open_library(sample_engine).measured("^NSEI", "INR"))
    read = [read_levels(sample_engine, holding, "^NSEI"), mix.sources.series["^NSEI"]]
    assert all(isinstance(one, LevelSeries) and one.simulated for one in read)
    assert {one.name for one in read if isinstance(one, LevelSeries)} == {"Nifty 50"}


def test_indexes_and_mixes_share_one_period_and_one_deposit(sample_engine: Engine, household: Valued) -> None:
    library = open_library(sample_engine)
    mix = read_mix(sample_engine, household, library.measured("BALANCED_50_50", "INR"))
    index = read_levels(sample_engine, household, "^NSEI")
    found = compare_with_benchmarks(sample_engine, household, [index, mix], 0.05)
    first, second = found.same_money
    assert first.period == second.period
    assert first.risk_free.closing_value == second.risk_free.closing_value
    assert (found.benchmarks[0].blend, found.benchmarks[1].blend is None) == (None, False)
    assert found.levels[1].name == mix.blend.label
    assert found.invented[0] == "Nifty 50"
    assert found.at_risk_free_rate(0.0).same_money[0].ahead == first.ahead
    assert found.at_risk_free_rate(0.0).same_money[0].risk_free.closing_value < first.risk_free.closing_value


def test_rates_that_come_along_with_a_mix_win_over_the_portfolios(sample_engine: Engine, household: Valued) -> None:
    mix = read_mix(sample_engine, household, Blend("M", "USD", (Component("SPY", 1.0),)))
    pair = household.rates.series["USDINR"]
    doubled = LevelSeries(pair.name, pair.dates, pair.levels * (1.0 + 0.001 * (pair.dates > pair.dates[9])), "INR")
    sent = SourcedBlend(mix.blend, replace(mix.sources, rates=ExchangeRates({"USDINR": doubled})))
    beside = compare_with_mix(sample_engine, household, sent, 0.0)
    assert beside.sources.rates.series["USDINR"] is doubled
    assert compare_with_mix(sample_engine, household, mix, 0.0).sources.rates.series["USDINR"] is pair


@pytest.mark.parametrize("portfolio", ["sample-household", "sample-60-40", "sample-us-growth"])
def test_no_two_notes_of_a_ready_mix_contradict_each_other(sample_engine: Engine, portfolio: str) -> None:
    holding, library = valued(sample_engine, portfolio, TODAY), open_library(sample_engine)
    blends = [library.blend(one.id) for one in library.records.values() if one.kind is BenchmarkKind.BLENDED]
    assert len(blends) >= 3
    for blend in (*blends, SIXTY_FORTY):
        mix = compare_with_mix(sample_engine, holding, read_mix(sample_engine, holding, blend), 0.07)
        names = [blend.label, *mix.sources.names.values()]
        for one in (holding.valuation, without_income(holding.valuation)):
            said = claims(compare_with_blend(one, blend, mix.sources, 0.07).same_money.notes, names)
            assert all(len(set(what)) == 1 for what in said.values()), said


def without_income(valuation: Valuation) -> Valuation:
    """The same without a payout."""
    holdings = [
        replace(one, basis=Basis.PRICE, money=replace(one.money, paid_out=np.zeros(one.money.paid_out.size)))
        for one in valuation.holdings
    ]
    return replace(valuation, holdings=tuple(holdings))
