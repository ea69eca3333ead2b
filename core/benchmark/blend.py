"""What is the mix? A blend: components with target weights, a rebalancing rule, and dated changes of the targets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.benchmark.rebalancing import POLICY, SCHEDULED, PolicyChange, Rebalance, Reset, in_order
from core.benchmark.weights import Weights
from core.errors import InvalidSpecification
from core.wording import did_you_mean, spoken_number

NARROW_SPACE = "\u202f"
NEVER_REBALANCED = Rebalance()


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a blend: the ``id`` of a series or of another blend, and its target weight as a fraction.

    ``currency``: of its data, None where the data knows its own (or, for bare returns, where it is the blend's).
    ``fallback_rate``: the fixed yearly rate (a fraction) that stands in where its data does not reach; None: it must reach.
    """

    id: str
    weight: float
    currency: str | None = None
    fallback_rate: float | None = None

    def __post_init__(self) -> None:
        rate = self.fallback_rate
        if rate is not None and not (math.isfinite(rate) and rate > -1):
            raise InvalidSpecification(
                f"The fallback rate of {self.id} is {spoken_number(rate)}. Give a fraction above −1, like 0.07."
            )
        object.__setattr__(self, "weight", float(self.weight))


@dataclass(frozen=True, slots=True)
class DatedTarget:
    """From ``effective`` on (None: from the beginning) the targets are ``weights``; ``reason`` is what the event log says."""

    effective: date | None
    weights: Weights
    reason: str


@dataclass(frozen=True, slots=True)
class Blend:
    """A blended benchmark, checked at birth.

    ``policy``: dated changes of the targets, combinable with every rule. ``reset``: whether targets are set at the start or at the
    close of the observation that asks for it. Raises InvalidSpecification when weights do not sum to 1, one is negative, a
    component comes twice, a change names an unknown component, two changes share a date, or the blend is its own component.
    ``targets``: the targets from the beginning and every dated change of them (policy and schedule), by date.
    """

    id: str
    currency: str
    components: tuple[Component, ...]
    policy: tuple[PolicyChange, ...] = ()
    rebalance: Rebalance = NEVER_REBALANCED
    reset: Reset = Reset.START
    name: str = ""
    targets: tuple[DatedTarget, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.currency:
            raise InvalidSpecification(f"The blend {self.id} has no currency. Say in which currency it is measured.")
        first = Weights(tuple((part.id, part.weight) for part in self.components))
        if self.id in self.ids:
            raise InvalidSpecification(f"The blend {self.id} contains itself. Take it out of its own components.")
        object.__setattr__(self, "policy", in_order(self.policy))
        object.__setattr__(self, "targets", (DatedTarget(None, first, POLICY), *self._dated_targets()))
        for target in self.targets[1:]:
            target.weights.vector(self.ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """The components' ids, in the order given."""
        return tuple(part.id for part in self.components)

    @property
    def label(self) -> str:
        """The name, or what it is made of."""
        return self.name or self.mix_in_words()

    def _dated_targets(self) -> list[DatedTarget]:
        """Every dated change of the targets, by date."""
        in_order(self.policy + self.rebalance.schedule)
        changes = [(one.effective, DatedTarget(one.effective, one.weights, POLICY)) for one in self.policy]
        changes += [
            (one.effective, DatedTarget(one.effective, one.weights, SCHEDULED)) for one in self.rebalance.schedule
        ]
        return [target for _, target in sorted(changes, key=lambda change: change[0])]

    def component(self, component_id: str) -> Component:
        """The component with this id; raises InvalidSpecification naming close spellings."""
        for part in self.components:
            if part.id == component_id:
                return part
        raise InvalidSpecification(
            f"{self.label} has no component “{component_id}”.{did_you_mean(component_id, self.ids)}",
            component=component_id,
        )

    def with_rebalancing(self, rebalance: Rebalance) -> Blend:
        """This blend with another rule of rebalancing; components and targets stay."""
        return replace(self, rebalance=rebalance)

    @property
    def ever_held(self) -> frozenset[str]:
        """The components that some target gives a weight above 0; the others do not matter."""
        return frozenset(one for target in self.targets for one, weight in target.weights.entries if weight > 0)

    def weighted(self, weights: Mapping[str, float]) -> Blend:
        """The same components with other target weights from the beginning; an id not named gets 0."""
        vector = Weights.of(weights).vector(self.ids)
        parts = tuple(replace(part, weight=float(w)) for part, w in zip(self.components, vector, strict=True))
        return replace(self, components=parts)

    def mix_in_words(self, names: Mapping[str, str] | None = None) -> str:
        """``60 % SPY + 40 % AGG``: the first targets, parts with weight 0 left out."""
        shown = [part for part in self.components if part.weight > 0]
        return " + ".join(f"{_percent(part.weight)} {(names or {}).get(part.id, part.id)}" for part in shown)


def blend_of_intervals(
    blend_id: str,
    currency: str,
    intervals: Sequence[tuple[date | None, Mapping[str, float]]],
    rebalance: Rebalance = NEVER_REBALANCED,
    reset: Reset = Reset.START,
    name: str = "",
) -> Blend:
    """A blend from its compositions by effective date, the first one open-ended (None).

    A component that joins later has weight 0 before; one that a later composition leaves out has weight 0 from then on.
    """
    if not intervals or intervals[0][0] is not None or any(effective is None for effective, _ in intervals[1:]):
        raise InvalidSpecification("The first composition has no date, every later one has its own. Check the dates.")
    first = intervals[0][1]
    joining = dict.fromkeys(part for _, weights in intervals for part in weights)
    components = tuple(Component(part, first.get(part, 0.0)) for part in joining)
    policy = tuple(PolicyChange.of(effective, weights) for effective, weights in intervals[1:] if effective is not None)
    return Blend(blend_id, currency, components, policy, rebalance, reset, name)


def _percent(weight: float) -> str:
    return f"{weight * 100:.4f}".rstrip("0").rstrip(".") + f"{NARROW_SPACE}%"
