"""Are a Flex statement's trades, bookings and corporate actions read once each, and its contracts named?"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from core.ledger.positions import position_of
from core.ledger.transaction import AssetType, TransactionKind
from data.importers import ImportReading, read_transactions
from tests.data.importers.invented_files import kinds, only, text
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


def test_a_trade_with_its_commission_and_rate() -> None:
    reading = trades(TRADE)
    one = only(reading)
    assert (one.on, one.kind, one.symbol, one.name) == (date(2024, 1, 2), TransactionKind.BUY, "VTI", "VANGUARD")
    assert (one.quantity, one.price, one.amount, one.fees, one.currency) == (10.0, 200.0, 2000.0, 1.0, "USD")
    assert (one.fx_rate, reading.base_currency, one.reference) == (0.9, "EUR", "ib-flex:trade:7")


def test_a_sale_and_an_etf() -> None:
    one = only(trades(changed(TRADE, quantity="-10", buySell="SELL", proceeds="2000", subCategory="ETF")))
    assert (one.kind, one.quantity, one.asset_type) == (TransactionKind.SELL, 10.0, AssetType.ETF)
    assert one.external_amount == -1999.0


def test_a_commission_in_another_currency_stands_beside_the_trade() -> None:
    reading = trades(changed(TRADE, ibCommission="-2.5", ibCommissionCurrency="CHF"))
    bought, fee = reading.transactions
    assert (bought.fees, fee.kind, fee.amount, fee.currency, fee.fx_rate) == (
        0.0,
        TransactionKind.FEE,
        2.5,
        "CHF",
        None,
    )
    assert fee.reference == "ib-flex:trade:7:commission"


def test_a_commission_paid_back_is_income() -> None:
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


def test_currency_exchanges_are_left_out_but_their_commission_is_kept() -> None:
    reading = trades(
        changed(TRADE, assetCategory="CASH", symbol="EUR.USD", ibCommission="-2", ibCommissionCurrency="EUR")
    )
    assert (only(reading).kind, only(reading).amount, only(reading).currency) == (TransactionKind.FEE, 2.0, "EUR")
    assert "exchanges" in reading.notes[0]
    assert trades(changed(TRADE, assetCategory="CASH", ibCommission="0")).transactions == ()


def test_a_bonds_price_follows_from_the_money() -> None:
    one = only(trades(changed(TRADE, assetCategory="BOND", quantity="10000", tradePrice="98.5", proceeds="-9850")))
    assert (one.asset_type, one.price, one.gross) == (AssetType.BOND, 0.985, 9850.0)


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


def test_a_reverse_split_of_two_rows_is_one_split() -> None:
    words = "GCM(CA1) SPLIT 1 FOR 25"
    reading = actions(
        f'symbol="GCM" description="{words} (GCM, GRAN, CA2)" quantity="480"',
        f'symbol="GCM.OLD" description="{words} (GCM.OLD, GRAN, CA1)" quantity="-12000"',
    )
    one = only(reading)
    assert (one.kind, one.symbol, one.quantity, one.on) == (TransactionKind.SPLIT, "GCM", 0.04, date(2024, 1, 3))


def test_a_forward_split_and_a_stock_dividend() -> None:
    one = only(actions('symbol="NVDA" description="NVDA(US1) SPLIT 10 FOR 1 (NVDA, NVIDIA, US1)" quantity="90"'))
    assert (one.kind, one.quantity) == (TransactionKind.SPLIT, 10.0)
    bonus = only(actions('symbol="X" description="X(US1) STOCK DIVIDEND US1 1 FOR 20 (X, XCO, US1)" quantity="5"'))
    assert (bonus.kind, bonus.quantity) == (TransactionKind.BONUS, 5.0)


def test_a_cash_merger_is_a_sale_and_a_spin_off_is_named() -> None:
    one = only(
        actions(
            'symbol="X" description="X(US1) MERGED FOR USD 2.86 PER SHARE (X, XCO, US1)" quantity="-100" proceeds="286"'
        )
    )
    assert (one.kind, one.quantity, one.gross, one.price) == (TransactionKind.SELL, 100.0, 286.0, 2.86)
    reading = actions('symbol="Y" description="X(US1) SPINOFF 1 FOR 5 (Y, YCO, US2)" quantity="20" proceeds="0"')
    assert (reading.transactions, reading.problems[0].column) == ((), "description")


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


def test_a_foreign_rate_of_exactly_one_is_no_rate() -> None:
    assert only(trades(changed(TRADE, fxRateToBase="1"))).fx_rate is None


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
