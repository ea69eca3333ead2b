"""Indexes: their constituents, and how they stood at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _constituents()
    _performance()


def _constituents() -> None:
    op.create_table(
        "constituent_lists",
        sa.Column("index_symbol", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("index_symbol", name=op.f("pk_constituent_lists")),
    )
    owner = op.f("fk_constituents_index_symbol_constituent_lists")
    op.create_table(
        "constituents",
        sa.Column("index_symbol", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("weight", sa.Double(), nullable=True),
        sa.Column("sector", sa.String(100), nullable=False),
        sa.Column("added", sa.Date(), nullable=True),
        sa.Column("removed", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("index_symbol", "position", name=op.f("pk_constituents")),
        sa.ForeignKeyConstraint(["index_symbol"], ["constituent_lists.index_symbol"], name=owner, ondelete="CASCADE"),
    )


def _performance() -> None:
    op.create_table(
        "index_performance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("region", sa.String(100), nullable=False),
        sa.Column("asset_class", sa.String(32), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("change_percent", sa.Double(), nullable=True),
        sa.Column("constituents", sa.Integer(), nullable=True),
        sa.Column("market_cap", sa.Double(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("timestamp", sa.DateTime(), nullable=False),
        sa.Column("metadata", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_performance")),
        sa.UniqueConstraint("symbol", "timestamp", name=op.f("uq_index_performance_symbol_timestamp")),
    )
    op.create_index(op.f("ix_index_performance_timestamp"), "index_performance", ["timestamp"])
