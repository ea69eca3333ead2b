"""What has been stored? The one door through which the interface reads, cached by id and revision and never by hashing a frame."""

from __future__ import annotations

import streamlit as st
from sqlalchemy import Engine

from core.portfolio import Portfolio
from data.store.database import open_database
from data.store.portfolios import PortfolioSummary, list_portfolios, load_portfolio
from data.store.prices import Coverage, price_coverage
from data.store.revision import revision


@st.cache_resource
def engine() -> Engine:
    """The database, opened once for the whole process."""
    return open_database()


def stored_revision() -> int:
    """The stamp that rises with every stored change: the key of every cache below."""
    return revision(engine())


def portfolios() -> tuple[PortfolioSummary, ...]:
    """All portfolios, the user's own first."""
    return _portfolios(stored_revision())


@st.cache_data(max_entries=4)
def _portfolios(revision: int) -> tuple[PortfolioSummary, ...]:  # noqa: ARG001
    return list_portfolios(engine())


def portfolio(portfolio_id: str) -> Portfolio:
    """One portfolio with all that is in it; raises NotFound."""
    return _portfolio(portfolio_id, stored_revision())


@st.cache_data(max_entries=64)
def _portfolio(portfolio_id: str, revision: int) -> Portfolio:  # noqa: ARG001
    return load_portfolio(engine(), portfolio_id)


def stored_prices() -> tuple[Coverage, ...]:
    """Which symbols have stored prices, from when to when."""
    return _stored_prices(stored_revision())


@st.cache_data(max_entries=4)
def _stored_prices(revision: int) -> tuple[Coverage, ...]:  # noqa: ARG001
    return price_coverage(engine())
