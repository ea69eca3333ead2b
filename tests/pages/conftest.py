"""Every page test begins with nothing remembered from another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine

from data.home import FILE_NAME
from ui.reads import portfolio as loading


def forget() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def own_store(home: Path, sample_sqlite: Path) -> Iterator[Engine]:
    """The pages' own database, fresh, with the sample, in the test's own folder."""
    forget()
    shutil.copyfile(sample_sqlite, home / FILE_NAME)
    engine = loading.engine()
    assert home in Path(str(engine.url.database)).parents
    yield engine
    engine.dispose()
    forget()


@pytest.fixture
def empty_store(home: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The same without the sample."""
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    forget()
    shutil.copyfile(empty_sqlite, home / FILE_NAME)
    engine = loading.engine()
    yield engine
    engine.dispose()
    forget()
