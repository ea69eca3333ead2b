"""Kinds of benchmark: names, fixed returns, and what may be part of what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import (
    BenchmarkKind,
    BlendedBenchmark,
    FixedReturn,
    ImportedBenchmark,
    IndexBenchmark,
    PortfolioBenchmark,
    SecurityBenchmark,
    check_composition,
    nested_parts,
)
from core.errors import InvalidSpecification
from core.market.index import AssetClass, MarketIndex
from core.market.levels import Basis, to_days

NIFTY = MarketIndex("^NSEI", "Nifty 50", "India", AssetClass.EQUITY, "INR", Basis.PRICE, 50, "NSE")


def mix(blend_id: str, *parts: str) -> Blend:
    return Blend(blend_id, "INR", tuple(Component(part, 1 / len(parts)) for part in parts))


def test_each_kind_knows_its_name_and_currency() -> None:
    kinds = {
        IndexBenchmark("^NSEI", NIFTY): ("Nifty 50", "INR", BenchmarkKind.INDEX),
        IndexBenchmark("^NSEI", NIFTY, "My Nifty"): ("My Nifty", "INR", BenchmarkKind.INDEX),
        BlendedBenchmark(mix("M", "A")): ("100\u202f% A", "INR", BenchmarkKind.BLENDED),
        ImportedBenchmark("I", "Mine", "USD"): ("Mine", "USD", BenchmarkKind.IMPORTED),
        SecurityBenchmark("S", "Infosys", "INFY.NS", "INR"): ("Infosys", "INR", BenchmarkKind.SECURITY),
        PortfolioBenchmark("P", "Family", "sample", "INR"): ("Family", "INR", BenchmarkKind.PORTFOLIO),
        FixedReturn(0.05): ("5.00 % Compounded", None, BenchmarkKind.FIXED_RETURN),
    }
    for benchmark, (name, currency, kind) in kinds.items():
        assert (benchmark.name, benchmark.currency, benchmark.kind) == (name, currency, kind)
    assert BlendedBenchmark(mix("M", "A")).id == "M"


NAMES = {
    (0.05, True): "5.00 % Compounded",
    (0.05, False): "5.00 %",
    (-0.0125, False): "−1.25 %",
    (-1e-5, False): "0.00 %",
}


@pytest.mark.parametrize("terms", NAMES)
def test_a_fixed_return_is_named_by_its_rate(terms: tuple[float, bool]) -> None:
    assert FixedReturn(*terms).name == NAMES[terms]
    assert FixedReturn(*terms, given_name="Bank").name == "Bank"


def test_fixed_returns_to_the_day() -> None:
    """Growth of 10 000 at 7 %: reference values of the risk-free account."""
    base = to_days(["2023-01-01"])[0]
    on = base + np.array([0, 1, 30, 365, 366]).astype("timedelta64[D]")
    expected = [10000.0, 10001.853833415706, 10055.764757837924, 10700.0, 10701.983601754806]
    assert 10000 * FixedReturn(0.07).levels(on, base) == pytest.approx(expected, abs=1e-9)
    simple = [1.0, 1 + 0.07 / 365, 1 + 2.1 / 365, 1.07, 1 + 0.07 * 366 / 365]
    assert FixedReturn(0.07, compounded=False).levels(on, base) == pytest.approx(simple, abs=1e-15)


@given(st.floats(-0.9, 3.0), st.integers(0, 20_000), st.integers(0, 20_000))
def test_compounding_knows_no_beginning(rate: float, first: int, second: int) -> None:
    base = to_days(["1990-01-01"])[0]
    days = base + np.array([first, first + second]).astype("timedelta64[D]")
    fixed = FixedReturn(rate)
    whole = fixed.levels(days[1:], base)[0]
    assert fixed.levels(days[1:], days[0])[0] * fixed.levels(days[:1], base)[0] == pytest.approx(whole, rel=1e-9)


@pytest.mark.parametrize("rate", [-1.0, float("nan"), float("inf")])
def test_an_impossible_rate_is_refused(rate: float) -> None:
    with pytest.raises(InvalidSpecification, match="not possible"):
        FixedReturn(rate)
    with pytest.raises(InvalidSpecification, match="nothing would be left"):
        FixedReturn(-0.5, compounded=False).levels(to_days(["2023-01-01"]), to_days(["2020-01-01"])[0])


def test_parts_are_listed_also_those_within() -> None:
    blends = {"INNER": mix("INNER", "A", "B"), "DEEP": mix("DEEP", "INNER", "C")}
    assert nested_parts(mix("OUTER", "DEEP", "INNER", "D"), blends) == ("A", "B", "INNER", "C", "DEEP", "D")


@pytest.mark.parametrize(
    ("blend", "blends", "cycle"),
    [
        (mix("A", "X", "B"), {"B": mix("B", "C"), "C": mix("C", "A", "X")}, "A → B → C → A"),
        (mix("A", "B"), {"B": mix("B", "C"), "C": mix("C", "B")}, "B → C → B"),  # below the blend
    ],
)
def test_a_cycle_is_found_and_spelled_out(blend: Blend, blends: dict[str, Blend], cycle: str) -> None:
    with pytest.raises(InvalidSpecification, match=cycle):
        nested_parts(blend, blends)


def test_a_portfolio_cannot_be_part_of_a_blend_however_deep() -> None:
    library = {
        "P": PortfolioBenchmark("P", "Family", "sample", "INR"),
        "INNER": BlendedBenchmark(mix("INNER", "^NSEI", "P")),
        "^NSEI": IndexBenchmark("^NSEI", NIFTY),
    }
    with pytest.raises(InvalidSpecification, match="P is a portfolio"):
        check_composition(mix("OUTER", "INNER", "^NSEI"), library)
    check_composition(mix("OUTER", "^NSEI", "UNKNOWN"), library)
