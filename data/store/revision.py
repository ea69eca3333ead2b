"""Has anything changed? A number that rises with every write, and the one way to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import OperationalError

from data.store.connection import WRITES, unavailable
from data.store.schema import store_revision


def revision(engine: Engine) -> int:
    """The number of writes so far: what was cached under it is still true while it stands."""
    with engine.connect() as connection:
        return int(connection.execute(select(store_revision.c.revision)).scalar_one())


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that lands whole, with a higher revision, or not at all.

    Raising the revision comes first: it is the lock by which writers of all processes take turns, on PostgreSQL as on
    SQLite, so that what was looked up inside is still true at the commit.
    Raises DatabaseUnavailable when the database is locked for too long, full or read-only.
    """
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(update(store_revision).values(revision=store_revision.c.revision + 1))
            yield connection
    except OperationalError as error:
        raise unavailable(engine, error) from error
