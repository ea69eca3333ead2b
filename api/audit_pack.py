"""Can somebody else check a stored portfolio's comparison? Inputs, results and the means to recompute them, as a zip file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.benchmark_comparison import Tickers, check_valuation_date
from api.category_comparison import whole_benchmark
from api.database import Store
from api.models.fields import IsoDate, QueryPercentRate
from data.audit_pack import Asked, audited_portfolio, packed
from data.clock import current_date
from data.store.portfolios import load_portfolio

ZIP = "application/zip"
router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"])


@router.get(
    "/{portfolio_id}/audit-pack",
    summary="Everything behind a comparison, and a script that recomputes it",
    response_class=Response,
    responses={200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}},
)
def audit_pack(
    portfolio_id: Annotated[str, Path()],
    store: Store,
    benchmark_ticker: Tickers = None,
    risk_free_rate: Annotated[QueryPercentRate, Query(description="Percent a year, compounded yearly.")] = 7.0,
    start: Annotated[IsoDate | None, Query(description="The first flow's date unless given.")] = None,
    end: Annotated[IsoDate | None, Query(description="The valuation date unless given.")] = None,
    as_of: Annotated[
        IsoDate | None, Query(description="Valuation date; the last one that the prices reach unless given.")
    ] = None,
) -> Response:
    """Transactions, deposits, prices, exchange rates and benchmark levels as used, the specification, daily values and weights, results,
    conventions, digests, and a script (standard Python, nothing to install) that recomputes the results and compares.

    The same data gives the same bytes; the fingerprint of inputs and specification is the `ETag`. Without `benchmark_ticker` the index of
    the portfolio's currency is taken.
    """
    portfolio, today = load_portfolio(store, portfolio_id), current_date()
    if as_of is not None:
        check_valuation_date(portfolio, as_of, today)
    tickers = tuple(whole_benchmark(benchmark_ticker, portfolio.base_currency))
    asked = Asked(portfolio_id, tickers, risk_free_rate / 100, start, end, as_of)
    found = audited_portfolio(store, asked, today)
    headers = {
        "Content-Disposition": 'attachment; filename="audit-pack.zip"',
        "ETag": f'"{found.fingerprint}"',
        "Cache-Control": "private, no-store",
    }
    return Response(packed(found), media_type=ZIP, headers=headers)
