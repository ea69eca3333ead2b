"""How are several ways to do one thing timed fairly? In turns, within one process, by the median of many samples."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SHORTEST_SAMPLE = 0.05  # seconds: faster work is repeated until a sample lasts this long, so that it runs warm


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one call: median, fastest and slowest sample."""

    median: float
    fastest: float
    slowest: float


def side_by_side(contenders: Mapping[str, Callable[[], object]], rounds: int = 9) -> dict[str, Timing]:
    """Times the contenders in turns, so that a busy moment of the machine falls on all of them alike."""
    repeats = {name: _repeats(work) for name, work in contenders.items()}
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            samples[name].append(_sample(work, repeats[name]))
    return {name: Timing(statistics.median(taken), min(taken), max(taken)) for name, taken in samples.items()}


def _repeats(work: Callable[[], object]) -> int:
    work()  # warm caches and lazy imports
    once = _sample(work, 1)
    return max(1, round(SHORTEST_SAMPLE / max(once, 1e-9)))


def _sample(work: Callable[[], object], repeats: int) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        for _ in range(repeats):
            work()
        return (time.perf_counter() - start) / repeats
    finally:
        gc.enable()


def spoken(seconds: float) -> str:
    """A duration in the unit that suits it."""
    for limit, factor, unit in ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms")):
        if seconds < limit:
            return f"{seconds * factor:,.1f} {unit}"
    return f"{seconds:,.2f} s"


def show(title: str, timings: Mapping[str, Timing], ours: str) -> None:
    """A table of medians with how many times ours each takes."""
    width = max(len(name) for name in timings)
    print(f"\n{title}")
    for name, timing in timings.items():
        ratio = timing.median / timings[ours].median
        spread = f"{spoken(timing.fastest)} … {spoken(timing.slowest)}"
        print(f"  {name:<{width}}  {spoken(timing.median):>11}   {ratio:>10,.2f} ×   ({spread})")


def check(what: str, difference: float, limit: float) -> None:
    """Prints an agreement and ends the run when it does not hold."""
    held = difference <= limit
    print(f"  {'agrees' if held else 'DIFFERS'}: {what}: {difference:.2e} (limit {limit:.0e})")
    if not held:
        sys.exit(1)


def goal(what: str, reached: float, wanted: float) -> None:
    """Prints a goal beside what was reached."""
    print(f"  goal {'reached' if reached >= wanted else 'missed'}: {what}: {reached:,.1f} × (wanted {wanted:,} ×)")
