"""Can anything that is sent make the server fail? Junk and spoilt bodies for every address: never a 500."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_api
from data.store.database import open_database
from tests.api.conftest import LOCAL

BODIES: dict[str, Any] = {
    "/v1/portfolios": {
        "name": "Mine",
        "base_currency": "INR",
        "transactions": [
            {"date": "2024-01-02", "type": "BUY", "symbol": "INFY.NS", "quantity": 10, "price": 1542.5, "fees": 1.5},
            {"date": "2024-06-03", "type": "SPLIT", "symbol": "INFY.NS", "quantity": 2},
            {
                "date": "2024-07-01",
                "type": "DIVIDEND",
                "symbol": "INFY.NS",
                "amount": 100,
                "currency": "USD",
                "fx_rate": 83.0,
            },
        ],
        "deposits": [
            {
                "kind": "PPF",
                "name": "P",
                "instalment": 500,
                "rate": 7.1,
                "start": "2020-01-01",
                "maturity": "2035-01-01",
            }
        ],
    },
    "/v1/index-performance": {
        "observations": [
            {
                "symbol": "^GSPC",
                "name": "S&P 500",
                "region": "United States",
                "asset_class": "EQUITY",
                "value": 4742.83,
                "change_percent": -0.57,
                "constituents": 500,
                "market_cap": 4.1e13,
                "currency": "USD",
                "timestamp": "2024-01-02T21:00:00Z",
                "metadata": {"source": "close"},
            }
        ]
    },
    "/v1/analytics/attribution": {
        "periods": [
            {
                "date": on,
                "segments": [
                    {"segment": "Equity", "parent": "Market", "w_p": 0.6, "r_p": 0.1, "w_b": 0.5, "r_b": 0.08},
                    {"segment": "Bonds", "parent": "Market", "w_p": 0.4, "r_p": 0.04, "w_b": 0.5, "r_b": 0.03},
                ],
            }
            for on in ("2025-01-31", "2025-02-28")
        ],
        "model": "BF",
        "linking": "CARINO",
        "interaction": "SEPARATE",
    },
    "/v1/analytics/style": {
        "portfolio": [{"date": f"2023-01-{day:02}", "ret": 0.01 * (-1) ** day} for day in range(1, 25)],
        "candidates": [
            {
                "symbol": "SPY",
                "observations": [{"date": f"2023-01-{day:02}", "ret": 0.02 - 0.001 * day} for day in range(1, 25)],
            }
        ],
        "periods_per_year": 252,
        "window": 20,
    },
    "/v1/analytics/factors": {
        "portfolio": [{"date": f"2023-01-{day:02}", "ret": 0.01 * (-1) ** (day // 2)} for day in range(1, 25)],
        "files": [
            ",Mkt-RF,SMB,RF\n"
            + "".join(f"202301{day:02},{(day * 7) % 5 - 2},{(day * 3) % 4 - 1.5},0.01\n" for day in range(1, 25))
        ],
        "tables": ["Momentum"],
    },
    "/v1/analytics/position-size": {"base": 100_000.0, "beta": 1.6, "rule": "tiers"},
    "/v1/analytics/signal-overlay": {
        "strategy": "contrarian",
        "action": "BUY",
        "confidence": 60.0,
        "alpha": 0.06,
        "information_ratio": 0.8,
        "beta": 1.1,
    },
    "/v1/analytics/index-fit": {
        "portfolio": [{"date": f"2023-{month:02}-28", "ret": 0.01 * (-1) ** month} for month in range(1, 7)],
        "candidates": [
            {
                "symbol": "SPY",
                "observations": [{"date": f"2023-{month:02}-28", "ret": 0.02 - 0.01 * month} for month in range(1, 7)],
            }
        ],
        "periods_per_year": 12,
        "risk_free_rate": 4.5,
        "minimum_observations": 6,
        "chosen": "SPY",
    },
    "/v1/analytics/cash-flow-match": {
        "flows": [{"date": "2023-01-01", "amount": 10_000.5}, {"date": "2023-06-01", "amount": -5_000}],
        "levels": [
            {"date": "2023-01-01", "level": 100},
            {"date": "2023-06-01", "level": 110},
            {"date": "2024-01-01", "level": 120},
        ],
        "closing_value": 17_000.0,
        "as_of": "2024-01-01",
        "risk_free_rate": 7.0,
        "benchmark_name": "index",
        "currency": "INR",
        "points": "all",
    },
    "/v1/analytics/comparison": {
        "portfolio": [
            {"date": "2023-01-31", "ret": 0.052},
            {"date": "2023-02-28", "ret": -0.031},
            {"date": "2023-03-31", "ret": 0.01},
        ],
        "benchmark": [
            {"date": "2023-01-31", "ret": 0.045},
            {"date": "2023-02-28", "ret": -0.028},
            {"date": "2023-03-31", "ret": 0.02},
        ],
        "periods_per_year": 12,
        "risk_free_rate": 4.5,
        "minimum_observations": 2,
    },
    "/v1/investors": {
        "investors": [
            {
                "name": "Alder",
                "type": "endowment",
                "aum": 2e9,
                "currency": "USD",
                "country": "US",
                "allocations": [{"year": 2024, "dimension": "sector", "bucket": "Energy", "weight": 1.0}],
                "years": [{"year": 2024, "assets": 2e9, "return": 0.07}],
            }
        ]
    },
    "/v1/benchmarks/resolve": {
        "benchmark_spec": {
            "id": "60-40",
            "currency": "USD",
            "components": [
                {"id": "EQ", "kind": "INDEX", "weight": 0.6, "fallback_rate": 0.05},
                {"id": "BD", "kind": "INDEX", "weight": 0.4, "currency": "EUR"},
            ],
            "rebalance": {"mode": "DRIFT", "day": "CLOSE", "max_abs_bp": 100.0, "schedule": []},
            "policy": [{"effective": "2025-03-28", "weights": {"EQ": 0.7, "BD": 0.3}}],
            "start": "2025-03-26",
            "end": "2025-03-31",
            "data": {
                "series": [
                    {"id": one, "observations": [{"date": f"2025-03-{day}", "ret": 0.01} for day in (27, 28, 31)]}
                    for one in ("EQ", "BD")
                ],
                "fx": [{"pair": "EURUSD", "observations": [{"date": "2025-03-26", "rate": 1.08}]}],
            },
        }
    },
    "/v1/benchmarks": {
        "data": [
            {
                "type": "benchmarks",
                "attributes": {
                    "benchmark_type": "blended",
                    "name": "Mix",
                    "currency": "USD",
                    "blended": {
                        "rebalance_interval": "drift",
                        "max_abs_bp": 300.0,
                        "reset": "close",
                        "intervals": [
                            {"date": None, "value": [{"benchmark_id": "SPY", "percent": 1.0, "fallback_rate": 0.05}]},
                            {"date": "2020-07-01", "value": [{"benchmark_id": "AGG", "percent": 1.0}]},
                        ],
                    },
                },
            }
        ]
    },
    "/v1/prices": {
        "prices": [
            {"symbol": "INFY.NS", "date": "2024-01-02", "close": 1542.5, "adjusted_close": 1500.0, "currency": "INR"},
            {"symbol": "INFY.NS", "date": "2024-01-03", "close": 1550.0, "currency": "INR"},
        ]
    },
}

numbered = count()
PATHS = create_api(token="").openapi()["paths"]
EXTREMES = [
    0,
    -1,
    1e-300,
    1e15,
    -1e15,
    1e308,
    2**63,
    10**30,
    "",
    "0001-01-01",
    "9999-12-31",
    "2024-02-30",
    "NaN",
    "\x00",
    [],
    {},
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
numbers = st.one_of(
    st.floats(0, 1e15),
    st.sampled_from([0, 1e-300, 1e-18, 1e-9, 1e15]),
    st.integers(0, 10**6),
    st.dates(date(1900, 1, 1)).map(str),
)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
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
    momentum = ",Mom\n" + "".join(f"202301{day:02},{(day * 11) % 7 - 3}\n" for day in range(1, 25))
    assert client.put("/v1/factors/Momentum", json={"file": momentum}).status_code == 200
    yield client
    engine.dispose()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body where something can be replaced."""
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


def spoilt(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The body with another value at one place; the whole body where the path is empty."""
    if not path:
        return value
    changed = copy.deepcopy(body)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


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


QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("path", sorted(BODIES))
@given(data=st.data())
@QUICK
def test_a_spoilt_body_never_breaks_the_server(server: TestClient, path: str, data: st.DataObject) -> None:
    body = BODIES[path]
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(list(places(body))))
        body = spoilt(body, place, data.draw(junk))
    check(server, path, json.dumps(body, ensure_ascii=False, allow_nan=False).encode())


@given(data=st.data())
@QUICK
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
@settings(max_examples=50, deadline=None)
def test_bytes_that_mean_nothing_never_break_the_server(server: TestClient, path: str, body: bytes) -> None:
    check(server, path, body)


words = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "NaN", "inf", "-1e999", "1e400", "9999-99-99", "^NSEI", "🙂", "\x00"])
)


@given(data=st.data())
@QUICK
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
