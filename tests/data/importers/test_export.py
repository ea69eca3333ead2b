"""Does everything that leaves as CSV come back as it was, and does no spreadsheet run any of it?"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.importers import export_deposits, export_transactions, read_transactions, recognise
from data.importers.files.spreadsheet_text import neutralised, restored
from tests.data.importers.invented_files import only, read

# What the store keeps: no control characters, no halves of characters.
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30)
AMOUNTS = st.floats(0, 1e12, allow_subnormal=False)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
CURRENCIES = st.sampled_from(["USD", "INR", "EUR", "JPY"])


@st.composite
def transactions(draw: st.DrawFn) -> Transaction:
    """Any transaction that can exist."""
    maybe = st.none() | AMOUNTS
    try:
        return Transaction(
            draw(DAYS),
            draw(st.sampled_from(TransactionKind)),
            draw(TEXT),
            draw(TEXT),
            draw(st.sampled_from(AssetType)),
            draw(AMOUNTS),
            draw(maybe),
            draw(maybe),
            draw(AMOUNTS),
            draw(AMOUNTS),
            draw(CURRENCIES),
            draw(st.none() | st.floats(1e-6, 1e6)),
            draw(maybe),
            draw(TEXT),
        )
    except InvalidSpecification:
        return Transaction(draw(DAYS), TransactionKind.DEPOSIT, name=draw(TEXT), amount=draw(AMOUNTS))


@settings(deadline=None, max_examples=150)
@given(st.lists(transactions(), min_size=1, max_size=5))
def test_transactions_come_back_exactly(rows: list[Transaction]) -> None:
    content = export_transactions(rows)
    reading = read_transactions(content, "export.csv")
    assert recognise(content, "x") == reading.format == "yardstick"
    assert (reading.transactions, reading.problems) == (tuple(rows), ())


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.builds(
            Deposit,
            kind=st.sampled_from(DepositKind),
            name=TEXT,
            amount=st.floats(1, 1e12),
            rate=st.floats(0, 0.99, allow_subnormal=False),
            start=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
            maturity=st.dates(date(2100, 1, 2), date(2199, 1, 1)),
            currency=CURRENCIES,
            compounding=st.sampled_from([one for one in Payout if one is not Payout.NONE]),
            payout=st.just(Payout.NONE),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_deposits_come_back_exactly(rows: list[Deposit]) -> None:
    content = export_deposits(rows)
    reading = read_transactions(content, "export.csv")
    assert recognise(content, "x") == "deposits"
    assert (reading.deposits, reading.transactions, reading.problems) == (tuple(rows), (), ())


@given(TEXT | st.text(st.sampled_from("=+-@'\t\r \n＝a1"), max_size=6))
def test_neutralising_undoes_itself_and_leaves_nothing_live(text: str) -> None:
    safe = neutralised(text)
    assert restored(safe) == text
    assert not safe.lstrip().startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "'=quoted", "＝1"])
def test_names_that_look_like_formulas_leave_harmless(name: str) -> None:
    content = export_transactions([Transaction(date(2024, 1, 2), TransactionKind.DEPOSIT, name=name, amount=5.0)])
    cell = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))["name"]
    assert cell.startswith("'")
    assert only(read_transactions(content, "x")).name == name.replace("\t", " ")


def test_the_export_opens_in_a_spreadsheet() -> None:
    content = export_transactions([])
    assert content.startswith(
        b"\xef\xbb\xbfdate,kind,symbol,name,asset_type,quantity,price,amount,fees,taxes,currency,fx_rate,"
    )
    assert read_transactions(content, "x").transactions == ()


def test_a_file_written_by_hand_may_be_short() -> None:
    one = only(read("Date,Kind,Symbol,Quantity,Price,Currency\n2024-01-02,buy,VTI,2,200,usd"))
    assert (one.kind, one.gross, one.currency, one.asset_type) == (TransactionKind.BUY, 400.0, "USD", AssetType.STOCK)


def test_hand_written_mistakes_are_all_named() -> None:
    reading = read(
        f"""
        date,kind,symbol,asset_type,quantity,price,amount,currency,reference
        2024-01-02,BUUY,VTI,STOCK,2,200,,USD,
        2024-01-02,BUY,VTI,STOK,2,200,,USD,
        never,BUY,VTI,STOCK,two,-200,,dollar,
        2024-01-02,BUY,,STOCK,2,200,,USD,
        2024-01-02,BUY,VTI,STOCK,2,,,USD,
        2024-01-02,BUY,VTI,STOCK,2,-200,,USD,
        2024-01-02,,VTI,STOCK,2,200,,USD,
        2024-01-02,BUY,{"V" * 65},STOCK,2,200,,USD,{"r" * 201}
        2024-01-02,BUY,VTI,STOCK,2,200,,USD,
        """
    )
    assert len(reading.transactions) == 1
    assert [(one.line, one.column) for one in reading.problems] == [
        (2, "kind"),
        (3, "asset_type"),
        (4, "date"),
        (4, "currency"),
        (4, "quantity"),
        (5, "symbol"),
        (6, "amount"),
        (7, "price"),
        (8, "kind"),
        (9, "symbol"),
        (9, "reference"),
    ]
    assert "Did you mean BUY" in reading.problems[0].message


DEPOSITS = "kind,name,amount,rate,start,maturity,currency,compounding,payout"


@pytest.mark.parametrize(
    ("row", "kind", "rate", "compounding"),
    [
        (
            "FIXED_DEPOSIT,SBI,100000,0.071,2020-01-01,2025-01-01,INR,QUARTERLY,NONE",
            DepositKind.FIXED_DEPOSIT,
            0.071,
            Payout.QUARTERLY,
        ),
        ('fd,SBI,"1,00,000",7.1%,01-01-2020,01-01-2025,,,', DepositKind.FIXED_DEPOSIT, 0.071, Payout.QUARTERLY),
        ("rd,HDFC,1000,6 %,2020-01-01,2020-07-01,INR,,", DepositKind.RECURRING_DEPOSIT, 0.06, Payout.QUARTERLY),
        ("ppf,PPF,150000,7.1%,2020-04-01,2035-04-01,INR,,", DepositKind.PPF, 0.071, Payout.ANNUALLY),
        (
            "bond,GOI 2033,100000,7.26%,2023-02-06,2033-02-06,INR,,semi-annually",
            DepositKind.BOND,
            0.0726,
            Payout.QUARTERLY,
        ),
    ],
)
def test_deposits_as_people_write_them(row: str, kind: DepositKind, rate: float, compounding: Payout) -> None:
    reading = read(f"{DEPOSITS}\n{row}")
    assert (reading.format, reading.problems) == ("deposits", ())
    one = reading.deposits[0]
    assert (one.kind, one.rate, one.compounding, one.currency) == (kind, pytest.approx(rate), compounding, "INR")


def test_a_rate_column_in_percent_says_so() -> None:
    reading = read("Type,Name,Principal,Rate percent,Start date,Maturity date\nfd,SBI,1000,7.1,2020-01-01,2025-01-01")
    assert reading.deposits[0].rate == pytest.approx(0.071)


def test_deposits_that_cannot_be_are_named() -> None:
    reading = read(
        f"""
        {DEPOSITS}
        fd,A,100000,7.1,2020-01-01,2025-01-01,INR,,
        savings,B,100000,0.07,2020-01-01,2025-01-01,INR,,
        fd,C,-5,,2020-01-01,2025-01-01,INR,,
        fd,D,5,0.07,2025-01-01,2020-01-01,INR,,
        fd,E,5,0.07,2020-01-01,2025-01-01,INR,daily,
        rd,G,5,0.07,2020-01-01,2025-01-01,INR,,monthly
        fd,F,5,0.07,2020-01-01,2025-01-01,INR,,
        """
    )
    assert [one.name for one in reading.deposits] == ["F"]
    assert [(one.line, one.column) for one in reading.problems] == [
        (2, "rate"),
        (3, "kind"),
        (4, "rate"),
        (4, "amount"),
        (5, "maturity"),
        (6, "compounding"),
        (7, "payout"),
    ]
    assert "710 % a year" in reading.problems[0].message
