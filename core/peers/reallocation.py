"""What if some of it lay elsewhere? Weights that always sum to 1, and the one shift that evens most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.allocation.buckets import Dimension
from core.errors import InvalidSpecification
from core.market.levels import Floats
from core.peers.diversification import score_allocation

STEP = 0.05
_UNIT = 0.001


def rescaled_weights(weights: Floats, moved: int, value: float, unit: float = _UNIT) -> Floats:
    """``weights`` (k,) with one of them set to ``value``, the others scaled in proportion so that all sum to exactly 1.

    Every answer is a multiple of ``unit`` (the remainder goes where rounding took most). Where the others were all 0 they
    share equally.
    """
    if not 0 <= value <= 1 or not 0 <= moved < weights.size:
        raise InvalidSpecification(f"A weight must lie between 0 and 1, not at {value:g}.")
    if weights.size == 1:
        return np.ones(1)
    others = np.delete(weights, moved)
    total = others.sum()
    shares = others / total if total > 0 else np.full(others.size, 1.0 / others.size)
    units = round(1.0 / unit)
    own = round(value * units)
    return np.insert(_in_units(shares, units - own), moved, own) / units


def rounded_weights(weights: Floats, unit: float = _UNIT) -> Floats:
    """Weights (k,) of any positive sum as multiples of ``unit`` that sum to exactly 1."""
    units = round(1.0 / unit)
    return np.asarray(_in_units(weights / weights.sum(), units) / units, dtype=np.float64)


def _in_units(shares: Floats, units: int) -> Floats:
    """Whole numbers that sum to ``units``: the largest remainders are rounded up."""
    exact = shares * units
    whole = np.floor(exact)
    missing = int(units - whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return np.asarray(whole, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Shift:
    """Moving ``amount`` (a fraction of the whole) from ``source`` to ``target`` raises the overall evenness by ``gain`` points."""

    dimension: Dimension
    source: str
    target: str
    amount: float
    gain: float


def evening_shift(allocations: Mapping[Dimension, Mapping[str, float]]) -> Shift | None:
    """The one move of at most 5 % of the whole that evens the weights most, no advice; None where everything is equal already.

    Σ w² falls by 2·s·(w_source − w_target) − 2·s², so within a dimension the best move leads from the heaviest bucket to the
    lightest, and no further than the middle between them; the dimensions are then tried out.
    """
    now = score_allocation(allocations).overall
    if now is None:
        return None
    found = [_shift_within(one, allocations, now) for one in allocations]
    better = [one for one in found if one is not None and one.gain > 1e-9]
    return max(better, key=lambda one: one.gain, default=None)


def _shift_within(
    dimension: Dimension, allocations: Mapping[Dimension, Mapping[str, float]], now: float
) -> Shift | None:
    held = allocations[dimension]
    if len(held) < 2 or not sum(held.values()) > 0:
        return None
    source, target = max(held, key=lambda name: held[name]), min(held, key=lambda name: held[name])
    amount = min(STEP, (held[source] - held[target]) / 2)
    moved = {**held, source: held[source] - amount, target: held[target] + amount}
    after = score_allocation({**allocations, dimension: moved}).overall
    return None if after is None else Shift(dimension, source, target, amount, after - now)
