"""Who can be compared with whom, and how does everybody rank? The peers' own door to the store, cached by revision."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.market.levels import Floats
from core.peers.diversification import Ranking, all_scores, rank_investors
from core.peers.group import pool
from core.peers.investor import TYPES
from core.peers.universe import PeerUniverse
from data.store.peers.groups import SavedGroup, list_peer_groups
from studies import peers
from ui.reads.portfolio import engine, stored_revision

MOST_RANKED = 1_000


def universe() -> PeerUniverse:
    """All investors; the same object until something is stored."""
    return peers.peer_universe(engine())


def investor_choices() -> tuple[tuple[str, ...], dict[str, str]]:
    """Ids of those who told anything, portfolios placed and real investors first, and everybody's name by id."""
    return _investor_choices(stored_revision())


@st.cache_resource(max_entries=2, show_spinner=False)
def _investor_choices(revision: int) -> tuple[tuple[str, ...], dict[str, str]]:
    everybody = universe()
    told = [everybody.investors[at] for at in np.flatnonzero(everybody.telling)]
    told.sort(key=lambda one: (not one.portfolio_id, one.simulated, TYPES.index(one.type), one.name))
    return tuple(one.id for one in told), {one.id: one.name for one in everybody.investors}


def scores(year: int) -> Floats:
    """The diversification score of every investor in a year, in the universe's order."""
    return _scores(year, stored_revision())


@st.cache_resource(max_entries=32, show_spinner=False)
def _scores(year: int, revision: int) -> Floats:
    return all_scores(universe(), year)


def ranking(year: int, subject: int | None) -> Ranking:
    """The first ``MOST_RANKED`` of everybody whom the subject may be compared with; the distribution is that of all."""
    return _ranking(year, subject, stored_revision())


@st.cache_resource(max_entries=32, show_spinner=False)
def _ranking(year: int, subject: int | None, revision: int) -> Ranking:
    return rank_investors(universe(), year, pool(universe(), subject), most=MOST_RANKED)


def saved_groups() -> tuple[SavedGroup, ...]:
    """The groups made by hand."""
    return _saved_groups(stored_revision())


@st.cache_data(max_entries=4, show_spinner=False)
def _saved_groups(revision: int) -> tuple[SavedGroup, ...]:
    return list_peer_groups(engine())
