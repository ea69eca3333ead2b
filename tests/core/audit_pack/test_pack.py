"""Does an audit pack hold what its numbers rest on, the same bytes every time, and nothing that a spreadsheet would run?"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit_pack.inputs import AuditBenchmark, AuditQuestion
from core.audit_pack.pack import audit_pack, fingerprint_of
from core.audit_pack.tables import cell, csv_file, text_cell
from core.errors import InsufficientData
from core.ledger.portfolio import Portfolio
from core.market.exchange_rates import ExchangeRates
from tests.core.audit_pack.questions import answered
from tests.core.small_portfolios import buy, day, sell, walk

SCRIPTS = {"recompute.py": b"pass\n"}


def question(**changes: object) -> AuditQuestion:
    rows = (buy(5, "A", 10, 101.0, fees=1.5), buy(40, "B", 3, 99.0), sell(200, "A", 4, 110.0, taxes=0.5))
    usual = AuditQuestion(
        Portfolio("p", "Mine", "USD", rows),
        {"A": walk("A", 1), "B": walk("B", 2)},
        ExchangeRates(),
        day(399),
        (AuditBenchmark("IDX", walk("Index", 3)),),
        ExchangeRates(),
        0.05,
        None,
        None,
        {"A": "csv"},
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def entries(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as pack:
        assert pack.testzip() is None
        return {name: pack.read(name) for name in pack.namelist()}


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert audit_pack(answered(question()), SCRIPTS) == audit_pack(answered(question()), SCRIPTS)


def test_every_file_is_in_the_manifest_with_its_digest() -> None:
    found = answered(question())
    files = entries(audit_pack(found, SCRIPTS))
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"].keys() == files.keys()
    for path, content in files.items():
        assert manifest["files"][path] == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    inputs = {path: content for path, content in files.items() if path.startswith(("inputs/", "specification"))}
    assert manifest["fingerprint"] == found.fingerprint == fingerprint_of(inputs)


@pytest.mark.parametrize(
    "changed",
    [
        {"risk_free_rate": 0.051},
        {"as_of": day(398)},
        {"prices": {"A": walk("A", 1), "B": walk("B", 4)}},
        {"benchmarks": (AuditBenchmark("IDX", walk("Index", 9)),)},
    ],
)
def test_another_input_has_another_fingerprint(changed: dict[str, object]) -> None:
    assert answered(question(**changed)).fingerprint != answered(question()).fingerprint


def test_the_inputs_are_the_rows_and_prices_to_the_last_digit() -> None:
    files = answered(question()).files
    rows = list(csv.DictReader(io.StringIO(files["inputs/transactions.csv"].decode())))
    assert [(one["date"], one["kind"], float(one["quantity"])) for one in rows] == [
        (day(5).isoformat(), "BUY", 10.0),
        (day(40).isoformat(), "BUY", 3.0),
        (day(200).isoformat(), "SELL", 4.0),
    ]
    prices = list(csv.DictReader(io.StringIO(files["inputs/prices.csv"].decode())))
    known = [float(one["price"]) for one in prices if one["symbol"] == "A"]
    np.testing.assert_array_equal(known, walk("A", 1).levels)


def test_the_results_are_those_of_the_comparison() -> None:
    found = answered(question())
    same, headline = found.same_money[0], json.loads(found.files["results/headline.json"])
    assert headline["portfolio"]["closing_value"] == same.portfolio.closing_value
    assert headline["benchmarks"]["IDX"]["xirr"] == same.benchmark_xirr.rate
    assert headline["deposit"]["closing_value"] == same.risk_free.closing_value
    weights = list(csv.DictReader(io.StringIO(found.files["results/daily_weights.csv"].decode())))
    assert [sum(float(one[symbol]) for symbol in ("A", "B")) for one in weights] == pytest.approx([1.0] * len(weights))


def test_what_is_left_out_is_named_with_its_reason() -> None:
    asked = question(prices={"A": walk("A", 1).at(slice(0, 50))})
    decisions = json.loads(answered(asked).files["specification.json"])["decisions"]
    assert [(one["symbol"], one["reason"]) for one in decisions["left_out"]] == [("B", "no prices")]
    assert [(one["symbol"], one["last_price_on"]) for one in decisions["stale"]] == [("A", day(49).isoformat())]


def test_a_portfolio_in_which_nothing_happened_has_nothing_to_audit() -> None:
    with pytest.raises(InsufficientData):
        answered(question(portfolio=Portfolio("p", "Empty", "USD")))


def test_a_name_that_a_spreadsheet_would_run_is_text() -> None:
    rows = (buy(5, "A", 10, 101.0, name='=HYPERLINK("http://x")'),)
    files = answered(question(portfolio=Portfolio("p", "P", "USD", rows))).files
    for content in files.values():
        assert not any(line.startswith("=") or ",=" in line or ',"=' in line for line in content.decode().splitlines())


@given(st.text())
def test_a_text_cell_is_read_back_as_it_was(text: str) -> None:
    written = text_cell(text)
    assert (written[1:] if written.startswith("'") else written) == text
    assert not written.lstrip().startswith(("=", "+", "-", "@"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_to_the_last_bit(number: float) -> None:
    assert float(cell(number)) == number


def test_cells_that_are_unknown_are_empty() -> None:
    assert csv_file(["a", "b", "c"], [[None, float("nan"), date(2024, 1, 2)]]) == b"a,b,c\n,,2024-01-02\n"
