"""What would a stored portfolio's money have become in a benchmark and in a deposit?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from sqlalchemy import Engine

from api.same_money.answer import AskedBenchmark, comparison_answer
from api.same_money.blend_choice import chosen_blend, compare_choice, without_tickers
from api.same_money.categories import is_category, rules_of, whole_benchmark, with_categories
from api.same_money.models import BenchmarkComparisonAnswer
from api.server.database import Store
from api.server.fields import Currency, IsoDate, QueryPercentRate, Symbol
from core.errors import InsufficientData, InvalidSpecification
from core.ledger.portfolio import Portfolio
from core.market.exchange_rates import ExchangeRates
from core.market.period import Period
from core.same_money.comparison import compare_with_several
from core.valuation.portfolio_value import Valuation, value_portfolio
from core.valuation.reporting_currency import valuation_in
from core.wording import spoken_date
from data import market
from data.clock import current_date
from data.store.portfolios.portfolios import load_portfolio

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
    own, rates = valued(store, portfolio_id, as_of)
    valuation = valuation_in(currency or own.currency, own, rates)
    by_category, tickers = is_category(benchmark_mode), benchmark_ticker
    if by_category:
        benchmark_ticker = whole_benchmark(tickers, own.currency)
    period = _period(valuation, start, end)
    if blend is not None:
        one, beside = compare_choice(store, blend, valuation, rates, risk_free_rate / 100, period)
        return comparison_answer(valuation, [one], [without_tickers(beside, benchmark_ticker)], points == "all")
    asked = [
        AskedBenchmark(ticker, market.named_levels(store, ticker, own.simulated))
        for ticker in dict.fromkeys(benchmark_ticker or ())
    ]
    levels = [one.levels for one in asked]
    converting = market.benchmark_rates(store, rates, levels)
    found = compare_with_several(valuation, levels, converting, risk_free_rate / 100, period)
    answer = comparison_answer(valuation, asked, found, points == "all")
    if not by_category:
        return answer
    rules = rules_of(store, own, tickers)
    return with_categories(answer, store, valuation, rates, risk_free_rate / 100, period, rules, points == "all")


def valued(store: Engine, portfolio_id: str, as_of: date | None) -> tuple[Valuation, ExchangeRates]:
    """The portfolio valued day by day, and the exchange rates it was valued with."""
    portfolio, today = load_portfolio(store, portfolio_id), current_date()
    if as_of is not None:
        check_valuation_date(portfolio, as_of, today)
    prices, rates = market.holding_levels(store, portfolio), market.exchange_rates(store, portfolio)
    return value_portfolio(portfolio, prices, rates, as_of or market.as_of_date(portfolio, prices, today)), rates


def check_valuation_date(portfolio: Portfolio, as_of: date, today: date) -> None:
    """Refuses a date in the future (where the caller's calendar may be a day ahead) and one before anything happened."""
    if as_of > today + timedelta(days=1):
        raise InvalidSpecification(f"{spoken_date(as_of)} lies in the future. Value the portfolio today or earlier.")
    first = min([row.on for row in portfolio.transactions] + [row.start for row in portfolio.deposits], default=as_of)
    if first > as_of:
        raise InsufficientData(
            f"{portfolio.name} begins on {spoken_date(first)}, after {spoken_date(as_of)}. Value it later."
        )


def _period(valuation: Valuation, start: date | None, end: date | None) -> Period | None:
    """The asked range; an open end is the valuation's own. None where nothing was asked, or nothing has happened yet."""
    if (start is None and end is None) or valuation.begins is None:
        return None
    return Period(
        start or min(valuation.begins, end or valuation.as_of), end or max(valuation.as_of, start or valuation.as_of)
    )
