"""Whom does an address of the API ask about, in which year and dimension, and among whom?"""

from __future__ import annotations

import numpy as np
from sqlalchemy import Engine

from core.allocation.buckets import Dimension
from core.errors import InsufficientData
from core.peers.comparison import check_reported
from core.peers.group import PeerGroup, group_by_hand, latest_year
from core.peers.investor import TypeChoice, types_named
from core.peers.universe import PeerUniverse
from data.store.peers.groups import SavedGroup, list_peer_groups
from studies.peers import PeerQuestion, members_of


def choice_of(investor_type: str | None) -> TypeChoice | None:
    """The types asked for; None for none. Raises InvalidSpecification listing the known ones."""
    return None if investor_type is None else types_named(investor_type)


def peer_question(
    universe: PeerUniverse, investor_id: str, investor_type: str | None, year: int | None, dimension: str | None
) -> PeerQuestion:
    """About one investor. Without a year its latest one; without a dimension sectors, or what it reports instead."""
    choice, subject = choice_of(investor_type), universe.position(investor_id)
    told = universe.dimensions_of(subject)
    if not told:
        name = universe.investors[subject].name
        raise InsufficientData(f"{name} has not reported any allocation. Add one.", investor=investor_id)
    wanted = Dimension(dimension) if dimension else Dimension.SECTOR if Dimension.SECTOR in told else told[-1]
    years = universe.years_of(subject, wanted)
    asked = year if year is not None else years[-1] if years else universe.years[-1]
    check_reported(universe, subject, wanted, asked)
    return PeerQuestion(subject, asked, wanted, choice)


def saved_group(store: Engine, group_id: str) -> SavedGroup | None:
    """The group made by hand with this id."""
    return next((one for one in list_peer_groups(store) if one.id == group_id), None)


def group_of_saved(
    universe: PeerUniverse, saved: SavedGroup, year: int | None, dimension: str | None
) -> PeerGroup | None:
    """Its members that reported in the year (the latest with enough of them unless given); None where none ever did."""
    wanted = Dimension(dimension or Dimension.SECTOR)
    members = members_of(universe, saved)
    among = np.zeros(len(universe), dtype=np.bool_)
    among[members] = True
    asked = year if year is not None else latest_year(universe, wanted, among)
    return None if asked is None else group_by_hand(universe, asked, wanted, members, saved.name)
