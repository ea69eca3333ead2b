"""Does a process of its own make the first start's database, and only where there is none?"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from data import first_start
from data.home import FILE_NAME
from data.store.connection import database_url, engine_for
from data.store.peers.seed import SAMPLE
from data.store.portfolios.portfolios import list_portfolios


@pytest.fixture(autouse=True)
def nothing_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start, "_at_work", [])


def test_a_first_start_finds_everything_made(home: Path) -> None:
    assert first_start.begin()
    first_start.wait()
    engine = engine_for(database_url())
    assert "sample-household" in {one.id for one in list_portfolios(engine)}
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM peer_seeds WHERE id = :id"), {"id": SAMPLE}) == 1
    engine.dispose()


def test_a_database_that_is_there_is_left_alone(home: Path) -> None:
    (home / FILE_NAME).write_bytes(b"")
    assert not first_start.begin()
    assert (home / FILE_NAME).read_bytes() == b""


def test_a_database_elsewhere_is_not_made_beside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_DATABASE_URL", "postgresql://somebody@elsewhere/yardstick")
    assert not first_start.begin()
    assert not (home / FILE_NAME).exists()


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_start(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("YARDSTICK_HOME", str(home / "file" / "below"))
    assert not first_start.begin()
