"""What do investors and their peers look like in JSON? Weights are fractions; unknown is null."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from api.server.fields import Currency, Name, NonNegative, Question, Return, Text, lower_case
from core.allocation.buckets import FIRST_YEAR, LAST_YEAR
from studies.answers.fields import Answer, Finite, Rounded, origin
from studies.answers.peers import DimensionName, MemberOut, PeerGroupHead

MOST_INVESTORS, MOST_ALLOCATIONS = 5_000, 5_000

Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]
QueryYear = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Fraction = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Score = Annotated[Finite, BeforeValidator(lambda score: round(score, 9))]
ShortText = Annotated[Text, Field(max_length=100)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]


class AllocationIn(Question):
    """The fraction of the whole that lay in one bucket at the end of a year."""

    year: Year
    dimension: Annotated[DimensionName, BeforeValidator(lower_case)]
    bucket: Annotated[Name, Field(max_length=100)]
    weight: Annotated[Fraction, Field(description="A fraction; those of a year and dimension sum to 1.")]


class InvestorYearIn(Question):
    """What is known of one year."""

    year: Year
    assets: NonNegative | None = None
    performance: Annotated[Return | None, Field(alias="return", description="The year's return, a fraction.")] = None


class InvestorIn(Question):
    """A new investor."""

    id: Annotated[Id | None, Field(description="An id of your own; one is given unless it is there.")] = None
    name: Name
    type: Annotated[Text, Field(description="Public Pension, Endowment, … in any spelling.")]
    aum: Annotated[NonNegative | None, Field(description="Assets in `currency`; null: the size is unknown.")] = None
    currency: Currency = "USD"
    country: Annotated[ShortText, Field(description="Headquarters, by name or ISO code.")] = ""
    state: ShortText = ""
    region: Annotated[ShortText, Field(description="Read from the country unless given.")] = ""
    fiscal_year_end: Annotated[
        str, Field(pattern=r"^(\d\d-\d\d)?$", description="Month and day on which its years end: 06-30.")
    ] = ""
    allocations: Annotated[list[AllocationIn], Field(max_length=MOST_ALLOCATIONS)] = Field(default_factory=list)
    years: Annotated[list[InvestorYearIn], Field(max_length=300)] = Field(default_factory=list)


class InvestorsIn(Question):
    """New investors, stored all or none."""

    investors: Annotated[list[InvestorIn], Field(min_length=1, max_length=MOST_INVESTORS)]


class InvestorIds(Answer):
    """The ids of the new investors, in the order in which they were sent."""

    ids: list[str]


class AllocationOut(Answer):
    """One weight as stored."""

    year: int
    dimension: DimensionName
    bucket: str
    weight: Finite


class InvestorYearOut(Answer):
    """What is known of one year."""

    year: int
    assets: Finite | None
    performance: Annotated[Finite | None, Field(serialization_alias="return")]


class InvestorOut(Answer):
    """An investor with everything known of it."""

    id: str
    name: str
    type: str
    aum: Annotated[Finite | None, origin("assets")]
    currency: str
    country: str
    state: str
    region: str
    fiscal_year_end: Annotated[str, Field(description="Month and day: 06-30; empty where it is not known.")]
    simulated: Annotated[bool, Field(description="One of the illustrative sample.")]
    allocations: list[AllocationOut]
    years: list[InvestorYearOut]


class SectorBand(Answer):
    """Quartiles of one sector."""

    sector: Annotated[str, origin("bucket")]
    median: Rounded
    p25: Rounded
    p75: Rounded


class PeerGroupOut(Answer):
    """A peer group: who is in it, by which criteria, and what they hold."""

    id: str
    name: str
    year: int | None
    dimension: DimensionName
    simulated: bool
    criteria: PeerGroupHead
    members: list[MemberOut]
    sector_statistics: list[SectorBand]
    reasons: dict[str, str]


class TypeBenchmark(Answer):
    """The quartiles of one type; none below five investors."""

    investor_type: str
    sample_size: Annotated[int, origin("count")]
    sector_allocations: list[SectorBand]


class MarketBenchmark(Answer):
    """The quartiles of all."""

    sample_size: Annotated[int, origin("count")]
    sector_allocations: list[SectorBand]


class SectorBenchmarks(Answer):
    """Sector benchmarks by type of investor, and overall."""

    year: int | None
    simulated: bool
    benchmarks_by_type: list[TypeBenchmark]
    overall_market: MarketBenchmark


class RankingLine(Answer):
    """One investor's place."""

    rank: int
    investor_id: Annotated[str, origin("investor.id")]
    investor_name: Annotated[str, origin("investor.name")]
    investor_type: Annotated[str, origin("investor.type")]
    diversification_score: Annotated[Score, origin("score")]
    sector_count: Annotated[int, origin("bucket_count")]
    hhi: Rounded


class ScoreDistributionOut(Answer):
    """Of all ranked scores."""

    mean: Finite | None
    median: Finite | None
    std_dev: Finite | None


class DiversificationRanking(Answer):
    """Whose weights are the most even."""

    year: int | None
    simulated: bool
    rankings: Annotated[list[RankingLine], origin("ranked")]
    score_distribution: Annotated[ScoreDistributionOut, origin("distribution")]


class TrendYear(Answer):
    """One year; no quartiles below five investors."""

    year: int
    sample_size: int
    sector_allocations: list[SectorBand]


class TrendsOut(Answer):
    """How the quartiles moved."""

    peer_type: str | None
    dimension: DimensionName
    same_members: bool
    simulated: bool
    years: list[TrendYear]
