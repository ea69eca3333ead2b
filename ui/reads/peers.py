"""Who can be compared with whom, and how does everybody rank? The peers' own door to the store, cached by revision."""

from __future__ import annotations

import numpy as np

from core.market.levels import Floats
from core.peers.diversification import Ranking, all_scores, rank_investors
from core.peers.group import pool
from core.peers.investor import TYPES
from core.peers.universe import PeerUniverse
from data.store.peers.groups import SavedGroup, list_peer_groups
from studies import peers
from studies.peers import PeerQuestion, bands_by_type, compare_investor, peer_group
from ui.reads.portfolio import engine, remembered

__all__ = ["PeerQuestion", "SavedGroup", "bands_by_type", "compare_investor", "peer_group"]

MOST_RANKED = 1_000


def universe() -> PeerUniverse:
    """All investors; the same object until something is stored."""
    return peers.peer_universe(engine())


@remembered(2)
def investor_choices() -> tuple[tuple[str, ...], dict[str, str]]:
    """Ids of those who told anything, portfolios placed and real investors first, and everybody's name by id."""
    everybody = universe()
    told = [everybody.investors[at] for at in np.flatnonzero(everybody.telling)]
    told.sort(key=lambda one: (not one.portfolio_id, one.simulated, TYPES.index(one.type), one.name))
    return tuple(one.id for one in told), {one.id: one.name for one in everybody.investors}


@remembered(32)
def scores(year: int) -> Floats:
    """The evenness of every investor in a year, in the universe's order."""
    return all_scores(universe(), year)


@remembered(32)
def ranking(year: int, subject: int | None) -> Ranking:
    """The first ``MOST_RANKED`` of everybody whom the subject may be compared with; the distribution is that of all."""
    return rank_investors(universe(), year, pool(universe(), subject), most=MOST_RANKED)


@remembered(4)
def saved_groups() -> tuple[SavedGroup, ...]:
    """The groups made by hand."""
    return list_peer_groups(engine())
