"""What does a program get when it cannot be answered? One shape: ``{"error": {"code", "message", "details"}}``."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.server.bad_rows import MOST_NAMED
from core.errors import BenchmarkingError, Conflict, InsufficientData, InvalidSpecification, NotFound
from data.store.connection import DatabaseUnavailable

logger = logging.getLogger(__name__)


class NotPermitted(BenchmarkingError):
    """Who asks may read, but not do this (HTTP 403)."""

    code = "forbidden"


STATUS_OF_FAMILY: Mapping[type[BenchmarkingError], int] = {
    InvalidSpecification: 400,
    NotFound: 404,
    Conflict: 409,
    InsufficientData: 422,
    DatabaseUnavailable: 503,
    NotPermitted: 403,
}

CODE_OF_STATUS = {
    400: "invalid_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}

FAULTS = {
    "extra_forbidden": "there is no such field",
    "missing": "this is needed",
    "model_attributes_type": "should be a JSON object, sent as Content-Type: application/json",
}


def error_answer(
    status: int,
    code: str,
    message: str,
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The one shape of every refusal. Facts that JSON has no type for are written as text."""
    body = {"error": {"code": code, "message": message, "details": dict(details or {})}}
    content = orjson.dumps(body, default=str, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)
    return Response(content, status, headers, media_type="application/json")


def status_of(error: BenchmarkingError) -> int:
    """The HTTP status of the error's family; 400 for one that belongs to none."""
    return next((status for family, status in STATUS_OF_FAMILY.items() if isinstance(error, family)), 400)


def field_path(location: Sequence[str | int]) -> str:
    """``("body", "flows", 3, "amount")`` as people write it: ``flows[3].amount``; the whole body is ``body``."""
    path = ""
    for step in location[1:]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path or str(location[0])


def _plain(error: Mapping[str, Any]) -> str:
    """One fault in a sentence, without echoing the value that was sent."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return FAULTS.get(error["type"], str(error["msg"]).replace("Input should", "should", 1))


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    """Where a fault is and what it is; JSON that cannot be parsed has a place but no fields."""
    if error["type"] == "json_invalid":
        why = error.get("ctx", {}).get("error", "it cannot be read")
        return {"field": "body", "message": f"this is not JSON, at character {error['loc'][-1]}: {why}"}
    return {"field": field_path(error["loc"]), "message": _plain(error)}


def answer_benchmarking_error(_: Request, error: Exception) -> Response:
    """The error's own sentence and facts."""
    assert isinstance(error, BenchmarkingError)
    return error_answer(status_of(error), error.code, error.message, error.details)


def answer_unavailable(request: Request, error: Exception) -> Response:
    """503 that does not tell where the database is; the server's log does."""
    assert isinstance(error, DatabaseUnavailable)
    logger.error("%s %s: %s", request.method, request.url.path, error.message)
    return error_answer(503, error.code, "The database does not answer. Try again; the server's log says why.")


def answer_invalid_request(_: Request, error: Exception) -> Response:
    """400 with every faulty field named (the first ``MOST_NAMED``) and what is wrong with it."""
    assert isinstance(error, RequestValidationError)
    faults = [_fault(one) for one in error.errors()[:MOST_NAMED]]
    first = f"{faults[0]['field']}: {faults[0]['message']}"
    count = len(error.errors())
    message = f"The request cannot be read. {first}" + (f" (and {count - 1} more)." if count > 1 else ".")
    return error_answer(400, "invalid_request", message, {"fields": faults, "count": count})


def answer_http_error(request: Request, error: Exception) -> Response:
    """Unknown addresses, wrong methods, oversized bodies."""
    assert isinstance(error, HTTPException)
    code = CODE_OF_STATUS.get(error.status_code, HTTPStatus(error.status_code).phrase.casefold().replace(" ", "_"))
    docs = f"{request.scope.get('root_path', '')}/docs"
    nothing = f"There is nothing at this address; {docs} lists them all."
    message = nothing if error.status_code == 404 else str(error.detail)
    return error_answer(error.status_code, code, message, headers=error.headers)


def answer_unknown_error(request: Request, error: Exception) -> Response:
    """500 that tells the caller nothing of the inside; the trace goes to the server's log."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return error_answer(500, "internal_error", "Something went wrong on our side. The server's log says what.")


def install_error_answers(api: FastAPI) -> None:
    """Every way a request can fail answers in the one shape."""
    api.add_exception_handler(BenchmarkingError, answer_benchmarking_error)
    api.add_exception_handler(DatabaseUnavailable, answer_unavailable)
    api.add_exception_handler(RequestValidationError, answer_invalid_request)
    api.add_exception_handler(HTTPException, answer_http_error)
    api.add_exception_handler(Exception, answer_unknown_error)
