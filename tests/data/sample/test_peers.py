"""Is the illustrative universe made the same way every time, of all types, and clearly illustrative?"""

from __future__ import annotations

from collections import Counter

from core.allocation.buckets import FIXED, Dimension
from core.allocation.regions import NORTH_AMERICA, REGIONS, region_of
from core.peers.group import FEWEST_PEERS, criteria_of_investor, form_group
from core.peers.investor import InvestorType
from data.sample.make_peers import YEARS, universe_text
from data.sample.peers import FILE, sample_peers
from tests.core.peer_examples import universe_from


def test_the_script_makes_the_committed_file_byte_by_byte() -> None:
    assert universe_text() == FILE.read_text(encoding="utf-8")


def test_there_are_enough_of_every_type_and_all_say_that_they_are_invented() -> None:
    records = sample_peers()
    kinds = Counter(one.investor.type for one in records)
    assert 140 <= len(records) <= 160
    assert set(kinds) == set(InvestorType)
    assert min(kinds.values()) >= 12
    assert all(one.investor.simulated and one.investor.name.endswith("(illustrative)") for one in records)
    assert {one.year for record in records for one in record.allocations} == set(YEARS)
    assert {one.dimension for record in records for one in record.allocations} == set(Dimension)
    assert all(one.investor.region for one in records)
    assert all(abs(total - 1) < 1e-9 for record in records for total in record.sums.values())
    returns = [one.performance for record in records for one in record.years if one.performance is not None]
    assert -0.25 < min(returns) < 0 < max(returns) < 0.45


def test_each_institution_is_at_home_where_its_headquarters_are() -> None:
    seen, abroad = set[str](), list[str]()
    for record in sample_peers():
        home = region_of(record.investor.country)
        for year in YEARS:
            shares = {
                one.bucket: one.weight
                for one in record.allocations
                if (one.year, one.dimension) == (year, Dimension.GEOGRAPHY)
            }
            if not shares:
                continue
            seen.add(home)
            largest = max(shares, key=lambda region: shares[region])
            assert shares.get(home, 0.0) > 0.35, record.investor.name
            assert largest in (home, NORTH_AMERICA), record.investor.name  # half of the world's markets is there
            abroad += [] if largest == home else [record.investor.id]
    assert seen == set(REGIONS)
    assert len(set(abroad)) <= 5


def test_means_stand_beside_the_buckets_they_are_meant_for() -> None:
    """What is most of its kind in the real world is so here: a list in another order than the buckets would say otherwise."""
    totals: dict[tuple[Dimension, str], float] = Counter()
    for record in sample_peers():
        for one in record.allocations:
            totals[one.dimension, one.bucket] += one.weight
    for dimension, most, least in (
        (Dimension.SECTOR, "Information Technology", "Utilities"),
        (Dimension.STAGE, "Listed", "Seed"),
        (Dimension.ASSET_CLASS, "Equity", "Other"),
    ):
        of = {bucket: totals[dimension, bucket] for bucket in FIXED[dimension]}
        assert (max(of, key=of.__getitem__), min(of, key=of.__getitem__)) == (most, least)


def test_most_investors_find_peers() -> None:
    universe = universe_from(sample_peers(), {"EUR": 1.17, "GBP": 1.35, "JPY": 0.0064, "INR": 0.0111, "HKD": 0.128})
    sizes = []
    for subject in range(len(universe)):
        if 2025 in universe.years_of(subject, Dimension.SECTOR):
            criteria = criteria_of_investor(universe, subject, 2025)
            sizes.append(form_group(universe, 2025, Dimension.SECTOR, criteria, subject).count)
    assert sum(size >= FEWEST_PEERS for size in sizes) / len(sizes) > 0.95
