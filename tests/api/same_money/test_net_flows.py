"""Do all answers about one portfolio follow the day's net flow, the days held and the days on which a value changes?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered, compared, created, priced
from tests.api.same_money.test_audit_pack import recomputed

DAYS = np.arange("2018-01-01", "2024-06-29", dtype="datetime64[D]")
DAYS = DAYS[np.is_busday(DAYS)]
WALK = 1_000 * np.exp(np.cumsum(np.random.default_rng(3).normal(0.0004, 0.01, DAYS.size)))
SWITCH = np.datetime64("2020-03-16")


def level(on: str) -> float:
    return float(WALK[np.searchsorted(DAYS, np.datetime64(on))])


def closes(symbol: str, levels: np.ndarray) -> list[dict[str, Any]]:
    return [
        {"symbol": symbol, "date": str(on), "close": float(one), "currency": "USD"}
        for on, one in zip(DAYS, levels, strict=True)
    ]


@pytest.fixture
def client(client: TestClient) -> TestClient:
    """A falls by 12 % and C rises by half on the day of the switch; B never moves, the Dow by 66.5 % on that day alone."""
    steps = {"A": (100, 88), "C": (10, 15), "B": (50, 50), "^DJI": (100, 166.5)}
    priced(client, closes("^GSPC", WALK))
    for symbol, (before, after) in steps.items():
        priced(client, closes(symbol, np.where(DAYS < SWITCH, float(before), float(after))))
    return client


def deal(on: str, kind: str, symbol: str, quantity: float, price: float) -> dict[str, Any]:
    return {"date": on, "type": kind, "symbol": symbol, "quantity": quantity, "price": price}


FALLEN = [
    deal("2020-01-02", "BUY", "A", 100, 100),
    deal("2020-03-16", "SELL", "A", 100, 88),
    deal("2020-03-16", "BUY", "B", 176, 50),
]
RISEN = [
    deal("2020-01-02", "BUY", "C", 1_000, 10),
    deal("2020-03-16", "SELL", "C", 1_000, 15),
    deal("2020-03-16", "BUY", "B", 300, 50),
]


@pytest.mark.parametrize(("rows", "percent"), [(FALLEN, -12.0), (RISEN, 50.0)])
def test_a_switch_is_no_flow_in_any_answer(
    client: TestClient, rows: list[dict[str, Any]], percent: float, tmp_path: Path
) -> None:
    mine = created(client, rows, base_currency="USD")
    found = compared(client, mine, benchmark_ticker="^GSPC", risk_free_rate=4.0)
    fit = answered(client.get("/v1/index-fit", params={"portfolio_id": mine, "index": "^GSPC", "risk_free_rate": 4}))
    assert found["portfolio_time_weighted_return"] == pytest.approx(percent, abs=1e-9)
    assert fit["stock_performance"]["total_return"] == pytest.approx(percent, abs=1e-9)
    assert fit["stock_performance"]["max_drawdown"] == pytest.approx(min(percent, 0.0), abs=1e-9)
    recomputed(client.get(f"/v1/portfolios/{mine}/audit-pack", params={"benchmark_ticker": "^GSPC"}), tmp_path)


def test_its_effects_are_of_choice_and_none_of_timing(client: TestClient) -> None:
    mine = created(client, RISEN, base_currency="USD")
    body = {"portfolio_id": mine, "benchmark_id": "^DJI"}
    effects = answered(client.post("/v1/analytics/attribution", json=body))
    bridge = {one["step"]: one["amount"] for one in effects["money_bridge"]["steps"]}
    assert effects["totals"]["selection"] + effects["totals"]["interaction"] == pytest.approx(-0.165, abs=1e-9)
    assert effects["portfolio_return"] == pytest.approx(0.5, abs=1e-12)
    assert (bridge["selection"], bridge["timing"]) == (pytest.approx(-1_650.0, abs=0.01), pytest.approx(0.0, abs=0.01))


COPY = [
    deal("2018-01-02", "BUY", "^GSPC", 10, level("2018-01-02")),
    deal("2020-01-02", "SELL", "^GSPC", 10, level("2020-01-02")),
    deal("2022-01-03", "BUY", "^GSPC", 20, level("2022-01-03")),
]
HELD = level("2020-01-02") / level("2018-01-02") * (WALK[-1] / level("2022-01-03")) - 1
NOTE = "Nothing was held from 3 Jan 2020 to 2 Jan 2022: 4.5 of 6.5 years invested."


@pytest.mark.parametrize(("start", "growth"), [(None, HELD), ("2021-03-01", float(WALK[-1]) / level("2022-01-03") - 1)])
def test_a_gap_is_in_no_return(client: TestClient, start: str | None, growth: float) -> None:
    mine = created(client, COPY, base_currency="USD")
    found = compared(client, mine, benchmark_ticker="^GSPC", risk_free_rate=4.0, **({"start": start} if start else {}))
    own, other = found["portfolio_time_weighted_return"], found["benchmarks"][0]["time_weighted_return"]
    assert (own, other) == pytest.approx((100 * growth, 100 * growth), abs=1e-7)
    assert found["benchmarks"][0]["xirr_difference"] == pytest.approx(0.0, abs=1e-7)
    assert (NOTE in found["notes"]) is (start is None)


def test_the_index_held_with_a_gap_is_the_index(client: TestClient, tmp_path: Path) -> None:
    mine = created(client, COPY, base_currency="USD")
    asked = {"portfolio_id": mine, "index": "^GSPC", "risk_free_rate": 4, "rolling_window": 90}
    fit = answered(client.get("/v1/index-fit", params=asked))
    assert (fit["beta"], fit["correlation"]) == (pytest.approx(1.0, abs=1e-9), pytest.approx(1.0, abs=1e-9))
    assert [fit[one] for one in ("tracking_error", "alpha", "excess_return")] == pytest.approx([0, 0, 0], abs=1e-7)
    assert (
        fit["observations"]
        == (np.datetime64("2018-01-02") < DAYS).sum()
        - ((np.datetime64("2020-01-02") < DAYS) & (np.datetime64("2022-01-03") >= DAYS)).sum()
    )
    assert NOTE in fit["notes"]
    gaps = [one["beta"] is None for one in fit["rolling"]["points"]]
    assert gaps.count(True) == 89
    effects = answered(client.post("/v1/analytics/attribution", json={"portfolio_id": mine, "benchmark_id": "^GSPC"}))
    assert effects["active_return"] == pytest.approx(0.0, abs=1e-9)
    checked = answered(client.get("/v1/engine-check", params={"portfolio_id": mine, "benchmark": "^GSPC"}))
    assert checked["passed"], checked
    recomputed(client.get(f"/v1/portfolios/{mine}/audit-pack", params={"benchmark_ticker": "^GSPC"}), tmp_path)


@pytest.mark.parametrize(
    ("kind", "amount", "deposit", "percent"), [("INTEREST", 1_000, 100_000, 10.0), ("FEE", 1_000, 90_000, -10.0)]
)
def test_what_the_cash_earns_is_its_own(
    client: TestClient, kind: str, amount: float, deposit: float, percent: float
) -> None:
    rows = [
        {"date": "2024-01-05", "type": "DEPOSIT", "amount": 10_000},
        {"date": "2024-01-07", "type": kind, "amount": amount},
        {"date": "2024-01-08", "type": "DEPOSIT", "amount": deposit},
    ]
    mine = created(client, rows, base_currency="USD")
    found = compared(client, mine, benchmark_ticker="^GSPC", risk_free_rate=4.0, end="2024-01-09", as_of="2024-01-09")
    assert found["portfolio_time_weighted_return"] == pytest.approx(percent, abs=1e-9)


def test_a_saver_at_a_sparse_price_has_what_the_fund_made(client: TestClient) -> None:
    """A price a month, a purchase on its day: +150 % in two years."""
    days, rise = DAYS[(np.datetime64("2020-01-02") <= DAYS)][::21][:25], 2.5 ** (1 / 24)
    prices = 10 * rise ** np.arange(25)
    nav = zip(days, prices, strict=True)
    priced(client, [{"symbol": "FUND", "date": str(on), "close": float(one), "currency": "USD"} for on, one in nav])
    rows = [deal(str(on), "BUY", "FUND", 10, float(one)) for on, one in zip(days, prices, strict=True)]
    mine = created(client, rows, base_currency="USD")
    found = compared(client, mine, benchmark_ticker="^GSPC", risk_free_rate=4.0, as_of=str(days[-1]))
    assert found["portfolio_time_weighted_return"] == pytest.approx(150.0, abs=1e-9)
    assert date.fromisoformat(found["end"]) == days[-1].item()


CRASH = int(np.searchsorted(DAYS, np.datetime64("2020-03-23")))
FALLING = np.concatenate([WALK[:CRASH], WALK[CRASH - 1] * 0.8702 * WALK[CRASH:] / WALK[CRASH]])
PAYMENTS = [int(at) for at in (*range(20, DAYS.size - 1, 21), CRASH)]


def saved(tracked: bool) -> list[dict[str, Any]]:
    """A purchase of the fund on its closes, once a month and on the day of −12.98 %; with a deposit on each day, too."""
    rows = [deal(str(DAYS[at]), "BUY", "FUND", 10_000 / FALLING[at], float(FALLING[at])) for at in PAYMENTS]
    paid = [{"date": one["date"], "type": "DEPOSIT", "amount": one["quantity"] * one["price"]} for one in rows]
    return [*paid, *rows] if tracked else rows


@pytest.mark.parametrize("tracked", [False, True])
def test_an_index_fund_paid_into_at_its_closes_is_nowhere_ahead_of_its_index(
    client: TestClient, tracked: bool, tmp_path: Path
) -> None:
    """Money that buys on the day of −12.98 % was not at work in that fall: it had made the fund 7.5 % better than itself."""
    priced(client, closes("FUND", FALLING))
    priced(client, closes("^IXIC", FALLING))
    mine = created(client, saved(tracked), base_currency="USD")
    found = compared(client, mine, benchmark_ticker="^IXIC", risk_free_rate=4.0)
    own, other = found["portfolio_time_weighted_return"], found["benchmarks"][0]["time_weighted_return"]
    assert own == pytest.approx(100 * (FALLING[-1] / FALLING[PAYMENTS[0]] - 1), abs=1e-9)
    assert (own - other, found["benchmarks"][0]["xirr_difference"]) == pytest.approx((0.0, 0.0), abs=1e-7)
    fit = answered(client.get("/v1/index-fit", params={"portfolio_id": mine, "index": "^IXIC", "risk_free_rate": 4}))
    assert [fit[one] for one in ("alpha", "excess_return", "tracking_error")] == pytest.approx([0, 0, 0], abs=1e-7)
    effects = answered(client.post("/v1/analytics/attribution", json={"portfolio_id": mine, "benchmark_id": "^IXIC"}))
    bridge = {one["step"]: one["amount"] for one in effects["money_bridge"]["steps"]}
    assert (effects["active_return"], effects["totals"]["selection"]) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert bridge["selection"] == pytest.approx(0.0, abs=0.01)
    recomputed(client.get(f"/v1/portfolios/{mine}/audit-pack", params={"benchmark_ticker": "^IXIC"}), tmp_path)


def test_each_stretch_stands_by_itself_and_the_whole_is_a_year_over_the_days_held(client: TestClient) -> None:
    """+21 % in two years, two years out, +21 % in two more: 46.4 %, and 10.0 % a year over the four that were held."""
    ends = ["2018-01-02", "2020-01-01", "2022-01-01", "2023-12-31"]
    levels = dict(zip(ends, (100.0, 121.0, 100.0, 121.0), strict=True))
    days = np.arange(ends[0], np.datetime64(ends[-1]) + 1, dtype="datetime64[D]")
    known = np.interp(days.astype(float), [float(np.datetime64(one).astype(int)) for one in ends], [*levels.values()])
    rows = zip(days, known, strict=True)
    priced(client, [{"symbol": "F", "date": str(on), "close": float(one), "currency": "USD"} for on, one in rows])
    kinds = ("BUY", "SELL", "BUY")
    trades = [deal(on, kind, "F", 10, levels[on]) for on, kind in zip(ends[:3], kinds, strict=True)]
    mine = created(client, trades, base_currency="USD")
    found = compared(client, mine, benchmark_ticker="^GSPC", risk_free_rate=4.0, as_of=ends[-1])
    first, second = found["stretches"]
    assert (first["start"], first["end"], second["start"], second["end"]) == tuple(ends)
    for one in (first, second):
        assert one["portfolio_time_weighted_return"] == pytest.approx(21.0, abs=1e-9)
        assert one["portfolio_time_weighted_return_annualised"] == pytest.approx(10.0, abs=0.02)
        last = [WALK[np.searchsorted(DAYS, np.datetime64(one[side]), side="right") - 1] for side in ("start", "end")]
        assert one["benchmark_time_weighted_returns"]["^GSPC"] == pytest.approx(100 * (last[1] / last[0] - 1))
    assert found["portfolio_time_weighted_return"] == pytest.approx(46.41, abs=1e-9)
    assert found["portfolio_time_weighted_return_annualised"] == pytest.approx(10.0, abs=0.02)
    assert any("4 of 6 years invested" in note for note in found["notes"])
