"""Are the parts of a mix named whose levels are invented, and only those?"""

from __future__ import annotations

from dataclasses import replace

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import FixedReturn
from core.same_money.blend_comparison import BlendSources
from tests.core.small_portfolios import walk
from ui.reads.benchmarks import invented_parts

REAL, INVENTED = walk("SPY", 1), replace(walk("AGG", 2), simulated=True)


def mix(name: str, *parts: str) -> Blend:
    return Blend(name, "USD", tuple(Component(one, 1.0 / len(parts)) for one in parts))


def test_only_the_simulated_part_is_named_as_people_say_it() -> None:
    series = {"SPY": REAL, "AGG": INVENTED, "CASH": FixedReturn(0.05)}
    sources = BlendSources(series, {}, {"AGG": "US Aggregate Bonds", "SPY": "S&P 500 ETF"})
    assert invented_parts(mix("M", "SPY", "AGG", "CASH"), sources) == ("US Aggregate Bonds",)
    assert invented_parts(mix("M", "SPY", "CASH"), sources) == ()


def test_parts_of_a_part_count_too() -> None:
    sources = BlendSources({"SPY": REAL, "AGG": INVENTED}, {"INNER": mix("INNER", "SPY", "AGG")}, {})
    assert invented_parts(mix("M", "INNER", "SPY"), sources) == ("AGG",)
