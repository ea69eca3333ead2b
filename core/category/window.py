"""Over which dates are the categories compared, and what happened in each between them? All cut alike, so that they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from core.category.scheme import Category
from core.errors import InsufficientData
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, LevelSeries, to_date
from core.market.period import Period
from core.market.yields import LONGEST_CARRY_DAYS, YieldSeries
from core.same_money.benchmark_window import known_dates
from core.same_money.comparison import common_period
from core.same_money.notes import gap_notes
from core.valuation.portfolio_value import Valuation
from core.valuation.window import PortfolioWindow, portfolio_window
from core.wording import spoken_date


@dataclass(frozen=True, slots=True, eq=False)
class CategoryWindow:
    """One category over the comparison's period, or from its own first money on where that is later.

    ``reason``: why there is nothing to compare; ``begins`` is the day from which its own flows count.
    """

    category: Category
    valuation: Valuation
    window: PortfolioWindow
    begins: date
    reason: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CategoryFrame:
    """The whole over the comparison's period, on ``dates`` (shape (n,)), and its categories."""

    valuation: Valuation
    window: PortfolioWindow
    windows: tuple[CategoryWindow, ...]
    notes: tuple[str, ...]

    @property
    def dates(self) -> Days:
        return self.window.dates

    @property
    def currency(self) -> str:
        return self.valuation.currency


def category_frame(
    whole: Valuation,
    parts: Mapping[Category, Valuation],
    benchmarks: Sequence[LevelSeries | YieldSeries],
    rates: ExchangeRates,
    asked: Period | None,
) -> CategoryFrame:
    """Cut to what the portfolio and every benchmark cover; dates on which a benchmark is unknown and no money moved are left out.

    Raises InsufficientData when nothing is left, MissingExchangeRateError where a benchmark cannot be converted.
    """
    levels = [one for one in benchmarks if isinstance(one, LevelSeries)]
    common, notes = common_period(whole, levels, rates, asked)
    for one in benchmarks:
        if isinstance(one, YieldSeries):
            common, more = _yields_cover(one, common)
            notes += more
    begins = whole.begins
    assert begins is not None  # common_period raises where no money has moved
    window = portfolio_window(whole, common)
    keep, gaps = _known(window.dates, levels, rates, whole.currency)
    windows = tuple(_cut(category, part, common, begins, keep, window.dates) for category, part in parts.items())
    return CategoryFrame(whole, window.on_dates(keep), windows, (*notes, *gaps))


def _cut(
    category: Category, part: Valuation, common: Period, whole_begins: date, keep: np.ndarray, dates: Days
) -> CategoryWindow:
    """From the period's start, or from the category's first money where that is later: nothing lay in it before."""
    own = part.begins
    later = own is not None and common.start < own <= common.end
    begins = own if later and own is not None else whole_begins
    period = Period(begins, common.end) if later else common
    window = portfolio_window(part, period, begins)
    window = window.on_dates(keep[np.isin(dates, window.dates)])
    return CategoryWindow(category, part, window, begins, reason=_why_nothing(category, part, window))


def _why_nothing(category: Category, part: Valuation, window: PortfolioWindow) -> str | None:
    """Why a category has nothing to compare in the range; None where it has."""
    if window.flows.amounts.any():
        return None
    if part.begins is None and part.unpriced:
        named = "; ".join(f"{one.name}: {one.reason}" for one in part.unpriced[:3])
        return f"Nothing in {category} can be valued ({named}). Add prices or the missing rows on “Your Data”."
    span = f"between {spoken_date(window.period.start)} and {spoken_date(window.period.end)}"
    return f"Nothing was held in {category} {span}. Choose a longer range."


def _known(
    dates: Days, levels: Sequence[LevelSeries], rates: ExchangeRates, currency: str
) -> tuple[np.ndarray, tuple[str, ...]]:
    """On which dates all benchmarks are known, and a note for each that has a gap."""
    keep, notes = np.ones(dates.size, dtype=np.bool_), list[str]()
    for one in levels:
        known = known_dates(one, rates, currency, dates)
        notes += gap_notes(one, dates[~known], int((~known).sum()))
        keep &= known
    return keep, tuple(notes)


def _yields_cover(yields: YieldSeries, common: Period) -> tuple[Period, tuple[str, ...]]:
    """A yield serves from its own date until the next one's, the last one for a year."""
    first = to_date(yields.dates[0])
    last = to_date(yields.dates[-1]) + timedelta(days=LONGEST_CARRY_DAYS)
    if first > common.end or last < common.start:
        raise InsufficientData(
            f"{yields.name} is known from {spoken_date(first)} to {spoken_date(to_date(yields.dates[-1]))}, but the comparison "
            f"runs from {spoken_date(common.start)} to {spoken_date(common.end)}. Choose another benchmark or range."
        )
    notes = []
    start, end = common.start, common.end
    if first > start:
        start = first
        notes.append(f"{yields.name} is known only from {spoken_date(first)}, so the comparison begins there.")
    if last < end:
        end = last
        notes.append(f"{yields.name} ends a year before {spoken_date(last)}, so the comparison ends there.")
    return Period(start, end), tuple(notes)
