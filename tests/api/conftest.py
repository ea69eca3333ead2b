"""How do the tests ask the API? A client on this machine, an empty database of its own, no token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from data.store.database import open_database

LOCAL = ("127.0.0.1", 50_000)
NewClient = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def _no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YARDSTICK_API_TOKEN", raising=False)


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty SQLite database without the sample."""
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    opened = open_database(f"sqlite:///{tmp_path / 'api.sqlite3'}")
    yield opened
    opened.dispose()


@pytest.fixture
def client(engine: Engine) -> TestClient:
    """A direct client on this machine."""
    return TestClient(create_api(engine), base_url="http://localhost", client=LOCAL)
