"""Does the second computation agree with the first, whatever the portfolio holds, and does it find what was tampered with?"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from audit.compare import check_folder
from core.audit_pack.inputs import AuditBenchmark, AuditQuestion
from core.audit_pack.pack import AuditedComparison, audit_pack
from core.errors import InsufficientData
from core.ledger.dated_rates import RateChange
from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.deposit_rate import DepositRate, Quotation
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from studies.audit_pack import Asked, audited_portfolio, packed, second_computation
from studies.valued import valued
from tests.core.audit_pack.questions import answered
from tests.core.small_portfolios import DEPOSIT, WITHDRAWAL, buy, daily, day, row, sell, walk
from tests.core.valuation import test_real_portfolio as real

TODAY = date(2026, 1, 15)
SAMPLES = {"sample-household": ("^NSEI", "^GSPC"), "sample-us-growth": ("^GSPC",), "sample-60-40": ("^GSPC", "SPY")}


USDINR = daily("USDINR", walk("x", 12, 700).levels * 0.8, "INR")
RATES = ExchangeRates({"EURUSD": walk("EURUSD", 5, 700), "USDINR": USDINR})


def unzipped(pack: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(pack)) as files:
        files.extractall(folder)
    return folder


def unpacked(found: AuditedComparison, folder: Path) -> Path:
    return unzipped(audit_pack(found, second_computation()), folder)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """The script as a stranger would start it: no package of ours, no environment, no site packages."""
    command = [sys.executable, "-I", "-S", str(folder / "recompute.py")]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder.parent, check=False)


def wrong_lines(asked: AuditQuestion, folder: Path) -> list[str]:
    """The lines of the second computation that do not agree."""
    return differing(unpacked(answered(asked), folder))


def differing(folder: Path, least: int = 20) -> list[str]:
    """Of more than ``least`` lines those that do not agree."""
    lines = check_folder(folder).lines
    assert len(lines) > least
    return [line for line in lines if not line.startswith("OK ")]


def question(portfolio: Portfolio, prices: dict[str, LevelSeries], **changes: object) -> AuditQuestion:
    benchmark = AuditBenchmark("IDX", walk("Index", 7, 700, portfolio.base_currency))
    usual = AuditQuestion(
        portfolio, prices, ExchangeRates(), day(650), (benchmark,), ExchangeRates(), 0.06, None, None, {}
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("portfolio_id", SAMPLES)
def test_a_sample_portfolio_agrees_when_run_by_a_bare_python(
    portfolio_id: str, sample_engine: Engine, tmp_path: Path
) -> None:
    found = audited_portfolio(
        sample_engine, valued(sample_engine, portfolio_id, TODAY), Asked(SAMPLES[portfolio_id], 0.07)
    )
    outcome = run(unzipped(packed(found), tmp_path / "pack"))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "Everything agrees." in outcome.stdout
    assert outcome.stdout.count("\nOK ") > 30
    assert "DIFFERS" not in outcome.stdout


def test_a_range_that_begins_later_agrees(sample_engine: Engine, tmp_path: Path) -> None:
    asked = Asked(("^NSEI",), 0.07, date(2020, 6, 6), date(2023, 3, 5))
    found = audited_portfolio(sample_engine, valued(sample_engine, "sample-household", TODAY), asked)
    report = check_folder(unzipped(packed(found), tmp_path / "pack"))
    assert report.wrong == 0, report.lines
    assert found.same_money[0].portfolio.opening_value > 0


def test_a_real_portfolio_of_392_trades_agrees(tmp_path: Path) -> None:
    prices, trades = real.levels(real.prices()), Portfolio("real", "Real", "USD", real.trades())
    benchmarks = tuple(AuditBenchmark(one, prices[one]) for one in ("SPY", "QQQ"))
    asked = question(trades, prices, as_of=real.AS_OF, benchmarks=benchmarks, risk_free_rate=0.04)
    assert wrong_lines(asked, tmp_path) == []


def test_splits_bonuses_and_prices_as_traded_agree(tmp_path: Path) -> None:
    levels = np.concatenate([np.linspace(200, 220, 300), np.linspace(110, 130, 400)])
    rows = (
        buy(3, "S", 10, 200.0, fees=2.0),
        row(TransactionKind.SPLIT, 300, "S", quantity=2.0),
        buy(300, "S", 4, 110.0),
        row(TransactionKind.BONUS, 420, "S", quantity=3.0),
        sell(500, "S", 5, 118.0, taxes=3.0),
        row(TransactionKind.DIVIDEND, 510, "S", amount=40.0, taxes=4.0),
        row(TransactionKind.SPLIT, 690, "S", quantity=10.0),
    )
    asked = question(Portfolio("p", "P", "USD", rows), {"S": daily("S", levels)})
    assert b"\nS," in answered(asked).files["inputs/prices_as_known.csv"]
    assert wrong_lines(asked, tmp_path) == []


def test_units_without_a_price_dust_and_sales_rounded_up_agree(tmp_path: Path) -> None:
    rows = (
        row(TransactionKind.RSU_VEST, 3, "S", quantity=10.0, currency="GBP"),
        row(TransactionKind.SPLIT, 100, "S", quantity=4.0),
        row(WITHDRAWAL, 200, "S", quantity=6.0),
        sell(300, "S", 34.02, 100.0),
        buy(10, "T", 1e9, 0.0001),
        sell(20, "T", 1e9, 0.0001),
        buy(400, "T", 50, 100.0),
    )
    prices = {"S": walk("S", 3, 700), "T": walk("T", 5, 700)}
    rates = ExchangeRates({"GBPUSD": walk("GBPUSD", 11, 700)})
    asked = question(Portfolio("p", "P", "USD", rows), prices, rates=rates)
    assert wrong_lines(asked, tmp_path) == []


def test_several_currencies_pence_and_stated_rates_agree(tmp_path: Path) -> None:
    rates = ExchangeRates({"GBPUSD": walk("GBPUSD", 11, 700), "USDINR": USDINR})
    vest = {"quantity": 2.0, "fair_market_value": 95.0, "taxes": 30.0, "fees": 1.0}
    rows = (
        buy(3, "L", 100, 250.0, currency="GBP"),
        buy(10, "U", 5, 90.0, currency="USD", fx_rate=81.5),
        row(TransactionKind.RSU_VEST, 20, "U", currency="USD", **vest),
        row(TransactionKind.FEE, 25, amount=500.0, currency="INR"),
        sell(400, "L", 30, 260.0, currency="GBP"),
    )
    prices = {"L": walk("L", 21, 700, "GBX"), "U": walk("U", 22, 700, "USD")}
    levels = {"^E": walk("European", 23, 700, "GBP"), "^I": walk("Own", 24, 700, "INR")}
    benchmarks = tuple(AuditBenchmark(symbol, one) for symbol, one in levels.items())
    asked = question(Portfolio("p", "P", "INR", rows), prices, rates=rates, converting=rates, benchmarks=benchmarks)
    assert answered(asked).valuation.complete
    assert wrong_lines(asked, tmp_path) == []


@pytest.mark.parametrize("tracked", [True, False, None])
def test_cash_and_money_without_units_agree(tracked: bool | None, tmp_path: Path) -> None:
    rates = ExchangeRates({"EURUSD": walk("EURUSD", 5, 700)})
    rows = (
        row(DEPOSIT, 0, amount=10_000.0),
        row(DEPOSIT, 2, amount=500.0, currency="EUR"),
        buy(3, "A", 20, 101.0, fees=3.0),
        buy(9, "A", 0, 0.0, amount=700.0),
        row(DEPOSIT, 12, "A", amount=100.0),
        row(TransactionKind.DIVIDEND, 90, "A", amount=60.0),
        row(TransactionKind.INTEREST, 91, amount=7.0),
        row(TransactionKind.CONTRIBUTION, 100, "PENSION", amount=300.0, asset_type=AssetType.OTHER),
        row(TransactionKind.CONTRIBUTION, 130, "PENSION", amount=300.0, asset_type=AssetType.OTHER),
        row(WITHDRAWAL, 200, "PENSION", amount=450.0, asset_type=AssetType.OTHER),
        buy(210, "X", 3, 10.0),
        buy(220, "LATE", 3, 10.0),
        buy(230, "LATE", 1, 14.0, currency="EUR"),
        sell(240, "LATE", 2, 12.0),
        row(WITHDRAWAL, 300, amount=1_500.0),
        sell(400, "A", 5, 110.0),
    )
    portfolio = Portfolio("p", "P", "USD", rows, cash_tracked=tracked)
    prices = {"A": walk("A", 6, 700), "LATE": walk("LATE", 7, 700, "EUR").at(slice(660, 700))}
    asked = question(portfolio, prices, rates=rates, converting=rates)
    valuation = answered(asked).valuation
    assert ({one.symbol for one in valuation.unpriced}, [one.symbol for one in valuation.stale]) == ({"X"}, ["LATE"])
    assert wrong_lines(asked, tmp_path) == []


def test_deposits_that_buy_at_the_close_of_their_day_agree(tmp_path: Path) -> None:
    """In whole, in part, with charges, in two currencies, and beside what a sale of the day paid for."""
    prices = {"A": walk("A", 6, 700), "B": walk("B", 8, 700, "EUR")}
    at = {symbol: {number: series.level_on(day(number)) for number in range(700)} for symbol, series in prices.items()}
    rows = (
        row(DEPOSIT, 0, amount=5_000.0),
        buy(0, "A", 40, at["A"][0]),
        row(DEPOSIT, 60, amount=1_000.0),
        buy(60, "A", 20, at["A"][60], fees=4.0),
        row(DEPOSIT, 90, amount=300.0),
        row(DEPOSIT, 90, amount=400.0),
        buy(90, "A", 2, at["A"][90]),
        buy(90, "B", 3, at["B"][90], currency="EUR"),
        row(DEPOSIT, 120, amount=500.0, currency="EUR"),
        sell(120, "A", 10, at["A"][120]),
        buy(120, "B", 12, at["B"][120], currency="EUR"),
        sell(200, "A", 15, at["A"][200]),
        row(WITHDRAWAL, 200, amount=15 * at["A"][200]),
        row(DEPOSIT, 250, amount=900.0),
        buy(250, "A", 5, 1.2 * at["A"][250]),
    )
    portfolio = Portfolio("p", "P", "USD", rows, cash_tracked=True)
    asked = question(portfolio, prices, rates=RATES, converting=RATES)
    assert answered(asked).valuation.dealt.any()
    assert wrong_lines(asked, tmp_path) == []


def test_what_has_a_price_now_and_then_agrees(tmp_path: Path) -> None:
    """A monthly fund, a suspended and a delisted share, one bought before its first price, beside a monthly index and a closed exchange."""
    days = walk("S", 31, 700).dates
    kept = np.flatnonzero((np.arange(700) < 100) | (np.arange(700) >= 190))
    month_ends = np.arange("2022-11", "2025-01", dtype="datetime64[M]").astype("datetime64[D]") - 1
    prices = {
        "FUND": LevelSeries("FUND", month_ends, np.linspace(10.0, 14.0, month_ends.size), "USD"),
        "SUSP": walk("SUSP", 31, 700).at(kept),
        "DEAD": walk("DEAD", 32, 700).at(slice(0, 300)),
        "LATE": walk("LATE", 33, 700).at(slice(40, 700)),
    }
    rows = (
        buy(3, "FUND", 100, 10.2),
        buy(5, "LATE", 10, 90.0, fees=4.0),
        buy(9, "SUSP", 10, 100.0),
        buy(11, "DEAD", 10, 100.0),
        buy(20, "LATE", 5, 99.0),
        row(TransactionKind.SPLIT, 25, "LATE", quantity=2.0),
        sell(30, "LATE", 7, 51.0),
        sell(150, "SUSP", 4, 70.0),
        buy(400, "DEAD", 1, 5.0),
    )
    benchmarks = (
        AuditBenchmark("CPI", LevelSeries("CPI", month_ends, np.linspace(200.0, 230.0, month_ends.size), "USD")),
        AuditBenchmark(
            "^CN", walk("Closed", 34, 700).at(np.flatnonzero((np.arange(700) < 395) | (np.arange(700) >= 405)))
        ),
    )
    asked = question(Portfolio("p", "P", "USD", rows), prices, benchmarks=benchmarks)
    valuation = answered(asked).valuation
    assert ([one.symbol for one in valuation.stale], valuation.unpriced, days.size) == (["DEAD"], (), 700)
    assert wrong_lines(asked, tmp_path) == []


def deposits() -> tuple[Deposit, ...]:
    terms = [
        (DepositKind.FIXED_DEPOSIT, Payout.QUARTERLY, Payout.NONE),
        (DepositKind.FIXED_DEPOSIT, Payout.NONE, Payout.NONE),
        (DepositKind.FIXED_DEPOSIT, Payout.QUARTERLY, Payout.MONTHLY),
        (DepositKind.RECURRING_DEPOSIT, Payout.QUARTERLY, Payout.NONE),
        (DepositKind.RECURRING_DEPOSIT, Payout.NONE, Payout.NONE),
        (DepositKind.PPF, Payout.ANNUALLY, Payout.NONE),
        (DepositKind.EPF, Payout.ANNUALLY, Payout.NONE),
        (DepositKind.BOND, Payout.ANNUALLY, Payout.SEMI_ANNUALLY),
        (DepositKind.BOND, Payout.ANNUALLY, Payout.NONE),
    ]
    return tuple(
        Deposit(kind, "Deposit", 1_000.0 + at, 0.0675, day(at * 5), end, "INR", compounding, payout)
        for end in (date(2024, 2, 29), date(2031, 5, 17))
        for at, (kind, compounding, payout) in enumerate(terms)
    )


def test_deposits_of_every_kind_agree(tmp_path: Path) -> None:
    asked = question(Portfolio("p", "P", "INR", (), deposits()), {}, as_of=day(620))
    assert wrong_lines(asked, tmp_path) == []


def test_changed_rates_negative_ones_and_early_closings_agree(tmp_path: Path) -> None:
    """Each kind at 2 % and at −2 %, moving twice, held and closed at the card's rate or its own, before the as-of date and after it."""
    changes = (RateChange(day(130), -0.005), RateChange(day(411), 0.0425))
    moved = [replace(one, rate=rate, rate_changes=changes) for one in deposits() for rate in (0.02, -0.02)]
    closings = [
        {"closed_on": day(500), "penalty": 0.01},
        {"closed_on": day(366), "closed_rate": 0.015},
        {"closed_on": day(640), "closed_rate": 0.02, "penalty": 0.005},
    ]
    longer = [one for one in moved if one.maturity.year == 2031 and one.kind is not DepositKind.BOND]
    closed = [replace(one, **terms) for one in longer for terms in closings]
    asked = question(Portfolio("p", "P", "INR", (), (*moved, *closed)), {}, as_of=day(620))
    assert (len(moved), len(closed)) == (36, 42)
    assert wrong_lines(asked, tmp_path) == []


def test_provident_funds_at_every_rhythm_within_their_limits_agree(tmp_path: Path) -> None:
    funds = [
        Deposit(kind, "Fund", amount, 0.071, start, date(2040, 4, 1), "INR", Payout.ANNUALLY, instalments=rhythm)
        for kind in (DepositKind.PPF, DepositKind.EPF)
        for rhythm in (None, *Payout)
        for start in (date(2010, 1, 1), day(3), day(9))
        for amount in (400.0, 20_000.0, 210_000.0)
    ]
    asked = question(Portfolio("p", "P", "INR", (), tuple(funds)), {}, as_of=day(620))
    assert wrong_lines(asked, tmp_path) == []


def test_a_benchmark_that_runs_out_and_one_with_a_gap_agree(tmp_path: Path) -> None:
    rows = (buy(0, "A", 10, 100.0), sell(300, "A", 8, 300.0), buy(500, "A", 1, 320.0))
    prices = {"A": daily("A", np.linspace(100, 350, 700))}
    falling = daily("Falling", np.linspace(100, 60, 700))
    keep = (np.arange(700) < 350) | (np.arange(700) > 380)
    gap = LevelSeries("Gap", falling.dates[keep], falling.levels[keep], "USD")
    asked = question(Portfolio("p", "P", "USD", rows), prices, benchmarks=(AuditBenchmark("GAP", gap),))
    same = answered(asked).same_money[0]
    assert same.benchmark.account.shortfall > 0
    assert same.dates.size < answered(asked).valuation.dates.size
    assert wrong_lines(asked, tmp_path) == []


def test_debt_beyond_all_that_is_held_agrees(tmp_path: Path) -> None:
    """The portfolio has no time-weighted return then, its benchmark has."""
    rows = (row(DEPOSIT, 0, amount=1_000.0), buy(3, "A", 5, 100.0), row(WITHDRAWAL, 50, amount=5_000.0))
    asked = question(Portfolio("p", "P", "USD", rows, cash_tracked=True), {"A": walk("A", 1, 700)})
    same = answered(asked).same_money[0]
    assert (same.portfolio_time_weighted.total, same.benchmark_time_weighted.total is None) == (None, False)
    assert wrong_lines(asked, tmp_path) == []


def test_everything_sold_and_bought_on_one_day_agrees(tmp_path: Path) -> None:
    rows = (buy(3, "A", 10, 100.0), sell(40, "A", 10, 90.0))
    assert wrong_lines(question(Portfolio("p", "P", "USD", rows), {"A": walk("A", 1, 700)}), tmp_path / "sold") == []
    asked = question(Portfolio("p", "P", "USD", (buy(3, "A", 10, 100.0),)), {"A": walk("A", 1, 700)}, as_of=day(3))
    assert answered(asked).same_money[0].portfolio_xirr.rate is None
    assert wrong_lines(asked, tmp_path / "one-day") == []


@pytest.fixture
def small_pack(tmp_path: Path) -> Path:
    rows = (buy(3, "A", 10, 100.0), buy(90, "A", 5, 104.0))
    asked = question(Portfolio("p", "P", "USD", rows), {"A": walk("A", 1, 700)})
    return unpacked(answered(asked), tmp_path / "pack")


CHANGES = {
    "inputs/transactions.csv": ("10", "11"),
    "inputs/prices.csv": ("A,2023-01-10,", "A,2023-01-10,1"),
    "inputs/benchmark_levels.csv": ("IDX,2023-01-05,", "IDX,2023-01-05,1"),
    "specification.json": ("0.06", "0.07"),
    "results/headline.json": ('"invested": ', '"invested": 1'),
    "results/daily.csv": ("2023-03-01,", "2023-03-01,1"),
}


def changed(folder: Path, path: str, before: str, after: str, forged: bool) -> subprocess.CompletedProcess[str]:
    """The second computation after a file was changed, its digest forged or not."""
    content = (folder / path).read_text("utf-8")
    assert before in content
    fresh = content.replace(before, after, 1).encode()
    (folder / path).write_bytes(fresh)
    if forged:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        manifest["files"][path]["sha256"] = hashlib.sha256(fresh).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return run(folder)


@pytest.mark.parametrize("forged", [False, True])
@pytest.mark.parametrize("path", CHANGES)
def test_a_changed_file_is_named(path: str, forged: bool, small_pack: Path) -> None:
    outcome = changed(small_pack, path, *CHANGES[path], forged)
    assert outcome.returncode == 1
    assert (f"CHANGED  {path}" in outcome.stdout) is not forged
    assert ("CHANGED" in outcome.stdout) is not forged
    assert "DIFFERS" in outcome.stdout


def test_a_missing_file_and_a_stranger_are_named(small_pack: Path) -> None:
    assert run(small_pack).returncode == 0
    (small_pack / "inputs" / "deposits.csv").unlink()
    (small_pack / "notes.txt").write_text("mine")
    outcome = run(small_pack)
    assert outcome.returncode == 1
    assert "MISSING  inputs/deposits.csv" in outcome.stdout
    assert "UNKNOWN  notes.txt" in outcome.stdout
    assert "Traceback" not in outcome.stderr


OF_UNITS = (TransactionKind.SPLIT, TransactionKind.BONUS)
OF_CASH = (TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL, TransactionKind.FEE, TransactionKind.INTEREST)
RARE = (TransactionKind.DIVIDEND, TransactionKind.CONTRIBUTION, TransactionKind.RSU_VEST)
KINDS = (*[TransactionKind.BUY] * 3, *[TransactionKind.SELL] * 2, *OF_UNITS, *OF_CASH, *RARE)
AMOUNTS = st.integers(1, 500).map(lambda cents: cents / 4)


@st.composite
def rows_of_any_kind(draw: st.DrawFn) -> tuple[Transaction, ...]:
    """Rows of two symbols, of cash, and of a pension that states no units, in any order and currency."""
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        kind, on = draw(st.sampled_from(KINDS)), day(draw(st.integers(0, 640)))
        usual = {"currency": draw(st.sampled_from(["USD", "USD", "EUR", "INR"]))}
        quantity, amount, usual["fees"] = draw(AMOUNTS), draw(AMOUNTS) * 10, draw(st.sampled_from([0.0, 1.25]))
        if kind in OF_UNITS:
            rows.append(Transaction(on, kind, "A", quantity=draw(st.sampled_from([2.0, 0.5, 3.0]))))
        elif kind in OF_CASH:
            rows.append(Transaction(on, kind, draw(st.sampled_from(["", "", "PENSION"])), amount=amount, **usual))
        elif kind is TransactionKind.CONTRIBUTION:
            rows.append(Transaction(on, kind, "PENSION", amount=amount, **usual))
        elif kind is TransactionKind.DIVIDEND:
            rows.append(Transaction(on, kind, "A", amount=amount / 50, **usual))
        elif kind is TransactionKind.RSU_VEST:
            rows.append(Transaction(on, kind, "B", quantity=quantity, fair_market_value=100.0, **usual))
        else:
            more = {"amount": amount} if draw(st.booleans()) else {"quantity": quantity, "price": 100.0}
            rows.append(Transaction(on, kind, draw(st.sampled_from(["A", "B"])), **more, **usual))
    return tuple(rows)


# A failing case is small enough to be read as it is; to shrink one takes minutes.
@settings(phases=[Phase.explicit, Phase.generate])
@given(
    rows=rows_of_any_kind(),
    tracked=st.sampled_from([True, False, None]),
    start=st.integers(-5, 640),
    days=st.integers(1, 700),
    rate=st.sampled_from([-0.02, 0.0, 0.07, DepositRate(0.07, Quotation.BANK), DepositRate(0.06, Quotation.BANK, 0.3)]),
)
def test_whatever_was_done_both_computations_agree(
    rows: tuple[Transaction, ...], tracked: bool | None, start: int, days: int, rate: float
) -> None:
    portfolio = Portfolio("p", "P", "USD", rows, cash_tracked=tracked)
    prices = {"A": walk("A", 6, 700), "B": walk("B", 8, 700, "EUR")}
    asked = question(portfolio, prices, rates=RATES, converting=RATES, risk_free_rate=rate)
    try:
        found = answered(replace(asked, start=day(start), end=day(start + days)))
    except InsufficientData:
        return
    with TemporaryDirectory() as folder:
        assert differing(unpacked(found, Path(folder)), least=0) == []
