"""Which holdings did better than the index with their own money on their own days?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.benchmark_window import benchmark_levels
from core.cash_flow_match import match_cash_flows
from core.cash_flows import CashFlows, MoneyWeightedReturn, xirr
from core.exchange_rates import ExchangeRates
from core.levels import LevelSeries, to_day, to_days
from core.period import Period
from core.portfolio_window import last_at, money_inside, with_opening
from core.same_money import AccountSide, account_side, common_period, difference
from core.valuation import Holding, Valuation


@dataclass(frozen=True, slots=True, eq=False)
class HoldingComparison:
    """One holding over the period beside an account that took the same flows; amounts in the portfolio's currency.

    ``opening_value``: at the period's start, counted as paid in then. ``closing_value``: at its end.
    """

    holding: Holding
    opening_value: float
    closing_value: float
    flows: CashFlows
    money_weighted: MoneyWeightedReturn
    benchmark: AccountSide

    @property
    def gain(self) -> float:
        """The closing value minus the net of all flows, the opening value among them."""
        return self.closing_value - float(self.flows.amounts.sum())

    @property
    def xirr_difference(self) -> float | None:
        """Holding XIRR minus benchmark XIRR, a fraction a year; None where either is."""
        return difference(self.money_weighted, self.benchmark.money_weighted)

    @property
    def ahead(self) -> float:
        """The holding's closing value minus its benchmark account's; negative is behind."""
        return self.closing_value - self.benchmark.closing_value


def compare_holdings(
    valuation: Valuation, benchmark: LevelSeries, rates: ExchangeRates, period: Period | None = None
) -> tuple[HoldingComparison, ...]:
    """Each holding that was held or traded within the period, in the order of ``valuation.holdings``.

    Period and errors as in :func:`core.same_money.compare_same_money`; beside tracked cash the flows are transfers from and to it.
    """
    common, _ = common_period(valuation, [benchmark], rates, period)
    edges = last_at(valuation.dates, to_days([common.start, common.end]))
    opened = common.start != valuation.begins
    openings = valuation.holding_values[edges[0]] if opened else np.zeros(len(valuation.holdings))
    closings = valuation.holding_values[edges[1]]
    flows = [
        with_opening(money_inside(holding.money, common, valuation.begins).net, float(opening), common.start)
        for holding, opening in zip(valuation.holdings, openings, strict=True)
    ]
    levels = _levels(benchmark, rates, valuation.currency, flows, common)
    return tuple(
        _compared(holding, (float(opening), float(closing)), own, levels, common)
        for holding, opening, closing, own in zip(valuation.holdings, openings, closings, flows, strict=True)
        if own.days.size
    )


def _levels(
    benchmark: LevelSeries, rates: ExchangeRates, currency: str, flows: list[CashFlows], period: Period
) -> LevelSeries:
    """The benchmark in the portfolio's currency on every flow date and on the last day."""
    days = np.unique(np.concatenate([*(own.days for own in flows), to_days([period.end])]))
    return benchmark_levels(benchmark, rates, currency, days).series


def _compared(
    holding: Holding, edges: tuple[float, float], flows: CashFlows, levels: LevelSeries, period: Period
) -> HoldingComparison:
    opening, closing = edges
    account = match_cash_flows(flows, levels, np.array([to_day(period.end)]))
    return HoldingComparison(holding, opening, closing, flows, xirr(flows, closing, period.end), account_side(account))
