"""Which tables hold what, and how are they bound together? The newest schema; ``migrations`` leads every older one to it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

ID_LENGTH = 64
NAME_LENGTH = 200
SYMBOL_LENGTH = 64
REFERENCE_LENGTH = 200
CODE_LENGTH = 32  # kinds, asset types, sources: words of our own
FINGERPRINT_LENGTH = 32
NOTE_LENGTH = 500

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

store_revision = Table(
    "store_revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

portfolios = Table(
    "portfolios",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
    Column("base_currency", String(3), nullable=False),
    Column("cash_tracked", Boolean),
    Column("simulated", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime, nullable=False),  # UTC
)


def _owner() -> Column[str]:
    """The portfolio a row belongs to and disappears with."""
    return Column("portfolio_id", String(ID_LENGTH), ForeignKey("portfolios.id", ondelete="CASCADE"), nullable=False)


transactions = Table(
    "transactions",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    Column("fingerprint", String(FINGERPRINT_LENGTH), nullable=False),
    Column("traded_on", Date, nullable=False),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("symbol", String(SYMBOL_LENGTH), nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("asset_type", String(CODE_LENGTH), nullable=False),
    Column("quantity", Double, nullable=False),
    Column("price", Double),
    Column("amount", Double),
    Column("fees", Double, nullable=False),
    Column("taxes", Double, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("fx_rate", Double),
    Column("fair_market_value", Double),
    Column("reference", String(REFERENCE_LENGTH), nullable=False),
    UniqueConstraint("portfolio_id", "fingerprint"),
    Index(None, "portfolio_id", "traded_on", "id"),
)

deposits = Table(
    "deposits",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    Column("fingerprint", String(FINGERPRINT_LENGTH), nullable=False),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("amount", Double, nullable=False),
    Column("rate", Double, nullable=False),
    Column("start", Date, nullable=False),
    Column("maturity", Date, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("compounding", String(CODE_LENGTH), nullable=False),
    Column("payout", String(CODE_LENGTH), nullable=False),
    Column("closed_on", Date),
    Column("closed_rate", Double),
    Column("penalty", Double, nullable=False),
    Column("instalments", String(CODE_LENGTH)),
    UniqueConstraint("portfolio_id", "fingerprint"),
)

left_out_holdings = Table(  # symbols that the owner wants in neither value nor flows
    "left_out_holdings",
    metadata,
    Column("portfolio_id", String(ID_LENGTH), ForeignKey("portfolios.id", ondelete="CASCADE"), primary_key=True),
    Column("symbol", String(SYMBOL_LENGTH), primary_key=True),
)

deposit_rates = Table(  # what followed the first rate, each from its own day on
    "deposit_rates",
    metadata,
    Column("deposit_id", Integer, ForeignKey("deposits.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("changed_on", Date, primary_key=True),
    Column("rate", Double, nullable=False),
    sqlite_with_rowid=False,
)

sample_seeds = Table(  # remembers that a sample was given once, also after the user has deleted it
    "sample_seeds",
    metadata,
    Column("portfolio_id", String(ID_LENGTH), primary_key=True),
    Column("fingerprint", String(FINGERPRINT_LENGTH), nullable=False),
)

price_series = Table(
    "price_series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("symbol", String(SYMBOL_LENGTH), nullable=False),
    Column("source", String(CODE_LENGTH), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("note", String(NOTE_LENGTH), nullable=False),
    Column("changed_at", DateTime, nullable=False),  # UTC
    UniqueConstraint("symbol", "source"),
)


def owner_key(name: str, owner: str) -> Column[int]:
    """Who a row belongs to and disappears with (``table.column``); first part of the primary key."""
    return Column(name, Integer, ForeignKey(owner, ondelete="CASCADE"), primary_key=True, autoincrement=False)


prices = Table(
    "prices",
    metadata,
    owner_key("series_id", "price_series.id"),
    Column("priced_on", Date, primary_key=True),
    Column("close", Double, nullable=False),
    Column("adjusted_close", Double),
    sqlite_with_rowid=False,  # rows lie in the order in which they are read
)

dividends = Table(
    "dividends",
    metadata,
    owner_key("series_id", "price_series.id"),
    Column("ex_date", Date, primary_key=True),
    Column("amount", Double, nullable=False),
)

splits = Table(
    "splits",
    metadata,
    owner_key("series_id", "price_series.id"),
    Column("effective_on", Date, primary_key=True),
    Column("ratio", Double, nullable=False),
)
