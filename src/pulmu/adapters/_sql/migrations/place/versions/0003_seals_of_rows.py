"""Seals of rows"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "place_seal",
        sa.Column("table", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("table", "key", name=op.f("place_seal_key")),
    )


def downgrade() -> None:
    """One step back."""
    op.drop_table("place_seal")
