"""Does everything that leaves as CSV come back as it was, and does no spreadsheet run any of it?"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.ledger.dated_rates import RateChange
from core.ledger.deposits import PROVIDENT_FUNDS, Deposit, DepositKind, Payout
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.importers.export import export_deposits, export_transactions
from data.importers.files.spreadsheet_text import neutralised, restored
from data.importers.formats.recognise import read_transactions
from tests.data.importers.invented_files import only

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


@given(st.lists(transactions(), min_size=1, max_size=5))
def test_transactions_come_back_exactly(rows: list[Transaction]) -> None:
    content = export_transactions(rows)
    reading = read_transactions(content, "export.csv")
    assert reading.format == "yardstick"
    assert (reading.transactions, reading.problems) == (tuple(rows), ())


RATES = st.floats(-0.4, 0.99, allow_subnormal=False)


@st.composite
def deposits(draw: st.DrawFn) -> Deposit:
    """Any deposit that can exist, with changed rates, and closed early unless it is a bond."""
    kind = draw(st.sampled_from(DepositKind))
    turns = sorted(draw(st.sets(st.dates(date(2100, 1, 2), date(2150, 1, 1)), max_size=3)))
    closing = draw(st.booleans()) and kind is not DepositKind.BOND
    return Deposit(
        kind,
        draw(TEXT),
        draw(st.floats(1, 1e12)),
        draw(RATES),
        draw(st.dates(date(1950, 1, 1), date(2100, 1, 1))),
        draw(st.dates(date(2150, 1, 2), date(2199, 1, 1))),
        draw(CURRENCIES),
        draw(st.sampled_from([one for one in Payout if one is not Payout.NONE])),
        rate_changes=tuple(RateChange(on, draw(RATES)) for on in turns),
        closed_on=draw(st.dates(date(2100, 1, 2), date(2150, 1, 1))) if closing else None,
        closed_rate=draw(st.none() | RATES) if closing else None,
        penalty=draw(st.floats(0, 0.5, allow_subnormal=False)) if closing else 0.0,
        instalments=draw(st.none() | st.sampled_from(Payout)) if kind in PROVIDENT_FUNDS else None,
    )


@given(st.lists(deposits(), min_size=1, max_size=4))
def test_deposits_come_back_exactly(rows: list[Deposit]) -> None:
    content = export_deposits(rows)
    reading = read_transactions(content, "export.csv")
    assert reading.format == "deposits"
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
