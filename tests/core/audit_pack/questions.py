"""An audit question answered without a store: valued, compared and written down."""

from __future__ import annotations

from core.audit_pack.inputs import AuditBlend, AuditQuestion
from core.audit_pack.pack import AuditedComparison, audited_comparison
from core.market.period import Period
from core.same_money.several_benchmarks import SourcedBlend, compare_side_by_side
from core.valuation.portfolio_value import Valuation, value_portfolio


def answered(asked: AuditQuestion) -> AuditedComparison:
    valuation = value_portfolio(asked.portfolio, asked.prices, asked.rates, asked.as_of)
    benchmarks = [
        SourcedBlend(one.blend, one.sources) if isinstance(one, AuditBlend) else one.levels for one in asked.benchmarks
    ]
    several = compare_side_by_side(
        valuation, benchmarks, asked.converting, asked.risk_free_rate, _period(asked, valuation)
    )
    return audited_comparison(asked, valuation, several)


def _period(asked: AuditQuestion, valuation: Valuation) -> Period | None:
    if valuation.begins is None:
        return None
    return Period.completed(asked.start, asked.end, Period(valuation.begins, valuation.as_of))
