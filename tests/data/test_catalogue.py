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


def test_the_nifty_500_is_an_equity_index_and_the_bond_leg_is_another() -> None:
    nifty_500, bond = find_index("^CRSLDX"), find_index("CRISIL_SHORT_TERM_BOND")
    assert (nifty_500.name, nifty_500.asset_class) == ("Nifty 500", AssetClass.EQUITY)
    assert (bond.asset_class, bond.currency, bond.basis) == (AssetClass.BOND, "INR", Basis.TOTAL)


@pytest.mark.parametrize(
    ("symbol", "region", "currency", "basis", "constituents"),
    [
        ("^GSPC", "United States", "USD", Basis.PRICE, 500),
        ("^GDAXI", "Germany", "EUR", Basis.TOTAL, 40),
        ("^FCHI", "France", "EUR", Basis.PRICE, 40),
        ("^FTSE", "United Kingdom", "GBP", Basis.PRICE, 100),
        ("^N225", "Japan", "JPY", Basis.PRICE, 225),
        ("^BSESN", "India", "INR", Basis.PRICE, 30),
        ("^IXIC", "United States", "USD", Basis.PRICE, 3300),
        ("GOLDBEES.NS", "India", "INR", Basis.TOTAL, None),
    ],
)
def test_known_facts(symbol: str, region: str, currency: str, basis: Basis, constituents: int | None) -> None:
    entry = find_index(symbol)
    assert (entry.region, entry.currency, entry.basis, entry.constituents) == (region, currency, basis, constituents)


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
    assert find_index("nifty 50").symbol == "^NSEI"


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
