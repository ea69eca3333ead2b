"""Which portfolios are there? Stored, listed, shown and deleted."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from api.portfolios.models import (
    PortfolioCreated,
    PortfolioHead,
    PortfolioIn,
    PortfolioList,
    PortfolioOut,
)
from api.portfolios.reading import read_portfolio
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.ledger.portfolio import Portfolio
from data.store.portfolios.portfolios import (
    PortfolioSummary,
    delete_portfolio,
    list_portfolios,
    load_portfolio,
    save_portfolio,
)

router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"], route_class=StrictJsonRoute)


@router.post("", status_code=201, summary="Store a new portfolio")
def create(given: PortfolioIn, store: Store, request: Request, response: Response) -> PortfolioCreated:
    """All of it or nothing. Answers 409 when the name is taken."""
    portfolio_id = save_portfolio(store, read_portfolio(given))
    here = f"{request.scope.get('root_path', '')}/v1/portfolios/{quote(portfolio_id)}"
    response.headers["Location"] = here
    links = {"self": here, "benchmark_comparison": f"{here}/benchmark-comparison"}
    portfolio = load_portfolio(store, portfolio_id)
    return PortfolioCreated.from_result(portfolio, links=links, **_extent(portfolio))


@router.get("", summary="List the portfolios")
def portfolios(store: Store) -> PortfolioList:
    """The user's own first, then the embedded sample."""
    return PortfolioList(portfolios=[_head(summary) for summary in list_portfolios(store)])


@router.get("/{portfolio_id}", summary="Show one portfolio")
def portfolio(portfolio_id: str, store: Store) -> PortfolioOut:
    """Everything in it."""
    stored = load_portfolio(store, portfolio_id)
    return PortfolioOut.from_result(stored, **_extent(stored))


@router.delete("/{portfolio_id}", status_code=204, summary="Delete one portfolio")
def delete(portfolio_id: str, store: Store) -> None:
    """With everything in it; a deleted sample does not come back."""
    delete_portfolio(store, portfolio_id)


def _head(summary: PortfolioSummary) -> PortfolioHead:
    return PortfolioHead.from_result(summary, transaction_count=summary.transactions, deposit_count=summary.deposits)


def _extent(portfolio: Portfolio) -> dict[str, Any]:
    """How much there is in a portfolio, from when to when."""
    dates = [row.on for row in portfolio.transactions] + [row.start for row in portfolio.deposits]
    return {
        "transaction_count": len(portfolio.transactions),
        "deposit_count": len(portfolio.deposits),
        "first": min(dates, default=None),
        "last": max(dates, default=None),
    }
