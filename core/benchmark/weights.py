"""How is the whole divided? Weights by name, checked once: they sum to 1, none is negative, no name comes twice."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats
from core.wording import did_you_mean, spoken_number

TOLERANCE = 1e-6
# 0.333333 three times misses 1 by 1e-6 and, as floats, by a little more; the bound is meant, not its last bit.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Weights:
    """Fractions by component id, kept sorted by id: the order they are written in has no meaning.

    Raises InvalidSpecification unless they sum to 1 within 1e-6, every weight is a number of at least 0 and every id is unique.
    """

    entries: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        entries = tuple(sorted((name, float(weight)) for name, weight in self.entries))
        _check_names([name for name, _ in entries])
        for name, weight in entries:
            _check_weight(name, weight)
        _check_sum(math.fsum(weight for _, weight in entries))
        object.__setattr__(self, "entries", entries)

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Weights:
        """Weights from a mapping of id to fraction."""
        return cls(tuple(weights.items()))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, sorted."""
        return tuple(name for name, _ in self.entries)

    @property
    def by_id(self) -> dict[str, float]:
        """The fractions by id, as they were given."""
        return dict(self.entries)

    def vector(self, ids: Sequence[str]) -> Floats:
        """The fractions in the order of ``ids``, shape (k,), scaled to sum to exactly 1 (to rounding); 0 for an id not named.

        Raises InvalidSpecification when an id that is not in ``ids`` has been given a weight.
        """
        known = self.by_id
        for name in known.keys() - set(ids):
            raise InvalidSpecification(
                f"The weights name “{name}”, which is not a component.{did_you_mean(name, ids)} "
                "Name only the blend's components; one that joins later is a component with weight 0 now.",
                component=name,
            )
        return np.array([known.get(name, 0.0) for name in ids]) / math.fsum(known.values())


def _check_names(names: list[str]) -> None:
    if not names:
        raise InvalidSpecification("There are no weights. Give at least one component with weight 1.")
    for earlier, later in pairwise(names):
        if earlier == later:
            raise InvalidSpecification(
                f"“{later}” is named twice. Name every component once, with its whole weight.", component=later
            )
    if not all(names):
        raise InvalidSpecification("A component has no id. Give every component a name.")


def _check_weight(name: str, weight: float) -> None:
    if not math.isfinite(weight) or weight < 0:
        raise InvalidSpecification(
            f"The weight of {name} is {spoken_number(weight)}. A weight is a fraction of at least 0.",
            component=name,
            weight=weight,
        )


def _check_sum(total: float) -> None:
    if abs(total - 1.0) > TOLERANCE + ROUNDING:
        raise InvalidSpecification(
            f"The weights sum to {total:.6g}, not to 1. Change them so that they sum to 1 (60 % is 0.6).", sum=total
        )
