"""Which tables hold uploaded factor returns: one head a table, its columns, and a value for every column and date?"""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, Double, ForeignKeyConstraint, Integer, String, Table

from data.store.schema import CODE_LENGTH, metadata, owner_key

FACTOR_NAME_LENGTH = 100


factor_tables = Table(
    "factor_tables",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(FACTOR_NAME_LENGTH), nullable=False, unique=True),
    Column("frequency", String(CODE_LENGTH), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("changed_at", DateTime, nullable=False),  # UTC
)

factor_columns = Table(
    "factor_columns",
    metadata,
    owner_key("table_id", "factor_tables.id"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", String(CODE_LENGTH), nullable=False),
)

factor_returns = Table(
    "factor_returns",
    metadata,
    Column("table_id", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("dated_on", Date, primary_key=True),
    Column("value", Double, nullable=False),
    ForeignKeyConstraint(
        ["table_id", "position"], ["factor_columns.table_id", "factor_columns.position"], ondelete="CASCADE"
    ),
    sqlite_with_rowid=False,  # rows lie in the order in which they are read
)
