"""Factor returns: uploaded tables with their columns and values."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factor_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("frequency", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("observations", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_tables")),
        sa.UniqueConstraint("name", name=op.f("uq_factor_tables_name")),
    )
    owner = op.f("fk_factor_columns_table_id_factor_tables")
    op.create_table(
        "factor_columns",
        sa.Column("table_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("table_id", "position", name=op.f("pk_factor_columns")),
        sa.ForeignKeyConstraint(["table_id"], ["factor_tables.id"], name=owner, ondelete="CASCADE"),
    )
    _values()


def _values() -> None:
    column = op.f("fk_factor_returns_table_id_factor_columns")
    op.create_table(
        "factor_returns",
        sa.Column("table_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("table_id", "position", "dated_on", name=op.f("pk_factor_returns")),
        sa.ForeignKeyConstraint(
            ["table_id", "position"],
            ["factor_columns.table_id", "factor_columns.position"],
            name=column,
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
