"""Are a Flex statement's trades, bookings and corporate actions read once each, and its contracts named?"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from core.ledger.positions import position_of
from core.ledger.transaction import TransactionKind
from data.importers.formats.recognise import read_transactions
from data.importers.reading import ImportReading
from tests.data.importers.invented_files import kinds, only, rendered, text
from tests.real_data import real_file

TRADE = (
    'currency="USD" assetCategory="STK" fxRateToBase="0.9" symbol="VTI" description="VANGUARD" tradeDate="20240102" quantity="10" '
    'tradePrice="200" proceeds="-2000" taxes="0" ibCommission="-1" ibCommissionCurrency="USD" buySell="BUY" multiplier="1" tradeID="7"'
)


def flex(inside: str, account: str = '<AccountInformation currency="EUR"/>') -> ImportReading:
    """A statement with these sections in an account kept in euro."""
    whole = f'<FlexQueryResponse type="AF">\n<FlexStatements count="1">\n<FlexStatement accountId="U1">\n{account}\n{inside}\n'
    whole += "</FlexStatement>\n</FlexStatements>\n</FlexQueryResponse>"
    return read_transactions(text(whole), "flex.xml")


def trades(*rows: str) -> ImportReading:
    return flex("<Trades>\n" + "\n".join(f"<Trade {row}/>" for row in rows) + "\n</Trades>")


def cash(*rows: str) -> ImportReading:
    booked = (f'<CashTransaction currency="USD" fxRateToBase="0.9" dateTime="20240102" {row}/>' for row in rows)
    return flex("<CashTransactions>\n" + "\n".join(booked) + "\n</CashTransactions>")


def actions(*rows: str) -> ImportReading:
    listed = (f'<CorporateAction currency="USD" assetCategory="STK" reportDate="20240103" {row}/>' for row in rows)
    return flex("<CorporateActions>\n" + "\n".join(listed) + "\n</CorporateActions>")


def changed(trade: str, **attributes: str) -> str:
    element = ET.fromstring(f"<Trade {trade}/>")
    for name, value in attributes.items():
        element.set(name, value)
    return " ".join(f'{name}="{value}"' for name, value in element.attrib.items())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {},
            "BUY USD symbol=VTI name=VANGUARD quantity=10 price=200 amount=2000 fees=1 fx_rate=0.9 reference=ib-flex:trade:7 flow=2001",
        ),
        (
            {
                "quantity": "-10",
                "buySell": "SELL",
                "proceeds": "2000",
                "subCategory": "ETF",
                "fxRateToBase": "1",
                "tradeID": "",
            },
            "SELL USD symbol=VTI name=VANGUARD asset_type=ETF quantity=10 price=200 amount=2000 fees=1 flow=-1999",  # 1 is no rate
        ),
        (  # a bond's price follows from the money
            {
                "assetCategory": "BOND",
                "quantity": "10000",
                "tradePrice": "98.5",
                "proceeds": "-9850",
                "fxRateToBase": "",
                "tradeID": "",
            },
            "BUY USD symbol=VTI name=VANGUARD asset_type=BOND quantity=10000 price=0.985 amount=9850 fees=1 flow=9851",
        ),
        (  # currency exchanges are left out but their commission is kept
            {"assetCategory": "CASH", "symbol": "EUR.USD", "ibCommission": "-2", "ibCommissionCurrency": "EUR"},
            "FEE EUR name=Commission on EUR.USD asset_type=CASH amount=2 reference=ib-flex:trade:7:commission flow=2",
        ),
    ],
)
def test_trades(change: dict[str, str], told: str) -> None:
    reading = trades(changed(TRADE, **change))
    assert rendered(reading)[:2] == ["= ib-flex EUR", f"2024-01-02 {told}"]
    assert (len(reading.transactions), reading.problems) == (1, ())
    assert any("exchanges" in note for note in reading.notes) == (change.get("assetCategory") == "CASH")


def test_an_exchange_without_a_commission_is_nothing() -> None:
    assert trades(changed(TRADE, assetCategory="CASH", ibCommission="0")).transactions == ()


def test_a_commission_in_another_currency_or_paid_back_stands_beside_the_trade() -> None:
    fee = "asset_type=CASH amount=2.5 reference=ib-flex:trade:7:commission flow=2.5"
    bought, other = rendered(trades(changed(TRADE, ibCommission="-2.5", ibCommissionCurrency="CHF")))[1:]
    assert ("fees" in bought, other) == (False, f"2024-01-02 FEE CHF name=Commission on VTI {fee}")
    assert kinds(trades(changed(TRADE, ibCommission="0.35"))) == [TransactionKind.BUY, TransactionKind.INTEREST]


def test_the_same_trade_on_several_levels_of_detail_counts_once() -> None:
    rows = [changed(TRADE, levelOfDetail=level) for level in ("EXECUTION", "ORDER", "SYMBOL_SUMMARY", "ASSET_SUMMARY")]
    assert len(trades(*rows).transactions) == 1
    assert len(trades(rows[1], rows[2]).transactions) == 1
    dividend = '<CashTransaction currency="USD" dateTime="20240102" amount="5" type="Dividends" symbol="VTI" levelOfDetail="{}"/>'
    both = flex(f"<CashTransactions>{dividend.format('DETAIL')}{dividend.format('SUMMARY')}</CashTransactions>")
    assert len(both.transactions) == 1


@pytest.mark.parametrize(
    ("change", "column", "why"),
    [
        ({"assetCategory": "OPT", "symbol": "FB 200 C"}, "assetCategory", "is an option"),
        ({"assetCategory": "FUT"}, "assetCategory", "is a future"),
        ({"assetCategory": "CFD"}, "assetCategory", "contract for difference"),
        ({"assetCategory": "XYZ"}, "assetCategory", "kind “XYZ”"),
        ({"multiplier": "100"}, "multiplier", "stands for 100"),
        ({"buySell": "BUY (Ca.)"}, "buySell", "cancels an earlier trade"),
        ({"buySell": "SELL"}, "quantity", "contradicts"),
        ({"quantity": "ten"}, "quantity", "not a number"),
        ({"tradeDate": "20241302"}, "tradeDate", "no date that exists"),
        ({"currency": ""}, "currency", "missing"),
        ({"symbol": ""}, "symbol", "symbol is needed"),
    ],
)
def test_what_cannot_be_valued_is_named_on_its_line(change: dict[str, str], column: str, why: str) -> None:
    reading = trades(TRADE, changed(TRADE, **change))
    assert len(reading.transactions) == 1
    assert {(one.line, one.column) for one in reading.problems} == {(7, column)}
    assert why in reading.problems[0].message


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ('type="Dividends" symbol="VTI" amount="5"', TransactionKind.DIVIDEND),
        ('type="Payment In Lieu Of Dividends" symbol="VTI" amount="5"', TransactionKind.DIVIDEND),
        ('type="Withholding Tax" symbol="VTI" amount="-5"', TransactionKind.TAX),
        ('type="Withholding Tax" symbol="VTI" amount="5"', TransactionKind.DIVIDEND),
        ('type="Dividends" symbol="VTI" amount="-5"', TransactionKind.FEE),
        ('type="Broker Interest Received" amount="5"', TransactionKind.INTEREST),
        ('type="Broker Interest Paid" amount="-5"', TransactionKind.FEE),
        ('type="Bond Interest Received" symbol="T 4 27" amount="5"', TransactionKind.COUPON),
        ('type="Other Fees" amount="-5"', TransactionKind.FEE),
        ('type="Other Fees" amount="5"', TransactionKind.INTEREST),
        ('type="Deposits &amp; Withdrawals" amount="5"', TransactionKind.DEPOSIT),
        ('type="Deposits/Withdrawals" amount="-5"', TransactionKind.WITHDRAWAL),
    ],
)
def test_type_and_sign_of_a_booking_give_its_kind(row: str, kind: TransactionKind) -> None:
    one = only(cash(row))
    assert (one.kind, one.amount, one.fx_rate) == (kind, 5.0, 0.9)
    if kind not in (TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL):
        paid = 'amount="5"' in row
        assert one.external_amount == (-5.0 if paid else 5.0)  # what comes in is taken out, what is charged is put in


def test_a_booking_and_its_reversal_add_up_to_nothing() -> None:
    reading = cash('type="Withholding Tax" symbol="VTI" amount="-5"', 'type="Withholding Tax" symbol="VTI" amount="5"')
    assert sum(one.external_amount for one in reading.transactions) == 0.0
    assert "adds up to nothing" in reading.notes[0]


def test_unknown_bookings_are_named() -> None:
    reading = cash('type="Carbon Credits" amount="5"', 'type="Dividends" amount="0"', 'type="Dividends" amount=""')
    assert [one.column for one in reading.problems] == ["type", "amount", "amount"]


def test_corporate_actions() -> None:
    """A split of two rows is one split; a cash merger is a sale; a spin-off is named."""
    words = "GCM(CA1) SPLIT 1 FOR 25"
    reading = actions(
        f'symbol="GCM" description="{words} (GCM, GRAN, CA2)" quantity="480"',
        f'symbol="GCM.OLD" description="{words} (GCM.OLD, GRAN, CA1)" quantity="-12000"',
        'symbol="NVDA" description="NVDA(US1) SPLIT 10 FOR 1 (NVDA, NVIDIA, US1)" quantity="90"',
        'symbol="X" description="X(US1) STOCK DIVIDEND US1 1 FOR 20 (X, XCO, US1)" quantity="5"',
        'symbol="X" description="X(US1) MERGED FOR USD 2.86 PER SHARE (X, XCO, US1)" quantity="-100" proceeds="286"',
        'symbol="Y" description="X(US1) SPINOFF 1 FOR 5 (Y, YCO, US2)" quantity="20" proceeds="0"',
    )
    assert rendered(reading) == [
        "= ib-flex EUR",
        "2024-01-03 SPLIT USD symbol=GCM quantity=0.04 flow=0",
        "2024-01-03 SPLIT USD symbol=NVDA quantity=10 flow=0",
        "2024-01-03 BONUS USD symbol=X quantity=5 flow=0",
        "2024-01-03 SELL USD symbol=X quantity=100 price=2.86 amount=286 flow=-286",
        "! 11 description: This corporate action cannot be taken over: X(US1) SPINOFF 1",
    ]


def test_units_moved_from_another_broker_come_at_their_value() -> None:
    rows = (
        '<Transfers><Transfer direction="{}" currency="USD" assetCategory="STK" symbol="VTI" date="20240102" quantity="{}" '
        'positionAmount="{}"/></Transfers>'
    )
    one = only(flex(rows.format("IN", "10", "2000")))
    assert (one.kind, one.symbol, one.quantity, one.external_amount) == (TransactionKind.DEPOSIT, "VTI", 10.0, 2000.0)
    assert only(flex(rows.format("OUT", "-10", "-2000"))).kind is TransactionKind.WITHDRAWAL
    assert flex(rows.format("IN", "10", "")).problems[0].column == "positionAmount"


def test_rates_without_a_known_base_are_dropped_and_said() -> None:
    reading = flex(f"<Trades><Trade {TRADE}/></Trades>", account="")
    assert (only(reading).fx_rate, reading.base_currency) == (None, None)
    assert "Account Information" in reading.notes[0]


def test_rates_are_dropped_for_a_portfolio_in_another_currency() -> None:
    reading = trades(TRADE)
    assert only(reading.in_base("EUR")).fx_rate == 0.9
    other = reading.in_base("INR")
    assert (only(other).fx_rate, "left out" in other.notes[-1]) == (None, True)


def test_dates_in_the_querys_own_order() -> None:
    rows = [changed(TRADE, tradeDate=f"{day:02d}/04/2024") for day in (1, 13)]
    assert [one.on for one in trades(*rows).transactions] == [date(2024, 4, 1), date(2024, 4, 13)]
    unsure = trades(changed(TRADE, tradeDate="03/04/2024"))
    assert unsure.transactions[0].on == date(2024, 3, 4)
    assert "month first" in unsure.notes[0]


def test_the_real_statement() -> None:
    content = real_file("transactions/ib_flex_2013_year.xml").read_bytes()
    reading = read_transactions(content, "x.xml")
    root = ET.fromstring(content)
    assert (reading.format, reading.base_currency, len(reading.transactions)) == ("ib-flex", "CHF", 22)
    stocks = [one.attrib for one in root.iter("Trade") if one.get("assetCategory") == "STK"]
    bought = [one for one in reading.transactions if one.kind is TransactionKind.BUY]
    assert len(bought) == len(stocks) == 13
    paid = sum(float(one["cost"]) for one in stocks)  # the broker's own cost: money and commission
    assert sum(one.external_amount for one in bought) == pytest.approx(paid, abs=1e-9)
    booked = sum(float(one.get("amount", "")) for one in root.iter("CashTransaction"))
    others = [one for one in reading.transactions if one.kind not in (TransactionKind.BUY, TransactionKind.SELL)]
    assert sum(one.external_amount for one in others) == pytest.approx(-booked, abs=1e-9)
    assert [(one.line, one.column) for one in reading.problems] == [(18, "assetCategory")]
    option = content.decode().splitlines()[17]
    assert option.startswith("<Trade")
    assert 'assetCategory="OPT"' in option


def test_the_real_tender_ends_with_nothing_held() -> None:
    reading = read_transactions(real_file("transactions/ib_flex_2013_year.xml").read_bytes(), "x.xml")
    of = {symbol: [one for one in reading.transactions if one.symbol == symbol] for symbol in ("UUU", "GCM")}
    uranium, gold = position_of("UUU", of["UUU"]), position_of("GCM", of["GCM"])
    assert (float(uranium.held[-1]), uranium.oversold) == (0.0, 0.0)
    assert of["UUU"][-1].gross == 34320.0
    assert float(gold.held[-1]) == pytest.approx(480.0)  # 12,000 before 1 for 25
