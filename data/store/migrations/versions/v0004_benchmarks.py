"""Benchmarks: the user's own, what blends are made of, own returns, and what a portfolio is measured by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _benchmarks()
    _compositions()
    _returns()
    _usage()


def _benchmarks() -> None:
    op.create_table(
        "benchmarks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(3)),
        sa.Column("symbol", sa.String(64)),
        sa.Column("portfolio_id", sa.String(64)),
        sa.Column("rate", sa.Double()),
        sa.Column("compounded", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(32)),
        sa.Column("rebalance", sa.String(32), nullable=False),
        sa.Column("max_abs_bp", sa.Double()),
        sa.Column("reset", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmarks")),
        sa.UniqueConstraint("name", name=op.f("uq_benchmarks_name")),
        _portfolio("benchmarks"),
    )
    op.create_index(op.f("ix_benchmarks_portfolio_id"), "benchmarks", ["portfolio_id"])


def _compositions() -> None:
    unique = op.f("uq_benchmark_compositions_benchmark_id_number_component_id")
    op.create_table(
        "benchmark_compositions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("benchmark_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective", sa.Date()),
        sa.Column("component_id", sa.String(64), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("fallback_rate", sa.Double()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_compositions")),
        sa.UniqueConstraint("benchmark_id", "number", "component_id", name=unique),
        sa.CheckConstraint(
            "(number = 0) = (effective IS NULL)", name=op.f("ck_benchmark_compositions_first_without_date")
        ),
        _benchmark("benchmark_compositions"),
    )


def _returns() -> None:
    op.create_table(
        "imported_returns",
        sa.Column("benchmark_id", sa.String(64), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("benchmark_id", "returned_on", name=op.f("pk_imported_returns")),
        _benchmark("imported_returns"),
        sqlite_with_rowid=False,
    )


def _usage() -> None:
    op.create_table(
        "portfolio_benchmarks",
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("benchmark_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", name=op.f("pk_portfolio_benchmarks")),
        _portfolio("portfolio_benchmarks"),
    )


def _benchmark(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_benchmark_id_benchmarks")
    return sa.ForeignKeyConstraint(["benchmark_id"], ["benchmarks.id"], name=name, ondelete="CASCADE")


def _portfolio(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_portfolio_id_portfolios")
    return sa.ForeignKeyConstraint(["portfolio_id"], ["portfolios.id"], name=name, ondelete="CASCADE")
