"""Does the catalogue hold every index the pages speak of, with the facts that make a comparison honest?"""

from __future__ import annotations

import pytest

from core.errors import NotFound
from core.market.index import AssetClass
from core.market.levels import Basis
from data.catalogue import find_index, load_catalogue, yahoo_symbol

US_INDEXES = {"^GSPC", "^NDX", "^DJI", "^RUT"}
US_FUNDS = {"SPY", "QQQ", "DIA", "IWM"}
SECTORS = {"XLE", "XLF", "XLK", "XLV", "XLI", "XLY", "XLP", "XLU", "XLB", "XLRE", "XLC"}
WORLD = {"^IXIC", "^FTSE", "^GDAXI", "^FCHI", "^N225", "^HSI", "EEM"}
INDIA = {"^NSEI", "^BSESN", "^CRSLDX", "NIFTY_50_TRI", "CRISIL_SHORT_TERM_BOND", "NIFTY_10Y_GSEC", "LIQUID_FUND_INR"}
BONDS_AND_GOLD = {"AGG", "TLT", "BIL", "SHY", "GLD", "GOLDBEES.NS"}
CURRENCIES = {"USDINR", "EURUSD", "GBPUSD", "USDJPY", "USDHKD"}


def test_every_index_that_the_pages_name_is_there() -> None:
    named = US_INDEXES | US_FUNDS | SECTORS | WORLD | INDIA | BONDS_AND_GOLD | CURRENCIES
    assert named <= set(load_catalogue())


def test_the_us_indexes_have_their_funds_beside_them() -> None:
    for index, fund in (("^GSPC", "SPY"), ("^NDX", "QQQ"), ("^DJI", "DIA"), ("^RUT", "IWM")):
        assert find_index(index).constituents == find_index(fund).constituents
        assert (find_index(index).basis, find_index(fund).basis) == (Basis.PRICE, Basis.TOTAL)


@pytest.mark.parametrize(
    ("symbol", "asset_class", "region", "currency", "basis", "constituents"),
    [
        ("^GSPC", AssetClass.EQUITY, "United States", "USD", Basis.PRICE, 500),
        ("^GDAXI", AssetClass.EQUITY, "Germany", "EUR", Basis.TOTAL, 40),
        ("^FCHI", AssetClass.EQUITY, "France", "EUR", Basis.PRICE, 40),
        ("^FTSE", AssetClass.EQUITY, "United Kingdom", "GBP", Basis.PRICE, 100),
        ("^N225", AssetClass.EQUITY, "Japan", "JPY", Basis.PRICE, 225),
        ("^BSESN", AssetClass.EQUITY, "India", "INR", Basis.PRICE, 30),
        ("^IXIC", AssetClass.EQUITY, "United States", "USD", Basis.PRICE, 3300),
        ("^CRSLDX", AssetClass.EQUITY, "India", "INR", Basis.PRICE, 500),
        ("CRISIL_SHORT_TERM_BOND", AssetClass.BOND, "India", "INR", Basis.TOTAL, None),
        ("GOLDBEES.NS", AssetClass.COMMODITY, "India", "INR", Basis.TOTAL, None),
    ],
)
def test_known_facts(
    symbol: str, asset_class: AssetClass, region: str, currency: str, basis: Basis, constituents: int | None
) -> None:
    entry = find_index(symbol)
    assert (entry.asset_class, entry.region, entry.currency) == (asset_class, region, currency)
    assert (entry.basis, entry.constituents) == (basis, constituents)


def test_a_currency_pair_is_quoted_in_its_second_currency() -> None:
    pairs = [entry for entry in load_catalogue().values() if entry.asset_class is AssetClass.CURRENCY]
    assert {entry.symbol for entry in pairs} == CURRENCIES
    assert all(entry.symbol[3:] == entry.currency for entry in pairs)


def test_every_entry_is_complete_and_named_once() -> None:
    entries = list(load_catalogue().values())
    assert all(one.name and one.region and one.source and len(one.currency) == 3 for one in entries)
    spellings = [text.casefold() for one in entries for text in (one.symbol, one.name)]
    assert len(spellings) == len(set(spellings))


def test_an_index_is_found_by_symbol_or_name_in_any_case() -> None:
    assert find_index(" ^nsei ").symbol == "^NSEI"
    assert (find_index("nifty 50").symbol, find_index("nifty 500").symbol) == ("^NSEI", "^CRSLDX")


def test_an_unknown_index_is_answered_with_close_spellings() -> None:
    with pytest.raises(NotFound, match=r"There is no index “\^NSEII”.*\^NSEI"):
        find_index("^NSEII")


def test_what_yahoo_delivers_and_what_must_be_uploaded() -> None:
    assert yahoo_symbol(find_index("^GSPC")) == "^GSPC"
    assert yahoo_symbol(find_index("USDINR")) == "USDINR=X"
    assert yahoo_symbol(find_index("CRISIL_SHORT_TERM_BOND")) is None


def test_the_catalogue_cannot_be_changed_by_a_reader() -> None:
    with pytest.raises(TypeError):
        load_catalogue()["X"] = find_index("SPY")  # type: ignore[index]
