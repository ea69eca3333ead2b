"""Which tables hold the user's benchmarks, what blends are made of and when, own returns, and which portfolio is measured by which?"""

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
    String,
    Table,
    UniqueConstraint,
)

from data.store.schema import CODE_LENGTH, ID_LENGTH, NAME_LENGTH, SYMBOL_LENGTH, metadata

benchmarks = Table(
    "benchmarks",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("currency", String(3)),
    Column("symbol", String(SYMBOL_LENGTH)),
    Column("portfolio_id", String(ID_LENGTH), ForeignKey("portfolios.id", ondelete="CASCADE")),
    Column("rate", Double),
    Column("compounded", Boolean, nullable=False),
    Column("basis", String(CODE_LENGTH)),
    Column("rebalance", String(CODE_LENGTH), nullable=False),
    Column("max_abs_bp", Double),
    Column("reset", String(CODE_LENGTH), nullable=False),
    Column("changed_at", DateTime, nullable=False),  # UTC
    Index(None, "portfolio_id"),
)


def _owner() -> Column[str]:
    """The benchmark a row belongs to and disappears with."""
    owner = ForeignKey("benchmarks.id", ondelete="CASCADE")
    return Column("benchmark_id", String(ID_LENGTH), owner, nullable=False)


benchmark_compositions = Table(  # number 0 has no date: it holds from the beginning
    "benchmark_compositions",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    Column("number", Integer, nullable=False),
    Column("effective", Date),
    Column("component_id", String(ID_LENGTH), nullable=False),
    Column("weight", Double, nullable=False),
    Column("fallback_rate", Double),
    UniqueConstraint("benchmark_id", "number", "component_id"),
    CheckConstraint("(number = 0) = (effective IS NULL)", name="first_without_date"),
)

imported_returns = Table(
    "imported_returns",
    metadata,
    Column(
        "benchmark_id",
        String(ID_LENGTH),
        ForeignKey("benchmarks.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("returned_on", Date, primary_key=True),
    Column("value", Double, nullable=False),
    sqlite_with_rowid=False,
)

portfolio_benchmarks = Table(  # what a portfolio is measured by; the id may be one of the catalogue
    "portfolio_benchmarks",
    metadata,
    Column(
        "portfolio_id",
        String(ID_LENGTH),
        ForeignKey("portfolios.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("benchmark_id", String(ID_LENGTH), nullable=False),
)
