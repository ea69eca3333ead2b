"""How do bare flows compare with a benchmark and a deposit, when there is no portfolio behind them to be valued?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from core.errors import InsufficientData
from core.market.levels import Days, Floats, LevelSeries, frozen, to_date, to_day
from core.market.period import Period
from core.market.yields import YieldSeries
from core.returns.cash_flows import CashFlows, MoneyWeightedReturn, xirr
from core.same_money.account import match_cash_flows
from core.same_money.comparison import AccountSide, account_side, rate_difference
from core.same_money.deposit import risk_free_account
from core.wording import spoken_date

NO_CLOSING_VALUE = "No closing value was given, so the portfolio's own rate cannot be known."


@dataclass(frozen=True, slots=True, eq=False)
class FlowComparison:
    """The accounts that took the flows, on ``dates`` (shape (n,)), and the portfolio's rate where its closing value is known.

    ``invested``: shape (n,), money put in minus money taken out so far, at least 0. ``flows``: those up to the last date;
    ``later_flows`` more lie after it and are left out.
    """

    flows: CashFlows
    dates: Days
    invested: Floats
    benchmark: AccountSide
    risk_free: AccountSide
    portfolio_xirr: MoneyWeightedReturn
    closing_value: float | None
    later_flows: int

    def __post_init__(self) -> None:
        for name in ("dates", "invested"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    @property
    def as_of(self) -> date:
        return to_date(self.dates[-1])

    @property
    def xirr_difference(self) -> float | None:
        """Portfolio XIRR minus benchmark XIRR, a fraction a year; None where either is."""
        return rate_difference(self.portfolio_xirr, self.benchmark.money_weighted)


def compare_flows(
    flows: CashFlows,
    benchmark: LevelSeries,
    risk_free_rate: float | YieldSeries,
    as_of: date | None = None,
    closing_value: float | None = None,
) -> FlowComparison:
    """Put the flows (positive into the portfolio, in the benchmark's currency) into the benchmark and into a deposit.

    ``as_of``: the valuation date, else that of the last level or flow, whichever is later. ``closing_value``: what the portfolio is
    worth then, None where it is not known. Raises InsufficientData without a flow up to ``as_of``, MissingLevelsError where the
    benchmark has no level that still counts.
    """
    if flows.days.size == 0:
        raise InsufficientData("No flow was given, so there is nothing to compare. Give at least one.")
    end = as_of or to_date(max(benchmark.dates[-1], flows.days[-1]))
    first = to_date(flows.days[0])
    if first > end:
        raise InsufficientData(
            f"The first flow is of {spoken_date(first)}, after the valuation date {spoken_date(end)}. Value it later.",
            first_flow=first.isoformat(),
            as_of=end.isoformat(),
        )
    kept = flows.within(Period(first, end))
    dates = _dates(kept, benchmark, end)
    rate = MoneyWeightedReturn(None, NO_CLOSING_VALUE) if closing_value is None else xirr(kept, closing_value, end)
    return FlowComparison(
        kept,
        dates,
        _invested(kept, dates),
        account_side(match_cash_flows(kept, benchmark, dates)),
        account_side(risk_free_account(kept, risk_free_rate, dates, benchmark.currency)),
        rate,
        closing_value,
        int(flows.days.size - kept.days.size),
    )


def _dates(flows: CashFlows, benchmark: LevelSeries, end: date) -> Days:
    """Every date from the first flow to the end with a level or a flow, and the end itself."""
    last = to_day(end)
    levels = benchmark.dates[(benchmark.dates >= flows.days[0]) & (benchmark.dates <= last)]
    return np.unique(np.concatenate([flows.days, levels, [last]]))


def _invested(flows: CashFlows, dates: Days) -> Floats:
    """Running sum of the flows on each date, at least 0."""
    running = np.concatenate([[0.0], np.cumsum(flows.amounts)])
    return np.asarray(np.maximum(running[np.searchsorted(flows.days, dates, side="right")], 0.0))
