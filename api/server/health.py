"""Is the server up? The one question that needs no permission, and whose answer tells nothing private."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.server.database import Database
from api.server.health_model import Health

router = APIRouter(tags=["Health"])
logger = logging.getLogger(__name__)


@router.get(
    "/health",
    summary="Is the server up, and does its database answer?",
    responses={503: {"model": Health, "description": "the database does not answer"}},
)
def health(response: Response, database: Database) -> Health:
    """`status` is `ok`, or `unavailable` (with HTTP 503) when the database does not answer."""
    try:
        with database().connect() as connection:
            connection.execute(text("select 1"))
    except SQLAlchemyError:
        logger.exception("the database does not answer")
        response.status_code = 503
        return Health(status="unavailable")
    return Health(status="ok")
