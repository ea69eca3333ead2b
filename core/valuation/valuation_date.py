"""On which day is a portfolio valued? The latest on which at least half of what it holds has a price that is not stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData
from core.ledger.deposits import Deposit, accrued_value
from core.ledger.portfolio import Portfolio
from core.ledger.positions import Position
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, LevelSeries, to_date, to_day, to_days
from core.valuation.contents import portfolio_contents
from core.valuation.instruments import Frame, Instrument, PricedInstrument, TermDeposit
from core.valuation.portfolio_value import Valuation
from core.wording import spoken_date

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
    day of the last price or entry. ``positions``: as :func:`core.valuation.portfolio_value.value_portfolio` takes them.
    """
    if (newest := _plainly_newest(portfolio, prices, rates, to_day(today), positions)) is not None:
        return to_date(newest)
    end = to_day(today)
    held = portfolio_contents(portfolio, prices, Frame(portfolio.base_currency, rates, today, positions)).instruments
    priced = [one.series.dates for one in held if isinstance(one, PricedInstrument) and one.series is not None]
    observed = [days for one in priced if (days := one[: np.searchsorted(one, end, side="right")]).size]
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


def _plainly_newest(
    portfolio: Portfolio,
    prices: Mapping[str, LevelSeries],
    rates: ExchangeRates,
    end: np.datetime64,
    positions: Mapping[str, Position],
) -> np.datetime64 | None:
    """The day of the newest price or entry where what is priced decides, and decides for it: the usual case, told from units and prices
    alone; None where a closer look is needed."""
    symbols = {row.symbol for row in portfolio.transactions} - portfolio.left_out
    series = {one: prices[one] for one in sorted(symbols & prices.keys())}
    if not series or not series.keys() <= positions.keys() or any(one.dates[0] > end for one in series.values()):
        return None
    days = [one.dates[np.searchsorted(one.dates, end, side="right") - 1] for one in series.values()]
    newest = to_days([max([*days, *(on for row in portfolio.transactions if (on := to_day(row.on)) <= end)])])
    base = portfolio.base_currency
    try:
        values = [_priced_value(positions[name], one, base, rates, newest) for name, one in series.items()]
        by_terms = sum(_accrued(terms, base, rates, to_days([end])) for terms in portfolio.deposits)
    except InsufficientData:
        return None
    market, fresh = sum(value for value, _ in values), sum(value for value, counts in values if counts)
    decided = market > 0 and fresh >= PRICED_SHARE * market and by_terms < market
    return np.datetime64(newest[0]) if decided else None


def _priced_value(
    position: Position, series: LevelSeries, base: str, rates: ExchangeRates, on: Days
) -> tuple[float, bool]:
    """What is held of one symbol on a day, and whether its price still counts then."""
    units = float(position.held_on(on)[0])
    if units <= 0:
        return 0.0, True
    at = int(np.searchsorted(series.dates, on[0], side="right")) - 1
    rate = float(rates.rate(series.currency, base, on)[0])
    return units * float(series.levels[at]) * rate, bool(on[0] <= series.lasting[at])


def _accrued(terms: Deposit, base: str, rates: ExchangeRates, on: Days) -> float:
    amount = float(accrued_value(terms, on)[0])
    return amount * float(rates.rate(terms.currency, base, on)[0]) if amount else 0.0


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


def newer_prices_note(valuation: Valuation, prices: Mapping[str, LevelSeries], today: date) -> str | None:
    """Says that some prices are newer than the day of the valuation; None where none is."""
    known = [prices[one.symbol].dates for one in valuation.holdings if one.value and one.symbol in prices]
    last = [days[at - 1] for days in known if (at := int(np.searchsorted(days, to_day(today), side="right")))]
    if not last or to_date(max(last)) <= valuation.as_of:
        return None
    return (
        f"Valued on {spoken_date(valuation.as_of)}, the last day on which half of the value has a price that counts, though some prices "
        f"are known up to {spoken_date(to_date(max(last)))}. A later day may be asked for."
    )
