"""What is being looked at? The choices of a page as values: portfolio, benchmarks, range, rate."""

from __future__ import annotations

from dataclasses import dataclass

from core.market.period import NamedRange


@dataclass(frozen=True, slots=True)
class PortfolioChoice:
    """A portfolio that can be chosen."""

    id: str
    name: str
    currency: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class BenchmarkChoice:
    """Anything that can be a benchmark on some page. ``refused``: why the present page cannot take it; "" where it can. ``invented``:
    nothing real is stored of it, so that a portfolio of one's own would meet the sample's levels."""

    symbol: str
    name: str
    refused: str = ""
    invented: bool = False

    @property
    def label(self) -> str:
        return f"{self.name} (sample levels)" if self.invented else self.name


@dataclass(frozen=True, slots=True)
class Selection:
    """What is compared with what, since when, and in which currency it is told. ``benchmarks``: ids, the first one leads; none
    where none was picked and nothing real is stored."""

    portfolio: PortfolioChoice
    benchmarks: tuple[str, ...]
    range: NamedRange
    currency: str
