"""What does every test find? A home folder of its own, no way to Yahoo, and fresh databases of both kinds."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from data.store.database import open_database
from tests.postgres import PostgresServer, postgres_server
from tests.yahoo_server import yahoo

__all__ = ["postgres_server", "yahoo"]

NOWHERE = "http://127.0.0.1:9"  # the discard port: refuses at once
_numbers = itertools.count(1)

# A property is about values, not about time: a busy machine must not make one fail. Quick: the same examples every time.
# Thorough (YARDSTICK_HYPOTHESIS=thorough): others every time, and many more.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("any"), max_examples=50, derandomize=True)
settings.register_profile("thorough", settings.get_profile("any"), max_examples=1_000)
settings.load_profile(os.environ.get("YARDSTICK_HYPOTHESIS", "quick"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``YARDSTICK_HOME``: a folder of the test's own, so that none touches the user's data or the network."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("YARDSTICK_HOME", str(folder))
    monkeypatch.setenv("YARDSTICK_YAHOO_URL", NOWHERE)
    for name in ("YARDSTICK_DATABASE_URL", "YARDSTICK_SAMPLE"):
        monkeypatch.delenv(name, raising=False)
    return folder


def opened(url: str, sample: bool) -> Engine:
    """A database that is ready, with or without the sample."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("YARDSTICK_SAMPLE", "on" if sample else "off")
        return open_database(url)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    opened(f"sqlite:///{path}", sample=False).dispose()
    return path


@pytest.fixture(scope="session")
def sample_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample portfolios, to be copied."""
    path = tmp_path_factory.mktemp("template") / "sample.sqlite3"
    opened(f"sqlite:///{path}", sample=True).dispose()
    return path


def copied(template: Path, folder: Path, sample: bool) -> Iterator[Engine]:
    path = folder / template.name
    shutil.copyfile(template, path)
    engine = opened(f"sqlite:///{path}", sample)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite database without the sample."""
    yield from copied(empty_sqlite, tmp_path, sample=False)


@pytest.fixture
def sample_engine(sample_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite database with the sample portfolios."""
    yield from copied(sample_sqlite, tmp_path, sample=True)


@contextmanager
def database(server: PostgresServer, template: str = "template1") -> Iterator[str]:
    """The address of a PostgreSQL database like ``template``, which goes again."""
    name = f"test_{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    with database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: PostgresServer) -> str:
    """The name of a PostgreSQL database with the newest schema and nothing in it, to be copied."""
    postgres_server.execute("CREATE DATABASE empty")
    opened(postgres_server.url("empty"), sample=False).dispose()
    return "empty"


@pytest.fixture
def postgres_engine(postgres_server: PostgresServer, empty_postgres: str) -> Iterator[Engine]:
    """A fresh PostgreSQL database without the sample."""
    with database(postgres_server, empty_postgres) as url:
        engine = opened(url, sample=False)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'fresh' / 'yardstick.sqlite3'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of either kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    """A fresh database of either kind, without the sample."""
    engine: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgres_engine")
    return engine
