"""On which day the fiscal year of an investor ends: what two plans call 2024 may be two different years."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("investors", sa.Column("fiscal_year_end", sa.String(5), nullable=False, server_default=""))
