"""Over which part of a period is the benchmark known in the portfolio's currency, and what are its levels there?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, LevelSeries
from core.market.period import Period
from core.market.price_coverage import counts_until, is_known
from core.wording import spoken_date


@dataclass(frozen=True, slots=True)
class Cover:
    """The part of a period for which data exists, and sentences about what was cut off."""

    period: Period
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class BenchmarkLevels:
    """The benchmark in the portfolio's currency, known on every date of the window; ``carried_days`` of them at an earlier level."""

    series: LevelSeries
    carried_days: int


def benchmark_cover(benchmark: LevelSeries, rates: ExchangeRates, currency: str, period: Period) -> Cover:
    """Cut the period to the benchmark's levels and, where it is converted, to the exchange rate's.

    Its last level serves as long as it counts by the series' rhythm. Raises MissingExchangeRateError without a rate, InsufficientData
    when nothing is left.
    """
    cover = _cut(Cover(period), benchmark.name, benchmark.coverage, counts_until(benchmark))
    rate, until = rates.coverage(benchmark.currency, currency), rates.counts_until(benchmark.currency, currency)
    if rate is None or until is None:
        return cover
    return _cut(cover, f"The {benchmark.currency}/{currency} exchange rate", rate, until)


def known_dates(benchmark: LevelSeries, rates: ExchangeRates, currency: str, dates: Days) -> NDArray[np.bool_]:
    """Whether level and exchange rate are both known on each date, shape (n,)."""
    known = is_known(benchmark, dates)
    for leg in rates.legs(benchmark.currency, currency):
        known &= is_known(leg.series, dates)
    return known


def benchmark_levels(benchmark: LevelSeries, rates: ExchangeRates, currency: str, dates: Days) -> BenchmarkLevels:
    """The benchmark's last known levels on ``dates``, each at the exchange rate of its own date.

    Raises MissingLevelsError where level or rate no longer counts.
    """
    known = rates.levels_in(benchmark, currency, dates)
    series = LevelSeries(benchmark.name, dates, known.levels, currency, benchmark.basis, benchmark.simulated)
    return BenchmarkLevels(series, known.carried)


def _cut(cover: Cover, what: str, known: Period, until: date) -> Cover:
    start, end, notes = cover.period.start, cover.period.end, cover.notes
    if known.start > end or until < start:
        raise InsufficientData(
            f"{what} is known from {spoken_date(known.start)} to {spoken_date(known.end)}, but the comparison runs from "
            f"{spoken_date(start)} to {spoken_date(end)}. Choose another benchmark or range, or add its data."
        )
    if known.start > start:
        start = known.start
        notes = (*notes, f"{what} is known only from {spoken_date(start)}, so the comparison begins there.")
    if until < end:
        end = max(known.end, start)
        notes = (*notes, f"{what} is known only up to {spoken_date(end)}, so the comparison ends there.")
    return Cover(Period(start, end), notes)
