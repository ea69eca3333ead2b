"""Which format is this file in, and what does it say? The one door for files of transactions and deposits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from data.importers.columns import mapped_table
from data.importers.columns.mapping import ColumnMapping
from data.importers.errors import UnknownFormatError
from data.importers.files.file_content import ZIP, decoded, unpacked
from data.importers.files.table import find_header, read_table
from data.importers.files.xml_tree import root_tag
from data.importers.formats import (
    deposits_csv,
    financetoolkit,
    ghostfolio,
    ghostfolio_json,
    trading212,
    wealthfolio,
    yardstick,
    zerodha,
)
from data.importers.formats.ib_flex import statements as ib_flex
from data.importers.formats.portfolio_performance import client as portfolio_performance
from data.importers.reading import ImportReading

# In the order in which they are tried: the narrower header first.
TABLES = (
    zerodha.COIN,
    zerodha.TRADEBOOK,
    trading212.FORMAT,
    ghostfolio.CSV,
    wealthfolio.FORMAT,
    financetoolkit.FORMAT,
    yardstick.FORMAT,
    deposits_csv.FORMAT,
)


Reader = Callable[[], ImportReading]
XML = {ib_flex.ROOT: ib_flex.read, portfolio_performance.ROOT: portfolio_performance.read}
FORMATS: Mapping[str, str] = {
    **{one.name: one.title for one in TABLES},
    ghostfolio_json.FORMAT.name: ghostfolio_json.FORMAT.title,
    ib_flex.NAME: "Interactive Brokers Flex XML",
    portfolio_performance.NAME: "Portfolio Performance XML",
}


def read_transactions(content: bytes, file_name: str, mapping: ColumnMapping | None = None) -> ImportReading:
    """Everything a file says: the good rows as transactions and deposits, every bad one as a RowProblem.

    The format is known by what is in the file, never by what it is called; ``mapping`` reads any table as a person has said.
    Raises UnknownFormatError when the file is none of the formats, and the other errors of ``data.importers.errors`` when it
    cannot be opened at all.
    """
    content = unpacked(content, file_name)
    if mapping is not None:
        return mapped_table.read(content, file_name, mapping)
    read = _reader_of(content, file_name)
    if read is None:
        raise UnknownFormatError(file_name, FORMATS.values())
    return read()


def _reader_of(content: bytes, file_name: str) -> Reader | None:
    """How to read the file, by the first format that it is in."""
    if tag := root_tag(content):
        read = XML.get(tag)
        return partial(read, content, file_name) if read else None
    if not content.startswith(ZIP) and (text := decoded(content, file_name).text).lstrip()[:1] in ("{", "["):
        return partial(ghostfolio_json.read, text, file_name) if ghostfolio_json.fits(text) else None
    table = read_table(content, file_name)
    for one in TABLES:
        if (part := find_header(table, one.fits)) and one.holds(part):
            return partial(one.read, part)
    return None
