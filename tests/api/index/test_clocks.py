"""Are fit, scan and comparison of weeks where exchanges close at other hours, and does the answer say so?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered, created, priced

DAYS = np.arange("2016-01-01", "2020-01-01", dtype="datetime64[D]")
DAYS = DAYS[np.is_busday(DAYS)]
DRAW = np.random.default_rng(11)
NEW_YORK = np.cumprod(1 + DRAW.normal(0.0004, 0.011, DAYS.size))
RUPEES = 70 * np.cumprod(1 + DRAW.normal(0.0001, 0.004, DAYS.size))
EARLIER = np.concatenate((NEW_YORK[:1], NEW_YORK[:-1]))
NIFTY = EARLIER**0.3 * np.cumprod(1 + DRAW.normal(0.0003, 0.010, DAYS.size))


def rows(symbol: str, closes: np.ndarray, currency: str) -> list[dict[str, Any]]:
    return [
        {"symbol": symbol, "date": str(on), "close": float(close), "currency": currency}
        for on, close in zip(DAYS, closes, strict=True)
    ]


@pytest.fixture
def stored(client: TestClient) -> TestClient:
    """A fund on the S&P 500 listed in Mumbai, the Nifty 50, the S&P 500, its ETF, and a share of New York."""
    priced(client, rows("SPFUND.NS", EARLIER * RUPEES, "INR"))
    priced(client, rows("^NSEI", 10_000 * NIFTY, "INR"))
    priced(client, rows("^GSPC", 2_000 * NEW_YORK, "USD"))
    priced(client, rows("SPY", 200 * NEW_YORK * np.exp(DRAW.normal(0, 0.001, DAYS.size)), "USD"))
    priced(client, rows("AAPL", 100 * NEW_YORK**1.2 * np.cumprod(1 + DRAW.normal(0, 0.01, DAYS.size)), "USD"))
    priced(client, rows("USDINR=X", RUPEES, "INR"))
    return client


def fitted(client: TestClient, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = answered(client.get("/v1/index-fit", params={"risk_free_rate": 4} | asked))
    return answer


def test_the_fund_on_the_s_p_500_listed_in_mumbai_tracks_the_s_p_500(stored: TestClient) -> None:
    scan = answered(stored.get("/v1/index-fit/scan", params={"symbol": "SPFUND.NS"}))
    assert scan["best_benchmark"] in ("^GSPC", "SPY")
    assert scan["best_r_squared"] > 0.56
    assert scan["frequency"] == "weekly"
    assert scan["observations"] == 209
    assert scan["start"] == str(DAYS[1])
    assert any("11 hours before" in note for note in scan["notes"])


def test_the_fit_says_that_it_is_of_weeks_and_why(stored: TestClient) -> None:
    fit = fitted(stored, symbol="SPFUND.NS", index="^GSPC", rolling_window=52)
    assert (fit["frequency"], fit["observations"], fit["start"]) == ("weekly", 209, str(DAYS[1]))
    assert fit["periods_per_year"] == pytest.approx(52.2, abs=0.3)
    assert fit["r_squared"] > 0.56
    assert (fit["rolling"]["frequency"], len(fit["rolling"]["points"])) == ("weekly", 209 - 51)
    assert fit["notes"][0] == (
        "Risk and fit are of weeks, because SPFUND.NS (India) closes 11 hours before S&P 500 (United States): by days they would seem less "
        "alike than they are."
    )


def test_totals_and_the_deepest_fall_stay_those_of_days(stored: TestClient) -> None:
    fit = fitted(stored, symbol="SPFUND.NS", index="^GSPC")
    own = EARLIER * RUPEES
    assert fit["stock_performance"]["total_return"] == pytest.approx((own[-1] / own[0] - 1) * 100, rel=1e-9)
    fall = (own / np.maximum.accumulate(own) - 1).min()
    assert fit["stock_performance"]["max_drawdown"] == pytest.approx(fall * 100, rel=1e-9)


def test_one_clock_stays_by_days(stored: TestClient) -> None:
    fit = fitted(stored, symbol="AAPL", index="^GSPC")
    assert (fit["frequency"], fit["observations"]) == ("daily", DAYS.size - 1)
    assert not any("weeks" in note for note in fit["notes"])


def test_a_window_longer_than_the_weeks_is_null_with_its_reason(stored: TestClient) -> None:
    fit = fitted(stored, symbol="SPFUND.NS", index="^GSPC", rolling_window=90, start="2018-10-01")
    assert fit["rolling"] is None
    assert "66 weeks" in fit["reasons"]["rolling"]


def test_too_few_weeks_are_of_days_and_no_verdict(stored: TestClient) -> None:
    fit = fitted(stored, symbol="SPFUND.NS", index="^GSPC", start="2019-10-01")
    assert fit["frequency"] == "daily"
    assert "fewer than 20 weeks" in fit["notes"][0]
    assert fit["skill_or_luck"] == f"No verdict. {fit['notes'][0]}"


def test_a_portfolio_of_new_york_and_a_tenth_and_more_of_mumbai(stored: TestClient) -> None:
    def buy(symbol: str, quantity: float, price: float, currency: str) -> dict[str, Any]:
        trade = {"date": str(DAYS[0]), "type": "BUY", "symbol": symbol, "currency": currency}
        return trade | {"quantity": quantity, "price": price}

    own = [buy("AAPL", 8, float(100 * NEW_YORK[0] ** 1.2), "USD")]
    alone = created(stored, own, base_currency="USD", name="New York")
    assert fitted(stored, portfolio_id=alone, index="^GSPC")["frequency"] == "daily"
    assert fitted(stored, portfolio_id=alone, index="^NSEI")["frequency"] == "weekly"
    mixed = created(
        stored,
        [*own, buy("SPFUND.NS", 300, float((EARLIER * RUPEES)[0]), "INR")],
        base_currency="USD",
        name="Both",
    )
    fit = fitted(stored, portfolio_id=mixed, index="^GSPC")
    assert fit["frequency"] == "weekly"
    assert "% of Both is priced at other hours than S&P 500" in fit["notes"][0]


def sent(returns: np.ndarray) -> list[dict[str, Any]]:
    return [{"date": str(on), "ret": float(one)} for on, one in zip(DAYS[1:], returns, strict=True)]


def test_returns_that_are_sent_along_are_told_by_themselves_unless_a_frequency_is_asked(client: TestClient) -> None:
    fund, index, nifty = (one[1:] / one[:-1] - 1 for one in (EARLIER * RUPEES, NEW_YORK * RUPEES, NIFTY))
    both = [{"symbol": "^NSEI", "observations": sent(nifty)}, {"symbol": "^GSPC", "observations": sent(index)}]
    asked = {"portfolio": sent(fund), "candidates": both}
    found = answered(client.post("/v1/analytics/index-fit", json=asked))
    assert (found["best_benchmark"], found["frequency"]) == ("^GSPC", "weekly")
    assert "portfolio follows ^GSPC a day late" in found["notes"][0]
    as_asked = answered(client.post("/v1/analytics/index-fit", json=asked | {"periods_per_year": 252}))
    assert (as_asked["best_benchmark"], as_asked["frequency"], as_asked["notes"]) == ("^NSEI", "daily", [])
    pair = {"portfolio": sent(fund), "benchmark": sent(index)}
    compared = answered(client.post("/v1/analytics/comparison", json=pair))
    assert (compared["frequency"], compared["observations"]) == ("weekly", 209)
    assert compared["r_squared"] == pytest.approx(found["benchmarks"]["^GSPC"]["r_squared"], rel=1e-9)
    assert "a day late" in compared["notes"][0]
    assert answered(client.post("/v1/analytics/comparison", json=pair | {"periods_per_year": 252}))["r_squared"] < 0.1
    style = answered(client.post("/v1/analytics/style", json=asked))
    assert style["frequency"] == "weekly"
    assert style["weights"]["^GSPC"] > 0.7
    by_days = answered(client.post("/v1/analytics/style", json=asked | {"periods_per_year": 252}))
    assert (by_days["frequency"], by_days["notes"]) == ("daily", [])
    assert by_days["weights"]["^GSPC"] < 0.5
