"""Can somebody else check a stored portfolio's comparison? Inputs, results and the means to recompute them, as a zip file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.same_money.blend_choice import blend_of, chosen_blend
from api.same_money.categories import is_category, whole_benchmark
from api.same_money.routes import Tickers
from api.server.database import Store
from api.server.fields import Currency, IsoDate, QueryPercentRate
from core.audit_pack.comparison import why_not_told_in
from core.errors import InvalidSpecification
from data.clock import current_date
from data.store.portfolios.portfolios import load_portfolio
from studies.audit_pack import Asked, audited_portfolio, packed

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
    benchmark_mode: Annotated[str | None, Query(description="`single` or `hybrid`.")] = None,
    hybrid_preset: Annotated[str | None, Query(description="A ready blend, such as `CRISIL_HYBRID_35_65`.")] = None,
    benchmark_id: Annotated[
        str | None, Query(description="Anything in the benchmark library, instead of tickers.")
    ] = None,
    hybrid_rebalance: Annotated[
        str | None, Query(description="Another rule than the blend's own: NONE, D, W, M, Q, S, A or DRIFT.")
    ] = None,
    currency: Annotated[
        Currency | None, Query(description="The portfolio's own; in another one there is no audit pack.")
    ] = None,
) -> Response:
    """Transactions, deposits, prices, exchange rates and benchmark levels as used, the specification, daily values and weights, results,
    conventions, digests, and a script (standard Python, nothing to install) that recomputes the results and compares.

    The same data gives the same bytes; the fingerprint of inputs and specification is the `ETag`. Without `benchmark_ticker` the index of
    the portfolio's currency is taken. A blend stands alone, and its parts' levels and its rule are in the pack.
    """
    portfolio = load_portfolio(store, portfolio_id)
    if why := why_not_told_in(currency, portfolio.base_currency):
        raise InvalidSpecification(why)
    tickers = tuple(whole_benchmark(benchmark_ticker, portfolio.base_currency))
    if is_category(benchmark_mode):
        raise InvalidSpecification(
            "There is no audit pack by category. Ask for tickers, hybrid_preset or benchmark_id."
        )
    choice = chosen_blend(benchmark_mode, hybrid_preset, benchmark_id, hybrid_rebalance, list(tickers))
    blend = None if choice is None else blend_of(store, choice, portfolio.base_currency)
    asked = Asked(portfolio_id, () if blend else tickers, risk_free_rate / 100, start, end, as_of, blend)
    found = audited_portfolio(store, asked, current_date())
    headers = {
        "Content-Disposition": 'attachment; filename="audit-pack.zip"',
        "ETag": f'"{found.fingerprint}"',
        "Cache-Control": "private, no-store",
    }
    return Response(packed(found), media_type=ZIP, headers=headers)
