"""Which format is this file in, and what does it say? The one door for files of transactions and deposits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from data.importers.columns import mapped_table
from data.importers.columns.mapping import ColumnMapping
from data.importers.errors import UnknownFormatError
from data.importers.files.file_content import ZIP, decoded, unpacked
from data.importers.files.rows import Table
from data.importers.files.table import HeadedTable, find_header, read_table
from data.importers.files.xml_tree import root_tag
from data.importers.formats import (
    deposits_csv,
    financetoolkit,
    ghostfolio_csv,
    ghostfolio_json,
    trading212,
    wealthfolio,
    yardstick,
    zerodha_coin,
    zerodha_tradebook,
)
from data.importers.formats.ib_flex import statements as ib_flex
from data.importers.formats.portfolio_performance import client as portfolio_performance
from data.importers.formats.table_format import TableFormat
from data.importers.reading import ImportReading

# In the order in which they are tried: the narrower header first.
TABLES = (
    zerodha_coin.FORMAT,
    zerodha_tradebook.FORMAT,
    trading212.FORMAT,
    ghostfolio_csv.FORMAT,
    wealthfolio.FORMAT,
    financetoolkit.FORMAT,
    yardstick.FORMAT,
    deposits_csv.FORMAT,
)


class XmlFormat(Protocol):
    """What a module of an XML format offers."""

    NAME: str

    def read(self, content: bytes, file_name: str) -> ImportReading:
        """Everything the file says."""
        ...


XML: Mapping[str, XmlFormat] = {ib_flex.ROOT: ib_flex, portfolio_performance.ROOT: portfolio_performance}

FORMATS: Mapping[str, str] = {
    **{one.name: one.title for one in TABLES},
    ghostfolio_json.NAME: "Ghostfolio JSON",
    ib_flex.NAME: "Interactive Brokers Flex XML",
    portfolio_performance.NAME: "Portfolio Performance XML",
}


def recognise(content: bytes, file_name: str) -> str | None:
    """The name of the format (a key of ``FORMATS``) by what is in the file, never by what it is called; None for an unknown one.

    Raises the errors of a file that cannot be opened at all.
    """
    content = unpacked(content, file_name)
    if tag := root_tag(content):
        return XML[tag].NAME if tag in XML else None
    if not content.startswith(ZIP):
        text = decoded(content, file_name).text
        if text.lstrip()[:1] in ("{", "["):
            return ghostfolio_json.NAME if ghostfolio_json.fits(text) else None
    found = _recognised(read_table(content, file_name))
    return found[0].name if found else None


def read_transactions(
    content: bytes,
    file_name: str,
    format: str | None = None,  # noqa: A002 - what the field is called everywhere
    mapping: ColumnMapping | None = None,
) -> ImportReading:
    """Everything a file says: the good rows as transactions and deposits, every bad one as a RowProblem.

    ``format`` (a key of ``FORMATS``) skips recognising; ``mapping`` reads any table as a person has said. Raises UnknownFormatError
    when the file is none of the formats, and the other errors of ``data.importers.errors`` when it cannot be opened at all.
    """
    content = unpacked(content, file_name)
    if mapping is not None:
        return mapped_table.read(content, file_name, mapping)
    if format is not None and format not in FORMATS:
        raise UnknownFormatError(file_name, FORMATS.values())
    tag = root_tag(content)
    if tag in XML and format in (None, XML[tag].NAME):
        return XML[tag].read(content, file_name)
    if tag or format in {module.NAME for module in XML.values()}:
        raise UnknownFormatError(file_name, FORMATS.values())
    if not content.startswith(ZIP) and format in (None, ghostfolio_json.NAME):
        text = decoded(content, file_name).text
        if ghostfolio_json.fits(text):
            return ghostfolio_json.read(text, file_name)
    found = _recognised(read_table(content, file_name), format)
    if found is None:
        raise UnknownFormatError(file_name, FORMATS.values())
    return found[0].read(found[1])


def _recognised(table: Table, name: str | None = None) -> tuple[TableFormat, HeadedTable] | None:
    """The first format (or the named one) whose header stands in the table's first rows, with the table below it."""
    for one in TABLES:
        if name in (None, one.name) and (part := find_header(table, one.fits)) and (name or one.holds(part)):
            return one, part
    return None
