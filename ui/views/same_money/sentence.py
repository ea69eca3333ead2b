"""Which facts does the headline need, and where do they stand in a comparison?"""

from __future__ import annotations

import numpy as np

from core.market.period import DAYS_PER_YEAR
from core.returns.cash_flows import CashFlows
from core.same_money.comparison import AccountSide, SameMoney
from ui.wording.headline import Alternative, Outcome
from ui.wording.number_format import listed


def outcome_of(same: SameMoney, begins_later: bool) -> Outcome:
    """The portfolio's side. ``begins_later``: the range leaves out part of the portfolio's life."""
    put_in, got_back = _both_ways(same.portfolio.flows)
    zero = same.at_zero
    return Outcome(
        currency=same.currency,
        invested=float(same.invested[-1]),
        closing=same.portfolio.closing_value,
        put_in=put_in,
        got_back=got_back,
        yearly=same.portfolio_xirr.rate,
        at_least_a_year=same.period.days >= DAYS_PER_YEAR,
        since=same.period.start if begins_later else None,
        never_kept=not begins_later and not same.portfolio.values.any(),
        at_zero=None if zero is None else (zero.closing_value, zero.money_weighted.rate),
        not_valued="" if zero is None else listed(zero.names, most=3),
        older=same.older_share,
    )


def alternative_of(side: AccountSide, name: str) -> Alternative:
    """One account's side under the name a sentence has for it."""
    return Alternative(name, side.closing_value, side.account.exhausted_on, side.account.shortfall)


def _both_ways(flows: CashFlows) -> tuple[float, float]:
    return float(np.maximum(flows.amounts, 0.0).sum()), float(-np.minimum(flows.amounts, 0.0).sum())
