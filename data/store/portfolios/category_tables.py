"""Which tables hold category overrides, association rules, target mixes and dated yields?"""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, Double, ForeignKey, Integer, String, Table

from data.store.schema import CODE_LENGTH, ID_LENGTH, SYMBOL_LENGTH, metadata


def _owner() -> Column[str]:
    """The portfolio a row belongs to and disappears with; first part of the primary key."""
    owner = ForeignKey("portfolios.id", ondelete="CASCADE")
    return Column("portfolio_id", String(ID_LENGTH), owner, primary_key=True)


category_overrides = Table(
    "category_overrides",
    metadata,
    _owner(),
    Column("scope", String(CODE_LENGTH), primary_key=True),
    Column("target", String(SYMBOL_LENGTH), primary_key=True),
    Column("category", String(CODE_LENGTH), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("share", Double, nullable=False),
)

association_rules = Table(
    "association_rules",
    metadata,
    _owner(),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("scope", String(CODE_LENGTH), nullable=False),
    Column("target", String(SYMBOL_LENGTH), nullable=False),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("symbol", String(SYMBOL_LENGTH), nullable=False),
)

target_mixes = Table(
    "target_mixes",
    metadata,
    _owner(),
    Column("category", String(CODE_LENGTH), primary_key=True),
    Column("share", Double, nullable=False),
)

yield_series = Table(
    "yield_series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("symbol", String(SYMBOL_LENGTH), nullable=False, unique=True),
    Column("changed_at", DateTime, nullable=False),  # UTC
)

yields = Table(
    "yields",
    metadata,
    Column(
        "series_id", Integer, ForeignKey("yield_series.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("quoted_on", Date, primary_key=True),
    Column("yearly", Double, nullable=False),
)
