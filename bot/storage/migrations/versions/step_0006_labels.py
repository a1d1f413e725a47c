"""What admins have settled of questions that were not answered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "labels",
        sa.Column("question", sa.LargeBinary(16), primary_key=True),
        sa.Column("label", sa.String(16), nullable=False),
        sa.Column("labelled_at", sa.BigInteger, nullable=False),
        sa.Column("reference", sa.String(11), nullable=False),
    )
    op.create_index("labels_together", "labels", ["reference"])
