"""Which tables hold investors, their allocations by year, and groups made by hand?"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from data.store.schema import (
    CODE_LENGTH,
    FINGERPRINT_LENGTH,
    ID_LENGTH,
    NAME_LENGTH,
    SYMBOL_LENGTH,
    metadata,
    owner_key,
)

PLACE_LENGTH = 100

investors = Table(
    "investors",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(ID_LENGTH), nullable=False, unique=True),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
    Column("type", String(CODE_LENGTH), nullable=False),
    Column("assets", Double),
    Column("currency", String(3), nullable=False),
    Column("country", String(PLACE_LENGTH), nullable=False),
    Column("state", String(PLACE_LENGTH), nullable=False),
    Column("region", String(PLACE_LENGTH), nullable=False),
    Column("fiscal_year_end", String(5), nullable=False, server_default=""),  # month and day: 06-30
    Column("simulated", Boolean, nullable=False),
    Column("portfolio_id", String(ID_LENGTH), ForeignKey("portfolios.id", ondelete="CASCADE"), unique=True),
    Column("source", String(CODE_LENGTH), nullable=False),
    Column("changed_at", DateTime, nullable=False),  # UTC
)


investor_years = Table(
    "investor_years",
    metadata,
    owner_key("investor", "investors.number"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("assets", Double),
    Column("performance", Double),
)

allocation_buckets = Table(
    "allocation_buckets",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("dimension", String(CODE_LENGTH), nullable=False),
    Column("name", String(PLACE_LENGTH), nullable=False),
    UniqueConstraint("dimension", "name"),
)

investor_allocations = Table(
    "investor_allocations",
    metadata,
    owner_key("investor", "investors.number"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("bucket", Integer, ForeignKey("allocation_buckets.number"), primary_key=True, autoincrement=False),
    Column("weight", Double, nullable=False),
    sqlite_with_rowid=False,
)

peer_groups = Table(
    "peer_groups",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
)

peer_group_members = Table(
    "peer_group_members",
    metadata,
    Column("group_id", String(ID_LENGTH), ForeignKey("peer_groups.id", ondelete="CASCADE"), primary_key=True),
    Column("investor", Integer, ForeignKey("investors.number", ondelete="CASCADE"), primary_key=True),
    Index(None, "investor"),
)

holding_classes = Table(  # what the user says a security is, where no file tells it
    "holding_classes",
    metadata,
    Column("symbol", String(SYMBOL_LENGTH), primary_key=True),
    Column("sector", String(PLACE_LENGTH), nullable=False),
    Column("geography", String(PLACE_LENGTH), nullable=False),
    Column("asset_class", String(PLACE_LENGTH), nullable=False, server_default=""),
)

peer_seeds = Table(  # remembers which sample of investors was given, also after the user has deleted it
    "peer_seeds",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("fingerprint", String(FINGERPRINT_LENGTH), nullable=False),
)
