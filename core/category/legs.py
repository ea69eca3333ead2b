"""Which part of a category's money is measured with which benchmark, and what are that benchmark's levels on every date?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.category.rules import RISK_FREE, AssignedBenchmark, AssociationRule, benchmark_for
from core.category.scheme import Category
from core.category.window import CategoryFrame, CategoryWindow
from core.errors import InvalidSpecification
from core.market.constant_maturity import LONGEST_ACCRUED_TENOR, yield_log_growth
from core.market.deposit_rate import deposit_name
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, Floats, LevelSeries, to_day
from core.market.period import Period
from core.market.yields import YieldSeries, fixed_return_levels
from core.returns.cash_flows import CashFlows
from core.same_money.account import MatchedAccount, match_cash_flows
from core.same_money.benchmark_window import benchmark_levels
from core.same_money.deposit import risk_free_account
from core.valuation.portfolio_value import Valuation
from core.valuation.window import portfolio_window

NO_FLOWS = CashFlows(np.zeros(0, dtype="datetime64[D]"), np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """The money of one category that is measured with one benchmark.

    ``series``: the benchmark on all dates of the comparison, in the portfolio's currency; of the risk-free rate a flat stand-in until
    :meth:`at_rate` gives it one. ``origin``: its levels as they are known, None for a rate or yields. ``invested``: shape (n,), on the
    comparison's dates. ``symbols``: of its holdings. ``deposit``: the rate, of a leg that is measured with it. ``held``: whether the
    portfolio holds anything of it, or only the owner's mix asks for it.
    """

    category: Category
    benchmark: AssignedBenchmark
    flows: CashFlows
    invested: Floats
    series: LevelSeries
    origin: LevelSeries | None
    carried_days: int = 0
    held: bool = True
    notes: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    deposit: float | None = None

    @property
    def name(self) -> str:
        return self.series.name

    def account(self, flows: CashFlows, dates: Days) -> MatchedAccount:
        """The same flows in the leg's benchmark."""
        if self.deposit is None:
            return match_cash_flows(flows, self.series, dates)
        return risk_free_account(flows, self.deposit, dates, self.series.currency)

    def at_rate(self, rate: float, dates: Days) -> Leg:
        """The same leg; one that is measured with the risk-free rate grows at this one."""
        if self.benchmark != RISK_FREE:
            return self
        levels = fixed_return_levels(rate, dates)
        series = LevelSeries(deposit_name(rate), dates, levels, self.series.currency, Basis.TOTAL)
        return replace(self, series=series, deposit=rate)


@dataclass(frozen=True, slots=True, eq=False)
class LegSource:
    """Where the legs' levels come from: what each benchmark is, exchange rates, and the dates of the comparison."""

    known: Mapping[AssignedBenchmark, LevelSeries | YieldSeries]
    rates: ExchangeRates
    frame: CategoryFrame

    def leg(self, category: Category, benchmark: AssignedBenchmark, flows: CashFlows, invested: Floats) -> Leg:
        """A leg with its benchmark's levels on the comparison's dates."""
        dates, currency = self.frame.dates, self.frame.currency
        found = self.known.get(benchmark)
        if isinstance(found, YieldSeries):
            series = accrued_levels(found, dates, currency)
            return Leg(category, benchmark, flows, invested, series, None, notes=(_yield_note(found),))
        if isinstance(found, LevelSeries):
            known = benchmark_levels(found, self.rates, currency, dates)
            return Leg(category, benchmark, flows, invested, known.series, found, known.carried_days)
        if benchmark != RISK_FREE:
            raise InvalidSpecification(f"The benchmark {benchmark.symbol} was not given. Choose another one.")
        return Leg(category, benchmark, flows, invested, _flat(dates, currency), None)


def legs_of(window: CategoryWindow, rules: Sequence[AssociationRule], source: LegSource) -> Iterable[Leg]:
    """One leg for each benchmark that the rules give to the category's holdings, in the holdings' order."""
    groups: dict[AssignedBenchmark, list[str]] = {}
    for one in window.valuation.holdings:
        benchmark = benchmark_for(rules, window.category, one.symbol, one.asset_type)
        groups.setdefault(benchmark, []).append(one.symbol)
    for benchmark, symbols in groups.items():
        part = window.valuation.select(symbols, window.valuation.name)
        flows, invested = _money_inside(part, window, source.frame.dates)
        if flows.amounts.any():
            leg = source.leg(window.category, benchmark, flows, invested)
            yield replace(leg, symbols=tuple(symbols))


def unheld_leg(category: Category, benchmark: AssignedBenchmark, source: LegSource) -> Leg:
    """A leg without money: the owner's mix asks for a category that the portfolio does not hold."""
    return replace(source.leg(category, benchmark, NO_FLOWS, np.zeros(source.frame.dates.size)), held=False)


def accrued_levels(yields: YieldSeries, dates: Days, currency: str) -> LevelSeries:
    """What 1 becomes in what the yields are of, a deposit or a bond; a yield is never a price. Errors as in :func:`yield_log_growth`."""
    logs = yield_log_growth(yields, dates)
    return LevelSeries(yields.name, dates, np.exp(logs - logs[0]), currency, Basis.TOTAL)


def _money_inside(part: Valuation, window: CategoryWindow, dates: Days) -> tuple[CashFlows, Floats]:
    """The part's flows over the category's window, and what was invested in it on the comparison's dates, 0 before."""
    period = window.window.period
    cut = portfolio_window(part, Period(period.start, period.end), window.begins)
    invested = np.zeros(dates.size)
    inside = dates >= to_day(period.start)
    at = np.searchsorted(cut.dates, dates[inside], side="right") - 1
    invested[inside] = cut.invested[at]
    return cut.flows, invested


def _flat(dates: Days, currency: str) -> LevelSeries:
    return LevelSeries("the risk-free rate", dates, np.ones(dates.size), currency, Basis.TOTAL)


def _yield_note(yields: YieldSeries) -> str:
    """How a yield became levels."""
    if yields.tenor is not None and yields.tenor > LONGEST_ACCRUED_TENOR:
        return (
            f"{yields.name} is the yield of bonds of {yields.tenor:g} years: it counts as what a bond of always that tenor earned, "
            "interest and the change of its price."
        )
    accrues = f"{yields.name} is a yearly yield: interest accrues at it day by day, and it is never taken for a price."
    if yields.tenor is not None:
        return accrues
    return f"{accrues} For a bond of more than a year, what its price gained or lost when yields changed is left out."
