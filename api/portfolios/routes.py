"""Which portfolios are there? Stored, listed, shown and deleted."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from api.portfolios.models import (
    DepositOut,
    PortfolioCreated,
    PortfolioHead,
    PortfolioIn,
    PortfolioList,
    PortfolioOut,
    TransactionOut,
)
from api.portfolios.reading import read_portfolio
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.ledger.deposits import Deposit
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction
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
    head = _head(load_portfolio(store, portfolio_id))
    return PortfolioCreated(**head.model_dump(), links=links)


@router.get("", summary="List the portfolios")
def every(store: Store) -> PortfolioList:
    """The user's own first, then the embedded sample."""
    return PortfolioList(portfolios=[_listed(summary) for summary in list_portfolios(store)])


@router.get("/{portfolio_id}", summary="Show one portfolio")
def one(portfolio_id: str, store: Store) -> PortfolioOut:
    """Everything in it."""
    portfolio = load_portfolio(store, portfolio_id)
    return PortfolioOut(
        **_head(portfolio).model_dump(),
        cash_tracked=portfolio.cash_tracked,
        transactions=[_transaction(row) for row in portfolio.transactions],
        deposits=[_deposit(row) for row in portfolio.deposits],
    )


@router.delete("/{portfolio_id}", status_code=204, summary="Delete one portfolio")
def delete(portfolio_id: str, store: Store) -> None:
    """With everything in it; a deleted sample does not come back."""
    delete_portfolio(store, portfolio_id)


def _head(portfolio: Portfolio) -> PortfolioHead:
    dates = [row.on for row in portfolio.transactions] + [row.start for row in portfolio.deposits]
    return PortfolioHead(
        id=portfolio.id,
        name=portfolio.name,
        base_currency=portfolio.base_currency,
        simulated=portfolio.simulated,
        version=portfolio.version,
        transaction_count=len(portfolio.transactions),
        deposit_count=len(portfolio.deposits),
        first_date=min(dates, default=None),
        last_date=max(dates, default=None),
    )


def _listed(summary: PortfolioSummary) -> PortfolioHead:
    return PortfolioHead(
        id=summary.id,
        name=summary.name,
        base_currency=summary.base_currency,
        simulated=summary.simulated,
        version=summary.version,
        transaction_count=summary.transactions,
        deposit_count=summary.deposits,
        first_date=summary.first,
        last_date=summary.last,
    )


def _transaction(row: Transaction) -> TransactionOut:
    return TransactionOut(
        date=row.on,
        type=row.kind,
        symbol=row.symbol,
        name=row.name,
        asset_type=row.asset_type,
        quantity=row.quantity,
        price=row.price,
        amount=row.amount,
        fees=row.fees,
        taxes=row.taxes,
        currency=row.currency,
        fx_rate=row.fx_rate,
        fair_market_value=row.fair_market_value,
        reference=row.reference,
    )


def _deposit(row: Deposit) -> DepositOut:
    return DepositOut(
        kind=row.kind,
        name=row.name,
        amount=row.amount,
        rate=round(row.rate * 100, 10),  # 0.07 as a float is 7.000000000000001 percent
        start=row.start,
        maturity=row.maturity,
        currency=row.currency,
        compounding=row.compounding,
        payout=row.payout,
    )
