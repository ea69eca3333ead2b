"""Where did a stored portfolio's active return come from? Read and computed through one door, cached by id and revision."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.blend import Blend
from core.period import NamedRange, resolve_range
from data import market
from data.attribution_question import AttributedPortfolio, attributed_portfolio
from data.store.portfolios import load_portfolio
from ui.benchmark_loading import blend_sources, library
from ui.loading import engine, stored_revision, valuation

__all__ = ["AttributedPortfolio", "attributed"]


def attributed(portfolio_id: str, blend: Blend, name: NamedRange) -> AttributedPortfolio:
    """The portfolio and a benchmark in segments over a range. Errors as in ``data.attribution_question.attributed_portfolio``."""
    return _attributed(portfolio_id, repr(blend), name, stored_revision(), date.today(), blend)  # noqa: DTZ011


@st.cache_resource(max_entries=64, show_spinner=False)
def _attributed(
    portfolio_id: str,
    key: str,  # noqa: ARG001 (what stands for the blend among the keys)
    name: NamedRange,
    revision: int,  # noqa: ARG001
    today: date,  # noqa: ARG001
    _blend: Blend,
) -> AttributedPortfolio:
    portfolio, valued = load_portfolio(engine(), portfolio_id), valuation(portfolio_id)
    rates = market.exchange_rates(engine(), portfolio)
    period = None if name is NamedRange.SINCE_START else resolve_range(name, valued.as_of, date.min)
    return attributed_portfolio(engine(), portfolio, valued, rates, _blend, blend_sources(_blend), library(), period)
