"""How does an investor stand beside its peers? Weights are fractions; unknown is null."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from core.peers.comparison import PeerComparison
from core.peers.diversification import all_scores
from core.peers.group import PeerGroup
from core.peers.statistics import percentile_rank, rank_among
from core.peers.universe import PeerUniverse
from studies.answers.fields import Answer, Finite, Rounded, origin

DimensionName = Literal["sector", "stage", "geography", "asset_class"]


class PeerGroupHead(Answer):
    """What the peers share; null where nothing is asked, or was given up (`dropped`)."""

    type: str | None
    size_bucket: str | None
    region: str | None
    peer_count: int
    dropped: list[str]
    quartiles_shown: Annotated[
        bool, Field(description="Whether there are enough peers for a verdict by quartiles: 12.")
    ]
    deciles_shown: Annotated[bool, Field(description="Whether there are enough peers for deciles: 30.")]
    quartiles_reason: Annotated[
        str | None, Field(description="Why no verdict by quartiles is said; the rank leads then.")
    ]


class SectorGap(Answer):
    """One sector against the peers; null where there are too few of them."""

    sector: Annotated[str, origin("bucket")]
    investor_allocation: Annotated[Rounded, origin("weight")]
    benchmark_median: Annotated[Rounded | None, origin("band.median")]
    benchmark_p25: Annotated[Rounded | None, origin("band.p25")]
    benchmark_p75: Annotated[Rounded | None, origin("band.p75")]
    variance: Annotated[str | None, Field(description="Signed percentage points from the median: +7%.")]
    position: str | None
    rank: Annotated[int | None, Field(description="By weight among the peers and the investor, 1 the largest.")]
    of: Annotated[int | None, Field(description="How many these are.")]


class DiversificationHead(Answer):
    """The evenness of the investor's weights (not risk, 0 to 100) beside its peers'."""

    investor_score: Finite | None
    benchmark_median: Finite | None
    percentile: Finite | None
    rank: Annotated[int | None, Field(description="Among the peers with a score and the investor, 1 the most even.")]
    of: int | None


class InvestorBenchmark(Answer):
    """An investor beside its peers."""

    investor_id: str
    investor_name: str
    year: int
    dimension: DimensionName
    simulated: Annotated[bool, Field(description="Whether illustrative investors take part.")]
    peer_group: PeerGroupHead
    sector_comparison: list[SectorGap]
    diversification: DiversificationHead
    reasons: dict[str, str]


class MemberOut(Answer):
    """One peer with its size."""

    investor_id: str
    investor_name: str
    investor_type: str
    size_bucket: str
    assets_usd: Finite | None
    region: str | None
    fiscal_year_end: Annotated[str | None, Field(description="Month and day on which its years end: 06-30.")]


def head_of(group: PeerGroup) -> PeerGroupHead:
    """The criteria that remained."""
    used = group.remaining_criteria
    return PeerGroupHead(
        type=used.label or None,
        size_bucket=", ".join(sorted(one.value for one in used.sizes)) or None,
        region=", ".join(sorted(used.regions)) or None,
        peer_count=group.count,
        dropped=list(group.dropped),
        quartiles_shown=group.quartiles_shown,
        deciles_shown=group.deciles_shown,
        quartiles_reason=group.quartiles_reason,
    )


def any_simulated(universe: PeerUniverse, group: PeerGroup | None, subject: int | None = None) -> bool:
    """Whether illustrative investors take part in the answer."""
    own = subject is not None and bool(universe.simulated[subject])
    return own or (group is not None and bool(universe.simulated[group.members].any()))


def investor_answer(universe: PeerUniverse, comparison: PeerComparison) -> InvestorBenchmark:
    """The investor beside the group that it was compared with."""
    group, subject = comparison.group, universe.position(comparison.investor.id)
    unknown = ("sector_comparison", "diversification")
    return InvestorBenchmark(
        investor_id=comparison.investor.id,
        investor_name=comparison.investor.name,
        year=comparison.year,
        dimension=comparison.dimension.value,
        simulated=any_simulated(universe, group, subject),
        peer_group=head_of(group),
        sector_comparison=_gaps(comparison),
        diversification=_scores(universe, subject, group),
        reasons=dict.fromkeys(unknown, comparison.reason) if comparison.reason else {},
    )


def _gaps(comparison: PeerComparison) -> list[SectorGap]:
    if comparison.reason is None:
        return [SectorGap.model_validate(gap) for gap in comparison.gaps]
    unknown = dict.fromkeys(SectorGap.model_fields)
    return [
        SectorGap.model_validate(unknown | {"sector": name, "investor_allocation": weight})
        for name, weight in comparison.weights
    ]


def _scores(universe: PeerUniverse, subject: int, group: PeerGroup) -> DiversificationHead:
    scores = all_scores(universe, group.year)
    scores = np.round(scores, 9)
    own, peers = float(scores[subject]), scores[group.members]
    peers = peers[np.isfinite(peers)]
    if not group.sufficient or not np.isfinite(own):
        own_score = own if np.isfinite(own) else None
        return DiversificationHead(investor_score=own_score, benchmark_median=None, percentile=None, rank=None, of=None)
    return DiversificationHead(
        investor_score=own,
        benchmark_median=round(float(np.median(peers)), 9),
        percentile=percentile_rank(own, peers),
        rank=rank_among(own, peers),
        of=int(peers.size) + 1,
    )


def member_of(universe: PeerUniverse, position: int, year: int) -> MemberOut:
    """One peer with its size in a year."""
    who, assets = universe.investors[position], float(universe.usd_assets[universe.at_year(year), position])
    return MemberOut(
        investor_id=who.id,
        investor_name=who.name,
        investor_type=who.type.value,
        size_bucket=universe.size_of(position, year).value,
        assets_usd=assets if np.isfinite(assets) else None,
        region=who.region or None,
        fiscal_year_end=who.fiscal_year_end or None,
    )
