"""What was paid for the units held, when no price of them was known yet? The average cost, on the split basis of the units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.ledger.positions import Position, counts_units, factors_after
from core.ledger.transaction import MONEY_IN, Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, LevelSeries, to_date, to_days


def prices_paid(
    rows: Sequence[Transaction], position: Position, currency: str, rates: ExchangeRates, before: np.datetime64
) -> LevelSeries | None:
    """The average price paid for the units held, charges apart, in ``currency``, on each day ``before`` some day on which units came.

    ``rows``: of one symbol, up to the as-of date. None where nothing was paid. Raises MissingExchangeRateError or MissingLevelsError
    where an amount cannot be converted.
    """
    first = to_date(before)
    bought = [row for row in rows if row.on < first and row.kind in MONEY_IN and counts_units(row)]
    if not bought:
        return None
    days = to_days([row.on for row in bought])
    units = np.array([_units(row) for row in bought]) * factors_after(days, position.ratios)
    money = np.array([row.gross or 0.0 for row in bought])
    for at in [at for at, row in enumerate(bought) if row.currency != currency]:
        money[at] *= rates.rate(bought[at].currency, currency, days[[at]])[0]
    return _average_cost(position, currency, days, units, money)


def _average_cost(position: Position, currency: str, days: Days, units: Floats, money: Floats) -> LevelSeries | None:
    """What was there before at its old average, with what came on the day."""
    on = np.unique(days)
    held = np.maximum(position.held_on(on - np.timedelta64(1, "D")), 0.0)
    levels, level = np.zeros(on.size), 0.0
    for at, day in enumerate(on):
        came = days == day
        level = (held[at] * level + money[came].sum()) / (held[at] + units[came].sum())
        levels[at] = level
    paid = levels > 0
    return LevelSeries(position.symbol, on[paid], levels[paid], currency) if paid.any() else None


def _units(row: Transaction) -> float:
    return row.quantity or (row.gross or 0.0) / (row.price or np.inf)
