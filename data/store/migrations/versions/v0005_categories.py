"""Categories: overrides, association rules, target mixes, and dated yields."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _overrides()
    _rules()
    _mixes()
    _yields()


def _overrides() -> None:
    op.create_table(
        "category_overrides",
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", "scope", "target", "category", name=op.f("pk_category_overrides")),
        _portfolio("category_overrides"),
    )


def _rules() -> None:
    op.create_table(
        "association_rules",
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", "position", name=op.f("pk_association_rules")),
        _portfolio("association_rules"),
    )


def _mixes() -> None:
    op.create_table(
        "target_mixes",
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", "category", name=op.f("pk_target_mixes")),
        _portfolio("target_mixes"),
    )


def _yields() -> None:
    op.create_table(
        "yield_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yield_series")),
        sa.UniqueConstraint("symbol", name=op.f("uq_yield_series_symbol")),
    )
    owner = op.f("fk_yields_series_id_yield_series")
    op.create_table(
        "yields",
        sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column("yearly", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("series_id", "quoted_on", name=op.f("pk_yields")),
        sa.ForeignKeyConstraint(["series_id"], ["yield_series.id"], name=owner, ondelete="CASCADE"),
    )


def _portfolio(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_portfolio_id_portfolios")
    return sa.ForeignKeyConstraint(["portfolio_id"], ["portfolios.id"], name=name, ondelete="CASCADE")
