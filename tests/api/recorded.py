"""What is asked of the API, and what did it answer when it was last looked at? A file a question, and a file of refusals an address.

Of the sample, and of what ``answers/stored.json`` stores beside it. A new question is a new file in ``answers`` with its address (and
parameters, or a body to be sent); what is to be refused is a new ``change`` of what would be right, in ``refusals``.
``.venv/bin/python -m tests.api.recorded`` records all answers anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.api.conftest import client_of

FOLDER, REFUSALS = Path(__file__).parent / "answers", Path(__file__).parent / "refusals"
STORED = json.loads((FOLDER / "stored.json").read_text("utf-8"))
FILES = {str(path.relative_to(FOLDER).with_suffix("")): path for path in sorted(FOLDER.glob("*/*.json"))}
QUESTIONS: dict[str, dict[str, Any]] = {name: json.loads(path.read_text("utf-8")) for name, path in FILES.items()}

# a right body for every address that takes one by POST
BODIES: dict[str, Any] = {
    one["address"]: one["body"]
    for one in reversed([*STORED, *(one for name, one in QUESTIONS.items() if name.startswith("sent_along/"))])
    if one.get("method", "POST") == "POST"
}
MOST_ROWS = 6  # of a list of objects; a longer one is kept as its first, middle and last


def prepare(client: TestClient) -> dict[str, str]:
    """Stores what stands beside the sample; gives the ids that were made up for it, by name."""
    ids: dict[str, str] = {}
    for one in STORED:
        response = client.request(one["method"], one["address"], json=one["body"])
        assert response.is_success, response.text
        if one["address"] == "/v1/portfolios":
            ids[one["body"]["name"]] = response.json()["id"]
        if one["address"] == "/v1/benchmarks":
            ids[response.json()["data"]["attributes"]["name"]] = response.json()["data"]["id"]
    return ids


def answer_to(question: Mapping[str, Any], client: TestClient, ids: Mapping[str, str]) -> Any:
    """What is answered now, shortened, with names in the place of made-up ids."""
    method = "POST" if "body" in question else "GET"
    address = question["address"].format_map(ids)
    response = client.request(method, address, params=question.get("parameters"), json=question.get("body"))
    assert response.status_code == 200, response.text
    text = response.text
    for name, made_up in ids.items():
        text = text.replace(made_up, name)
    return shortened(json.loads(text))


def refusals(path: Path, client: TestClient) -> dict[str, Any]:
    """The file's changes of a right question, each with the status, the code and the sentence that answer it now."""
    asked = json.loads(path.read_text("utf-8"))
    rows = []
    for change in (row["change"] for row in asked["refused"]):
        sent = merged(asked["right"], change)
        if asked["method"] == "GET":
            known = {name: value for name, value in sent.items() if value is not None}
            response = client.get(asked["address"], params=known)
        else:
            response = client.request(asked["method"], asked["address"], json=sent)
        assert response.is_client_error, (change, response.text)
        error = response.json()["error"]
        rows.append(
            {"change": change, "status": response.status_code, **{name: error[name] for name in ("code", "message")}}
        )
    return asked | {"refused": rows}


def merged(right: Any, change: Any) -> Any:
    """The right question with another value at some places."""
    if not (isinstance(right, dict) and isinstance(change, dict)):
        return change
    return right | {name: merged(right.get(name), value) for name, value in change.items()}


def as_rows(recorded: Mapping[str, Any]) -> str:
    """JSON of which every refusal has a line."""
    lines = [
        f" {json.dumps(name)}: {json.dumps(recorded[name], ensure_ascii=False)}"
        for name in ("method", "address", "right")
    ]
    rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in recorded["refused"])
    return "{\n" + ",\n".join(lines) + ',\n "refused": [\n' + rows + "\n ]\n}\n"


def shortened(value: Any) -> Any:
    """The answer with its long lists as three rows each."""
    if isinstance(value, dict):
        return {name: shortened(inner) for name, inner in value.items()}
    if not isinstance(value, list):
        return value
    rows = [shortened(inner) for inner in value]
    if len(rows) > MOST_ROWS and all(isinstance(row, dict) for row in rows):
        return {"rows": len(rows), "of which": [rows[0], rows[len(rows) // 2], rows[-1]]}
    return rows


def as_text(value: Any, indent: str = "") -> str:
    """JSON of which whatever holds nothing that is nested has a line of its own."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if not any(isinstance(part, dict | list) and part for part in inner):
        return json.dumps(value, ensure_ascii=False)
    names = (
        [f"{json.dumps(name, ensure_ascii=False)}: " for name in value]
        if isinstance(value, dict)
        else [""] * len(inner)
    )
    lines = [f"{indent} {name}{as_text(part, indent + ' ')}" for name, part in zip(names, inner, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(lines) + f"\n{indent}{closing}"


def differences(found: Any, recorded: Any, place: str = "") -> Iterator[str]:
    """Where two answers differ, numbers by more than a billionth."""
    if isinstance(found, dict) and isinstance(recorded, dict) and list(found) == list(recorded):
        yield from chain.from_iterable(differences(found[name], recorded[name], f"{place}.{name}") for name in found)
    elif isinstance(found, list) and isinstance(recorded, list) and len(found) == len(recorded):
        rows = enumerate(zip(found, recorded, strict=True))
        yield from chain.from_iterable(differences(one, other, f"{place}[{at}]") for at, (one, other) in rows)
    elif not alike(found, recorded):
        yield f"{place}: {found!r} instead of {recorded!r}"


def alike(found: Any, recorded: Any) -> bool:
    """The same number, text, truth or nothing."""
    if isinstance(found, bool) or not all(isinstance(one, int | float) for one in (found, recorded)):
        return type(found) is type(recorded) and bool(found == recorded)
    return abs(found - recorded) <= 1e-9 * max(1.0, abs(recorded))


def record() -> None:
    """Asks every question of a fresh sample and writes the answers down."""
    from tests.conftest import opened

    with tempfile.TemporaryDirectory() as folder:
        os.environ["YARDSTICK_HOME"] = folder
        client = client_of(opened(f"sqlite:///{folder}/sample.sqlite3", sample=True))
        ids = prepare(client)
        for name, question in QUESTIONS.items():
            recorded = question | {"answer": answer_to(question, client, ids)}
            FILES[name].write_text(as_text(recorded) + "\n", "utf-8")
        for path in REFUSALS.glob("*.json"):
            path.write_text(as_rows(refusals(path, client)), "utf-8")


if __name__ == "__main__":
    record()
