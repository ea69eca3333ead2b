"""What a holding is: its asset class too, for a fund's cannot be told from its type."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("holding_classes", sa.Column("asset_class", sa.String(100), nullable=False, server_default=""))
