"""Since when each message can have been sent, however often it was put off."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what is there already, the next try is the best that is known."""
    op.add_column(
        "deliveries", sa.Column("due", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.execute("UPDATE deliveries SET due = not_before")
