"""What is answered when a stored portfolio is put beside benchmarks? Rates, returns and weights in percent."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from api.same_money.cash_flow_models import ChartPoints
from api.same_money.category_models import CategoryData, CategorySplit
from api.server.fields import Answer, Finite
from core.ledger.transaction import AssetType
from core.market.levels import Basis

Percent = Annotated[Finite | None, Field(description="Percent.")]


class ComparisonPoint(Answer):
    """All accounts on one date, in the portfolio's currency."""

    date: dt.date
    portfolio_value: Finite
    benchmark_value: Annotated[Finite, Field(description="The same money in the first benchmark.")]
    invested_amount: Finite
    risk_free_value: Finite
    benchmark_values: Annotated[
        dict[str, Finite] | None,
        Field(description="By ticker, only where several are asked for.", exclude_if=lambda values: values is None),
    ] = None


class ComparisonClosing(Answer):
    """The accounts at the end."""

    date: dt.date
    portfolio_value: Finite
    benchmark_value: Finite
    invested_amount: Finite
    risk_free_value: Finite
    ahead: Annotated[Finite, Field(description="Portfolio value minus benchmark value; negative is behind.")]
    ahead_of_risk_free: Finite


class BenchmarkSide(Answer):
    """The same money in one benchmark."""

    ticker: str
    name: str
    currency: str
    basis: Annotated[Basis, Field(description="`price` leaves dividends out, `total` has them reinvested.")]
    simulated: bool
    xirr: Percent
    xirr_difference: Annotated[Percent, Field(description="Portfolio XIRR minus benchmark XIRR, in percentage points.")]
    time_weighted_return: Percent
    time_weighted_return_annualised: Percent
    closing_value: Finite
    ahead: Finite
    exhausted_on: Annotated[dt.date | None, Field(description="When a withdrawal emptied the account.")]
    shortfall: Finite
    carried_days: int


class HoldingLine(Answer):
    """One holding at the as-of date; closed ones stay with value 0."""

    symbol: str
    name: str
    asset_type: AssetType
    currency: str
    quantity: Finite
    price: Annotated[Finite | None, Field(description="Last known, in the holding's currency.")]
    priced_on: dt.date | None
    value: Annotated[Finite, Field(description="In the portfolio's currency.")]
    invested: Finite
    gain: Finite
    weight: Percent
    simulated: bool


class UnpricedLine(Answer):
    """A holding that could not be valued; neither its value nor its flows are in any number."""

    symbol: str
    name: str
    reason: str


class BenchmarkComparisonAnswer(Answer):
    """Rates and returns in percent, money in the portfolio's currency."""

    portfolio_id: str
    portfolio_name: str
    currency: str
    benchmark_ticker: str
    benchmark_name: str
    start: dt.date
    end: dt.date
    as_of: dt.date
    portfolio_xirr: Percent
    benchmark_xirr: Percent
    risk_free_xirr: Percent
    xirr_difference: Percent
    risk_free_difference: Percent
    risk_free_rate: Annotated[Finite, Field(description="Percent a year, as asked.")]
    risk_free_name: str
    portfolio_time_weighted_return: Percent
    portfolio_time_weighted_return_annualised: Percent
    opening_value: Annotated[
        Finite, Field(description="Held at the start, counted as paid in on that day; 0 from the first flow on.")
    ]
    closing: ComparisonClosing
    risk_free_exhausted_on: dt.date | None
    risk_free_shortfall: Finite
    chart_data: list[ComparisonPoint]
    chart_points: ChartPoints
    category_data: Annotated[CategoryData | None, Field(description="By category, for benchmark_mode=category.")]
    category_split: Annotated[
        CategorySplit | None, Field(description="For benchmark_mode=category.", exclude_if=lambda split: split is None)
    ] = None
    benchmarks: Annotated[list[BenchmarkSide], Field(description="Every benchmark asked for, the first one first.")]
    holdings: list[HoldingLine]
    unpriced: list[UnpricedLine]
    complete: Annotated[bool, Field(description="Whether every holding could be valued.")]
    carried_days: Annotated[int, Field(description="Dates on which some holding stands at an earlier day's price.")]
    cash: Annotated[str, Field(description="Whether the cash between deposits and purchases belongs to the portfolio.")]
    simulated: Annotated[bool, Field(description="Whether any number rests on the sample's invented prices.")]
    reasons: Annotated[dict[str, str], Field(description="Why a number is null, by the name of its field.")]
    notes: list[str]
