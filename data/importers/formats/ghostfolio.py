"""What do Ghostfolio's activities mean? One format for its CSV and, with the profiles of what was bought, for its JSON."""

from __future__ import annotations

from typing import Any

from core.ledger.transaction import AssetType, TransactionKind
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import RowFields
from data.importers.formats.broker_table import BrokerTable

BY_HAND = "MANUAL"


def _security(row: RowFields, kind: TransactionKind) -> dict[str, Any]:
    """What is kept by hand (a flat, an opening fee) goes by its own words; the note is the user's, not a name."""
    by_hand, symbol = row.text("datasource").upper() == BY_HAND, row.symbol("symbol")
    return {
        "symbol": "" if kind is TransactionKind.FEE else symbol,
        "name": row.name("symbol") if by_hand else "",
        "asset_type": AssetType.OTHER if by_hand else AssetType.STOCK,
    }


CSV = BrokerTable(
    name="ghostfolio-csv",
    title="Ghostfolio CSV",
    needs="date kind symbol datasource currency price quantity",
    columns={
        "kind": "type action",
        "symbol": "symbol code ticker",
        "price": "unitprice price unit_price value",
        "quantity": "quantity qty shares units",
        "fees": "fee commission",
        "currency": "currency ccy",
        "reference": "id",
    },
    order=DateOrder.DMY,  # as Ghostfolio itself reads numeric dates, in every row on its own
    kinds={
        TransactionKind.BUY: "buy item",  # an item is a thing owned and valued by hand
        TransactionKind.SELL: "sell",
        TransactionKind.DIVIDEND: "dividend",
        TransactionKind.INTEREST: "interest",
        TransactionKind.FEE: "fee",
    },
    refused={"liability": "This kind of activity cannot be taken over: debts are not part of a portfolio here."},
    unknown_kind="This kind of activity cannot be taken over: “{word}” is not known.",
    reference="ghostfolio:{reference}",
    describe=_security,
)
