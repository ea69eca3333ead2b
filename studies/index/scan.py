"""Which indexes can one subject be compared with at once? Those of the catalogue with enough days in common, and why not the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Engine

from core.errors import BenchmarkingError, InsufficientData, InsufficientHistoryError
from core.index.fit import IndexFit, best_fit
from core.market.clocks import why_apart
from core.market.exchange_rates import ExchangeRates
from core.market.index import AssetClass, MarketIndex
from core.market.levels import Basis, Days, LevelSeries
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.series import ReturnSeries, aligned_levels, returns_together
from core.statistics.relative import MINIMUM_OBSERVATIONS
from core.wording import spoken_date
from data.catalogue import load_catalogue
from studies.index.fit import levels_beside, levels_between, overlap, rates_for

LEAST_SHARE = 0.8  # of the days of the fullest candidate: one with fewer would take too many from all others
ITSELF = "It is what is looked at."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An index that is not compared, and why.

    ``is_subject``: it is what all others are compared with; ``needs_data``: as of the error that left it out.
    """

    symbol: str
    name: str
    reason: str
    is_subject: bool = False
    needs_data: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """A subject and the indexes it can be compared with, all on the same dates and in the subject's currency.

    ``cadence``: whether by those days, or all by weeks since one of them needs it. ``symbols`` and ``indexes`` (under their spoken names)
    belong together; ``entries``: those in the catalogue; ``notes``: what to know of them beside whether they are ``simulated``, which
    ``all_notes`` says too.
    """

    security: ReturnSeries
    symbols: tuple[str, ...]
    indexes: tuple[ReturnSeries, ...]
    left_out: tuple[LeftOut, ...]
    currency: str
    simulated: bool
    notes: tuple[str, ...]
    cadence: Cadence = BY_DAYS

    @property
    def all_notes(self) -> tuple[str, ...]:
        return ("All series are invented sample data.", *self.notes) if self.simulated else self.notes

    @property
    def symbol_by_name(self) -> dict[str, str]:
        """The symbol of each index by its spoken name."""
        return {one.name: symbol for symbol, one in zip(self.symbols, self.indexes, strict=True)}

    @property
    def entries(self) -> tuple[MarketIndex, ...]:
        known = load_catalogue()
        return tuple(known[one] for one in self.symbols if one in known)


@dataclass(frozen=True, slots=True, eq=False)
class Usable:
    """An index with its levels inside the range, in the subject's currency. ``shared``: on how many of the subject's days it has one;
    ``currency``: its own."""

    symbol: str
    levels: LevelSeries
    shared: int
    currency: str


def candidates(
    engine: Engine,
    own: LevelSeries,
    start: date | None,
    end: date | None,
    also: Iterable[str] = (),
    itself: str | None = None,
) -> Candidates:
    """``own`` beside the whole catalogue, and beside the instruments in ``also``; ``itself``: the symbol of ``own``, never compared.

    Raises InsufficientData where no index is left, InsufficientHistoryError where the range has fewer than two common days.
    """
    window = levels_between(own, start, end)
    found, left_out = usable_indexes(engine, window, also, itself)
    if not found:
        raise none_usable(f"No index can be compared with {own.name}.", left_out, "The catalogue is empty.")
    kept, too_short = _with_enough_days(found, window.dates)
    together = aligned_levels(window, *(one.levels for one in kept))
    if together[0].dates.size < 2:
        raise InsufficientHistoryError(f"Comparing {own.name} with the catalogue", together[0].dates.size - 1, 20)
    security, *indexes = returns_together(*together)
    reasons = (why_apart(own.name, own.clocks, one.levels.name, one.levels.clocks) for one in kept)
    cadence = cadence_of(security, indexes, reasons)
    return Candidates(
        security,
        tuple(one.symbol for one in kept),
        tuple(indexes),
        (*left_out, *too_short),
        own.currency,
        own.simulated,
        (*cadence.notes, *_notes(own, kept)),
        cadence,
    )


def fit_candidates(
    found: Candidates, risk_free_rate: float, minimum_observations: int = MINIMUM_OBSERVATIONS
) -> IndexFit:
    """The subject beside every candidate; ``risk_free_rate``: a fraction a year.

    Raises InsufficientHistoryError below ``minimum_observations``.
    """
    return best_fit(
        found.security, found.indexes, risk_free_rate, minimum_observations=minimum_observations, cadence=found.cadence
    )


def _notes(own: LevelSeries, kept: Sequence[Usable]) -> Iterator[str]:
    """What must be known of all of them together; the same sentence for each would fill a page."""
    other = [one.levels.name for one in kept if one.levels.basis is not own.basis]
    if other:
        said = ("with dividends", "without") if own.basis is not Basis.PRICE else ("without dividends", "with")
        others = other[0] if len(kept) == 1 else f"{len(other)} of the {len(kept)} indexes"
        yield f"{own.name} is measured {said[0]}, {others} {said[1]}: part of the difference may be dividends."
    foreign = sorted({one.currency for one in kept} - {own.currency})
    if foreign:
        yield f"Indexes in {', '.join(foreign)} are converted to {own.currency}."


def usable_indexes(
    engine: Engine, window: LevelSeries, also: Iterable[str], itself: str | None
) -> tuple[list[Usable], list[LeftOut]]:
    """Everything that has levels beside ``window``, and everything else with its reason."""
    found: list[Usable] = []
    left_out: list[LeftOut] = []
    rates = rates_for(engine, window)
    for symbol, name in _candidates(also):
        one = LeftOut(symbol, name, ITSELF, True) if symbol == itself else _look_up(engine, window, rates, symbol, name)
        if isinstance(one, LeftOut):
            left_out.append(one)
        else:
            found.append(one)
    return found, left_out


def none_usable(what: str, left_out: Iterable[LeftOut], otherwise: str) -> InsufficientData:
    """No index is left: ``what`` that means, and the first reason, or else ``otherwise``."""
    first = next((one for one in left_out if not one.is_subject), LeftOut("", "", otherwise))
    return InsufficientData(f"{what} {first.reason}", needs_data=first.needs_data)


def _candidates(also: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Symbols and names of everything that is looked up, the catalogue first."""
    known = {one.symbol: one.name for one in load_catalogue().values() if one.asset_class is not AssetClass.CURRENCY}
    yield from known.items()
    yield from ((symbol, symbol) for symbol in dict.fromkeys(also) if symbol not in known)


def _look_up(engine: Engine, window: LevelSeries, rates: ExchangeRates, symbol: str, name: str) -> Usable | LeftOut:
    try:
        levels = levels_beside(engine, window, symbol)
        converted = rates.convert(overlap(levels, window), window.currency)
    except BenchmarkingError as error:
        return LeftOut(symbol, name, error.message, needs_data=error.needs_data)
    shared = np.intersect1d(window.dates, converted.dates, assume_unique=True).size
    return Usable(symbol, converted, shared, levels.currency)


def _with_enough_days(found: Sequence[Usable], days: Days) -> tuple[list[Usable], list[LeftOut]]:
    fullest = max(one.shared for one in found)
    kept = [one for one in found if one.shared >= LEAST_SHARE * fullest]
    return kept, [_too_short(one, days) for one in found if one.shared < LEAST_SHARE * fullest]


def _too_short(one: Usable, days: Days) -> LeftOut:
    covered = one.levels.coverage
    reason = (
        f"It has levels on {one.shared:,} of the {days.size:,} days, from {spoken_date(covered.start)} to "
        f"{spoken_date(covered.end)}, and would cut the range of all others short. Choose a range inside its data to include it."
    )
    return LeftOut(one.symbol, one.levels.name, reason)
