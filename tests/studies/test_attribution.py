"""Is an attribution made of the comparison that is there already, and nothing aligned twice?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from core.benchmark import resolution
from core.benchmark.rebalancing import Rebalance, Rule
from core.category.rules import AssignedBenchmark, AssignedKind, AssociationRule, CategorySettings
from core.category.scheme import Scope
from core.market.levels import to_days
from core.market.period import Period
from core.market.yields import YieldSeries
from data.benchmark_library import open_library
from data.store.portfolios.categories import save_category_settings
from data.store.prices.yields import save_yields
from studies.attribution import attribute_portfolio
from studies.same_money import compare_with_mix, read_mix
from studies.valued import Valued, valued
from tests.api.conftest import LOCAL

TODAY = date(2026, 1, 15)
RANGES = [None, Period(date(2021, 3, 6), date(2024, 8, 30))]


@pytest.fixture
def household(sample_engine: Engine) -> Valued:
    return valued(sample_engine, "sample-household", TODAY)


@pytest.fixture
def alignments(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The blends that were aligned, one after the other."""
    aligned: list[str] = []
    align_components = resolution.align_components

    def counted(blend, *rest):  # type: ignore[no-untyped-def]
        aligned.append(blend.id)
        return align_components(blend, *rest)

    monkeypatch.setattr(resolution, "align_components", counted)
    return aligned


@pytest.mark.parametrize("benchmark", ["^NSEI", "CRISIL_HYBRID_35_65", "BALANCED_50_50"])
@pytest.mark.parametrize("period", RANGES)
def test_a_benchmark_is_aligned_twice_at_most(
    benchmark: str, period: Period | None, sample_engine: Engine, household: Valued, alignments: list[str]
) -> None:
    mix = read_mix(sample_engine, household, open_library(sample_engine).measured(benchmark, "INR"))
    beside = compare_with_mix(sample_engine, household, mix, 0.0, period)
    found = attribute_portfolio(sample_engine, household, beside)
    assert len(alignments) == 2
    assert found.compared.path.aligned.period.end == found.compared.period.end
    assert found.same_money is beside.same_money


@pytest.mark.parametrize("benchmark", ["CRISIL_HYBRID_35_65", "BALANCED_50_50"])
@pytest.mark.parametrize("period", RANGES)
def test_the_policy_mix_is_the_targets_compared_anew(
    benchmark: str, period: Period | None, sample_engine: Engine, household: Valued
) -> None:
    mix = read_mix(sample_engine, household, open_library(sample_engine).measured(benchmark, "INR"))
    beside = compare_with_mix(sample_engine, household, mix, 0.0, period)
    daily = replace(mix, blend=mix.blend.with_rebalancing(Rebalance(Rule.DAILY)))
    anew = compare_with_mix(sample_engine, household, daily, 0.0, beside.same_money.period)
    policy = attribute_portfolio(sample_engine, household, beside).policy_value
    assert policy == anew.same_money.benchmark.closing_value
    assert policy != beside.same_money.benchmark.closing_value


def test_a_route_aligns_no_more_than_the_study(sample_engine: Engine, alignments: list[str]) -> None:
    client = TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)
    question = {"portfolio_id": "sample-household", "benchmark_id": "BALANCED_50_50"}
    assert client.post("/v1/analytics/attribution", json=question).status_code == 200
    assert len(alignments) == 2


def test_a_yield_of_other_days_leaves_mix_and_choice_untold_and_says_so(
    sample_engine: Engine, household: Valued
) -> None:
    late = YieldSeries("LATE", to_days(["2031-01-01"]), np.array([0.07]))
    save_yields(sample_engine, [late])
    rule = AssociationRule(Scope.CATEGORY, "debt", AssignedBenchmark(AssignedKind.YIELD, "LATE"))
    save_category_settings(sample_engine, household.portfolio.id, CategorySettings(rules=(rule,)))
    mix = read_mix(sample_engine, household, open_library(sample_engine).measured("^NSEI", "INR"))
    found = attribute_portfolio(sample_engine, household, compare_with_mix(sample_engine, household, mix, 0.0, None))
    assert list(found.compared.untold) == ["Fixed Income"]
    assert any("LATE has no yields of the portfolio's days" in note for note in found.compared.notes)
    assert abs(found.compared.attribution().residual) < 1e-9


def test_a_stored_yield_measures_debt_day_by_day(sample_engine: Engine, household: Valued) -> None:
    """A yield of 7 % from before the first day is the deposit at 7 % that debt has anyway."""
    mix = read_mix(sample_engine, household, open_library(sample_engine).measured("^NSEI", "INR"))
    beside = compare_with_mix(sample_engine, household, mix, 0.0, None)
    usual = attribute_portfolio(sample_engine, household, beside).compared.attribution()
    days = np.arange("2010-01-01", "2026-12-31", 90, dtype="datetime64[D]")
    save_yields(sample_engine, [YieldSeries("SEVEN", days, np.full(days.size, 0.07))])
    rule = AssociationRule(Scope.CATEGORY, "debt", AssignedBenchmark(AssignedKind.YIELD, "SEVEN"))
    save_category_settings(sample_engine, household.portfolio.id, CategorySettings(rules=(rule,)))
    found = attribute_portfolio(sample_engine, household, beside).compared
    assert found.category_returns is not None
    assert found.category_returns.measured_with["Fixed Income"] == ("SEVEN",)
    assert found.attribution().selection == pytest.approx(usual.selection, abs=1e-10)
