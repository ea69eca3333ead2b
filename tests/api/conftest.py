"""How do the tests ask the API? A client on this machine, without a token."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api

LOCAL = ("127.0.0.1", 50_000)


@pytest.fixture(autouse=True)
def _no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YARDSTICK_API_TOKEN", raising=False)


@pytest.fixture
def client(engine: Engine) -> TestClient:
    """A direct client on this machine."""
    return TestClient(create_api(engine), base_url="http://localhost", client=LOCAL)
