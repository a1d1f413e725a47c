"""What was asked, how it went, and what readers thought of it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "journal",
        sa.Column("reference", sa.String(11), primary_key=True),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("place", sa.String(8), nullable=False),
        sa.Column("language", sa.String(35)),
        sa.Column("reader", sa.LargeBinary(16)),
        sa.Column("question", sa.Text),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("interview", sa.String(64)),
        sa.Column("exchange", sa.String(64)),
        sa.Column("confidence", sa.Double),
        sa.Column("others", sa.Text, nullable=False),
        sa.Column("matching", sa.BigInteger),
        sa.Column("answering", sa.BigInteger),
        sa.Column("version", sa.String(8), nullable=False),
    )
    op.create_index(
        "journal_decisions", "journal", ["asked_at", "decision", "interview", "exchange"]
    )
    op.create_index("journal_times", "journal", ["asked_at", "matching", "answering", "reader"])
    op.create_index("journal_readers", "journal", ["reader"])
    op.create_table(
        "verdicts",
        sa.Column("reference", sa.String(11), primary_key=True),
        sa.Column("reader", sa.LargeBinary(16), primary_key=True),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("judged_at", sa.BigInteger, nullable=False),
        sa.Column("interview", sa.String(64)),
        sa.Column("exchange", sa.String(64)),
    )
    op.create_index("verdicts_given", "verdicts", ["judged_at", "verdict"])
    op.create_index("verdicts_of_readers", "verdicts", ["reader"])
