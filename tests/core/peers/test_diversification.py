"""Do HHI, score, rank and shift agree with published numbers, and do their identities hold?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.allocation.buckets import FIXED, SECTORS, Dimension
from core.allocation.concentration import concentration_of, hhi, score_of_hhi
from core.errors import InvalidSpecification
from core.peers.diversification import (
    all_scores,
    allocations_of,
    distribution_of,
    rank_investors,
    ranks_of,
    score_allocation,
)
from core.peers.reallocation import evening_shift, rescaled_weights, rounded_weights
from tests.core.peer_examples import investor, record, shares, universe_from


@pytest.mark.parametrize(
    ("weights", "index"), [([0.5, 0.5], 0.5), ([0.4, 0.3, 0.2, 0.1], 0.30), ([0.10] * 10, 0.10), ([1.0], 1.0)]
)
def test_hhi_as_published(weights: list[float], index: float) -> None:
    assert float(hhi(np.array(weights))) == pytest.approx(index, abs=1e-15)


def test_the_score_over_eleven_sectors() -> None:
    four = concentration_of(SECTORS, np.array([0.4, 0.3, 0.2, 0.1] + [0.0] * 7))
    one = concentration_of(SECTORS, np.eye(11)[3])
    equal = concentration_of(SECTORS, np.full(11, 1 / 11))
    assert four.score == pytest.approx(77.0)
    assert four.effective_number == pytest.approx(3.3333, abs=5e-5)
    assert (four.held, four.largest[0]) == (4, (SECTORS[0], 0.4))
    assert (one.score, equal.score) == (0.0, pytest.approx(100.0))
    assert equal.effective_number == pytest.approx(11.0)


def test_nothing_held_has_no_concentration_and_nonsense_is_refused() -> None:
    assert concentration_of(("A", "B"), np.zeros(2)) is None
    with pytest.raises(InvalidSpecification):
        concentration_of(("A", "B"), np.array([1.2, -0.2]))
    with pytest.raises(InvalidSpecification):
        score_of_hhi(1.0, 1)


positive = st.lists(st.floats(0, 1), min_size=2, max_size=11).filter(lambda one: sum(one) > 0.01)


@given(positive)
def test_the_effective_number_lies_between_one_and_all(weights: list[float]) -> None:
    found = concentration_of(tuple(map(str, range(len(weights)))), np.array(weights))
    assert 1 - 1e-9 <= found.effective_number <= len(weights) + 1e-9
    assert 0 <= found.score <= 100
    assert found.hhi == pytest.approx(float(hhi(np.array(weights) * 0.37)))  # only shares matter


def test_the_overall_score_is_half_sector_and_a_quarter_each_reweighted_over_what_is_known() -> None:
    sector, stage, geography = {"Energy": 1.0}, {"Growth": 0.5, "Late": 0.5}, {"Europe": 0.25, "Asia": 0.75}
    stages, regions = 100 * 0.5 / (1 - 1 / 6), 100 * 0.375 / (1 - 1 / 7)
    every = score_allocation({Dimension.SECTOR: sector, Dimension.STAGE: stage, Dimension.GEOGRAPHY: geography})
    assert every.overall == pytest.approx(0.25 * stages + 0.25 * regions)
    assert [one.weight for one in every.parts] == [0.5, 0.25, 0.25]
    two = score_allocation({Dimension.SECTOR: sector, Dimension.STAGE: stage})
    assert two.overall == pytest.approx(stages / 3)


def test_asset_class_alone_stands_for_all_and_nothing_known_is_said() -> None:
    alone = score_allocation({Dimension.ASSET_CLASS: {"Equity": 0.5, "Cash": 0.5}})
    assert alone.overall == pytest.approx(100 * 0.5 / (1 - 1 / 9))
    beside = score_allocation({Dimension.ASSET_CLASS: {"Equity": 0.5, "Cash": 0.5}, Dimension.SECTOR: {"Energy": 1.0}})
    assert beside.overall == 0.0
    nothing = score_allocation({})
    assert nothing.overall is None
    assert nothing.reason


def ranked_universe() -> list[tuple[str, dict[str, float]]]:
    return [
        ("One sector", {"Energy": 1.0}),
        ("Halves", {"Energy": 0.5, "Utilities": 0.5}),
        ("Other halves", {"Materials": 0.5, "Financials": 0.5}),
        ("Four", {"Energy": 0.4, "Utilities": 0.3, "Materials": 0.2, "Financials": 0.1}),
    ]


def test_the_ranking_shares_ranks_and_tells_the_distribution() -> None:
    universe = universe_from([record(investor(name), shares(held)) for name, held in ranked_universe()])
    ranking = rank_investors(universe, 2024, np.ones(4, dtype=bool))
    assert [(one.rank, one.investor.name, one.bucket_count) for one in ranking.ranked] == [
        (1, "Four", 4),
        (2, "Halves", 2),
        (2, "Other halves", 2),
        (4, "One sector", 1),
    ]
    assert [one.hhi for one in ranking.ranked] == pytest.approx([0.3, 0.5, 0.5, 1.0])
    scores = [one.score for one in ranking.ranked]
    assert scores == pytest.approx([77.0, 55.0, 55.0, 0.0])
    assert ranking.distribution.mean == pytest.approx(np.mean(scores))
    assert ranking.distribution.std_dev == pytest.approx(np.std(scores, ddof=1))
    assert len(rank_investors(universe, 2024, np.ones(4, dtype=bool), most=2).ranked) == 2
    assert rank_investors(universe, 2024, np.ones(4, dtype=bool), most=2).distribution == ranking.distribution
    assert ranks_of(np.array([])).size == 0
    assert distribution_of(np.array([5.0])).std_dev is None
    assert distribution_of(np.array([])).mean is None


def test_all_scores_are_as_each_alone() -> None:
    mixed = [
        record(investor("A"), shares({"Energy": 0.7, "Utilities": 0.3}) + shares({"Growth": 1.0}, Dimension.STAGE)),
        record(investor("B"), shares({"Europe": 0.5, "Asia": 0.5}, Dimension.GEOGRAPHY)),
        record(investor("C"), shares({"Equity": 0.6, "Cash": 0.4}, Dimension.ASSET_CLASS)),
        record(investor("D"), shares({"Energy": 1.0}, year=2020)),
    ]
    universe = universe_from(mixed)
    found = all_scores(universe, 2024)
    alone = [score_allocation(allocations_of(universe, at, 2024)).overall for at in range(4)]
    assert found[:3] == pytest.approx(alone[:3])
    assert np.isnan(found[3])
    assert alone[3] is None
    by_class = rank_investors(universe, 2024, np.arange(4) == 2).ranked[0]
    assert (by_class.dimension, by_class.bucket_count) == (Dimension.ASSET_CLASS, 2)


@pytest.mark.parametrize(("count", "score"), [(1, 0.0), (3, 220 / 3), (5, 88.0), (11, 100.0)])
def test_evenness_over_some_of_eleven(count: int, score: float) -> None:
    """100 (1 − 1/n) / (1 − 1/11): three sectors score 73, five already 88."""
    found = score_allocation({Dimension.SECTOR: dict.fromkeys(SECTORS[:count], 1 / count)})
    assert found.overall == pytest.approx(score)


STRANGERS = {
    Dimension.SECTOR: "Crypto mining",
    Dimension.STAGE: "Turnaround",
    Dimension.GEOGRAPHY: "Antarctica",
    Dimension.ASSET_CLASS: "Art",
}


@pytest.mark.parametrize("dimension", list(Dimension))
def test_nobody_elses_upload_moves_a_score(dimension: Dimension) -> None:
    first, second = FIXED[dimension][:2]
    mine = record(investor("Mine"), shares({first: 0.5, second: 0.5}, dimension))
    stranger = record(investor("Stranger"), shares({STRANGERS[dimension]: 0.5, first: 0.5}, dimension))
    alone, together = universe_from([mine]), universe_from([mine, stranger])
    size = len(FIXED[dimension])
    assert all_scores(together, 2024).tolist() == pytest.approx([50 / (1 - 1 / size)] * 2)
    assert all_scores(together, 2024)[0] == all_scores(alone, 2024)[0]
    held = allocations_of(together, 0, 2024)
    assert tuple(held[dimension]) == FIXED[dimension]
    assert evening_shift(held).target in FIXED[dimension]
    assert score_allocation(allocations_of(together, 1, 2024)).parts[0].concentration.universe_size == size


def test_more_buckets_than_the_universe_has_score_100() -> None:
    many = dict.fromkeys([*SECTORS, "Crypto mining", "Space"], 1 / 13)
    found = score_allocation({Dimension.SECTOR: many})
    assert (found.overall, found.parts[0].concentration.effective_number) == (100.0, pytest.approx(13.0))
    (own,) = all_scores(universe_from([record(investor("Wide"), shares(many))]), 2024)
    assert own == 100.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=11), st.data())
def test_a_moved_slider_leaves_the_whole_at_one(weights: list[float], data: st.DataObject) -> None:
    start = rounded_weights(np.array(weights) + 1e-3)
    moved = data.draw(st.integers(0, len(weights) - 1))
    value = data.draw(st.integers(0, 1000)) / 1000
    after = rescaled_weights(start, moved, value)
    assert round(after.sum(), 12) == 1.0
    assert (after >= 0).all()
    assert len(weights) == 1 or after[moved] == pytest.approx(value)


def test_the_others_keep_their_proportions() -> None:
    assert rescaled_weights(np.array([0.5, 0.3, 0.2]), 0, 0.75).tolist() == pytest.approx([0.75, 0.15, 0.10])
    assert rescaled_weights(np.array([1.0, 0.0, 0.0]), 0, 0.5).tolist() == pytest.approx([0.5, 0.25, 0.25])
    with pytest.raises(InvalidSpecification):
        rescaled_weights(np.array([0.5, 0.5]), 0, 1.1)


@given(positive)
def test_no_other_single_shift_raises_the_score_more(weights: list[float]) -> None:
    held = dict(zip(map(str, range(len(weights))), (np.array(weights) / sum(weights)).tolist(), strict=True))
    best = evening_shift({Dimension.SECTOR: held})
    now = score_allocation({Dimension.SECTOR: held}).overall
    gain = best.gain if best else 0.0
    for source in held:
        for target in held:
            amount = min(0.05, held[source])
            moved = dict(held)
            moved[source] -= amount
            moved[target] += amount
            after = score_allocation({Dimension.SECTOR: moved}).overall
            assert after - now <= gain + 1e-7


def test_the_evening_shift_goes_to_the_dimension_that_counts_most_and_stops_in_the_middle() -> None:
    whole = {Dimension.SECTOR: {"Energy": 0.52, "Utilities": 0.48}, Dimension.STAGE: {"Growth": 1.0, "Late": 0.0}}
    best = evening_shift(whole)
    assert (best.dimension, best.source, best.target, best.amount) == (Dimension.STAGE, "Growth", "Late", 0.05)
    near = evening_shift({Dimension.SECTOR: {"Energy": 0.52, "Utilities": 0.48}})
    assert near.amount == pytest.approx(0.02)
    assert evening_shift({Dimension.SECTOR: {"Energy": 0.5, "Utilities": 0.5}}) is None
    assert evening_shift({}) is None
