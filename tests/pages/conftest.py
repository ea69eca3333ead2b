"""What does a page find in a test? The sample, and nothing remembered from a test that changed anything."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine

from data.home import FILE_NAME
from data.store.revision import revision
from ui.reads import portfolio as loading

BENDING = {"monkeypatch", "yahoo"}  # who asks for one of these may leave behind what was computed by a bent program


def forget() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()


@dataclass
class Standing:
    """The database on which tests that write nothing follow each other, warm: a page computed once is not computed again."""

    folder: Path | None = None
    engine: Engine | None = None

    def renew(self, folder: Path, template: Path) -> None:
        self.end()
        shutil.copyfile(template, folder / FILE_NAME)
        self.folder = folder

    def end(self) -> None:
        forget()
        if self.engine is not None:
            self.engine.dispose()
        self.folder = self.engine = None


@pytest.fixture(scope="package")
def standing() -> Iterator[Standing]:
    store = Standing()
    yield store
    store.end()


@pytest.fixture
def own_store(
    request: pytest.FixtureRequest,
    standing: Standing,
    sample_sqlite: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Engine]:
    """The pages' own database, with nothing but the sample: a new one after a test that wrote, or that bent the program."""
    bent = not BENDING.isdisjoint(inspect.signature(request.function).parameters)
    if bent or standing.folder is None:
        standing.renew(tmp_path_factory.mktemp("store"), sample_sqlite)
    assert standing.folder is not None
    monkeypatch.setenv("YARDSTICK_HOME", str(standing.folder))
    engine = standing.engine = loading.engine()
    assert standing.folder in Path(str(engine.url.database)).parents
    before = revision(engine)
    yield engine
    if bent or revision(engine) != before:
        standing.end()


@pytest.fixture
def empty_store(
    home: Path, standing: Standing, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """The same without the sample."""
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    standing.end()
    shutil.copyfile(empty_sqlite, home / FILE_NAME)
    engine = loading.engine()
    yield engine
    engine.dispose()
    forget()
