"""What if the same money had lain in a deposit? Growth at a fixed yearly rate or along a dated series of yields."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.market.deposit_rate import DepositRate, Quotation, deposit_name, quarterly_growth
from core.market.levels import Basis, Days, Floats, to_days, years_between
from core.market.yields import YieldSeries, checked_rate
from core.returns.cash_flows import CashFlows
from core.same_money.account import AccountPath, MatchedAccount, Places, account_path, check_order, flow_places
from core.same_money.lots import lot_account


def risk_free_account(flows: CashFlows, rate: float | YieldSeries, on: Days, currency: str = "") -> MatchedAccount:
    """The account's value on each date of ``on`` (shape (n,), ascending), had every flow gone into a deposit.

    Each flow grows by (1 + r)^(days/365) from its own date, on which it is worth exactly its amount; a withdrawal takes no more than
    there is. At a rate as a bank quotes it each flow is a deposit of its own, as a fixed deposit accrues: completed quarters from its
    own day, simple interest for the days after them, and a withdrawal takes the oldest first. Raises
    InvalidSpecification for a rate of −1 or below, dates out of order or a flow after the last one, and MissingLevelsError where the
    yields do not reach. ``carried_days``: dates after the last known yield.
    """
    dates = to_days(on)
    check_order(dates)
    places = flow_places(flows, dates)
    return _path(flows, places, dates, rate).named(
        rate.name if isinstance(rate, YieldSeries) else deposit_name(rate),
        currency,
        Basis.TOTAL,
        dates,
        flows,
        carried_days=int(np.count_nonzero(dates > rate.dates[-1])) if isinstance(rate, YieldSeries) else 0,
    )


def _path(flows: CashFlows, places: Places, dates: Days, rate: float | YieldSeries) -> AccountPath:
    if isinstance(rate, DepositRate) and rate.quotation is Quotation.BANK:
        return lot_account(flows, places, dates, partial(quarterly_growth, rate.net))
    return account_path(flows, places, *_growth(flows.days, dates, rate))


def _growth(flow_days: Days, dates: Days, rate: float | YieldSeries) -> tuple[Floats, Floats]:
    """What 1 put in with the first flow has become by each flow and by each date (1 before the first flow)."""
    if flow_days.size == 0:
        return np.empty(0), np.ones(dates.size)
    asked = np.concatenate((flow_days, np.maximum(dates, flow_days[0])))
    if isinstance(rate, YieldSeries):
        logs = rate.log_growth(asked)
        growth = np.exp(logs - logs[0])
    else:
        growth = np.exp(np.log1p(checked_rate(rate)) * years_between(asked, flow_days[0]))
    return growth[: flow_days.size], growth[flow_days.size :]
