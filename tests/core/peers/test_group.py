"""Are the peers those who are alike, never the subject itself, and is every widening said?"""

from __future__ import annotations

import numpy as np
import pytest

from core.allocation.buckets import Dimension
from core.errors import InsufficientData, InvalidSpecification, NotFound
from core.peers.comparison import best_quartile, compare_with_peers
from core.peers.group import PeerCriteria, PeerGroup, criteria_of_investor, form_group, group_by_hand, latest_year, pool
from core.peers.investor import InvestorRecord, InvestorType, InvestorYear, SizeBucket, types_named
from core.peers.statistics import Position
from core.peers.trend import path_of, peer_trend
from core.peers.universe import AllocationCube, PeerUniverse
from tests.core.peer_examples import energy_holders, investor, record, shares, universe_from

SECTOR = Dimension.SECTOR
ENDOWMENT = InvestorType.ENDOWMENT


def group_for(universe: PeerUniverse, subject: int = 0) -> PeerGroup:
    return form_group(universe, 2024, SECTOR, criteria_of_investor(universe, subject, 2024), subject)


def test_the_subject_is_not_its_own_peer_and_five_alike_are_enough() -> None:
    universe = universe_from([*energy_holders([0.9, 0.1, 0.2, 0.3, 0.4, 0.5]), *energy_holders([1.0] * 9, ENDOWMENT)])
    group = group_for(universe)
    assert group.members.tolist() == [1, 2, 3, 4, 5]
    assert (group.dropped, group.sufficient) == ((), True)


def test_the_region_is_given_up_first_and_then_the_size() -> None:
    here, abroad = energy_holders([0.1] * 3), energy_holders([0.1] * 3, region="Europe")
    universe = universe_from([*here, *abroad])
    assert (group_for(universe).dropped, group_for(universe).count) == (("region",), 5)
    small = [record(investor(f"Small {at}", assets=1e8), shares({"Energy": 1.0})) for at in range(3)]
    universe = universe_from([*here, *small])
    group = group_for(universe)
    assert (group.dropped, group.count) == (("region", "size"), 5)
    assert group.remaining_criteria.sizes == frozenset()
    assert group.criteria.sizes == {SizeBucket.LARGE}


def test_too_few_stay_too_few_and_show_nothing() -> None:
    universe = universe_from([*energy_holders([0.1, 0.2, 0.3]), *energy_holders([0.1] * 9, ENDOWMENT)])
    told = compare_with_peers(universe, 0, group_for(universe))
    assert (told.group.count, told.gaps, told.group.dropped) == (2, (), ("region", "size"))
    assert told.reason is not None
    assert "below 5" in told.reason
    wide = form_group(universe, 2024, SECTOR, criteria_of_investor(universe, 0, 2024, types_named("lp").types, "LP"), 0)
    assert (wide.count, wide.remaining_criteria.label) == (11, "LP")


def test_criteria_can_be_kept_from_widening() -> None:
    universe = universe_from(energy_holders([0.1, 0.2]))
    group = form_group(universe, 2024, SECTOR, criteria_of_investor(universe, 0, 2024), 0, widen=False)
    assert (group.count, group.dropped) == (1, ())


def test_who_told_nothing_that_year_is_no_peer() -> None:
    silent = record(investor("Silent"), shares({"Energy": 1.0}, year=2020))
    universe = universe_from([*energy_holders([0.1] * 6), silent])
    assert universe.position("silent") not in group_for(universe).members
    with pytest.raises(InsufficientData, match=r"2020 to 2024"):
        form_group(universe, 2019, SECTOR, PeerCriteria())
    with pytest.raises(InsufficientData, match=r"for 2024; it did for 2020"):
        compare_with_peers(universe, 6, group_for(universe))
    with pytest.raises(NotFound, match="Did you mean silent"):
        universe.position("silnt")


def test_an_unknown_size_is_a_bucket_of_its_own_and_an_unknown_region_asks_nothing() -> None:
    unknown = [record(investor(f"U {at}", assets=None, region=""), shares({"Energy": 1.0})) for at in range(6)]
    universe = universe_from([*unknown, *energy_holders([0.1] * 6)])
    criteria = criteria_of_investor(universe, 0, 2024)
    assert (criteria.sizes, criteria.regions) == ({SizeBucket.UNKNOWN}, frozenset())
    assert group_for(universe).members.tolist() == [1, 2, 3, 4, 5]


def test_a_currency_without_a_rate_has_no_known_size() -> None:
    rupees = record(investor("Rupees", assets=5e11, currency="INR"), shares({"Energy": 1.0}))
    assert universe_from([rupees]).size_of(0, 2024) is SizeBucket.UNKNOWN
    assert universe_from([rupees], {"INR": 0.012}).size_of(0, 2024) is SizeBucket.MEDIUM


def test_the_assets_of_the_year_decide_the_size_of_the_year() -> None:
    years = (InvestorYear(2023, assets=5e8), InvestorYear(2024))
    grown = InvestorRecord(
        investor("Grown", assets=2e10), tuple(shares({"Energy": 1.0}) + shares({"Energy": 1.0}, year=2023)), years
    )
    universe = universe_from([grown])
    assert [universe.size_of(0, year) for year in (2023, 2024)] == [SizeBucket.SMALL, SizeBucket.LARGE]


def test_invented_investors_step_aside_once_there_are_enough_real_ones() -> None:
    invented = [record(investor(f"Invented {at}", simulated=True), shares({"Energy": 1.0})) for at in range(8)]
    own = record(investor("Mine", portfolio_id="p"), shares({"Energy": 1.0}))
    few = universe_from([own, *invented, *energy_holders([0.1] * 4)])
    many = universe_from([own, *invented, *energy_holders([0.1] * 5)])
    assert pool(few, 0).all()
    assert pool(many, 0).tolist() == [True] + [False] * 8 + [True] * 5
    assert pool(many, 1).tolist() == [False] + [True] * 8 + [False] * 5
    assert not pool(many)[1]
    six = universe_from([*invented, *energy_holders([0.1] * 5)])
    assert pool(six, 8).all()  # the subject does not count among the five
    assert not pool(universe_from([*invented, *energy_holders([0.1] * 6)]), 8)[:8].any()


def test_an_allocation_is_compared_as_published() -> None:
    universe = universe_from(energy_holders([0.45, 0.0, 0.0, 0.20, 0.30, 0.40]))
    told = compare_with_peers(universe, 0, group_for(universe))
    energy = next(one for one in told.gaps if one.bucket == "Energy")
    assert (energy.band.p25, energy.band.median, energy.band.p75) == pytest.approx((0, 0.20, 0.30))
    assert (energy.position, energy.variance, energy.percentile) == (Position.ABOVE_P75, "+25%", 100.0)
    assert (energy.rank, energy.of) == (1, 6)
    assert told.overweights == told.underweights == ()  # five peers bear no verdict by quarters
    sizes = [abs(one.gap) for one in told.gaps]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(weight for _, weight in told.weights) == pytest.approx(1.0)


def test_a_group_by_hand_is_what_was_named() -> None:
    universe = universe_from(energy_holders([0.1] * 7))
    group = group_by_hand(universe, 2024, SECTOR, np.array([0, 3, 5, 5]), "Friends", subject=0)
    assert (group.members.tolist(), group.name) == ([3, 5], "Friends")


def earners(count: int) -> list[InvestorRecord]:
    """Peer ``at`` held ``at`` percent of Energy at the end of 2023, all of it at the end of 2024, and earned ``at`` percent."""
    return [
        record(
            investor(f"Earner {at}"),
            [*shares({"Energy": at / 100, "Utilities": 1 - at / 100}, year=2023), *shares({"Energy": 1.0})],
            [InvestorYear(2024, performance=at / 100)],
        )
        for at in range(1, count + 1)
    ]


def test_the_best_quarter_is_told_by_weights_at_the_beginning_of_the_year() -> None:
    late = record(investor("Late"), shares({"Energy": 1.0}), [InvestorYear(2024, performance=0.5)])
    silent = record(investor("Silent"), shares({"Energy": 1.0}))
    universe = universe_from([*earners(20), late, silent])
    best = best_quartile(universe, form_group(universe, 2024, SECTOR, PeerCriteria()))
    assert (best.known, best.count, best.threshold) == (20, 5, pytest.approx(0.1525))
    assert best.without_weights == 1
    energy = best.buckets.index("Energy")
    assert best.best[energy] == pytest.approx(0.18)  # 16 to 20 %, not the 100 % of the year's end
    assert best.all[energy] == pytest.approx(0.105)


def test_equal_weights_at_the_beginning_show_no_difference_though_the_year_moved_them() -> None:
    """Everybody 50/50, Energy between −10 and +40 %: at the year's end the best hold more of it by arithmetic alone."""
    rows = []
    for at in range(24):
        rise = 1 + at / 48 - 0.1
        end = 0.5 * rise / (0.5 * rise + 0.5)
        held = [*shares({"Energy": 0.5, "Utilities": 0.5}, year=2023), *shares({"Energy": end, "Utilities": 1 - end})]
        rows.append(record(investor(f"Half {at}"), held, [InvestorYear(2024, performance=0.5 * rise - 0.5)]))
    universe = universe_from(rows)
    best = best_quartile(universe, form_group(universe, 2024, SECTOR, PeerCriteria()))
    assert best.best == pytest.approx(best.all)


@pytest.mark.parametrize(("year", "count"), [(2024, 19), (2023, 25)])
def test_below_twenty_or_without_the_year_before_there_is_no_best_quarter(year: int, count: int) -> None:
    rows = [
        InvestorRecord(one.investor, one.allocations, (InvestorYear(year, performance=0.01),)) for one in earners(count)
    ]
    universe = universe_from(rows)
    with pytest.raises(InsufficientData, match=rf"weights at the end of {year - 1}.*Below 20"):
        best_quartile(universe, form_group(universe, year, SECTOR, PeerCriteria()))


@pytest.mark.parametrize(
    ("peers", "quartiles", "deciles"),
    [(5, False, False), (11, False, False), (12, True, False), (29, True, False), (30, True, True)],
)
def test_rank_below_twelve_quartiles_from_there_deciles_from_thirty(peers: int, quartiles: bool, deciles: bool) -> None:
    universe = universe_from(energy_holders([0.9, *np.linspace(0.1, 0.5, peers).tolist()]))
    told = compare_with_peers(universe, 0, group_for(universe))
    assert (told.group.quartiles_shown, told.group.deciles_shown) == (quartiles, deciles)
    assert [one.bucket for one in told.overweights] == (["Energy"] if quartiles else [])
    assert (told.group.quartiles_reason is None) is quartiles
    energy = next(one for one in told.gaps if one.bucket == "Energy")
    assert (energy.rank, energy.of, energy.position) == (1, peers + 1, Position.ABOVE_P75)


def test_equal_weights_share_a_rank() -> None:
    universe = universe_from(energy_holders([0.3, 0.5, 0.3, 0.3, 0.1, 0.0]))
    told = compare_with_peers(universe, 0, group_for(universe))
    ranks = {one.bucket: (one.rank, one.of) for one in told.gaps}
    assert (ranks["Energy"], ranks["Utilities"], ranks["Materials"]) == ((2, 6), (3, 6), (1, 6))


def two_years() -> list[InvestorRecord]:
    rows = energy_holders([0.1, 0.2, 0.3, 0.4, 0.5])
    rows = [InvestorRecord(one.investor, (*one.allocations, *shares({"Energy": 1.0}, year=2023))) for one in rows]
    return [*rows, *energy_holders([0.9], region="Europe")]


def test_a_trend_tells_how_many_stand_behind_each_year() -> None:
    universe = universe_from(two_years())
    everybody = np.arange(6)
    trend = peer_trend(universe, SECTOR, everybody)
    energy = trend.buckets.index("Energy")
    assert (trend.years, trend.counts.tolist()) == ((2023, 2024), [5, 6])
    assert trend.median[:, energy].tolist() == pytest.approx([1.0, 0.35])
    same = peer_trend(universe, SECTOR, everybody, same_members=True)
    assert same.counts.tolist() == [5, 5]
    assert same.median[1, energy] == pytest.approx(0.3)
    few = peer_trend(universe, SECTOR, everybody[:3])
    assert np.isnan(few.median).all()
    assert few.counts.tolist() == [3, 3]
    path = path_of(universe, SECTOR, 5, trend.years)
    assert np.isnan(path[0]).all()
    assert path[1, energy] == pytest.approx(0.9)


def test_the_latest_year_is_one_with_enough_reports() -> None:
    early = record(investor("Early bird"), shares({"Energy": 1.0}, year=2025))
    universe = universe_from([*energy_holders([0.1] * 5), early])
    everybody = np.ones(6, dtype=bool)
    assert latest_year(universe, SECTOR, everybody) == 2024
    assert latest_year(universe, SECTOR, np.arange(6) == 5) == 2025
    assert latest_year(universe, Dimension.STAGE, everybody) is None


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    universe = universe_from(energy_holders([0.1]))
    with pytest.raises(InvalidSpecification, match="belong together"):
        AllocationCube(SECTOR, ("A",), np.zeros((1, 1, 2)), np.zeros((1, 1), dtype=bool))
    with pytest.raises(InvalidSpecification, match="belong together"):
        PeerUniverse(universe.investors, (2023, 2024), universe.usd_assets, universe.performance, universe.cubes)


def test_an_empty_universe_can_be_asked() -> None:
    universe = universe_from([])
    assert len(universe) == 0
    assert latest_year(universe, SECTOR, pool(universe)) is None
    with pytest.raises(InsufficientData, match="no data yet"):
        universe.at_year(2024)
