"""How does an institution stand among its like? Its peers, sector benchmarks, the diversification ranking, and trends."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query

from api.peers.models import (
    DiversificationRanking,
    MarketBenchmark,
    PeerGroupOut,
    QueryYear,
    SectorBand,
    SectorBenchmarks,
    TrendsOut,
    TrendYear,
    TypeBenchmark,
)
from api.peers.question import choice_of, group_of_saved, peer_question, saved_group
from api.server.database import Store
from core.allocation.buckets import Dimension
from core.errors import NotFound
from core.peers.comparison import bands_of, too_few
from core.peers.diversification import Ranking, distribution_of, rank_investors
from core.peers.group import PeerCriteria, PeerGroup, latest_year, matching_investors, pool
from core.peers.investor import TYPES
from core.peers.trend import PeerTrend, peer_trend
from core.peers.universe import PeerUniverse
from studies import peers
from studies.answers.peers import (
    DimensionName,
    InvestorBenchmark,
    PeerGroupHead,
    any_simulated,
    head_of,
    investor_answer,
    member_of,
)

router = APIRouter(prefix="/v1/benchmarks", tags=["Peers"])

InvestorTypeQuery = Annotated[str | None, Query(max_length=100, description="`lp`, `family_office` or one type.")]
YearQuery = Annotated[QueryYear | None, Query(description="The latest with data unless given.")]
DimensionQuery = Annotated[DimensionName | None, Query(description="`sector` unless given.")]


@router.get("/investor/{investor_id}", summary="Compare an investor with its peers")
def investor(
    investor_id: str,
    store: Store,
    investor_type: InvestorTypeQuery = None,
    year: YearQuery = None,
    dimension: DimensionQuery = None,
) -> InvestorBenchmark:
    """Peers share its type (or the family asked for), size and region; too few are widened, region first, and `dropped` says so."""
    universe = peers.peer_universe(store)
    question = peer_question(universe, investor_id, investor_type, year, dimension)
    return investor_answer(universe, peers.compare_investor(universe, question))


@router.get("/peer-group/{group_id}", summary="Show a peer group")
def peer_group(
    group_id: str,
    store: Store,
    investor_type: InvestorTypeQuery = None,
    year: YearQuery = None,
    dimension: DimensionQuery = None,
) -> PeerGroupOut:
    """`group_id` names a group made by hand, or an investor whose peers are shown: members with sizes, criteria, quartiles."""
    universe, saved = peers.peer_universe(store), saved_group(store, group_id)
    if saved is not None:
        choice_of(investor_type)
        group = group_of_saved(universe, saved, year, dimension)
        return _group_out(universe, group_id, saved.name, group, dimension)
    if group_id not in universe.positions:
        raise NotFound("peer group or investor", group_id, universe.positions)
    question = peer_question(universe, group_id, investor_type, year, dimension)
    name = f"Peers of {universe.investors[question.subject].name}"
    return _group_out(universe, group_id, name, peers.peer_group(universe, question), dimension)


@router.get("/sectors", summary="Sector benchmarks by investor type")
def sectors(store: Store, year: YearQuery = None, dimension: DimensionQuery = None) -> SectorBenchmarks:
    """Quartiles of every type that reported, and of all; none for fewer than five investors."""
    universe, wanted = peers.peer_universe(store), Dimension(dimension or Dimension.SECTOR)
    asked = year if year is not None else latest_year(universe, wanted, pool(universe))
    if asked is None:
        nothing = MarketBenchmark(sample_size=0, sector_allocations=[])
        return SectorBenchmarks(year=None, simulated=False, benchmarks_by_type=[], overall_market=nothing)
    every, *by_type = peers.bands_by_type(universe, asked, wanted)
    return SectorBenchmarks(
        year=asked,
        simulated=any_simulated(universe, every.group),
        benchmarks_by_type=[
            TypeBenchmark.from_result(one.group, investor_type=one.type, sector_allocations=one.bands)
            for one in by_type
            if one.group.count
        ],
        overall_market=MarketBenchmark.from_result(every.group, sector_allocations=every.bands),
    )


@router.get("/diversification", summary="Rank investors by the evenness of their weights")
def diversification(
    store: Store,
    investor_type: InvestorTypeQuery = None,
    year: YearQuery = None,
    limit: Annotated[
        int | None, Query(ge=1, le=100_000, description="The first so many lines; all unless given.")
    ] = None,
) -> DiversificationRanking:
    """The most even first (weights, not risk); equal ones share a rank. The distribution is that of all, whatever the limit."""
    universe, choice = peers.peer_universe(store), choice_of(investor_type)
    among = pool(universe)
    asked = year if year is not None else _latest_of_any(universe)
    if asked is None:
        nothing = Ranking(None, (), distribution_of(np.zeros(0)))
        return DiversificationRanking.from_result(nothing, simulated=False)
    if choice is not None:
        among = among & matching_investors(universe, asked, PeerCriteria(types=choice.types))
    ranking = rank_investors(universe, asked, among, most=limit)
    simulated = any(one.investor.simulated for one in ranking.ranked)
    return DiversificationRanking.from_result(ranking, simulated=simulated)


@router.get("/trends", summary="How the quartiles moved over the years")
def trends(
    store: Store,
    peer_type: InvestorTypeQuery = None,
    dimension: DimensionQuery = None,
    same_members: Annotated[bool, Query(description="Only investors that reported in every one of the years.")] = False,
) -> TrendsOut:
    """The number of investors stands beside every year; below five there are no quartiles."""
    universe, choice = peers.peer_universe(store), choice_of(peer_type)
    wanted = Dimension(dimension or Dimension.SECTOR)
    among = pool(universe)
    if choice is not None:
        among = among & np.isin(universe.type_codes, [TYPES.index(one) for one in choice.types])
    found = peer_trend(universe, wanted, np.flatnonzero(among), same_members)
    return TrendsOut(
        peer_type=choice.label if choice else None,
        dimension=wanted.value,
        same_members=same_members,
        simulated=bool((universe.simulated & among).any()),
        years=[_trend_year(found, at) for at in range(len(found.years))],
    )


def _latest_of_any(universe: PeerUniverse) -> int | None:
    """The latest year with enough reports in sectors, else in the next dimension that has any."""
    found = (latest_year(universe, one, pool(universe)) for one in Dimension)
    return next((year for year in found if year is not None), None)


def _group_out(
    universe: PeerUniverse, group_id: str, name: str, group: PeerGroup | None, dimension: DimensionName | None
) -> PeerGroupOut:
    if group is None:
        head = PeerGroupHead(
            type=None,
            size_bucket=None,
            region=None,
            peer_count=0,
            dropped=[],
            quartiles_shown=False,
            deciles_shown=False,
            quartiles_reason="No member ever reported its allocation.",
        )
        return PeerGroupOut(
            id=group_id,
            name=name,
            year=None,
            dimension=dimension or "sector",
            simulated=False,
            criteria=head,
            members=[],
            sector_statistics=[],
            reasons={"sector_statistics": "No member ever reported its allocation."},
        )
    bands = [SectorBand.model_validate(band) for band in bands_of(universe, group)]
    return PeerGroupOut.from_result(
        group,
        id=group_id,
        name=name,
        simulated=any_simulated(universe, group),
        criteria=head_of(group),
        members=[member_of(universe, int(at), group.year) for at in group.members],
        sector_statistics=bands,
        reasons={} if bands else {"sector_statistics": too_few(group.count)},
    )


def _trend_year(found: PeerTrend, at: int) -> TrendYear:
    bands = []
    if np.isfinite(found.median[at]).all():
        columns = (found.buckets, found.median[at].tolist(), found.p25[at].tolist(), found.p75[at].tolist())
        bands = [
            SectorBand(sector=name, median=median, p25=p25, p75=p75)
            for name, median, p25, p75 in zip(*columns, strict=True)
        ]
    return TrendYear(year=found.years[at], sample_size=int(found.counts[at]), sector_allocations=bands)
