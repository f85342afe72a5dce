"""The queue of jobs"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.tables import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "queue",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("added", Instant(), nullable=False),
        sa.Column("ready", Instant(), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("lease_ends", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("queue_key")),
    )
    op.create_index(op.f("queue_ready_index"), "queue", ["ready"], unique=False)


def downgrade() -> None:
    """One step back."""
    op.drop_index(op.f("queue_ready_index"), "queue")
    op.drop_table("queue")
