"""What would a stored portfolio's money have become in a benchmark and in a deposit?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import Engine

from api.same_money.blend_choice import BlendChoice, ByCategory, benchmark_choice, compare_choice
from api.same_money.categories import rules_of, whole_benchmark
from api.same_money.models import ChartedComparisonQuestion
from api.server.database import Store
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
from data.store.portfolios.categories import load_category_settings
from data.store.portfolios.portfolios import load_portfolio
from studies.answers.same_money import AskedBenchmark, BenchmarkComparisonAnswer, comparison_answer
from studies.category import category_study

router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"])


@router.get(
    "/{portfolio_id}/benchmark-comparison", summary="Put a portfolio beside one or several benchmarks and a deposit"
)
def benchmark_comparison(
    portfolio_id: Annotated[str, Path()], store: Store, question: Annotated[ChartedComparisonQuestion, Query()]
) -> BenchmarkComparisonAnswer:
    """Rates, returns and weights in percent, money in the portfolio's currency or in `currency`.

    Every flow of the portfolio buys or sells the benchmark on its day. Holdings without prices are in `unpriced` and in no number.
    Indexes without stored levels are taken from the embedded sample, and then `simulated` is true; a portfolio of the sample's is always
    compared with the sample's levels. A blend stands alone: its id is
    then `benchmark_ticker`.
    """
    choice = benchmark_choice(question, question.benchmark_ticker or ())
    own, rates = valued(store, portfolio_id, question.as_of)
    valuation = valuation_in(question.currency or own.currency, own, rates)
    period = _period(valuation, question.start, question.end)
    rate, every_point = question.risk_free_rate / 100, question.points == "all"
    if isinstance(choice, BlendChoice):
        blend, same_money = compare_choice(store, choice, valuation, rates, rate, period)
        return comparison_answer(valuation, [blend], [same_money], every_point)
    symbols = whole_benchmark(choice.tickers, own.currency) if isinstance(choice, ByCategory) else choice.symbols
    asked = [AskedBenchmark(one, market.named_levels(store, one, own.simulated)) for one in dict.fromkeys(symbols)]
    levels = [one.levels for one in asked]
    converting = market.benchmark_rates(store, rates, levels)
    found = compare_with_several(valuation, levels, converting, rate, period)
    if not isinstance(choice, ByCategory):
        return comparison_answer(valuation, asked, found, every_point)
    settings = load_category_settings(store, portfolio_id)
    rules = rules_of(settings, own.currency, choice.tickers)
    study = category_study(store, valuation, rates, settings, current_date(), period, rules)
    return comparison_answer(valuation, asked, found, every_point, study.at_rate(rate))


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
    if valuation.begins is None:
        return None
    return Period.completed(start, end, Period(valuation.begins, valuation.as_of))
