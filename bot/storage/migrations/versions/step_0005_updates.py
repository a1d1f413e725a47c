"""Which updates were handled, and those that were taken and are still to be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "updates",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("noted_at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.Text),
    )
    op.create_index("updates_noted", "updates", ["noted_at"])
