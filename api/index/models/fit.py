"""What is asked of, and answered by, the index fit: the catalogue, one pair in percent, many candidates in fractions?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field

from api.index.models.returns import MOST_RETURNS, DatedReturn
from api.server.fields import (
    Answer,
    Day,
    Finite,
    FirstDay,
    IsoDate,
    LastDay,
    Name,
    Percent,
    PercentRate,
    Query,
    QueryPercentRate,
    Question,
    origin,
)
from core.statistics.rolling import LONGEST_WINDOW, SHORTEST_WINDOW

MOST_CANDIDATES, MOST_INDEXES = 200, 20

Statistic = Finite | None
IndexSymbol = Annotated[str, Field(min_length=1, max_length=64)]


class FitQuery(Query):
    """What is compared with indexes, over which range?"""

    symbol: Annotated[str | None, Field(min_length=1, max_length=64, description="Any priced instrument or index.")] = (
        None
    )
    portfolio_id: Annotated[str | None, Field(min_length=1, max_length=64, description="In place of a symbol.")] = None
    start: Annotated[IsoDate | None, Field(description="As far as the data reaches unless given.")] = None
    end: Annotated[IsoDate | None, Field(description="As far as the data reaches unless given.")] = None
    risk_free_rate: Annotated[QueryPercentRate, Field(description="Percent a year.")] = 4.0
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
        Field(min_length=1, max_length=64, description="The benchmark reported against, to be checked for flattery."),
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


class IndexHead(Answer):
    """The index of a comparison."""

    symbol: str
    name: str
    constituents: int | None


class Performance(Answer):
    """Percent; `volatility` a year, the others over the range. `max_drawdown` is at most 0."""

    total_return: Percent
    volatility: Percent
    max_drawdown: Percent


class AlertOut(Answer):
    """What is unlike its own history: the last `value` lies outside `low` to `high`, since a date."""

    kind: str
    since: dt.date
    value: Finite
    median: Finite
    low: Finite
    high: Finite
    message: str


class RollingPoint(Answer):
    """The window up to a date; null where the index never moved in it."""

    date: dt.date
    alpha: Annotated[Percent | None, Field(description="Percent a year.")]
    beta: Statistic
    correlation: Statistic


class RollingOut(Answer):
    """Rolling statistics, and the alerts of alpha decay, beta drift and correlation break (alpha in percent a year)."""

    window: int
    points: list[RollingPoint]
    alerts: list[AlertOut]


class IndexFitAnswer(Answer):
    """Percent, save for ratios; undefined is null with an entry in `reasons`."""

    symbol: Annotated[str | None, Field(description="Null for a portfolio.")]
    portfolio_id: str | None = None
    name: Annotated[str, origin("portfolio.name"), Field(description="The symbol, or the portfolio's name.")]
    index: IndexHead
    start: Annotated[Day, origin("portfolio.dates.0"), Field(description="The first date whose return is compared.")]
    end: Annotated[Day, origin("portfolio.dates.-1")]
    observations: int
    currency: str
    risk_free_rate: Percent
    stock_performance: Performance
    index_performance: Performance
    alpha: Annotated[Percent | None, Field(description="Jensen's alpha, a year.")]
    alpha_standard_error: Annotated[Percent | None, origin("jensen.newey_west_error"), Field(description="Newey–West.")]
    alpha_t: Annotated[Statistic, origin("jensen.t")]
    alpha_low: Annotated[
        Percent | None, origin("jensen.interval.0"), Field(description="Lower end of the 95 % interval.")
    ]
    alpha_high: Annotated[Percent | None, origin("jensen.interval.1")]
    beta: Statistic
    correlation: Statistic
    r_squared: Statistic
    tracking_error: Percent
    excess_return: Annotated[Percent, Field(description="The difference of the two total returns.")]
    sharpe_ratio: Annotated[Statistic, origin("sharpe")]
    information_ratio: Statistic
    up_capture: Annotated[Statistic, Field(description="A ratio: 1 is all of the index's rise.")]
    down_capture: Statistic
    market_return: Annotated[Percent | None, Field(description="Beta × the index's total return.")]
    selection_return: Annotated[Percent | None, Field(description="The rest of the total return.")]
    market_share: Annotated[Percent | None, Field(description="The market's part in percent of the total return.")]
    selection_share: Percent | None
    outperformance: Annotated[bool, Field(description="Whether its total return is above the index's.")]
    excess_low: Annotated[
        Percent,
        origin("band.low"),
        Field(description="Lower end of the 95 % block-bootstrap band of the yearly excess."),
    ]
    excess_high: Annotated[Percent, origin("band.high")]
    skill_or_luck: str
    months_to_significance: Annotated[int | None, Field(description="Months still needed; null beyond a century.")]
    readings: dict[str, str]
    rolling: Annotated[RollingOut | None, Field(description="Where `rolling_window` asks for it.")]
    simulated: bool
    reasons: dict[str, str]
    notes: list[str]
    further: Annotated[
        tuple[IndexFitAnswer, ...], Field(description="The same beside each further index that was asked for.")
    ] = ()


class ScannedIndex(Answer):
    """One index of a scan: percent, save for beta, correlation and R²; rates a year, returns over the range."""

    symbol: str
    name: Annotated[str, origin("index")]
    total_return: Percent
    excess_return: Percent
    alpha: Percent | None
    beta: Statistic
    correlation: Statistic
    r_squared: Statistic
    tracking_error: Percent
    reason: Annotated[str | None, Field(description="Why there is no beta or correlation.")]


class LeftOutIndex(Answer):
    """An index that is not among those compared."""

    symbol: str
    name: str
    reason: str


class ScanChoice(Answer):
    """Where the chosen benchmark stands among the plausible ones (correlation of at least 0.7, the best and the chosen), in percent."""

    chosen: str
    plausible: Annotated[list[str], Field(description="Symbols, best fit first.")]
    rank_by_fit: int
    rank_by_excess: Annotated[int, Field(description="1 is the one that flatters most.")]
    reported_excess: Percent
    excess_over_best: Percent
    owed_to_choice: Annotated[Percent, Field(description="Positive where the choice flatters.")]
    reading: str


class ScanAnswer(Answer):
    """A security or portfolio beside the whole catalogue, on the days that all of them share; in percent, save for ratios."""

    symbol: str | None
    portfolio_id: str | None
    name: Annotated[str, origin("security")]
    start: Annotated[FirstDay, Field(description="The first date whose return is compared.")]
    end: LastDay
    observations: int
    currency: str
    risk_free_rate: Finite
    total_return: Percent
    volatility: Percent
    best_benchmark: Annotated[
        str, Field(description="Its symbol: highest R², ties within 0.005 to the lower tracking error.")
    ]
    best_r_squared: Annotated[Finite, origin("best.r_squared")]
    runner_up: str | None
    why: str
    choice: Annotated[ScanChoice | None, Field(description="Where `chosen` asks for it.")]
    indexes: Annotated[list[ScannedIndex], Field(description="Best fit first.")]
    left_out: list[LeftOutIndex]
    simulated: bool
    notes: list[str]


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
    periods_per_year: Annotated[
        float, Field(strict=True, ge=1, le=366, allow_inf_nan=False, description="252 daily, 52 weekly, 12 monthly.")
    ] = 252
    risk_free_rate: Annotated[PercentRate, Field(description="Percent a year.")] = 4.0
    minimum_observations: Annotated[int, Field(strict=True, ge=0, le=MOST_RETURNS)] = 20
    chosen: Annotated[
        str | None,
        Field(max_length=64, description="The benchmark that is reported against, to be checked for flattery."),
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
    rank_by_excess: Annotated[int, Field(description="1 is the one that flatters most.")]
    reported_excess: Finite
    excess_over_best: Finite
    owed_to_choice: Annotated[Finite, Field(description="Positive where the choice flatters.")]
    reading: str


class FitAnswer(Answer):
    """Every candidate on the dates that all series share, and the best benchmark: highest R², ties to the lower tracking error."""

    observations: int
    start: FirstDay
    end: LastDay
    portfolio_return: Annotated[Finite, origin("total_return")]
    benchmarks: dict[str, CandidateFit]
    best_benchmark: Annotated[str, origin("best.index")]
    best_r_squared: Annotated[Finite, origin("best.r_squared")]
    runner_up: Annotated[str | None, origin("runner_up.index")]
    why: str
    choice: ChoiceOut | None
    reasons: Annotated[dict[str, str], Field(description="Why a candidate has no beta, by symbol.")]
