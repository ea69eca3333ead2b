"""What do Zerodha's tables say? The tradebook of NSE and BSE and Coin's statement of funds have the same columns, in rupees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.ledger.transaction import AssetType, TransactionKind
from data.importers.columns.row_fields import LONGEST_SYMBOL, RowFields
from data.importers.files.table import HeadedTable
from data.importers.formats.broker_table import BrokerTable, FileFacts

FUNDS, SHARES = {"MF"}, {"EQ", ""}
BOND_SERIES = {"GS", "GB", "TB", "SG", "NB", "N0", "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9"}


def _asset_type(row: RowFields) -> AssetType:
    """By segment, series and the kind of ISIN (INF… is a fund's unit, INE… a company's share)."""
    segment, symbol, isin = row.text("segment").upper(), row.text("symbol").upper(), row.text("isin").upper()
    if segment in FUNDS:
        return AssetType.MUTUAL_FUND
    if segment not in SHARES:
        row.refuse("segment", f"Segment {segment} holds futures, options or commodities, which cannot be valued here.")
        return AssetType.OTHER
    if symbol.startswith("SGB") or (isin.startswith("INF") and "GOLD" in symbol):
        return AssetType.GOLD
    if row.text("series").upper() in BOND_SERIES:
        return AssetType.BOND
    return AssetType.ETF if isin.startswith("INF") else AssetType.STOCK


def _security(row: RowFields, _: TransactionKind) -> dict[str, Any]:
    """The broker's symbol, which for a fund is its name; one too long for a symbol goes by its ISIN."""
    asset_type, long = _asset_type(row), len(row.text("symbol")) > LONGEST_SYMBOL
    return {
        "symbol": row.symbol("isin", "symbol") if long else row.symbol("symbol", "isin"),
        "name": row.name("symbol") if asset_type is AssetType.MUTUAL_FUND else "",
        "asset_type": asset_type,
    }


def _renamed_companies(table: HeadedTable) -> FileFacts:
    """A note for each ISIN that trades under several symbols: a series moved, or the company was renamed."""
    by_isin: dict[str, set[str]] = {}
    for row in table.fields():
        if isin := row.text("isin").upper():
            by_isin.setdefault(isin, set()).add(row.text("symbol"))
    facts = FileFacts()
    for isin, symbols in by_isin.items():
        if len(symbols) > 1:
            facts.note(
                f"{' and '.join(sorted(symbols))} are the same security ({isin}) under different symbols. "
                "Choose one symbol for them, or a sale of one will not find the purchase of the other."
            )
    return facts


TRADEBOOK = BrokerTable(
    name="zerodha-tradebook",
    title="Zerodha tradebook",
    needs="symbol isin date segment kind quantity price reference",
    columns={"date": "trade_date", "kind": "trade_type", "reference": "trade_id"},
    kinds={TransactionKind.BUY: "buy", TransactionKind.SELL: "sell"},
    unknown_kind="“{word}” is neither buy nor sell.",
    currency="INR",
    reference="zerodha:{exchange}:{date}:{reference}",  # a trade's id is unique on its exchange and day only
    securities=True,
    base_currency="INR",
    notes=("Zerodha's tradebook has no charges: brokerage, STT and stamp duty are not in these trades.",),
    study=_renamed_companies,
    describe=_security,
)
COIN = replace(
    TRADEBOOK,
    name="zerodha-coin",
    title="Zerodha Coin",
    holds=lambda table: {str(cell).strip().upper() for cell in table.values("segment")} == FUNDS,
    notes=("Coin's statement has no charges: stamp duty (0.005 % of a purchase) is not in these trades.",),
)
