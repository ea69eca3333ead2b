"""On which day is a portfolio valued, and on which days before? The last one is where half of what it holds has a price that counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData
from core.ledger.deposits import Deposit, accrued_value
from core.ledger.portfolio import Portfolio
from core.ledger.positions import Position
from core.market.exchange_rates import ExchangeRates
from core.market.levels import MAX_AGE_DAYS, NO_DAYS, Days, Floats, LevelSeries, to_date, to_day, to_days
from core.market.rhythm import ONE_DAY
from core.returns.series import Positions
from core.valuation.contents import Contents, portfolio_contents
from core.valuation.instruments import Frame, Instrument, TermDeposit

PRICED_SHARE = 0.5
_EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday; Monday is 0
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
    day of the last price of what was once held, or of the last entry. ``positions``: as
    :func:`core.valuation.portfolio_value.value_portfolio` takes them.
    """
    if (newest := _plainly_newest(portfolio, prices, rates, to_day(today), positions)) is not None:
        return to_date(newest)
    end = to_day(today)
    held = portfolio_contents(portfolio, prices, Frame(portfolio.base_currency, rates, today, positions)).instruments
    observed = [days for one in held if (days := one.observed[: np.searchsorted(one.observed, end, side="right")]).size]
    entries = to_days([row.on for row in portfolio.transactions if row.on <= today])
    if not observed or _lives_by_terms(held, end):
        return today
    newest = max(days[-1] for days in (*observed, np.sort(entries)) if days.size)
    if not _values(held, to_days([end])).any():
        return to_date(max(newest, *_last_prices(portfolio, prices, end)))
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
    last = {name: one.dates[np.searchsorted(one.dates, end, side="right") - 1] for name, one in series.items()}
    days = [day for name, day in last.items() if positions[name].held_on(to_days([day]))[0] > 0]
    if not days:
        return None
    today = to_date(end)
    entered = max((row.on for row in portfolio.transactions if row.on <= today), default=date.min)
    newest = to_days([max(*days, to_day(entered))])
    base = portfolio.base_currency
    try:
        values = [_priced_value(positions[name], one, base, rates, newest) for name, one in series.items()]
        by_terms = sum(_accrued(terms, base, rates, to_days([end])) for terms in portfolio.deposits)
    except InsufficientData:
        return None
    market, fresh = sum(value for value, _ in values), sum(value for value, counts in values if counts)
    decided = market > 0 and fresh >= PRICED_SHARE * market and by_terms < market
    return np.datetime64(newest[0]) if decided else None


def _last_prices(portfolio: Portfolio, prices: Mapping[str, LevelSeries], end: np.datetime64) -> list[np.datetime64]:
    """The day of the last price, up to ``end``, of everything that was ever held."""
    traded = {row.symbol for row in portfolio.transactions} & prices.keys()
    upto = (prices[one].dates[: np.searchsorted(prices[one].dates, end, side="right")] for one in sorted(traded))
    return [days[-1] for days in upto if days.size]


def _priced_value(
    position: Position, series: LevelSeries, base: str, rates: ExchangeRates, on: Days
) -> tuple[float, bool]:
    """What is held of one symbol on a day, and whether its price still counts then."""
    units = float(position.held_on(on)[0])
    if units <= 0:
        return 0.0, True
    at = np.searchsorted(series.dates, on, side="right") - 1
    rate = float(rates.rate(series.currency, base, on)[0])
    return units * float(series.levels[at][0]) * rate, bool(series.counts(at, on)[0])


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


def valuation_dates(observed: Iterable[Days], flow_days: Days, as_of: date, stand_in: bool = True) -> Days:
    """The union of the observation dates from the first flow to ``as_of``, all flow dates and ``as_of`` itself, increasing.

    ``stand_in``: weekdays wherever no price was observed for more than seven days, as with deposits alone; where all that is held has
    prices no return is made up between two of them. An observation before the first flow counts there: what is bought on a Saturday
    was priced on Friday.
    """
    if flow_days.size == 0:
        return to_days([as_of])
    first, end = flow_days.min(), to_day(as_of)
    seen = np.zeros(int((end - first).astype(np.int64)) + 1, dtype=np.bool_)
    before, bounds = -seen.size - MAX_AGE_DAYS - 1, to_days([first, end + ONE_DAY])
    for days in observed:
        low, high = np.searchsorted(days, bounds)
        seen[(days[low:high] - first).astype(np.int64)] = True
        before = max(before, int((days[low - 1] - first).astype(np.int64))) if low else before
    if stand_in:
        seen |= _unobserved(seen, before) & _weekdays(first, seen.size)
    seen[(flow_days - first).astype(np.int64)] = True
    seen[-1] = True
    return np.asarray(first + np.flatnonzero(seen).astype("timedelta64[D]"))


def _unobserved(seen: NDArray[np.bool_], before: int) -> NDArray[np.bool_]:
    """Days whose last observation is missing or more than seven days back; ``before``: where the last one before them lies (negative)."""
    position = np.arange(seen.size)
    last = np.maximum.accumulate(np.where(seen, position, before))
    return np.asarray(position - last > MAX_AGE_DAYS)


def _weekdays(first: np.datetime64, count: int) -> NDArray[np.bool_]:
    weekday = (int(first.astype(np.int64)) + _EPOCH_WEEKDAY + np.arange(count)) % 7
    return np.asarray(weekday < 5)


def dates_of(contents: Contents, as_of: date) -> Days:
    """The days on which what is held has a price, money moves or a balance changes, up to ``as_of``."""
    observed = [one.observed for one in contents.instruments]
    stand_in = _accrues(contents) or not any(map(len, observed))
    return valuation_dates(observed, _days_of_change(contents, as_of), as_of, stand_in)


def _days_of_change(contents: Contents, as_of: date) -> Days:
    """The days on which money moves or a balance changes and, for what accrues, the eve of each external flow; none before the first
    flow nor after ``as_of``.
    """
    money = [contents.external, *(one.money for one in contents.instruments)]
    entries = np.concatenate([one.days for one in money])
    if not entries.size:
        return NO_DAYS
    eves = contents.external.moved - ONE_DAY if _accrues(contents) else NO_DAYS
    moved = (one.moved for one in money)
    days = np.concatenate([[entries.min()], *moved, eves, *(one.changes for one in contents.instruments)])
    return np.asarray(days[(days >= entries.min()) & (days <= to_day(as_of))])


def _accrues(contents: Contents) -> bool:
    return any(isinstance(one, TermDeposit) for one in contents.instruments)


def with_idle_weekdays(dates: Days, values: Floats) -> tuple[Days, Positions]:
    """The dates with the weekdays between the end of all that was held and the next holding, and where these are put in.

    They are no observations; without them a line would rise from nothing to what came after.
    """
    there = np.any(values != 0, axis=1)
    ends = np.flatnonzero(~there[:-1] & there[1:])
    idle = [np.arange(low + ONE_DAY, high) for low, high in zip(dates[ends], dates[ends + 1], strict=True)]
    days = np.concatenate([NO_DAYS, *idle])
    days = days[np.is_busday(days)]
    places = np.searchsorted(dates, days)
    return np.insert(dates, places, days), places
