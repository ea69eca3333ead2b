"""Which mix of indexes explains a stored subject best? Computed through one door, cached by id, choice, revision and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.index.membership import FOLLOWED_INDEXES
from core.index.style import LEAST_PER_INDEX, LEAST_RETURNS, Style, style_of
from core.market.home import HOMES
from core.returns.sampling import Spacing, linked_by_period
from core.returns.series import ReturnSeries
from studies.index.style import StyleCandidates, style_candidates
from ui.reads.index_fit.fit import AT_ANY_RATE, FitQuestion, asked_period, subject_levels
from ui.reads.portfolio import engine, remembered

MOST_INDEXES = 12
ENOUGH_WEEKS = 52
WORTH_A_WORD = 0.05  # of the subject's days
LEAST_SHARE = 0.5  # of the days of the fullest index: what has fewer is offered, but not chosen at first
USUAL = {
    "INR": (
        "NIFTY_50_TRI",
        "^NSMIDCP",
        "NIFTY_MIDCAP_100.NS",
        "^CNXSC",
        "SPY",
        "GOLDBEES.NS",
        "NIFTY_10Y_GSEC",
        "CRISIL_SHORT_TERM_BOND",
        "LIQUID_FUND_INR",
    )
}
USUAL_ELSEWHERE = ("SPY", "QQQ", "IWM", "EEM", "AGG", "TLT", "BIL", "GLD")


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """Which indexes the mix may hold (symbols), how far apart the returns are, and how many a rolling window has."""

    symbols: tuple[str, ...]
    spacing: Spacing
    window: int | None = None


@remembered(64, spinner="Looking through the catalogue …", keys=AT_ANY_RATE)
def style_candidates_of(question: FitQuestion) -> StyleCandidates:
    """The subject in its range and every index with levels in it."""
    start, end = asked_period(question)
    return style_candidates(
        engine(), subject_levels(question.subject), start, end, question.indexes, question.subject.security
    )


def usual_choice(question: FitQuestion) -> StyleChoice:
    """The chosen indexes and the broad ones people of that currency hold, without two of one index and without those that would
    halve the range; weeks where there are enough."""
    found = style_candidates_of(question)
    home = HOMES.get(question.subject.currency)
    wanted = [
        *question.indexes,
        *USUAL.get(question.subject.currency, USUAL_ELSEWHERE),
        *([home.index] if home else []),
    ]
    shared = {one.symbol: one.shared for one in found.usable}
    longest = max(shared.values())
    kept: dict[str, str] = {}
    for symbol in wanted:
        if shared.get(symbol, 0) >= LEAST_SHARE * longest:
            kept.setdefault(FOLLOWED_INDEXES.get(symbol, symbol), symbol)
    symbols = tuple(kept.values()) or (max(shared, key=lambda one: shared[one]),)
    weekly = returns_there_are(question, StyleChoice(symbols, Spacing.WEEKLY)) >= ENOUGH_WEEKS
    return StyleChoice(symbols[:MOST_INDEXES], Spacing.WEEKLY if weekly else Spacing.DAILY)


def returns_there_are(question: FitQuestion, choice: StyleChoice) -> int:
    """How many returns the subject and the chosen indexes share."""
    return int(linked_by_period(_together(question, choice.symbols)[0], choice.spacing).dates.size)


@remembered(64, keys=AT_ANY_RATE)
def _together(question: FitQuestion, symbols: tuple[str, ...]) -> tuple[ReturnSeries, tuple[ReturnSeries, ...]]:
    return style_candidates_of(question).aligned_returns(symbols)


def begins_late(question: FitQuestion, symbols: tuple[str, ...]) -> tuple[str, np.datetime64] | None:
    """The chosen index that begins last and the day, where that takes more than a twentieth of the subject's days."""
    found = style_candidates_of(question)
    firsts = {one.levels.name: one.levels.dates[0] for one in found.usable if one.symbol in symbols}
    name = max(firsts, key=lambda one: firsts[one])
    lost = int(np.searchsorted(found.subject.dates, firsts[name]))
    return (name, firsts[name]) if lost > WORTH_A_WORD * found.subject.dates.size else None


def shortest_window(indexes: int) -> int:
    """The fewest returns from which a mix of so many indexes is told."""
    return max(LEAST_RETURNS, LEAST_PER_INDEX * indexes)


@remembered(128, keys=AT_ANY_RATE)
def fit_style(question: FitQuestion, choice: StyleChoice) -> Style:
    """The mix, with the indexes under their names in the order of ``choice.symbols``. Errors as in ``style_of`` and ``StyleCandidates``."""
    security, indexes = _together(question, choice.symbols)
    own, market = linked_by_period(security, choice.spacing), [linked_by_period(one, choice.spacing) for one in indexes]
    return style_of(own, market, choice.window, choice.spacing.periods_per_year)


def offered_indexes(question: FitQuestion) -> dict[str, str]:
    """Every index that can be part of the mix: symbol and name, the order of the catalogue."""
    found = style_candidates_of(question)
    return dict(zip(found.symbols, _distinct([one.levels.name for one in found.usable], found.symbols), strict=True))


def _distinct(names: Sequence[str], symbols: Sequence[str]) -> list[str]:
    return [
        name if names.count(name) == 1 else f"{name} ({symbol})" for name, symbol in zip(names, symbols, strict=True)
    ]
