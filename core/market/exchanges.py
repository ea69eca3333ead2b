"""Where is a security traded? The exchange behind the suffix of its symbol, as Yahoo Finance writes it (RELIANCE.NS)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """A stock exchange and the country it is in."""

    name: str
    country: str


_TABLE = (
    "India: NS National Stock Exchange of India, BO BSE; Japan: T Tokyo; Hong Kong: HK Hong Kong; China: SS Shanghai, SZ Shenzhen; "
    "South Korea: KS Korea, KQ KOSDAQ; Taiwan: TW Taiwan, TWO Taipei; Singapore: SI Singapore; Indonesia: JK Indonesia; "
    "Thailand: BK Thailand; Malaysia: KL Bursa Malaysia; United Kingdom: L London; Germany: DE Xetra, F Frankfurt; "
    "France: PA Euronext Paris; Netherlands: AS Euronext Amsterdam; Belgium: BR Euronext Brussels; Portugal: LS Euronext Lisbon; "
    "Italy: MI Milan; Spain: MC Madrid; Switzerland: SW SIX Swiss, VX SIX Swiss; Sweden: ST Stockholm; Denmark: CO Copenhagen; "
    "Norway: OL Oslo; Finland: HE Helsinki; Austria: VI Vienna; Ireland: IR Euronext Dublin; Poland: WA Warsaw; "
    "Czech Republic: PR Prague; Greece: AT Athens; Australia: AX Australian Securities Exchange; New Zealand: NZ New Zealand; "
    "Canada: TO Toronto, V TSX Venture, NE Cboe Canada, CN Canadian Securities Exchange; Brazil: SA São Paulo; Mexico: MX Mexico; "
    "Argentina: BA Buenos Aires; Chile: SN Santiago; South Africa: JO Johannesburg"
)


def _exchanges() -> Mapping[str, Exchange]:
    countries = (line.partition(": ") for line in _TABLE.split("; "))
    entries = ((country, entry.partition(" ")) for country, _, listed in countries for entry in listed.split(", "))
    return {suffix: Exchange(name, country) for country, (suffix, _, name) in entries}


EXCHANGES: Mapping[str, Exchange] = _exchanges()


def split_symbol(symbol: str) -> tuple[str, Exchange | None]:
    """The symbol without the suffix of a known exchange, and that exchange: a share class (BRK.B) is no exchange."""
    stem, dot, suffix = symbol.strip().upper().rpartition(".")
    exchange = EXCHANGES.get(suffix) if dot and stem else None
    return (stem, exchange) if exchange else (symbol.strip().upper(), None)
