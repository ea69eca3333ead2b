"""Is a return the same number on every page that shows it, and the sample's whatever else is stored?"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from core.attribution.portfolio import Method
from core.market.levels import to_date
from core.market.period import NamedRange
from tests.pages.own_portfolio import save_levels
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import blend_of, compared_with
from ui.reads.holdings_risk import holdings_risk
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, comparison, counted_from, pairs
from ui.views.index_fit.figures import a_year

PORTFOLIOS = [
    ("sample-household", "^NSEI", "INR"),
    ("sample-us-growth", "^GSPC", "USD"),
    ("sample-60-40", "SPY", "USD"),
]
RANGES = [NamedRange.SINCE_START, NamedRange.THREE_YEARS, NamedRange.ONE_YEAR]


def figures_agree(portfolio: str, benchmark: str, currency: str, name: NamedRange, simulated: bool) -> None:
    """The comparison, the attribution and the index fit have the same returns over the same days."""
    same = compared_with(portfolio, (benchmark,), name).same_money[0]
    compared = attribution_of(portfolio, blend_of(benchmark, currency), name, currency).compared
    effects = compared.attribution(method=Method())
    subject = FitSubject(SubjectKind.PORTFOLIO, portfolio, portfolio, currency, simulated)
    question = FitQuestion(subject, (benchmark,), name, 0.04)
    fit, base = comparison(question), counted_from(question, pairs(question).pairs[0].levels[0].dates[0])
    own, other = same.portfolio_time_weighted.total, same.benchmark_time_weighted.total
    assert compared.period.end == same.period.end == to_date(fit.portfolio.dates[-1])
    assert (effects.portfolio_return, effects.benchmark_return) == pytest.approx((own, other), rel=1e-9)
    assert (fit.total_return, fit.benchmark_total_return) == pytest.approx((own, other), rel=1e-9)
    yearly = [same.portfolio_time_weighted.annualised, same.benchmark_time_weighted.annualised]
    if None not in yearly:
        assert [a_year(fit.portfolio, base), a_year(fit.benchmark, base)] == pytest.approx(yearly, rel=1e-9)


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize(("portfolio", "benchmark", "currency"), PORTFOLIOS)
def test_total_returns(own_store: Engine, portfolio: str, benchmark: str, currency: str, name: NamedRange) -> None:
    figures_agree(portfolio, benchmark, currency, name, simulated=True)


def test_stored_levels_change_nothing_of_the_risk_of_the_sample(own_store: Engine) -> None:
    """Half a year of real levels, in which everything doubled. The routes are asked for the rest: they read as the pages do."""
    before = holdings_risk("sample-household", "INR").indexes
    for symbol in ("^NSEI", "NIFTY_50_TRI", "GOLDBEES.NS", "^GSPC"):
        save_levels(own_store, symbol, range(100, 300), date(2024, 1, 1), "INR")
    after = holdings_risk("sample-household", "INR").indexes
    assert [(name, one.correlation) for name, one in after] == [(name, one.correlation) for name, one in before]
