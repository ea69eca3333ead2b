"""Does every older database become the newest, once, also when two programs start together?"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text

import data.store
from data.store import migration
from data.store.database import open_database
from data.store.migration import DatabaseTooNew, alembic_config, schema_step
from data.store.revision import revision, writing
from data.store.schema import metadata

PROJECT = Path(__file__).parent.parent.parent.parent
OPEN = """
import sys
from data.store.database import open_database
from data.store.revision import revision, writing
engine = open_database(sys.argv[1])
with writing(engine):
    pass
print(revision(engine))
"""


def test_the_steps_lead_to_the_schema(any_engine: Engine) -> None:
    for module in pkgutil.walk_packages(data.store.__path__, "data.store."):
        importlib.import_module(module.name)  # whichever of them holds tables adds them to the metadata
    with any_engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_steps_are_one_line(any_engine: Engine) -> None:
    steps = ScriptDirectory.from_config(alembic_config())
    assert len(steps.get_heads()) == 1
    with any_engine.connect() as connection:
        assert schema_step(connection) == steps.get_current_head()


def test_opening_again_changes_nothing(any_engine: Engine) -> None:
    before = revision(any_engine)
    url = any_engine.url.render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("YARDSTICK_SAMPLE", "off")
        open_database(url).dispose()
    assert revision(any_engine) == before


def test_a_database_of_a_later_program_is_left_alone(any_engine: Engine) -> None:
    with any_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match=r"9999.*Update Yardstick"):
        open_database(any_engine.url.render_as_string(hide_password=False))


def test_a_step_that_fails_leaves_nothing_behind(any_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")

    def fail_late(engine: Engine) -> None:
        @event.listens_for(engine, "before_cursor_execute")
        def stop(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if "CREATE TABLE prices" in statement:
                raise RuntimeError("the power went")

        migrate(engine)

    migrate = migration.migrate
    monkeypatch.setattr("data.store.database.migrate", fail_late)
    with pytest.raises(RuntimeError, match="the power went"):
        open_database(any_url)
    monkeypatch.setattr("data.store.database.migrate", migrate)
    engine = open_database(any_url)
    assert revision(engine) >= 1
    engine.dispose()


def test_foreign_keys_rest_during_a_step_and_work_after_it(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite alters a table by dropping it, which would take the rows that refer to it along."""
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    seen: list[object] = []
    upgrade = migration._lock

    def looked_at(connection: object) -> None:
        seen.append(connection.exec_driver_sql("PRAGMA foreign_keys").scalar())  # type: ignore[attr-defined]
        upgrade(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(migration, "_lock", looked_at)
    engine = open_database(sqlite_url)
    with engine.connect() as connection:
        seen.append(connection.exec_driver_sql("PRAGMA foreign_keys").scalar())
    engine.dispose()
    assert seen == [0, 1]


def test_programs_that_start_together_all_come_up(any_url: str) -> None:
    command = [sys.executable, "-c", OPEN, any_url]
    environment = {"YARDSTICK_SAMPLE": "off", "PYTHONPATH": str(PROJECT), "PATH": ""}
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=300) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], answers
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YARDSTICK_SAMPLE", "off")
        engine = open_database(any_url)
    assert revision(engine) == 1 + 3
    with writing(engine):
        pass
    engine.dispose()
