"""Is the meaning of an unknown table's columns guessed well, its doubts said aloud, and a confirmed mapping read exactly?

What tables say under the guess stands in ``cases/mapped.txt``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.errors import InvalidSpecification
from core.ledger.transaction import AssetType, TransactionKind
from data.importers.columns.field_values import DateOrder, DecimalSign
from data.importers.columns.mapping import ColumnMapping
from data.importers.columns.mapping_guess import guess_mapping
from data.importers.columns.words import kind_of
from data.importers.errors import UnreadableFileError
from data.importers.formats.recognise import read_transactions
from tests.data.importers.invented_files import kinds, only, rendered, workbook

GERMAN = """Kontoauszug 2024
Depot;123456

Datum;Art;Wertpapier;ISIN;Stück;Kurs;Betrag;Gebühren;Währung
15.01.2024;Kauf;Siemens AG;DE0007236101;1.200,5;150,25;180.375,13;9,90;EUR
05.03.2024;Dividende;Siemens AG;DE0007236101;;;470,00;;EUR
"""


def test_a_german_statement_below_a_preamble() -> None:
    guess = guess_mapping(GERMAN.encode(), "x.csv")
    mapping = guess.mapping
    assert (mapping.date_order, mapping.decimal_sign) == (DateOrder.DMY, DecimalSign.COMMA)
    assert (mapping.delimiter, mapping.header_line, guess.unsure, guess.sample[0][2]) == (";", 4, (), "Siemens AG")
    assert " ".join(f"{meaning}={header}" for meaning, header in mapping.columns()) == (
        "date=Datum kind=Art symbol=ISIN name=Wertpapier quantity=Stück price=Kurs amount=Betrag fees=Gebühren currency=Währung"
    )


def test_doubts_are_said_and_answers_to_them_count() -> None:
    lines = b"Date,Symbol,Qty,Price\n03/04/2024,VTI,10,1.234\n"
    guess = guess_mapping(lines, "x.csv")
    assert any("day first" in note for note in guess.notes)
    assert any("what separates the decimals" in note for note in guess.notes)
    chosen = replace(guess.mapping, default_currency="USD", date_order=DateOrder.MDY)
    again = only(read_transactions(lines, "x.csv", mapping=chosen))
    assert (again.on, again.price) == (date(2024, 3, 4), 1.234)


def test_words_of_the_files_own_get_a_meaning() -> None:
    lines = (
        b"Date,Type,Symbol,Qty,Price,Currency\n2024-01-02,ZUTEILUNG-X,VTI,10,200,USD\n2024-01-03,Buy,VTI,1,200,USD\n"
    )
    guess = guess_mapping(lines, "x")
    assert "ZUTEILUNG-X" in guess.notes[0]
    problems = read_transactions(lines, "x", mapping=guess.mapping.completed()).problems
    assert [(one.line, one.column) for one in problems] == [(2, "Type")]
    told = replace(guess.mapping, extra_kinds=(("Zuteilung X", TransactionKind.BONUS),))
    assert kinds(read_transactions(lines, "x", mapping=told)) == [TransactionKind.BONUS, TransactionKind.BUY]


def test_what_a_mapping_alone_can_say() -> None:
    """Costs larger than the amount are refused; units follow from amount and price; a kind and a type stand for all rows."""
    facts = {
        "date": "Date",
        "symbol": "S",
        "amount": "Amount",
        "default_kind": TransactionKind.BUY,
        "default_currency": "INR",
    }
    costs = ColumnMapping(**facts, quantity="Qty", fees="F", amount_includes_costs=True)
    reading = read_transactions(b"Date,S,Qty,Amount,F\n2024-01-02,VTI,1,5,9\n", "x", mapping=costs)
    assert rendered(reading) == ["= mapped", "! 2 Amount: The costs are larger than the whole amount."]
    units = ColumnMapping(**facts, price="NAV", default_asset_type=AssetType.MUTUAL_FUND)
    one = only(read_transactions(b"Date,S,NAV,Amount\n2024-01-02,F,50,1000\n", "x", mapping=units))
    assert (one.quantity, one.gross, one.asset_type) == (20.0, 1000.0, AssetType.MUTUAL_FUND)


def test_a_workbook_with_real_dates_and_numbers() -> None:
    rows: list[list[object]] = [
        ["My trades"],
        ["Trade Date", "Side", "Symbol", "Quantity", "Price", "Currency", "Order No"],
        [datetime(2024, 1, 2), "Buy", "VTI", 10, 200.25, "USD", 900000001],  # noqa: DTZ001
        [45324, "Sell", "VTI", 4, 210.5, "USD", 900000002],
        [None, None, None, None, None, None, None],
        ["soon", "Sell", "VTI", 4, 210.5, "USD", 3],
    ]
    content = workbook(rows, "Trades")
    guess = guess_mapping(content, "x.xlsx")
    assert (guess.mapping.sheet, guess.mapping.header_line, guess.sheets) == ("Trades", 2, ("Trades",))
    assert rendered(read_transactions(content, "x.xlsx", mapping=guess.mapping.completed())) == [
        "= mapped",
        "2024-01-02 BUY USD symbol=VTI quantity=10 price=200.25 reference=900000001 flow=2002.5",
        "2024-02-02 SELL USD symbol=VTI quantity=4 price=210.5 reference=900000002 flow=-842",
        "! 6 Trade Date: “soon” is not a date.",
    ]
    with pytest.raises(UnreadableFileError, match="no sheet “Fees”, only “Trades”"):
        guess_mapping(content, "x.xlsx", sheet="Fees")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("BUY", TransactionKind.BUY),
        ("Market buy", TransactionKind.BUY),
        ("Purchase - SIP", TransactionKind.BUY),
        ("Switch In", TransactionKind.BUY),
        ("Switch-Out", TransactionKind.SELL),
        ("Redeem", TransactionKind.SELL),
        ("Verkauf", TransactionKind.SELL),
        ("Ausschüttung", TransactionKind.DIVIDEND),
        ("Stock dividend", TransactionKind.BONUS),
        ("Cash dividend (ordinary)", TransactionKind.DIVIDEND),
        ("Einzahlung", TransactionKind.DEPOSIT),
        ("Transfer out", TransactionKind.WITHDRAWAL),
        ("Quellensteuer", TransactionKind.TAX),
        ("RSU_VEST", TransactionKind.RSU_VEST),
        ("buy or sell", None),
        ("hold", None),
        ("", None),
    ],
)
def test_words_for_kinds(word: str, kind: TransactionKind | None) -> None:
    assert kind_of(word) is kind


@pytest.mark.parametrize("lines", ["name,colour\nVTI,red\nSPY,blue", "date,note\n2024-01-02,hello"])
def test_a_table_without_dates_or_amounts_is_left_to_the_person(lines: str) -> None:
    guess = guess_mapping(lines.encode(), "x.csv")
    assert not isinstance(guess.mapping, ColumnMapping)
    assert guess.headers == tuple(lines.splitlines()[0].split(","))


def test_headers_of_no_language_known_are_left_to_the_person() -> None:
    content = b"Tag;Wert;Was;Stk;Einzeln\n31.12.2023;ACME;Kauf;10;1.234,50\n"
    draft = guess_mapping(content, "x.csv").mapping
    assert draft.date == "Tag"
    assert not isinstance(draft, ColumnMapping)
    mapping = draft.completed(symbol="Wert", quantity="Stk", price="Einzeln", default_currency="EUR")
    (row,) = read_transactions(content, "x.csv", mapping=mapping).transactions
    assert (row.symbol, row.quantity, row.price) == ("ACME", 10.0, 1234.5)


def test_a_table_without_a_header_is_named() -> None:
    with pytest.raises(UnreadableFileError):
        guess_mapping(b"1,2\n3,4", "x.csv")


@pytest.mark.parametrize(
    ("date_column", "facts", "why"),
    [("", {}, "date"), ("Date", {"quantity": "Q"}, "amount"), ("Date", {"amount": "A", "price": "A"}, "two meanings")],
)
def test_a_mapping_is_checked_at_birth(date_column: str, facts: dict[str, str], why: str) -> None:
    with pytest.raises(InvalidSpecification, match=why):
        ColumnMapping(date_column, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "error", "why"),
    [
        ({"amount": "Amonut"}, InvalidSpecification, "no column “Amonut”.*Did you mean Amount"),
        ({"header_line": 9}, InvalidSpecification, "no row 9"),
        ({"delimiter": "ab"}, UnreadableFileError, "cannot separate"),
        ({"encoding": "utf-8"}, UnreadableFileError, "its text is not"),
    ],
)
def test_and_against_the_file(facts: dict[str, object], error: type[Exception], why: str) -> None:
    content = b"Date,Amount\n2024-01-02,5\n" if "encoding" not in facts else "Dåte,Amount\n".encode("cp1252")
    with pytest.raises(error, match=why):
        read_transactions(content, "x", mapping=ColumnMapping("Date", **{"amount": "Amount"} | facts))  # type: ignore[arg-type]
