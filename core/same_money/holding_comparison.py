"""What would the money in each holding have become in the benchmark? Every holding beside its own same-money account."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InsufficientData
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.comparison import SameMoney, compare_same_money
from core.valuation.portfolio_value import Holding, Valuation
from core.wording import spoken_date

NO_DEPOSIT = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class HoldingComparison:
    """One holding. ``same_money``: it beside the benchmark account fed with its own flows; None with a ``reason``."""

    holding: Holding
    same_money: SameMoney | None
    reason: str | None = None

    @property
    def benchmark_value(self) -> float | None:
        """What the benchmark account is worth at the end, in the portfolio's currency."""
        return None if self.same_money is None else self.same_money.benchmark.closing_value

    @property
    def xirr_difference(self) -> float | None:
        """Holding XIRR minus benchmark XIRR, a fraction a year; None where either is."""
        return None if self.same_money is None else self.same_money.xirr_difference

    @property
    def ahead(self) -> float | None:
        """The holding's closing value minus the benchmark account's; negative is behind."""
        return None if self.same_money is None else self.same_money.ahead


def compare_holdings(
    valuation: Valuation, benchmark: LevelSeries, rates: ExchangeRates, period: Period | None = None
) -> tuple[HoldingComparison, ...]:
    """Every holding of the valuation beside the benchmark over ``period`` (None: since its own first flow), in their order.

    A holding that the period or the benchmark's data does not reach has a reason instead. Raises MissingExchangeRateError when the
    currencies differ and no rate joins them.
    """
    rates.convert(benchmark, valuation.currency)
    return tuple(_compared(valuation, holding, benchmark, rates, period) for holding in valuation.holdings)


def _compared(
    valuation: Valuation, holding: Holding, benchmark: LevelSeries, rates: ExchangeRates, period: Period | None
) -> HoldingComparison:
    own = valuation.select({holding.symbol}, holding.name)
    try:
        compared = compare_same_money(own, benchmark, rates, NO_DEPOSIT, period)
    except InsufficientData as missing:
        return HoldingComparison(holding, None, missing.message)
    if not compared.portfolio.flows.amounts.any():
        start, end = spoken_date(compared.period.start), spoken_date(compared.period.end)
        return HoldingComparison(holding, None, f"{holding.name} was not held between {start} and {end}.")
    return HoldingComparison(holding, compared)
