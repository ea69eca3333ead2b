"""How do the tests ask the API? A client on this machine, without a token, and what they all ask with."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from api.server.database import OpenOnce

LOCAL = ("127.0.0.1", 50_000)


@pytest.fixture(autouse=True)
def _no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YARDSTICK_API_TOKEN", raising=False)


@cache
def one_api() -> FastAPI:
    """The API that all tests ask, put together once; which database answers is said anew by each of them."""
    return create_api(token="")


def client_of(engine: Engine) -> TestClient:
    """A direct client on this machine. It takes the place of the one before."""
    api = one_api()
    api.state.database = OpenOnce(engine)
    return TestClient(api, base_url="http://localhost", client=LOCAL)


@pytest.fixture
def client(engine: Engine) -> TestClient:
    """A client of an empty database."""
    return client_of(engine)


@pytest.fixture
def sample(sample_engine: Engine) -> TestClient:
    """A client of the sample."""
    return client_of(sample_engine)


def answered(response: Any) -> Any:
    """The JSON of an answer that is no refusal."""
    assert response.is_success, response.text
    return response.json()


def created(client: TestClient, transactions: list[dict[str, Any]] | None = None, **changes: Any) -> str:
    """The id of a new portfolio."""
    body = {"name": "Mine", "base_currency": "INR", "transactions": transactions or [], **changes}
    portfolio_id: str = answered(client.post("/v1/portfolios", json=body))["id"]
    return portfolio_id


def priced(client: TestClient, rows: list[dict[str, Any]]) -> None:
    """Stores prices."""
    answered(client.post("/v1/prices", json={"prices": rows}))


def compared(client: TestClient, portfolio_id: str, **parameters: Any) -> dict[str, Any]:
    """The portfolio beside what the parameters name."""
    asked = {name: value for name, value in parameters.items() if value is not None}
    answer: dict[str, Any] = answered(client.get(f"/v1/portfolios/{portfolio_id}/benchmark-comparison", params=asked))
    return answer


def made(client: TestClient, *attributes: dict[str, Any]) -> Any:
    """New benchmarks of the library: the one, or the several."""
    body = {"data": [{"type": "benchmarks", "attributes": one} for one in attributes]}
    return answered(client.post("/v1/benchmarks", json=body))["data"]


def unpacked(response: Any, folder: Path) -> Path:
    """The folder of an audit pack."""
    assert response.status_code == 200, response.text
    with zipfile.ZipFile(io.BytesIO(response.content)) as pack:
        pack.extractall(folder / "pack")
    return folder / "pack"
