"""What does the JSON API consist of? Its routes, who may ask, how errors look, and its description."""

from __future__ import annotations

import os

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine

from api.attribution import routes as attribution
from api.benchmarks import routes as benchmarks
from api.index import factors, position_size, return_comparison, signal_overlay, style
from api.index import fit as index_fit
from api.index import membership as index_membership
from api.index import performance as index_performance
from api.index import scan as index_scan
from api.peers import investors
from api.peers import routes as peer_benchmarks
from api.portfolios import prices, stale
from api.portfolios import routes as portfolios
from api.same_money import audit_pack, cash_flow_match
from api.same_money import categories as category_comparison
from api.same_money import routes as benchmark_comparison
from api.self_check import routes as engine_check
from api.server import documentation, health
from api.server.access import TOKEN_VARIABLE, AccessGuard
from api.server.body_limit import BodyLimit
from api.server.database import OpenOnce
from api.server.error_model import REFUSALS
from api.server.errors import install_error_answers
from core import VERSION

OPEN_PATHS = frozenset({"/health", "/docs", "/openapi.json"})

DESCRIPTION = """\
Compared with what? Benchmarks portfolios against indexes and a deposit, with the same definitions as the pages.
Dates are written 2025-12-31. A number that cannot be computed is null, with an entry in `reasons`.
"""


def create_api(engine: Engine | None = None, token: str | None = None) -> FastAPI:
    """The API, to be mounted at ``/api``.

    ``engine``: the database; None opens the default one at the first question. ``token``: the bearer token asked for;
    None reads ``YARDSTICK_API_TOKEN``, and where that is empty too only direct programs on this machine are answered.
    """
    api = FastAPI(
        title="Yardstick",
        version=VERSION,
        summary="Portfolio benchmarking",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=REFUSALS,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    api.state.database = OpenOnce(engine)
    for router in (health.router, documentation.router, *_versioned()):
        api.include_router(router)
    install_error_answers(api)
    secret = (os.environ.get(TOKEN_VARIABLE, "") if token is None else token).strip()
    api.add_middleware(BodyLimit)
    api.add_middleware(AccessGuard, token=secret or None, open_paths=OPEN_PATHS)
    return api


def _versioned() -> list[APIRouter]:
    """The routers below ``/v1``, whose bodies are read strictly."""
    return [
        peer_benchmarks.router,
        investors.router,
        portfolios.router,
        stale.router,
        benchmark_comparison.router,
        audit_pack.router,
        category_comparison.router,
        benchmarks.router,
        prices.router,
        cash_flow_match.router,
        return_comparison.router,
        attribution.router,
        engine_check.router,
        index_fit.router,
        index_membership.router,
        index_performance.router,
        index_scan.router,
        style.router,
        factors.router,
        position_size.router,
        signal_overlay.router,
    ]
