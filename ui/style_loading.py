"""Which mix of indexes explains a stored subject best? Computed through one door, cached by id, choice, revision and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.linked_returns import Spacing, linked
from core.membership import TWINS
from core.style import LEAST_PER_INDEX, LEAST_RETURNS, Style, style_of
from ui.fit_loading import FitQuestion, scan_candidates
from ui.loading import stored_revision
from ui.selection import HOME_BENCHMARK

MOST_INDEXES = 12
ENOUGH_WEEKS = 52
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


def usual_choice(question: FitQuestion) -> StyleChoice:
    """The chosen indexes and the broad ones people of that currency hold, without two of one index; weeks where there are enough."""
    found = scan_candidates(question)
    home = HOME_BENCHMARK.get(question.subject.currency)
    wanted = [*question.indexes, *USUAL.get(question.subject.currency, USUAL_ELSEWHERE), *([home] if home else [])]
    kept: dict[str, str] = {}
    for symbol in wanted:
        if symbol in found.symbols:
            kept.setdefault(TWINS.get(symbol, symbol), symbol)
    weekly = linked(found.security, Spacing.WEEKLY).dates.size >= ENOUGH_WEEKS
    symbols = tuple(kept.values()) or found.symbols
    return StyleChoice(symbols[:MOST_INDEXES], Spacing.WEEKLY if weekly else Spacing.DAILY)


def returns_there_are(question: FitQuestion, spacing: Spacing) -> int:
    """How many returns of that spacing subject and indexes share."""
    return int(linked(scan_candidates(question).security, spacing).dates.size)


def shortest_window(indexes: int) -> int:
    """The fewest returns from which a mix of so many indexes is told."""
    return max(LEAST_RETURNS, LEAST_PER_INDEX * indexes)


def styled(question: FitQuestion, choice: StyleChoice) -> Style:
    """The mix, with the indexes under their names in the order of ``choice.symbols``. Errors as in ``style_of`` and ``scan_candidates``."""
    return _styled(question.key, choice, stored_revision(), _today(), question)


@st.cache_resource(max_entries=128, show_spinner=False)
def _styled(key: str, choice: StyleChoice, revision: int, today: date, _question: FitQuestion) -> Style:  # noqa: ARG001
    found = scan_candidates(_question)
    by_symbol = dict(zip(found.symbols, found.indexes, strict=True))
    indexes = [linked(by_symbol[one], choice.spacing) for one in choice.symbols]
    own = linked(found.security, choice.spacing)
    return style_of(own, indexes, choice.window, choice.spacing.periods_per_year)


def offered(question: FitQuestion) -> dict[str, str]:
    """Every index that can be part of the mix: symbol and name, the order of the catalogue."""
    found = scan_candidates(question)
    return dict(zip(found.symbols, _distinct([one.name for one in found.indexes], found.symbols), strict=True))


def _distinct(names: Sequence[str], symbols: Sequence[str]) -> list[str]:
    return [
        name if names.count(name) == 1 else f"{name} ({symbol})" for name, symbol in zip(names, symbols, strict=True)
    ]


def _today() -> date:
    return date.today()  # noqa: DTZ011 (a calendar date has no time zone)
