"""How do the illustrative investors come about? ``python -m data.sample.make_peers`` writes them anew, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from core.allocation.buckets import FIXED, Dimension
from core.allocation.regions import (
    AFRICA,
    ASIA,
    EUROPE,
    LATIN_AMERICA,
    MIDDLE_EAST,
    NORTH_AMERICA,
    OCEANIA,
    REGIONS,
    region_of,
)
from core.market.levels import Floats
from core.peers.investor import InvestorType

FOLDER = Path(__file__).parent
FILE = FOLDER / "peers_universe.csv"
YEARS = range(2016, 2026)
SEED = 20_160_101
ORIGIN = (
    "Illustrative investors, invented by data/sample/make_peers.py: no institution of these names exists, and none of the figures",
    "is anybody's. Weights and returns are fractions; assets in the investor's currency. Empty: not reported.",
)

# How a type divides its whole: the mean weights by sector, stage and asset class in the order of the fixed buckets, and how
# tightly its members keep to them.
SECTOR_MEANS = {
    InvestorType.PUBLIC_PENSION: (8, 10, 7, 6, 14, 13, 11, 18, 4, 5, 4),
    InvestorType.CORPORATE_PENSION: (7, 9, 8, 5, 17, 13, 12, 16, 5, 3, 5),
    InvestorType.ENDOWMENT: (9, 10, 4, 5, 10, 17, 7, 27, 3, 7, 1),
    InvestorType.FOUNDATION: (9, 10, 6, 2, 12, 19, 8, 24, 3, 5, 2),
    InvestorType.SOVEREIGN_WEALTH_FUND: (8, 9, 6, 10, 16, 9, 12, 15, 7, 6, 2),
    InvestorType.FAMILY_OFFICE: (7, 14, 7, 6, 13, 11, 9, 19, 3, 10, 1),
    InvestorType.INSURANCE: (6, 7, 8, 6, 22, 11, 12, 11, 5, 5, 7),
}
STAGE_MEANS = {
    InvestorType.PUBLIC_PENSION: (1, 3, 8, 8, 25, 55),
    InvestorType.CORPORATE_PENSION: (0, 2, 5, 6, 17, 70),
    InvestorType.ENDOWMENT: (5, 14, 17, 10, 22, 32),
    InvestorType.FOUNDATION: (4, 10, 14, 9, 19, 44),
    InvestorType.SOVEREIGN_WEALTH_FUND: (1, 4, 12, 14, 24, 45),
    InvestorType.FAMILY_OFFICE: (8, 14, 18, 10, 18, 32),
    InvestorType.INSURANCE: (0, 2, 5, 6, 12, 75),
}
CLASS_MEANS = {
    InvestorType.PUBLIC_PENSION: (46, 23, 9, 10, 5, 1, 3, 2, 1),
    InvestorType.CORPORATE_PENSION: (30, 50, 6, 5, 4, 0, 2, 3, 0),
    InvestorType.ENDOWMENT: (30, 9, 7, 28, 18, 2, 3, 2, 1),
    InvestorType.FOUNDATION: (38, 13, 6, 20, 14, 1, 3, 4, 1),
    InvestorType.SOVEREIGN_WEALTH_FUND: (50, 24, 8, 9, 3, 2, 3, 1, 0),
    InvestorType.FAMILY_OFFICE: (32, 12, 16, 22, 6, 2, 3, 6, 1),
    InvestorType.INSURANCE: (12, 72, 6, 4, 1, 0, 1, 4, 0),
}
SECTOR_DRIFT = (
    np.array([0.0, -0.4, -1.0, -3.2, -0.5, 1.2, 0.0, 4.0, -0.6, 0.8, -0.3]) / 100 / 9
)  # from 2016 to 2025, in all
CLASS_RETURNS = {  # invented years, in percent: equity, bonds, real estate, private equity, hedge funds, commodities, alternatives
    2016: (9, 3, 8, 10, 2, 10, 6),
    2017: (21, 4, 7, 17, 6, 2, 8),
    2018: (-8, 0, 7, 12, -3, -10, 4),
    2019: (25, 8, 6, 14, 7, 8, 9),
    2020: (15, 7, 2, 20, 9, -3, 8),
    2021: (20, -2, 18, 38, 8, 26, 15),
    2022: (-18, -14, 9, -3, -2, 16, 3),
    2023: (21, 6, -8, 7, 6, -5, 6),
    2024: (18, 2, -1, 8, 9, 4, 8),
    2025: (16, 6, 4, 9, 8, 9, 8),
}
PLACES = {  # country, currency, state or province, how common by type family: pensions and insurers, endowments, sovereign, family
    ("United States", "USD"): (46, 80, 4, 42),
    ("Canada", "USD"): (14, 6, 4, 6),
    ("United Kingdom", "GBP"): (12, 8, 2, 14),
    ("Netherlands", "EUR"): (8, 0, 0, 4),
    ("Germany", "EUR"): (6, 2, 4, 8),
    ("Norway", "USD"): (2, 0, 8, 2),
    ("Japan", "JPY"): (6, 0, 6, 2),
    ("Singapore", "USD"): (1, 2, 18, 8),
    ("India", "INR"): (2, 1, 4, 6),
    ("Australia", "USD"): (6, 1, 8, 3),
    ("United Arab Emirates", "USD"): (0, 0, 22, 4),
    ("Brazil", "USD"): (2, 0, 6, 2),
    ("South Africa", "USD"): (2, 0, 4, 2),
    ("Hong Kong", "HKD"): (1, 1, 8, 5),
}
UNITS_PER_DOLLAR = {"USD": 1.0, "GBP": 0.75, "EUR": 0.87, "JPY": 140.0, "INR": 85.0, "HKD": 7.8}
STATES = (
    "California",
    "Texas",
    "New York",
    "Ohio",
    "Illinois",
    "Washington",
    "Florida",
    "Virginia",
    "Oregon",
    "Georgia",
)
WORLD = {  # what the world's markets are worth, in percent
    NORTH_AMERICA: 48.0,
    LATIN_AMERICA: 3.0,
    EUROPE: 20.0,
    MIDDLE_EAST: 2.0,
    AFRICA: 2.0,
    ASIA: 21.0,
    OCEANIA: 4.0,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One type: how many there are, what they are called, their typical assets in billion dollars and their spread."""

    type: InvestorType
    count: int
    called: tuple[str, ...]
    typical: float
    spread: float
    place_column: int
    tightness: float


KINDS = (
    Kind(
        InvestorType.PUBLIC_PENSION,
        40,
        ("Teachers’ Pension", "Public Employees’ Fund", "Civic Retirement System"),
        14,
        1.1,
        0,
        90,
    ),
    Kind(InvestorType.CORPORATE_PENSION, 22, ("Company Pension", "Works Pension Trust"), 5, 1.1, 0, 70),
    Kind(InvestorType.ENDOWMENT, 26, ("University Endowment", "College Endowment"), 2.2, 1.3, 1, 50),
    Kind(InvestorType.FOUNDATION, 18, ("Foundation", "Charitable Trust"), 1.3, 1.2, 1, 45),
    Kind(InvestorType.SOVEREIGN_WEALTH_FUND, 12, ("Future Fund", "Reserve Investment Authority"), 90, 1.2, 2, 60),
    Kind(InvestorType.FAMILY_OFFICE, 20, ("Family Office", "Family Partners"), 0.9, 1.0, 3, 22),
    Kind(InvestorType.INSURANCE, 14, ("Mutual Insurance", "Life Assurance"), 24, 1.0, 0, 80),
)
_NEVER_LEFT_OUT = 0.16  # nobody does without what makes up so much of its like
_STARTS = ("Lark", "Ember", "Thorn", "Mistle", "Quill", "Brack", "Sorrel", "Fenn", "Halcy", "Juni", "Pell", "Wren")
_ENDS = ("moor", "wick", "haven", "dale", "croft", "stead", "mere", "field", "holt", "ford", "gate", "burn", "combe")


def columns() -> list[tuple[Dimension, str]]:
    """Every bucket, in the order of the file's columns."""
    return [(dimension, bucket) for dimension, buckets in FIXED.items() for bucket in buckets]


def universe_text() -> str:
    """The whole file."""
    heads = ["id", "name", "type", "assets", "currency", "country", "state", "year", "return"]
    lines = [f"# {line}" for line in ORIGIN]
    lines.append(",".join([*heads, *(f"{dimension.value}:{bucket}" for dimension, bucket in columns())]))
    random = np.random.default_rng(SEED)
    names = [f"{start}{end}" for start, end in product(_STARTS, _ENDS)]
    random.shuffle(names)
    number = 0
    for kind in KINDS:
        for at in range(kind.count):
            called = kind.called[at % len(kind.called)]
            lines += _investor(random, kind, f"peer-{number + 1:03d}", f"{names[number]} {called} (illustrative)")
            number += 1
    return "".join(f"{line}\n" for line in lines)


def _investor(random: np.random.Generator, kind: Kind, identity: str, name: str) -> Iterator[str]:
    chances = np.array([row[kind.place_column] for row in PLACES.values()], dtype=np.float64)
    country, currency = list(PLACES)[int(random.choice(len(PLACES), p=chances / chances.sum()))]
    state = str(random.choice(STATES)) if country == "United States" else ""
    sectors = _mix(random, SECTOR_MEANS[kind.type], kind.tightness, 0.10 if kind.tightness > 40 else 0.28)
    stages = _mix(random, STAGE_MEANS[kind.type], kind.tightness, 0.15)
    classes = _mix(random, CLASS_MEANS[kind.type], kind.tightness * 1.5, 0.10)
    home = region_of(country)
    means = tuple(0.45 * WORLD[region] + 55 * (region == home) for region in REGIONS)
    regions = _mix(random, means, kind.tightness, 0.25)
    assets = kind.typical * np.exp(kind.spread * random.normal()) * 1e9
    first = 2016 + (int(random.integers(1, 6)) if random.random() < 0.22 else 0)
    silent = {int(year) for year in random.choice(list(YEARS)[1:-1], 2)} if random.random() < 0.08 else set()
    tells_assets, skill = random.random() > 0.04, random.normal(0, 0.006)
    for year in YEARS:
        sectors = _moved(random, sectors, SECTOR_DRIFT, 0.10)
        stages, classes, regions = (_moved(random, one, None, 0.06) for one in (stages, classes, regions))
        earned = _earned(random, classes, year) + skill
        assets *= 1 + earned - 0.03
        if year < first or year in silent:
            continue
        money = f"{round(assets * UNITS_PER_DOLLAR[currency], -6):.0f}" if tells_assets else ""
        shares = np.concatenate([_rounded(one) for one in (sectors, stages, regions, classes)])
        told = [f"{share:.3f}".rstrip("0").rstrip(".") for share in shares.tolist()]
        cells = [identity, name, kind.type.value, money, currency, country, state, str(year), f"{earned:.4f}"]
        yield ",".join([*cells, *told])


def _mix(random: np.random.Generator, means: tuple[float, ...], tightness: float, left_out: float) -> Floats:
    """One investor's own weights around its type's means; some buckets are left out altogether."""
    center = np.array(means, dtype=np.float64) / sum(means)
    drawn = random.dirichlet(np.maximum(center * tightness, 0.02))
    drawn[(random.random(drawn.size) < left_out) & (center < _NEVER_LEFT_OUT)] = 0.0
    if drawn.sum() < 0.4:
        drawn[int(np.argmax(center))] += 1.0
    return np.asarray(drawn / drawn.sum())


def _moved(random: np.random.Generator, weights: Floats, drift: Floats | None, noise: float) -> Floats:
    """A year later: what is held drifts and wobbles, what is not held stays away."""
    moved = weights * np.exp(noise * random.normal(size=weights.size))
    if drift is not None:
        moved = np.where(weights > 0, np.maximum(moved + drift, 0.002), 0.0)
    return np.asarray(moved / moved.sum())


def _earned(random: np.random.Generator, classes: Floats, year: int) -> float:
    """The year's return: its classes' invented returns, and a little of the investor's own. Cash and the rest earn 2 %."""
    rates = np.array([*CLASS_RETURNS[year], 2, 2], dtype=np.float64) / 100
    return float(classes @ rates + random.normal(0, 0.012))


def _rounded(weights: Floats) -> Floats:
    """Weights in steps of 0.1 % that sum to exactly 1: the largest remainders are rounded up."""
    exact = weights * 1000
    whole = np.floor(exact)
    whole[np.argsort(whole - exact, kind="stable")[: round(1000 - whole.sum())]] += 1
    return np.asarray(whole / 1000)


def main() -> None:
    """Writes the file."""
    FILE.write_bytes(universe_text().encode("utf-8"))


if __name__ == "__main__":
    main()
