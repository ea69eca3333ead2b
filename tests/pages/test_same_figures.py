"""Is a return the same number on every page that shows it, and the sample's whatever else is stored?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core.attribution.portfolio import Method
from core.market.period import NamedRange
from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import blend_of, compared_with
from ui.reads.category import categories_of
from ui.reads.holdings_risk import holdings_risk
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, comparison, counted_from, pairs
from ui.views.category.parts import split_parts
from ui.views.index_fit.figures import a_year

PORTFOLIOS = [
    ("sample-household", "^NSEI", "INR"),
    ("sample-us-growth", "^GSPC", "USD"),
    ("sample-60-40", "SPY", "USD"),
]
RANGES = [NamedRange.SINCE_START, NamedRange.THREE_YEARS, NamedRange.ONE_YEAR]


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize(("portfolio", "benchmark", "currency"), PORTFOLIOS)
def test_total_returns(own_store: Engine, portfolio: str, benchmark: str, currency: str, name: NamedRange) -> None:
    same = compared_with(portfolio, (benchmark,), name).same_money[0]
    effects = attribution_of(portfolio, blend_of(benchmark, currency), name, currency).compared.attribution(
        method=Method()
    )
    subject = FitSubject(SubjectKind.PORTFOLIO, portfolio, portfolio, currency, simulated=True)
    question = FitQuestion(subject, (benchmark,), name, 0.04)
    fit, base = comparison(question), counted_from(question, pairs(question).pairs[0].levels[0].dates[0])
    own, other = same.portfolio_time_weighted.total, same.benchmark_time_weighted.total
    assert (effects.portfolio_return, effects.benchmark_return) == pytest.approx((own, other), rel=1e-9)
    assert (fit.total_return, fit.benchmark_total_return) == pytest.approx((own, other), rel=1e-9)
    yearly = [a_year(fit.portfolio, base), a_year(fit.benchmark, base)]
    assert yearly == pytest.approx(
        [same.portfolio_time_weighted.annualised, same.benchmark_time_weighted.annualised], rel=1e-9
    )


def test_stored_levels_change_no_page_of_the_sample(own_store: Engine) -> None:
    """Half a year of real levels, in which everything doubled, for every benchmark of the household."""

    def told() -> list[object]:
        several = compared_with("sample-household", ("^NSEI", blend_of("BALANCED_50_50", "INR")), RANGES[0])
        whole = compared_with("sample-household", ("GOLDBEES.NS",), RANGES[0]).same_money[0]
        found = categories_of("sample-household", RANGES[0]).study.at_rate(0.07)
        effects = attribution_of("sample-household", blend_of("^NSEI", "INR"), RANGES[0], "INR").compared
        risk = holdings_risk("sample-household", "INR")
        return [
            *(one.benchmark.closing_value for one in (*several.same_money, whole)),
            split_parts(found),
            effects.attribution(method=Method()).effects,
            [(name, one.correlation) for name, one in risk.indexes],
        ]

    before = told()
    for symbol in ("^NSEI", "NIFTY_50_TRI", "GOLDBEES.NS", "^GSPC"):
        days = (date(2024, 1, 1) + timedelta(days=at) for at in range(200))
        save_prices(
            own_store, [PriceRecord(symbol, on, 100.0 + at, None, "INR") for at, on in enumerate(days)], "upload"
        )
    assert told() == before
