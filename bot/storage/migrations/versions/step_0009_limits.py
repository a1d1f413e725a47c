"""When messages were sent last, for machines that keep Telegram's limits together."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables; what they hold counts for a minute, and may be lost in a crash."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    prefixes = ["UNLOGGED"] if is_postgresql else []
    moments = sa.ARRAY(sa.Double) if is_postgresql else sa.JSON()
    op.create_table(
        "bot_paces",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("free_from", sa.Double, nullable=False),
        prefixes=prefixes,
    )
    op.create_table(
        "chat_paces",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat", sa.LargeBinary(16), primary_key=True),
        sa.Column("is_group", sa.Boolean, nullable=False),
        sa.Column("sent", moments, nullable=False),
        prefixes=prefixes,
    )
