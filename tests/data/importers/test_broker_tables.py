"""Does every broker's format read what its case says? A text per format: ``###`` a case, its file, ``---`` what it says."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date

import pytest

from core.ledger.transaction import AssetType, TransactionKind
from data.importers.columns.mapping_guess import guess_mapping
from data.importers.errors import UnknownFormatError
from data.importers.formats.recognise import read_transactions
from data.importers.formats.symbols import suggested_symbol, suggested_symbols, without_series
from data.importers.reading import ImportReading, Security
from tests.data.importers.invented_files import CASES, kinds, only, rendered
from tests.real_data import real_file


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_a_file_says_what_its_case_says(case: tuple[str, str]) -> None:
    content, told = CASES[case]
    guess = guess_mapping(content, "x") if case[0] == "mapped" else None
    mapping = guess.mapping.completed() if guess else None
    doubts = [f"? {' '.join(guess.unsure)}"] if guess and guess.unsure else []
    reading = read_transactions(content, "x", mapping=mapping)
    assert [*doubts, *rendered(reading)] == told
    assert read_transactions(content, "another name.csv", mapping=mapping) == reading
    if guess:
        with pytest.raises(UnknownFormatError):
            read_transactions(content, "x")


def real(name: str) -> tuple[ImportReading, list[dict[str, str]]]:
    """A real file as read here, and its rows as the standard library reads them."""
    content = real_file(f"transactions/{name}").read_bytes()
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines())) if name.endswith(".csv") else []
    return read_transactions(content, "x"), rows


def test_the_real_finance_toolkit_portfolio() -> None:
    reading, rows = real("financetoolkit_example_portfolio.csv")
    told = (reading.format, len(reading.transactions), reading.problems, reading.notes)
    assert told == ("financetoolkit", 392, (), ())
    assert kinds(reading).count(TransactionKind.SELL) == sum(float(row["Volume"]) < 0 for row in rows) == 92
    paid = sum(float(row["Volume"]) * float(row["Price"]) - float(row["Costs"]) for row in rows)
    assert sum(one.external_amount for one in reading.transactions) == pytest.approx(paid, abs=1e-6)
    assert len({one.symbol for one in reading.transactions}) == 26
    days = [one.on for one in reading.transactions]
    assert (min(days), max(days)) == (date(2000, 1, 7), date(2024, 12, 5))


@pytest.mark.parametrize("name", ["ghostfolio_sample.csv", "ghostfolio_sample.json"])
def test_both_real_ghostfolio_files_say_the_same(name: str) -> None:
    reading, _ = real(name)
    assert [
        f"{t.on} {t.kind} {t.symbol} {t.name if t.kind is TransactionKind.FEE else ''}" for t in reading.transactions
    ] == [
        "2021-09-01 FEE  Account Opening Fee",
        "2021-09-16 BUY MSFT ",
        "2021-11-17 DIVIDEND MSFT ",
        "2022-01-01 BUY Penthouse Apartment ",
    ]
    assert [one.gross for one in reading.transactions] == pytest.approx([49.0, 1492.9, 3.1, 500000.0])
    assert (reading.transactions[1].fees, reading.transactions[3].asset_type) == (19.0, AssetType.OTHER)
    (problem,) = reading.problems  # the fifth row is a draft of 2050 with nothing in it: 0 units at 0
    assert "a quantity above 0, or an amount alone, is needed" in problem.message
    if name.endswith(".csv"):
        assert (problem.line, problem.column) == (6, "Quantity")
    else:
        lines = real_file(f"transactions/{name}").read_text().splitlines()
        assert lines[problem.line - 1].strip() == "{"
        assert any('"date": "2050-06-06' in one for one in lines[problem.line : problem.line + 12])


def test_the_real_trading_212_file_moves_the_money_of_its_totals() -> None:
    reading, rows = real("trading212.csv")
    assert (reading.format, reading.base_currency, reading.problems) == ("trading212", "GBP", ())
    assert " ".join(kinds(reading)) == "DEPOSIT BUY INTEREST INTEREST DIVIDEND SELL WITHDRAWAL"
    for one, row in zip(reading.transactions, rows, strict=True):
        money_in = one.kind in (TransactionKind.DEPOSIT, TransactionKind.BUY)
        moved = one.external_amount * (one.fx_rate or 1.0)
        assert moved == pytest.approx(abs(float(row["Total"])) * (1 if money_in else -1), abs=1e-9)
    bought, sold = reading.transactions[1], reading.transactions[5]
    assert (bought.quantity, bought.price, bought.currency) == (24.0, 124.01, "USD")
    assert bought.fx_rate == pytest.approx(1 / 1.25229, rel=1e-5)  # pounds per dollar, as settled
    assert bought.fees * (bought.fx_rate or 0) == pytest.approx(4.71)
    assert [bought.reference, sold.reference] == ["trading212:buy:EOF999999099", "trading212:sell:EOF999999099"]
    assert "Tax withheld in another currency" in reading.notes[0]


def test_the_real_wealthfolio_file_row_by_row() -> None:
    reading, _ = real("wealthfolio_sample.csv")
    assert (reading.format, reading.problems) == ("wealthfolio", ())
    assert [f"{t.kind} {t.symbol} {t.gross:g} {t.fees:g} {t.currency}" for t in reading.transactions] == [
        "BUY AAPL 1855 4.95 USD",
        "BUY MSFT 1900 4.95 USD",
        "DIVIDEND AAPL 2.4 0 USD",
        "SELL AAPL 960 4.95 USD",
        "DEPOSIT  5000 0 USD",
        "WITHDRAWAL  1000 0 USD",
        "INTEREST  12.5 0 USD",
        "FEE  25 0 USD",
        "DEPOSIT GOOGL 280 0 USD",  # two units from another account, at their value
        "SPLIT NVDA 0 0 USD",
        "TAX  150 0 USD",
        "INTEREST  50 0 USD",  # a rebate
        "BUY TD.TO 1700 9.99 CAD",
        "DIVIDEND VTI 62.5 0 USD",
    ]
    assert (reading.transactions[8].quantity, reading.transactions[9].quantity) == (2.0, 3.0)
    assert [note.split(",")[0] for note in reading.notes] == [
        "The column fxRate is left out",
        "Units that arrived from elsewhere or went there count at the value given",
        "Dividends said to be reinvested are taken as paid out and their purchases are missing",
    ]


def test_the_real_tradebook() -> None:
    reading, rows = real("zerodha_tradebook_fy2024_25_pseudonymised.csv")
    assert (reading.format, reading.problems, len(reading.transactions)) == ("zerodha-tradebook", (), 378)
    assert kinds(reading).count(TransactionKind.BUY) == 228
    value = sum(float(row["quantity"]) * float(row["price"]) for row in rows)
    assert sum(one.gross or 0.0 for one in reading.transactions) == pytest.approx(value, rel=1e-12)
    assert len({one.reference for one in reading.transactions}) == 378
    net: dict[str, float] = defaultdict(float)
    for row in rows:
        net[row["symbol"]] += float(row["quantity"]) * (1 if row["trade_type"] == "buy" else -1)
    for one in reading.transactions:
        net[one.symbol] -= one.quantity * (1 if one.kind is TransactionKind.BUY else -1)
    assert set(net.values()) == {0.0}
    assert sum("the same security" in note for note in reading.notes) == 2
    suggested = suggested_symbols(reading)
    told = [suggested[symbol] for symbol in ("HSCL-BE", "SCHNEIDER-BE", "SCHNEIDER")]
    assert told == ["HSCL.NS", "SCHNEIDER.NS", "SCHNEIDER.NS"]
    assert suggested["GET&D-BE"] == suggested["GVT&D"] == "GVT&D.NS"  # the company was renamed; the last symbol stays
    assert len({one.symbol for one in reading.renamed(suggested).transactions}) == 78  # 80 symbols, two of them twice


def test_the_real_coin_statement() -> None:
    reading, _ = real("india_zerodha_coin_sample.csv")
    assert (reading.format, len(reading.transactions), reading.problems) == ("zerodha-coin", 5, ())
    assert {one.asset_type for one in reading.transactions} == {AssetType.MUTUAL_FUND}
    # 6237.155 × 32.0643 + 5215.094 × 38.3483 + 2330.587 × 85.811 + 60.317 × 82.891 + 29.265 × 170.8415
    assert sum(one.gross or 0.0 for one in reading.transactions) == pytest.approx(609969.4123082, abs=1e-6)
    assert reading.transactions[0].gross == pytest.approx(199990.0090665, abs=1e-6)


ACTIVITY = {
    "id": "a-1",
    "type": "BUY",
    "date": "2024-03-09T00:00:00.000Z",
    "symbol": "VTI",
    "dataSource": "YAHOO",
    "currency": "USD",
    "quantity": 2,
    "unitPrice": 250.5,
    "fee": 1,
}
PROFILE = {
    "dataSource": "YAHOO",
    "symbol": "VTI",
    "name": "Total Market",
    "assetClass": "EQUITY",
    "assetSubClass": "ETF",
}


def export(activities: list[object], **more: object) -> ImportReading:
    """A Ghostfolio JSON with these activities, read."""
    return read_transactions(json.dumps({"activities": activities, **more}, indent=1).encode(), "x.json")


def test_json_takes_names_and_kinds_from_the_profiles() -> None:
    user = {"settings": {"currency": "EUR"}}
    reading = export([ACTIVITY], assetProfiles=[{**PROFILE, "isin": "US9229087690"}], user=user)
    assert rendered(reading) == [
        "= ghostfolio-json EUR",
        "2024-03-09 BUY USD symbol=VTI name=Total Market asset_type=ETF quantity=2 price=250.5 fees=1 reference=ghostfolio:a-1 flow=502",
    ]
    assert reading.securities[0].isin == "US9229087690"


@pytest.mark.parametrize(
    "strange",
    [None, 7, "text", [], {}, {"type": "BUY"}, {**ACTIVITY, "quantity": "many"}, {**ACTIVITY, "unitPrice": 10**400}],
)
def test_strange_activities_are_problems_beside_the_good_ones(strange: object) -> None:
    reading = export([strange, ACTIVITY])
    assert [one.symbol for one in reading.transactions] == ["VTI"]
    assert reading.problems


@pytest.mark.parametrize("profiles", [None, 7, [7], [{"name": 3}], {"a": 1}])
def test_strange_profiles_are_passed_over(profiles: object) -> None:
    assert only(export([ACTIVITY], assetProfiles=profiles, user=profiles)).symbol == "VTI"


def test_symbols_are_suggested_in_yahoos_spelling() -> None:
    series = {"HSCL-BE": "HSCL", "BAJAJ-AUTO": "BAJAJ-AUTO", "M&M": "M&M", "X-SM": "X"}
    assert {one: without_series(one) for one in series} == series
    assert suggested_symbol(Security("TCS", exchange="BSE"), "zerodha-tradebook") == "TCS.BO"
    assert suggested_symbol(Security("TCS"), "zerodha-tradebook") == ""
    assert suggested_symbol(Security("BRK B", exchange="NYSE"), "ib-flex") == "BRK-B"
    assert suggested_symbol(Security("700", exchange="SEHK"), "ib-flex") == "0700.HK"
    assert suggested_symbol(Security("VOD", currency="GBX"), "trading212") == "VOD.L"


def test_the_symbol_traded_last_names_a_company() -> None:
    header = "symbol,isin,trade_date,exchange,segment,trade_type,quantity,price,trade_id"
    rows = (f"{symbol},INE1,2024-01-0{day},NSE,EQ,buy,1,2,{day}" for day, symbol in enumerate(("OLD", "NEW", "OLD"), 1))
    reading = read_transactions("\n".join((header, *rows, "")).encode(), "x")
    assert suggested_symbols(reading) == {"OLD": "OLD.NS", "NEW": "OLD.NS"}
