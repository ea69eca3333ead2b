"""Is an attribution made of the comparison that is there already, and nothing aligned twice?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from core.benchmark import resolution
from core.benchmark.rebalancing import Rebalance, Rule
from core.market.period import Period
from data.benchmark_library import open_library
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
