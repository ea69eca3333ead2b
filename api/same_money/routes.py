"""What would a stored portfolio's money have become in a benchmark and in a deposit?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import Engine

from api.same_money.blend_choice import (
    BenchmarkChoice,
    BlendChoice,
    ByCategory,
    Tickers,
    benchmark_choice,
    blend_of,
    whole_benchmark,
    without_tickers,
)
from api.same_money.models import ChartedComparisonQuestion
from api.server.database import Store
from api.server.rates import asked_rate
from core.benchmark.blend import Blend
from data.clock import current_date
from studies.answers.same_money import AskedBenchmark, BenchmarkComparisonAnswer, comparison_answer
from studies.category import category_study
from studies.same_money import compare_with_benchmarks, read_benchmarks
from studies.valued import Valued, valued

router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"])


@router.get(
    "/{portfolio_id}/benchmark-comparison", summary="Put a portfolio beside one or several benchmarks and a deposit"
)
def benchmark_comparison(
    portfolio_id: Annotated[str, Path()], store: Store, question: Annotated[ChartedComparisonQuestion, Query()]
) -> BenchmarkComparisonAnswer:
    """Rates, returns and weights in percent, money in the portfolio's currency or in `currency`.

    Every flow of the portfolio buys or sells the benchmark on its day. What cannot be valued is in `unpriced` and in no number; what
    stands at a price that no longer counts is in `stale`. An index named here of which no levels are stored is taken from the embedded
    sample, and then `simulated` is true; one that is not named, the home index of `category`, has real levels or the answer is 422 and
    says what to store. A portfolio of the sample's is always compared with the sample's levels. A blend stands alone: its id is then
    `benchmark_ticker`.
    """
    choice = benchmark_choice(question, question.benchmark_ticker or ())
    holding = valued(store, portfolio_id, current_date(), question.as_of, question.currency)
    period = holding.period(question.start, question.end)
    rate, every_point = asked_rate(question), question.points == "all"
    benchmarks = _benchmarks(store, holding, choice)
    picked = not isinstance(choice, ByCategory) or bool(choice.tickers)
    data = read_benchmarks(store, holding, list(benchmarks.values()), picked)
    found = compare_with_benchmarks(store, holding, data, rate, period)
    asked = [AskedBenchmark(*pair) for pair in zip(benchmarks, found.levels, strict=True)]
    if isinstance(choice, BlendChoice):
        alone = without_tickers(found.same_money[0], choice.tickers)
        return comparison_answer(holding.valuation, asked, [alone], every_point)
    if isinstance(choice, Tickers):
        return comparison_answer(holding.valuation, asked, found.same_money, every_point)
    categories = category_study(store, holding, period, next(iter(benchmarks))).at_rate(rate)
    return comparison_answer(holding.valuation, asked, found.same_money, every_point, categories)


def _benchmarks(store: Engine, holding: Valued, choice: BenchmarkChoice) -> dict[str, str | Blend]:
    """What the whole portfolio is compared with, by the symbol it is asked for."""
    if isinstance(choice, BlendChoice):
        return dict([blend_of(store, choice, holding.valuation.currency)])
    home = holding.portfolio.base_currency
    asked = choice.symbols if isinstance(choice, Tickers) else whole_benchmark(choice.tickers, home)
    return {symbol: symbol for symbol in asked}
