"""Is the right database reached, with the promises it needs, and said plainly when it cannot be?"""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from core.errors import InvalidSpecification
from data.store.connection import DatabaseUnavailable, database_url
from data.store.database import open_database
from data.store.revision import revision, writing


def test_the_default_is_a_file_in_the_home_folder(home: Path) -> None:
    assert database_url().database == str(home / "yardstick.sqlite3")


def test_without_a_named_home_it_lies_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("YARDSTICK_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / ".local" / "share" / "yardstick"
    assert database_url().database == str(folder / "yardstick.sqlite3")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_environment_moves_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YARDSTICK_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    open_database().dispose()
    assert (tmp_path / "elsewhere.sqlite3").exists()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_driven_by_psycopg_3(scheme: str) -> None:
    url = database_url(f"{scheme}://me:secret@server:5433/money?sslmode=require")
    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.port, url.database, url.query["sslmode"]) == ("server", 5433, "money", "require")


@pytest.mark.parametrize("wrong", ["mysql://server/db", "sqlite://", "sqlite:///:memory:", "no address"])
def test_other_databases_are_refused(wrong: str) -> None:
    with pytest.raises(InvalidSpecification, match=r"SQLite|sqlite"):
        database_url(wrong)


def test_a_path_with_odd_characters_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    odd = tmp_path / "my 100% data?#"
    monkeypatch.setenv("YARDSTICK_HOME", str(odd))
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    open_database().dispose()
    assert (odd / "yardstick.sqlite3").exists()


def test_sqlite_keeps_its_promises(engine: Engine) -> None:
    with engine.connect() as connection:
        asked = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 1, 2, 30_000]


def test_readers_see_one_state_while_another_writes(engine: Engine) -> None:
    before = revision(engine)
    with writing(engine):
        assert revision(engine) == before
    assert revision(engine) == before + 1


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"my shopping list, long enough to be taken for a header\n" * 40)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"my shopping list")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailable, match="file"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'below' / 'x.sqlite3'}")


def test_a_server_that_is_down_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        open_database("postgresql://me:secret@127.0.0.1:9/money")
    assert "127.0.0.1" in caught.value.message
    assert "secret" not in caught.value.message


def test_a_writer_that_waits_too_long_says_so(engine: Engine) -> None:
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")  # the pool hands the same connection out again
    with pytest.raises(DatabaseUnavailable, match="locked"), writing(engine):
        pytest.fail("the lock was not there")
    other.execute("ROLLBACK")
    other.close()


def test_names_and_text_may_be_in_any_script(any_engine: Engine) -> None:
    with any_engine.connect() as connection:
        assert connection.execute(text("SELECT :word"), {"word": "₹ निवेश 📈"}).scalar() == "₹ निवेश 📈"
