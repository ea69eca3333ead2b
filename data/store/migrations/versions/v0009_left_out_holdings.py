"""Which holdings does the owner of a portfolio leave out by choice?"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    owner = op.f("fk_left_out_holdings_portfolio_id_portfolios")
    op.create_table(
        "left_out_holdings",
        sa.Column("portfolio_id", sa.String(64), nullable=False),
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", "symbol", name=op.f("pk_left_out_holdings")),
        sa.ForeignKeyConstraint(["portfolio_id"], ["portfolios.id"], name=owner, ondelete="CASCADE"),
    )
