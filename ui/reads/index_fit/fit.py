"""What does a stored portfolio or security behave like? Read and computed through one door, cached by id, revision, range and day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from operator import attrgetter

import numpy as np

from core.errors import BenchmarkingError
from core.index.fit import IndexFit
from core.market.index import AssetClass, MarketIndex
from core.market.levels import LevelSeries, to_date, to_day
from core.market.period import NamedRange, Period, resolve_range
from core.statistics.relative import Comparison
from data.catalogue import load_catalogue
from data.catalogue import spoken_name as index_name
from data.sample.levels import sample_symbols
from studies.index.fit import (
    Pair,
    compare_pair,
    levels_between,
    pair_of,
    portfolio_levels,
    security_levels,
)
from studies.index.scan import Candidates, LeftOut, candidates, fit_candidates
from ui.reads.portfolio import engine, portfolio_choices, remembered, stored_prices, valuation

__all__ = ["Candidates", "LeftOut", "Pair", "index_name"]


class SubjectKind(StrEnum):
    """Whose returns are looked at."""

    PORTFOLIO = "portfolio"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class FitSubject:
    """A portfolio or a security. ``id``: the portfolio's id, or the symbol."""

    kind: SubjectKind
    id: str
    name: str
    currency: str
    simulated: bool

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def security(self) -> str | None:
        """Its symbol, which an index need not be compared with; None for a portfolio."""
        return self.id if self.kind is SubjectKind.SECURITY else None


@dataclass(frozen=True, slots=True)
class FitQuestion:
    """A subject beside indexes (symbols, the first one leads) over a range; ``rate``: risk-free, a fraction a year."""

    subject: FitSubject
    indexes: tuple[str, ...]
    range: NamedRange
    rate: float

    @property
    def key(self) -> str:
        """Names the data that is looked at; the rate moves only what is computed from it."""
        return f"{self.subject.key} {self.subject.currency} {self.range} {' '.join(self.indexes)}"


AT_ANY_RATE = {FitQuestion: attrgetter("key")}  # the rate moves nothing of what is remembered by these keys


@dataclass(frozen=True, slots=True, eq=False)
class FitPairs:
    """The subject beside each index that can be compared; ``left_out``: the others, with their reasons."""

    symbols: tuple[str, ...]
    pairs: tuple[Pair, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def currency(self) -> str:
        return self.pairs[0].currency

    @property
    def simulated(self) -> bool:
        return self.pairs[0].simulated

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(note for one in self.pairs for note in one.notes))

    @property
    def all_notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(note for one in self.pairs for note in one.all_notes))


@remembered(4)
def fit_subjects() -> tuple[FitSubject, ...]:
    """Portfolios first, then instruments with stored prices, the catalogue's indexes, the sample's instruments.

    What has invented levels only is offered beside the sample's portfolios, and not without them.
    """
    found = [
        FitSubject(SubjectKind.PORTFOLIO, one.id, one.name, one.currency, one.simulated) for one in portfolio_choices()
    ]
    stored = {one.symbol: one.currency for one in stored_prices() if one.in_use}
    catalogue = {one.symbol: one for one in load_catalogue().values() if one.asset_class is not AssetClass.CURRENCY}
    found += [_security(symbol, stored[symbol], False) for symbol in sorted(stored.keys() - load_catalogue().keys())]
    offered = sample_symbols() if any(one.simulated for one in found) else ()
    known = [one for one in catalogue.values() if one.symbol in stored or one.symbol in offered]
    found += [_security(one.symbol, one.currency, one.symbol not in stored) for one in known]
    invented = [one for one in offered if one not in load_catalogue() and one not in stored]
    found += [_security(one, security_levels(engine(), one).currency, True) for one in invented]
    return tuple(found)


def _security(symbol: str, currency: str, simulated: bool) -> FitSubject:
    return FitSubject(SubjectKind.SECURITY, symbol, index_name(symbol), currency, simulated)


@remembered(64)
def subject_levels(subject: FitSubject) -> LevelSeries:
    """Its whole history in its own currency; a portfolio's are its daily time-weighted returns, linked.

    Raises NotFound, InsufficientData where there is nothing to link.
    """
    if subject.kind is SubjectKind.PORTFOLIO:
        return portfolio_levels(valuation(subject.id, subject.currency))
    return replace(security_levels(engine(), subject.id), name=subject.name)


def asked_period(question: FitQuestion) -> tuple[date | None, date | None]:
    """Start and end of the range back from the subject's last day; None: as far as it reaches.

    The start is the last day with a level on or before it, whose level is the base of the first return.
    """
    period = _named_period(question)
    if period is None:
        return None, None
    days = subject_levels(question.subject).dates
    at = int(np.searchsorted(days, to_day(period.start), side="right"))
    return (to_date(days[at - 1]) if at else period.start), period.end


def counted_from(question: FitQuestion, base: np.datetime64) -> np.datetime64:
    """The day from which a year is counted: that of the range, or where nothing was chosen the ``base`` of the first return."""
    period = _named_period(question)
    return base if period is None else max(to_day(period.start), base)


def _named_period(question: FitQuestion) -> Period | None:
    if question.range is NamedRange.SINCE_START:
        return None
    end = to_date(subject_levels(question.subject).dates[-1])
    return resolve_range(question.range, end, date.min)


def subject_in_range(question: FitQuestion) -> LevelSeries:
    """The subject alone on its own days of the range, the base of its first return first."""
    return levels_between(subject_levels(question.subject), *asked_period(question))


@remembered(128, keys=AT_ANY_RATE)
def pairs(question: FitQuestion) -> FitPairs:
    """The subject beside each index; raises the first index's error where none can be compared."""
    own, period = subject_levels(question.subject), asked_period(question)
    found: dict[str, Pair] = {}
    failed: dict[str, BenchmarkingError] = {}
    for symbol in question.indexes:
        try:
            found[symbol] = pair_of(engine(), own, symbol, *period)
        except BenchmarkingError as error:
            failed[symbol] = error
    if not found:
        raise next(iter(failed.values()))
    left_out = tuple(LeftOut(symbol, index_name(symbol), error.message) for symbol, error in failed.items())
    return FitPairs(tuple(found), tuple(found.values()), left_out)


def comparisons(question: FitQuestion) -> tuple[Comparison, ...]:
    """Each pair compared at the question's rate; raises InsufficientHistoryError below 20 observations."""
    return tuple(compare_pair(one, question.rate) for one in pairs(question).pairs)


def comparison(question: FitQuestion) -> Comparison:
    """The subject beside the leading index."""
    return compare_pair(pairs(question).pairs[0], question.rate)


@remembered(64, spinner="Looking through the catalogue …", keys=AT_ANY_RATE)
def scan_candidates(question: FitQuestion) -> Candidates:
    """The subject and every usable index, the chosen ones among them, on the same dates."""
    start, end = asked_period(question)
    return candidates(
        engine(), subject_levels(question.subject), start, end, question.indexes, question.subject.security
    )


def scan_indexes(question: FitQuestion) -> IndexFit:
    """The subject beside every usable index at the question's rate; raises InsufficientHistoryError below 20 observations."""
    return fit_candidates(scan_candidates(question), question.rate)


def catalogue_entry(symbol: str) -> MarketIndex | None:
    """The catalogue entry of an index, None for anything else."""
    return load_catalogue().get(symbol)
