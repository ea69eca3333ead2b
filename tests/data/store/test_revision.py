"""Does the revision rise with every write, and with nothing else?"""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from data.store.revision import revision, writing


def test_it_rises_with_a_write(any_engine: Engine) -> None:
    before = revision(any_engine)
    with writing(any_engine):
        pass
    assert revision(any_engine) == before + 1


def test_it_stands_when_a_write_fails(any_engine: Engine) -> None:
    before = revision(any_engine)
    with pytest.raises(IntegrityError), writing(any_engine) as connection:
        connection.execute(text("INSERT INTO store_revision (id, revision) VALUES (1, 100)"))
    assert revision(any_engine) == before


def test_it_stands_when_something_is_read(any_engine: Engine) -> None:
    assert revision(any_engine) == revision(any_engine)
