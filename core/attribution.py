"""Where did the active return come from? Linked effects by segment, reconciled with returns computed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.brinson import Effects, Interaction, Model, SegmentReturns, brinson_effects, two_level_effects
from core.effect_linking import Linking, link_effects
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
    top, inner = _linked_effects(data, model, linking, interaction)
    by_period = np.stack([part.sum(axis=1) for part in (top.allocation, top.selection, top.interaction)], axis=1)
    total_p, total_b = float(np.prod(1 + r_p) - 1), float(np.prod(1 + r_b) - 1)
    residual = (total_p - total_b) - float(by_period.sum())
    if linking is not Linking.NONE and abs(residual) > RESIDUAL_TOLERANCE:
        raise UnreconciledAttributionError(residual)
    groups = tuple(dict.fromkeys(data.parents)) if data.parents else data.segments
    return Attribution(
        _by_segment(top, groups, None),
        () if inner is None else _by_segment(inner, data.segments, data.parents),
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


def _by_segment(effects: Effects, names: tuple[str, ...], parents: tuple[str, ...] | None) -> tuple[SegmentEffect, ...]:
    sums = (effects.allocation.sum(axis=0), effects.selection.sum(axis=0), effects.interaction.sum(axis=0))
    rows = zip(names, parents or (None,) * len(names), *sums, strict=True)
    return tuple(SegmentEffect(name, parent, float(a), float(s), float(i)) for name, parent, a, s, i in rows)
