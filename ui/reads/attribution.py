"""Where did a stored portfolio's active return come from? Read and computed through one door, cached by id and revision."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.benchmark.blend import Blend
from core.market.period import NamedRange
from data.clock import current_date
from studies.attribution import AttributedPortfolio, attribute_portfolio
from ui.reads.benchmarks import compared_with_blend
from ui.reads.portfolio import OWN, engine, stored_revision, valued_portfolio

__all__ = ["AttributedPortfolio", "attributed"]


def attributed(portfolio_id: str, blend: Blend, name: NamedRange, currency: str = OWN) -> AttributedPortfolio:
    """The portfolio and a benchmark in segments over a range. Errors as in ``studies.attribution.attribute_portfolio`` and
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
    beside = compared_with_blend(portfolio_id, _blend, name, currency).beside
    return attribute_portfolio(engine(), valued_portfolio(portfolio_id, currency), beside)
