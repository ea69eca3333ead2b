"""Which transactions do a plan's orders become? Trades at the simulated closes, dividends, splits and bonuses between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import to_day
from data.sample.generator.market import MadeSeries
from data.sample.generator.plans import Instrument, Order, Restatement, load_instruments, planned_orders
from data.sample.generator.trading_costs import Costs, dividend_tax, trade_costs

SOLD_FOR_TAX = 0.35


def transactions_of(portfolio: str, base_currency: str, market: Mapping[str, MadeSeries]) -> list[Transaction]:
    """Everything that happened in one sample portfolio, in order."""
    ledger = Ledger(base_currency, market, load_instruments(), prefix=portfolio.upper().replace("_", ""))
    orders = planned_orders(portfolio, market)
    for on in ledger.eventful_days(orders):
        ledger.settle(on, [order for order in orders if order.on == on])
    return ledger.rows


@dataclass(slots=True)
class Ledger:
    """The state while a plan is carried out: rows so far, units held (as of that day), dividends since the last rebalancing."""

    base_currency: str
    market: Mapping[str, MadeSeries]
    instruments: Mapping[str, Instrument]
    prefix: str
    rows: list[Transaction] = field(default_factory=list)
    held: dict[str, float] = field(default_factory=dict)
    paid_since: float = 0.0

    def eventful_days(self, orders: Iterable[Order]) -> list[date]:
        """Every day with an order, an ex-date or a restatement of something that is ever ordered."""
        days = {order.on for order in orders}
        for symbol in {order.symbol for order in orders}:
            days.update(self.market[symbol].paid.days.tolist())
            days.update(one.on for one in self.instruments[symbol].restated)
        return sorted(days)

    def settle(self, on: date, orders: list[Order]) -> None:
        """One day: what is held is restated and paid first, then the orders are carried out."""
        for symbol in sorted(self.held):
            self._restate(symbol, on)
            self._receive(symbol, on)
        self._rebalance(on, [order for order in orders if order.action == "TARGET"])
        for order in orders:
            self._carry_out(order)

    def price(self, symbol: str, on: date) -> float:
        """The close as traded on the day: today's basis times the splits and bonuses since."""
        series = self.market[symbol]
        close = series.closes[np.searchsorted(series.days, to_day(on))]
        return round(float(close) * self.instruments[symbol].later_ratio(on), series.model.decimals)

    def _carry_out(self, order: Order) -> None:
        if order.action == "BUY":
            units = order.amount / self.price(order.symbol, order.on)
            self._trade(TransactionKind.BUY, order.symbol, order.on, self._tradable(order.symbol, units))
        elif order.action == "SELL":
            units = order.amount * self.held[order.symbol]
            self._trade(TransactionKind.SELL, order.symbol, order.on, self._tradable(order.symbol, units))
        elif order.action == "VEST":
            self._vest(order)

    def _tradable(self, symbol: str, units: float) -> float:
        """Rounded down to what can be traded."""
        scale = 10.0 ** self.instruments[symbol].decimals
        return math.floor(units * scale + 1e-6) / scale

    def _trade(self, kind: TransactionKind, symbol: str, on: date, units: float) -> None:
        if units <= 0:
            return
        price = self.price(symbol, on)
        instrument, currency = self.instruments[symbol], self.market[symbol].model.currency
        costs = trade_costs(kind, instrument.asset_type, currency, on, units * price)
        self._add(kind, symbol, on, quantity=units, price=price, costs=costs)
        change = units if kind is TransactionKind.BUY else -units
        self.held[symbol] = round(self.held.get(symbol, 0.0) + change, 6)

    def _vest(self, order: Order) -> None:
        value = self.price(order.symbol, order.on)
        self._add(TransactionKind.RSU_VEST, order.symbol, order.on, quantity=order.amount, fair_market_value=value)
        self.held[order.symbol] = self.held.get(order.symbol, 0.0) + order.amount
        self._trade(TransactionKind.SELL, order.symbol, order.on, math.ceil(order.amount * SOLD_FOR_TAX))

    def _rebalance(self, on: date, orders: list[Order]) -> None:
        """Sales first, then purchases with what they and the dividends since the last time brought."""
        if not orders:
            return
        prices = {order.symbol: self.price(order.symbol, on) for order in orders}
        worth = sum(self.held.get(symbol, 0.0) * price for symbol, price in prices.items())
        total = worth + self.paid_since if worth else orders[0].start
        wanted = {one.symbol: self._tradable(one.symbol, one.amount * total / prices[one.symbol]) for one in orders}
        changes = {symbol: units - self.held.get(symbol, 0.0) for symbol, units in wanted.items()}
        for symbol, change in sorted(changes.items(), key=lambda one: one[1]):
            self._trade(TransactionKind.BUY if change > 0 else TransactionKind.SELL, symbol, on, abs(change))
        self.paid_since = 0.0

    def _receive(self, symbol: str, on: date) -> None:
        """The dividend of units held over the ex-date."""
        paid = self.market[symbol].paid
        at = np.flatnonzero(paid.days == to_day(on))
        if not at.size or not self.held[symbol]:
            return
        gross = round(self.held[symbol] * float(paid.amounts[at[0]]) * self.instruments[symbol].later_ratio(on), 2)
        tax = dividend_tax(self.base_currency, self.market[symbol].model.currency, on, gross)
        self._add(TransactionKind.DIVIDEND, symbol, on, amount=gross, costs=Costs(taxes=tax))
        self.paid_since += gross - tax

    def _restate(self, symbol: str, on: date) -> None:
        for one in self._restatements(symbol, on):
            received = one.units * self.held[symbol]
            self._add(one.kind, symbol, on, quantity=one.units if one.kind is TransactionKind.SPLIT else received)
            self.held[symbol] *= one.ratio

    def _restatements(self, symbol: str, on: date) -> Iterator[Restatement]:
        if self.held[symbol]:
            yield from (one for one in self.instruments[symbol].restated if one.on == on)

    def _add(
        self,
        kind: TransactionKind,
        symbol: str,
        on: date,
        costs: Costs = Costs(),  # noqa: B008 - frozen
        **stated: float,
    ) -> None:
        """One row more; ``stated``: its quantity, price, amount or fair market value."""
        instrument, currency = self.instruments[symbol], self.market[symbol].model.currency
        row = Transaction(
            on=on,
            kind=kind,
            symbol=symbol,
            name=instrument.name,
            asset_type=instrument.asset_type,
            fees=costs.fees,
            taxes=costs.taxes,
            currency=currency,
            fx_rate=self._exchange_rate(currency, on),
            reference=f"{self.prefix}-{len(self.rows) + 1:04d}",
            **stated,
        )
        self.rows.append(row)

    def _exchange_rate(self, currency: str, on: date) -> float | None:
        """Base-currency units for one unit of ``currency``, last known on the day; None for the base currency itself."""
        if currency == self.base_currency:
            return None
        series = self.market[f"{currency}{self.base_currency}"]
        return float(series.closes[np.searchsorted(series.days, to_day(on), side="right") - 1])
