"""Where did a stored portfolio's active return come from? Read and computed through one door, cached by id and revision."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.benchmark.blend import Blend
from core.market.period import NamedRange
from data.clock import current_date
from data.store.portfolios.portfolios import load_portfolio
from studies.attribution import AttributedPortfolio, attributed_portfolio
from ui.reads.benchmarks import blend_sources, library
from ui.reads.portfolio import OWN, asked_period, engine, own_rates, stored_revision, valuation

__all__ = ["AttributedPortfolio", "attributed"]


def attributed(portfolio_id: str, blend: Blend, name: NamedRange, currency: str = OWN) -> AttributedPortfolio:
    """The portfolio and a benchmark in segments over a range. Errors as in ``studies.attribution.attributed_portfolio`` and
    ``ui.reads.portfolio.valuation``."""
    return _attributed(portfolio_id, repr(blend), name, currency, stored_revision(), current_date(), blend)


@st.cache_resource(max_entries=16, show_spinner=False)  # one index in its members takes tens of megabytes
def _attributed(
    portfolio_id: str,
    key: str,  # stands for the blend among the keys
    name: NamedRange,
    currency: str,
    revision: int,
    today: date,
    _blend: Blend,
) -> AttributedPortfolio:
    portfolio, valued = load_portfolio(engine(), portfolio_id), valuation(portfolio_id, currency)
    rates, period = own_rates(portfolio_id), asked_period(valued, name)
    sources = blend_sources(_blend, valued.simulated)
    return attributed_portfolio(engine(), portfolio, valued, rates, _blend, sources, library(), period)
