"""Which tables hold the constituents of indexes, and how indexes stood at a time?"""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, Double, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from data.store.schema import CODE_LENGTH, NAME_LENGTH, SYMBOL_LENGTH, metadata

PLACE_LENGTH = 100

constituent_lists = Table(
    "constituent_lists",
    metadata,
    Column("index_symbol", String(SYMBOL_LENGTH), primary_key=True),
    Column("as_of", Date),
    Column("source", String(NAME_LENGTH), nullable=False),
    Column("changed_at", DateTime, nullable=False),  # UTC
)

constituents = Table(
    "constituents",
    metadata,
    Column(
        "index_symbol",
        String(SYMBOL_LENGTH),
        ForeignKey("constituent_lists.index_symbol", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("symbol", String(SYMBOL_LENGTH), nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("weight", Double),
    Column("sector", String(PLACE_LENGTH), nullable=False),
    Column("added", Date),
    Column("removed", Date),
)

index_performance = Table(
    "index_performance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("symbol", String(SYMBOL_LENGTH), nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("region", String(PLACE_LENGTH), nullable=False),
    Column("asset_class", String(CODE_LENGTH), nullable=False),
    Column("value", Double, nullable=False),
    Column("change_percent", Double),
    Column("constituents", Integer),
    Column("market_cap", Double),
    Column("currency", String(3), nullable=False),
    Column("timestamp", DateTime, nullable=False, index=True),  # UTC
    Column("metadata", Text, nullable=False),  # a JSON object
    UniqueConstraint("symbol", "timestamp"),
)
