"""Can anything that is sent make the server fail? Bytes, odd addresses, and portfolios at the edge of what can be stored: never a 500.

Spoilt bodies are sent where the answers are held against the description: ``test_schemathesis``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_api
from data.store.database import open_database
from tests.api.bodies import places, spoilt
from tests.api.conftest import LOCAL
from tests.api.recorded import BODIES

numbered = count()
PATHS = create_api(token="").openapi()["paths"]
numbers = st.one_of(
    st.floats(0, 1e15),
    st.sampled_from([0, 1e-300, 1e-18, 1e-9, 1e15]),
    st.integers(0, 10**6),
    st.dates(date(1900, 1, 1)).map(str),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One server and database for all the junk; what is raised inside is raised here too."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("YARDSTICK_SAMPLE", "off")
        engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'fuzz.sqlite3'}")
    client = TestClient(create_api(engine, token=""), base_url="http://localhost", client=LOCAL)
    days = [
        f"{year}-{month:02}-{day:02}" for year in (2024, 2025) for month in range(1, 13) for day in (1, 8, 15, 22, 28)
    ]
    prices = [{"symbol": "INFY.NS", "date": on, "close": 1500 + n, "currency": "INR"} for n, on in enumerate(days)]
    assert client.post("/v1/prices", json={"prices": prices}).status_code == 200
    yield client
    engine.dispose()


def check(server: TestClient, path: str, body: bytes) -> None:
    answered = server.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answered.status_code in {200, 201, 400, 404, 409, 413, 422}, answered.text
    if answered.status_code >= 400:
        error = answered.json()["error"]
        assert error["code"]
        assert error["message"].strip()
        assert isinstance(error["details"], dict)


def test_every_address_that_takes_a_body_is_tried() -> None:
    assert {path for path, methods in PATHS.items() if "post" in methods} == set(BODIES)


@given(data=st.data())
def test_whatever_can_be_stored_can_be_compared_or_is_refused_in_words(server: TestClient, data: st.DataObject) -> None:
    rows = BODIES["/v1/portfolios"] | {"name": f"Mine {next(numbered)}"}
    place = data.draw(st.sampled_from([one for one in places(rows) if one and one[0] in {"transactions", "deposits"}]))
    stored = server.post("/v1/portfolios", json=spoilt(rows, place, data.draw(numbers)))
    assert stored.status_code in {201, 400}
    if stored.status_code == 201:
        address = f"/v1/portfolios/{stored.json()['id']}/benchmark-comparison"
        answered = server.get(address, params={"benchmark_ticker": "^NSEI", "as_of": "2025-06-30"})
        assert answered.status_code in {200, 422}, answered.text


@pytest.mark.parametrize("path", sorted(BODIES))
@given(body=st.binary(max_size=200))
def test_bytes_that_mean_nothing_never_break_the_server(server: TestClient, path: str, body: bytes) -> None:
    check(server, path, body)


words = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "NaN", "inf", "-1e999", "1e400", "9999-99-99", "^NSEI", "🙂", "\x00"])
)


@given(data=st.data())
def test_odd_addresses_and_parameters_never_break_the_server(server: TestClient, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(path for path, methods in PATHS.items() if "get" in methods)))
    names = [one["name"] for one in PATHS[path]["get"].get("parameters", []) if one["in"] == "query"]
    query = {name: data.draw(words) for name in names if data.draw(st.booleans())}
    address = path.replace("{portfolio_id}", data.draw(st.sampled_from(["sample-household", "x", "%00", "..", "%ff"])))
    answered = server.get(address, params={name: _sendable(value) for name, value in query.items()})
    assert answered.status_code in {200, 400, 404, 422}, answered.text


def _sendable(value: str) -> str:
    """Without half characters, which no address can carry."""
    return value.encode("utf-8", "replace").decode("utf-8")
