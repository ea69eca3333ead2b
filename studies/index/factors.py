"""Which factors does a stored subject hold? Its returns in the factors' currency, beside uploaded factors, of real days only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from core.errors import InsufficientData, InvalidSpecification
from core.index.factors import FactorRegression, FactorTable, factor_regression, joined_tables, period_returns
from core.market.clocks import UNKNOWN, Clocks, clock_of, why_apart
from core.market.levels import Basis, LevelSeries
from core.market.period import DAYS_PER_YEAR
from core.statistics.record import Record, Side
from data.store.index.factors import StoredFactors, load_factors
from studies.index.fit import rates_for


@dataclass(frozen=True, slots=True, eq=False)
class JoinedFactors:
    """Stored tables on their common dates, in one ``currency``; ``names``: of the tables."""

    names: tuple[str, ...]
    currency: str
    table: FactorTable


@dataclass(frozen=True, slots=True, eq=False)
class FactorFit:
    """A subject's regression on ``factors``.

    ``converted_from``: its own currency, where its levels were converted to that of the factors. ``left_out``: its returns that
    span several periods of the factors. ``basis``: whether its returns have dividends in, as those of the factors do.
    """

    regression: FactorRegression
    factors: JoinedFactors
    converted_from: str | None
    left_out: int
    basis: Basis = Basis.TOTAL

    @property
    def record(self) -> Record:
        """What may be said of what the factors leave over."""
        found = self.regression
        days = round(found.dates.size / found.periods_per_year * DAYS_PER_YEAR)
        own, market = Side(found.portfolio, self.basis), Side("the market of the factors", Basis.TOTAL)
        return Record(days, found.dates.size, own, market)


def joined_factors(engine: Engine, names: Sequence[str]) -> JoinedFactors:
    """Stored tables joined; raises NotFound, InvalidSpecification where frequencies or currencies differ or a factor stands twice."""
    if not names:
        raise InvalidSpecification("Name at least one factor table.")
    return join_stored([load_factors(engine, one) for one in names])


def join_stored(stored: Sequence[StoredFactors]) -> JoinedFactors:
    """Tables joined; errors as in :func:`joined_factors`."""
    currencies = sorted({one.currency for one in stored})
    if len(currencies) > 1:
        raise InvalidSpecification(
            f"These factors are in {' and '.join(currencies)}. Choose tables of one currency, for they share one risk-free rate."
        )
    return JoinedFactors(tuple(one.name for one in stored), currencies[0], joined_tables([one.table for one in stored]))


def factor_fit(engine: Engine, own: LevelSeries, factors: JoinedFactors) -> FactorFit:
    """The regression of anything that has levels.

    In another currency than the factors it is converted first, at real rates, for its excess return is over the factors' own
    risk-free rate. Raises InsufficientData for simulated levels, MissingExchangeRateError, and as ``factor_regression`` does.
    """
    refuse_simulated(own)
    levels = rates_for(engine, own).convert(own, factors.currency)
    series, left_out = period_returns(levels, factors.table)
    converted_from = None if own.currency == factors.currency else own.currency
    why = why_apart(own.name, own.clocks, "the factors", _clocks_of(factors))
    return FactorFit(factor_regression(series, factors.table, why), factors, converted_from, left_out, own.basis)


def _clocks_of(factors: JoinedFactors) -> Clocks:
    """Of the market of their currency."""
    clock = clock_of("", factors.currency)
    return UNKNOWN if clock is None else {clock: 1.0}


def refuse_simulated(own: LevelSeries) -> None:
    """Real factors and invented days have nothing to do with each other."""
    if own.simulated:
        raise InsufficientData(
            f"{own.name} has simulated sample prices, and the factors happened on real days: a loading between them would mean "
            "nothing. Choose something with real prices, or bring your own transactions and prices on “Your Data”.",
            needs_data=True,
            symbol=own.name,
        )
