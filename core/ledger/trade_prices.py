"""Do the prices paid fit the prices known? A large difference mostly means a split row that is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from core.ledger.flows import MoneyFlows
from core.ledger.positions import UNITS_IN, Position, factors_after, units_of
from core.ledger.transaction import FROM_EMPLOYER, TRADES, Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, LevelSeries, to_days
from core.market.price_coverage import is_known
from core.wording import spoken_date

# A trade differs from that day's close by a few percent; by a quarter only when units or prices are on another basis.
TOLERANCE = math.log(1.25)
NAMED = 3
# So near to the day's price a deal was made at it: rounding of prices and of units is less.
CLOSE = 5e-4


@dataclass(frozen=True, slots=True)
class OddTradePrice:
    """One trade whose price, restated for the splits that are known, is far from the price known for its day."""

    symbol: str
    on: date
    paid: float
    known: float


def price_paid(row: Transaction) -> float | None:
    """The price of a unit on the row's day, as far as the row tells it."""
    if row.kind in FROM_EMPLOYER and row.fair_market_value:
        return row.fair_market_value
    if row.kind not in TRADES:
        return None
    return row.price or (row.amount / row.quantity if row.amount and row.quantity else None)


def prices_beside(rows: Sequence[Transaction], series: LevelSeries) -> tuple[Days, Floats]:
    """Days of the rows whose price paid can be compared, and ln(paid / known) on each; shape (n,) both. Splits are not looked at."""
    told = [(row.on, price_paid(row) or 0.0) for row in rows if row.currency == series.currency]
    days = to_days([on for on, price in told if price])
    there = is_known(series, days)
    paid = np.array([price for _, price in told if price], dtype=np.float64)[there]
    return days[there], np.log(paid / series.known(days[there]).levels)


def odd_trade_price(rows: Sequence[Transaction], position: Position, series: LevelSeries) -> OddTradePrice | None:
    """The trade of one symbol that is farthest off, if any is by more than a quarter."""
    trades = [row for row in rows if row.kind in TRADES and row.price and row.currency == series.currency]
    if not trades:
        return None
    days = to_days([row.on for row in trades])
    at = np.searchsorted(series.dates, days, side="right") - 1
    there = series.counts(at, days)
    if not there.any():
        return None
    paid = (
        np.array([row.price for row in trades], dtype=np.float64)[there] / factors_after(days, position.ratios)[there]
    )
    known = series.levels[at[there]]
    off = np.abs(np.log(paid / known))
    worst = int(np.argmax(off))
    if off[worst] <= TOLERANCE:
        return None
    on = [row.on for row, kept in zip(trades, there, strict=True) if kept][worst]
    return OddTradePrice(position.symbol, on, float(paid[worst]), float(known[worst]))


def at_close(
    money: MoneyFlows,
    rows: Sequence[Transaction],
    known: Floats,
    position: Position,
    series: LevelSeries,
    rates: ExchangeRates,
    base: str,
) -> MoneyFlows:
    """The flows of one symbol's ``rows`` (in date order, one flow each, at ``known`` rates) with what bought at the price of its own day.

    That is what brings units at no more than ``CLOSE`` off the price, known in ``base`` for that very day. Errors as in
    :meth:`ExchangeRates.rate`.
    """
    units = np.array([units_of(row) if row.kind in UNITS_IN else 0.0 for row in rows])
    bought = np.flatnonzero(units > 0)
    bought = bought[rates.observed_on(series, base, money.days[bought])]
    if not bought.size:
        return money
    on = money.days[bought]
    worth = units[bought] * factors_after(on, position.ratios) * rates.levels_in(series, base, on).levels
    gross = np.array([rows[at].gross or 0.0 for at in bought.tolist()]) * known[bought]
    near = np.abs(gross - worth) <= CLOSE * worth
    paid = money.paid_in[bought]
    dealt, beyond = np.zeros(money.days.size), np.zeros(money.days.size)
    dealt[bought], beyond[bought] = np.where(near, paid, 0.0), np.where(near, paid - worth, 0.0)
    return replace(money, dealt=dealt, beyond=beyond)


def odd_prices_note(odd: Sequence[OddTradePrice]) -> str:
    """One sentence that names the first few."""
    named = "; ".join(
        f"{one.symbol} on {spoken_date(one.on)} ({one.paid:,.2f} paid, {one.known:,.2f} known)" for one in odd[:NAMED]
    )
    more = f"; and {len(odd) - NAMED} more" if len(odd) > NAMED else ""
    return (
        f"Prices paid differ by more than a quarter from the prices known: {named}{more}. "
        "A split or bonus row may be missing, or the prices known are adjusted for dividends."
    )
