"""Does the API tell what stands at an old price, value sparse series, take sparse benchmarks, and hear what became of a holding?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import compared, created, priced

FIRST = date(2019, 1, 1)


def prices(symbol: str, days: list[date], closes: list[float], currency: str = "INR") -> list[dict[str, Any]]:
    return [
        {"symbol": symbol, "date": str(day), "close": close, "currency": currency}
        for day, close in zip(days, closes, strict=True)
    ]


def daily(symbol: str, count: int, close: float = 100.0, first: date = FIRST) -> list[dict[str, Any]]:
    return prices(symbol, [first + timedelta(days=at) for at in range(count)], [close] * count)


def month_ends(count: int) -> list[date]:
    """From the end of 2018 on."""
    firsts = [date(2019 + at // 12, at % 12 + 1, 1) for at in range(count)]
    return [one - timedelta(days=1) for one in firsts]


def bought(symbol: str, on: date, quantity: float, price: float) -> dict[str, Any]:
    return {"date": str(on), "type": "BUY", "symbol": symbol, "quantity": quantity, "price": price}


def asked(client: TestClient, portfolio_id: str, ticker: str = "IDX", **more: Any) -> dict[str, Any]:
    return compared(client, portfolio_id, benchmark_ticker=ticker, risk_free_rate=7.0, **more)


@pytest.fixture
def delisted(client: TestClient) -> str:
    """F3: nine shares with prices to 28 Jun 2024, and a tenth that ended on 31 Mar 2021 with 1 % of the money."""
    days = (date(2024, 6, 28) - FIRST).days + 1
    for at in range(9):
        priced(client, daily(f"L{at}", days, 100.0 + at))
    priced(client, daily("IDX", days, 50.0))
    priced(client, daily("DEL", (date(2021, 3, 31) - FIRST).days + 1, 10.0))
    rows = [bought(f"L{at}", date(2019, 2, 1), 10, 100.0) for at in range(9)]
    later = bought("L0", date(2023, 5, 2), 200, 100.0)
    return created(client, [*rows, bought("DEL", date(2019, 2, 1), 10, 10.0), later])


def test_a_delisted_share_is_named_and_moves_no_date(client: TestClient, delisted: str) -> None:
    answer = asked(client, delisted)
    value = sum(10 * (100.0 + at) for at in range(9)) + 20_000.0 + 100.0
    assert (answer["as_of"], answer["end"], answer["complete"], answer["unpriced"]) == ("2024-06-28",) * 2 + (False, [])
    assert answer["closing"]["portfolio_value"] == pytest.approx(value, abs=0.005)
    (line,) = answer["stale"]
    assert (line["symbol"], line["since"], line["last_price_on"]) == ("DEL", "2021-04-08", "2021-03-31")
    assert line["share"] == pytest.approx(100.0 * 100.0 / value)
    assert answer["value_without_stale"] == pytest.approx(value - 100.0, abs=0.005)
    zero, closing = answer["at_zero"], answer["closing"]
    assert (zero["names"], zero["portfolio_value"]) == (["DEL"], pytest.approx(value - 100.0, abs=0.005))
    assert zero["gain"] == pytest.approx(value - 100.0 - 29_100.0, abs=0.005)
    assert zero["portfolio_xirr"] < answer["portfolio_xirr"]
    (side,) = zero["benchmarks"]
    assert side["ahead"] == pytest.approx(closing["ahead"] - 100.0, abs=0.005)
    assert side["xirr_difference"] == pytest.approx(zero["portfolio_xirr"] - answer["benchmark_xirr"], abs=1e-9)
    assert zero["ahead_of_risk_free"] == pytest.approx(closing["ahead_of_risk_free"] - 100.0, abs=0.005)
    assert (answer["older_share"], answer["stretches"]) == (None, [])
    assert answer["notes"][0].startswith("DEL has had no price since 31 Mar 2021: it stands at that one")


@pytest.mark.parametrize(
    ("ending", "left"), [({"ending": "sold"}, []), ({"ending": "written_off"}, []), ({"ending": "left_out"}, ["DEL"])]
)
def test_its_owner_says_what_became_of_it(
    ending: dict[str, str], left: list[str], client: TestClient, delisted: str
) -> None:
    told = client.put(f"/v1/portfolios/{delisted}/stale", json={"symbol": "DEL", **ending})
    assert (told.status_code, told.json()["stale"], told.json()["left_out"]) == (200, [], left)
    answer = asked(client, delisted)
    assert answer["at_zero"] is None
    assert (answer["stale"], answer["complete"], [one["symbol"] for one in answer["unpriced"]]) == ([], not left, left)
    again = client.put(f"/v1/portfolios/{delisted}/stale", json={"symbol": "DEL", "ending": "counted"})
    assert again.json()["stale"] == left


def test_a_newer_price_is_taken_and_what_makes_no_sense_is_refused(client: TestClient, delisted: str) -> None:
    address = f"/v1/portfolios/{delisted}/stale"
    for body, status in (
        ({"symbol": "DEL"}, 400),
        ({"symbol": "DEL", "ending": "sold", "price": 1.0, "date": "2024-06-27"}, 400),
        ({"symbol": "DEL", "price": 1.0}, 400),
        ({"symbol": "DEL", "price": 1.0, "date": "2020-06-27"}, 400),
        ({"symbol": "L1", "ending": "sold"}, 404),
    ):
        assert client.put(address, json=body).status_code == status, body
    told = client.put(address, json={"symbol": "DEL", "price": 4.0, "date": "2024-06-27"})
    assert told.json() | {"portfolio_id": ""} == {
        "portfolio_id": "",
        "as_of": "2024-06-28",
        "stale": [],
        "left_out": [],
    }


def test_a_suspended_share_sold_later_counts(client: TestClient) -> None:
    """F9 (b)."""
    priced(client, daily("S", 100, 100.0) + daily("S", 900, 80.0, FIRST + timedelta(days=190)))
    priced(client, daily("IDX", 1090))
    sold = bought("S", FIRST + timedelta(days=900), 10, 88.89) | {"type": "SELL"}
    answer = asked(client, created(client, [bought("S", FIRST, 10, 100.0), sold]))
    assert answer["portfolio_xirr"] == pytest.approx(100 * (0.8889 ** (365 / 900) - 1), abs=1e-7)
    assert answer["portfolio_time_weighted_return"] == pytest.approx(-11.11, abs=1e-7)
    assert any("S has no price between 10 Apr 2019 and 9 Jul 2019" in note for note in answer["notes"])


def test_a_monthly_fund_beside_monthly_consumer_prices(client: TestClient) -> None:
    """F9 (c) and F10: bought on the day of a NAV and on 12 February, as of the last NAV."""
    ends = month_ends(37)
    navs, index = ([base * growth**at for at in range(37)] for base, growth in ((10.0, 1.01), (200.0, 1.002)))
    priced(client, prices("NAV", ends, navs) + prices("CPI", ends, index))
    mine = created(client, [bought("NAV", ends[1], 100, navs[1]), bought("NAV", date(2019, 2, 12), 50, navs[1])])
    answer = asked(client, mine, "CPI")
    assert (answer["complete"], answer["as_of"]) == (True, str(ends[-1]))
    assert answer["closing"]["portfolio_value"] == pytest.approx(150 * navs[-1], abs=0.005)
    assert answer["closing"]["benchmark_value"] == pytest.approx(150 * navs[1] * 1.002**35, abs=0.005)
    assert "CPI has monthly levels: between two of them the last one is carried." in answer["notes"]


def test_a_portfolio_that_is_all_dead_has_no_rate_at_zero(client: TestClient) -> None:
    priced(client, daily("DEL", 200, 10.0) + daily("IDX", 900, 50.0))
    answer = asked(client, created(client, [bought("DEL", FIRST, 10, 10.0)]), as_of=str(FIRST + timedelta(days=800)))
    zero = answer["at_zero"]
    assert (zero["portfolio_value"], zero["gain"], zero["portfolio_xirr"]) == (0.0, -100.0, None)
    assert answer["reasons"]["at_zero.portfolio_xirr"].startswith("Nothing came back")
    assert "at_zero.benchmarks[0].xirr_difference" in answer["reasons"]
    assert answer["older_share"] == "100.0\u202f% of this value stands at older prices."
