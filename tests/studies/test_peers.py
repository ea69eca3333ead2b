"""Are the peers those who were asked for, and does every type show only whom the investor may be compared with?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.allocation.buckets import Dimension
from core.peers.investor import InvestorRecord, InvestorType, types_named
from core.peers.universe import PeerUniverse
from data.store.peers.groups import SavedGroup
from studies.peers import PeerQuestion, bands_by_type, compare_investor, peer_group
from tests.core.peer_examples import energy_holders, investor, record, shares, universe_from

ME = record(investor("Me"), shares({"Energy": 0.27, "Utilities": 0.73}))
NEAR = energy_holders([0.1, 0.2, 0.3, 0.4, 0.5])
ABROAD = energy_holders([0.6] * 2, region="Europe")
ENDOWMENTS = energy_holders([0.7] * 5, InvestorType.ENDOWMENT)
SMALL = record(investor("Small", assets=1e6), shares({"Energy": 1.0}))
UNIVERSE = universe_from([ME, *NEAR, *ABROAD, *ENDOWMENTS, SMALL])
OWN = PeerQuestion(0, 2024, Dimension.SECTOR)


def names(universe: PeerUniverse, question: PeerQuestion) -> set[str]:
    return {universe.investors[at].name for at in peer_group(universe, question).members}


def named(*records: InvestorRecord) -> set[str]:
    return {one.investor.name for one in records}


@pytest.mark.parametrize(
    ("question", "peers"),
    [
        (OWN, NEAR),
        (replace(OWN, same_region=False), [*NEAR, *ABROAD]),
        (replace(OWN, same_size=False), [*NEAR, SMALL]),
        (replace(OWN, peers=types_named("endowment")), ENDOWMENTS),
        (replace(OWN, peers=SavedGroup("g", "Friends", ("me", "small"))), [SMALL]),
    ],
)
def test_the_peers_are_those_asked_for(question: PeerQuestion, peers: list[InvestorRecord]) -> None:
    assert names(UNIVERSE, question) == named(*peers)


def test_the_comparison_is_with_these_peers() -> None:
    energy = next(one for one in compare_investor(UNIVERSE, OWN).gaps if one.bucket == "Energy")
    assert (energy.weight, energy.band.median) == (0.27, 0.3)


def test_all_come_first_and_a_type_of_fewer_than_five_has_no_bands() -> None:
    every, *by_type = bands_by_type(UNIVERSE, 2024, Dimension.SECTOR)
    assert (every.type, every.group.count) == (None, len(UNIVERSE))
    counts = {one.type: one.group.count for one in by_type if one.group.count}
    assert counts == {InvestorType.PUBLIC_PENSION: 9, InvestorType.ENDOWMENT: 5}
    assert [one.type for one in by_type if one.bands] == list(counts)
    few = bands_by_type(universe_from(ENDOWMENTS[:4]), 2024, Dimension.SECTOR)
    assert [one.bands for one in few] == [()] * len(few)


def test_an_illustrative_investor_meets_illustrative_ones_in_every_type() -> None:
    invented = [
        record(investor(f"Invented {at}", simulated=True), shares({"Energy": at / 10, "Utilities": 1 - at / 10}))
        for at in range(1, 6)
    ]
    mixed = universe_from([invented[0], *NEAR[:2], *invented[1:]])  # too few real ones to stand alone
    assert bands_by_type(mixed, 2024, Dimension.SECTOR)[0].group.count == 7
    assert bands_by_type(mixed, 2024, Dimension.SECTOR, subject=0)[0].group.count == 5
