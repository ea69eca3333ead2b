"""Who invests? An institution with its type, size and home, and the words people use for each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.allocation.buckets import FIRST_YEAR, LAST_YEAR, AllocationShare, Dimension
from core.errors import InvalidSpecification
from core.wording import did_you_mean, plain_spelling

BILLION = 1e9
DAYS_OF_A_YEAR = frozenset(f"{date(2024, 1, 1) + timedelta(at):%m-%d}" for at in range(366))
MEDIUM_FROM, LARGE_FROM = 1 * BILLION, 10 * BILLION


class InvestorType(StrEnum):
    """Kinds of institution; the value is the name people read."""

    PUBLIC_PENSION = "Public Pension"
    CORPORATE_PENSION = "Corporate Pension"
    ENDOWMENT = "Endowment"
    FOUNDATION = "Foundation"
    SOVEREIGN_WEALTH_FUND = "Sovereign Wealth Fund"
    FAMILY_OFFICE = "Family Office"
    INSURANCE = "Insurance"


class SizeBucket(StrEnum):
    """Size by assets in US dollars: below 1 billion, from 1 to below 10 billion, from 10 billion; unknown is its own."""

    SMALL = "Small (<$1B)"
    MEDIUM = "Medium ($1B-$10B)"
    LARGE = "Large (>$10B)"
    UNKNOWN = "Unknown"


SIZES = tuple(SizeBucket)
TYPES = tuple(InvestorType)
FAMILIES: Mapping[str, frozenset[InvestorType]] = {
    "LP": frozenset(TYPES) - {InvestorType.FAMILY_OFFICE},
    "Family Office": frozenset({InvestorType.FAMILY_OFFICE}),
}


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """One or several types under the name they were asked for by."""

    label: str
    types: frozenset[InvestorType]


_CHOICES = {plain_spelling(one.value): TypeChoice(one.value, frozenset({one})) for one in TYPES} | {
    plain_spelling(name): TypeChoice(name, types) for name, types in FAMILIES.items()
}
_ABBREVIATIONS = {"swf": InvestorType.SOVEREIGN_WEALTH_FUND, "sfo": InvestorType.FAMILY_OFFICE}


def types_named(text: str) -> TypeChoice:
    """The type or family of types meant by ``lp``, ``public_pension`` or ``Public Pension``.

    Raises InvalidSpecification that lists the known ones.
    """
    choice = _CHOICES.get(plain_spelling(text))
    if choice is None:
        known = ["LP", *(one.value for one in TYPES)]
        raise InvalidSpecification(
            f"“{text}” is no type of investor.{did_you_mean(text, known)} Known are: {', '.join(known)}.",
            given=text,
            known=known,
        )
    return choice


def type_named(text: str) -> InvestorType:
    """One type by its name in any spelling; raises InvalidSpecification that lists the known ones."""
    abbreviated = _ABBREVIATIONS.get(plain_spelling(text))
    if abbreviated is not None:
        return abbreviated
    if plain_spelling(text) == "lp":
        raise InvalidSpecification(
            f"“{text}” is a family of types. Name one of: {', '.join(one.value for one in TYPES)}.",
            known=[one.value for one in TYPES],
        )
    return next(iter(types_named(text).types))


def size_of(usd_assets: float | None) -> SizeBucket:
    """The bucket of assets in US dollars; None or NaN is unknown."""
    if usd_assets is None or math.isnan(usd_assets):
        return SizeBucket.UNKNOWN
    if usd_assets < MEDIUM_FROM:
        return SizeBucket.SMALL
    return SizeBucket.MEDIUM if usd_assets < LARGE_FROM else SizeBucket.LARGE


@dataclass(frozen=True, slots=True)
class Investor:
    """An institution. ``assets`` are in ``currency``, None where unknown; ``region`` is empty where unknown, and so is
    ``fiscal_year_end``, month and day as ``06-30``.

    ``simulated``: one of the illustrative sample. ``portfolio_id``: the portfolio its allocation was computed from, else empty.
    """

    id: str
    name: str
    type: InvestorType
    assets: float | None = None
    currency: str = "USD"
    country: str = ""
    state: str = ""
    region: str = ""
    simulated: bool = False
    portfolio_id: str = ""
    fiscal_year_end: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidSpecification("An investor needs a name.")
        check_assets(self.name, self.assets)
        if self.fiscal_year_end and self.fiscal_year_end not in DAYS_OF_A_YEAR:
            raise InvalidSpecification(
                f"The fiscal year of {self.name} cannot end on “{self.fiscal_year_end}”. Write month and day: 06-30."
            )


def check_assets(name: str, assets: float | None) -> None:
    """Raises InvalidSpecification unless the assets are unknown or a number of at least 0."""
    if assets is not None and not (math.isfinite(assets) and assets >= 0):
        raise InvalidSpecification(f"The assets of {name} are {assets:g}. Give an amount of at least 0, or none.")


@dataclass(frozen=True, slots=True)
class InvestorYear:
    """What is known of one year: ``assets`` in the investor's currency, ``performance`` (the year's return, a fraction)."""

    year: int
    assets: float | None = None
    performance: float | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise InvalidSpecification(f"{self.year} is no year between {FIRST_YEAR} and {LAST_YEAR}.")
        check_assets(f"the year {self.year}", self.assets)
        if self.performance is not None and not (math.isfinite(self.performance) and self.performance >= -1):
            raise InvalidSpecification(f"A return of {self.performance:g} in {self.year} cannot be: −1 is all lost.")


@dataclass(frozen=True, slots=True)
class InvestorRecord:
    """An investor with all that is known of it by year. Raises InvalidSpecification when a year or a bucket comes twice,
    or the weights of a year and dimension sum to more than 1 (rounding to whole percents aside)."""

    investor: Investor
    allocations: tuple[AllocationShare, ...] = ()
    years: tuple[InvestorYear, ...] = ()

    def __post_init__(self) -> None:
        seen = {(one.year, one.dimension, one.bucket) for one in self.allocations}
        if len(seen) < len(self.allocations) or len({one.year for one in self.years}) < len(self.years):
            raise InvalidSpecification(f"{self.investor.name}: the same year and bucket come twice. Name each once.")
        for (year, dimension), total in self.sums.items():
            if abs(total - 1.0) > SUM_TOLERANCE + 1e-12:
                raise InvalidSpecification(
                    f"{self.investor.name}: the weights by {dimension} of {year} sum to {total:.4g}, not to 1. "
                    "Complete them, or scale them to 1.",
                    investor=self.investor.name,
                    year=year,
                    dimension=str(dimension),
                    sum=total,
                )

    @property
    def sums(self) -> dict[tuple[int, Dimension], float]:
        """The sum of the weights by year and dimension."""
        parts: dict[tuple[int, Dimension], list[float]] = {}
        for one in self.allocations:
            parts.setdefault((one.year, one.dimension), []).append(one.weight)
        return {key: math.fsum(weights) for key, weights in parts.items()}


SUM_TOLERANCE = 0.005  # published weights are rounded; half a percentage point is rounding, more is a missing holding
