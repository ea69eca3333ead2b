"""What does a Zerodha Coin statement say? The tradebook's columns with mutual funds only, the fund's name as its symbol."""

from __future__ import annotations

from data.importers.files.table import HeadedTable
from data.importers.formats import zerodha_tradebook
from data.importers.formats.table_format import TableFormat
from data.importers.reading import ImportReading

STAMP_DUTY = "Coin's statement has no charges: stamp duty (0.005 % of a purchase) is not in these trades."


def holds(table: HeadedTable) -> bool:
    """Whether every row that names a segment names mutual funds."""
    segments = {str(cell).strip().upper() for cell in table.values("segment")}
    return segments == zerodha_tradebook.FUNDS


def read(table: HeadedTable) -> ImportReading:
    """Purchases and redemptions of mutual funds, in rupees."""
    return zerodha_tradebook.read_fills(table, FORMAT.name, (STAMP_DUTY,))


FORMAT = TableFormat("zerodha-coin", "Zerodha Coin", zerodha_tradebook.fits, read, holds)
