"""Do an index's members weigh what they truly weighed, does the rest complete them, and do effects still add up at every level?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.attribution.brinson import Interaction, Model
from core.attribution.constituent_segments import IndexMembers, MemberDays, PricedMember, member_days
from core.attribution.portfolio import ComparedSegments, Level, Method, Segmentation, compare_segments
from core.attribution.segments import EQUITY, FIXED_INCOME, Segment
from core.benchmark.blend import Blend, Component
from core.benchmark.sources import Sources
from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Floats, LevelSeries, to_day
from core.same_money.blend_comparison import compare_with_blend, single_component
from core.self_check.mirrored_attribution import check_attribution
from core.valuation.portfolio_value import Valuation
from tests.core.attribution.test_brinson import EXACT_METHODS
from tests.core.small_portfolios import buy, daily, day, trades, valued, walk

WHOLE = Segment("I", "Index", EQUITY, "", "USD", "by the catalogue")


def member(levels: LevelSeries, weight: float, sector: str = "Energy", added: date | None = None) -> PricedMember:
    return PricedMember(Segment(levels.name, levels.name, EQUITY, sector, "USD", "by the list"), weight, levels, added)


def inside(index: LevelSeries, members: list[PricedMember], as_of: date | None, listed: int = 5) -> IndexMembers:
    return IndexMembers("Index", index, as_of, listed, tuple(members))


def days_of(known: IndexMembers, moved: float = 0.0) -> MemberDays:
    index = known.levels
    earned = index.levels[1:] / index.levels[:-1] * (1 + moved) - 1
    return member_days(known, WHOLE, earned, np.full(earned.size, moved), index.dates[1:], index.dates[0])


def test_worked_by_hand() -> None:
    """A: 40 % at 100, B: 35 % at 50 on day 1, the index at 1,000: so 4 and 7 units of an index of 1,000. Day 2: 1,034 = 440 + 343 + 251."""
    members = [member(daily("A", [90.0, 100.0, 110.0]), 0.4), member(daily("B", [49.0, 50.0, 49.0]), 0.35)]
    found = days_of(inside(daily("I", [990.0, 1000.0, 1034.0]), members, day(1)))
    np.testing.assert_allclose(found.shares, [[360 / 990, 343 / 990, 287 / 990], [0.4, 0.35, 0.25]], rtol=1e-14)
    np.testing.assert_allclose(found.returns, [[1 / 9, 1 / 49, -37 / 287], [0.1, -0.02, 0.004]], rtol=1e-12)
    coverage = found.coverage
    assert (coverage.priced, coverage.listed, coverage.on, coverage.sectors) == (2, 5, day(1), False)
    assert (coverage.weight, coverage.average) == pytest.approx((0.75, (0.75 + 703 / 990) / 2))
    assert "2 of 5 in the list of 3 Jan 2023 have prices, 75\u202f% of its weight" in coverage.sentence


@pytest.mark.parametrize("as_of", [0, 200, 399])
def test_members_of_an_index_of_market_values_weigh_what_they_truly_weighed(as_of: int) -> None:
    stocks = [walk(name, seed) for seed, name in enumerate("ABCD")]
    units = np.array([3.0, 2.0, 1.0, 5.0])
    values = np.stack([one.levels for one in stocks], axis=1) * units
    index = daily("I", values.sum(axis=1))
    true = values / values.sum(axis=1, keepdims=True)
    listed = [member(one, float(true[as_of, at])) for at, one in enumerate(stocks)]
    found = days_of(inside(index, listed, day(as_of)))
    np.testing.assert_allclose(found.shares[:, :4], true[:-1], atol=1e-13)
    np.testing.assert_allclose(found.returns[:, :4], values[1:] / values[:-1] - 1, atol=1e-13)
    assert not found.shares[:, 4].any()
    part = days_of(inside(index, listed[:2], day(as_of)))
    np.testing.assert_allclose(part.shares[:, 2], true[:-1, 2:].sum(axis=1), atol=1e-13)
    rest = values[:, 2:].sum(axis=1)
    np.testing.assert_allclose(part.returns[:, 2], rest[1:] / rest[:-1] - 1, atol=1e-12)


@given(
    seed=st.integers(0, 2**32 - 1),
    weights=st.lists(st.floats(0.001, 0.2), min_size=1, max_size=3),
    as_of=st.integers(0, 399),
    moved=st.floats(-0.01, 0.01),
)
def test_members_and_the_rest_are_the_index(seed: int, weights: list[float], as_of: int, moved: float) -> None:
    listed = [member(walk(f"M{at}", seed % 1000 + at), weight) for at, weight in enumerate(weights)]
    known = inside(walk("I", 77), listed, day(as_of))
    found = days_of(known, moved)
    np.testing.assert_allclose(found.shares.sum(axis=1), 1.0, atol=1e-12)
    index = known.levels.levels
    np.testing.assert_allclose(
        (found.shares * found.returns).sum(axis=1), index[1:] / index[:-1] * (1 + moved) - 1, atol=1e-12
    )
    assert (found.shares >= 0).all()


def test_a_member_counts_while_it_is_priced_and_in_the_index() -> None:
    index, late = daily("I", [100.0] * 40), daily("A", [10.0] * 40)
    part = LevelSeries("B", late.dates[10:20], late.levels[10:20], "USD")
    found = days_of(inside(index, [member(late, 0.3, added=day(5)), member(part, 0.2)], day(15)))
    assert found.shares[:, 0].tolist() == pytest.approx([0.0] * 5 + [0.3] * 34)
    held = found.shares[:, 1] > 0
    assert np.flatnonzero(held).tolist() == list(range(10, 26))  # a price counts for seven days
    assert found.shares[~held, 2] == pytest.approx(1.0 - found.shares[~held, 0])


def test_what_members_do_not_explain_is_spread_where_nothing_else_is_left() -> None:
    index = daily("I", [100.0, 101.0, 103.0])
    whole = [member(daily("A", [10.0, 10.1, 10.29]), 0.6), member(daily("B", [5.0, 5.05, 5.149]), 0.4)]
    found = days_of(inside(index, whole, day(0)))
    assert found.shares[:, 2].tolist() == [0.0, 0.0]
    np.testing.assert_allclose((found.shares * found.returns).sum(axis=1), [0.01, 2 / 101], atol=1e-15)
    left = found.returns[1, 0] - (10.29 / 10.1 - 1)
    assert left == pytest.approx(2 / 101 - 0.6 * (10.29 / 10.1 - 1) - 0.4 * (5.149 / 5.05 - 1))
    assert left == pytest.approx(found.returns[1, 1] - (5.149 / 5.05 - 1))
    assert found.coverage.sectors


def test_a_list_without_a_day_is_of_the_last_one_and_one_of_another_time_is_not_used() -> None:
    index, stock = daily("I", [100.0] * 40), daily("A", [10.0] * 20)
    with pytest.raises(InsufficientData, match="no member has a price of 10 Feb 2023"):
        days_of(inside(index, [member(stock, 0.3)], None))
    assert days_of(inside(index, [member(daily("A", [10.0] * 40), 0.3)], None)).coverage.on == day(39)
    near = inside(index, [member(daily("A", [10.0] * 40), 0.3)], day(60))
    assert days_of(near).coverage.on == day(39)
    with pytest.raises(InsufficientData, match="upload a list of that time"):
        days_of(replace(near, as_of=day(71)))


@pytest.mark.parametrize("weights", [(0.6, 0.5), (0.5, -0.1), (0.5, 0.0)])
def test_weights_that_cannot_be(weights: tuple[float, float]) -> None:
    index = walk("I", 1)
    with pytest.raises(InvalidSpecification, match="no fractions of one whole"):
        inside(index, [member(walk(name, 2), weight) for name, weight in zip("AB", weights, strict=True)], day(0))
    with pytest.raises(InvalidSpecification, match="not priced in the currency"):
        inside(index, [member(walk("A", 2, currency="EUR"), 0.5)], day(0))
    with pytest.raises(InsufficientData, match="None of the 5 members"):
        inside(index, [], day(0))


@pytest.mark.parametrize(
    ("weight", "prices", "reason"),
    [
        (0.9, [10.0, 10.0, 12.5, 12.5], r"members would have been 112\u202f% of the index on 5 Jan 2023"),
        (0.9, [10.0, 10.0, 11.2, 10.0], r"lost more than everything on 4 Jan 2023"),
        (1.0, [10.0, 10.1, 10.0, 10.1], r"miss the index by 1\.0\u202f% a day"),
    ],
)
def test_a_list_that_the_index_contradicts_is_not_used(weight: float, prices: list[float], reason: str) -> None:
    with pytest.raises(InsufficientData, match=f"does not describe the index over this range: .*{reason}"):
        days_of(inside(daily("I", [100.0] * 4), [member(daily("A", prices), weight)], day(0)))


BONDS = walk("T", 9)
STOCKS = {name: walk(name, seed) for seed, name in enumerate("ABCD")}
VALUES = {name: STOCKS[name].levels * units for name, units in zip("ABCD", (3.0, 2.5, 3.0, 1.0), strict=True)}
INDEX = daily("I", sum(VALUES.values()))
SECTORS = dict(zip("ABCD", "XYXY", strict=True))
HELD = {name: STOCKS[name] for name in "AB"}
MIX = Blend("mix", "USD", (Component("I", 0.6), Component("T", 0.4)))
PARTS = (WHOLE, Segment("T", "T", FIXED_INCOME, "", "USD", ""))


def listed(priced: str, on: int = 200) -> list[PricedMember]:
    """Members with the weights that they truly had on a day."""
    return [member(STOCKS[one], float(VALUES[one][on] / INDEX.levels[on]), SECTORS[one]) for one in priced]


def compared(whole: Valuation, priced: str, sectors: str = "XY") -> ComparedSegments:
    mine = [
        Segment(one.symbol, one.symbol, EQUITY, sectors["AB".index(one.symbol)], "USD", "") for one in whole.holdings
    ]
    sources = Sources({"I": INDEX, "T": BONDS})
    known = {"I": inside(INDEX, listed(priced), day(200))}
    return compare_segments(compare_with_blend(whole, MIX, sources, 0.0), Segmentation(tuple(mine), PARTS), known)


@settings(max_examples=settings().max_examples // 2)
@given(
    rows=trades(HELD),
    priced=st.sampled_from(["A", "AB", "BC", "ABC", "ABCD"]),
    method=st.builds(Method, st.sampled_from(Model), st.sampled_from(EXACT_METHODS), st.sampled_from(Interaction)),
    sectors=st.sampled_from(["XY", "YY", "Z"]),
)
def test_what_is_inside_adds_up_to_what_it_is_inside_of(
    rows: list,  # type: ignore[type-arg]
    priced: str,
    method: Method,
    sectors: str,
) -> None:
    found = compared(valued(rows, HELD.values()), priced, sectors.ljust(2, "Z"))
    assert set(found.members) == {"I"}
    classes = {one.segment: one for one in found.attribution(Level.ASSET_CLASS, method).effects}
    for level in (Level.SECTOR, Level.INSTRUMENT):
        result = found.attribution(level, method)
        assert abs(result.residual) < 1e-11
        for group in result.effects:
            assert group.total == pytest.approx(classes[group.segment].total, abs=1e-11)
            within = sum(one.total for one in result.inner if one.parent == group.segment)
            assert within == pytest.approx(group.selection + group.interaction, abs=1e-11)
    by_sector = {one.segment: one for one in found.attribution(Level.SECTOR, method).inner}
    fine = found.attribution(Level.INSTRUMENT_IN_SECTOR, method)
    assert {one.segment for one in fine.effects} == set(by_sector)


def test_a_portfolio_that_holds_the_members_as_the_index_does_has_no_effects() -> None:
    units = {"A": 3.0, "B": 2.5, "C": 3.0, "D": 1.0}
    rows = [buy(0, name, units[name], STOCKS[name].level_on(day(0))) for name in units]
    whole, known = valued(rows, STOCKS.values()), inside(INDEX, listed("ABCD", 150), day(150))
    mine = tuple(Segment(one.symbol, one.symbol, EQUITY, SECTORS[one.symbol], "USD", "") for one in whole.holdings)
    same = compare_with_blend(whole, single_component("I", "USD", "Index"), Sources({"I": INDEX}), 0.0)
    found = compare_segments(same, Segmentation(mine, (WHOLE,)), {"I": known})
    for level in (Level.SECTOR, Level.INSTRUMENT, Level.INSTRUMENT_IN_SECTOR):
        result = found.attribution(level)
        assert all(abs(one.total) < 1e-12 for one in (*result.effects, *result.inner))


@pytest.mark.parametrize("priced", ["A", "AB", "ABC", "ABCD"])
def test_the_engine_check_holds_of_an_index_in_its_members(priced: str) -> None:
    checked = check_attribution(compared(valued([buy(0, "A", 10, 100.0)], HELD.values()), priced))
    assert checked.passed, checked.failed


def test_sectors_are_formed_only_where_enough_is_priced() -> None:
    rows = [buy(0, "A", 10, 100.0)]
    little, enough = (compared(valued(rows, HELD.values()), priced) for priced in ("AB", "ABC"))
    assert (little.has_sectors(EQUITY), enough.has_sectors(EQUITY)) == (False, True)
    assert "Sectors of it are formed from 80\u202f% on" in " ".join(little.notes)
    assert set(little.segments(Level.INSTRUMENT).segments) == {"A", "B", "I (without prices)", "T"}
    shares = {f"Equity · {sector}" for sector in ("X", "Y", "Without prices")}
    assert set(enough.segments(Level.SECTOR).segments) == {*shares, "Fixed Income · Sector not known"}
    by_class: Floats = enough.segments(Level.ASSET_CLASS).benchmark_weights
    assert by_class[:, 0] == pytest.approx(enough.components.weights[:, 0])


def test_an_index_whose_list_is_of_another_time_stays_whole_and_says_so() -> None:
    whole = valued([buy(0, "A", 10, 100.0)], STOCKS.values())
    mine = [Segment("A", "A", EQUITY, "X", "USD", "")]
    blend, far = single_component("I", "USD", "Index"), inside(INDEX, [member(STOCKS["A"], 0.5)], day(500))
    beside = compare_with_blend(whole, blend, Sources({"I": INDEX}), 0.0)
    found = compare_segments(beside, Segmentation(tuple(mine), (WHOLE,)), {"I": far})
    assert found.members == {}
    assert "Index is not taken apart into its members: the list is of 16 May 2024" in found.notes[-1]
    assert to_day(day(399)) == found.dates[-1]
