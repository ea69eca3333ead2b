"""Is the meaning of an unknown table's columns guessed well, its doubts said aloud, and a confirmed mapping read exactly?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.errors import InvalidSpecification
from core.ledger.transaction import AssetType, TransactionKind
from data.importers import (
    ColumnMapping,
    DateOrder,
    DecimalSign,
    ImportReading,
    MappingGuess,
    SignMeaning,
    UnreadableFileError,
    guess_mapping,
    read_transactions,
    recognise,
)
from data.importers.columns.words import kind_of
from tests.data.importers.invented_files import kinds, only, text, workbook

GERMAN = """
    Kontoauszug 2024
    Depot;123456

    Datum;Art;Wertpapier;ISIN;Stück;Kurs;Betrag;Gebühren;Währung
    15.01.2024;Kauf;Siemens AG;DE0007236101;1.200,5;150,25;180.375,13;9,90;EUR
    03.02.2024;Verkauf;Siemens AG;DE0007236101;100;160,00;16.000,00;9,90;EUR
    05.03.2024;Dividende;Siemens AG;DE0007236101;;;470,00;;EUR
    """


def guessed(lines: str) -> tuple[MappingGuess, ImportReading]:
    """The guess for a small file, and what the file says under it."""
    content = text(lines)
    guess = guess_mapping(content, "x.csv")
    return guess, read_transactions(content, "x.csv", mapping=guess.mapping)


def test_a_german_statement_below_a_preamble() -> None:
    guess, reading = guessed(GERMAN)
    assert recognise(text(GERMAN), "x.csv") is None
    mapping = guess.mapping
    assert (mapping.date_order, mapping.decimal_sign, mapping.delimiter, mapping.header_line) == (
        DateOrder.DMY,
        DecimalSign.COMMA,
        ";",
        4,
    )
    assert dict(mapping.columns()) == {
        "date": "Datum",
        "kind": "Art",
        "symbol": "ISIN",
        "name": "Wertpapier",
        "quantity": "Stück",
        "price": "Kurs",
        "amount": "Betrag",
        "fees": "Gebühren",
        "currency": "Währung",
    }
    assert guess.unsure == ()
    assert guess.sample[0][2] == "Siemens AG"
    assert [str(kind) for kind in kinds(reading)] == ["BUY", "SELL", "DIVIDEND"]
    bought = reading.transactions[0]
    assert (bought.on, bought.quantity, bought.price, bought.gross, bought.fees) == (
        date(2024, 1, 15),
        1200.5,
        150.25,
        180375.13,
        9.9,
    )
    assert (bought.symbol, bought.name, reading.problems) == ("DE0007236101", "Siemens AG", ())


def test_an_indian_statement_with_lakhs_and_sip() -> None:
    guess, reading = guessed(
        """
        Date,Scheme Name,Transaction Type,Units,NAV,Amount (INR)
        05-01-2024,PPFAS Flexi Cap,SIP Purchase,1250.125,80.5,"1,00,635.06"
        25-01-2024,PPFAS Flexi Cap,Systematic Investment,100,81.5,"8,150.00"
        15-02-2024,PPFAS Flexi Cap,Redemption,50,82,"4,100.00"
        16-02-2024,PPFAS Flexi Cap,IDCW Reinvestment,2,82,164.00
        """
    )
    assert guess.mapping.default_currency == "INR"
    assert [str(kind) for kind in kinds(reading)] == ["BUY", "BUY", "SELL", "DIVIDEND", "BUY"]
    assert reading.transactions[0].gross == 100635.06
    assert reading.transactions[3].external_amount + reading.transactions[4].external_amount == 0.0
    assert (reading.problems, guess.unsure) == ((), ())


def test_signed_quantities_tell_sales() -> None:
    guess, reading = guessed("When,Ticker,Shares,Price,Ccy\n2024-01-02,VTI,10,200,USD\n2024-02-02,VTI,-4,210,USD")
    assert guess.mapping.signs is SignMeaning.NEGATIVE_QUANTITY_IS_SALE
    assert [(str(t.kind), t.quantity) for t in reading.transactions] == [("BUY", 10.0), ("SELL", 4.0)]


def test_signed_amounts_tell_purchases_and_say_so() -> None:
    guess, reading = guessed(
        "Date,Stock,Shares,Total,Currency\n2024-01-02,VTI,10,-2000,USD\n2024-02-02,VTI,4,840,USD".replace(
            "Shares", "Shares,Price"
        )
        .replace("10,-", "10,200,-")
        .replace("4,840", "4,210,840")
    )
    assert guess.mapping.signs is SignMeaning.NEGATIVE_AMOUNT_IS_PURCHASE
    assert guess.unsure == ("signs",)
    assert [(str(t.kind), t.gross) for t in reading.transactions] == [("BUY", 2000.0), ("SELL", 840.0)]


def test_a_list_of_cash_flows() -> None:
    guess, reading = guessed("date,amount\n2024-01-02,€1000\n2024-02-02,€-250.50")
    assert guess.mapping.default_currency == "EUR"
    assert [(str(t.kind), t.amount, t.currency) for t in reading.transactions] == [
        ("DEPOSIT", 1000.0, "EUR"),
        ("WITHDRAWAL", 250.5, "EUR"),
    ]


def test_what_is_not_sure_is_said() -> None:
    guess, reading = guessed("Date,Symbol,Qty,Price\n03/04/2024,VTI,10,1.234\n05/06/2024,VTI,5,1.300")
    assert set(guess.unsure) == {"date_order", "decimal_sign", "default_kind", "default_currency"}
    assert any("day first" in note for note in guess.notes)
    assert any("what separates the decimals" in note for note in guess.notes)
    assert reading.transactions == ()  # no currency was chosen, and none is made up
    assert {one.column for one in reading.problems} == {"currency"}
    chosen = replace(guess.mapping, default_currency="USD", date_order=DateOrder.MDY)
    again = read_transactions(text("Date,Symbol,Qty,Price\n03/04/2024,VTI,10,1.234"), "x.csv", mapping=chosen)
    assert (only(again).on, only(again).price) == (date(2024, 3, 4), 1.234)


def test_words_of_the_files_own_get_a_meaning() -> None:
    lines = "Date,Type,Symbol,Qty,Price,Currency\n2024-01-02,ZUTEILUNG-X,VTI,10,200,USD\n2024-01-03,Buy,VTI,1,200,USD"
    guess, reading = guessed(lines)
    assert "ZUTEILUNG-X" in guess.notes[0]
    assert [(one.line, one.column) for one in reading.problems] == [(2, "Type")]
    told = replace(guess.mapping, extra_kinds=(("Zuteilung X", TransactionKind.BONUS),))
    assert kinds(read_transactions(text(lines), "x", mapping=told)) == [TransactionKind.BONUS, TransactionKind.BUY]


def test_amounts_that_include_costs_are_taken_apart() -> None:
    guess, reading = guessed(
        "Date,Type,Symbol,Qty,Price,Amount,Commission,Currency\n"
        "2024-01-02,Buy,VTI,10,200,2005,5,USD\n2024-02-02,Sell,VTI,5,210,1045,5,USD\n2024-02-03,Dividend,VTI,,,12,,USD"
    )
    assert guess.mapping.amount_includes_costs
    assert [one.gross for one in reading.transactions] == [2000.0, 1050.0, 12.0]
    assert [one.external_amount for one in reading.transactions] == [2005.0, -1045.0, -12.0]


def test_costs_larger_than_the_amount_are_refused() -> None:
    mapping = ColumnMapping(
        "Date",
        quantity="Qty",
        amount="Amount",
        symbol="S",
        fees="F",
        default_kind=TransactionKind.BUY,
        default_currency="USD",
        amount_includes_costs=True,
    )
    reading = read_transactions(b"Date,S,Qty,Amount,F\n2024-01-02,VTI,1,5,9\n", "x", mapping=mapping)
    assert [(one.line, one.column) for one in reading.problems] == [(2, "Amount")]


def test_units_follow_from_amount_and_price() -> None:
    mapping = ColumnMapping(
        "Date",
        price="NAV",
        amount="Amount",
        symbol="S",
        default_kind=TransactionKind.BUY,
        default_currency="INR",
        default_asset_type=AssetType.MUTUAL_FUND,
    )
    one = only(read_transactions(b"Date,S,NAV,Amount\n2024-01-02,F,50,1000\n", "x", mapping=mapping))
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
    reading = read_transactions(content, "x.xlsx", mapping=guess.mapping)
    assert [(one.on, one.quantity, one.price, one.reference) for one in reading.transactions] == [
        (date(2024, 1, 2), 10.0, 200.25, "900000001"),
        (date(2024, 2, 2), 4.0, 210.5, "900000002"),
    ]
    assert [(one.line, one.column) for one in reading.problems] == [(6, "Trade Date")]
    with pytest.raises(UnreadableFileError, match="no sheet “Fees”, only “Trades”"):
        guess_mapping(content, "x.xlsx", sheet="Fees")


@pytest.mark.parametrize(
    ("row", "kind", "gross"),
    [
        ("Vest,AAPL,10,,180,", TransactionKind.RSU_VEST, 1800.0),
        ("ESPP purchase,AAPL,10,150,180,", TransactionKind.ESPP_PURCHASE, 1800.0),
        ("Contribution,EPF,,,,5000", TransactionKind.CONTRIBUTION, 5000.0),
        ("Custody fee,,,,,5", TransactionKind.FEE, 5.0),
        ("TDS,,,,,5", TransactionKind.TAX, 5.0),
        ("Stock split,AAPL,4,,,", TransactionKind.SPLIT, 0.0),
        ("Bonus issue,RELIANCE,10,,,", TransactionKind.BONUS, 0.0),
        ("Bond interest,GOI,,,,70", TransactionKind.COUPON, 70.0),
    ],
)
def test_other_kinds(row: str, kind: TransactionKind, gross: float) -> None:
    mapping = ColumnMapping(
        "Date",
        kind="Type",
        symbol="S",
        quantity="Q",
        price="P",
        fair_market_value="FMV",
        amount="A",
        default_currency="USD",
    )
    one = only(read_transactions(f"Date,Type,S,Q,P,FMV,A\n2024-01-02,{row}\n".encode(), "x", mapping=mapping))
    assert (one.kind, one.gross) == (kind, gross)


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


def test_a_purchase_with_a_negative_quantity_is_not_guessed_at() -> None:
    _, reading = guessed(
        "Date,Type,Symbol,Qty,Price,Currency\n2024-01-02,Buy,VTI,-10,200,USD\n2024-01-02,Sell,VTI,-10,200,USD"
    )
    assert [(one.line, one.column) for one in reading.problems] == [(2, "Qty")]
    assert reading.transactions[0].quantity == 10.0


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


def test_a_mapping_is_checked_at_birth_and_against_the_file() -> None:
    with pytest.raises(InvalidSpecification, match="date"):
        ColumnMapping("")
    with pytest.raises(InvalidSpecification, match="amount"):
        ColumnMapping("Date", quantity="Q")
    with pytest.raises(InvalidSpecification, match="two meanings"):
        ColumnMapping("Date", amount="A", price="A")
    with pytest.raises(InvalidSpecification, match=r"no column “Amonut”.*Did you mean Amount"):
        read_transactions(b"Date,Amount\n2024-01-02,5\n", "x", mapping=ColumnMapping("Date", amount="Amonut"))
    with pytest.raises(InvalidSpecification, match="no row 9"):
        read_transactions(
            b"Date,Amount\n2024-01-02,5\n", "x", mapping=ColumnMapping("Date", amount="Amount", header_line=9)
        )
    with pytest.raises(UnreadableFileError, match="cannot separate"):
        read_transactions(b"Date,Amount\n", "x", mapping=ColumnMapping("Date", amount="Amount", delimiter="ab"))
    with pytest.raises(UnreadableFileError, match="its text is not"):
        read_transactions(
            "Dåte,Amount\n".encode("cp1252"), "x", mapping=ColumnMapping("Date", amount="Amount", encoding="utf-8")
        )
