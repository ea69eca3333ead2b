"""Is every question answered, and every wrong one refused, as it was when the answer was last looked at?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from data.store.revision import revision as stored_revision
from tests.api.conftest import client_of
from tests.api.recorded import QUESTIONS, REFUSALS, answer_to, differences, prepare, refusals
from tests.conftest import opened


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """The sample with what is stored beside it, and the ids made up for that; no question changes anything."""
    engine = opened(f"sqlite:///{tmp_path_factory.mktemp('answers') / 'sample.sqlite3'}", sample=True)
    client = client_of(engine)
    yield client, prepare(client)
    engine.dispose()


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_recorded_one(prepared: tuple[TestClient, dict[str, str]], name: str) -> None:
    question = QUESTIONS[name]
    assert list(differences(answer_to(question, *prepared), question["answer"])) == []


@pytest.mark.parametrize("path", sorted(REFUSALS.glob("*.json")), ids=lambda path: path.stem)
def test_what_cannot_be_is_refused_in_the_recorded_words_and_nothing_stored(
    prepared: tuple[TestClient, dict[str, str]], path: Path
) -> None:
    client, _ = prepared
    before = revision(client)
    assert refusals(path, client) == json.loads(path.read_text("utf-8"))
    assert revision(client) == before


def revision(client: TestClient) -> int:
    return stored_revision(client.app.state.database())  # type: ignore[attr-defined]


def test_a_difference_is_named_with_its_place() -> None:
    found, recorded = {"a": [1.0, {"b": None}]}, {"a": [1.0 + 1e-12, {"b": 0}]}
    assert list(differences(found, recorded)) == [".a[1].b: None instead of 0"]
    assert list(differences(1.0, 1.000001))
    assert list(differences({"a": 1}, {"a": 1, "b": None}))
    assert list(differences([], [1]))
    assert list(differences(True, 1))
