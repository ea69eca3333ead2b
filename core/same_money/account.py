"""What if the same money had gone into an index? An account that buys and sells units whenever the portfolio's owner did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification
from core.market.levels import Basis, Days, Floats, LevelSeries, to_date, to_days
from core.returns.cash_flows import CashFlows
from core.wording import spoken_date

Places = NDArray[np.intp]

_ROUNDING = 1e-12  # of all units ever traded: a shortage below it is rounding, not money that was missing


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
    """An account's values on the valuation dates, shape (n,), and what it could not pay of each flow, shape (k,)."""

    values: Floats
    unpaid: Floats

    def named(
        self,
        name: str,
        currency: str,
        basis: Basis,
        dates: Days,
        flows: CashFlows,
        *,
        carried_days: int = 0,
        simulated: bool = False,
    ) -> MatchedAccount:
        """The account with all that explains it; its arrays become read-only."""
        self.values.setflags(write=False)
        self.unpaid.setflags(write=False)
        short = self.unpaid > 0
        return MatchedAccount(
            name=name,
            currency=currency,
            basis=basis,
            dates=read_only(dates),
            values=self.values,
            flows=flows,
            unpaid=self.unpaid,
            exhausted_on=to_date(flows.days[int(np.argmax(short))]) if short.any() else None,
            shortfall=float(self.unpaid.sum()),
            carried_days=carried_days,
            simulated=simulated,
        )


def units_held(amounts: Floats, levels: Floats) -> tuple[Floats, Floats | None]:
    """Units after each flow, and the units that were missing for it (None when nothing was); both of shape (n,), ≥ 0.

    Each flow trades at its level and a withdrawal takes no more than there is. With S the running sum of amount/level the units are
    S − min(0, running minimum of S): whatever S fell below 0 was never paid. ``amounts``: positive into the
    account, in date order; ``levels``: > 0.
    """
    traded = amounts / levels
    running = traded.cumsum()
    if running.size == 0 or running.min() >= 0:
        return running, None
    debt = np.minimum.accumulate(np.minimum(running, 0.0))
    missing = -np.diff(debt, prepend=0.0)
    units = running - debt
    tolerance = _ROUNDING * np.abs(traded).sum()
    missing[missing <= tolerance] = 0.0
    units[units <= tolerance] = 0.0
    return units, missing


def match_cash_flows(flows: CashFlows, benchmark: LevelSeries, on: Days) -> MatchedAccount:
    """The account's value on each date of ``on`` (shape (n,), ascending), had every flow gone into the benchmark.

    ``flows`` are in the benchmark's currency and no later than the last date. Levels are the last known on or before a date. Raises
    MissingLevelsError where none counts any more, InvalidSpecification for dates out of order or a flow after the last one.
    """
    dates = to_days(on)
    window = _window(benchmark, dates)
    if window is None:
        check_order(dates)
    places = flow_places(flows, dates)
    at_flows, at_dates, carried = _levels(benchmark, window, flows, dates, places)
    return account_path(flows, places, at_flows, at_dates).named(
        benchmark.name,
        benchmark.currency,
        benchmark.basis,
        dates,
        flows,
        carried_days=carried,
        simulated=benchmark.simulated,
    )


def read_only(dates: Days) -> Days:
    """The dates as an array that cannot be written to, without touching one that belongs to the caller."""
    if not dates.flags.writeable:
        return dates
    copy = dates.copy()
    copy.setflags(write=False)
    return copy


def flow_places(flows: CashFlows, dates: Days) -> Places:
    """For each flow the first of ``dates`` on or after it, shape (k,); raises InvalidSpecification for a flow after the last one."""
    if flows.days.size and flows.days[-1] > dates[-1]:
        raise InvalidSpecification(
            f"A flow of {spoken_date(to_date(flows.days[-1]))} lies after the last valuation date, "
            f"{spoken_date(to_date(dates[-1]))}. Leave it out, or value the account later."
        )
    return dates.view(np.int64).searchsorted(flows.days.view(np.int64))


def check_order(dates: Days) -> None:
    """Raises InvalidSpecification unless there are dates, each after the one before."""
    asked = dates.view(np.int64)
    if dates.ndim != 1 or dates.size == 0 or not (asked[1:] > asked[:-1]).all():
        raise InvalidSpecification("Dates must be given and must increase, without repeats. Sort them.")


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
    """Levels at the flows; levels on the dates; how many of them are carried. 1 where they do not matter: where nothing moves, and
    before the first flow that does."""
    if window is None:
        moving = np.flatnonzero(flows.amounts)
        first = int(places[moving[0]]) if moving.size else dates.size
        known = benchmark.known(dates[first:])
        return _levels_at(benchmark, flows), np.concatenate((np.ones(first), known.levels)), known.carried
    at_dates = benchmark.levels[window]
    on_dates = (dates.view(np.int64)[places] == flows.days.view(np.int64)).all()
    return at_dates[places] if on_dates else _levels_at(benchmark, flows), at_dates, 0


def _levels_at(benchmark: LevelSeries, flows: CashFlows) -> Floats:
    """A day whose flows cancel buys nothing, so that no level need be known then."""
    moving, levels = flows.amounts != 0, np.ones(flows.days.size)
    levels[moving] = benchmark.known(flows.days[moving]).levels
    return levels


def account_path(flows: CashFlows, places: Places, at_flows: Floats, at_dates: Floats) -> AccountPath:
    """The account through time. ``at_flows``: level at each flow, shape (k,); ``at_dates``: level on each date, shape (n,)."""
    units, missing = units_held(flows.amounts, at_flows)
    bounds, held = np.empty(places.size + 2, dtype=np.intp), np.empty(places.size + 1)
    bounds[0], bounds[1:-1], bounds[-1] = 0, places, at_dates.size
    held[0], held[1:] = 0.0, units
    values = held.repeat(bounds[1:] - bounds[:-1])
    values *= at_dates
    return AccountPath(values, np.zeros(units.size) if missing is None else missing * at_flows)
