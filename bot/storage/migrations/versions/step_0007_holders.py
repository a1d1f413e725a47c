"""Which process has taken an update that is still to be handled, and until when it holds it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("updates", sa.Column("holder", sa.String(16)))
    op.add_column("updates", sa.Column("held_until", sa.BigInteger))
    op.create_index("updates_held", "updates", ["held_until"])
