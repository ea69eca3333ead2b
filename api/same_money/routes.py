"""What would a stored portfolio's money have become in a benchmark and in a deposit?"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api.same_money.answer import AskedBenchmark, comparison_answer
from api.same_money.blend_choice import blend_of, chosen_blend, without_tickers
from api.same_money.categories import is_category, whole_benchmark, with_categories
from api.same_money.models import BenchmarkComparisonAnswer
from api.server.database import Store
from api.server.fields import Currency, IsoDate, QueryPercentRate, Symbol
from data.clock import current_date
from studies.category import category_study
from studies.same_money import compare_with_benchmarks, read_levels, read_mix
from studies.valued import valued

router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"])

Tickers = Annotated[
    list[Symbol] | None,
    Query(min_length=1, max_length=10, description="A catalogue index or any priced symbol; repeat it for several."),
]


@router.get(
    "/{portfolio_id}/benchmark-comparison", summary="Put a portfolio beside one or several benchmarks and a deposit"
)
def benchmark_comparison(
    portfolio_id: Annotated[str, Path()],
    store: Store,
    benchmark_ticker: Tickers = None,
    risk_free_rate: Annotated[QueryPercentRate, Query(description="Percent a year, compounded yearly.")] = 7.0,
    start: Annotated[IsoDate | None, Query(description="The first flow's date unless given.")] = None,
    end: Annotated[IsoDate | None, Query(description="The valuation date unless given.")] = None,
    as_of: Annotated[
        IsoDate | None, Query(description="Valuation date; the last one that the prices reach unless given.")
    ] = None,
    points: Annotated[
        Literal["thinned", "all"], Query(description="Chart points: about 1,000 at most, or every date.")
    ] = "thinned",
    benchmark_mode: Annotated[str | None, Query(description="`single`, `hybrid` or `category`.")] = None,
    hybrid_preset: Annotated[str | None, Query(description="A ready blend, such as `CRISIL_HYBRID_35_65`.")] = None,
    benchmark_id: Annotated[
        str | None, Query(description="Anything in the benchmark library, instead of tickers.")
    ] = None,
    hybrid_rebalance: Annotated[
        str | None, Query(description="Another rule than the blend's own: NONE, D, W, M, Q, S, A or DRIFT.")
    ] = None,
    currency: Annotated[
        Currency | None, Query(description="The currency to tell it in; the portfolio's own unless given.")
    ] = None,
) -> BenchmarkComparisonAnswer:
    """Rates, returns and weights in percent, money in the portfolio's currency or in `currency`.

    Every flow of the portfolio buys or sells the benchmark on its day. Holdings without prices are in `unpriced` and in no number.
    Indexes without stored levels are taken from the embedded sample, and then `simulated` is true; a portfolio of the sample's is always
    compared with the sample's levels. A blend stands alone: its id is
    then `benchmark_ticker`.
    """
    blend = chosen_blend(benchmark_mode, hybrid_preset, benchmark_id, hybrid_rebalance, benchmark_ticker)
    holding = valued(store, portfolio_id, current_date(), as_of, currency)
    by_category, tickers = is_category(benchmark_mode), benchmark_ticker
    if by_category:
        benchmark_ticker = whole_benchmark(tickers, holding.portfolio.base_currency)
    period, rate, every_point = holding.period(start, end), risk_free_rate / 100, points == "all"
    if blend is not None:
        symbol, mix = blend_of(store, blend, holding.valuation.currency)
        alone = compare_with_benchmarks(store, holding, [read_mix(store, holding, mix)], rate, period)
        asked = [AskedBenchmark(symbol, alone.levels[0])]
        same = without_tickers(alone.same_money[0], benchmark_ticker)
        return comparison_answer(holding.valuation, asked, [same], every_point)
    symbols = list(dict.fromkeys(benchmark_ticker or ()))
    benchmarks = [read_levels(store, holding, one) for one in symbols]
    found = compare_with_benchmarks(store, holding, benchmarks, rate, period)
    asked = [AskedBenchmark(*pair) for pair in zip(symbols, found.levels, strict=True)]
    answer = comparison_answer(holding.valuation, asked, found.same_money, every_point)
    if not by_category:
        return answer
    study = category_study(store, holding, period, tickers[0] if tickers else "")
    return with_categories(answer, study.at_rate(rate), every_point)
