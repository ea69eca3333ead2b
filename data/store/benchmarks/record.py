"""What is kept of a benchmark of the user's own? One record for every type, checked at birth, and the blend that it describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from core.benchmark.blend import Blend, blend_of_intervals
from core.benchmark.kinds import BenchmarkKind, FixedReturn
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.benchmark.weights import Weights
from core.errors import InvalidSpecification
from core.market.levels import Basis
from core.wording import spoken_date
from data.store.bounds import checked_currency, checked_text
from data.store.schema import ID_LENGTH, NAME_LENGTH, SYMBOL_LENGTH

NEVER = Rebalance()


@dataclass(frozen=True, slots=True)
class Part:
    """One component of an interval: its library id, its weight (a fraction), and the fixed yearly rate that may stand in for it."""

    component_id: str
    weight: float
    fallback_rate: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """What a blend is made of from ``effective`` on (None: from the beginning). Raises InvalidSpecification unless the weights sum to 1."""

    effective: date | None
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        Weights(tuple((part.component_id, part.weight) for part in self.parts))
        for part in self.parts:
            checked_text(part.component_id, ID_LENGTH, "A component's id")

    @property
    def weights(self) -> dict[str, float]:
        return {part.component_id: part.weight for part in self.parts}


@dataclass(frozen=True, slots=True)
class BenchmarkRecord:
    """A benchmark as stored; an empty ``id`` is given one by the store.

    ``currency``: None where it takes that of what it is made of or compared with. ``symbol``: of a security. ``rate`` (a fraction a year),
    ``compounded``: of a fixed return. ``rebalance``, ``reset``, ``intervals`` (by date, the first without one; none at all: not yet made
    of anything): of a blend.
    """

    id: str
    name: str
    kind: BenchmarkKind
    currency: str | None = None
    symbol: str = ""
    portfolio_id: str = ""
    rate: float | None = None
    compounded: bool = True
    basis: Basis | None = None
    rebalance: Rebalance = field(default=NEVER)
    reset: Reset = Reset.START
    intervals: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self._checked_name())
        if self.currency is not None:
            checked_currency(self.currency, "A benchmark's currency")
        checked_text(self.symbol, SYMBOL_LENGTH, "A symbol")
        if self.kind is BenchmarkKind.SECURITY and not self.symbol:
            raise InvalidSpecification("A security benchmark needs a symbol that has prices.")
        if self.kind is BenchmarkKind.PORTFOLIO and not self.portfolio_id:
            raise InvalidSpecification("A portfolio benchmark needs the id of a portfolio.")
        if self.kind is not BenchmarkKind.BLENDED and self.intervals:
            raise InvalidSpecification(f"{self.name} is no blend, so it has no composition.")
        if self.rebalance.rule is Rule.SCHEDULED:
            raise InvalidSpecification("A stored blend has dated compositions; give them instead of a schedule.")
        object.__setattr__(self, "intervals", _in_order(self.intervals))

    def _checked_name(self) -> str:
        if self.kind is BenchmarkKind.FIXED_RETURN:
            if self.rate is None:
                raise InvalidSpecification("A fixed return needs its yearly rate as a fraction, such as 0.05.")
            return self.fixed.name
        name = checked_text(self.name.strip(), NAME_LENGTH, "A benchmark's name")
        if not name:
            raise InvalidSpecification("A benchmark needs a name.")
        return name

    @property
    def fixed(self) -> FixedReturn:
        """The formula of a fixed return."""
        assert self.rate is not None
        return FixedReturn(self.rate, self.compounded, self.id, currency=self.currency)

    @property
    def component_ids(self) -> tuple[str, ...]:
        """The ids of all intervals' components, each once."""
        return tuple(dict.fromkeys(part.component_id for one in self.intervals for part in one.parts))

    def blend(self, currency: str, currencies: Mapping[str, str | None]) -> Blend:
        """The blend, in ``currency``; ``currencies``: of components that are bare returns.

        Raises InvalidSpecification when it has no composition yet.
        """
        if not self.intervals:
            raise InvalidSpecification(f"{self.name} has no composition yet. Say what it is made of.", id=self.id)
        dated = [(one.effective, one.weights) for one in self.intervals]
        made = blend_of_intervals(self.id or "new", currency, dated, self.rebalance, self.reset, self.name)
        stand_in = {part.component_id: part.fallback_rate for one in self.intervals for part in one.parts}
        parts = tuple(
            replace(part, currency=currencies.get(part.id), fallback_rate=stand_in[part.id]) for part in made.components
        )
        return replace(made, components=parts)


def _in_order(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """By date, the first without one; raises InvalidSpecification where that is missing or a date comes twice."""
    ordered = tuple(sorted(intervals, key=lambda one: (one.effective is not None, one.effective or date.min)))
    if not ordered:
        return ordered
    dates = [one.effective for one in ordered]
    if dates[0] is not None:
        raise InvalidSpecification(
            "The first composition has no date: it holds from the beginning. Give one without a date."
        )
    for earlier, later in pairwise(dates):
        if earlier == later:
            when = spoken_date(later) if later else "the beginning"
            raise InvalidSpecification(f"Two compositions are for {when}. Keep one of them.")
    return ordered
