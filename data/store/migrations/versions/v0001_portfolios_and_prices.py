"""Portfolios and prices: the first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _revision()
    _portfolios()
    _transactions()
    _deposits()
    _prices()
    _corporate_actions()


def _revision() -> None:
    op.create_table(
        "store_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_store_revision_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_revision")),
    )
    op.execute("INSERT INTO store_revision (id, revision) VALUES (1, 1)")


def _portfolios() -> None:
    op.create_table(
        "portfolios",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("base_currency", sa.String(3), nullable=False),
        sa.Column("cash_tracked", sa.Boolean()),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolios")),
        sa.UniqueConstraint("name", name=op.f("uq_portfolios_name")),
    )
    op.create_table(
        "sample_seeds",
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", name=op.f("pk_sample_seeds")),
    )


def _transactions() -> None:
    op.create_table(
        "transactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("traded_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("asset_type", sa.String(32), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("price", sa.Double()),
        sa.Column("amount", sa.Double()),
        sa.Column("fees", sa.Double(), nullable=False),
        sa.Column("taxes", sa.Double(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("fx_rate", sa.Double()),
        sa.Column("fair_market_value", sa.Double()),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sa.UniqueConstraint("portfolio_id", "fingerprint", name=op.f("uq_transactions_portfolio_id_fingerprint")),
        _owner("transactions"),
    )
    op.create_index(
        op.f("ix_transactions_portfolio_id_traded_on_id"), "transactions", ["portfolio_id", "traded_on", "id"]
    )


def _deposits() -> None:
    op.create_table(
        "deposits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("maturity", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("compounding", sa.String(32), nullable=False),
        sa.Column("payout", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposits")),
        sa.UniqueConstraint("portfolio_id", "fingerprint", name=op.f("uq_deposits_portfolio_id_fingerprint")),
        _owner("deposits"),
    )


def _prices() -> None:
    op.create_table(
        "price_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_series")),
        sa.UniqueConstraint("symbol", "source", name=op.f("uq_price_series_symbol_source")),
    )
    op.create_table(
        "prices",
        sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("priced_on", sa.Date(), nullable=False),
        sa.Column("close", sa.Double(), nullable=False),
        sa.Column("adjusted_close", sa.Double()),
        sa.PrimaryKeyConstraint("series_id", "priced_on", name=op.f("pk_prices")),
        _series("prices"),
        sqlite_with_rowid=False,
    )


def _corporate_actions() -> None:
    for table, on, what in (("dividends", "ex_date", "amount"), ("splits", "effective_on", "ratio")):
        op.create_table(
            table,
            sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column(on, sa.Date(), nullable=False),
            sa.Column(what, sa.Double(), nullable=False),
            sa.PrimaryKeyConstraint("series_id", on, name=op.f(f"pk_{table}")),
            _series(table),
        )


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_portfolio_id_portfolios")
    return sa.ForeignKeyConstraint(["portfolio_id"], ["portfolios.id"], name=name, ondelete="CASCADE")


def _series(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_series_id_price_series")
    return sa.ForeignKeyConstraint(["series_id"], ["price_series.id"], name=name, ondelete="CASCADE")
