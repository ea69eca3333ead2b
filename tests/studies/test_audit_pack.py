"""Does a pack hold the very data that the comparison was made of, a mix by its parts?"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from core.audit_pack.inputs import AuditBenchmark, AuditBlend
from core.benchmark.kinds import BenchmarkKind
from core.errors import InsufficientData
from data import benchmark_library as library
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from studies.audit_pack import Asked, audit_question, audited_portfolio
from studies.same_money import Comparisons, compare_with_benchmarks, read_levels, read_mix
from studies.valued import valued

TODAY = date(2026, 1, 15)
HOUSEHOLD = "sample-household"


@pytest.fixture
def comparisons(sample_engine: Engine) -> Comparisons:
    holding = valued(sample_engine, HOUSEHOLD, TODAY)
    mix = library.open_library(sample_engine).measured("BALANCED_50_50", "INR")
    benchmarks = [read_levels(sample_engine, holding, "^NSEI"), read_mix(sample_engine, holding, mix)]
    return compare_with_benchmarks(sample_engine, holding, benchmarks, 0.07)


def test_the_question_carries_what_was_compared(sample_engine: Engine, comparisons: Comparisons) -> None:
    symbols = ("^NSEI", "BALANCED_50_50")
    asked = audit_question(sample_engine, comparisons, symbols, None, None)
    index, mix = asked.benchmarks
    assert isinstance(index, AuditBenchmark)
    assert isinstance(mix, AuditBlend)
    assert index.levels is comparisons.levels[0]
    assert comparisons.benchmarks[1].blend is not None
    assert mix.sources is comparisons.benchmarks[1].blend.sources
    assert asked.prices is comparisons.valued.prices
    assert (asked.risk_free_rate, asked.as_of) == (0.07, comparisons.valuation.as_of)
    by_levels = audit_question(sample_engine, comparisons, symbols, None, None, parts=False)
    assert [type(one) for one in by_levels.benchmarks] == [AuditBenchmark, AuditBenchmark]


def test_it_is_the_comparison_that_everybody_sees(sample_engine: Engine, comparisons: Comparisons) -> None:
    found = audited_portfolio(sample_engine, comparisons.valued, Asked(("^NSEI",), 0.07))
    assert found.same_money[0].benchmark.closing_value == comparisons.same_money[0].benchmark.closing_value
    assert found.valuation.closing_value == comparisons.valuation.closing_value


def test_a_mix_within_a_mix_is_refused(sample_engine: Engine) -> None:
    parts = (Part("^NSEI", 0.5), Part("BALANCED_50_50", 0.5))
    record = BenchmarkRecord("", "Outer", BenchmarkKind.BLENDED, "INR", intervals=(Interval(None, parts),))
    (outer,) = library.create(sample_engine, [record])
    mix = library.open_library(sample_engine).measured(outer.id, "INR")
    holding = valued(sample_engine, HOUSEHOLD, TODAY)
    with pytest.raises(InsufficientData, match="is a mix of its own"):
        audited_portfolio(sample_engine, holding, Asked((), 0.07, blend=(outer.id, mix)))
