"""What was each instrument worth at the end of each day, in base currency? Priced holdings, cash at face value, deposits by terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.ledger.deposits import Deposit, accrued_value
from core.ledger.flows import MoneyFlows, flows_at, row_rates
from core.ledger.positions import Position
from core.ledger.trade_prices import at_close
from core.ledger.transaction import UNIT_CHANGES, AssetType, Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import NO_DAYS, Basis, Days, Floats, LevelSeries, to_date, to_day, to_days
from core.market.period import Period
from core.market.price_coverage import Gap, gaps
from core.market.rhythm import ONE_DAY
from core.valuation.cash_debits import CashBalance

LONG_STALE_DAYS = 90  # in a daily series; twice the age limit of a slower one
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
    """What is held on the as-of date: units (face amount for cash and deposits) and the price behind the value, where there is one.

    ``stale_since``: the first day without a price that counts; ``long_stale``: for so long that the last one says little.
    """

    quantity: float
    price: float | None = None
    priced_on: date | None = None
    stale_since: date | None = None
    long_stale: bool = False


class Instrument(Protocol):
    """Anything that a portfolio holds: it can be valued on any date, and money went in and out of it."""

    @property
    def label(self) -> Label: ...
    @property
    def money(self) -> MoneyFlows: ...
    @property
    def observed(self) -> Days:
        """Dates on which a price of it was observed while it was held; empty for what has no market price."""

    @property
    def changes(self) -> Days:
        """Other dates on which its value changes: a balance of cash, or its exchange rate."""

    @property
    def simulated(self) -> bool: ...
    @property
    def basis(self) -> Basis | None:
        """Whether its prices include income; None for what has no market price."""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The stretches of days on which it was held and no price of it counted; none for what has no market price."""

    def value_on(self, dates: Days) -> ValuePath: ...
    def closing(self, as_of: date) -> Closing: ...


@dataclass(frozen=True, slots=True, eq=False)
class PricedInstrument:
    """Units at market prices; ``series`` on the split basis of ``position``, and ``paid``: what was paid before its first level.

    One of the two is known wherever units are held. ``rows``: those up to the as-of date, in date order. Raises
    MissingExchangeRateError or MissingLevelsError where one has no rate.
    """

    label: Label
    rows: Sequence[Transaction]
    position: Position
    series: LevelSeries | None
    paid: LevelSeries | None
    frame: Frame
    money: MoneyFlows = field(init=False)
    spans: tuple[Period, ...] = field(init=False)
    gaps: tuple[Gap, ...] = field(init=False)

    def __post_init__(self) -> None:
        spans = self.position.spans(self.frame.as_of)
        object.__setattr__(self, "spans", spans)
        object.__setattr__(self, "gaps", () if self.series is None else tuple(gaps(self.series, spans)))
        object.__setattr__(self, "money", self.money_of(self.rows))

    def money_of(self, rows: Sequence[Transaction]) -> MoneyFlows:
        """The flows of some of its rows, with what was dealt at the price of its day; a split is no day on which something moved."""
        frame, restated = self.frame, {one.on for one in self.position.ratios}
        rows = [row for row in rows if row.kind not in UNIT_CHANGES or row.on not in restated or row.external_amount]
        known = row_rates(rows, frame.base, frame.rates)
        money = flows_at(rows, known)
        if self.series is None:
            return money
        return at_close(money, rows, known, self.position, self.series, frame.rates, frame.base)

    @property
    def observed(self) -> Days:
        return NO_DAYS if self.series is None else self._while_held(self.series.dates)

    @property
    def changes(self) -> Days:
        if not self.position.held.any():
            return NO_DAYS
        return self._while_held(self.frame.rates.observed_days(self.label.currency, self.frame.base))

    def _while_held(self, dates: Days) -> Days:
        """Those of the dates, up to the as-of date, at whose beginning or end some units are held."""
        if not dates.size:
            return NO_DAYS
        low = np.searchsorted(dates, to_days([one.start for one in self.spans]))
        high = np.searchsorted(dates, to_days([one.end for one in self.spans]) + ONE_DAY, side="right")
        return np.concatenate([NO_DAYS, *(dates[begin:end] for begin, end in zip(low, high, strict=True))])

    @property
    def simulated(self) -> bool:
        return self.series is not None and self.series.simulated

    @property
    def basis(self) -> Basis | None:
        return None if self.series is None else self.series.basis

    def value_on(self, dates: Days) -> ValuePath:
        """Units held × last known price, however old (before the first one what was paid) × exchange rate of the day."""
        units = self.position.held_on(dates)
        values, carried = np.zeros(dates.size), np.zeros(dates.size, dtype=np.bool_)
        held = np.flatnonzero(units)
        if held.size:
            prices, on = self._prices(dates[held])
            if self.label.currency != self.frame.base:
                prices = prices * self.frame.rates.rate(self.label.currency, self.frame.base, dates[held])
            values[held] = units[held] * prices
            carried[held] = on < dates[held]
        return ValuePath(values, carried)

    def _prices(self, dates: Days) -> tuple[Floats, Days]:
        """The last known price of each date and its day."""
        known = [one for one in (self.paid, self.series) if one is not None]
        days = known[0].dates if len(known) == 1 else np.concatenate([one.dates for one in known])
        levels = known[0].levels if len(known) == 1 else np.concatenate([one.levels for one in known])
        at = np.searchsorted(days, dates, side="right") - 1
        return levels[at], days[at]

    def closing(self, as_of: date) -> Closing:
        quantity = float(self.position.held_on(to_days([as_of]))[0])
        if not quantity:
            return Closing(quantity)
        price = priced_on = None
        if self.series is not None and (at := int(np.searchsorted(self.series.dates, to_day(as_of), side="right"))):
            price, priced_on = float(self.series.levels[at - 1]), to_date(self.series.dates[at - 1])
        since = next((one.on for one in self.gaps if one.until == as_of), None)
        return Closing(quantity, price, priced_on, since, since is not None and (as_of - since).days > self._long_stale)

    @property
    def _long_stale(self) -> int:
        """After how many days without a price that counts the last one says little."""
        return LONG_STALE_DAYS if self.series is None else max(LONG_STALE_DAYS, 2 * self.series.rhythm.max_age_days)


class _Unquoted:
    """What no market prices: it has no levels of its own, so none that could be simulated or of some basis."""

    __slots__ = ()

    @property
    def observed(self) -> Days:
        return NO_DAYS

    @property
    def changes(self) -> Days:
        return NO_DAYS

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return ()

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

    @property
    def changes(self) -> Days:
        """The days on which the balance changes, and of foreign money those of its exchange rate."""
        balance = self.balance
        if not balance.balances.any():
            return NO_DAYS
        changed = balance.days[np.diff(balance.balances, prepend=0.0) != 0]
        dates = self.frame.rates.observed_days(self.label.currency, self.frame.base)
        return np.concatenate([changed, dates[balance.balance_on(dates) != 0]])

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
        return Closing(float(accrued_value(self.terms, to_days([as_of]))[0]))


def _in_base(amounts: Floats, currency: str, frame: Frame, dates: Days) -> ValuePath:
    values = np.zeros(dates.size)
    there = np.flatnonzero(amounts)
    values[there] = amounts[there] * frame.rates.rate(currency, frame.base, dates[there])
    return ValuePath(values, np.zeros(dates.size, dtype=np.bool_))
