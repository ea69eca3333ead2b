"""Does the report tell what the pages compute, and the audit pack recompute, for every kind of choice that can be made?"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audit.compare import check_folder
from core import VERSION
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.errors import InsufficientData
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.period import NamedRange
from data.benchmark_library import create
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.peers.investors import save_investors
from data.store.portfolios.portfolios import save_portfolio
from tests.core.peer_examples import energy_holders, investor, record, shares
from tests.pages.own_portfolio import bought, priced, stored
from ui.reads.benchmarks import compared_with_all
from ui.reads.portfolio import portfolio_choices
from ui.reads.report import pack_of, report_data
from ui.reads.selection import Selection
from ui.views.report.content import Report, Sheet
from ui.views.report.html import as_document
from ui.views.report.story import report_of
from ui.wording.number_format import money, percent

OWN_MIXES = (
    BenchmarkRecord(
        "MINE",
        "My mix",
        BenchmarkKind.BLENDED,
        "USD",
        rebalance=Rebalance(Rule.DRIFT, 200.0),
        reset=Reset.CLOSE,
        intervals=(
            Interval(None, (Part("SPY", 0.5), Part("^NSEI", 0.3), Part("SURE", 0.2))),
            Interval(date(2021, 3, 6), (Part("SPY", 0.2), Part("AGG", 0.8))),
        ),
    ),
    BenchmarkRecord("SURE", "", BenchmarkKind.FIXED_RETURN, rate=0.05, compounded=False),
    BenchmarkRecord(
        "OUTER",
        "The outer mix",
        BenchmarkKind.BLENDED,
        "USD",
        intervals=(Interval(None, (Part("MINE", 0.5), Part("AGG", 0.5))),),
    ),
)
TITLES = [
    *("The same money", "Growth and falls", "Returns by period", "Holdings", "By category", "Attribution"),
    *("The gap in money", "Diversification", "What it behaves like", "Among its peers", "The data", "Conventions"),
    "How to check it",
]


def choice(
    portfolio_id: str, *benchmarks: str, span: NamedRange = NamedRange.SINCE_START, currency: str = ""
) -> Selection:
    portfolio = next(one for one in portfolio_choices() if one.id == portfolio_id)
    return Selection(portfolio, benchmarks, span, currency or portfolio.currency)


def store_mixes(engine: Engine) -> None:
    """A mix with a foreign part, a fixed return and a dated change; the fixed return alone; a mix of the mix."""
    create(engine, OWN_MIXES)


def reported(chosen: Selection, rate: float = 0.07) -> Report:
    return report_of(report_data(chosen, rate))


def missing(report: Report) -> dict[str, str]:
    return {one.title: one.reason for one in report.sections if one.reason}


def test_the_report_has_every_section_with_the_numbers_of_the_pages(own_store: Engine) -> None:
    chosen = choice("sample-household", "^NSEI", "^GSPC")
    report, same = reported(chosen), compared_with_all(chosen).same_money[0]
    assert [one.title for one in report.sections] == TITLES
    assert set(missing(report)) == {"Among its peers"}
    assert report.simulated
    assert [one.value for one in report.cards[:2]] == [
        percent(same.portfolio_xirr.rate),
        percent(same.benchmark_xirr.rate),
    ]
    assert money(same.benchmark.closing_value, "INR") in report.sentence[0]
    assert report.cards[3].value == percent(0.07)
    holdings = next(one for one in report.sections if one.title == "Holdings")
    values = {
        column.title: column.values for block in holdings.blocks if isinstance(block, Sheet) for column in block.columns
    }
    assert sum(values["Value"]) == pytest.approx(same.portfolio.closing_value, rel=1e-12)
    document = as_document(report).decode()
    assert len(document) < 600_000
    assert document.count("<svg") > 20
    assert f"Made by Yardstick {VERSION} on " in document
    assert "nan" not in re.sub(r"<style>.*?</style>", "", document, flags=re.DOTALL).lower().replace("financ", "")


def test_a_placed_portfolio_stands_among_its_peers(own_store: Engine) -> None:
    """Of the five real peers' shares in energy (0, 0, 20, 30 and 40 %) the median is 20 %; so few are told by rank."""
    place = investor("My place", portfolio_id="sample-us-growth")
    save_investors(own_store, [record(place, shares({"Energy": 0.27, "Utilities": 0.73}))], source="portfolio")
    save_investors(own_store, energy_holders([0.0, 0.0, 0.20, 0.30, 0.40]), source="api")
    report = reported(choice("sample-us-growth", "^GSPC"))
    (section,) = [one for one in report.sections if one.title == "Among its peers"]
    assert section.reason is None
    (sheet,) = [one for one in section.blocks if isinstance(one, Sheet)]
    energy = sheet.columns[0].values.index("Energy")
    assert [column.values[energy] for column in sheet.columns[1:]] == [
        0.27,
        pytest.approx(0.20),
        "3 of 6",
        pytest.approx(0.07),
    ]
    document = as_document(report).decode()
    assert "My place stands out most by holding" in html.unescape(re.sub("<[^>]+>", "", document))
    assert "Your weights and the peers&#39; median" in document


def test_a_real_portfolio_beside_sample_levels_is_warned_of(own_store: Engine) -> None:
    priced(own_store)
    warned = reported(choice(stored(own_store, bought()), "^GSPC")).warnings
    assert "**The benchmark is sample data.** The levels of S&P 500 are simulated" in warned[0]
    assert reported(choice("sample-60-40", "SPY")).warnings == ()


def test_the_rate_moves_the_deposit_and_nothing_of_the_portfolio(own_store: Engine) -> None:
    chosen = choice("sample-us-growth", "^GSPC")
    low, high = reported(chosen, 0.02), reported(chosen, 0.09)
    assert (low.cards[0], low.cards[1]) == (high.cards[0], high.cards[1])
    assert low.cards[3].value == percent(0.02)
    assert high.cards[3].value == percent(0.09)
    assert low.fingerprint != high.fingerprint


def test_another_currency_is_reported_without_a_pack_and_says_so(own_store: Engine) -> None:
    chosen = choice("sample-60-40", "^GSPC", currency="INR")
    data = report_data(chosen, 0.04)
    report = report_of(data)
    assert data.why_no_pack
    assert set(missing(report)) == {"Among its peers"}
    assert report.currency == "INR"
    assert data.why_no_pack in html.unescape(as_document(report).decode())
    with pytest.raises(InsufficientData):
        pack_of(chosen, 0.04)


@pytest.mark.parametrize(
    ("benchmarks", "span"),
    [
        (("^GSPC", "SPY"), NamedRange.THREE_YEARS),
        *(
            (benchmarks, NamedRange.SINCE_START)
            for benchmarks in (
                ("SPY_60_AGG_40",),
                ("CRISIL_HYBRID_35_65",),
                ("MINE",),
                ("SURE",),
                ("^GSPC", "SPY_60_AGG_40", "MINE"),
            )
        ),
    ],
)
def test_the_pack_recomputes_and_says_what_the_page_and_the_report_say(
    benchmarks: tuple[str, ...], span: NamedRange, own_store: Engine, tmp_path: Path
) -> None:
    store_mixes(own_store)
    chosen = choice("sample-60-40", *benchmarks, span=span)
    pack, data = pack_of(chosen, 0.04), report_data(chosen, 0.04)
    with zipfile.ZipFile(io.BytesIO(pack)) as files:
        files.extractall(tmp_path / "pack")
    assert [one for one in check_folder(tmp_path / "pack").lines if not one.startswith("OK ")] == []
    manifest = json.loads((tmp_path / "pack/manifest.json").read_text("utf-8"))
    headline = json.loads((tmp_path / "pack/results/headline.json").read_text("utf-8"))
    assert (data.why_no_pack, manifest["fingerprint"]) == ("", data.fingerprint)
    for symbol, same in zip(benchmarks, compared_with_all(chosen).same_money, strict=True):
        beside = headline["benchmarks"][symbol]
        assert headline["portfolio"]["xirr"] == same.portfolio_xirr.rate
        assert (beside["closing_value"], beside["xirr"]) == (same.benchmark.closing_value, same.benchmark_xirr.rate)


def test_a_mix_of_a_mix_has_no_pack_and_names_the_mix_within(own_store: Engine) -> None:
    store_mixes(own_store)
    chosen = choice("sample-60-40", "OUTER")
    data = report_data(chosen, 0.04)
    said = "My mix within it is a mix of its own, rebalanced by its own rule"
    assert said in data.why_no_pack
    assert said in html.unescape(as_document(report_of(data)).decode())
    with pytest.raises(InsufficientData, match="My mix"):
        pack_of(chosen, 0.04)


def test_what_has_no_price_is_named_and_the_rest_is_told(own_store: Engine) -> None:
    row = Transaction(date(2020, 1, 6), TransactionKind.BUY, "NOWHERE", "<b>No price</b>", quantity=1, price=10.0)
    real = Transaction(date(2020, 1, 6), TransactionKind.BUY, "SPY", quantity=10, price=300.0)
    portfolio = Portfolio("", '<img src=x onerror="alert(1)">', "USD", (row, real), simulated=True)
    report = reported(choice(save_portfolio(own_store, portfolio), "^GSPC"), 0.04)
    document = as_document(report).decode()
    assert "Incomplete total" in document
    assert "No prices." in document
    assert "<img" not in document
    assert "<b>No price" not in document


def test_a_section_that_fails_unforeseen_leaves_the_others(own_store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ui.views.report.character_sections.fit_section", broken)
    report = reported(choice("sample-60-40", "^GSPC"), 0.04)
    assert set(missing(report)) == {"What it behaves like", "Among its peers"}
    assert "log" in missing(report)["What it behaves like"]


def test_a_portfolio_of_one_purchase_yesterday_is_reported(own_store: Engine) -> None:
    row = Transaction(date(2025, 12, 30), TransactionKind.BUY, "SPY", quantity=1, price=600.0)
    portfolio = replace(Portfolio("", "New", "USD", (row,)), simulated=True)
    report = reported(choice(save_portfolio(own_store, portfolio), "^GSPC"), 0.04)
    assert not missing(report).keys() & {"The same money", "Growth and falls", "Returns by period", "Holdings"}
    assert "What it behaves like" in missing(report)
    assert as_document(report)
