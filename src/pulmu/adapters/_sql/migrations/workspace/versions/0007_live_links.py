"""Links to live plants"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.row_security import show_only_the_named_workspace
from pulmu.adapters._sql.tables import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "live_link",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("samples", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("tag_map", sa.Text(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("live_link_key")),
    )
    if op.get_bind().dialect.name == "postgresql":
        show_only_the_named_workspace("live_link")


def downgrade() -> None:
    """One step back."""
    op.drop_table("live_link")
