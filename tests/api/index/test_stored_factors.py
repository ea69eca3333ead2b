"""Are factor tables kept and shown over HTTP, and do they answer as the files do?

What is answered is recorded: ``answers/factors`` and ``answers/sent_along``; of what is stored: ``tests/pages/test_page_and_api``.
"""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.bodies import MONTHS, RATES, ROWS, THREE, factor_body, factor_file

ADDRESS, TABLE = "/v1/analytics/factors", "/v1/factors/Three factors"


def test_a_table_is_kept_shown_replaced_and_forgotten(client: TestClient) -> None:
    kept = client.put(TABLE, json={"file": THREE}).json()
    assert (kept["name"], kept["factors"], kept["has_risk_free"]) == ("Three factors", ["Mkt-RF", "SMB"], True)
    assert client.get("/v1/factors").json() == {"tables": [kept]}
    shown = client.get(TABLE, params={"start": "2021-02-01", "end": "2021-03-31"}).json()
    assert shown["dates"] == ["2021-02-01", "2021-03-01"]
    assert shown["returns"]["SMB"] == pytest.approx(ROWS[1][1:3] / 100)
    assert shown["risk_free"] == pytest.approx([0.001, 0.001])
    momentum = client.put(TABLE, json={"file": factor_file("Mom", ROWS[2]), "currency": "INR"}).json()
    assert (momentum["factors"], momentum["has_risk_free"], momentum["currency"]) == (["Mom"], False, "INR")
    assert client.get(TABLE).json()["risk_free"] is None
    assert client.delete(TABLE).status_code == 204
    assert client.delete(TABLE).status_code == 404
    assert client.get(TABLE).status_code == 404


def test_a_file_that_is_refused_leaves_the_table_as_it_was(client: TestClient) -> None:
    client.put(TABLE, json={"file": THREE})
    before = client.get(TABLE).json()
    fractions = factor_file("Mkt-RF,RF", ROWS[0] / 100, RATES)
    refused = client.put(TABLE, json={"file": fractions})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "wrong_units")
    assert client.put(TABLE, json={"file": "nothing"}).status_code == 400
    assert client.get(TABLE).json() == before


def test_stored_tables_answer_as_the_files_do(client: TestClient) -> None:
    given = client.post(ADDRESS, json=factor_body()).json()
    loadings = {name: one["loading"] for name, one in given["loadings"].items()}
    assert loadings == pytest.approx({"Mkt-RF": 1.2, "SMB": 0.0, "Mom": -0.3}, abs=1e-10)
    assert (given["alpha"], given["observations"]) == (pytest.approx(0.002 * 12), len(MONTHS))
    client.put(TABLE, json={"file": THREE})
    client.put("/v1/factors/Momentum", json={"file": factor_file("Mom", ROWS[2])})
    assert client.post(ADDRESS, json=factor_body(files=[], tables=["Three factors", "Momentum"])).json() == given
    assert client.post(ADDRESS, json=factor_body(files=[THREE], tables=["Momentum"])).json() == given
