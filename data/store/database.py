"""Where is the database, and is it ready? Opened, led to the newest schema, and given the sample on first start."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from data.sample import sample_wanted
from data.store.connection import database_url, engine_for, unavailable
from data.store.migration import migrate
from data.store.peers.seed import seed_peers
from data.store.portfolios.seed import seed_sample


def open_database(url: str | None = None) -> Engine:
    """A ready database: ``url``, else ``YARDSTICK_DATABASE_URL``, else a SQLite file in the home folder.

    Raises InvalidSpecification for an address that is neither SQLite nor PostgreSQL, DatabaseUnavailable when it cannot
    be reached or is no database, DatabaseTooNew when a later program wrote it.
    """
    engine = engine_for(database_url(url))
    try:
        migrate(engine)
        if sample_wanted():
            seed_sample(engine)
            seed_peers(engine)
    except DatabaseError as error:
        engine.dispose()
        raise unavailable(engine, error) from error
    except BaseException:
        engine.dispose()
        raise
    return engine
