"""Seals of rows"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.row_security import show_only_the_named_workspace

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "workspace_seal",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("table", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "table", "key", name=op.f("workspace_seal_key")),
    )
    if op.get_bind().dialect.name == "postgresql":
        show_only_the_named_workspace("workspace_seal")


def downgrade() -> None:
    """One step back."""
    op.drop_table("workspace_seal")
