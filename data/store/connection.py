"""How is the database reached? SQLite in a file by default, PostgreSQL by URL, both with the same promises."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from core.errors import BenchmarkingError, InvalidSpecification
from data.home import FILE_NAME, home_folder, named_database

WRITES = "yardstick_writes"  # execution option of a connection that is going to write
BUSY_SECONDS = 30
_HELD_BY_ANOTHER = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}  # primary codes: the lowest byte of those that say more


class DatabaseUnavailable(BenchmarkingError):
    """The database cannot be opened or written: a wrong address, no rights, a full disk, a server that is down."""

    code = "database_unavailable"

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            f"The database {where} cannot be used: {reason}. Check that it exists, that there is room and that you "
            "may write to it; YARDSTICK_DATABASE_URL names another one.",
            where=where,
            reason=reason,
        )


def unavailable(engine: Engine, error: SQLAlchemyError) -> DatabaseUnavailable:
    """The driver's complaint as one plain line, the password never in it."""
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()
    return DatabaseUnavailable(engine.url.render_as_string(hide_password=True), cause[0] if cause else "no answer")


def database_url(given: str | None = None) -> URL:
    """``given``, else ``YARDSTICK_DATABASE_URL``, else a SQLite file in the home folder.

    ``postgres://`` and ``postgresql://`` are both understood, whatever driver they name; psycopg 3 is the one used.
    """
    text = (given or "").strip() or named_database()
    if not text:
        return URL.create("sqlite", database=str(home_folder() / FILE_NAME))
    try:
        url = make_url(text)
    except ArgumentError:
        raise InvalidSpecification(
            "The database address cannot be read. Write it as sqlite:////folder/file.sqlite3 or "
            "postgresql://user:password@host/database."
        ) from None
    return _checked(url)


def _checked(url: URL) -> URL:
    kind = url.get_backend_name()
    if kind in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise InvalidSpecification(f"The database may be SQLite or PostgreSQL, not “{kind}”.")
    if not url.database or ":memory:" in url.database:
        raise InvalidSpecification("A SQLite database needs a file: sqlite:////folder/file.sqlite3.")
    return url.set(drivername="sqlite")


def engine_for(url: URL) -> Engine:
    """A pooled engine whose connections keep the promises of :mod:`data.store`; nothing is read or written yet."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})


def _sqlite_engine(url: URL) -> Engine:
    path = Path(str(url.database)).expanduser()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(str(path), str(error)) from error
    engine = create_engine(url.set(database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """WAL lets pages read while an import writes; FULL makes a commit outlive a power cut too."""
    connection.isolation_level = None  # transactions begin where we say, tables included, not where the driver guesses
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """The one switch for which SQLite does not wait by itself while another process makes it."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _HELD_BY_ANOTHER or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: waiting at the beginning is safe, failing half-way is not."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
