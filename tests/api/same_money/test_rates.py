"""Does every address that takes a rate take it as a bank quotes it and after a tax, and is that very deposit then level with itself?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered, compared, created, made, priced, unpacked

FD = {
    "kind": "FIXED_DEPOSIT",
    "name": "Bank deposit",
    "principal": 100_000,
    "rate": 7.0,
    "start": "2020-01-31",
    "maturity": "2030-01-31",
    "compounding": "QUARTERLY",
    "payout": "NONE",
}
QUARTER_ENDS = ["2020-04-30", "2020-07-31", "2021-01-31", "2024-02-29", "2025-10-31"]
HOLDS_A_DEPOSIT = {"deposits": [FD]}


@pytest.mark.parametrize("end", [*QUARTER_ENDS, "2022-06-17"])
def test_a_seven_percent_deposit_is_level_with_what_a_bank_quotes(sample: TestClient, end: str) -> None:
    held = created(sample, **HOLDS_A_DEPOSIT)
    quoted = compared(sample, held, benchmark_ticker="^NSEI", as_of=end, rate_quotation="bank")
    assert quoted["closing"]["ahead_of_risk_free"] == pytest.approx(0.0, abs=1e-7)
    assert (quoted["risk_free_rate"], quoted["rate_quotation"], quoted["tax_rate"]) == (7.0, "bank", 0.0)
    assert quoted["risk_free_name"] == "a bank deposit quoted at 7\u202f% before tax"
    effective = compared(sample, held, benchmark_ticker="^NSEI", as_of=end)
    assert effective["closing"]["ahead_of_risk_free"] > 0
    assert (effective["rate_quotation"], effective["tax_rate"]) == ("effective", 0.0)


def test_by_category_the_deposit_is_level_too(sample: TestClient) -> None:
    held = created(sample, **HOLDS_A_DEPOSIT)
    found = compared(
        sample, held, benchmark_mode="category", benchmark_ticker="^NSEI", as_of="2025-07-31", rate_quotation="bank"
    )
    debt = found["category_data"]["debt"]
    assert debt["chart_data"][-1]["benchmark_value"] == pytest.approx(debt["portfolio_value"], rel=1e-13)
    assert debt["benchmark_label"] == "a bank deposit quoted at 7\u202f% before tax"


def test_a_tax_is_a_what_if_of_the_deposit_alone(sample: TestClient) -> None:
    held = created(sample, **HOLDS_A_DEPOSIT)
    before, after = (
        compared(sample, held, benchmark_ticker="^NSEI", as_of="2025-01-30", risk_free_rate=7.0, tax_rate=tax)
        for tax in (0, 31.2)
    )
    years = 1826 / 365
    assert after["closing"]["risk_free_value"] == pytest.approx(100_000 * 1.04816**years, rel=1e-12)
    assert after["closing"]["portfolio_value"] == before["closing"]["portfolio_value"]
    assert after["risk_free_name"] == "a bank deposit at 7\u202f% after 31.2\u202f% tax"
    note = "A what-if: your deposit after 31.2\u202f% tax pays 4.816\u202f%. The portfolio and the benchmark are before tax."
    assert note in after["notes"]
    assert not any("what-if" in one for one in before["notes"])


@pytest.mark.parametrize(("name", "value"), [("tax_rate", 51), ("tax_rate", -1), ("rate_quotation", "monthly")])
def test_what_is_no_rate_is_refused_by_name(sample: TestClient, name: str, value: Any) -> None:
    answer = sample.get("/v1/portfolios/sample-household/benchmark-comparison", params={name: value})
    assert answer.status_code in (400, 422)
    assert name in answer.text


FLOWS = {"flows": [{"date": "2023-01-01", "amount": 1000}], "levels": [{"date": "2023-01-01", "level": 100}]}


def test_bare_flows_take_it_too(sample: TestClient) -> None:
    body = {**FLOWS, "as_of": "2024-01-01", "risk_free_rate": 8.0, "rate_quotation": "BANK", "tax_rate": 50.0}
    body["levels"] = [*FLOWS["levels"], {"date": "2024-01-01", "level": 110}]
    found = answered(sample.post("/v1/analytics/cash-flow-match", json=body))
    assert found["closing"]["risk_free_value"] == pytest.approx(1000 * 1.01**4, rel=1e-13)


def test_statistics_take_the_effective_rate(sample: TestClient) -> None:
    asked = {"symbol": "XLK", "index": "SPY", "start": "2022-12-30", "end": "2023-12-29"}
    quoted = answered(sample.get("/v1/index-fit", params={**asked, "risk_free_rate": 7.0, "rate_quotation": "bank"}))
    same = answered(sample.get("/v1/index-fit", params={**asked, "risk_free_rate": 100 * (1.0175**4 - 1)}))
    assert quoted["alpha"] == pytest.approx(same["alpha"], rel=1e-9)
    scan = answered(
        sample.get("/v1/index-fit/scan", params={"symbol": "XLK", "rate_quotation": "bank", "tax_rate": 20})
    )
    assert scan["risk_free_rate"] == 4.0


def test_the_audit_pack_states_and_recomputes_it(sample: TestClient, tmp_path: Path) -> None:
    asked = {"benchmark_ticker": "^NSEI", "rate_quotation": "bank", "tax_rate": 30}
    folder = unpacked(sample.get("/v1/portfolios/sample-household/audit-pack", params=asked), tmp_path)
    run = subprocess.run([sys.executable, "recompute.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr
    assert json.loads((folder / "specification.json").read_text())["risk_free"] == {
        "rate": 0.07,
        "quotation": "bank",
        "tax": 0.3,
        "name": "a bank deposit quoted at 7\u202f% after 30\u202f% tax",
    }


@pytest.mark.parametrize("compounded", [True, False])
def test_a_fixed_return_that_is_not_compounded_pays_every_payment_alike(sample: TestClient, compounded: bool) -> None:
    """₹1 lakh on 1 January 2025 for a year at 7 % is ₹107,000, though another rupee came ten years before."""
    fixed = {"benchmark_type": "fixed_return", "fixed_return": {"fixed_return": 0.07, "is_compounded": compounded}}
    rows = [
        {"date": on, "type": "BUY", "symbol": "NOTE", "quantity": units, "price": 1.0, "currency": "INR"}
        for on, units in (("2015-01-01", 1.0), ("2025-01-01", 100_000.0))
    ]
    held = created(sample, rows)
    priced(sample, [{"symbol": "NOTE", "date": "2025-12-31", "close": 1.0, "currency": "INR"}])
    found = compared(sample, held, benchmark_id=made(sample, fixed)["id"], as_of="2026-01-01", end="2026-01-01")
    first = 1.07 ** (4018 / 365) if compounded else 1 + 0.07 * 4018 / 365
    assert found["closing"]["benchmark_value"] == pytest.approx(107_000 + first, rel=1e-12)
