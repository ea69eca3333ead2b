"""Can somebody else check a stored portfolio's comparison? Inputs, results and the means to recompute them, as a zip file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.same_money.blend_choice import BlendChoice, Tickers, benchmark_choice, blend_of, is_category, whole_benchmark
from api.same_money.models import AuditPackQuestion
from api.server.database import Store
from api.server.rates import asked_rate
from core.audit_pack.comparison import why_not_told_in
from core.errors import InvalidSpecification
from data.clock import current_date
from data.store.portfolios.portfolios import load_portfolio
from studies.audit_pack import Asked, audited_portfolio, packed
from studies.valued import value_loaded

ZIP = "application/zip"
router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"])


@router.get(
    "/{portfolio_id}/audit-pack",
    summary="Everything behind a comparison, and a script that recomputes it",
    response_class=Response,
    responses={200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}},
)
def audit_pack(
    portfolio_id: Annotated[str, Path()], store: Store, question: Annotated[AuditPackQuestion, Query()]
) -> Response:
    """Transactions, deposits, prices, exchange rates and benchmark levels as used, the specification, daily values and weights, results,
    conventions, digests, and a script (standard Python, nothing to install) that recomputes the results and compares.

    The same data gives the same bytes; the fingerprint of inputs and specification is the `ETag`. Without `benchmark_ticker` the index of
    the portfolio's currency is taken. A blend stands alone, and its parts' levels and its rule are in the pack.
    """
    portfolio = load_portfolio(store, portfolio_id)
    if why := why_not_told_in(question.currency, portfolio.base_currency):
        raise InvalidSpecification(why)
    if is_category(question.benchmark_mode):
        raise InvalidSpecification(
            "There is no audit pack by category. Ask for tickers, hybrid_preset or benchmark_id."
        )
    choice = benchmark_choice(question, whole_benchmark(question.benchmark_ticker or (), portfolio.base_currency))
    blend = blend_of(store, choice, portfolio.base_currency) if isinstance(choice, BlendChoice) else None
    asked = Asked(
        choice.symbols if isinstance(choice, Tickers) else (),
        asked_rate(question),
        question.start,
        question.end,
        blend,
    )
    found = audited_portfolio(store, value_loaded(store, portfolio, current_date(), question.as_of), asked)
    headers = {
        "Content-Disposition": 'attachment; filename="audit-pack.zip"',
        "ETag": f'"{found.fingerprint}"',
        "Cache-Control": "private, no-store",
    }
    return Response(packed(found), media_type=ZIP, headers=headers)
