"""Are units, prices and losses of unusual histories told rightly, from the request to the answer?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered, compared, created, priced


def prices(symbol: str, first: str, last: str, close: float, currency: str = "USD") -> list[dict[str, Any]]:
    """The same close on every day."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [begin + timedelta(days=at) for at in range((end - begin).days + 1)]
    return [{"symbol": symbol, "date": str(on), "close": close, "currency": currency} for on in days]


def row(on: str, kind: str, symbol: str, quantity: float, price: float | None = None, **more: Any) -> dict[str, Any]:
    stated = {"price": price} if price is not None else {}
    return {"date": on, "type": kind, "symbol": symbol, "quantity": quantity, **stated, **more}


def told(client: TestClient, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The comparison of a new portfolio in dollars with an index that never moves."""
    priced(client, prices("IDX", "2019-01-01", "2024-06-28", 100.0))
    portfolio = created(client, list(rows), base_currency="USD", name=f"{len(rows)} rows")
    asked = {"benchmark_ticker": "IDX", "risk_free_rate": 4.0} | more
    return compared(client, portfolio, **asked)


def notes_of(answer: dict[str, Any]) -> str:
    return " ".join(answer["notes"])


def test_a_small_purchase_after_a_large_turnover_is_held(client: TestClient) -> None:
    """F8: 50 units at 40 are 2,000, whatever was turned over before the token was redenominated."""
    priced(client, prices("TOK", "2019-01-25", "2022-01-31", 0.00001) + prices("TOK", "2022-02-01", "2022-03-10", 40.0))
    answer = told(
        client,
        row("2019-02-01", "BUY", "TOK", 100_000_000, 0.00001),
        row("2019-03-01", "SELL", "TOK", 100_000_000, 0.00001),
        row("2022-03-02", "BUY", "TOK", 50, 40),
    )
    assert answer["closing"]["portfolio_value"] == pytest.approx(2_000.0, abs=0.005)
    assert "charges" not in notes_of(answer)


def test_a_sale_rounded_up_is_all_of_it_and_says_so(client: TestClient) -> None:
    priced(client, prices("FUND", "2020-01-02", "2020-12-31", 10.0))
    rows = row("2020-01-02", "BUY", "FUND", 100, 10), row("2020-06-01", "SELL", "FUND", 100.05, 10)
    answer = told(client, *rows, row("2020-09-01", "BUY", "FUND", 7, 10))
    assert answer["closing"]["portfolio_value"] == pytest.approx(70.0, abs=0.005)
    assert "FUND: slightly more was sold on 1 Jun 2020 than was held, which counts as all of it." in answer["notes"]


@pytest.mark.parametrize("kind", ["RSU_VEST", "ESPP_PURCHASE", "CONTRIBUTION", "DEPOSIT"])
def test_units_without_a_price_count_at_the_days(kind: str, client: TestClient) -> None:
    """F12: ten units, four of which leave again, at 50."""
    priced(client, prices("ACME", "2020-01-02", "2020-12-31", 50.0))
    answer = told(client, row("2020-01-02", kind, "ACME", 10), row("2020-06-01", "WITHDRAWAL", "ACME", 4))
    assert answer["closing"]["portfolio_value"] == pytest.approx(300.0, abs=0.005)
    assert answer["portfolio_xirr"] == pytest.approx(0.0, abs=1e-9)
    assert "count at the prices of their days" in notes_of(answer)


def test_units_whose_price_is_nowhere_say_so(client: TestClient) -> None:
    priced(client, prices("ACME", "2020-02-02", "2020-12-31", 50.0) + prices("B", "2020-01-01", "2020-12-31", 5.0))
    answer = told(client, row("2020-01-02", "RSU_VEST", "ACME", 10), row("2020-01-02", "BUY", "B", 1, 5))
    assert "its units of 2 Jan 2020 state no price, and none is known for that day: add one" in str(answer)


def test_a_total_loss_is_minus_a_hundred_percent(client: TestClient) -> None:
    priced(client, prices("GONE", "2020-01-02", "2020-12-31", 10.0))
    lost = row("2020-01-02", "BUY", "GONE", 10, 10), row("2020-06-01", "SELL", "GONE", 10, 0)
    answer = told(client, *lost)
    assert answer["portfolio_time_weighted_return"] == pytest.approx(-100.0)
    assert answer["portfolio_xirr"] is None
    assert "Nothing came back of what was put in" in str(answer["reasons"])
    again = told(client, *lost, row("2020-09-01", "BUY", "GONE", 2, 10))
    assert again["closing"]["portfolio_value"] == pytest.approx(20.0, abs=0.005)
    assert again["portfolio_time_weighted_return"] == pytest.approx(-100.0)


@pytest.mark.parametrize(("bonus", "ratio"), [(10, 1.1), (5, 1.05), (100, 2.0), (2, 1.02)])
@pytest.mark.parametrize("adjusted", [True, False])
def test_a_bonus_of_any_size_fits_prices_of_either_kind(
    bonus: float, ratio: float, adjusted: bool, client: TestClient
) -> None:
    """A hundred units at 22 as traded then; after the bonus they trade at 22 ÷ the ratio: 2,200 all along."""
    then, now = (22 / ratio if adjusted else 22.0), 22 / ratio
    priced(client, prices("BON", "2020-01-02", "2020-05-31", then) + prices("BON", "2020-06-01", "2020-12-31", now))
    answer = told(client, row("2020-01-02", "BUY", "BON", 100, 22), row("2020-06-01", "BONUS", "BON", bonus))
    assert answer["closing"]["portfolio_value"] == pytest.approx(2_200.0, abs=0.005)
    assert answer["portfolio_time_weighted_return"] == pytest.approx(0.0, abs=1e-9)
    assert any("as traded" in note for note in answer["notes"]) is not adjusted


def test_a_symbol_in_other_letters_finds_its_prices_and_a_wrong_one_is_told_what_is_near(client: TestClient) -> None:
    """F16: ``case1`` is bought and ``CASE1`` priced; where two spellings would do, none is taken."""
    priced(
        client, prices("CASE1", "2020-01-02", "2020-12-31", 10.0) + prices("INFY.NS", "2020-01-02", "2020-12-31", 9.0)
    )
    rows = row("2020-01-02", "BUY", "case1", 10, 10), row("2020-01-02", "BUY", "INFI.NS", 1, 10)
    answer = told(client, *rows)
    assert answer["closing"]["portfolio_value"] == pytest.approx(100.0, abs=0.005)
    assert "case1 is valued at the prices stored as CASE1" in notes_of(answer)
    assert "no prices, but there are some for INFY.NS" in str(answer)
    priced(client, prices("Case1", "2020-01-02", "2020-12-31", 11.0))
    portfolio = answered(client.get("/v1/portfolios"))["portfolios"][0]["id"]
    asked = {"benchmark_ticker": "IDX", "risk_free_rate": 4.0}
    refused = client.get(f"/v1/portfolios/{portfolio}/benchmark-comparison", params=asked)
    assert refused.status_code == 422
    assert "CASE1 and Case1" in refused.text
