"""What if the same money had gone into an index? An account that buys and sells units whenever the portfolio's owner did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import InvalidSpecification
from core.market.levels import Basis, Days, Floats, KnownLevels, LevelSeries, to_date, to_days
from core.returns.cash_flows import CashFlows
from core.wording import spoken_date

Places = NDArray[np.intp]

_ROUNDING = 1e-12  # of all units ever traded: a shortage below it is rounding, not money that was missing
_BATCH_ROWS = 1024  # so many accounts side by side stay in a core's second-level cache


@dataclass(frozen=True, slots=True, eq=False)
class MatchedAccount:
    """An account fed with a portfolio's external flows.

    ``dates``, ``values``: shape (n,), in ``currency``, each date's own flows included; never negative. ``flows``: what was asked of the
    account; ``unpaid``: the money it could not pay of each, shape (k,), ≥ 0, because a withdrawal was larger than the account.
    That happened first on ``exhausted_on``; ``shortfall`` is all of it. ``carried_days``: dates valued at an earlier day's level.
    """

    name: str
    currency: str
    basis: Basis
    dates: Days
    values: Floats
    flows: CashFlows
    unpaid: Floats
    exhausted_on: date | None = None
    shortfall: float = 0.0
    carried_days: int = 0
    simulated: bool = False

    @property
    def paid(self) -> CashFlows:
        """What the account really took and gave: the flows less what it could not pay."""
        return CashFlows(self.flows.days, self.flows.amounts + self.unpaid)

    @property
    def closing_value(self) -> float:
        """Value on the last date."""
        return float(self.values[-1])


@dataclass(frozen=True, slots=True, eq=False)
class AccountPath:
    """An account's values on the valuation dates, shape (n,), and what it could not pay (see :class:`MatchedAccount`)."""

    values: Floats
    unpaid: Floats
    exhausted_on: date | None = None
    shortfall: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class MatchedBatch:
    """Many accounts on one closing date: arrays of shape (m,). ``exhausted_on`` is NaT where no withdrawal was too large.

    ``carried``: whether the closing level is of an earlier day.
    """

    closing_values: Floats
    shortfalls: Floats
    exhausted_on: Days
    carried: bool


def units_held(amounts: Floats, levels: Floats) -> tuple[Floats, Floats | None]:
    """Units after each flow, and the units that were missing for it (None when nothing was); both (…, n) and ≥ 0.

    Each flow trades at its level and a withdrawal takes no more than there is. With S the running sum of amount/level the units are
    S − min(0, running minimum of S): whatever S fell below 0 was never paid. ``amounts``: shape (…, n), positive into the
    account, in date order; ``levels``: shape (n,), > 0.
    """
    traded = amounts / levels
    running = traded.cumsum(axis=-1)
    if running.size == 0 or running.min() >= 0:
        return running, None
    debt = np.minimum.accumulate(np.minimum(running, 0.0), axis=-1)
    missing = np.empty_like(debt)
    missing[..., 0] = -debt[..., 0]
    np.subtract(debt[..., :-1], debt[..., 1:], out=missing[..., 1:])
    units = np.subtract(running, debt, out=running)
    tolerance = _ROUNDING * np.abs(traded).sum(axis=-1, keepdims=True)
    missing[missing <= tolerance] = 0.0
    units[units <= tolerance] = 0.0
    return units, missing


def match_cash_flows(flows: CashFlows, benchmark: LevelSeries, on: Days) -> MatchedAccount:
    """The account's value on each date of ``on`` (shape (n,), ascending), had every flow gone into the benchmark.

    ``flows`` are in the benchmark's currency and no later than the last date. Levels are the last known on or before a date. Raises
    MissingLevelsError where none is within seven days, InvalidSpecification for dates out of order or a flow after the last one.
    """
    dates = to_days(on)
    window = _window(benchmark, dates)
    if window is None:
        check_order(dates)
    places = flow_places(flows, dates)
    at_flows, at_dates, carried = _levels(benchmark, window, flows, dates, places)
    path = account_path(flows, places, at_flows, at_dates)
    return MatchedAccount(
        name=benchmark.name,
        currency=benchmark.currency,
        basis=benchmark.basis,
        dates=own(dates),
        values=path.values,
        flows=flows,
        unpaid=path.unpaid,
        exhausted_on=path.exhausted_on,
        shortfall=path.shortfall,
        carried_days=carried,
        simulated=benchmark.simulated,
    )


def own(dates: Days) -> Days:
    """The same dates, read-only, without touching an array that belongs to the caller."""
    if not dates.flags.writeable:
        return dates
    copy = dates.copy()
    copy.setflags(write=False)
    return copy


def flow_places(flows: CashFlows, dates: Days) -> Places:
    """For each flow the first of ``dates`` on or after it, shape (k,); raises InvalidSpecification for a flow after the last one."""
    if flows.days.size:
        _check_last(flows.days[-1], dates[-1])
    return dates.view(np.int64).searchsorted(flows.days.view(np.int64))


def check_order(dates: Days) -> None:
    """Raises InvalidSpecification unless there are dates, each after the one before."""
    asked = dates.view(np.int64)
    if dates.ndim != 1 or dates.size == 0 or not (asked[1:] > asked[:-1]).all():
        raise InvalidSpecification("Dates must be given and must increase, without repeats. Sort them.")


def _check_last(flow: np.datetime64, last: np.datetime64) -> None:
    if flow > last:
        raise InvalidSpecification(
            f"A flow of {spoken_date(to_date(flow))} lies after the last valuation date, {spoken_date(to_date(last))}. "
            "Leave it out, or value the account later."
        )


def _window(benchmark: LevelSeries, dates: Days) -> slice | None:
    """Where the dates lie in the benchmark's own, when they are a stretch of them without gaps: the usual case."""
    if dates.ndim != 1 or dates.size == 0:
        return None
    days, asked = benchmark.dates.view(np.int64), dates.view(np.int64)
    start = int(days.searchsorted(asked[0]))
    window = slice(start, start + asked.size)
    return window if window.stop <= days.size and bool((days[window] == asked).all()) else None


def _levels(
    benchmark: LevelSeries, window: slice | None, flows: CashFlows, dates: Days, places: Places
) -> tuple[Floats, Floats, int]:
    """Levels at the flows; levels on the dates (1 before the first flow, where they do not matter); how many of them are carried."""
    if window is None:
        first = int(places[0]) if places.size else dates.size
        known = benchmark.known(dates[first:])
        return benchmark.known(flows.days).levels, np.concatenate((np.ones(first), known.levels)), known.carried
    at_dates = benchmark.levels[window]
    on_dates = (dates.view(np.int64)[places] == flows.days.view(np.int64)).all()
    return at_dates[places] if on_dates else benchmark.known(flows.days).levels, at_dates, 0


def account_path(flows: CashFlows, places: Places, at_flows: Floats, at_dates: Floats) -> AccountPath:
    """The account through time. ``at_flows``: level at each flow, shape (k,); ``at_dates``: level on each date, shape (n,)."""
    units, missing = units_held(flows.amounts, at_flows)
    bounds, held = np.empty(places.size + 2, dtype=np.intp), np.empty(places.size + 1)
    bounds[0], bounds[1:-1], bounds[-1] = 0, places, at_dates.size
    held[0], held[1:] = 0.0, units
    values = held.repeat(bounds[1:] - bounds[:-1])
    values *= at_dates
    values.setflags(write=False)
    unpaid = np.zeros(units.size) if missing is None else missing * at_flows
    unpaid.setflags(write=False)
    shortfall = 0.0 if missing is None else float(unpaid.sum())
    exhausted_on = to_date(flows.days[int(np.argmax(unpaid > 0))]) if shortfall else None
    return AccountPath(values, unpaid, exhausted_on, shortfall)


def match_batch(days: Days, amounts: ArrayLike, benchmark: LevelSeries, closing_on: date) -> MatchedBatch:
    """Closing values of many accounts fed on the same days: one matched account per row of ``amounts``.

    ``days``: shape (n,), strictly ascending, none after ``closing_on``. ``amounts``: shape (m, n), positive into the accounts, 0 where a
    row has no flow. Errors as in :func:`match_cash_flows`.
    """
    dates, rows = to_days(days), np.atleast_2d(np.asarray(amounts, dtype=np.float64))
    if rows.shape[1] != dates.size or not np.isfinite(rows).all():
        raise InvalidSpecification(
            f"{dates.size} dates, flows of shape {rows.shape}: give one amount per date, 0 for none."
        )
    closing_day = to_days([closing_on])
    check_order(dates)
    _check_last(dates[-1], closing_day[0])
    at_flows, at_close = benchmark.known(dates).levels, benchmark.known(closing_day)
    units, lowest = np.empty(rows.shape[0]), np.empty(rows.shape[0])
    for start in range(0, rows.shape[0], _BATCH_ROWS):
        chunk = slice(start, start + _BATCH_ROWS)
        units[chunk], lowest[chunk] = _side_by_side(rows[chunk], at_flows)
    return _settled(dates, rows, at_flows, units, lowest, at_close)


def _side_by_side(rows: Floats, levels: Floats) -> tuple[Floats, Floats]:
    """Each row's closing sum of units traded and its lowest running sum (at most 0), walking all accounts through time at once."""
    by_date = np.array(rows.T, order="C")  # always a copy: the rows are the caller's
    by_date /= levels[:, None]
    running, lowest = np.zeros(rows.shape[0]), np.zeros(rows.shape[0])
    for traded in by_date:
        np.add(running, traded, out=running)
        np.minimum(lowest, running, out=lowest)
    return running, lowest


def _settled(
    dates: Days, rows: Floats, levels: Floats, units: Floats, lowest: Floats, at_close: KnownLevels
) -> MatchedBatch:
    """Rows that never ran short hold what they traded; the others are gone through flow by flow."""
    shortfalls, exhausted_on = np.zeros(units.size), np.full(units.size, np.datetime64("NaT"), dtype="datetime64[D]")
    below = np.flatnonzero(lowest < 0)
    held, missing = units_held(rows[below], levels)
    if missing is not None:
        units[below], shortfalls[below] = held[:, -1], missing @ levels
        short = missing.any(axis=1)
        exhausted_on[below[short]] = dates[(missing[short] > 0).argmax(axis=1)]
    return MatchedBatch(units * at_close.levels[0], shortfalls, exhausted_on, bool(at_close.carried))
