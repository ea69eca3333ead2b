"""What does a FinanceToolkit portfolio say? Signed volumes (negative is a sale) and costs written as negative numbers."""

from __future__ import annotations

from data.importers.columns.field_values import DateOrder
from data.importers.columns.mapping import SignMeaning
from data.importers.formats.broker_table import BrokerTable

FORMAT = BrokerTable(
    name="financetoolkit",
    title="FinanceToolkit",
    needs="date symbol quantity price",
    any_of="fees currency",
    columns={"symbol": "identifier", "quantity": "volume", "fees": "costs"},
    usual_order=DateOrder.MDY,
    signs=SignMeaning.NEGATIVE_QUANTITY_IS_SALE,
    signless=("quantity", "fees"),
)
