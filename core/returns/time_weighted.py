"""How did the investments do, whatever the timing of the money? Daily time-weighted returns, linked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData
from core.market.levels import Days, Floats, LevelSeries, to_date, to_days
from core.market.period import Period
from core.market.rhythm import ONE_DAY
from core.returns.series import Positions, ReturnSeries, annualised, compounded
from core.wording import spoken_date

PART_OF_A_YEAR = "Less than one year is not annualised."
NOTHING_HELD = "Nothing was held in this time."


@dataclass(frozen=True, slots=True)
class StretchReturn:
    """The return of one stretch of days on which something was held, by itself; ``annualised`` is None below one year."""

    period: Period
    total: float
    annualised: float | None

    @classmethod
    def of(cls, period: Period, total: float) -> StretchReturn:
        return cls(period, total, annualised(total, period.days))


@dataclass(frozen=True, slots=True)
class TimeWeightedReturn:
    """A linked return over ``days`` calendar days; ``total`` is None with a ``reason``, ``annualised`` also below one year.

    ``stretches``: what was linked, each by itself, where there is more than one.
    """

    total: float | None
    annualised: float | None
    days: int
    reason: str | None = None
    stretches: tuple[StretchReturn, ...] = ()

    @property
    def yearly_or_total(self) -> float | None:
        """Annualised from one year on, else over the whole range."""
        return self.annualised if self.annualised is not None else self.total


def at_work(values: Floats, inflows: Floats, outflows: Floats, dealt: Floats) -> tuple[Floats, Floats]:
    """What is at work from each day's start and what it has become at its end, shape (n,) each; the first date has V_{−1} = 0.

    F = in − out − dealt is at work from the start of its day where it is positive, and until its end where negative: base
    V_{t−1} + max(F, 0), result V_t − dealt + max(−F, 0). ``dealt`` came in at the day's own price and so stands at its end. On a day
    that began with nothing all flows count gross: base in, result V_t + out.
    """
    before = np.concatenate([[0.0], values[:-1]])
    net = inflows - outflows - dealt
    base = np.where(before == 0, inflows, before + np.maximum(net, 0.0))
    result = values - dealt + np.maximum(-net, 0.0)
    result = np.where(values >= 0, np.maximum(result, 0.0), result)  # a deal a little above the close is no debt
    return base, np.where(before == 0, values + outflows, result)


def time_weighted_returns(dates: Days, values: Floats, inflows: Floats, outflows: Floats, dealt: Floats) -> Floats:
    """r_t = result/base − 1 of :func:`at_work`, shape (n,); NaN on days without a holding (:func:`held_days`).

    Raises InsufficientData when the holdings are worth less than nothing (debt larger than all that is held).
    """
    base, result = at_work(values, inflows, outflows, dealt)
    wrong = (base < 0) | (result < 0)
    if wrong.any():
        on = spoken_date(to_date(dates[int(np.argmax(wrong))]))
        raise InsufficientData(
            f"On {on} the portfolio is worth less than nothing, so it has no time-weighted return. Check the cash of that day."
        )
    growth = np.full(dates.size, np.nan)
    np.divide(result, base, out=growth, where=held_days(values, inflows, outflows))
    return growth - 1.0


def held_days(values: Floats, inflows: Floats, outflows: Floats) -> NDArray[np.bool_]:
    """On which days something was held, shape (n,): they began with it, or money bought something on them.

    Not on one on which money comes in to nothing and buys nothing, a charge before the first purchase or after the last sale: a return
    on nothing does not exist.
    """
    before = np.concatenate([[0.0], values[:-1]])
    return np.asarray((before != 0) | ((inflows > 0) & (values + outflows != 0)))


def growth_of_100(returns: ReturnSeries, currency: str, simulated: bool = False) -> LevelSeries:
    """The linked returns as levels, 100 on the day from which the first is earned; after a gap a stretch begins where the last one ended.

    Raises InsufficientData after a total loss, from which no level follows.
    """
    growth = _growth(returns)
    first, *others = (one.start for one in returns.stretches)
    bases = returns.began[[first, *others]]
    dates = np.insert(returns.dates, [first, *others], bases)
    levels = np.insert(growth[1:], [first, *others], growth[[first, *others]])
    return LevelSeries(returns.name, dates, levels, currency, simulated=simulated, restarts=bases[1:])


def _growth(returns: ReturnSeries) -> Floats:
    growth = 100.0 * np.cumprod(np.concatenate([[1.0], 1.0 + returns.returns]))
    if growth[-1] <= 0:
        lost = to_date(returns.dates[int(np.argmax(growth[1:] <= 0))])
        raise InsufficientData(f"{returns.name} lost everything on {spoken_date(lost)}; nothing can grow from there.")
    return growth


def growth_from_first_days(
    returns: ReturnSeries, starts: Positions, currency: str, simulated: bool = False
) -> LevelSeries:
    """The linked returns as levels whose stretches, which begin at ``starts``, begin at the end of their first day: its return joins the
    next one. A stretch of a single day begins on the day before, where that is free. Raises as :func:`growth_of_100` does.
    """
    growth = _growth(returns)
    dates: list[Days] = []
    levels: list[Floats] = []
    restarts: list[np.datetime64] = []
    for low, high in pairwise([*starts.tolist(), returns.dates.size]):
        own, grown = returns.dates[low:high], growth[low + 1 : high + 1]
        if high - low > 1:
            grown = np.concatenate([growth[low : low + 1], grown[1:]])
        elif not dates or dates[-1][-1] < own[0] - ONE_DAY:
            own, grown = np.array([own[0] - ONE_DAY, own[0]]), growth[low : high + 1]
        dates.append(own)
        levels.append(grown)
        restarts += [own[0]] if high - low > 1 or own.size > 1 else []
    return LevelSeries(
        returns.name,
        np.concatenate(dates),
        np.concatenate(levels),
        currency,
        simulated=simulated,
        restarts=to_days(restarts[1:]),
    )


def time_weighted_over(returns: ReturnSeries, period: Period, days: int | None = None) -> TimeWeightedReturn:
    """The returns after the period's start up to its end, linked; the first date of all counts too when the period starts there.

    ``days``: on how many of the period's days something was held, all of them unless given.
    """
    start, end = np.datetime64(period.start), np.datetime64(period.end)
    inside = (returns.dates <= end) & ((returns.dates > start) | (returns.dates[0] >= start))
    held = period.days if days is None else days
    if not inside.any() and period.days:
        return TimeWeightedReturn(None, None, held, NOTHING_HELD)
    return time_weighted(compounded(returns.returns[inside]), held)


def time_weighted(total: float, days: int) -> TimeWeightedReturn:
    """With its annualised form from one year on."""
    yearly = annualised(total, days)
    return TimeWeightedReturn(total, yearly, days, None if yearly is not None else PART_OF_A_YEAR)
