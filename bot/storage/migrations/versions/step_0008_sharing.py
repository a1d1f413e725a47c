"""What machines that share a database share: knowledge files, files that wait, and replies."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "knowledge_files",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("saved_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "waiting_files",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(8), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("based_on", sa.String(64)),
        sa.Column("kept_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replies",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat", sa.LargeBinary(16), primary_key=True),
        sa.Column("asked", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("reply", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=False),
    )
    op.create_index("replies_sent", "replies", ["sent_at"])
