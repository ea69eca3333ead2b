"""Are the parts of a mix named whose levels are invented, and only those?"""

from __future__ import annotations

from dataclasses import replace

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import FixedReturn
from core.benchmark.sources import Sources
from tests.core.small_portfolios import walk

REAL, INVENTED = walk("SPY", 1), replace(walk("AGG", 2), simulated=True)


def mix(name: str, *parts: str) -> Blend:
    return Blend(name, "USD", tuple(Component(one, 1.0 / len(parts)) for one in parts))


def test_only_the_simulated_part_is_named_as_people_say_it() -> None:
    series = {"SPY": REAL, "AGG": INVENTED, "CASH": FixedReturn(0.05)}
    sources = Sources(series, names={"AGG": "US Aggregate Bonds", "SPY": "S&P 500 ETF"})
    assert sources.simulated_parts(mix("M", "SPY", "AGG", "CASH")) == ("US Aggregate Bonds",)
    assert sources.simulated_parts(mix("M", "SPY", "CASH")) == ()


def test_parts_of_a_part_count_too() -> None:
    sources = Sources({"SPY": REAL, "AGG": INVENTED}, blends={"INNER": mix("INNER", "SPY", "AGG")})
    assert sources.simulated_parts(mix("M", "INNER", "SPY")) == ("AGG",)
