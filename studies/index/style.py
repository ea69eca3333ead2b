"""Which indexes can a subject be a mix of, and on which days? Any that share days with it; those chosen are put on their common days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Engine

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.index.membership import FOLLOWED_INDEXES
from core.index.style import LEAST_PER_INDEX, LEAST_RETURNS, Style, style_of
from core.market.clocks import why_apart
from core.market.home import HOMES, home_of
from core.market.levels import LevelSeries
from core.returns.sampling import Spacing, linked_by_period
from core.returns.series import ReturnSeries, aligned_levels, returns_together
from studies.index.fit import levels_between
from studies.index.scan import LeftOut, Usable, none_usable, usable_indexes

MOST_INDEXES = 12
ENOUGH_WEEKS = 52
WORTH_A_WORD = 0.05  # of the subject's days
LEAST_SHARE = 0.5  # of the days of the fullest index: what has fewer is offered, but not chosen at first


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """Which indexes the mix may hold (symbols), how far apart the returns are, and how many a rolling window has."""

    symbols: tuple[str, ...]
    spacing: Spacing
    window: int | None = None


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
        mine, *others = returns_together(own, *indexes)
        return mine, tuple(others)


def style_candidates(
    engine: Engine,
    own: LevelSeries,
    start: date | None,
    end: date | None,
    also: Iterable[str] = (),
    itself: str | None = None,
) -> StyleCandidates:
    """As ``studies.index.scan.candidates``, but none is left out for being short: whoever chooses one decides to look at less.

    Raises InsufficientData where no index is left.
    """
    window = levels_between(own, start, end)
    found, left_out = usable_indexes(engine, window, also, itself)
    usable = tuple(one for one in found if one.shared >= 2)
    if not usable:
        raise none_usable(f"No index can explain {own.name}.", left_out, "None has a day in common with it.")
    return StyleCandidates(window, usable, tuple(left_out))


def choose_usual(found: StyleCandidates, currency: str, also: Iterable[str] = ()) -> StyleChoice:
    """The chosen indexes and the broad ones people of that currency hold, without two of one index and without those that would
    halve the range; weeks where there are enough, and where clocks differ as soon as they tell a mix."""
    home = home_of(currency)
    wanted = [*also, *home.broad_indexes, *([home.index] if currency in HOMES else [])]
    shared = {one.symbol: one.shared for one in found.usable}
    longest = max(shared.values())
    kept: dict[str, str] = {}
    for symbol in wanted:
        if shared.get(symbol, 0) >= LEAST_SHARE * longest:
            kept.setdefault(FOLLOWED_INDEXES.get(symbol, symbol), symbol)
    symbols = tuple(kept.values()) or (max(shared, key=lambda one: shared[one]),)
    apart = any(
        why_apart("", found.subject.clocks, "", one.levels.clocks) for one in found.usable if one.symbol in symbols
    )
    needed = shortest_window(len(symbols)) if apart else ENOUGH_WEEKS
    weekly = count_returns(found.aligned_returns(symbols)[0], Spacing.WEEKLY) >= needed
    return StyleChoice(symbols[:MOST_INDEXES], Spacing.WEEKLY if weekly else Spacing.DAILY)


def count_returns(security: ReturnSeries, spacing: Spacing) -> int:
    """How many returns there are when they are that far apart."""
    return int(linked_by_period(security, spacing).dates.size)


def find_late(found: StyleCandidates, symbols: Sequence[str]) -> tuple[str, np.datetime64] | None:
    """The chosen index that begins last and the day, where that takes more than a twentieth of the subject's days."""
    firsts = {one.levels.name: one.levels.dates[0] for one in found.usable if one.symbol in symbols}
    name = max(firsts, key=lambda one: firsts[one])
    lost = int(np.searchsorted(found.subject.dates, firsts[name]))
    return (name, firsts[name]) if lost > WORTH_A_WORD * found.subject.dates.size else None


def shortest_window(indexes: int) -> int:
    """The fewest returns from which a mix of so many indexes is told."""
    return max(LEAST_RETURNS, LEAST_PER_INDEX * indexes)


def fit_mix(aligned: tuple[ReturnSeries, tuple[ReturnSeries, ...]], choice: StyleChoice) -> Style:
    """The mix, with the indexes in the order of ``aligned``. Errors as in ``style_of``."""
    security, indexes = aligned
    own, market = linked_by_period(security, choice.spacing), [linked_by_period(one, choice.spacing) for one in indexes]
    return style_of(own, market, choice.window)


def distinct_names(found: StyleCandidates) -> dict[str, str]:
    """Every index that can be part of the mix: symbol and name, the order of the catalogue."""
    return dict(zip(found.symbols, _distinct([one.levels.name for one in found.usable], found.symbols), strict=True))


def _distinct(names: Sequence[str], symbols: Sequence[str]) -> list[str]:
    return [
        name if names.count(name) == 1 else f"{name} ({symbol})" for name, symbol in zip(names, symbols, strict=True)
    ]
