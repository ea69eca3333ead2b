"""What became of a deposit: an early closing, and rates that change on dates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deposits", sa.Column("closed_on", sa.Date()))
    op.add_column("deposits", sa.Column("closed_rate", sa.Double()))
    op.add_column("deposits", sa.Column("penalty", sa.Double(), nullable=False, server_default="0"))
    owner = op.f("fk_deposit_rates_deposit_id_deposits")
    op.create_table(
        "deposit_rates",
        sa.Column("deposit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("deposit_id", "changed_on", name=op.f("pk_deposit_rates")),
        sa.ForeignKeyConstraint(["deposit_id"], ["deposits.id"], name=owner, ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
