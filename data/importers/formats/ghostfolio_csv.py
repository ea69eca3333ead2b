"""What does a Ghostfolio CSV say? One activity a row, the date written in another way in every row if it must be."""

from __future__ import annotations

from collections.abc import Iterable

from core.ledger.transaction import AssetType, Transaction
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import RowFields, read_rows
from data.importers.files.table import HeadedTable
from data.importers.formats import ghostfolio
from data.importers.formats.table_format import TableFormat
from data.importers.reading import ImportReading

ALIASES = {
    "type": ("action",),
    "symbol": ("code", "ticker"),
    "unitprice": ("price", "unit_price", "value"),
    "quantity": ("qty", "shares", "units"),
    "fee": ("commission",),
    "currency": ("ccy",),
    "note": ("comment",),
}
NEEDED = ("date", "type", "symbol", "datasource", "currency", "unitprice", "quantity")


def fits(names: frozenset[str]) -> bool:
    return all(name in names or names & set(ALIASES.get(name, ())) for name in NEEDED)


def read(table: HeadedTable) -> ImportReading:
    """All activities; Ghostfolio itself reads numeric dates day first, so they are read so here."""
    found, problems = read_rows(
        table.calling(ALIASES), activity, order=DateOrder.DMY, fields={"price": "unitprice", "amount": "unitprice"}
    )
    return ImportReading(FORMAT.name, found, problems=problems)


def activity(row: RowFields) -> Iterable[Transaction]:
    """One row. What is kept by hand (a flat, an opening fee) goes by its own words; the note is the user's, not a name."""
    by_hand = row.text("datasource").upper() == ghostfolio.BY_HAND
    asset_type = AssetType.OTHER if by_hand else AssetType.STOCK
    name = row.name("symbol") if by_hand else ""
    return ghostfolio.activity(row, row.symbol("symbol"), name, asset_type, row.text("type"))


FORMAT = TableFormat("ghostfolio-csv", "Ghostfolio CSV", fits, read)
