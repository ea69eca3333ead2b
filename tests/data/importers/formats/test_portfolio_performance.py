"""Is every transaction of a Portfolio Performance file found once, wherever it is written, with its cents and costs?"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date

import pytest

from core.ledger.transaction import AssetType, TransactionKind
from data.importers.errors import UnreadableFileError
from data.importers.formats.recognise import read_transactions
from data.importers.reading import ImportReading
from tests.data.importers.invented_files import kinds, only, rendered, text
from tests.real_data import real_file

SECURITY = (
    "<security><uuid>s1</uuid><name>World UCITS ETF</name><currencyCode>EUR</currencyCode><isin>IE00B4L5Y983</isin>"
    '<tickerSymbol>EUNL.DE</tickerSymbol><prices><price t="2024-01-02" v="8150000000"/><price t="2024-01-03" v="0"/></prices>'
    '<latest t="2024-01-04" v="8200000000"/></security>'
)


def client(accounts: str = "", portfolios: str = "", version: str = "62", securities: str = SECURITY) -> ImportReading:
    """A file with these accounts and depots."""
    return read_transactions(
        text(
            f"<client>\n<version>{version}</version>\n<baseCurrency>EUR</baseCurrency>\n<securities>\n{securities}\n</securities>\n"
            f"<accounts>{accounts}</accounts>\n<portfolios>{portfolios}</portfolios>\n</client>"
        ),
        "x.xml",
    )


def booked(kind: str, amount: int, extra: str = "", currency: str = "EUR") -> str:
    """An account with one transaction."""
    return (
        "<account><name>a</name><transactions><account-transaction><uuid>t1</uuid><date>2024-01-02T00:00</date>"
        f"<currencyCode>{currency}</currencyCode><amount>{amount}</amount>{extra}<type>{kind}</type>"
        "</account-transaction></transactions></account>"
    )


def depot(
    kind: str, amount: int, shares: int = 200000000, costs: str = "", about: str = "../../../../../securities/security"
) -> str:
    """A depot with one transaction on two shares."""
    return (
        "<portfolio><name>d</name><transactions><portfolio-transaction><uuid>t2</uuid><date>2024-01-02T00:00</date>"
        f'<currencyCode>EUR</currencyCode><amount>{amount}</amount><security reference="{about}"/>'
        f"<shares>{shares}</shares><units>{costs}</units><type>{kind}</type></portfolio-transaction></transactions></portfolio>"
    )


FEE = '<unit type="FEE"><amount currency="EUR" amount="500"/></unit>'
TAX = '<unit type="TAX"><amount currency="EUR" amount="150"/></unit>'
GROSS = '<unit type="GROSS_VALUE"><amount currency="EUR" amount="99999"/><forex currency="USD" amount="1"/></unit>'


ABOUT = '<security reference="../../../../../securities/security"/><shares>200000000</shares>'
ETF = "symbol=EUNL.DE name=World UCITS ETF asset_type=ETF quantity=2"
MARK = "reference=portfolio-performance:t"


@pytest.mark.parametrize(
    ("accounts", "portfolios", "told"),
    [
        # what was paid includes the costs, what was received has them taken off
        (
            "",
            depot("BUY", 17000, costs=FEE + TAX + GROSS),
            f"BUY EUR {ETF} price=81.75 amount=163.5 fees=5 taxes=1.5 {MARK}2 flow=170",
        ),
        (
            "",
            depot("SELL", 17000, costs=FEE + TAX),
            f"SELL EUR {ETF} price=88.25 amount=176.5 fees=5 taxes=1.5 {MARK}2 flow=-170",
        ),
        # units moved in kind
        ("", depot("DELIVERY_INBOUND", 17000), f"DEPOSIT EUR {ETF} price=85 amount=170 {MARK}2 flow=170"),
        ("", depot("DELIVERY_OUTBOUND", 17000), f"WITHDRAWAL EUR {ETF} price=85 amount=170 {MARK}2 flow=-170"),
        # a dividend is net of its taxes
        (
            booked("DIVIDENDS", 10000, f"{ABOUT}<units>{TAX}</units>"),
            "",
            f"DIVIDEND EUR {ETF} amount=101.5 taxes=1.5 {MARK}1 flow=-100",
        ),
        *(
            (booked(word, 10000), "", f"{kind} EUR asset_type=CASH amount=100 {MARK}1 flow={flow}")
            for word, kind, flow in (
                ("DEPOSIT", "DEPOSIT", 100),
                ("REMOVAL", "WITHDRAWAL", -100),
                ("DIVIDENDS", "DIVIDEND", -100),
                ("INTEREST", "INTEREST", -100),
                ("INTEREST_CHARGE", "FEE", 100),
                ("FEES", "FEE", 100),
                ("FEES_REFUND", "INTEREST", -100),
                ("TAXES", "TAX", 100),
                ("TAX_REFUND", "INTEREST", -100),
            )
        ),
    ],
)
def test_bookings_of_depots_and_accounts(accounts: str, portfolios: str, told: str) -> None:
    assert rendered(client(accounts, portfolios)) == ["= portfolio-performance EUR", f"2024-01-02 {told}"]


def test_transfers_inside_the_file_are_left_out_and_said() -> None:
    reading = client(booked("TRANSFER_OUT", 100) + booked("TRANSFER_IN", 100), depot("TRANSFER_IN", 100))
    assert (reading.transactions, reading.problems) == ((), ())
    assert "Transfers" in reading.notes[0]


def test_the_accounts_side_of_a_trade_does_not_count_again() -> None:
    cross = (
        '<crossEntry class="buysell"><portfolio><uuid>p</uuid><transactions><portfolio-transaction><uuid>t9</uuid>'
        "<date>2024-01-02T00:00</date><currencyCode>EUR</currencyCode><amount>17000</amount>"
        '<security reference="../../../../../../../../../securities/security"/><crossEntry class="buysell" reference="../../../.."/>'
        "<shares>200000000</shares><type>BUY</type></portfolio-transaction></transactions></portfolio>"
        '<portfolioTransaction reference="../portfolio/transactions/portfolio-transaction"/></crossEntry><shares>0</shares>'
    )
    one = only(client(booked("BUY", 17000, cross)))
    assert (one.symbol, one.quantity, one.gross) == ("EUNL.DE", 2.0, 170.0)


def test_references_by_number_lead_to_the_same_security() -> None:
    numbered = SECURITY.replace("<security>", '<security id="7">')
    one = only(client(portfolios=depot("BUY", 17000, about="7"), securities=numbered))
    assert one.symbol == "EUNL.DE"


@pytest.mark.parametrize("about", ["../../nowhere", "../../../../../../../../..", "99", "security[0]", "..", ""])
def test_a_reference_that_leads_nowhere_is_a_problem(about: str) -> None:
    reading = client(portfolios=depot("BUY", 17000, about=about))
    assert reading.transactions == ()
    assert {one.column for one in reading.problems} == {"security"}


FIELDS = ("uuid", "date", "currencyCode", "amount", "security", "shares", "units", "type")
WAYS = ("../../../../../accounts/account/pattern/{0}", "/client/accounts[1]/account/pattern/{0}[1]", "{1}")


@pytest.mark.parametrize("version", ["30", "48", "49", "51", "56", "68"])
@pytest.mark.parametrize("way", WAYS)
def test_any_field_may_be_written_elsewhere_in_the_file(way: str, version: str) -> None:
    plain = depot("SELL", 17000, costs=FEE + TAX, about="/client/securities/security")
    transaction = ET.fromstring(plain).find("transactions/portfolio-transaction")
    assert transaction is not None
    pattern, pointing = ET.Element("pattern"), plain
    for number, field in enumerate(FIELDS, 100):
        written = transaction.find(field)
        assert written is not None
        pattern.append(
            ET.fromstring(ET.tostring(written).replace(f"<{field}".encode(), f'<{field} id="{number}"'.encode()))
        )
        pointing = pointing.replace(
            ET.tostring(written).decode().replace(" />", "/>"), f'<{field} reference="{way.format(field, number)}"/>'
        )
        moved = client(f"<account>{ET.tostring(pattern).decode()}</account>", pointing, version)
        assert rendered(moved) == rendered(client(portfolios=plain, version=version)), field
    assert pointing.count("reference") == len(FIELDS)


def test_costs_and_securities_may_point_inside_what_is_pointed_at() -> None:
    costs = FEE + TAX + '<unit reference="../unit"/><unit type="TAX"><amount reference="../../unit/amount"/></unit>'
    one = only(client(portfolios=depot("BUY", 17000, costs=costs)))
    assert (one.fees, one.taxes, one.gross) == (10.0, 6.5, 153.5)
    second = (
        '<security><name>B</name><currencyCode reference="../../security/currencyCode"/>'
        '<prices reference="../../security/prices"/></security>'
    )
    last = client(securities=SECURITY + second).prices[-1]
    assert (last.symbol, last.close, last.currency) == ("B", 81.5, "EUR")


@pytest.mark.parametrize("field", ["date", "currencyCode", "amount", "security", "shares", "units", "type"])
@pytest.mark.parametrize("target", ["../nowhere", "/client/nowhere", "/nobody", "/"])
def test_a_field_that_points_nowhere_is_named_and_never_left_away(field: str, target: str) -> None:
    opened, closed = f"<{field}", f"</{field}>"
    plain = depot("BUY", 17000, costs=FEE)
    end = plain.index(closed) + len(closed) if closed in plain else plain.index("/>", plain.index(opened)) + 2
    made = f'{plain[: plain.index(opened)]}<{field} reference="{target}"/>{plain[end:]}'
    reading = client(portfolios=made)
    assert (reading.transactions, {one.column for one in reading.problems} >= {field}) == ((), True)


@pytest.mark.parametrize(
    ("latest", "closes"),
    [
        ('t="2024-01-03" v="8300000000"', {2: 81.5, 3: 83.0}),  # of the last price's day: it counts before that price
        ('t="2024-01-02" v="8300000000"', {2: 81.5, 3: 82.0}),  # a younger price is there
        ('t="2024-01-04" v="8300000000"', {2: 81.5, 3: 82.0, 4: 83.0}),
        ('t="2024-01-03" v="0"', {2: 81.5, 3: 82.0}),  # 0 stands for unknown
        ('reference="../prices/price"', {2: 81.5, 3: 82.0}),
    ],
)
def test_the_latest_quote_counts_where_no_price_is_younger(latest: str, closes: dict[int, float]) -> None:
    listed = SECURITY.replace('"2024-01-03" v="0"', '"2024-01-03" v="8200000000"')
    securities = listed.replace('t="2024-01-04" v="8200000000"', latest)
    assert {one.on.day: one.close for one in client(securities=securities).prices} == closes


def test_references_in_a_circle_end() -> None:
    circle = '<security reference="../security[2]"/><security reference="../security"/>'
    assert client(portfolios=depot("BUY", 1), securities=circle).problems


def test_prices_come_along_and_zero_is_no_price() -> None:
    prices = client().prices
    assert [(one.symbol, one.on, one.close, one.currency) for one in prices] == [
        ("EUNL.DE", date(2024, 1, 2), 81.5, "EUR"),
        ("EUNL.DE", date(2024, 1, 4), 82.0, "EUR"),
    ]


def test_securities_go_by_ticker_isin_wkn_or_name_and_never_share_one() -> None:
    plain = "<security><uuid>{0}</uuid><name>N{0}</name><currencyCode>EUR</currencyCode>{1}<prices/></security>"
    listed = "".join(
        (
            plain.format(1, "<tickerSymbol>ABC</tickerSymbol>"),
            plain.format(2, "<tickerSymbol>ABC</tickerSymbol><isin>DE000</isin>"),
            plain.format(3, "<wkn>A0</wkn>"),
            plain.format(4, ""),
        )
    )
    assert [one.symbol for one in client(securities=listed).securities] == ["ABC", "DE000", "A0", "N4"]


def test_older_files_count_in_coarser_units() -> None:
    older = SECURITY.replace("8150000000", "815000").replace("8200000000", "820000")
    reading = client(portfolios=depot("BUY", 17000, shares=2000000), version="47", securities=older)
    assert (reading.transactions[0].quantity, reading.prices[0].close) == (2.0, 81.5)
    with pytest.raises(UnreadableFileError, match="too old"):
        client(version="12")
    with pytest.raises(UnreadableFileError, match="no Portfolio Performance"):
        client(version="new")


@pytest.mark.parametrize(
    ("made", "column"),
    [
        (depot("BUY", 17000, shares=0), "shares"),
        (depot("BUY", 100, costs=FEE), "amount"),
        (depot("SPLIT", 100), "type"),
        (depot("BUY", 17000).replace("17000", "170.00"), "amount"),
        (depot("BUY", 17000).replace("2024-01-02", "2024-02-30"), "date"),
        (depot("BUY", 17000).replace("<currencyCode>EUR", "<currencyCode>Euro"), "currencyCode"),
        (booked("SOMETHING", 5), "type"),
        (booked("DEPOSIT", 0), "amount"),
    ],
)
def test_bad_transactions_are_named(made: str, column: str) -> None:
    reading = (
        client(made, depot("BUY", 17000))
        if made.startswith("<account")
        else client(portfolios=made + depot("BUY", 17000))
    )
    assert len(reading.transactions) == 1
    assert [(one.line, one.column) for one in reading.problems] == [(8 if made.startswith("<portfolio") else 7, column)]


def test_the_real_file_adds_up_to_the_cent() -> None:
    content = real_file("transactions/portfolio_performance_kommer.xml").read_bytes()
    reading = read_transactions(content, "x.xml")
    root = ET.fromstring(content)
    own = [
        e for e in root.iter() if e.tag in ("account-transaction", "accountTransaction") and "reference" not in e.attrib
    ]
    depots = [
        e
        for e in root.iter()
        if e.tag in ("portfolio-transaction", "portfolioTransaction") and "reference" not in e.attrib
    ]
    assert (reading.format, reading.problems, reading.base_currency) == ("portfolio-performance", (), "EUR")
    assert Counter(str(kind) for kind in kinds(reading)) == {"DIVIDEND": 81, "BUY": 9, "DEPOSIT": 9, "WITHDRAWAL": 3}
    cents = Counter[str]()
    for element in depots + [e for e in own if e.findtext("type") in ("DEPOSIT", "DIVIDENDS")]:
        sign = -1 if element.findtext("type") in ("DELIVERY_OUTBOUND", "DIVIDENDS") else 1
        cents[element.findtext("currencyCode", "")] += sign * int(element.findtext("amount", ""))
    for currency, total in cents.items():
        mine = sum(one.external_amount for one in reading.transactions if one.currency == currency)
        assert mine * 100 == pytest.approx(total, abs=1e-6)
    assert len({one.reference for one in reading.transactions}) == 102
    assert len(reading.prices) == 12
    bitcoin = [one for one in reading.transactions if one.symbol == "BTC"]
    assert {one.asset_type for one in bitcoin} == {AssetType.CRYPTO}
    assert sum(int(e.findtext("shares", "")) for e in depots if e.findtext("type") == "BUY") == round(
        sum(one.quantity for one in reading.transactions if one.kind is TransactionKind.BUY) * 10**8
    )
