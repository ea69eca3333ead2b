"""Which prices of one calendar day are of the same news, and which are made hours apart?"""

from __future__ import annotations

import pytest

from core.market.clocks import CLOSES, MARKET_OF_CURRENCY, Clock, clock_of, differ, hours_apart, share_apart, why_apart
from core.market.exchanges import EXCHANGES
from data.catalogue import load_catalogue

NEW_YORK, MUMBAI, TOKYO, LONDON = map(Clock, ("United States", "India", "Japan", "United Kingdom"))


@pytest.mark.parametrize(
    ("first", "second", "hours", "apart"),
    [
        (MUMBAI, NEW_YORK, 11.0, True),
        (TOKYO, NEW_YORK, 14.5, True),
        (LONDON, NEW_YORK, 4.5, True),
        (TOKYO, MUMBAI, 3.5, True),
        (LONDON, Clock("Germany"), 0.0, False),
        (LONDON, Clock("South Africa"), 1.5, False),
        (MUMBAI, Clock("Hong Kong"), 2.0, False),
        (NEW_YORK, Clock("Canada"), 0.0, False),
        (MUMBAI, Clock("India", foreign=True), 0.0, True),
    ],
)
def test_more_than_two_hours_or_a_fund_of_foreign_shares(
    first: Clock, second: Clock, hours: float, apart: bool
) -> None:
    assert hours_apart(first, second) == hours_apart(second, first) == hours
    assert differ(first, second) is differ(second, first) is apart


def test_every_exchange_and_every_currency_of_the_table_has_its_hour() -> None:
    assert {one.country for one in EXCHANGES.values()} <= CLOSES.keys()
    assert set(MARKET_OF_CURRENCY.values()) <= CLOSES.keys()


@pytest.mark.parametrize(
    ("symbol", "currency", "name", "clock"),
    [
        ("RELIANCE.NS", "INR", "", MUMBAI),
        ("500325.BO", "INR", "", MUMBAI),
        ("7203.T", "JPY", "", TOKYO),
        ("AAPL", "USD", "", NEW_YORK),
        ("SHEL.L", "USD", "", LONDON),  # quoted in dollars in London
        ("VUSA.L", "GBP", "", Clock("United Kingdom", foreign=True)),
        ("MON100.NS", "INR", "", Clock("India", foreign=True)),
        ("120823", "INR", "Motilal Oswal S&P 500 Index Fund - Direct Growth", Clock("India", foreign=True)),
        ("F2", "INR", "Franklin India Feeder - Franklin US Opportunities Fund", Clock("India", foreign=True)),
        ("F3", "INR", "Edelweiss Greater China Equity Off-shore Fund", Clock("India", foreign=True)),
        ("F4", "INR", "Nippon India Japan Equity Fund", Clock("India", foreign=True)),
        ("F5", "INR", "UTI Nifty 50 Index Fund", MUMBAI),
        ("F6", "USD", "Vanguard 500 Index Fund, US Equity", NEW_YORK),
        ("F7", "EUR", "iShares Core MSCI World UCITS ETF", Clock("Germany", foreign=True)),
        ("F8", "EUR", "Amundi EURO STOXX 50 ETF", Clock("Germany")),
        ("VXUS", "USD", "", Clock("United States", foreign=True)),
        ("FANG", "USD", "", NEW_YORK),  # an oil company
        ("MINE", "XAU", "", None),
        ("EMAAR.AE", "AED", "", None),
    ],
)
def test_by_the_suffix_the_currency_and_the_name_of_a_fund(
    symbol: str, currency: str, name: str, clock: Clock | None
) -> None:
    assert clock_of(symbol, currency, name) == clock


def test_the_catalogue_by_region_and_by_where_a_fund_is_dealt() -> None:
    known = {symbol: entry.clock for symbol, entry in load_catalogue().items()}
    assert known["^GSPC"] == known["SPY"] == known["AGG"] == known["GLD"] == NEW_YORK
    assert known["NIFTY_50_TRI"] == known["^NSEI"] == known["GOLDBEES.NS"] == MUMBAI
    assert known["^N225"] == TOKYO
    assert known["EEM"] == Clock("United States", foreign=True)
    assert known["USDINR"] is None


def test_of_a_portfolio_more_than_a_tenth_counts() -> None:
    own = {NEW_YORK: 0.85, TOKYO: 0.06, MUMBAI: 0.06}  # and 3 % in a deposit, which has no clock
    assert share_apart(own, {NEW_YORK: 1.0}) == pytest.approx(0.12)
    assert (
        why_apart("Mine", own, "S&P 500", {NEW_YORK: 1.0}) == "12\u202f% of Mine is priced at other hours than S&P 500"
    )
    assert why_apart("Mine", {NEW_YORK: 0.9, TOKYO: 0.1}, "S&P 500", {NEW_YORK: 1.0}) == ""
    assert why_apart("Mine", {}, "S&P 500", {NEW_YORK: 1.0}) == ""


def test_the_reason_says_who_closes_before_whom() -> None:
    why = why_apart("RELIANCE.NS", {MUMBAI: 1.0}, "S&P 500", {NEW_YORK: 1.0})
    assert why == "RELIANCE.NS (India) closes 11 hours before S&P 500 (United States)"
    why = why_apart("S&P 500", {NEW_YORK: 1.0}, "FTSE 100", {LONDON: 1.0})
    assert why == "S&P 500 (United States) closes 4.5 hours after FTSE 100 (United Kingdom)"
    why = why_apart("MON100.NS", {Clock("India", True): 1.0}, "Nifty 50", {MUMBAI: 1.0})
    assert why == "MON100.NS is priced in India and holds shares that are dealt at other hours"
