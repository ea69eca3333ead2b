"""Is a return the same number on every page that shows it?"""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from core.period import NamedRange
from core.portfolio_attribution import Method
from ui.attribution_loading import attributed
from ui.benchmark_choices import blend_of
from ui.fit_loading import FitQuestion, FitSubject, SubjectKind, comparison, counted_from, pairs
from ui.index_fit.figures import a_year
from ui.loading import compared

PORTFOLIOS = [
    ("sample-household", "^NSEI", "INR"),
    ("sample-us-growth", "^GSPC", "USD"),
    ("sample-60-40", "SPY", "USD"),
]
RANGES = [NamedRange.SINCE_START, NamedRange.THREE_YEARS, NamedRange.ONE_YEAR]


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize(("portfolio", "benchmark", "currency"), PORTFOLIOS)
def test_total_returns(own_store: Engine, portfolio: str, benchmark: str, currency: str, name: NamedRange) -> None:
    same = compared(portfolio, (benchmark,), name).same_money[0]
    effects = attributed(portfolio, blend_of(benchmark, currency), name, currency).compared.attribution(method=Method())
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
