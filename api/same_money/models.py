"""What is answered when a stored portfolio is put beside benchmarks? Rates, returns and weights in percent."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from api.same_money.cash_flow_models import ChartPoints
from api.same_money.category_models import CategoryData, CategorySplit
from api.server.fields import (
    Answer,
    Currency,
    Finite,
    IsoDate,
    Percent,
    Query,
    QueryPercentRate,
    StatedPercent,
    Symbol,
    origin,
)
from core.ledger.transaction import AssetType
from core.market.levels import Basis

InPercent = Annotated[Percent | None, Field(description="Percent.")]


class ComparisonQuestion(Query):
    """With what is a stored portfolio compared, over which range, and in which currency?"""

    benchmark_ticker: Annotated[
        list[Symbol] | None,
        Field(
            min_length=1, max_length=10, description="A catalogue index or any priced symbol; repeat it for several."
        ),
    ] = None
    risk_free_rate: Annotated[QueryPercentRate, Field(description="Percent a year, compounded yearly.")] = 7.0
    start: Annotated[IsoDate | None, Field(description="The first flow's date unless given.")] = None
    end: Annotated[IsoDate | None, Field(description="The valuation date unless given.")] = None
    as_of: Annotated[
        IsoDate | None, Field(description="Valuation date; the last one that the prices reach unless given.")
    ] = None
    benchmark_mode: Annotated[str | None, Field(description="`single`, `hybrid` or `category`.")] = None
    hybrid_preset: Annotated[str | None, Field(description="A ready blend, such as `CRISIL_HYBRID_35_65`.")] = None
    benchmark_id: Annotated[str | None, Field(description="Anything in the benchmark library, instead of tickers.")] = (
        None
    )
    hybrid_rebalance: Annotated[
        str | None, Field(description="Another rule than the blend's own: NONE, D, W, M, Q, S, A or DRIFT.")
    ] = None
    currency: Annotated[
        Currency | None, Field(description="The currency to tell it in; the portfolio's own unless given.")
    ] = None


class ChartedComparisonQuestion(ComparisonQuestion):
    """The same, with the points of the chart."""

    points: Annotated[
        Literal["thinned", "all"], Field(description="Chart points: about 1,000 at most, or every date.")
    ] = "thinned"


class AuditPackQuestion(ComparisonQuestion):
    """The same, as far as there are packs of it."""

    benchmark_mode: Annotated[str | None, Field(description="`single` or `hybrid`.")] = None
    currency: Annotated[
        Currency | None, Field(description="The portfolio's own; in another one there is no audit pack.")
    ] = None


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

    date: Annotated[dt.date, origin("period.end")]
    portfolio_value: Annotated[Finite, origin("portfolio.closing_value")]
    benchmark_value: Annotated[Finite, origin("benchmark.closing_value")]
    invested_amount: Annotated[Finite, origin("invested.-1")]
    risk_free_value: Annotated[Finite, origin("risk_free.closing_value")]
    ahead: Annotated[Finite, Field(description="Portfolio value minus benchmark value; negative is behind.")]
    ahead_of_risk_free: Finite


class BenchmarkSide(Answer):
    """The same money in one benchmark."""

    ticker: str
    name: Annotated[str, origin("levels.name")]
    currency: Annotated[str, origin("levels.currency")]
    basis: Annotated[
        Basis,
        origin("levels.basis"),
        Field(description="`price` leaves dividends out, `total` has them reinvested."),
    ]
    simulated: Annotated[bool, origin("levels.simulated")]
    xirr: Annotated[InPercent, origin("benchmark_xirr.rate")]
    xirr_difference: Annotated[
        InPercent, Field(description="Portfolio XIRR minus benchmark XIRR, in percentage points.")
    ]
    time_weighted_return: Annotated[InPercent, origin("benchmark_time_weighted.total")]
    time_weighted_return_annualised: Annotated[InPercent, origin("benchmark_time_weighted.annualised")]
    closing_value: Annotated[Finite, origin("benchmark.closing_value")]
    ahead: Finite
    exhausted_on: Annotated[
        dt.date | None,
        origin("benchmark.account.exhausted_on"),
        Field(description="When a withdrawal emptied the account."),
    ]
    shortfall: Annotated[Finite, origin("benchmark.account.shortfall")]
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
    weight: InPercent
    simulated: bool


class UnpricedLine(Answer):
    """A holding that could not be valued; neither its value nor its flows are in any number."""

    symbol: str
    name: str
    reason: str


class BenchmarkComparisonAnswer(Answer):
    """Rates and returns in percent, money in the portfolio's currency."""

    portfolio_id: str
    portfolio_name: Annotated[str, origin("name")]
    currency: str
    benchmark_ticker: str
    benchmark_name: str
    start: Annotated[dt.date, origin("period.start")]
    end: Annotated[dt.date, origin("period.end")]
    as_of: Annotated[dt.date, origin("valuation.as_of")]
    portfolio_xirr: Annotated[InPercent, origin("portfolio_xirr.rate")]
    benchmark_xirr: Annotated[InPercent, origin("benchmark_xirr.rate")]
    risk_free_xirr: Annotated[InPercent, origin("risk_free_xirr.rate")]
    xirr_difference: InPercent
    risk_free_difference: InPercent
    risk_free_rate: Annotated[StatedPercent, Field(description="Percent a year, as asked.")]
    risk_free_name: Annotated[str, origin("risk_free.account.name")]
    portfolio_time_weighted_return: Annotated[InPercent, origin("portfolio_time_weighted.total")]
    portfolio_time_weighted_return_annualised: Annotated[InPercent, origin("portfolio_time_weighted.annualised")]
    opening_value: Annotated[
        Finite,
        origin("portfolio.opening_value"),
        Field(description="Held at the start, counted as paid in on that day; 0 from the first flow on."),
    ]
    closing: ComparisonClosing
    risk_free_exhausted_on: Annotated[dt.date | None, origin("risk_free.account.exhausted_on")]
    risk_free_shortfall: Annotated[Finite, origin("risk_free.account.shortfall")]
    chart_data: list[ComparisonPoint]
    chart_points: ChartPoints
    category_data: Annotated[CategoryData | None, Field(description="By category, for benchmark_mode=category.")]
    category_split: Annotated[
        CategorySplit | None, Field(description="For benchmark_mode=category.", exclude_if=lambda split: split is None)
    ] = None
    benchmarks: Annotated[list[BenchmarkSide], Field(description="Every benchmark asked for, the first one first.")]
    holdings: Annotated[list[HoldingLine], origin("valuation.holdings")]
    unpriced: list[UnpricedLine]
    complete: Annotated[bool, Field(description="Whether every holding could be valued.")]
    carried_days: Annotated[
        int,
        origin("valuation.carried_days"),
        Field(description="Dates on which some holding stands at an earlier day's price."),
    ]
    cash: Annotated[
        str,
        origin("valuation.cash_account.reason"),
        Field(description="Whether the cash between deposits and purchases belongs to the portfolio."),
    ]
    simulated: Annotated[bool, Field(description="Whether any number rests on the sample's invented prices.")]
    reasons: Annotated[dict[str, str], Field(description="Why a number is null, by the name of its field.")]
    notes: list[str]
