"""What is asked of, and answered by, the comparison of two return series that were sent along?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field

from api.server.fields import IsoDate, Question, Return, Text
from api.server.rates import RateQuotation, RiskFreePercent, TaxPercent
from core.market.deposit_rate import Quotation
from studies.answers.fields import Answer, Day, Finite, Frequency, Statistic, origin

MOST_RETURNS = 50_000
PeriodsPerYear = Annotated[
    float | None,
    Field(
        strict=True,
        ge=1,
        le=366,
        allow_inf_nan=False,
        description="252 daily, 52 weekly, 12 monthly: the year's rate is then divided by as many. Unless given, observations ÷ years "
        "of the data, and a deposit's growth over the days of each observation.",
    ),
]


class DatedReturn(Question):
    """The simple return of a date as a fraction, earned since the observation before it."""

    date: IsoDate
    ret: Return


class ReturnComparisonQuestion(Question):
    """Two return series; dates that only one of them has are linked over, never filled in."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "portfolio": [{"date": "2023-01-31", "ret": 0.052}, {"date": "2023-02-28", "ret": 0.031}],
                    "benchmark": [{"date": "2023-01-31", "ret": 0.045}, {"date": "2023-02-28", "ret": 0.028}],
                    "periods_per_year": 12,
                    "risk_free_rate": 4.5,
                    "minimum_observations": 2,
                }
            ]
        }
    )

    portfolio: Annotated[list[DatedReturn], Field(min_length=1, max_length=MOST_RETURNS)]
    benchmark: Annotated[list[DatedReturn], Field(min_length=1, max_length=MOST_RETURNS)]
    periods_per_year: PeriodsPerYear = None
    risk_free_rate: RiskFreePercent = 4.0
    rate_quotation: RateQuotation = Quotation.EFFECTIVE
    tax_rate: TaxPercent = 0.0
    minimum_observations: Annotated[
        int,
        Field(
            strict=True,
            ge=0,
            le=MOST_RETURNS,
            description="Fewer common observations answer 422; at least two are needed.",
        ),
    ] = 20
    portfolio_name: Text = "portfolio"
    benchmark_name: Text = "benchmark"


class Fall(Answer):
    """The deepest fall from a running peak; `depth` is a fraction of the peak, at most 0."""

    depth: Finite
    peak: Annotated[dt.date | None, Field(description="Null where the peak is the starting value, which has no date.")]
    trough: dt.date | None
    recovery: Annotated[dt.date | None, Field(description="Null while it has not been made up for.")]


class SplitReturn(Answer):
    """Fractions over the range that add up to `total_return`."""

    risk_free: Finite
    market: Annotated[Finite, Field(description="What beta × (benchmark − risk-free) of each period brought, linked.")]
    selection: Annotated[Finite, Field(description="What neither brought, linked.")]


class ReturnComparisonAnswer(Answer):
    """Fractions, a year where a rate is meant; undefined is null with an entry in `reasons`."""

    observations: int
    start: Annotated[Day, origin("unlinked.0.dates.0"), Field(description="The first date whose return is compared.")]
    end: Annotated[Day, origin("portfolio.dates.-1")]
    alpha: Annotated[Statistic, Field(description="Jensen's alpha, arithmetic, a year.")]
    alpha_standard_error: Annotated[Statistic, origin("jensen.standard_error")]
    alpha_newey_west_error: Annotated[Statistic, origin("jensen.newey_west_error")]
    alpha_t: Annotated[Statistic, origin("jensen.t"), Field(description="Alpha over its Newey–West error.")]
    alpha_low: Annotated[Statistic, origin("jensen.interval.0"), Field(description="Lower end of the 95 % interval.")]
    alpha_high: Annotated[Statistic, origin("jensen.interval.1"), Field(description="Upper end of the 95 % interval.")]
    alpha_without_risk_free: Annotated[Statistic, Field(description="The same with a risk-free rate of 0.")]
    alpha_geometric: Statistic
    alpha_whole_period: Annotated[Statistic, Field(description="CAPM on the totals of the range, not a year.")]
    beta: Statistic
    beta_low: Annotated[
        Statistic, origin("beta_interval.0"), Field(description="Lower end of the 95 % interval (Newey–West).")
    ]
    beta_high: Annotated[Statistic, origin("beta_interval.1")]
    correlation: Statistic
    r_squared: Statistic
    tracking_error: Finite
    information_ratio: Annotated[
        Statistic, Field(description="mean(p − b) · periods / tracking error, before compounding.")
    ]
    information_ratio_annualised: Annotated[
        Statistic, Field(description="(annualised R_p − annualised R_b) / tracking error: of the totals' sign.")
    ]
    sharpe: Statistic
    benchmark_sharpe: Statistic
    sortino: Statistic
    treynor: Statistic
    m_squared: Statistic
    volatility: Finite
    benchmark_volatility: Finite
    downside_deviation: Finite
    mean_return: Annotated[Finite, Field(description="Arithmetic, a year.")]
    benchmark_mean_return: Finite
    max_drawdown: Annotated[
        Finite, origin("max_drawdown.depth"), Field(description="The deepest fall, a fraction of at most 0.")
    ]
    benchmark_max_drawdown: Annotated[Finite, origin("benchmark_max_drawdown.depth")]
    drawdown: Annotated[Fall, origin("max_drawdown")]
    benchmark_drawdown: Annotated[Fall, origin("benchmark_max_drawdown")]
    total_return: Annotated[Finite, Field(description="Linked over the range.")]
    benchmark_total_return: Finite
    excess_return: Annotated[Finite, Field(description="The difference of the two totals.")]
    up_capture: Statistic
    down_capture: Statistic
    batting_average: Finite
    return_split: Annotated[SplitReturn | None, Field(description="In three linked parts (Carino).")]
    market_return: Annotated[
        Statistic, Field(description="The whole-period form: beta × the benchmark's total return, whatever the rate.")
    ]
    selection_return: Annotated[
        Statistic, Field(description="The rest of the total return, interest and compounding included.")
    ]
    market_share: Statistic
    selection_share: Statistic
    risk_free_rate: Annotated[Finite, Field(description="The effective rate, after `tax_rate`, a fraction a year.")]
    periods_per_year: Finite
    frequency: Frequency
    reasons: dict[str, str]
    notes: list[str]
