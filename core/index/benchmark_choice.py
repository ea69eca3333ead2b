"""Was the chosen benchmark a fair choice? Its place among the plausible ones, by fit and by excess return."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import NotFound
from core.index.fit import BenchmarkFit, IndexFit

PLAUSIBLE_CORRELATION = 0.7  # a strong correlation


@dataclass(frozen=True, slots=True)
class BenchmarkChoiceCheck:
    """The chosen benchmark among the plausible ones. Returns are totals over the range, fractions.

    ``plausible``: indexes with a strong correlation, and in any case the best and the chosen one, best fit first. ``rank_by_fit``: 1 is
    the best fit; ``rank_by_excess``: 1 has the largest excess return. ``owed_to_choice``: the
    reported excess less the excess over the best benchmark.
    """

    chosen: BenchmarkFit
    best: BenchmarkFit
    plausible: tuple[BenchmarkFit, ...]
    rank_by_fit: int
    rank_by_excess: int

    @property
    def reported_excess(self) -> float:
        return self.chosen.excess_return

    @property
    def excess_over_best(self) -> float:
        return self.best.excess_return

    @property
    def owed_to_choice(self) -> float:
        return self.reported_excess - self.excess_over_best

    @property
    def is_plausible(self) -> bool:
        """Whether the chosen benchmark would be among the plausible ones without having been chosen."""
        return _is_plausible(self.chosen) or self.chosen is self.best


def check_choice(fit: IndexFit, chosen: str) -> BenchmarkChoiceCheck:
    """``chosen``: the name of one index of ``fit``. Raises NotFound for another, InsufficientData where nothing fits."""
    found = next((one for one in fit.fits if one.index == chosen), None)
    if found is None:
        raise NotFound("index among those compared", chosen, [one.index for one in fit.fits])
    best = fit.best
    ranked = fit.ranking if found in fit.ranking else (*fit.ranking, found)
    plausible = tuple(one for one in ranked if one is best or one is found or _is_plausible(one))
    better = sum(one.excess_return > found.excess_return for one in plausible)
    return BenchmarkChoiceCheck(found, best, plausible, plausible.index(found) + 1, better + 1)


def _is_plausible(fit: BenchmarkFit) -> bool:
    return fit.correlation is not None and fit.correlation >= PLAUSIBLE_CORRELATION
