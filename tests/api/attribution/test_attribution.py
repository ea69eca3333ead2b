"""Does the attribution answer with the published numbers, reconcile a stored portfolio, and refuse what contradicts itself?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from core.allocation.securities import SecurityClass
from core.ledger.portfolio import Portfolio
from data.price_record import PriceRecord
from data.store.portfolios.holding_classes import save_holding_classes
from data.store.portfolios.portfolios import load_portfolio, save_portfolio
from data.store.prices.histories import save_prices
from tests.core.valuation.test_real_portfolio import trades
from tests.real_data import real_file

JANUARY = [("Tech", 0.5, 0.02, 0.4, 0.01), ("Other", 0.5, 0.01, 0.6, 0.005)]
FEBRUARY = [("Tech", 0.6, 0.01, 0.45, -0.01), ("Other", 0.4, 0.005, 0.55, 0.002)]
SPEC = {
    "id": "60-40",
    "currency": "USD",
    "components": [{"id": "SPY", "weight": 0.6}, {"id": "AGG", "weight": 0.4}],
    "rebalance": {"mode": "Q"},
}


def period(on: str, rows: list[tuple[str, float, float | None, float, float | None]], **more: Any) -> dict[str, Any]:
    names = ("segment", "w_p", "r_p", "w_b", "r_b")
    return {"date": on, "segments": [dict(zip(names, row, strict=True)) | more for row in rows]}


def two_months() -> list[dict[str, Any]]:
    return [period("2025-02-28", FEBRUARY), period("2025-01-31", JANUARY)]


def ask(client: TestClient, **body: Any) -> Any:
    return client.post("/v1/analytics/attribution", json=body)


def answered(client: TestClient, **body: Any) -> dict[str, Any]:
    response = ask(client, **body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("linking", ["CARINO", "MENCHERO", "GRAP", "FRONGELLO", "NONE"])
@pytest.mark.parametrize("interaction", ["SEPARATE", "SELECTION"])
def test_every_method_answers(client: TestClient, linking: str, interaction: str) -> None:
    answer = answered(client, periods=two_months(), model="BHB", linking=linking, interaction=interaction)
    missed = answer["active_return"] - answer["totals"]["total"]
    assert answer["reconciliation"]["residual_bp"] == pytest.approx(missed * 1e4, abs=1e-9)
    assert (abs(missed) < 1e-12) is (linking != "NONE")
    if interaction == "SELECTION":
        assert answer["totals"]["interaction"] == 0.0


def test_a_segment_on_one_side_only_needs_no_return_there(client: TestClient) -> None:
    rows = [("A", 1.0, 0.02, 0.5, 0.01), ("B", 0.0, None, 0.5, 0.03)]
    answer = answered(client, periods=[period("2025-01-31", rows)])
    assert [one["selection"] for one in answer["effects"]] == pytest.approx([0.005, 0.0])


def test_it_agrees_with_the_resolver_and_with_the_comparison(sample: TestClient) -> None:
    span = {"start": "2020-01-02", "end": "2024-12-31"}
    answer = answered(sample, portfolio_id="sample-60-40", benchmark_spec=SPEC, risk_free_rate=4.0, **span)
    resolved = sample.post("/v1/benchmarks/resolve", json={"benchmark_spec": SPEC | span}).json()
    assert answer["benchmark_return"] == pytest.approx(resolved["benchmark"]["return_total"], abs=1e-12)
    assert answer["benchmark"] == resolved["benchmark"]
    asked = {"benchmark_ticker": "SPY", "risk_free_rate": 4.0} | span
    beside = sample.get("/v1/portfolios/sample-60-40/benchmark-comparison", params=asked).json()
    assert answer["portfolio_return"] * 100 == pytest.approx(beside["portfolio_time_weighted_return"], abs=1e-9)
    assert answer["money_bridge"]["start"] == pytest.approx(beside["closing"]["risk_free_value"], abs=0.006)
    assert answer["money_bridge"]["end"] == pytest.approx(beside["closing"]["portfolio_value"], abs=0.006)


@pytest.mark.parametrize("benchmark", ["CRISIL_HYBRID_35_65", "^NSEI", "^GSPC"])
def test_presets_and_indexes_in_any_currency(sample: TestClient, benchmark: str) -> None:
    answer = answered(sample, portfolio_id="sample-household", benchmark_id=benchmark)
    assert abs(answer["reconciliation"]["residual_bp"]) < 1e-6
    currencies = answer["currency_effects"]
    assert currencies["local_total"] + currencies["currency_total"] == pytest.approx(answer["active_return"], abs=1e-11)
    classes = {one["symbol"]: one["asset_class"] for one in answer["diagnostics"]["mapping"]}
    assert (classes["GANGADEBT.SIM"], classes["DECCANFLEXI.SIM"]) == ("Fixed Income", "Equity")


def test_returns_that_are_sent_along_stand_for_components(sample: TestClient, sample_engine: Engine) -> None:
    days = sorted({row.on.isoformat() for row in load_portfolio(sample_engine, "sample-60-40").transactions})[:60]
    observations = [{"date": on, "ret": 0.001} for on in days]
    spec = {
        "id": "own",
        "currency": "USD",
        "components": [{"id": "Equity", "weight": 1.0}],
        "data": {"series": [{"id": "Equity", "observations": observations}]},
    }
    answer = answered(sample, portfolio_id="sample-60-40", benchmark_spec=spec, start=days[3], end=days[40])
    assert answer["benchmark_return"] == pytest.approx(1.001**37 - 1, abs=1e-12)
    mapped = next(one for one in answer["diagnostics"]["mapping"] if one["side"] == "benchmark")
    assert (mapped["asset_class"], mapped["known_by"]) == ("Equity", "by its id")


MEMBERS = [
    {"symbol": "NOVAGRID.SIM", "name": "NovaGrid", "weight": 0.2, "sector": "Technology"},
    {"symbol": "HELIXA.SIM", "weight": 0.1, "sector": "Health Care"},
    {"symbol": "NOWHERE", "weight": 0.7, "sector": "Energy"},
]


def listed(client: TestClient, index: str, rows: list[dict[str, Any]], as_of: str = "2024-12-31") -> None:
    given = {"constituents": rows, "as_of": as_of, "source": "test"}
    assert client.put(f"/v1/indexes/{index}/constituents", json=given).status_code == 200


def test_an_index_with_a_list_is_taken_apart(sample: TestClient) -> None:
    asked = {"portfolio_id": "sample-us-growth", "benchmark_id": "^IXIC", "start": "2024-01-01", "end": "2025-06-30"}
    before = answered(sample, **asked)
    assert before["diagnostics"]["members"] == []
    listed(sample, "^IXIC", MEMBERS)
    after = answered(sample, **asked)
    (members,) = after["diagnostics"]["members"]
    assert (members["component"], members["as_of"], members["sectors"]) == ("^IXIC", "2024-12-31", False)
    assert (members["listed"], members["priced"]) == (3, 2)
    assert members["weight"] == pytest.approx(0.3)
    assert after["effects"] == before["effects"]
    inner = {one["segment"]: one for one in after["inner_effects"] if one["parent"] == "Equity"}
    assert {"NOVAGRID.SIM", "HELIXA.SIM", "^IXIC (without prices)"} <= set(inner)
    equity = next(one for one in after["effects"] if one["segment"] == "Equity")
    assert sum(one["total"] for one in inner.values()) == pytest.approx(
        equity["selection"] + equity["interaction"], abs=1e-12
    )
    assert "2 of 3 in the list of 31 Dec 2024 have prices" in " ".join(after["diagnostics"]["notes"])


def test_a_list_gives_holdings_their_sectors_but_the_owner_has_the_last_word(
    sample: TestClient, sample_engine: Engine
) -> None:
    listed(sample, "^IXIC", [{"symbol": "LUMINOS.SIM", "weight": 1.0, "sector": "Communication"}], "2020-01-01")
    listed(sample, "^NDX", [*MEMBERS, {"symbol": "LUMINOS.SIM", "sector": "Information Technology"}], "2024-01-01")
    save_holding_classes(sample_engine, {"HELIXA.SIM": SecurityClass(sector="Materials")})
    answer = answered(sample, portfolio_id="sample-us-growth", benchmark_id="^GSPC")
    mapping = {one["symbol"]: one for one in answer["diagnostics"]["mapping"] if one["side"] == "portfolio"}
    known = {symbol: (one["sector"], one["sector_known_by"]) for symbol, one in mapping.items()}
    by_list = "by the list of NASDAQ 100 of 1 Jan 2024"
    assert known["LUMINOS.SIM"] == ("Information Technology", by_list)
    assert known["NOVAGRID.SIM"] == ("Information Technology", by_list)
    assert known["HELIXA.SIM"] == ("Materials", "as you said")
    assert known["XLK"] == ("Information Technology", "by the catalogue")


@pytest.mark.parametrize(
    ("rows", "as_of", "index", "reason"),
    [
        ([{"symbol": "NOVAGRID.SIM", "sector": "Energy"}], "2024-12-31", "^IXIC", "its list tells no weights"),
        ([{"symbol": "NOWHERE", "weight": 1.0}], "2024-12-31", "^IXIC", "none of its 1 members has sample prices"),
        ([{"symbol": "NOVAGRID.SIM", "weight": 0.9}], "2024-12-31", "^IXIC", "does not describe the index"),
        ([{"symbol": "NOVAGRID.SIM", "weight": 0.9}], "2031-12-31", "^IXIC", "upload a list of that time"),
        ([{"symbol": "NOVAGRID.SIM", "weight": 0.9}], "2024-12-31", "^NDX", "the portfolio holds QQQ itself"),
    ],
)
def test_a_list_that_is_not_used_says_why(
    sample: TestClient, rows: list[dict[str, Any]], as_of: str, index: str, reason: str
) -> None:
    listed(sample, index, rows, as_of)
    answer = answered(sample, portfolio_id="sample-us-growth", benchmark_id=index)
    assert answer["diagnostics"]["members"] == []
    assert reason in " ".join(answer["diagnostics"]["notes"])


def test_stored_prices_and_a_published_list_of_members(client: TestClient, engine: Engine) -> None:
    """392 real trades against SPY, taken apart by the holdings that iShares published for 24 Mar 2023."""
    closes = pd.read_csv(real_file("prices/us_11_stocks_spy_qqq_adjclose_2000_2024.csv.gz"), parse_dates=["Date"])
    for symbol in closes.columns[1:]:
        rows = closes[["Date", symbol]].dropna().itertuples(index=False)
        records = [PriceRecord(symbol, day.date(), price, price) for day, price in rows]
        save_prices(engine, records, "test")
    save_portfolio(engine, Portfolio("real", "Real", "USD", trades()))
    asked = {"portfolio_id": "real", "benchmark_id": "SPY", "start": "2013-01-02", "end": "2023-12-29"}
    text = real_file("constituents/IVV_SP500_holdings_2023-03-24.csv").read_text("utf-8")
    assert client.put("/v1/indexes/^GSPC/constituents", json={"csv": text, "source": "iShares"}).status_code == 200
    answer = answered(client, **asked)
    (members,) = answer["diagnostics"]["members"]
    assert (members["index"], members["as_of"], members["priced"]) == ("SPDR S&P 500 ETF", "2023-03-24", 11)
    assert members["weight"] == pytest.approx(0.242, abs=1e-12)
    assert 0.1 < members["average_weight"] < members["weight"]
    assert abs(answer["reconciliation"]["residual_bp"]) < 1e-6
    inner = {one["segment"]: one["total"] for one in answer["inner_effects"]}
    assert {"AAPL", "MSFT", "NVDA", "SPY (without prices)"} <= set(inner)
    sectors = {one["symbol"]: one["sector"] for one in answer["diagnostics"]["mapping"] if one["side"] == "portfolio"}
    assert sectors["AMZN"] == "Consumer Discretionary"
    assert sectors["GOOGL"] == "Communication Services"


def test_a_class_that_the_benchmark_lacks_is_measured_with_its_own_category(sample: TestClient) -> None:
    asked = {"portfolio_id": "sample-household", "benchmark_id": "^NSEI"}
    before = answered(sample, **asked)
    assert before["not_told_apart"] == {}
    measured = before["diagnostics"]["category_benchmarks"]
    assert measured["Fixed Income"] == ["a bank deposit at 7\u202f% before tax"]
    assert measured["Commodities"] == ["Gold in Rupees (Gold BeES ETF)"]
    rule = {"scope": "CATEGORY", "target": "debt", "kind": "LEVELS", "benchmark": "CRISIL_SHORT_TERM_BOND"}
    put = sample.put("/v1/portfolios/sample-household/categories", json={"rules": [rule]})
    assert put.status_code == 200, put.text
    after = answered(sample, **asked)
    assert after["diagnostics"]["category_benchmarks"]["Fixed Income"] != measured["Fixed Income"]
    debt = [next(one for one in each["effects"] if one["segment"] == "Fixed Income") for each in (before, after)]
    assert debt[0]["total"] == pytest.approx(debt[1]["total"], abs=1e-12)
    assert debt[0]["selection"] != pytest.approx(debt[1]["selection"], abs=1e-3)
    for each in (before, after):
        assert abs(each["reconciliation"]["residual_bp"]) < 1e-5
        inner = [one["total"] for one in each["inner_effects"] if one["parent"] == "Fixed Income"]
        own = next(one for one in each["effects"] if one["segment"] == "Fixed Income")
        assert sum(inner) == pytest.approx(own["selection"] + own["interaction"], abs=1e-12)


def test_a_bad_debt_fund_in_periods_is_bad_selection(client: TestClient) -> None:
    rows = [("Index", 0.5, 0.10, 1.0, 0.10), ("Debt fund", 0.5, 0.02, 0.0, 0.07)]
    answer = answered(client, periods=[period("2025-12-31", rows)])
    totals = answer["totals"]
    assert (totals["allocation"], totals["selection"], totals["interaction"]) == pytest.approx((-0.015, -0.025, 0.0))
    assert answer["yearly"] is None
    assert "length is not known" in answer["reasons"]["yearly"]


@pytest.mark.parametrize("linking", ["CARINO", "NONE"])
def test_effects_a_year_add_up_to_the_annual_difference(sample: TestClient, linking: str) -> None:
    answer = answered(sample, portfolio_id="sample-household", benchmark_id="^NSEI", linking=linking)
    yearly, asked = answer["yearly"], {"benchmark_ticker": "^NSEI"}
    beside = sample.get("/v1/portfolios/sample-household/benchmark-comparison", params=asked).json()
    assert yearly["portfolio_return"] * 100 == pytest.approx(
        beside["portfolio_time_weighted_return_annualised"], abs=1e-9
    )
    assert yearly["active_return"] == pytest.approx(yearly["portfolio_return"] - yearly["benchmark_return"], abs=1e-15)
    assert yearly["active_return"] == pytest.approx(yearly["factor"] * answer["active_return"], abs=1e-15)
    for name, effect in answer["totals"].items():
        assert yearly[name] == pytest.approx(yearly["factor"] * effect, abs=1e-14)
    if linking == "CARINO":
        assert yearly["total"] == pytest.approx(yearly["active_return"], abs=1e-12)


def test_under_a_year_nothing_is_told_a_year(sample: TestClient) -> None:
    span = {"start": "2024-01-02", "end": "2024-09-30"}
    answer = answered(sample, portfolio_id="sample-60-40", benchmark_id="^GSPC", **span)
    assert answer["yearly"] is None
    assert "not annualised" in answer["reasons"]["yearly"]
