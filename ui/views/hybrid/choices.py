"""What is the portfolio measured against here? One benchmark of the library, or a mix made on this page."""

from __future__ import annotations

from dataclasses import dataclass

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import BenchmarkKind
from core.market.home import home_of
from core.market.period import NamedRange
from ui.choices.benchmark_choices import choose_all
from ui.choices.selection import Bar
from ui.reads.benchmarks import CUSTOM, SIXTY_FORTY, blend_of, library, usual_of, why_not_mixed
from ui.reads.selection import PortfolioChoice


@dataclass(frozen=True, slots=True)
class HybridChoice:
    """Portfolio, range, the currency told in, and the id of a benchmark or ``CUSTOM``; "" where there is nothing real to compare with."""

    portfolio: PortfolioChoice
    benchmark_id: str
    range: NamedRange
    currency: str

    @property
    def custom(self) -> bool:
        """Whether the mix is made on this page from its parts on."""
        return self.benchmark_id == CUSTOM

    @property
    def mixed(self) -> bool:
        """Whether there are weights to move."""
        record = library().find(self.benchmark_id)
        return self.benchmark_id in (CUSTOM, SIXTY_FORTY) or (
            record is not None and record.kind is BenchmarkKind.BLENDED
        )


def choose(bar: Bar) -> HybridChoice:
    """The row of choices but for the rate."""
    chosen = choose_all(bar, why_not_mixed)
    return HybridChoice(chosen.portfolio, next(iter(chosen.benchmarks), ""), chosen.range, chosen.currency)


def starting_blend(choice: HybridChoice) -> Blend:
    """The blend that the page begins with: the chosen one, or for a custom one the usual index and a bond index, half and half."""
    if not choice.custom:
        return blend_of(choice.benchmark_id, choice.currency)
    home = choice.portfolio.currency
    index = usual_of(home, choice.portfolio.simulated) or home_of(home).index
    parts = (index, home_of(home).first_blend[1])
    return Blend(CUSTOM, home, tuple(Component(one, 0.5) for one in parts), name="Your mix")
