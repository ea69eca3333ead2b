"""How much of the difference against the benchmark comes from the mix of categories, and how much from each within itself?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from core.category.scheme import Category


@dataclass(frozen=True, slots=True)
class CategoryShare:
    """One category in money: what it is worth, what it gained, and what its own flows would have gained in its own benchmark."""

    category: Category
    value: float
    gain: float
    benchmark_gain: float

    @property
    def within(self) -> float:
        """Gain beyond its own benchmark; negative is behind."""
        return self.gain - self.benchmark_gain


@dataclass(frozen=True, slots=True)
class DifferenceSplit:
    """The whole beside the reference mix, in money of ``currency``: difference = Σ within + mix.

    ``reference_gain``: what the whole's flows would have gained, every payment split over the categories' benchmarks in fixed shares.
    An account's gain is its closing value less what it really took in and paid out, also where it ran out of money.
    """

    currency: str
    shares: tuple[CategoryShare, ...]
    reference_gain: float

    @property
    def value(self) -> float:
        return sum(one.value for one in self.shares)

    @property
    def gain(self) -> float:
        return sum(one.gain for one in self.shares)

    @property
    def benchmark_gain(self) -> float:
        """What the categories' own benchmarks would have gained with the money that each category really had."""
        return sum(one.benchmark_gain for one in self.shares)

    @property
    def within(self) -> float:
        """Each category against its own benchmark, together."""
        return self.gain - self.benchmark_gain

    @property
    def mix(self) -> float:
        """How much was in each category and when: the categories' benchmarks with your money, less the reference mix."""
        return self.benchmark_gain - self.reference_gain

    @property
    def difference(self) -> float:
        """The whole's gain less the reference's."""
        return self.gain - self.reference_gain

    def rounded(self, decimals: int = 2) -> RoundedSplit:
        """Amounts in so many decimals that add up as they are printed."""
        parts = [*(one.within for one in self.shares), self.mix]
        *within, mix = rounded_parts(parts, self.difference, decimals)
        return RoundedSplit(
            rounded_parts([one.value for one in self.shares], self.value, decimals),
            rounded_parts([one.gain for one in self.shares], self.gain, decimals),
            tuple(within),
            mix,
            _rounded_to(self.difference, decimals),
        )


@dataclass(frozen=True, slots=True)
class RoundedSplit:
    """Printed amounts: ``values`` and ``gains`` by category, and ``within`` with ``mix`` summing to ``difference`` exactly."""

    values: tuple[Decimal, ...]
    gains: tuple[Decimal, ...]
    within: tuple[Decimal, ...]
    mix: Decimal
    difference: Decimal


def rounded_parts(parts: Sequence[float], total: float, decimals: int = 2) -> tuple[Decimal, ...]:
    """The parts rounded so that they sum to the rounded total (largest remainders first); each within one unit of itself."""
    unit = Decimal(1).scaleb(-decimals)
    rounded = [_rounded_to(part, decimals) for part in parts]
    missing = int((_rounded_to(total, decimals) - sum(rounded, Decimal(0))) / unit)
    step = 1 if missing > 0 else -1
    order = sorted(range(len(parts)), key=lambda at: step * (float(rounded[at]) - parts[at]))
    for at in order[: abs(missing)]:
        rounded[at] += step * unit
    return tuple(rounded)


def _rounded_to(amount: float, decimals: int) -> Decimal:
    """Rounded, and never a negative nothing."""
    return Decimal(amount).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN) + 0
