"""Where did the active return come from? Linked effects by segment, reconciled with returns computed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.brinson import EMPTY, Effects, Interaction, Model, SegmentReturns, brinson_effects, two_level_effects
from core.effect_linking import Linking, link_effects, linking_scale
from core.errors import BenchmarkingError, InvalidSpecification
from core.levels import Days, Floats

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


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """Effects that add up to ``active_return`` up to ``residual``.

    ``effects``: the top level, one entry a segment (or a group of a two-level hierarchy, its inner effects included).
    ``inner``: the segments inside the groups, their allocation measured within the group; empty in a one-level hierarchy.
    ``by_period``: linked allocation, selection and interaction of each period, shape (t, 3).
    """

    effects: tuple[SegmentEffect, ...]
    inner: tuple[SegmentEffect, ...]
    dates: Days
    by_period: Floats
    portfolio_return: float
    benchmark_return: float
    residual: float
    model: Model
    linking: Linking
    interaction: Interaction

    @property
    def active_return(self) -> float:
        """R_p − R_b, from the two linked return series."""
        return self.portfolio_return - self.benchmark_return

    @property
    def allocation(self) -> float:
        return float(self.by_period[:, 0].sum())

    @property
    def selection(self) -> float:
        return float(self.by_period[:, 1].sum())

    @property
    def interaction_effect(self) -> float:
        return float(self.by_period[:, 2].sum())


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
    r_p = data.portfolio_total if portfolio_returns is None else _checked(portfolio_returns, data)
    r_b = data.benchmark_total if benchmark_returns is None else _checked(benchmark_returns, data)
    by_segment, by_period, inner = _sums(data, model, linking, interaction)
    total_p, total_b = float(np.prod(1 + r_p) - 1), float(np.prod(1 + r_b) - 1)
    residual = (total_p - total_b) - float(by_period.sum())
    if linking is not Linking.NONE and abs(residual) > RESIDUAL_TOLERANCE:
        raise UnreconciledAttributionError(residual)
    groups = tuple(dict.fromkeys(data.parents)) if data.parents else data.segments
    return Attribution(
        _named(by_segment, groups, None),
        () if inner is None else _named(inner, data.segments, data.parents),
        data.dates,
        by_period,
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


Sums = tuple[Floats, Floats, Floats | None]


def _sums(data: SegmentReturns, model: Model, linking: Linking, interaction: Interaction) -> Sums:
    """Allocation, selection and interaction by segment of the top level (g, 3), by period (t, 3), and by segment inside (s, 3)."""
    if data.parents is None and linking is not Linking.FRONGELLO:
        return (*_scaled_sums(data, model, linking, interaction), None)
    top, inner = _linked_effects(data, model, linking, interaction)
    by_period = np.stack([part.sum(axis=1) for part in _parts(top)], axis=1)
    return _over_periods(top), by_period, None if inner is None else _over_periods(inner)


def _parts(effects: Effects) -> tuple[Floats, Floats, Floats]:
    return effects.allocation, effects.selection, effects.interaction


def _over_periods(effects: Effects) -> Floats:
    return np.stack([part.sum(axis=0) for part in _parts(effects)], axis=1)


def _scaled_sums(
    data: SegmentReturns, model: Model, linking: Linking, interaction: Interaction
) -> tuple[Floats, Floats]:
    """The sums of :func:`core.brinson.brinson_effects`, linked by a factor a period, without a table of every effect.

    Allocation is w_p r_b − w_b r_b − h (w_p − w_b) with the hurdle h, selection w_b r_p − w_b r_b, interaction the rest of
    w_p r_p − w_b r_b: four products, summed along either side by matrix products.
    """
    w_p, w_b, ones = data.portfolio_weights, data.benchmark_weights, np.ones(len(data.segments))
    pairs = [
        (weights, returns) for weights in (w_p, w_b) for returns in (data.portfolio_returns, data.benchmark_returns)
    ]
    product = np.empty_like(w_p)  # one buffer: a fresh one for each product would cost more than the product
    p, x, y, q = (np.multiply(*pair, out=product) @ ones for pair in pairs)
    held, base = w_p @ ones, w_b @ ones
    hurdle = q * ((held < EMPTY) == (base < EMPTY)) if model is Model.BRINSON_FACHLER else np.zeros(q.size)
    effects = _three(p, x, y, q)
    effects[:, 0] -= hurdle * (held - base)
    scale = linking_scale(p, q, effects[:, 0] + effects[:, 1] + effects[:, 2], linking)
    assert scale is not None
    by_segment = _three(*(scale @ np.multiply(*pair, out=product) for pair in pairs))
    by_period = effects * scale[:, None]
    by_segment[:, 0] -= (scale * hurdle) @ w_p - (scale * hurdle) @ w_b
    if interaction is Interaction.SELECTION:
        for table in (by_segment, by_period):
            table[:, 1] += table[:, 2]
            table[:, 2] = 0.0
    return by_segment, by_period


def _three(p: Floats, x: Floats, y: Floats, q: Floats) -> Floats:
    """From sums of w_p r_p, w_p r_b, w_b r_p and w_b r_b: allocation without its hurdle, selection and interaction, shape (n, 3)."""
    return np.stack([x - q, y - q, (p - y) - (x - q)], axis=1)


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
