"""What can be measured against? The kinds of benchmark as value objects, and which of them may be parts of which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import numpy as np

from core.benchmark.blend import Blend
from core.errors import InvalidSpecification
from core.market.index import MarketIndex
from core.market.levels import Basis, Days, Floats
from core.market.yields import checked_rate, fixed_return_levels, fixed_return_name


class BenchmarkKind(StrEnum):
    """Kinds of benchmark in the library."""

    INDEX = "INDEX"
    BLENDED = "BLENDED"
    IMPORTED = "IMPORTED"
    FIXED_RETURN = "FIXED_RETURN"
    SECURITY = "SECURITY"
    PORTFOLIO = "PORTFOLIO"


@dataclass(frozen=True, slots=True)
class IndexBenchmark:
    """An index of the catalogue; only its display name can differ from the catalogue's."""

    id: str
    index: MarketIndex
    display_name: str = ""
    kind: ClassVar[BenchmarkKind] = BenchmarkKind.INDEX

    @property
    def name(self) -> str:
        return self.display_name or self.index.name

    @property
    def currency(self) -> str:
        return self.index.currency


@dataclass(frozen=True, slots=True)
class BlendedBenchmark:
    """A mix of other benchmarks."""

    blend: Blend
    kind: ClassVar[BenchmarkKind] = BenchmarkKind.BLENDED

    @property
    def id(self) -> str:
        return self.blend.id

    @property
    def name(self) -> str:
        return self.blend.label

    @property
    def currency(self) -> str:
        return self.blend.currency


@dataclass(frozen=True, slots=True)
class ImportedBenchmark:
    """Somebody's own returns; the observations are stored apart and given as a ReturnSeries."""

    id: str
    name: str
    currency: str
    basis: Basis = Basis.TOTAL
    kind: ClassVar[BenchmarkKind] = BenchmarkKind.IMPORTED


@dataclass(frozen=True, slots=True)
class SecurityBenchmark:
    """Any instrument that has prices."""

    id: str
    name: str
    symbol: str
    currency: str
    kind: ClassVar[BenchmarkKind] = BenchmarkKind.SECURITY


@dataclass(frozen=True, slots=True)
class PortfolioBenchmark:
    """Another portfolio, measured by its time-weighted return; not allowed inside a blend."""

    id: str
    name: str
    portfolio_id: str
    currency: str
    kind: ClassVar[BenchmarkKind] = BenchmarkKind.PORTFOLIO


@dataclass(frozen=True, slots=True)
class FixedReturn:
    """A fixed yearly rate (a fraction): compounded, level = (1+r)^(days/365); not compounded, level = 1 + r·days/365.

    Named by its rate when no name is given: ``5.00 % Compounded``, ``5.00 %``. ``currency`` None: whatever it is compared with.
    """

    rate: float
    compounded: bool = True
    id: str = ""
    given_name: str = ""
    currency: str | None = None
    kind: ClassVar[BenchmarkKind] = BenchmarkKind.FIXED_RETURN

    def __post_init__(self) -> None:
        checked_rate(self.rate)

    @property
    def name(self) -> str:
        return self.given_name or fixed_return_name(round(self.rate, 4) + 0.0, self.compounded).replace("-", "−")

    def levels(self, on: Days, base: np.datetime64) -> Floats:
        """Growth of 1 from ``base`` to each date of ``on``, shape (m,); no extra day: the level on ``base`` is exactly 1.

        Raises InvalidSpecification where a rate below 0 that is not compounded has used everything up.
        """
        return fixed_return_levels(self.rate, (on - base).astype(np.int64), self.compounded)


Benchmark = IndexBenchmark | BlendedBenchmark | ImportedBenchmark | SecurityBenchmark | PortfolioBenchmark | FixedReturn


def check_composition(blend: Blend, library: Mapping[str, Benchmark]) -> None:
    """Whether this blend may stand in the library.

    Raises InvalidSpecification when a portfolio is one of its parts (also through others) or it contains itself. Parts that
    the library does not know are left to whoever resolves them.
    """
    blends = {key: one.blend for key, one in library.items() if isinstance(one, BlendedBenchmark)}
    for part in nested_parts(blend, blends):
        if isinstance(library.get(part), PortfolioBenchmark):
            raise InvalidSpecification(
                f"{part} is a portfolio, and a portfolio cannot be part of a blend. Use its holdings or an index instead.",
                component=part,
            )


def nested_parts(blend: Blend, blends: Mapping[str, Blend]) -> tuple[str, ...]:
    """The ids of all parts, also of blends within, each once; raises InvalidSpecification when a blend contains itself."""
    found: dict[str, None] = {}
    _collect(blend, blends, (blend.id,), found)
    return tuple(found)


def _collect(blend: Blend, blends: Mapping[str, Blend], above: tuple[str, ...], found: dict[str, None]) -> None:
    for part in blend.ids:
        if part in above:
            chain = " → ".join((*above[above.index(part) :], part))
            raise InvalidSpecification(f"A blend contains itself: {chain}. Take one of them out.", cycle=chain)
        if part in blends and part not in found:
            _collect(blends[part], blends, (*above, part), found)
        found[part] = None
