"""Where did the active return come from? Linked effects by segment, reconciled with returns computed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from core.attribution.brinson import Effects, Interaction, Model, SegmentReturns, brinson_effects, two_level_effects
from core.attribution.linking import Linking, link_effects, linking_scale
from core.errors import BenchmarkingError, InvalidSpecification
from core.market.levels import Days, Floats
from core.returns.carino import linked_return
from core.returns.series import compounded

RESIDUAL_TOLERANCE = 1e-9


class UnreconciledAttributionError(BenchmarkingError):
    """The effects do not add up to the active return: a number is wrong somewhere, so none is shown."""

    code = "unreconciled_attribution"

    def __init__(self, residual: float) -> None:
        super().__init__(
            f"The effects miss the active return by {residual * 1e4:.6f} basis points. Check that weights and returns belong "
            "to the same days on both sides.",
            residual=residual,
        )
        self.residual = residual


@dataclass(frozen=True, slots=True)
class SegmentEffect:
    """One segment's linked effects over the whole range, as fractions; ``parent`` is None at the top level."""

    segment: str
    parent: str | None
    allocation: float
    selection: float
    interaction: float

    @property
    def total(self) -> float:
        return self.allocation + self.selection + self.interaction

    def times(self, factor: float) -> SegmentEffect:
        """The same effect on another scale."""
        parts = (self.allocation * factor, self.selection * factor, self.interaction * factor)
        return SegmentEffect(self.segment, self.parent, *parts)


@dataclass(frozen=True, eq=False)  # without slots: effects by period are worked out once, when first asked for
class Attribution:
    """Effects that add up to ``active_return`` up to ``residual``.

    ``effects``: the top level, one entry a segment (or a group of a two-level hierarchy, its inner effects included).
    ``inner``: the segments inside the groups, their allocation measured within the group; empty in a one-level hierarchy.
    ``daily``: gives ``by_period``.
    """

    effects: tuple[SegmentEffect, ...]
    inner: tuple[SegmentEffect, ...]
    dates: Days
    daily: Callable[[], Floats] = field(repr=False)
    portfolio_return: float
    benchmark_return: float
    residual: float
    model: Model
    linking: Linking
    interaction: Interaction

    @cached_property
    def by_period(self) -> Floats:
        """Linked allocation, selection and interaction of each period, shape (t, 3)."""
        return self.daily()

    @property
    def active_return(self) -> float:
        """R_p − R_b, from the two linked return series."""
        return self.portfolio_return - self.benchmark_return

    @property
    def allocation(self) -> float:
        return sum(one.allocation for one in self.effects)

    @property
    def selection(self) -> float:
        return sum(one.selection for one in self.effects)

    @property
    def interaction_effect(self) -> float:
        return sum(one.interaction for one in self.effects)


def attribute(
    data: SegmentReturns,
    portfolio_returns: Floats | None = None,
    benchmark_returns: Floats | None = None,
    model: Model = Model.BRINSON_FACHLER,
    linking: Linking = Linking.CARINO,
    interaction: Interaction = Interaction.SEPARATE,
) -> Attribution:
    """Effects of all periods, linked and reconciled.

    ``portfolio_returns``, ``benchmark_returns``: shape (t,), computed independently of the segments (time-weighted returns, a resolved
    blend); the segments' own Σ w·r where not given. Raises UnreconciledAttributionError when the effects' sum misses the difference of
    the two linked series by more than 1e-9 (Linking.NONE, which has a remainder by design, excepted).
    """
    linked = _linked_sums(data, model, linking, interaction)
    r_p = linked.portfolio if portfolio_returns is None else _checked(portfolio_returns, data)
    r_b = linked.benchmark if benchmark_returns is None else _checked(benchmark_returns, data)
    total_p, total_b = linked_return(r_p), linked_return(r_b)
    residual = (total_p - total_b) - float(linked.by_segment.sum())
    if linking is not Linking.NONE and not abs(residual) <= RESIDUAL_TOLERANCE:
        raise UnreconciledAttributionError(residual)
    groups = tuple(dict.fromkeys(data.parents)) if data.parents else data.segments
    return Attribution(
        _named(linked.by_segment, groups, None),
        () if linked.inner is None else _named(linked.inner, data.segments, data.parents),
        data.dates,
        linked.daily,
        total_p,
        total_b,
        residual,
        model,
        linking,
        interaction,
    )


def _checked(returns: Floats, data: SegmentReturns) -> Floats:
    if returns.shape != data.dates.shape:
        raise InvalidSpecification(
            f"{returns.size} returns were given for {data.dates.size} periods. Give one a period."
        )
    return returns


@dataclass(frozen=True, slots=True, eq=False)
class _LinkedSums:
    """Allocation, selection and interaction by segment of the top level (g, 3), and by segment inside (s, 3).

    ``portfolio``, ``benchmark``: the segments' own Σ w·r of each period, shape (t,). ``daily``: gives the effects by period (t, 3).
    """

    by_segment: Floats
    inner: Floats | None
    portfolio: Floats
    benchmark: Floats
    daily: Callable[[], Floats]


def _linked_sums(data: SegmentReturns, model: Model, linking: Linking, interaction: Interaction) -> _LinkedSums:
    if data.parents is None and linking is not Linking.FRONGELLO:
        return _scaled_sums(data, model, linking, interaction)
    top, inner = _linked_effects(data, model, linking, interaction)
    by_period = np.stack([part.sum(axis=1) for part in _parts(top)], axis=1)
    inner_sums = None if inner is None else _over_periods(inner)
    return _LinkedSums(
        _over_periods(top), inner_sums, data.portfolio_total, data.benchmark_total, partial(np.asarray, by_period)
    )


def _parts(effects: Effects) -> tuple[Floats, Floats, Floats]:
    return effects.allocation, effects.selection, effects.interaction


def _over_periods(effects: Effects) -> Floats:
    return np.stack([part.sum(axis=0) for part in _parts(effects)], axis=1)


def _scaled_sums(data: SegmentReturns, model: Model, linking: Linking, interaction: Interaction) -> _LinkedSums:
    """The sums of :func:`core.attribution.brinson.brinson_effects`, linked by a factor a period, without a table of any effect.

    Allocation is w_p r_b − w_b r_b − h (w_p − w_b) with the hurdle h, selection w_b r_p − w_b r_b (w_p (r_p − r_b) where w_b is 0),
    interaction the rest of w_p r_p − w_b r_b. So products w·r are all that is needed, summed over segments by a matrix product with ones
    and over periods by one with the factors. One block is written twice, since a fresh one would cost more than the products.
    """
    block = data.weights * data.returns
    p, q = np.ones(len(data.segments)) @ block
    scale = linking_scale(p, q, p - q, linking)
    assert scale is not None
    own, other = block @ scale
    x, y = _crossed(data, block) @ scale
    by_segment = _three(own, x, y, other)
    if model is Model.BRINSON_FACHLER:
        held, base = data.weights @ (scale * q * data.alike)
        by_segment[0] -= held - base
    daily = partial(_daily_sums, data, p, q, scale, interaction)
    return _LinkedSums(_folded(by_segment, interaction).T, None, p, q, daily)


def _daily_sums(data: SegmentReturns, p: Floats, q: Floats, scale: Floats, interaction: Interaction) -> Floats:
    """Linked effects by period, shape (t, 3), from the Σ w·r of both sides; a hurdle weighs nothing in a sum over all segments."""
    x, y = np.ones(len(data.segments)) @ _crossed(data, np.empty_like(data.weights))
    return (_folded(_three(p, x, y, q), interaction) * scale).T


def _crossed(data: SegmentReturns, block: Floats) -> Floats:
    """w_p r_b and w_b r_p, written into ``block``, shape (2, s, t); where the benchmark holds nothing all that was chosen is selection."""
    np.multiply(data.weights, data.returns[::-1], out=block)
    (held, base), (own, other) = data.weights, data.returns
    lacking = base == 0
    if lacking.any():
        block[1][lacking] = held[lacking] * (own[lacking] - other[lacking])
    return block


def _three(p: Floats, x: Floats, y: Floats, q: Floats) -> Floats:
    """From sums of w_p r_p, w_p r_b, w_b r_p and w_b r_b: allocation without its hurdle, selection and interaction, shape (3, n)."""
    return np.array([x - q, y - q, (p - y) - (x - q)])


def _folded(sums: Floats, interaction: Interaction) -> Floats:
    if interaction is Interaction.SELECTION:
        sums[1] += sums[2]
        sums[2] = 0.0
    return sums


def _linked_effects(
    data: SegmentReturns, model: Model, linking: Linking, interaction: Interaction
) -> tuple[Effects, Effects | None]:
    """Linked effects of the top level and, in a two-level hierarchy, of the segments inside."""

    def link(effects: Floats, active: Floats) -> Floats:
        return link_effects(effects, data.portfolio_total, data.benchmark_total, active, linking)

    if data.parents is None:
        plain = brinson_effects(data, model, interaction)
        active = plain.total.sum(axis=1)
        return Effects(*(link(part, active) for part in (plain.allocation, plain.selection, plain.interaction))), None
    two = two_level_effects(data, model, interaction)
    active = two.group_allocation.sum(axis=1) + two.within.total.sum(axis=1)
    inner = Effects(
        *(link(part, active) for part in (two.within.allocation, two.within.selection, two.within.interaction))
    )
    member = np.array([[parent == group for group in two.groups] for parent in data.parents], dtype=np.float64)
    selection = (inner.allocation + inner.selection) @ member
    return Effects(link(two.group_allocation, active), selection, inner.interaction @ member), inner


def _named(sums: Floats, names: tuple[str, ...], parents: tuple[str, ...] | None) -> tuple[SegmentEffect, ...]:
    rows = zip(names, parents or (None,) * len(names), sums.tolist(), strict=True)
    return tuple(SegmentEffect(name, parent, *effects) for name, parent, effects in rows)


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment's mean weights, its linked returns on the days it was held (None where it never was), and its effects."""

    portfolio_weight: float
    benchmark_weight: float
    portfolio_return: float | None
    benchmark_return: float | None
    effect: SegmentEffect


def segment_lines(data: SegmentReturns, effects: Sequence[SegmentEffect]) -> tuple[SegmentLine, ...]:
    """A line for each effect of one of the segments, largest effect first."""
    at = {name: column for column, name in enumerate(data.segments)}
    lines = [_line(data, at[one.segment], one) for one in effects if one.segment in at]
    return tuple(sorted(lines, key=lambda line: -abs(line.effect.total)))


def _line(data: SegmentReturns, column: int, effect: SegmentEffect) -> SegmentLine:
    mine, other = data.portfolio_weights[:, column], data.benchmark_weights[:, column]
    return SegmentLine(
        float(mine.mean()),
        float(other.mean()),
        _return_while_held(mine, data.portfolio_returns[:, column]),
        _return_while_held(other, data.benchmark_returns[:, column]),
        effect,
    )


def _return_while_held(weights: Floats, returns: Floats) -> float | None:
    held = weights != 0
    return compounded(returns[held]) if held.any() else None
