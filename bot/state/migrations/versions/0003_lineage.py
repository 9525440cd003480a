"""Which database this is and how far it got, so that an older copy of it is recognised."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of one row; the program fills it when it opens the database."""
    op.create_table(
        "lineage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("restored_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_lineage"),
    )
