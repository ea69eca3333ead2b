"""What if deposits were at work only from the end of their day? The time-weighted return by the other timing of flows."""

from __future__ import annotations

import numpy as np

from core.errors import InsufficientData
from core.market.levels import to_date
from core.returns.series import ReturnSeries
from core.valuation.portfolio_value import Valuation
from core.wording import spoken_date


def returns_with_deposits_at_end(valuation: Valuation) -> ReturnSeries:
    """r_t = (V_t + out_t − in_t)/V_{t−1} − 1, and 0 where nothing was held the day before.

    Right where deposits buy at the close of their day; a deposit that is large beside what was there, and bought at another price than
    the close, then counts as a gain or loss of what was there. Raises InsufficientData where that is more than all of it.
    """
    usual = valuation.returns
    first = int(np.searchsorted(valuation.dates, usual.dates[0]))
    shown = slice(first, first + usual.dates.size)
    values, came = valuation.values[shown], valuation.inflows[shown]
    before = np.concatenate([[0.0], values[:-1]])
    after = values + valuation.outflows[shown] - came
    wrong = (before > 0) & (after < 0)
    if wrong.any():
        on = spoken_date(to_date(usual.dates[int(np.argmax(wrong))]))
        raise InsufficientData(
            f"With deposits at the end of the day the portfolio would have lost more than everything on {on}: the deposit of that day is "
            "too large beside what was held before. Count deposits from the start of their day."
        )
    held = before > 0
    returns = np.divide(after, before, out=np.ones_like(after), where=held) - 1.0
    return ReturnSeries(usual.name, usual.dates, np.where(held, returns, 0.0))
