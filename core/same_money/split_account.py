"""What would the whole money have become, every payment split over the categories' benchmarks in the same fixed shares?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Days, Floats, LevelSeries
from core.returns.cash_flows import CashFlows
from core.same_money.account import AccountPath, MatchedAccount
from core.same_money.lots import SplitParts

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


@dataclass(frozen=True, slots=True, eq=False)
class SplitSteps:
    """What happens on each date of a timeline (m dates): money moves, everything is reset; and the target (a column) for each."""

    amounts: Floats
    target: NDArray[np.intp]
    reset_to: NDArray[np.intp]  # −1: no reset on this date


def split_account(
    flows: CashFlows, legs: Sequence[LevelSeries], shares: Floats, dates: Days, name: str
) -> MatchedAccount:
    """Every payment split over the legs by ``shares`` (shape (k,), sum 1) and left alone; a withdrawal leaves them in proportion.

    Each leg has a level on each of ``dates`` (shape (n,)), which hold every flow's date. A withdrawal larger than the account
    empties it.
    """
    levels = np.stack([leg.known(dates).levels for leg in legs])
    places = np.searchsorted(dates, flows.days)
    amounts, never = np.zeros(dates.size), np.full(dates.size, -1, dtype=np.intp)
    amounts[places] = flows.amounts
    steps = SplitSteps(amounts, np.zeros(dates.size, dtype=np.intp), never)
    values, unpaid = split_values(steps, levels, np.asarray(shares)[:, None])
    simulated = any(leg.simulated for leg in legs)
    path = AccountPath(values, unpaid[places])
    return path.named(name, legs[0].currency, legs[0].basis, dates, flows, simulated=simulated)


def split_values(
    steps: SplitSteps, levels: Floats, targets: Floats, simple: NDArray[np.bool_] | None = None
) -> tuple[Floats, Floats]:
    """What the account is worth after each date, shape (m,), and what a withdrawal could not be paid, shape (m,).

    ``levels``: shape (k, m). ``targets``: shape (k, t), a column for each target. ``simple``: shape (k,), the legs that earn simple
    interest, each payment from its own day. A reset comes after its date's flow.
    """
    values, unpaid = np.zeros(steps.amounts.size), np.zeros(steps.amounts.size)
    parts, gross = SplitParts.empty(np.zeros(levels.shape[0], dtype=np.bool_) if simple is None else simple), 0.0
    events = np.flatnonzero((steps.amounts != 0) | (steps.reset_to >= 0))
    for at, until in zip(events.tolist(), [*events[1:].tolist(), steps.amounts.size], strict=True):
        amount, level = float(steps.amounts[at]), levels[:, at]
        gross += abs(amount)
        if amount > 0:
            parts.buy(amount * targets[:, steps.target[at]], level)
        elif amount < 0:
            worth = float(parts.worth(level).sum())
            rest = worth + amount
            unpaid[at] = -rest if rest < -_ROUNDING * gross else 0.0
            parts.keep(rest / worth if rest > _ROUNDING * gross else 0.0, level)
        if steps.reset_to[at] >= 0:
            parts.reset(parts.worth(level).sum() * targets[:, steps.reset_to[at]], level)
        values[at:until] = parts.worth(levels[:, at:until]).sum(axis=0)
    return values, unpaid
