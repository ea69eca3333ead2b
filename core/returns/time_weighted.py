"""How did the investments do, whatever the timing of the money? Daily time-weighted returns, linked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import InsufficientData
from core.market.levels import Days, Floats, LevelSeries, to_date
from core.market.period import Period
from core.returns.series import ReturnSeries, annualised, compounded
from core.wording import spoken_date

PART_OF_A_YEAR = "Less than one year is not annualised."


@dataclass(frozen=True, slots=True)
class TimeWeightedReturn:
    """A linked return over ``days`` calendar days; ``total`` is None with a ``reason``, ``annualised`` also below one year."""

    total: float | None
    annualised: float | None
    days: int
    reason: str | None = None

    @property
    def yearly_or_total(self) -> float | None:
        """Annualised from one year on, else over the whole range."""
        return self.annualised if self.annualised is not None else self.total


def time_weighted_returns(dates: Days, values: Floats, inflows: Floats, outflows: Floats) -> Floats:
    """r_t = (V_t + out_t)/(V_{t−1} + in_t) − 1, shape (n,): inflows at the start of the day, outflows at its end (GIPS 2020, 2.A.1).

    The first date has V_{−1} = 0. Where nothing is held and nothing comes in, the return is 0; so it is where money comes in to
    nothing and buys nothing, a charge before the first purchase or after the last sale: a return on nothing does not exist. Raises
    InsufficientData when the holdings are worth less than nothing (debt larger than all that is held).
    """
    before = np.concatenate([[0.0], values[:-1]])
    base, result = before + inflows, values + outflows
    wrong = (base < 0) | (result < 0)
    if wrong.any():
        on = spoken_date(to_date(dates[int(np.argmax(wrong))]))
        raise InsufficientData(
            f"On {on} the portfolio is worth less than nothing, so it has no time-weighted return. Check the cash of that day."
        )
    returns = np.zeros(dates.size)
    working = (base > 0) & ((before != 0) | (result != 0))
    np.divide(result, base, out=returns, where=working)
    return np.where(working, returns - 1.0, 0.0)


def growth_of_100(returns: ReturnSeries, currency: str, simulated: bool = False) -> LevelSeries:
    """The linked returns as levels, 100 on the day before the first return's date.

    Raises InsufficientData after a total loss, from which no level follows.
    """
    growth = 100.0 * np.cumprod(np.concatenate([[1.0], 1.0 + returns.returns]))
    if growth[-1] <= 0:
        lost = to_date(returns.dates[int(np.argmax(growth[1:] <= 0))])
        raise InsufficientData(f"{returns.name} lost everything on {spoken_date(lost)}; nothing can grow from there.")
    dates = np.concatenate([[returns.dates[0] - np.timedelta64(1, "D")], returns.dates])
    return LevelSeries(returns.name, dates, growth, currency, simulated=simulated)


def time_weighted_over(returns: ReturnSeries, period: Period) -> TimeWeightedReturn:
    """The returns after the period's start up to its end, linked; the first date of all counts too when the period starts there."""
    start, end = np.datetime64(period.start), np.datetime64(period.end)
    inside = (returns.dates <= end) & ((returns.dates > start) | (returns.dates[0] >= start))
    return time_weighted(compounded(returns.returns[inside]), period.days)


def time_weighted(total: float, days: int) -> TimeWeightedReturn:
    """With its annualised form from one year on."""
    yearly = annualised(total, days)
    return TimeWeightedReturn(total, yearly, days, None if yearly is not None else PART_OF_A_YEAR)
