"""Under which symbol would prices be found? Suggestions in Yahoo's spelling; the broker's own symbol stays until they are taken."""

from __future__ import annotations

from data.importers.formats import trading212, zerodha
from data.importers.formats.ib_flex import statements as ib_flex
from data.importers.reading import ImportReading, Security

INDIAN_EXCHANGES = {"NSE": "NS", "BSE": "BO"}
# NSE series that Zerodha writes behind a symbol: trade for trade, small companies, government bonds, rights, …
SERIES = frozenset(
    {"BE", "BZ", "BL", "SM", "ST", "SZ", "GB", "GS", "TB", "SG", "IV", "RR", "E1", "T0", "MF", "IL", "IT"}
)
_IB_EXCHANGES = (
    "TSE=TO VENTURE=V LSE=L LSEETF=L IBIS=DE IBIS2=DE FWB=F SBF=PA AEB=AS ENEXT.BE=BR BVME=MI BM=MC "
    "EBS=SW VIRTX=SW VSE=VI SFB=ST OSE=OL CPH=CO HEX=HE SEHK=HK TSEJ=T ASX=AX SGX=SI NSE=NS"
)
IB_EXCHANGES = dict(pair.split("=") for pair in _IB_EXCHANGES.split())
US_EXCHANGES = {"NASDAQ", "NYSE", "ARCA", "AMEX", "BATS", "IEX", "ISLAND"}


def suggested_symbols(reading: ImportReading) -> dict[str, str]:
    """The broker's symbol -> Yahoo's, for those that differ and can be told. ``reading.renamed(…)`` takes them over.

    Symbols of one ISIN get one suggestion, that of the symbol traded last: a company that was renamed stays one holding.
    """
    by_isin: dict[str, str] = {}
    found: dict[str, str] = {}
    for one in reading.securities:
        suggestion = suggested_symbol(one, reading.format)
        if suggestion and one.isin:
            by_isin[one.isin] = suggestion
        found[one.symbol] = suggestion
    joined = {one.symbol: by_isin.get(one.isin, found[one.symbol]) for one in reading.securities}
    return {symbol: suggestion for symbol, suggestion in joined.items() if suggestion and suggestion != symbol}


def suggested_symbol(security: Security, format_name: str) -> str:
    """One symbol in Yahoo's spelling, "" where the file does not tell the exchange."""
    if format_name == zerodha.TRADEBOOK.name:
        return _indian(security)
    if format_name == ib_flex.NAME:
        return _interactive_brokers(security)
    if format_name == trading212.FORMAT.name and security.currency in ("GBX", "GBp"):
        return f"{security.symbol}.L"
    return ""


def without_series(symbol: str) -> str:
    """``HSCL-BE`` is ``HSCL`` in another series; ``BAJAJ-AUTO`` is a name."""
    head, dash, tail = symbol.rpartition("-")
    return head if dash and tail in SERIES else symbol


def _indian(security: Security) -> str:
    suffix = INDIAN_EXCHANGES.get(security.exchange)
    return f"{without_series(security.symbol)}.{suffix}" if suffix else ""


def _interactive_brokers(security: Security) -> str:
    """Classes of shares have a space at Interactive Brokers and a dash at Yahoo; Hong Kong's numbers have four digits."""
    symbol, exchange = security.symbol.replace(" ", "-"), security.exchange.upper()
    if "--" in symbol:
        return ""  # an option's symbol
    if exchange in US_EXCHANGES:
        return symbol
    suffix = IB_EXCHANGES.get(exchange)
    if suffix is None:
        return ""
    return f"{symbol.zfill(4) if suffix == 'HK' else symbol}.{suffix}"
