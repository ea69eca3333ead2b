"""What is asked of, and answered by, “the same money in a benchmark”, with flows and levels sent along?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.server.fields import Currency, IsoDate, Money, NonNegative, Positive, Question, Text
from api.server.rates import RateQuotation, RiskFreePercent, TaxPercent
from core.market.deposit_rate import Quotation
from studies.answers.chart_points import ChartPoints
from studies.answers.fields import Answer, Finite, origin


class Flow(Question):
    """One external cash flow: positive into the portfolio, negative out of it."""

    date: IsoDate
    amount: Money


class Level(Question):
    """The benchmark's level on a date."""

    date: IsoDate
    level: Positive


class CashFlowMatchQuestion(Question):
    """Flows, the benchmark's levels, and what the portfolio is worth at the end."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "flows": [{"date": "2023-01-01", "amount": 10000}, {"date": "2023-06-01", "amount": 5000}],
                    "levels": [
                        {"date": "2023-01-01", "level": 100},
                        {"date": "2023-06-01", "level": 110},
                        {"date": "2024-01-01", "level": 120},
                    ],
                    "closing_value": None,
                    "as_of": "2024-01-01",
                    "risk_free_rate": 7.0,
                }
            ]
        }
    )

    flows: Annotated[list[Flow], Field(min_length=1, max_length=20_000, description="External flows, in any order.")]
    levels: Annotated[
        list[Level], Field(min_length=1, max_length=50_000, description="One level per date, in any order.")
    ]
    closing_value: Annotated[
        NonNegative | None, Field(description="The portfolio's value on `as_of`; null leaves `portfolio_xirr` null.")
    ] = None
    as_of: Annotated[
        IsoDate | None, Field(description="Valuation date; unless given, that of the last level or flow.")
    ] = None
    risk_free_rate: RiskFreePercent = 7.0
    rate_quotation: RateQuotation = Quotation.EFFECTIVE
    tax_rate: TaxPercent = 0.0
    benchmark_name: Text = "benchmark"
    currency: Annotated[Currency | None, Field(description="Of flows and levels alike; only for sentences.")] = None
    points: Annotated[
        Literal["thinned", "all"], Field(description="Chart points: about 1,000 at most, or every date.")
    ] = "thinned"


class MatchPoint(Answer):
    """All three accounts on one date."""

    date: dt.date
    benchmark_value: Finite
    invested_amount: Finite
    risk_free_value: Finite


class MatchClosing(Answer):
    """The accounts at the end."""

    date: Annotated[dt.date, origin("as_of")]
    benchmark_value: Annotated[Finite, origin("benchmark.closing_value")]
    invested_amount: Annotated[Finite, origin("invested.-1")]
    risk_free_value: Annotated[Finite, origin("risk_free.closing_value")]
    portfolio_value: Annotated[Finite | None, origin("closing_value")]


class CashFlowMatchAnswer(Answer):
    """Internal rates of return as fractions a year (ACT/365)."""

    benchmark_xirr: Annotated[Finite | None, origin("benchmark.money_weighted.rate")]
    portfolio_xirr: Annotated[Finite | None, origin("portfolio_xirr.rate")]
    risk_free_xirr: Annotated[Finite | None, origin("risk_free.money_weighted.rate")]
    xirr_difference: Annotated[Finite | None, Field(description="Portfolio XIRR minus benchmark XIRR.")]
    closing: MatchClosing
    exhausted_on: Annotated[
        dt.date | None,
        origin("benchmark.account.exhausted_on"),
        Field(description="When a withdrawal emptied the benchmark account."),
    ]
    shortfall: Annotated[
        Finite,
        origin("benchmark.account.shortfall"),
        Field(description="What could not be withdrawn from the benchmark account."),
    ]
    risk_free_exhausted_on: Annotated[dt.date | None, origin("risk_free.account.exhausted_on")]
    risk_free_shortfall: Annotated[Finite, origin("risk_free.account.shortfall")]
    as_of: dt.date
    carried_days: Annotated[
        int,
        origin("benchmark.account.carried_days"),
        Field(description="Dates whose benchmark level is that of an earlier day."),
    ]
    benchmark_name: Annotated[str, origin("benchmark.account.name")]
    risk_free_name: Annotated[str, origin("risk_free.account.name")]
    chart_data: list[MatchPoint]
    chart_points: ChartPoints
    reasons: Annotated[dict[str, str], Field(description="Why a number is null, by the name of its field.")]
    notes: Annotated[list[str], Field(description="What a reader should know about the numbers.")]
