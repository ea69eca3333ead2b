"""What was the portfolio worth on each day, what went in and out, and what is left out of that?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData, InvalidSpecification
from core.ledger.flows import MoneyFlows
from core.ledger.portfolio import Portfolio
from core.ledger.positions import Position
from core.ledger.transaction import PAYS_NOTHING_APART, AssetType
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, Floats, LevelSeries, frozen, to_date, to_day, to_days
from core.market.period import Period
from core.market.price_coverage import Gap
from core.market.rhythm import ONE_DAY
from core.returns.cash_flows import CashFlows
from core.returns.series import Positions, ReturnSeries
from core.returns.time_weighted import growth_from_first_days, growth_of_100, held_days, time_weighted_returns
from core.valuation.cash_account import CashAccount
from core.valuation.cash_out import CashOut, LastHeld, cash_out
from core.valuation.contents import Contents, portfolio_contents
from core.valuation.instruments import NO_POSITIONS, Frame, Instrument, ValuePath
from core.valuation.unpriced import Unpriced
from core.valuation.valuation_date import dates_of, with_idle_weekdays

ROUNDING = 1e-12  # of all parts of a value, debt too
LARGEST_BLUR = (
    0.05  # of what was there before: costs of a deal above this are borne by the deal too, from the start of its day
)


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """One instrument at the as-of date; closed positions stay, with quantity and value 0.

    ``quantity``: units on the latest split basis (face amount for cash, accrued value for deposits). ``price``: last known, in
    ``currency``, of ``priced_on``; None without a market price. ``value``: in base currency. ``weight``: share of the closing value,
    None where that is 0. ``money``: its flows in base currency; with tracked cash these are transfers from and to the cash.
    ``basis``: what its prices include, None without a market price. ``gaps``: the days on which it was held and no price of it counted.
    ``stale_since``: the first of those that reach the as-of date; ``long_stale``: for so long that the last price says little.
    """

    symbol: str
    name: str
    asset_type: AssetType
    currency: str
    quantity: float
    price: float | None
    priced_on: date | None
    value: float
    weight: float | None
    money: MoneyFlows
    basis: Basis | None = None
    simulated: bool = False
    gaps: tuple[Gap, ...] = ()
    stale_since: date | None = None
    long_stale: bool = False

    @property
    def invested(self) -> float:
        """Money put in minus money taken out by sales, at least 0, in base currency."""
        return self.money.invested

    @property
    def gain(self) -> float:
        """The value and all that came back, minus all that was put in, in base currency."""
        return self.value + self.money.total_out - float(self.money.paid_in.sum())

    @property
    def flows(self) -> CashFlows:
        """Positive into the holding, netted by date."""
        return self.money.net


@dataclass(frozen=True, slots=True, eq=False)
class Valuation:
    """Values and flows of all that can be valued, in base currency; ``unpriced`` holdings are in neither.

    ``dates``: shape (n,), the observation dates of the prices from the first flow on, every flow date and the as-of date.
    ``holding_values``: shape (n, s), at the end of each date, columns as ``holdings``. ``money``: the external flows.
    ``holding_carried``: shape (n, s), where the level behind a value is of an earlier day. ``values``, ``inflows``, ``outflows``
    (both ≥ 0), ``payouts`` (the part of the outflows that is dividends, coupons and interest) and ``invested``: shape (n,).
    ``dealt``: the part of the inflows that bought at its day's own price, shape (n,). ``part_of``: the whole, of which a part is cut
    as the whole is.
    """

    portfolio_id: str
    name: str
    currency: str
    dates: Days
    holding_values: Floats
    money: MoneyFlows
    holdings: tuple[Holding, ...]
    unpriced: tuple[Unpriced, ...]
    holding_carried: NDArray[np.bool_]
    cash_account: CashAccount
    notes: tuple[str, ...] = ()
    part_of: Valuation | None = field(default=None, repr=False)
    values: Floats = field(init=False)
    inflows: Floats = field(init=False)
    outflows: Floats = field(init=False)
    payouts: Floats = field(init=False)
    dealt: Floats = field(init=False)
    invested: Floats = field(init=False)
    flows: CashFlows = field(init=False)

    def __post_init__(self) -> None:
        dates = to_days(self.dates)
        shape = (dates.size, len(self.holdings))
        if self.holding_values.shape != shape or self.holding_carried.shape != shape:
            raise InvalidSpecification("Values, dates and holdings of a valuation do not belong together.")
        paid_in, taken_out, paid_out = self.money.per_date(dates)
        values = _summed(self.holding_values)
        derived = {
            "dates": dates,
            "holding_values": self.holding_values,
            "holding_carried": self.holding_carried,
            "values": values,
            "dealt": _dealt(values, *self.money.dealt_per_date(dates)),
            "inflows": paid_in,
            "outflows": taken_out + paid_out,
            "payouts": paid_out,
            "invested": np.maximum(np.cumsum(paid_in - taken_out), 0.0),
        }
        for name, array in derived.items():
            object.__setattr__(self, name, frozen(array))
        object.__setattr__(self, "flows", self.money.net)

    @property
    def as_of(self) -> date:
        return to_date(self.dates[-1])

    @property
    def begins(self) -> date | None:
        """The date of the first external flow; None where no money has moved."""
        return to_date(self.flows.days[0]) if self.flows.days.size else None

    @property
    def ends(self) -> date:
        """The last day of a comparison: the as-of date, or that of the cash-out where nothing has been held since."""
        out = self.cash_out(self.as_of)
        return self.as_of if out is None else out.ends

    def cash_out(self, end: date) -> CashOut | None:
        """The cash-out in force on ``end``; None where something is held then. Of a part: the whole's."""
        whole = self.part_of or self
        at = int(np.searchsorted(whole.dates, np.datetime64(end, "D"), side="right")) - 1
        if at >= 0 and whole.holding_values[at].any():
            return None  # the usual case, without a look at all that was before
        out = cash_out(whole.dates, (whole.holding_values != 0).any(axis=1), whole.money, end)
        return None if out is None else replace(out, ending=whole._last_held(out.on), complete=whole.complete)

    def _last_held(self, on: date) -> LastHeld:
        """What became of that which was there before ``on``; what came and went within a day was sold."""
        before = max(int(np.searchsorted(self.dates, np.datetime64(on, "D"))) - 1, 0)
        there = [one for one, value in zip(self.holdings, self.holding_values[before], strict=True) if value]
        if not there or any(one.basis is not None for one in there):
            return LastHeld.SOLD
        cash_only = all(one.asset_type is AssetType.CASH for one in there)
        return LastHeld.TAKEN_OUT if cash_only else LastHeld.PAID_OUT

    @property
    def stale(self) -> tuple[Holding, ...]:
        """What is held on the as-of date without a price that counts: it stands at its last one, or at what was paid."""
        return tuple(one for one in self.holdings if one.stale_since is not None)

    @property
    def complete(self) -> bool:
        """Whether every holding could be valued, and none stands at a price that is too old."""
        return not self.unpriced and not self.stale

    @property
    def simulated(self) -> bool:
        """Whether some price is simulated."""
        return any(holding.simulated for holding in self.holdings)

    @property
    def closing_value(self) -> float:
        return float(self.values[-1])

    @property
    def closing_value_without_stale(self) -> float:
        """The closing value with all that has been stale for long at nothing."""
        return self.closing_value - sum(one.value for one in self.holdings if one.long_stale)

    @property
    def gain(self) -> float:
        """The closing value and all that came back, minus all that was put in."""
        return self.closing_value + self.money.total_out - float(self.money.paid_in.sum())

    @property
    def counts_income(self) -> bool:
        """Whether dividends or interest are in: as payouts, or inside some holding's prices; so too where nothing held pays any apart."""
        within = (Basis.TOTAL, Basis.NET)
        listed = any(one.money.paid_out.any() or one.basis in within for one in self.holdings)
        return listed or (bool(self.holdings) and all(one.asset_type in PAYS_NOTHING_APART for one in self.holdings))

    @property
    def basis(self) -> Basis:
        """Whether its returns have dividends in."""
        return Basis.TOTAL if self.counts_income else Basis.PRICE

    @property
    def carried_days(self) -> int:
        """On how many dates the last known level of some holding is of an earlier day."""
        return int(np.count_nonzero(self.holding_carried.any(axis=1)))

    @property
    def returns(self) -> ReturnSeries:
        """Daily time-weighted returns of the days on which something was held, up to the last day of a comparison (``ends``).

        The first return of each stretch is earned since the day before. Raises InsufficientData where nothing was ever held.
        """
        shown, held = self._held
        dates, values = self.dates[shown], self.values[shown]
        money = self.inflows[shown], self.outflows[shown], self.dealt[shown]
        returns = time_weighted_returns(dates, values, *money)
        if not held.any():
            raise InsufficientData(f"{self.name} has held nothing that can be valued yet. Add transactions, or prices.")
        from_nothing = np.concatenate([[True], values[:-1] == 0])
        since = np.where(from_nothing, dates - ONE_DAY, np.concatenate([dates[:1], dates[:-1]]))
        return ReturnSeries(self.name, dates[held], returns[held], since[held], self.basis)

    @property
    def stretches(self) -> tuple[Period, ...]:
        """From when to when something was held, up to the last day of a comparison; none where nothing ever was."""
        shown, held = self._held
        dates = self.dates[shown][held]
        edges = [*self._stretch_starts.tolist(), dates.size]
        return tuple(Period(to_date(dates[low]), to_date(dates[high - 1])) for low, high in pairwise(edges))

    @property
    def _held(self) -> tuple[slice, NDArray[np.bool_]]:
        """The dates of a comparison from the first money on, and on which of them something was held."""
        there = (self.values > 0) | (self.inflows > 0)
        first = int(np.argmax(there)) if there.any() else self.dates.size
        shown = slice(first, int(np.searchsorted(self.dates, to_day(self.ends), side="right")))
        return shown, held_days(self.values[shown], self.inflows[shown], self.outflows[shown])

    @property
    def _stretch_starts(self) -> Positions:
        """Which of the days on which something was held began with nothing, in order."""
        shown, held = self._held
        continued = np.concatenate([[False], held[:-1] & (self.values[shown][:-1] != 0)])[: held.size]
        return np.flatnonzero(~continued[held])

    @property
    def growth(self) -> LevelSeries:
        """The linked daily returns as levels, 100 on the day before the first date; each stretch goes on where the last one ended."""
        return growth_of_100(self.returns, self.currency, self.simulated)

    @property
    def growth_from_first_days(self) -> LevelSeries:
        """The same, but each stretch begins at the end of its first day, as every benchmark's does that takes its money on that day.

        What the first day itself brought joins the next one's; a stretch of a single day keeps its own.
        """
        return growth_from_first_days(self.returns, self._stretch_starts, self.currency, self.simulated)

    def select(self, symbols: Collection[str], name: str) -> Valuation:
        """The part of the valuation that these holdings make, on the same dates, its flows being the holdings' own."""
        columns = [at for at, holding in enumerate(self.holdings) if holding.symbol in symbols]
        left_out = tuple(one for one in self.unpriced if one.symbol in symbols)
        if len(columns) == len(self.holdings) and len(left_out) == len(self.unpriced):
            return self
        holdings = tuple(self.holdings[at] for at in columns)
        return Valuation(
            self.portfolio_id,
            name,
            self.currency,
            self.dates,
            self.holding_values[:, columns],
            MoneyFlows.summed(holding.money for holding in holdings),
            holdings,
            left_out,
            self.holding_carried[:, columns],
            self.cash_account,
            self.notes,
            self.part_of or self,
        )


def _summed(holding_values: Floats) -> Floats:
    """The value of each day, shape (n,); what rounding leaves of holdings and the debt they were bought on is nothing."""
    values = np.asarray(holding_values.sum(axis=1))
    if not (holding_values < 0).any():
        return values
    return np.where(np.abs(values) > ROUNDING * np.abs(holding_values).sum(axis=1), values, 0.0)


def _dealt(values: Floats, dealt: Floats, beyond: Floats) -> Floats:
    """What came in at the day's own price; nothing where what it cost beyond its worth would blur the return of what was there before."""
    before = np.concatenate([[0.0], np.abs(values[:-1])])
    return np.where(np.abs(beyond) > LARGEST_BLUR * before, 0.0, dealt)


def value_portfolio(
    portfolio: Portfolio,
    prices: Mapping[str, LevelSeries],
    rates: ExchangeRates,
    as_of: date,
    positions: Mapping[str, Position] = NO_POSITIONS,
) -> Valuation:
    """Value everything up to ``as_of``: Σ units × last known price × exchange rate, cash at face value, deposits by their terms.

    ``prices``: by symbol, each in its own currency. What has no price that counts stands at its last one, before the first at what was
    paid, and is ``stale``; what has neither is left out of values and flows alike and listed in ``unpriced``. ``positions``: of
    :func:`core.ledger.stated_amounts.stated_positions`, where they are counted already. Raises MissingExchangeRateError or
    MissingLevelsError only where the user chose to track cash that has no exchange rate.
    """
    contents = portfolio_contents(portfolio, prices, Frame(portfolio.base_currency, rates, as_of, positions))
    dates = dates_of(contents, as_of)
    paths = [one.value_on(dates) for one in contents.instruments]
    order = _largest_first(paths)
    values, carried = np.zeros((dates.size, len(order))), np.zeros((dates.size, len(order)), dtype=np.bool_)
    for column, at in enumerate(order):
        values[:, column], carried[:, column] = paths[at].values, paths[at].carried
    dates, places = with_idle_weekdays(dates, values)
    if places.size:
        values, carried = np.insert(values, places, 0.0, axis=0), np.insert(carried, places, False, axis=0)
    return Valuation(
        portfolio.id,
        portfolio.name,
        portfolio.base_currency,
        dates,
        values,
        contents.external,
        _holdings(contents, values, order, as_of),
        contents.unpriced,
        carried,
        contents.cash_account,
        contents.notes,
    )


def _largest_first(paths: Sequence[ValuePath]) -> list[int]:
    return sorted(range(len(paths)), key=lambda at: -paths[at].values[-1])


def _holdings(contents: Contents, values: Floats, order: Sequence[int], as_of: date) -> tuple[Holding, ...]:
    total = float(_summed(values[-1:])[0])
    return tuple(
        _holding(contents.instruments[at], float(values[-1, column]), total, as_of) for column, at in enumerate(order)
    )


def _holding(instrument: Instrument, value: float, total: float, as_of: date) -> Holding:
    label, closing = instrument.label, instrument.closing(as_of)
    return Holding(
        label.symbol,
        label.name,
        label.asset_type,
        label.currency,
        closing.quantity,
        closing.price,
        closing.priced_on,
        value,
        value / total if total else None,
        instrument.money,
        instrument.basis,
        instrument.simulated,
        instrument.gaps,
        closing.stale_since,
        closing.long_stale,
    )
