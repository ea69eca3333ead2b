"""What would a portfolio look like that bought the benchmark itself? Real purchases and sales, valued as any portfolio is.

Nothing here knows the accounts of ``core.same_money.account`` or ``core.same_money.blend_account``: units are counted in a
plain loop, and the engine that values positions values them, so that two separate ways of computing meet in the comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.ledger.portfolio import Portfolio
from core.ledger.positions import DUST
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Floats, LevelSeries, to_date
from core.returns.cash_flows import CashFlows
from core.valuation.portfolio_value import Valuation, value_portfolio

ID = "engine-check"
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Reset:
    """At the end of ``on`` everything held goes back to ``shares`` (one per leg, sum 1); later deposits are split by them."""

    on: np.datetime64
    shares: Floats


@dataclass(frozen=True, slots=True, eq=False)
class MirroredTrades:
    """The rows of a mirror, and what came of them: ``moved``, all money in and out; ``smallest_rest``, the smallest share of the units
    bought since nothing was held that was left after a sale.
    """

    rows: tuple[Transaction, ...]
    prices: Mapping[str, LevelSeries]
    moved: float
    smallest_rest: float

    @property
    def tolerance(self) -> float:
        """Of money, as a share of what was moved. A position below the dust limit counts as nothing held."""
        return _EXACT if self.smallest_rest > 2 * DUST or self.smallest_rest == 0 else 2 * DUST


@dataclass(frozen=True, slots=True, eq=False)
class _Event:
    """On a day an amount moves in (positive) or out, or everything held goes back to ``shares``."""

    on: np.datetime64
    amount: float
    shares: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class MirrorTarget:
    """What a mirror buys: every deposit, in ``currency``, split over ``legs`` by ``shares`` (shape (k,), sum 1), until a reset."""

    legs: Sequence[LevelSeries]
    shares: Floats
    currency: str
    resets: Sequence[Reset] = ()


def mirror_trades(flows: CashFlows, target: MirrorTarget, rates: ExchangeRates, prefix: str = "LEG") -> MirroredTrades:
    """Every deposit split over the legs and left alone until the next reset; a withdrawal takes no more than there is, in proportion.

    ``flows``: in the target's currency, positive into the portfolio. Legs in another one are bought at the rate of the day. Raises
    MissingLevelsError where money moves while a leg is unknown.
    """
    legs, events = target.legs, _events(flows, target.resets)
    days = np.array([one.on for one in events], dtype="datetime64[D]")
    exchange = np.array([rates.rate(leg.currency, target.currency, days) for leg in legs]).reshape(len(legs), days.size)
    levels = np.array([leg.known(days).levels for leg in legs]).reshape(exchange.shape) * exchange
    counted = _Counted(
        [f"{prefix}-{number}" for number in range(len(legs))], [leg.currency for leg in legs], target.shares.tolist()
    )
    for event, level, own in zip(events, levels.T.tolist(), (levels / exchange).T.tolist(), strict=True):
        counted.go_through(event, level, own)
    prices = dict(zip(counted.symbols, legs, strict=True))
    return MirroredTrades(tuple(counted.rows), prices, counted.moved, counted.smallest_rest)


class _Counted:
    """Units of each leg as the loop walks through time; plain numbers, for there are few legs and many days."""

    def __init__(self, symbols: list[str], currencies: list[str], shares: list[float]) -> None:
        self.symbols, self.currencies, self.shares = symbols, currencies, shares
        self.units, self.bought = [0.0] * len(symbols), [0.0] * len(symbols)
        self.rows: list[Transaction] = []
        self.moved, self.smallest_rest = 0.0, 1.0

    def go_through(self, event: _Event, level: list[float], own: list[float]) -> None:
        """``level``: of each leg in the portfolio's currency, ``own``: in its own."""
        if event.shares is not None:
            self.shares = event.shares.tolist()
        on = to_date(event.on)
        for at, change in enumerate(self._changes(event, level)):
            self._trade(on, at, change, own[at])
            self.moved += abs(change * level[at]) if event.shares is None else 0.0

    def _changes(self, event: _Event, level: list[float]) -> list[float]:
        """Units bought (positive) and sold of each leg."""
        if event.shares is None and event.amount > 0:
            return [event.amount * share / at for share, at in zip(self.shares, level, strict=True)]
        worth = sum(units * at for units, at in zip(self.units, level, strict=True))
        if event.shares is not None:
            return [worth * share / at - held for share, at, held in zip(self.shares, level, self.units, strict=True)]
        part = min(1.0, -event.amount / worth) if worth > 0 else 0.0
        return [-held * part for held in self.units]

    def _trade(self, on: date, at: int, change: float, price: float) -> None:
        if not change:
            return
        kind = TransactionKind.BUY if change > 0 else TransactionKind.SELL
        self.rows.append(
            Transaction(on, kind, self.symbols[at], quantity=abs(change), price=price, currency=self.currencies[at])
        )
        self.bought[at] += max(change, 0.0)
        after = self.units[at] + change
        self.units[at] = after if abs(after) > 1e-12 * self.bought[at] else 0.0
        self.smallest_rest = min(self.smallest_rest, self.units[at] / self.bought[at])
        self.bought[at] = self.bought[at] if self.units[at] else 0.0


def _events(flows: CashFlows, resets: Iterable[Reset]) -> list[_Event]:
    """In the order of their days; a reset comes after its day's flow."""
    moves = [_Event(day, amount) for day, amount in zip(flows.days, flows.amounts.tolist(), strict=True) if amount]
    return sorted([*moves, *(_Event(one.on, 0.0, one.shares) for one in resets)], key=lambda one: one.on)


def value_mirror(
    purses: Sequence[MirroredTrades], name: str, currency: str, rates: ExchangeRates, as_of: date
) -> Valuation:
    """The mirror as the engine values any portfolio without a cash account.

    ``purses``: the trades of each account that is mirrored (one, or one a category), each with symbols of its own; valued together.
    """
    rows = tuple(row for one in purses for row in one.rows)
    prices = {symbol: series for one in purses for symbol, series in one.prices.items()}
    portfolio = Portfolio(ID, name, currency, rows, cash_tracked=False)
    return value_portfolio(portfolio, prices, rates, as_of)
