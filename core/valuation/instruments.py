"""What was each instrument worth at the end of each day, in base currency? Priced holdings, cash at face value, deposits by terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.ledger.deposits import Deposit, accrued_value
from core.ledger.flows import MoneyFlows
from core.ledger.positions import Position
from core.ledger.transaction import AssetType
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, Floats, LevelSeries, to_date, to_day, to_days
from core.valuation.cash_debits import CashBalance

NO_POSITIONS: Mapping[str, Position] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Frame:
    """In which currency, at which exchange rates and up to which date everything is valued. ``positions``: by symbol, where they are
    counted already."""

    base: str
    rates: ExchangeRates
    as_of: date
    positions: Mapping[str, Position] = field(default_factory=lambda: NO_POSITIONS)


@dataclass(frozen=True, slots=True)
class Label:
    """What an instrument is called, what it is, and the currency that it is priced in."""

    symbol: str
    name: str
    asset_type: AssetType
    currency: str


@dataclass(frozen=True, slots=True, eq=False)
class ValuePath:
    """Values in base currency on the asked dates, shape (n,), and where the level behind one is of an earlier day."""

    values: Floats
    carried: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Closing:
    """What is held on the as-of date: units (face amount for cash and deposits) and the price behind the value, where there is one."""

    quantity: float
    price: float | None = None
    priced_on: date | None = None


class Instrument(Protocol):
    """Anything that a portfolio holds: it can be valued on any date, and money went in and out of it."""

    @property
    def label(self) -> Label: ...
    @property
    def money(self) -> MoneyFlows: ...
    @property
    def observed(self) -> Days:
        """Dates on which a price of it was observed; empty for what has no market price."""

    @property
    def simulated(self) -> bool: ...
    @property
    def basis(self) -> Basis | None:
        """Whether its prices include income; None for what has no market price."""

    def value_on(self, dates: Days) -> ValuePath: ...
    def closing(self, as_of: date) -> Closing: ...


@dataclass(frozen=True, slots=True, eq=False)
class PricedInstrument:
    """Units at market prices; ``series`` on the split basis of ``position`` and known wherever units are held."""

    label: Label
    money: MoneyFlows
    position: Position
    series: LevelSeries | None
    frame: Frame

    @property
    def observed(self) -> Days:
        return to_days([]) if self.series is None else self.series.dates

    @property
    def simulated(self) -> bool:
        return self.series is not None and self.series.simulated

    @property
    def basis(self) -> Basis | None:
        return None if self.series is None else self.series.basis

    def value_on(self, dates: Days) -> ValuePath:
        """Units held × last known price × exchange rate of the day."""
        units = self.position.held_on(dates)
        values, carried = np.zeros(dates.size), np.zeros(dates.size, dtype=np.bool_)
        held = np.flatnonzero(units)
        if held.size:
            assert self.series is not None
            known = self.frame.rates.levels_in(self.series, self.frame.base, dates[held])
            values[held] = units[held] * known.levels
            carried[held] = known.age_days > 0
        return ValuePath(values, carried)

    def closing(self, as_of: date) -> Closing:
        quantity = float(self.position.held_on(to_days([as_of]))[0])
        if not quantity or self.series is None:
            return Closing(quantity)
        at = int(np.searchsorted(self.series.dates, to_day(as_of), side="right")) - 1
        return Closing(quantity, float(self.series.levels[at]), to_date(self.series.dates[at]))


class _Unquoted:
    """What no market prices: it has no levels of its own, so none that could be simulated or of some basis."""

    __slots__ = ()

    @property
    def observed(self) -> Days:
        return to_days([])

    @property
    def simulated(self) -> bool:
        return False

    @property
    def basis(self) -> Basis | None:
        return None


@dataclass(frozen=True, slots=True, eq=False)
class FaceValue(_Unquoted):
    """Money held at its face value: cash, or a contribution that states no units."""

    label: Label
    money: MoneyFlows
    balance: CashBalance
    frame: Frame

    def value_on(self, dates: Days) -> ValuePath:
        """The balance × exchange rate of the day, which is only asked for where there is a balance."""
        return _in_base(self.balance.balance_on(dates), self.label.currency, self.frame, dates)

    def closing(self, as_of: date) -> Closing:
        return Closing(float(self.balance.balance_on(to_days([as_of]))[0]))


@dataclass(frozen=True, slots=True, eq=False)
class TermDeposit(_Unquoted):
    """A deposit or bond valued by its terms."""

    label: Label
    money: MoneyFlows
    terms: Deposit
    frame: Frame

    def value_on(self, dates: Days) -> ValuePath:
        """Accrued value × exchange rate of the day."""
        return _in_base(accrued_value(self.terms, dates), self.label.currency, self.frame, dates)

    def closing(self, as_of: date) -> Closing:
        running = self.terms.start <= as_of < self.terms.maturity
        return Closing(float(accrued_value(self.terms, to_days([as_of]))[0]) if running else 0.0)


def _in_base(amounts: Floats, currency: str, frame: Frame, dates: Days) -> ValuePath:
    values = np.zeros(dates.size)
    there = np.flatnonzero(amounts)
    values[there] = amounts[there] * frame.rates.rate(currency, frame.base, dates[there])
    return ValuePath(values, np.zeros(dates.size, dtype=np.bool_))
