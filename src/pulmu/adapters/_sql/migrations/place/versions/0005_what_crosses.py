"""Notices to all of a place, and deliveries from one workspace to another"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.row_security import show_only_to
from pulmu.adapters._sql.tables import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "notice",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("withdrawn", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("notice_of_workspace")),
        sa.PrimaryKeyConstraint("kind", "workspace", "id", name=op.f("notice_key")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("receiver", sa.String(length=64), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("taken", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["receiver"], ["workspace.id"], name=op.f("delivery_of_workspace_receiver")),
        sa.ForeignKeyConstraint(["sender"], ["workspace.id"], name=op.f("delivery_of_workspace_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("delivery_key")),
    )
    op.create_index(op.f("delivery_receiver_index"), "delivery", ["receiver"], unique=False)
    op.create_index(op.f("delivery_sender_index"), "delivery", ["sender"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        show_only_to("notice", "*", "workspace")
        show_only_to("delivery", "sender, receiver", "sender, receiver")


def downgrade() -> None:
    """One step back."""
    op.drop_index(op.f("delivery_sender_index"), "delivery")
    op.drop_index(op.f("delivery_receiver_index"), "delivery")
    op.drop_table("delivery")
    op.drop_table("notice")
