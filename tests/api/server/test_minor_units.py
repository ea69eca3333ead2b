"""Is money in pence, agorot or fils told from pounds, shekels and dinars at every door of the API?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from core.market.minor_units import MINOR_UNITS
from data.store.portfolios.portfolios import load_portfolio
from studies.valued import valued
from tests.api.conftest import answered, client_of, created, priced

CONVERTED = {("/v1/portfolios", "transactions[].currency"), ("/v1/prices", "prices[].currency")}
SMALL_LETTERS = ("USd", "EUc", "AUd")


def doors(api: TestClient) -> Iterator[tuple[str, str, str]]:
    """(method, address, place) of everything that is named a currency or a pair of them; ``?`` before what stands in the address."""
    described = answered(api.get("/openapi.json"))
    schemas = described["components"]["schemas"]

    def places(schema: dict[str, Any], path: str) -> Iterator[str]:
        schema = schemas[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
        for several in ("anyOf", "oneOf", "allOf"):
            for one in schema.get(several, ()):
                yield from places(one, path)
        if "items" in schema:
            yield from places(schema["items"], f"{path}[]")
        for name, inner in schema.get("properties", {}).items():
            here = f"{path}.{name}".lstrip(".")
            yield from (here,) if name == "pair" or "currency" in name else places(inner, here)

    for address, operations in described["paths"].items():
        for method, operation in operations.items():
            for one in operation.get("parameters", ()):
                if "currency" in one["name"]:
                    yield method, address, f"?{one['name']}"
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from ((method, address, place) for place in places(content.get("schema", {}), ""))


def sent(place: str, value: str) -> Any:
    """A body that has nothing but the value at its place."""
    name, _, rest = place.partition(".")
    inner = sent(rest, value) if rest else value
    return {name.removesuffix("[]"): [inner] if name.endswith("[]") else inner}


def test_no_door_takes_a_minor_unit_for_the_whole_one(client: TestClient) -> None:
    known = list(doors(client))
    assert len(known) >= 15
    assert {(address, place) for _, address, place in known} >= CONVERTED
    for method, address, place in known:
        for unit in (*MINOR_UNITS, *SMALL_LETTERS):
            if (address, place) in CONVERTED and unit in MINOR_UNITS:
                continue
            major = MINOR_UNITS[unit][0] if unit in MINOR_UNITS else unit.upper()
            value, hint = (f"{unit}INR", f"give {major}INR") if place.endswith("pair") else (unit, f"write {major}")
            if unit in SMALL_LETTERS and place.endswith("pair"):
                continue
            if place.startswith("?"):
                answer = client.request(method, address.format(portfolio_id="p"), params={place[1:]: value})
            else:
                answer = client.request(method, address, json=sent(place, value))
            assert answer.status_code == 400, (method, address, place, unit)
            assert hint in answer.text, (method, address, place, answer.text)


@pytest.mark.parametrize("unit", MINOR_UNITS)
def test_prices_and_transactions_are_kept_in_the_whole_unit(unit: str, engine: Engine) -> None:
    """Ten shares at 1,250 pence with 50 pence of fees, and a price of 1,300 pence."""
    client, (major, units) = client_of(engine), MINOR_UNITS[unit]
    priced(client, [{"symbol": "X", "date": "2024-01-02", "close": 1300.0, "adjusted_close": 650.0, "currency": unit}])
    money = {"price": 1250.0, "fees": 50.0, "currency": unit, "fx_rate": 0.5}
    stored = load_portfolio(
        engine,
        created(
            client, [{"date": "2024-01-02", "type": "BUY", "symbol": "X", "quantity": 10, **money}], base_currency=major
        ),
    )
    (row,) = stored.transactions
    assert (row.currency, row.price, row.fees, row.fx_rate) == (major, 1250 / units, 50 / units, 0.5 * units)
    assert answered(client.get("/v1/prices"))["series"][0]["currency"] == major
    assert valued(engine, stored.id, date(2024, 1, 8)).valuation.closing_value == pytest.approx(
        13_000 / units, rel=1e-12
    )


@pytest.mark.parametrize("symbol", ["GBXUSD", "GBpUSD=X", "USDILA", "KWFUSD=X"])
def test_the_rate_of_a_minor_unit_is_refused_as_a_price(symbol: str, client: TestClient) -> None:
    body = {"prices": [{"symbol": symbol, "date": "2024-01-05", "close": 1.3, "currency": "USD"}]}
    answer = client.post("/v1/prices", json=body)
    assert answer.status_code == 400
    assert "in whole units, instead" in answer.json()["error"]["message"]
