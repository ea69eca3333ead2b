"""On which day is a portfolio valued? The latest on which at least half of what it holds has a price that is not stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.ledger.portfolio import Portfolio
from core.ledger.positions import Position
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, LevelSeries, to_date, to_day, to_days
from core.valuation.contents import portfolio_contents
from core.valuation.instruments import Frame, Instrument, TermDeposit

PRICED_SHARE = 0.5
_RECENT = np.timedelta64(30, "D")  # where the answer nearly always lies


def valuation_date(
    portfolio: Portfolio,
    prices: Mapping[str, LevelSeries],
    rates: ExchangeRates,
    today: date,
    positions: Mapping[str, Position],
) -> date:
    """The latest day with a price or an entry, never after ``today``, on which at least half of the value then held has a price that is
    not stale; so a dead holding never moves it back.

    Cash and deposits need no price: ``today`` where deposits are half of the value, or where no day is such. Where nothing is left, the
    day of the last price of what was held, or of the last entry. ``positions``: as
    :func:`core.valuation.portfolio_value.value_portfolio` takes them.
    """
    end = to_day(today)
    held = portfolio_contents(portfolio, prices, Frame(portfolio.base_currency, rates, today, positions)).instruments
    observed = [days for one in held if (days := one.observed[: np.searchsorted(one.observed, end, side="right")]).size]
    entries = to_days([row.on for row in portfolio.transactions if row.on <= today])
    if not observed or _lives_by_terms(held, end):
        return today
    newest = max(days[-1] for days in (*observed, np.sort(entries)) if days.size)
    if not _values(held, to_days([end])).any():
        return to_date(newest)
    for since in (newest - _RECENT, None):
        days = _days_since(since, entries, observed)
        mostly = days[_mostly_priced(held, days)]
        if mostly.size:
            return to_date(mostly[-1])
    return today


def _lives_by_terms(held: Sequence[Instrument], end: np.datetime64) -> bool:
    """Whether half of the value accrues by terms on the last day, so that no price is waited for."""
    values = _values(held, to_days([end]))[:, 0]
    by_terms = np.array([isinstance(one, TermDeposit) for one in held])
    return bool(values.sum() > 0 and values[by_terms].sum() >= PRICED_SHARE * values.sum())


def _days_since(since: np.datetime64 | None, entries: Days, observed: Sequence[Days]) -> Days:
    days = np.unique(np.concatenate([entries, *observed]))
    return days if since is None else days[days >= since]


def _mostly_priced(held: Sequence[Instrument], days: Days) -> NDArray[np.bool_]:
    """Whether half of the value on each day has a price that is not stale, shape (n,)."""
    values = _values(held, days)
    stale = np.array([_stale_on(one, days) for one in held], dtype=np.bool_).reshape(len(held), days.size)
    whole, fresh = values.sum(axis=0), np.where(stale, 0.0, values).sum(axis=0)
    return np.asarray((whole > 0) & (fresh >= PRICED_SHARE * whole))


def _values(held: Sequence[Instrument], days: Days) -> Floats:
    """Shape (instruments, n)."""
    return np.array([one.value_on(days).values for one in held]).reshape(len(held), days.size)


def _stale_on(instrument: Instrument, days: Days) -> NDArray[np.bool_]:
    stale = np.zeros(days.size, dtype=np.bool_)
    for gap in instrument.gaps:
        stale |= (days >= to_day(gap.on)) & (days <= to_day(gap.until))
    return stale
