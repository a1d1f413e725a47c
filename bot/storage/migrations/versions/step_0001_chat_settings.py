"""What was chosen for a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "chat_settings",
        sa.Column("chat", sa.LargeBinary(16), primary_key=True),
        sa.Column("interview", sa.String(56)),
        sa.Column("language", sa.String(35)),
    )
