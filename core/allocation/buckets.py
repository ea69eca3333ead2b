"""Into what is a whole divided? The fixed buckets of each dimension, and the other names people have for them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.allocation.regions import REGIONS
from core.errors import InvalidSpecification
from core.wording import plain_spelling

FIRST_YEAR, LAST_YEAR = 1900, 2199


class Dimension(StrEnum):
    """In which way an allocation divides the whole."""

    SECTOR = "sector"
    STAGE = "stage"
    GEOGRAPHY = "geography"
    ASSET_CLASS = "asset_class"


@dataclass(frozen=True, slots=True)
class AllocationShare:
    """The fraction ``weight`` of an investor's whole that lay in ``bucket`` at the end of ``year``."""

    year: int
    dimension: Dimension
    bucket: str
    weight: float

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise InvalidSpecification(f"{self.year} is no year between {FIRST_YEAR} and {LAST_YEAR}.")
        if not self.bucket.strip():
            raise InvalidSpecification(f"An allocation by {self.dimension} has no name. Name what is held.")
        if not (math.isfinite(self.weight) and 0 <= self.weight <= 1):
            raise InvalidSpecification(
                f"The weight of {self.bucket} in {self.year} is {self.weight:g}. A weight is a fraction from 0 to 1.",
                bucket=self.bucket,
            )


SECTORS = (
    "Communication Services",
    "Consumer Discretionary",
    "Consumer Staples",
    "Energy",
    "Financials",
    "Health Care",
    "Industrials",
    "Information Technology",
    "Materials",
    "Real Estate",
    "Utilities",
)
"""The eleven sectors of the Global Industry Classification Standard."""

STAGES = ("Seed", "Early", "Growth", "Late", "Buyout", "Listed")
ASSET_CLASSES = (
    "Equity",
    "Fixed Income",
    "Real Estate",
    "Private Equity",
    "Hedge Funds",
    "Commodities",
    "Alternatives",
    "Cash",
    "Other",
)

FIXED: Mapping[Dimension, tuple[str, ...]] = {
    Dimension.SECTOR: SECTORS,
    Dimension.STAGE: STAGES,
    Dimension.GEOGRAPHY: REGIONS,
    Dimension.ASSET_CLASS: ASSET_CLASSES,
}

_OTHER_NAMES: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.SECTOR: {
        "technology": "Information Technology",
        "tech": "Information Technology",
        "it": "Information Technology",
        "software": "Information Technology",
        "healthcare": "Health Care",
        "health": "Health Care",
        "financial": "Financials",
        "financial services": "Financials",
        "finance": "Financials",
        "consumer cyclical": "Consumer Discretionary",
        "consumer defensive": "Consumer Staples",
        "basic materials": "Materials",
        "telecommunications": "Communication Services",
        "telecommunication services": "Communication Services",
        "telecom": "Communication Services",
        "communication": "Communication Services",
        "communications": "Communication Services",
        "industrial": "Industrials",
        "utility": "Utilities",
        "property": "Real Estate",
    },
    Dimension.STAGE: {
        "pre seed": "Seed",
        "early stage": "Early",
        "venture": "Early",
        "growth stage": "Growth",
        "growth equity": "Growth",
        "expansion": "Growth",
        "late stage": "Late",
        "lbo": "Buyout",
        "public": "Listed",
        "public equity": "Listed",
        "listed equity": "Listed",
    },
    Dimension.GEOGRAPHY: {
        "us": "North America",
        "usa": "North America",
        "united states": "North America",
        "asia pacific": "Asia",
        "apac": "Asia",
        "south america": "Latin America",
        "latam": "Latin America",
        "australia": "Oceania",
    },
    Dimension.ASSET_CLASS: {
        "equities": "Equity",
        "public equity": "Equity",
        "stocks": "Equity",
        "bonds": "Fixed Income",
        "bond": "Fixed Income",
        "debt": "Fixed Income",
        "fixedincome": "Fixed Income",
        "property": "Real Estate",
        "hedge fund": "Hedge Funds",
        "commodity": "Commodities",
        "gold": "Commodities",
        "alternative": "Alternatives",
        "other alternatives": "Alternatives",
    },
}


_KNOWN = {
    dimension: {plain_spelling(name): name for name in names} | dict(_OTHER_NAMES[dimension])
    for dimension, names in FIXED.items()
}


@lru_cache(maxsize=4096)
def bucket_named(dimension: Dimension, text: str) -> str:
    """The fixed bucket meant by a name, else the name as it stands with its spaces tidied."""
    return _KNOWN[dimension].get(plain_spelling(text), " ".join(text.split()))


def universe_of_buckets(dimension: Dimension, held: Iterable[str]) -> tuple[str, ...]:
    """The fixed buckets, over which alone evenness is measured, then what else is held, by name."""
    fixed = FIXED[dimension]
    return (*fixed, *sorted(set(held) - set(fixed)))
