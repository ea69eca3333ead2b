"""How do members, size and signal leave the screen? With their inputs, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from core.index.constituents import ConstituentList
from core.index.overlap import SectorPair, member_weights
from core.index.position_size import PositionSize
from core.index.signal_overlay import NOT_ADVICE, OverlaidSignal
from ui.reads.index_fit.members import PortfolioInIndex


def members_content(
    index: str, listed: ConstituentList, sectors: tuple[SectorPair, ...], found: PortfolioInIndex | None
) -> dict[str, Any]:
    """The list with its origin, the sectors, and the overlap where the subject is a portfolio; weights in fractions."""
    return {
        "index": index,
        "basis": "constituents",
        "as_of": listed.as_of,
        "source": listed.source,
        "sectors": [asdict(one) for one in sectors],
        "sectors_by": "members" if member_weights(listed) is None else "weight",
        "overlap": None if found is None else _overlap(found),
        "constituents": [asdict(one) for one in listed.constituents],
    }


def _overlap(found: PortfolioInIndex) -> dict[str, Any]:
    overlap = found.overlap
    return {
        "as_of": found.as_of,
        "in_index": overlap.in_index,
        "members_held": overlap.held_members,
        "index_held": overlap.index_held,
        "overlap": overlap.overlap,
        "active_share": overlap.active_share,
        "in_no_sector": found.in_no_sector,
        "simulated": found.simulated,
        "holdings": [asdict(one) for one in overlap.lines],
    }


def size_content(sized: PositionSize) -> dict[str, Any]:
    """The position size as ``POST /api/v1/analytics/position-size`` answers."""
    return {**asdict(sized), "size": sized.size, "notice": NOT_ADVICE}


def signal_content(
    signal: OverlaidSignal, alpha: float | None, ratio: float | None, beta: float | None
) -> dict[str, Any]:
    """As ``POST /api/v1/analytics/signal-overlay`` answers, with the figures that moved it."""
    return {**asdict(signal), "alpha": alpha, "information_ratio": ratio, "beta": beta, "notice": NOT_ADVICE}
