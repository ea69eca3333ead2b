"""Peers: investors, their allocations by year, groups made by hand, and what a holding is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _investors()
    _years()
    _allocations()
    _groups()
    _classes()


def _investors() -> None:
    op.create_table(
        "investors",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("assets", sa.Double()),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("country", sa.String(100), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("region", sa.String(100), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("portfolio_id", sa.String(64)),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_investors")),
        sa.UniqueConstraint("id", name=op.f("uq_investors_id")),
        sa.UniqueConstraint("name", name=op.f("uq_investors_name")),
        sa.UniqueConstraint("portfolio_id", name=op.f("uq_investors_portfolio_id")),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["portfolios.id"], name=op.f("fk_investors_portfolio_id_portfolios"), ondelete="CASCADE"
        ),
    )


def _years() -> None:
    op.create_table(
        "investor_years",
        sa.Column("investor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assets", sa.Double()),
        sa.Column("performance", sa.Double()),
        sa.PrimaryKeyConstraint("investor", "year", name=op.f("pk_investor_years")),
        _investor("investor_years"),
    )


def _allocations() -> None:
    op.create_table(
        "allocation_buckets",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(32), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_allocation_buckets")),
        sa.UniqueConstraint("dimension", "name", name=op.f("uq_allocation_buckets_dimension_name")),
    )
    bucket = op.f("fk_investor_allocations_bucket_allocation_buckets")
    op.create_table(
        "investor_allocations",
        sa.Column("investor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("investor", "year", "bucket", name=op.f("pk_investor_allocations")),
        sa.ForeignKeyConstraint(["bucket"], ["allocation_buckets.number"], name=bucket),
        _investor("investor_allocations"),
        sqlite_with_rowid=False,
    )


def _groups() -> None:
    op.create_table(
        "peer_groups",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_peer_groups_name")),
    )
    group = op.f("fk_peer_group_members_group_id_peer_groups")
    op.create_table(
        "peer_group_members",
        sa.Column("group_id", sa.String(64), nullable=False),
        sa.Column("investor", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "investor", name=op.f("pk_peer_group_members")),
        sa.ForeignKeyConstraint(["group_id"], ["peer_groups.id"], name=group, ondelete="CASCADE"),
        _investor("peer_group_members"),
    )
    op.create_index(op.f("ix_peer_group_members_investor"), "peer_group_members", ["investor"])


def _classes() -> None:
    op.create_table(
        "holding_classes",
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.Column("sector", sa.String(100), nullable=False),
        sa.Column("geography", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("symbol", name=op.f("pk_holding_classes")),
    )
    op.create_table(
        "peer_seeds",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_seeds")),
    )


def _investor(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_investor_investors")
    return sa.ForeignKeyConstraint(["investor"], ["investors.number"], name=name, ondelete="CASCADE")
