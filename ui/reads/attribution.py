"""Where did a stored portfolio's active return come from? Read and computed through one door, cached by id and revision."""

from __future__ import annotations

from core.benchmark.blend import Blend
from core.market.period import NamedRange
from studies.attribution import AttributedPortfolio, attribute_portfolio
from ui.reads.benchmarks import HybridComparison, compared_with
from ui.reads.portfolio import OWN, engine, remembered, valued_portfolio

__all__ = ["AttributedPortfolio", "attribution_of"]


@remembered(16)  # one index in its members takes tens of megabytes
def attribution_of(portfolio_id: str, blend: Blend, name: NamedRange, currency: str = OWN) -> AttributedPortfolio:
    """The portfolio and a benchmark in segments over a range. Errors as in ``studies.attribution.attribute_portfolio`` and
    ``ui.reads.portfolio.valuation``."""
    beside = HybridComparison(compared_with(portfolio_id, (blend,), name, currency)).blend_comparison
    return attribute_portfolio(engine(), valued_portfolio(portfolio_id, currency), beside)
