"""What would the whole money have become, every payment split over the categories' benchmarks in the same fixed shares?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.market.levels import Days, Floats, LevelSeries, to_date
from core.returns.cash_flows import CashFlows
from core.same_money.account import MatchedAccount, own

_ROUNDING = 1e-12  # of all money ever moved: a shortage, or a rest, below it is rounding


def money_days(invested: Sequence[Floats], dates: Days) -> Floats:
    """The average share of the money put in that lay in each part, shape (k,): Σ over the days of what was invested, normalised.

    ``invested``: per part shape (n,), ≥ 0, on ``dates``. Performance does not enter, so that payments which are always split alike
    give exactly that split. Where nothing stayed invested over any day, the parts share equally.
    """
    lengths = np.append(np.diff(dates).astype(np.float64), 1.0)
    weights = np.array([float((one * lengths).sum()) for one in invested])
    total = float(weights.sum())
    return weights / total if total > 0 else np.full(len(weights), 1.0 / len(weights))


def split_account(
    flows: CashFlows, legs: Sequence[LevelSeries], shares: Floats, dates: Days, name: str
) -> MatchedAccount:
    """Every payment split over the legs by ``shares`` (shape (k,), sum 1) and left alone; a withdrawal leaves them in proportion.

    Each leg has a level on each of ``dates`` (shape (n,)), which hold every flow's date. A withdrawal larger than the account
    empties it.
    """
    levels = np.stack([leg.known(dates).levels for leg in legs])
    units, unpaid = _walk(flows, levels, np.asarray(shares), dates)
    short = unpaid > 0
    values = (units * levels).sum(axis=0)
    for array in (values, unpaid):
        array.setflags(write=False)
    return MatchedAccount(
        name=name,
        currency=legs[0].currency,
        basis=legs[0].basis,
        dates=own(dates),
        values=values,
        flows=flows,
        unpaid=unpaid,
        exhausted_on=to_date(flows.days[int(np.argmax(short))]) if short.any() else None,
        shortfall=float(unpaid.sum()),
        simulated=any(leg.simulated for leg in legs),
    )


def _walk(flows: CashFlows, levels: Floats, shares: Floats, dates: Days) -> tuple[Floats, Floats]:
    """Units of each leg after each date, shape (k, n), and what each flow could not be paid, shape (flows,)."""
    units, unpaid = np.zeros(levels.shape), np.zeros(flows.days.size)
    held, gross = np.zeros(shares.size), 0.0
    places = np.searchsorted(dates, flows.days).tolist()
    for number, (at, until) in enumerate(zip(places, [*places[1:], dates.size], strict=True)):
        amount, level = float(flows.amounts[number]), levels[:, at]
        gross += abs(amount)
        if amount > 0:
            held = held + amount * shares / level
        elif amount < 0:
            worth = float((held * level).sum())
            rest = worth + amount
            unpaid[number] = -rest if rest < -_ROUNDING * gross else 0.0
            held = held * (rest / worth) if rest > _ROUNDING * gross else np.zeros(shares.size)
        units[:, at:until] = held[:, None]
    return units, unpaid
