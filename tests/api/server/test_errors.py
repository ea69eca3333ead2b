"""What does a program get when it cannot be answered? Every family, one shape, and nothing of the inside."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.app import create_api
from api.server.errors import field_path, status_of
from core.errors import (
    BenchmarkingError,
    Conflict,
    InsufficientData,
    InsufficientHistoryError,
    InvalidSpecification,
    MissingExchangeRateError,
    MissingLevelsError,
    NotFound,
)
from data.store.connection import DatabaseUnavailable
from tests.api.conftest import LOCAL

FAMILIES: list[tuple[BenchmarkingError, int, str]] = [
    (InvalidSpecification("Weights sum to 0.9.", weights=0.9), 400, "invalid_specification"),
    (BenchmarkingError("Something of no family."), 400, "benchmarking_error"),
    (NotFound("index", "^NSEJ", ["^NSEI"]), 404, "not_found"),
    (Conflict("The name is taken."), 409, "conflict"),
    (InsufficientData("Too little."), 422, "insufficient_data"),
    (MissingLevelsError("Nifty 50", date(2024, 1, 2), None, 7), 422, "missing_levels"),
    (InsufficientHistoryError("Beta", 3, 20), 422, "insufficient_history"),
    (MissingExchangeRateError("USD", "INR"), 422, "missing_exchange_rate"),
]


def client_that_raises(error: Exception) -> TestClient:
    api = create_api()

    @api.get("/raises")
    def raises() -> None:
        raise error

    return TestClient(api, base_url="http://localhost", client=LOCAL, raise_server_exceptions=False)


@pytest.mark.parametrize(("error", "status", "code"), FAMILIES, ids=lambda value: getattr(value, "code", None))
def test_each_family_has_its_status_and_keeps_its_sentence_and_facts(
    error: BenchmarkingError, status: int, code: str
) -> None:
    answered = client_that_raises(error).get("/raises")
    assert (answered.status_code, status_of(error)) == (status, status)
    assert answered.json() == {"error": {"code": code, "message": error.message, "details": dict(error.details)}}


def test_facts_without_a_json_type_are_written_as_text() -> None:
    error = InvalidSpecification("No.", on=date(2024, 1, 2), number=float("nan"), things={1: {2}})
    details = client_that_raises(error).get("/raises").json()["error"]["details"]
    assert details == {"on": "2024-01-02", "number": None, "things": {"1": "{2}"}}


def test_a_database_that_does_not_answer_is_not_the_callers_fault(caplog: pytest.LogCaptureFixture) -> None:
    error = DatabaseUnavailable("postgresql://someone@secret-host/db", "connection refused")
    with caplog.at_level(logging.ERROR):
        answered = client_that_raises(error).get("/raises")
    assert answered.status_code == 503
    assert answered.json()["error"]["code"] == "database_unavailable"
    assert "secret-host" not in answered.text
    assert "secret-host" in caplog.text


def test_an_unknown_error_tells_nothing_of_the_inside_but_the_log_does(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answered = client_that_raises(RuntimeError("the secret inside")).get("/raises")
    assert answered.status_code == 500
    assert answered.json()["error"]["code"] == "internal_error"
    assert "secret" not in answered.text
    assert "Traceback" not in answered.text
    assert "the secret inside" in caplog.text


def test_an_unknown_address_and_a_wrong_method(client: TestClient) -> None:
    unknown, wrong = client.get("/v1/nothing"), client.put("/v1/portfolios")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "method_not_allowed")


def test_an_unknown_address_leads_to_the_documentation_where_it_is_mounted(client: TestClient) -> None:
    mounted = TestClient(Starlette(routes=[Mount("/api", client.app)]), base_url="http://localhost", client=LOCAL)
    for asked, address, docs in ((client, "/v1/nothing", "/docs"), (mounted, "/api/v1/nothing", "/api/docs")):
        message = asked.get(address).json()["error"]["message"]
        assert message == f"There is nothing at this address; {docs} lists them all."


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": "x",}',
        b"",
        b"\xff\xfe",
        b'"\\ud800"',
        b"[" * 100_000,
        b"{" + b'"a":{' * 5_000,
        b"1" * 10_000,
        b"null",
        b"[]",
        b"true",
    ],
)
def test_what_is_not_the_asked_json_is_refused_with_400(client: TestClient, body: bytes) -> None:
    answered = client.post("/v1/portfolios", content=body, headers={"Content-Type": "application/json"})
    assert answered.status_code == 400
    assert answered.json()["error"]["code"] == "invalid_request"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_of_another_web_page_is_not_json(client: TestClient, kind: str) -> None:
    body = b'{"name": "x", "base_currency": "USD"}'
    answered = client.post("/v1/portfolios", content=body, headers={"Content-Type": kind})
    assert answered.status_code == 400
    assert client.get("/v1/portfolios").json() == {"portfolios": []}


def test_every_faulty_field_is_named_and_no_value_echoed(client: TestClient) -> None:
    rows = [{"date": "2024-1-2", "type": "BUY"}, {"date": "2024-01-02", "type": "hoard-secretly", "amount": "12"}]
    body = {"name": "x", "base_currency": "USD", "transactions": rows, "transaction": []}
    error = client.post("/v1/portfolios", json=body).json()["error"]
    named = {fault["field"] for fault in error["details"]["fields"]}
    assert named == {"transactions[0].date", "transactions[1].type", "transactions[1].amount", "transaction"}
    assert error["details"]["count"] == 4
    assert "hoard" not in str(error)


def test_a_thousand_faults_are_counted_and_twenty_named(client: TestClient) -> None:
    body = {"name": "x", "base_currency": "USD", "transactions": [{}] * 500}
    details = client.post("/v1/portfolios", json=body).json()["error"]["details"]
    assert (details["count"], len(details["fields"])) == (1_000, 20)


MEGABYTE = b" " * 2**20


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_large_is_refused(client: TestClient, announced: bool) -> None:
    body = MEGABYTE * 17 if announced else (MEGABYTE for _ in range(17))
    answered = client.post("/v1/portfolios", content=body, headers={"Content-Type": "application/json"})
    assert (answered.status_code, answered.json()["error"]["code"]) == (413, "too_large")
    assert "16 MB" in answered.json()["error"]["message"]


@pytest.mark.parametrize(
    ("location", "path"),
    [(("body", "flows", 3, "amount"), "flows[3].amount"), (("query", "start"), "start"), (("body",), "body")],
)
def test_a_field_is_named_as_people_write_it(location: tuple[str | int, ...], path: str) -> None:
    assert field_path(location) == path
