"""What is asked of, and answered by, the index fit: the catalogue, one pair in percent, many candidates in fractions?"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from api.index.models.returns import MOST_RETURNS, DatedReturn, PeriodsPerYear
from api.server.fields import IsoDate, Name, Query, Question
from api.server.rates import QueryRiskFreePercent, QueryTaxPercent, RateQuotation, RiskFreePercent, TaxPercent
from core.market.deposit_rate import Quotation
from core.statistics.rolling import LONGEST_WINDOW, SHORTEST_WINDOW
from studies.answers.fields import Answer, Day, Finite, Frequency, LastDay, Statistic, origin

MOST_CANDIDATES, MOST_INDEXES = 200, 20

IndexSymbol = Annotated[str, Field(min_length=1, max_length=64)]


class FitQuery(Query):
    """What is compared with indexes, over which range?"""

    symbol: Annotated[str | None, Field(min_length=1, max_length=64, description="Any priced instrument or index.")] = (
        None
    )
    portfolio_id: Annotated[str | None, Field(min_length=1, max_length=64, description="In place of a symbol.")] = None
    start: Annotated[IsoDate | None, Field(description="As far as the data reaches unless given.")] = None
    end: Annotated[IsoDate | None, Field(description="As far as the data reaches unless given.")] = None
    risk_free_rate: QueryRiskFreePercent = 4.0
    rate_quotation: RateQuotation = Quotation.EFFECTIVE
    tax_rate: QueryTaxPercent = 0.0
    minimum_observations: Annotated[int, Field(ge=2, le=50_000, description="Fewer returns answer 422.")] = 20


class IndexFitQuery(FitQuery):
    """The same beside one or several indexes."""

    index: Annotated[
        list[IndexSymbol],
        Field(min_length=1, max_length=MOST_INDEXES, description="Symbols or names of the catalogue."),
    ]
    rolling_window: Annotated[
        int | None,
        Field(ge=SHORTEST_WINDOW, le=LONGEST_WINDOW, description="Observations a window; none unless given."),
    ] = None


class ScanQuery(FitQuery):
    """The same beside the whole catalogue."""

    chosen: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=64,
            description="The benchmark reported against, to be checked against the best fit.",
        ),
    ] = None


class IndexOut(Answer):
    """One entry of the catalogue."""

    symbol: str
    name: str
    region: str
    asset_class: str
    currency: str
    basis: Annotated[str, Field(description="`price` or `total` (dividends reinvested).")]
    constituents: int | None
    source: str


class IndexList(Answer):
    """Every index that something can be measured with."""

    indexes: list[IndexOut]


class Candidate(Question):
    """One index with its returns as fractions."""

    symbol: Annotated[Name, Field(max_length=64)]
    observations: Annotated[list[DatedReturn], Field(min_length=1, max_length=MOST_RETURNS)]


class FitQuestion(Question):
    """A portfolio's returns and those of the indexes it may behave like."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "portfolio": [{"date": "2023-01-31", "ret": 0.052}, {"date": "2023-02-28", "ret": 0.031}],
                    "candidates": [
                        {
                            "symbol": "SPY",
                            "observations": [
                                {"date": "2023-01-31", "ret": 0.045},
                                {"date": "2023-02-28", "ret": 0.028},
                            ],
                        }
                    ],
                    "periods_per_year": 12,
                    "minimum_observations": 2,
                }
            ]
        }
    )

    portfolio: Annotated[list[DatedReturn], Field(min_length=1, max_length=MOST_RETURNS)]
    candidates: Annotated[list[Candidate], Field(min_length=1, max_length=MOST_CANDIDATES)]
    periods_per_year: PeriodsPerYear = None
    risk_free_rate: RiskFreePercent = 4.0
    rate_quotation: RateQuotation = Quotation.EFFECTIVE
    tax_rate: TaxPercent = 0.0
    minimum_observations: Annotated[int, Field(strict=True, ge=0, le=MOST_RETURNS)] = 20
    chosen: Annotated[
        str | None,
        Field(max_length=64, description="The benchmark that is reported against, to be checked against the best fit."),
    ] = None


class CandidateFit(Answer):
    """Fractions, a year where a rate is meant; `return` is linked over the common dates."""

    total_return: Annotated[Finite, Field(alias="return")]
    excess_return: Finite
    alpha: Statistic
    beta: Statistic
    correlation: Statistic
    r_squared: Statistic
    tracking_error: Finite


class ChoiceOut(Answer):
    """Where the chosen benchmark stands among the plausible ones (correlation of at least 0.7, the best and the chosen)."""

    chosen: Annotated[str, origin("chosen.index")]
    plausible: Annotated[list[str], Field(description="Best fit first.")]
    rank_by_fit: int
    rank_by_excess: Annotated[int, Field(description="1 is the one with the largest excess return.")]
    reported_excess: Finite
    excess_over_best: Finite
    owed_to_choice: Annotated[Finite, Field(description="That excess less the one over the best.")]
    reading: str


class FitAnswer(Answer):
    """Every candidate on the dates that all series share, and the best benchmark: highest R², ties to the lower tracking error."""

    observations: int
    periods_per_year: Finite
    frequency: Frequency
    start: Annotated[Day, origin("first")]
    end: LastDay
    portfolio_return: Annotated[Finite, origin("total_return")]
    benchmarks: dict[str, CandidateFit]
    best_benchmark: Annotated[str, origin("best.index")]
    best_r_squared: Annotated[Finite, origin("best.r_squared")]
    runner_up: Annotated[str | None, origin("runner_up.index")]
    why: str
    choice: ChoiceOut | None
    reasons: Annotated[dict[str, str], Field(description="Why a candidate has no beta, by symbol.")]
    notes: list[str]
