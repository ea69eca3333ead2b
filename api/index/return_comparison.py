"""How do two return series become core's comparison, and that comparison JSON?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from api.index.models.returns import DatedReturn, Fall, ReturnComparisonAnswer, ReturnComparisonQuestion
from core.errors import InvalidSpecification
from core.market.levels import to_date, to_days
from core.returns.drawdown import Drawdown
from core.returns.series import ReturnSeries
from core.statistics.relative import Comparison, compare

SAME_NAME = (
    "alpha",
    "alpha_without_risk_free",
    "alpha_geometric",
    "alpha_whole_period",
    "beta",
    "correlation",
    "r_squared",
    "tracking_error",
    "information_ratio",
    "sharpe",
    "benchmark_sharpe",
    "sortino",
    "treynor",
    "m_squared",
    "volatility",
    "benchmark_volatility",
    "downside_deviation",
    "mean_return",
    "benchmark_mean_return",
    "total_return",
    "benchmark_total_return",
    "excess_return",
    "up_capture",
    "down_capture",
    "batting_average",
    "market_return",
    "selection_return",
    "market_share",
    "selection_share",
    "risk_free_rate",
    "periods_per_year",
)
OF_ALPHA = ("alpha_standard_error", "alpha_newey_west_error", "alpha_t", "alpha_low", "alpha_high")


class TooLarge(InvalidSpecification):
    """Returns that link to more than a number can hold."""

    def __init__(self) -> None:
        super().__init__("These returns are too large to compute with. Give fractions: 0.05 is 5\u202f%.")


def answer_return_comparison(question: ReturnComparisonQuestion) -> ReturnComparisonAnswer:
    """The question put to core and its answer in JSON's terms; raises TooLarge instead of answering with infinity."""
    portfolio = return_series(question.portfolio_name, question.portfolio)
    benchmark = return_series(question.benchmark_name, question.benchmark)
    try:
        with np.errstate(over="raise", invalid="raise"):
            found = compare(
                portfolio,
                benchmark,
                question.risk_free_rate / 100,
                question.periods_per_year,
                question.minimum_observations,
            )
            return _answer(found, list(_notes(found, portfolio, benchmark)))
    except (FloatingPointError, OverflowError):
        raise TooLarge from None


def return_series(name: str, rows: Sequence[DatedReturn]) -> ReturnSeries:
    """Dated returns in any order as core's series; raises InvalidSpecification for a date that stands twice."""
    ordered = sorted(rows, key=lambda row: row.date)
    return ReturnSeries(name, to_days([row.date for row in ordered]), np.array([row.ret for row in ordered]))


def _answer(found: Comparison, notes: list[str]) -> ReturnComparisonAnswer:
    own, market = found.max_drawdown, found.benchmark_max_drawdown
    return ReturnComparisonAnswer(
        observations=found.observations,
        start=to_date(found.portfolio.dates[0]),
        end=to_date(found.portfolio.dates[-1]),
        **{name: getattr(found, name) for name in SAME_NAME},
        **_errors_of_alpha(found),
        max_drawdown=own.depth,
        benchmark_max_drawdown=market.depth,
        drawdown=_fall(own),
        benchmark_drawdown=_fall(market),
        reasons=_reasons(found),
        notes=notes,
    )


def _errors_of_alpha(found: Comparison) -> Mapping[str, float | None]:
    if found.jensen is None:
        return dict.fromkeys(OF_ALPHA)
    low, high = found.jensen.interval or (None, None)
    errors = (found.jensen.standard_error, found.jensen.newey_west_error, found.jensen.t, low, high)
    return dict(zip(OF_ALPHA, errors, strict=True))


def _fall(drawdown: Drawdown) -> Fall:
    return Fall(depth=drawdown.depth, peak=drawdown.peak, trough=drawdown.trough, recovery=drawdown.recovery)


def _reasons(found: Comparison) -> dict[str, str]:
    """Core's reasons under the names of the answer's fields; the errors of alpha share one."""
    reasons = found.reasons
    shared = reasons.get("jensen.t") or reasons.get("alpha", "")
    own = {name: reason for name, reason in reasons.items() if name in SAME_NAME}
    return own | {name: shared for name, value in _errors_of_alpha(found).items() if value is None}


def _notes(found: Comparison, *given: ReturnSeries) -> Iterable[str]:
    """How many of the returns that were sent stand in no observation of their own."""
    for series in given:
        left = series.dates.size - found.observations
        if left:
            yield f"{left} of the {series.dates.size} returns of {series.name} have no date in common and are linked over or left out."
