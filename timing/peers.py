"""How fast is HHI beside pandas and polars, and how fast are the pages' own questions of 100,000 investors?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl

from core.allocation.buckets import SECTORS, Dimension
from core.allocation.concentration import hhi
from core.allocation.regions import REGIONS
from core.peers.comparison import bands_of, compare_with_peers
from core.peers.diversification import rank_investors
from core.peers.group import PeerCriteria, criteria_of_investor, form_group, pool
from core.peers.investor import TYPES, Investor
from core.peers.trend import peer_trend
from core.peers.universe import AllocationCube, PeerUniverse
from timing.timing import show, side_by_side

INVESTORS, YEARS = 100_000, 10
BUCKETS = (*SECTORS, "Digital Assets")


def allocations() -> np.ndarray:
    """Weights (years × investors, 12), a third of them 0."""
    random = np.random.default_rng(6)
    raw = random.gamma(1.0, size=(YEARS * INVESTORS, len(BUCKETS))) * (
        random.random((YEARS * INVESTORS, len(BUCKETS))) > 1 / 3
    )
    raw[:, 0] += 1e-3
    return raw / raw.sum(axis=1, keepdims=True)


def concentrations(weights: np.ndarray) -> dict[str, Callable[[], np.ndarray]]:
    """Σ w² of a million allocations."""
    frame, names = pd.DataFrame(weights, columns=list(BUCKETS)), list(BUCKETS)
    table = pl.DataFrame({name: weights[:, at].copy() for at, name in enumerate(names)})
    total = pl.sum_horizontal(names)
    return {
        "Yardstick": lambda: hhi(weights),
        "pandas": lambda: np.asarray((frame**2).sum(axis=1) / frame.sum(axis=1) ** 2),
        "polars": lambda: (
            table.select(pl.sum_horizontal([pl.col(n) ** 2 for n in names]) / total**2).to_series().to_numpy()
        ),
    }


def universe(weights: np.ndarray) -> PeerUniverse:
    """The same allocations as a universe of investors."""
    random = np.random.default_rng(7)
    kinds, regions = random.integers(0, len(TYPES), INVESTORS), random.integers(0, len(REGIONS), INVESTORS)
    investors = tuple(
        Investor(f"i{at}", f"Investor {at}", TYPES[kinds[at]], 1e9, region=REGIONS[regions[at]])
        for at in range(INVESTORS)
    )
    shape = (YEARS, INVESTORS)
    assets = np.exp(random.normal(21.5, 1.5, shape))
    cubes = {
        one: AllocationCube(one, ("A", "B"), np.zeros((*shape, 2)), np.zeros(shape, dtype=np.bool_))
        for one in Dimension
    }
    told = np.ones(shape, dtype=np.bool_)
    cubes[Dimension.SECTOR] = AllocationCube(Dimension.SECTOR, BUCKETS, weights.reshape(*shape, len(BUCKETS)), told)
    return PeerUniverse(investors, tuple(range(2016, 2026)), assets, random.normal(0.07, 0.1, shape), cubes)


def page_questions(everybody: PeerUniverse) -> dict[str, Callable[[], object]]:
    """What the pages ask of a universe of 100,000."""
    sector, among = Dimension.SECTOR, pool(everybody)

    def compared() -> object:
        group = form_group(everybody, 2025, sector, criteria_of_investor(everybody, 0, 2025), 0)
        return compare_with_peers(everybody, 0, group)

    members = form_group(everybody, 2025, sector, criteria_of_investor(everybody, 0, 2025), 0).members
    return {
        "one investor beside its peers": compared,
        "trend of its group, 10 years": lambda: peer_trend(everybody, sector, members),
        "quartiles of all 100,000": lambda: bands_of(everybody, form_group(everybody, 2025, sector, PeerCriteria())),
        "ranking, first 1,000": lambda: rank_investors(everybody, 2025, among, most=1_000),
    }


def agree(contenders: dict[str, Callable[[], np.ndarray]]) -> None:
    """Ends with an error unless all give the same numbers."""
    answers = {name: np.asarray(work()) for name, work in contenders.items()}
    first = answers.pop("Yardstick")
    for name, answer in answers.items():
        difference = float(np.max(np.abs(answer - first)))
        print(f"  agreement with {name}: {difference:.1e}")
        if not difference <= 1e-9:
            raise SystemExit(f"{name} disagrees by {difference}")


def main() -> None:
    """Runs everything and prints it."""
    weights = allocations()
    contenders = concentrations(weights)
    agree(contenders)
    show("HHI of 1,000,000 allocations", side_by_side(contenders, rounds=5), "Yardstick")
    questions = page_questions(universe(weights))
    timings = side_by_side(questions, rounds=5)
    show("The pages' own questions at that size", timings, next(iter(questions)))
    print("  goal for each: 100 ms; slowest median:", f"{max(one.median for one in timings.values()) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
