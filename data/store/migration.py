"""Is the database as new as the program? Schema steps forward on start, under a lock, whole or not at all."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from core.errors import Conflict
from data.store.connection import WRITES

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x5941_5244_5354_4943  # any number that is ours alone on a PostgreSQL server
_one_at_a_time = threading.Lock()  # Alembic keeps its context in module globals


class DatabaseTooNew(Conflict):
    """The database was written by a later program, whose steps this one does not know."""

    code = "database_too_new"

    def __init__(self, where: str, found: str) -> None:
        super().__init__(
            f"The database {where} was written by a newer version of Yardstick (schema {found}). "
            "Update Yardstick, or name another database in YARDSTICK_DATABASE_URL.",
            where=where,
            found=found,
        )


def alembic_config() -> Config:
    """Alembic's configuration without a file: where the steps lie."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def migrate(engine: Engine) -> None:
    """Leads the schema to the newest step; two processes that start at once take turns.

    Raises DatabaseTooNew when the schema is of a later program.
    """
    from alembic.script import ScriptDirectory

    with _one_at_a_time:
        steps = ScriptDirectory.from_config(alembic_config())
        with engine.connect() as connection:
            up_to_date = _is_newest(connection, steps)
        if not up_to_date:
            _upgrade(engine)


def _is_newest(connection: Connection, steps: ScriptDirectory) -> bool:
    from alembic.util import CommandError

    found = schema_step(connection)
    if found is None:
        return False
    try:
        steps.get_revision(found)
    except CommandError:
        raise DatabaseTooNew(connection.engine.url.render_as_string(hide_password=True), found) from None
    return found == steps.get_current_head()


def schema_step(connection: Connection) -> str | None:
    """The step the schema stands at, None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def _upgrade(engine: Engine) -> None:
    from alembic import command

    config = alembic_config()
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        _enforce_foreign_keys(connection, False)
        try:
            with connection.begin():
                _lock(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        finally:
            _enforce_foreign_keys(connection, True)


def _lock(connection: Connection) -> None:
    """On SQLite the writing transaction is the lock; PostgreSQL has one made for this, held until the commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})


def _enforce_foreign_keys(connection: Connection, enforce: bool) -> None:
    """SQLite alters a table by copying and dropping it, and a drop would take the rows that refer to it along."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.execute(f"PRAGMA foreign_keys = {'ON' if enforce else 'OFF'}")
