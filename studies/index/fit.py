"""Which series are compared when an index fit is asked for? A security and an index, in one currency, of one origin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import Engine

from core.errors import InsufficientData, InsufficientHistoryError, InvalidSpecification, NotFound
from core.index.membership import FOLLOWED_INDEXES
from core.market.clocks import why_apart
from core.market.exchange_rates import ExchangeRates
from core.market.index import MarketIndex
from core.market.levels import Basis, LevelSeries, to_date
from core.market.period import Period
from core.market.price_coverage import counts_until
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.held import idle_note, stretches_of
from core.returns.sampling import Spacing
from core.returns.series import ReturnSeries, aligned_levels, returns_together
from core.statistics.record import Record
from core.statistics.relative import MINIMUM_OBSERVATIONS, Comparison, compare
from core.statistics.rolling import RollingFit, rolling_fit
from core.valuation.portfolio_value import Valuation
from core.valuation.stale import stale_notes
from core.wording import spoken_date
from data import market
from data.catalogue import find_index, load_catalogue, spoken_name
from data.sample.levels import sample_levels
from studies.index.clocks import clocks_of_portfolio, clocks_of_symbol
from studies.valued import valued


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Returns of a security and an index on their common dates, in the security's currency.

    ``cadence``: whether they are compared by those days or by weeks. ``notes``: what to know of them beside whether they are
    ``simulated``, which ``all_notes`` says too; ``levels``: the same two as levels, the base of the first return before them;
    ``with_dividends``: the index's version with dividends, by name.
    """

    security: ReturnSeries
    index: ReturnSeries
    currency: str
    simulated: bool
    notes: tuple[str, ...]
    levels: tuple[LevelSeries, LevelSeries]
    with_dividends: str = ""
    cadence: Cadence = BY_DAYS

    @property
    def compared(self) -> tuple[ReturnSeries, ReturnSeries]:
        """The returns that statistics of risk and fit are of: of days, or linked by weeks."""
        return self.cadence.linked(self.security), self.cadence.linked(self.index)

    @property
    def all_notes(self) -> tuple[str, ...]:
        return ("Both series are invented sample data.", *self.notes) if self.simulated else self.notes

    @property
    def record(self) -> Record:
        """How long it is and of which bases: what may be said of it."""
        apart = float(np.abs(self.security.returns - self.index.returns).max(initial=0.0))
        return Record.of(self.security, self.index, apart, self.with_dividends)

    def rolling(self, window: int, risk_free_rate: float) -> RollingFit:
        """Alpha, beta and correlation over every ``window`` days or weeks; ``risk_free_rate``: a fraction a year."""
        return rolling_fit(*self.compared, window, risk_free_rate)


def known_index(symbol: str) -> MarketIndex:
    """The catalogue entry; raises NotFound ("Unknown index …") with close spellings."""
    try:
        return find_index(symbol)
    except NotFound as error:
        raise UnknownIndex(symbol, error.hint) from None


class UnknownIndex(NotFound):
    """An index that the catalogue does not have."""

    code = "not_found"

    def __init__(self, symbol: str, hint: str) -> None:
        super().__init__("index", symbol)
        self.hint = hint
        self.message = f"Unknown index “{symbol}”.{hint}"
        self.args = (self.message,)


def security_levels(engine: Engine, symbol: str) -> LevelSeries:
    """A priced instrument, an index or an instrument of the sample (then simulated), dividends included where known.

    Raises NotFound with close spellings.
    """
    try:
        found = market.benchmark_levels(engine, symbol)
    except NotFound:
        invented = sample_levels((symbol.strip(),), Basis.TOTAL)
        if not invented:
            raise
        found = invented[symbol.strip()]
    return replace(found, clocks=clocks_of_symbol(engine, found.name, found.currency))


def portfolio_levels(valuation: Valuation) -> LevelSeries:
    """The portfolio's daily time-weighted returns as levels; with income in them where the valuation counts any.

    They begin on its first day, as every benchmark's do that takes its money on that day; what the first day itself brought joins the
    second's, and so after every gap in which nothing was held. Raises InsufficientData for a portfolio that has held nothing, or has
    lost everything.
    """
    return replace(valuation.growth_from_first_days, basis=valuation.basis, clocks=clocks_of_portfolio(valuation))


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What is compared: its levels, and of a portfolio its value too."""

    levels: LevelSeries
    valuation: Valuation | None = None

    def stale_notes(self, start: date | None, end: date | None) -> tuple[str, ...]:
        """Which holdings of a portfolio stood at a price that no longer counts inside the range, which has to overlap its levels."""
        if self.valuation is None:
            return ()
        first, last = to_date(self.levels.dates[0]), to_date(self.levels.dates[-1])
        return tuple(stale_notes(self.valuation, Period(max(start or first, first), min(end or last, last))))


def read_subject(engine: Engine, symbol: str | None, portfolio_id: str | None, today: date) -> Subject:
    """A security or a stored portfolio, whichever is named; exactly one has to be.

    Raises InvalidSpecification for both or none, NotFound, InsufficientData for a portfolio that has held nothing.
    """
    if symbol is not None and portfolio_id is None:
        return Subject(security_levels(engine, symbol))
    if symbol is not None or portfolio_id is None:
        raise InvalidSpecification("Give either a symbol or a portfolio_id.")
    valuation = valued(engine, portfolio_id, today).valuation
    return Subject(portfolio_levels(valuation), valuation)


def pair_of(engine: Engine, own: LevelSeries, symbol: str, start: date | None, end: date | None) -> Pair:
    """Anything that has levels beside an index or priced instrument, aligned as levels; the first day's level is the base.

    Raises NotFound, InsufficientData where one is real and the other invented, MissingExchangeRateError,
    InsufficientHistoryError where the range has fewer than two common days.
    """
    levels, window = levels_beside(engine, own, symbol), levels_between(own, start, end)
    one, other = aligned_levels(window, rates_for(engine, own).convert(overlap(levels, window), own.currency))
    if one.dates.size < 2:
        raise InsufficientHistoryError(f"Comparing {own.name} with {levels.name}", one.dates.size - 1, 20)
    security, market = returns_together(one, other)
    if symbol not in load_catalogue() and levels.basis is Basis.PRICE:
        market = replace(market, basis=None)  # closes of which nobody says what they leave out
    cadence = cadence_of(security, (market,), (why_apart(own.name, own.clocks, levels.name, levels.clocks),))
    notes = (*cadence.notes, *notes_on(own, levels), *idle_note(stretches_of(one)))
    twin = version_with_dividends(symbol)
    return Pair(security, market, own.currency, own.simulated, notes, (one, other), twin, cadence)


def compare_pair(pair: Pair, risk_free_rate: float, minimum_observations: int = MINIMUM_OBSERVATIONS) -> Comparison:
    """The security beside the index; ``risk_free_rate``: a fraction a year.

    Raises InsufficientHistoryError below ``minimum_observations``.
    """
    found = compare(
        pair.security, pair.index, risk_free_rate, minimum_observations=minimum_observations, cadence=pair.cadence
    )
    return replace(found, with_dividends=pair.with_dividends)


def version_with_dividends(symbol: str) -> str:
    """The name of the index, or of the fund on it, that the catalogue has with dividends; empty where it has none."""
    return next((spoken_name(one) for one, index in FOLLOWED_INDEXES.items() if index == symbol), "")


def rolling_of(pair: Pair, window: int, risk_free_rate: float) -> RollingFit | str:
    """The rolling fit; by weeks a window may be longer than the record though the days would fill it, which is said.

    Raises InsufficientHistoryError where the days do not fill it either.
    """
    weeks = pair.compared[0].dates.size
    if pair.cadence.spacing is Spacing.WEEKLY and weeks < window <= pair.security.dates.size:
        return f"A window of {window} weeks is longer than the {weeks} weeks compared. Choose one of at most {weeks}."
    return pair.rolling(window, risk_free_rate)


def levels_beside(engine: Engine, own: LevelSeries, symbol: str) -> LevelSeries:
    """The levels of an index or priced instrument under its spoken name, of the same origin as ``own``.

    The sample is compared with the sample also where real levels are stored. Raises NotFound, InsufficientData as
    :func:`refuse_mixed` does.
    """
    invented = sample_levels((symbol,), Basis.TOTAL) if own.simulated else {}
    found = invented[symbol] if invented else market.benchmark_levels(engine, symbol)
    spoken = replace(found, name=spoken_name(symbol), clocks=clocks_of_symbol(engine, symbol, found.currency))
    refuse_mixed(own, spoken, symbol)
    return spoken


def refuse_mixed(own: LevelSeries, index: LevelSeries, symbol: str) -> None:
    """Real and invented days have nothing to do with each other, so no beta between them means anything. ``symbol``: of the index."""
    if own.simulated != index.simulated:
        invented, real = (own, index) if own.simulated else (index, own)
        asked = own.name if own.simulated else symbol
        raise InsufficientData(
            f"{invented.name} has sample levels only, and {real.name} has real ones: their days have nothing to do with each "
            f"other. Fetch or upload the prices of {asked} on “Your Data”.",
            needs_data=True,
            symbol=asked,
        )


def rates_for(engine: Engine, own: LevelSeries) -> ExchangeRates:
    """Invented rates convert invented levels only, and the sample's levels at the sample's."""
    if own.simulated:
        return market.sample_rates(engine)
    rates = market.exchange_rates(engine).series
    return ExchangeRates({pair: series for pair, series in rates.items() if not series.simulated})


def levels_between(levels: LevelSeries, start: date | None, end: date | None) -> LevelSeries:
    """The levels of a range that may be open at either end; raises InsufficientHistoryError where it has none.

    A portfolio's levels end with the sale of everything.
    """
    covered = levels.coverage
    period = Period.completed(start, end, covered) or covered
    try:
        return levels.within(period)
    except InsufficientData:
        span = f"it has levels from {spoken_date(covered.start)} to {spoken_date(covered.end)}"
        raise InsufficientHistoryError(f"{levels.name} in this range ({span})", 0, 20) from None


def overlap(levels: LevelSeries, window: LevelSeries) -> LevelSeries:
    """The levels inside the days of ``window``; raises InsufficientHistoryError naming both where they share none."""
    covered, asked = levels.coverage, window.coverage
    try:
        return levels.within(asked)
    except InsufficientData:
        raise NoOverlap(levels.name, covered, window.name, asked) from None


class NoOverlap(InsufficientHistoryError):
    """Two series of different times."""

    code = "insufficient_history"

    def __init__(self, name: str, covered: Period, other: str, asked: Period) -> None:
        super().__init__(f"{name} beside {other}", 0, 20)
        self.message = (
            f"{name} has levels from {spoken_date(covered.start)} to {spoken_date(covered.end)}, {other} is looked at from "
            f"{spoken_date(asked.start)} to {spoken_date(asked.end)}: there is no day in common. Choose another range or index."
        )
        self.args = (self.message,)


def notes_on(own: LevelSeries, levels: LevelSeries) -> Iterable[str]:
    """What must be known of a subject and an index before their numbers are believed."""
    if counts_until(own) < levels.coverage.end:
        yield f"{own.name} ends on {spoken_date(own.coverage.end)}, so nothing after that day is compared."
    if own.basis is not levels.basis:
        with_dividends = {
            Basis.PRICE: "without dividends",
            Basis.TOTAL: "with dividends",
            Basis.NET: "with net dividends",
        }
        yield (
            f"{own.name} is measured {with_dividends[own.basis]}, {levels.name} {with_dividends[levels.basis]}: "
            "part of the difference may be dividends."
        )
    if own.currency != levels.currency:
        yield f"{levels.name} is converted from {levels.currency} to {own.currency}."
