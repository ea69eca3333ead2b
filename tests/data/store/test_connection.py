"""Is the right database reached, with the promises it needs, and said plainly when it cannot be?"""

from __future__ import annotations

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from core.errors import InvalidSpecification
from data.store.connection import DatabaseUnavailable, _switch_to_wal, database_url, engine_for
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


class SwitchingConnection:
    """Answers the switch to WAL with the given errors, one after the other, and then lets it happen."""

    def __init__(self, *errors: tuple[int, str]) -> None:
        self.errors = list(errors)
        self.asked = 0

    def execute(self, _statement: str) -> None:
        self.asked += 1
        if self.errors:
            code, words = self.errors.pop(0)
            error = sqlite3.OperationalError(words)
            error.sqlite_errorcode = code
            raise error


def test_two_that_switch_to_wal_at_once_take_turns() -> None:
    """SQLite answers one of them at once that the database is locked, whatever its busy timeout."""
    codes = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY, sqlite3.SQLITE_LOCKED)
    connection = SwitchingConnection(*((code, "in any words") for code in codes))
    _switch_to_wal(connection)  # type: ignore[arg-type]
    assert connection.asked == 4


def test_any_other_trouble_with_the_switch_is_raised() -> None:
    with pytest.raises(sqlite3.OperationalError, match="disk I/O"):
        _switch_to_wal(SwitchingConnection((sqlite3.SQLITE_IOERR_LOCK, "disk I/O error")))  # type: ignore[arg-type]


def test_threads_that_open_one_new_file_together_all_come_up(tmp_path: Path) -> None:
    for number in range(20):
        engine = engine_for(database_url(f"sqlite:///{tmp_path / str(number)}.sqlite3"))
        ready = threading.Barrier(5)

        def work(engine: Engine = engine, ready: threading.Barrier = ready) -> str:
            ready.wait()
            with engine.connect() as connection:
                return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())

        with ThreadPoolExecutor(5) as pool:
            assert list(pool.map(lambda _: work(), range(5))) == ["wal"] * 5
        engine.dispose()
