"""What may a page change in the universe of peers? Investors of one's own, a portfolio among them, groups made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from core.allocation.regions import country_named, region_named
from core.allocation.securities import SecurityClass
from core.errors import InsufficientData
from core.peers.investor import Investor, InvestorRecord, InvestorType
from data.importers.peers.peer_csv import read_investors
from data.importers.peers.reading import PeerReading
from data.store.peers.groups import delete_peer_group, save_peer_group
from data.store.peers.investors import delete_investor, save_investors
from data.store.portfolios.holding_classes import save_holding_classes
from ui.reads.allocation import allocation_of
from ui.reads.portfolio import engine, valuation


def keep_group(name: str, members: Sequence[str]) -> str:
    """Saves a group made by hand."""
    return save_peer_group(engine(), name, members)


def remove_group(group_id: str) -> None:
    """Deletes a group made by hand."""
    delete_peer_group(engine(), group_id)


@st.cache_data(max_entries=8, show_spinner="Reading the file …")
def read_investor_file(content: bytes, file_name: str, normalise: bool) -> PeerReading:
    """The investors of a file."""
    return read_investors(content, file_name, normalise)


def keep_investors(records: Sequence[InvestorRecord]) -> tuple[str, ...]:
    """Stores a file's investors, all or none, and returns their ids; those that are there are brought up to date."""
    return save_investors(engine(), records, source="csv", merge=True)


def remove_investor(investor_id: str) -> None:
    """Deletes an investor with all its years."""
    delete_investor(engine(), investor_id)


@dataclass(frozen=True, slots=True)
class PlaceAmongPeers:
    """How a portfolio is to stand in the universe."""

    name: str
    type: InvestorType
    country: str


def keep_classes(classes: Mapping[str, SecurityClass]) -> None:
    """Remembers what the user said holdings are."""
    save_holding_classes(engine(), classes)


def place_portfolio(portfolio_id: str, placing: PlaceAmongPeers) -> str:
    """Puts a portfolio into the universe with its present allocation; placed again, it is brought up to date."""
    valued, allocation = valuation(portfolio_id), allocation_of(portfolio_id)
    if not allocation.shares:
        reasons = " ".join(f"By {one.replace('_', ' ')}: {reason}" for one, reason in allocation.missing)
        raise InsufficientData(f"{valued.name} has no allocation to compare yet. {reasons}")
    country = country_named(placing.country)
    investor = Investor(
        id="",
        name=placing.name,
        type=placing.type,
        assets=allocation.value,
        currency=valued.currency,
        country=country,
        region=region_named("", country),
        simulated=valued.simulated,
        portfolio_id=portfolio_id,
    )
    (placed,) = save_investors(engine(), [InvestorRecord(investor, allocation.shares)], source="portfolio")
    return placed
