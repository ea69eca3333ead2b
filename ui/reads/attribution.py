"""Where did a stored portfolio's active return come from? Read and computed through one door, cached by id and revision."""

from __future__ import annotations

from core.benchmark.blend import Blend
from core.market.period import NamedRange
from data.store.portfolios.portfolios import load_portfolio
from studies.attribution import AttributedPortfolio, attributed_portfolio
from ui.reads.benchmarks import blend_sources, library
from ui.reads.portfolio import OWN, asked_period, engine, own_rates, remembered, valuation

__all__ = ["AttributedPortfolio", "attribution_of"]


@remembered(16)  # one index in its members takes tens of megabytes
def attribution_of(portfolio_id: str, blend: Blend, name: NamedRange, currency: str = OWN) -> AttributedPortfolio:
    """The portfolio and a benchmark in segments over a range. Errors as in ``studies.attribution.attributed_portfolio`` and
    ``ui.reads.portfolio.valuation``."""
    portfolio, valued = load_portfolio(engine(), portfolio_id), valuation(portfolio_id, currency)
    rates, period = own_rates(portfolio_id), asked_period(valued, name)
    sources = blend_sources(blend, valued.simulated)
    return attributed_portfolio(engine(), portfolio, valued, rates, blend, sources, library(), period)
