"""Which indexes can a subject be a mix of, and on which days? Any that share days with it; those chosen are put on their common days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.market.levels import LevelSeries
from core.returns.series import ReturnSeries, aligned_levels, returns_of
from studies.index_fit import levels_between
from studies.index_scan import LeftOut, Usable, none_usable, usable_indexes


@dataclass(frozen=True, slots=True, eq=False)
class StyleCandidates:
    """A subject inside its range, and every index that has levels in it, in its currency; ``left_out``: the others, and why."""

    subject: LevelSeries
    usable: tuple[Usable, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(one.symbol for one in self.usable)

    def aligned_returns(self, symbols: Sequence[str]) -> tuple[ReturnSeries, tuple[ReturnSeries, ...]]:
        """The subject's and the chosen indexes' returns on the days that all of them have.

        Raises InvalidSpecification for an index that is not usable, InsufficientHistoryError below two common days.
        """
        by_symbol = {one.symbol: one.levels for one in self.usable}
        unknown = [one for one in symbols if one not in by_symbol]
        if unknown or not symbols:
            raise InvalidSpecification(f"A mix needs usable indexes. {', '.join(unknown)} cannot be part of it.")
        own, *indexes = aligned_levels(self.subject, *(by_symbol[one] for one in symbols))
        if own.dates.size < 2:
            raise InsufficientHistoryError(f"{self.subject.name} beside these indexes", own.dates.size - 1, 20)
        return returns_of(own), tuple(returns_of(one) for one in indexes)


def style_candidates(
    engine: Engine,
    own: LevelSeries,
    start: date | None,
    end: date | None,
    also: Iterable[str] = (),
    itself: str | None = None,
) -> StyleCandidates:
    """As ``studies.index_scan.candidates``, but none is left out for being short: whoever chooses one decides to look at less.

    Raises InsufficientData where no index is left.
    """
    window = levels_between(own, start, end)
    found, left_out = usable_indexes(engine, window, also, itself)
    usable = tuple(one for one in found if one.shared >= 2)
    if not usable:
        raise none_usable(f"No index can explain {own.name}.", left_out, "None has a day in common with it.")
    return StyleCandidates(window, usable, tuple(left_out))
