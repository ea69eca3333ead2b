"""Does the API keep to its own description? Every operation of the OpenAPI document, with requests that fit it and others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from api.server.database import OpenOnce
from core.benchmark.presets import PRESET_IDS
from core.index.constituents import Constituent, ConstituentList
from data.store.benchmarks.benchmarks import load_records
from data.store.index.constituents import save_constituents
from data.store.peers.groups import list_peer_groups, save_peer_group
from data.store.peers.rows import load_peer_rows
from data.store.portfolios.portfolios import list_portfolios
from tests.api.bodies import places, spoilt
from tests.api.recorded import BODIES, prepare
from tests.conftest import copied, opened

TOKEN = "opens-the-door"
DOCUMENT = create_api(token=TOKEN).openapi()
DESCRIBED = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]
OPTIONAL = {
    (path, method): {
        one["name"] for one in DOCUMENT["paths"][path][method].get("parameters", ()) if not one["required"]
    }
    for path, method in OPERATIONS
}
DAYS = ["2019-03-31", "2022-12-31", "2025-06-30", "2025-12-31"]
SYMBOLS = ["SPY", "^NSEI", "^GSPC", "INFY.NS", "GC=F", "no-such"]
BY_THE_DESCRIPTION = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]

EXTREMES = [
    *(0, -1, 1e-300, 1e15, -1e15, 1e308, 2**63, 10**30, [], {}),
    *("", "0001-01-01", "9999-12-31", "2024-02-30", "NaN", "\x00"),
]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
    st.dates().map(str),
    st.sampled_from(EXTREMES),
)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)

load_all_checks()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a peer group and a list of constituents, so that there is something to be found."""
    path = tmp_path_factory.mktemp("described") / "described.sqlite3"
    engine = opened(f"sqlite:///{path}", sample=True)
    save_peer_group(engine, "Ours", investor_ids(engine)[:6])
    save_constituents(engine, ConstituentList("SPY", None, (Constituent("INFY.NS", "Infosys", 1.0),), "test"))
    client = TestClient(create_api(engine, token=TOKEN), headers={"Authorization": f"Bearer {TOKEN}"})
    prepare(client)
    engine.dispose()
    return path


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy for each operation, because some of them delete."""
    yield from copied(template, tmp_path, sample=True)


@pytest.fixture(scope="module")
def api() -> FastAPI:
    return create_api(token=TOKEN)


def investor_ids(engine: Engine) -> list[str]:
    return [one.id for one in load_peer_rows(engine).investors]


def known_values(engine: Engine) -> dict[str, list[Any]]:
    """What a parameter of this name could mean here; chance alone would only ever find nothing."""
    investors = investor_ids(engine)[:4]
    portfolios = [one.id for one in list_portfolios(engine)]
    groups = [one.id for one in list_peer_groups(engine)]
    return {
        "portfolio_id": portfolios,
        "investor_id": investors,
        "group_id": groups + investors,
        "benchmark_id": [*sorted(PRESET_IDS)[:2], *load_records(engine), "SPY", "^NSEI"],
        **dict.fromkeys(("index", "symbol", "benchmark_ticker"), SYMBOLS),
        **dict.fromkeys(("start", "end", "as_of", "before"), DAYS),
        "year": [2019, 2024],
    }


@st.composite
def spoilt_bodies(draw: st.DrawFn, path: str) -> Any:
    body = BODIES[path]
    for _ in range(draw(st.integers(1, 2))):
        body = spoilt(body, draw(st.sampled_from(list(places(body)))), draw(junk))
    return body


@st.composite
def requests(draw: st.DrawFn, path: str, method: str, known: dict[str, list[Any]]) -> Case:
    """A request that fits the description, or one that does not; what can be found is asked for more often than not.

    Of what has a body, two in three send a right one with junk in one or two places: made-up ones hardly come past the door.
    """
    if path in BODIES and method == "post" and draw(st.integers(0, 2)):
        return DESCRIBED[path][method].Case(body=draw(spoilt_bodies(path)), media_type="application/json")
    mode = draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    case = draw(DESCRIBED[path][method].as_strategy(mode))
    for told in (case.path_parameters, case.query):
        for name in sorted(told or ()):
            if name in known and draw(st.integers(0, 3)):
                told[name] = draw(st.sampled_from(known[name]))
            elif name in OPTIONAL[path, method] and draw(st.booleans()):
                del told[name]
    return case


def ask(api: FastAPI, case: Case) -> None:
    """Asks in process; an answer that the document does not describe fails the test."""
    answer = case.call(app=api, headers={"Authorization": f"Bearer {TOKEN}"})
    case.validate_response(answer, checks=CHECKS.get_by_names(BY_THE_DESCRIPTION))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_is_asked_is_answered_as_described(path: str, method: str, api: FastAPI, store: Engine) -> None:
    api.state.database = OpenOnce(store)

    @settings(
        max_examples=40 if path in BODIES and method == "post" else 20,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(path, method, known_values(store)))
    def ask_everything(case: Case) -> None:
        ask(api, case)

    ask_everything()


@pytest.mark.parametrize("path", sorted(BODIES))
def test_a_right_body_is_answered_as_described(path: str, api: FastAPI, store: Engine) -> None:
    """Made-up bodies are mostly refused; these are what people send."""
    api.state.database = OpenOnce(store)
    ask(api, DESCRIBED[path]["post"].Case(body=BODIES[path], media_type="application/json"))


def test_an_answer_that_is_not_described_is_noticed(store: Engine) -> None:
    """The measure itself: an operation that answers what its description does not say."""
    other = FastAPI()

    @other.get("/v1/portfolios")
    def something_else() -> dict[str, str]:
        return {"unlike": "the description"}

    with pytest.raises(FailureGroup):
        ask(other, DESCRIBED["/v1/portfolios"]["get"].Case())
