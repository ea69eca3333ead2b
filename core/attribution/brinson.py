"""What did a bet earn, and what did the choice inside it? Brinson effects by segment and period, before they are linked."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification
from core.market.levels import Days, Floats, frozen, to_days

WEIGHT_TOLERANCE = 1e-6
ROUNDING = 1e-12
EMPTY = 0.5  # weights of a period add up to 1, or to 0


class Model(StrEnum):
    """Brinson–Fachler measures allocation against the whole benchmark, Brinson–Hood–Beebower against zero."""

    BRINSON_FACHLER = "BF"
    BRINSON_HOOD_BEEBOWER = "BHB"


class Interaction(StrEnum):
    """Whether the interaction effect stands alone or is counted as selection."""

    SEPARATE = "SEPARATE"
    SELECTION = "SELECTION"


_SIDES = ("portfolio", "benchmark")


@dataclass(frozen=True, slots=True, eq=False)
class SegmentReturns:
    """Weights and returns of the same segments in a portfolio and its benchmark, period by period.

    ``dates``: shape (t,), each period's end. The four arrays have shape (t, s); weights of a period add up to 1 on either side
    (or to 0 on a side that was empty); what rounding leaves of 1 is spread in proportion. A return may be NaN only where its weight
    is 0: it is then taken from the other side, so that selection is 0. A benchmark's return that is given at weight 0 is that of the
    segment's own benchmark, and what was chosen inside the segment counts against it. ``parents`` names each segment's group, or None for a
    one-level hierarchy; ``own_names`` each segment inside its group (else it is called there as everywhere).

    ``weights``, ``returns``: the same in one block, shape (2, s, t), the portfolio first; the days of a segment lie together, so that
    sums over the few segments are sums of long vectors. ``alike``: shape (t,), false in a period in which one side alone was empty.
    """

    segments: tuple[str, ...]
    dates: Days
    portfolio_weights: Floats
    portfolio_returns: Floats
    benchmark_weights: Floats
    benchmark_returns: Floats
    parents: tuple[str, ...] | None = None
    own_names: tuple[str, ...] = ()
    weights: Floats = field(init=False, repr=False)
    returns: Floats = field(init=False, repr=False)
    alike: NDArray[np.bool_] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dates", frozen(to_days(self.dates)))
        object.__setattr__(self, "own_names", self.own_names or self.segments)
        if not self.dates.size or not self.segments:
            raise InvalidSpecification("Attribution needs at least one period and one segment.")
        if len(set(self.segments)) != len(self.segments):
            raise InvalidSpecification("A segment stands twice in one period. Give each its own name.")
        if self.parents is not None and len(self.parents) != len(self.segments):
            raise InvalidSpecification("Every segment needs a parent, or none may have one.")
        weights, returns = self._block("weights"), self._block("returns")
        total = np.ones(len(self.segments)) @ weights
        self._check_weights(weights, total)
        if not np.isfinite(returns.sum()):
            returns = self._filled(returns, weights)
        self._set_blocks("weights", weights)
        self._set_blocks("returns", returns)
        held, base = total
        object.__setattr__(self, "alike", frozen((held < EMPTY) == (base < EMPTY)))

    def _block(self, what: str) -> Floats:
        shape = (self.dates.size, len(self.segments))
        block = np.empty((2, *shape[::-1]))
        for side, rows in zip(_SIDES, block, strict=True):
            values = np.asarray(getattr(self, f"{side}_{what}"), dtype=np.float64)
            if values.shape != shape:
                raise InvalidSpecification(f"{side}_{what} has shape {values.shape}, but {shape} was expected.")
            rows[:] = values.T
        return block

    def _set_blocks(self, what: str, block: Floats) -> None:
        block.setflags(write=False)
        object.__setattr__(self, what, block)
        for side, rows in zip(_SIDES, block, strict=True):
            object.__setattr__(self, f"{side}_{what}", rows.T)

    def _check_weights(self, weights: Floats, total: Floats) -> None:
        """Each ``total``, shape (2, t), must be 1, or 0 without any weight; a rounding is spread over the weights."""
        off = np.abs(total - 1)
        sound = off <= WEIGHT_TOLERANCE  # false for what is not finite
        if not sound.all():
            sound |= ~weights.any(axis=1)
        if not sound.all():
            side, first = np.unravel_index(int(np.argmin(sound)), sound.shape)
            raise InvalidSpecification(
                f"The {_SIDES[side]}'s weights of {self.dates[first]} add up to {total[side, first]:.6f}, not 1. Correct them, or "
                "add the missing segment.",
                date=str(self.dates[first]),
                total=float(total[side, first]),
            )
        rounded = (off > ROUNDING) & (total != 0)
        if rounded.any():
            weights /= np.where(rounded, total, 1.0)[:, None]

    def _filled(self, returns: Floats, weights: Floats) -> Floats:
        other = returns[::-1]
        filled = np.where(np.isnan(returns) & (weights == 0), np.where(np.isnan(other), 0.0, other), returns)
        bad = np.argwhere(~np.isfinite(filled))
        if bad.size:
            side, segment, first = bad[0]
            name, day = self.segments[segment], self.dates[first]
            raise InvalidSpecification(
                f"The {_SIDES[side]}'s return of {name} on {day} is missing although it has a weight there.",
                segment=name,
                date=str(day),
            )
        return filled

    @property
    def portfolio_total(self) -> Floats:
        """Σ w·r of the portfolio, shape (t,)."""
        return np.asarray(np.einsum("st,st->t", self.weights[0], self.returns[0]))

    @property
    def benchmark_total(self) -> Floats:
        """Σ w·r of the benchmark, shape (t,)."""
        return np.asarray(np.einsum("st,st->t", self.weights[1], self.returns[1]))

    def hurdle(self, model: Model) -> Floats:
        """What allocation is measured against, shape (t, 1): Fachler's is the whole benchmark's return.

        It is 0 in a period in which one side held nothing: then there is no tilt between segments, and each missed (or earned) what
        its segment did.
        """
        if model is Model.BRINSON_HOOD_BEEBOWER:
            return np.zeros((self.dates.size, 1))
        return np.where(self.alike, self.benchmark_total, 0.0)[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Effects as fractions of the opening value, each of shape (t, s); for every period they add up to R_p − R_b."""

    allocation: Floats
    selection: Floats
    interaction: Floats

    @property
    def total(self) -> Floats:
        """Allocation, selection and interaction together, shape (t, s)."""
        return self.allocation + self.selection + self.interaction


def brinson_effects(
    data: SegmentReturns,
    model: Model = Model.BRINSON_FACHLER,
    interaction: Interaction = Interaction.SEPARATE,
) -> Effects:
    """One-level effects of every segment and period (Bacon 2008, tables 5.2 and 5.3).

    Fachler's allocation is (w_p − w_b)(r_b − R_b), Hood and Beebower's (w_p − w_b) r_b; selection is w_b (r_p − r_b) and
    interaction (w_p − w_b)(r_p − r_b) in both. Where the benchmark holds nothing (w_b = 0) there is no part held beyond its weight,
    and w_p (r_p − r_b) is selection.
    """
    w_p, w_b = data.portfolio_weights, data.benchmark_weights
    r_p, r_b = data.portfolio_returns, data.benchmark_returns
    bet, outperformance, lacking = w_p - w_b, r_p - r_b, w_b == 0
    selection = np.where(lacking, w_p, w_b) * outperformance
    together = np.where(lacking, 0.0, bet) * outperformance
    return _folded(Effects(bet * (r_b - data.hurdle(model)), selection, together), interaction)


def _folded(effects: Effects, interaction: Interaction) -> Effects:
    if interaction is Interaction.SEPARATE:
        return effects
    return Effects(effects.allocation, effects.selection + effects.interaction, np.zeros_like(effects.interaction))


@dataclass(frozen=True, slots=True, eq=False)
class TwoLevelEffects:
    """Effects of a two-level decision: how much in each group (t, g), and what inside each (t, s); together R_p − R_b."""

    groups: tuple[str, ...]
    group_allocation: Floats
    within: Effects


def two_level_effects(
    data: SegmentReturns,
    model: Model = Model.BRINSON_FACHLER,
    interaction: Interaction = Interaction.SEPARATE,
) -> TwoLevelEffects:
    """Allocation among groups against the whole, then allocation, selection and interaction inside each group.

    Inside a group the portfolio is held against the group's benchmark mix scaled to the portfolio's weight in that group
    (Bacon 2008, section 5.8). A group that the benchmark lacks is measured with the portfolio's own mix of it; of a segment that it
    lacks, w_p (r_p − r_b) is selection, as in one level.
    Raises InvalidSpecification when the segments have no parents.
    """
    if data.parents is None:
        raise InvalidSpecification("A two-level attribution needs a parent for every segment.")
    groups = tuple(dict.fromkeys(data.parents))
    member = np.array([[parent == group for group in groups] for parent in data.parents], dtype=np.float64)
    w_p, w_b = data.portfolio_weights, data.benchmark_weights
    group_p, group_b = w_p @ member, w_b @ member
    in_benchmark = group_b != 0
    scale = np.where(in_benchmark, group_p, 0.0) / np.where(in_benchmark, group_b, 1.0)
    scaled = np.where(in_benchmark @ member.T > 0, w_b * (scale @ member.T), w_p)
    group_return = _group_returns(data, member, in_benchmark)
    fachler = model is Model.BRINSON_FACHLER
    within_hurdle = group_return @ member.T if fachler else 0.0
    tilt, outperformance = w_p - scaled, data.portfolio_returns - data.benchmark_returns
    lacking = w_b == 0
    within = Effects(
        tilt * (data.benchmark_returns - within_hurdle),
        np.where(lacking, w_p, scaled) * outperformance,
        np.where(lacking, 0.0, tilt) * outperformance,
    )
    return TwoLevelEffects(
        groups, (group_p - group_b) * (group_return - data.hurdle(model)), _folded(within, interaction)
    )


def _group_returns(data: SegmentReturns, member: Floats, in_benchmark: NDArray[np.bool_]) -> Floats:
    """The benchmark's return of each group (t, g), by its own mix, or by the portfolio's where it has none."""
    mixes = np.where(in_benchmark @ member.T > 0, data.benchmark_weights, data.portfolio_weights)
    weight = mixes @ member
    return np.asarray((mixes * data.benchmark_returns) @ member / np.where(weight == 0, 1.0, weight))
