"""Which database answers? Opened at the first question, so that starting the server never waits for it."""

from __future__ import annotations

from threading import Lock
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from data.store.database import open_database


class OpenOnce:
    """Gives the one engine of this server; opens the default database when none was handed in."""

    def __init__(self, engine: Engine | None = None) -> None:
        self._engine = engine
        self._lock = Lock()

    def __call__(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = open_database()
            return self._engine


def database_of(request: Request) -> OpenOnce:
    """The server's database, not yet opened."""
    database = request.app.state.database
    assert isinstance(database, OpenOnce)
    return database


def engine_of(database: Annotated[OpenOnce, Depends(database_of)]) -> Engine:
    """The server's database, opened. Raises DatabaseUnavailable."""
    return database()


Database = Annotated[OpenOnce, Depends(database_of)]
Store = Annotated[Engine, Depends(engine_of)]
