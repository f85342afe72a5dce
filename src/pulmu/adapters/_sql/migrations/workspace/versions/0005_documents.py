"""Documents beside plants, in versions"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.row_security import show_only_the_named_workspace
from pulmu.adapters._sql.tables import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "document_version",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "kind", "document", "number", name=op.f("document_version_key")),
    )
    if op.get_bind().dialect.name == "postgresql":
        show_only_the_named_workspace("document_version")


def downgrade() -> None:
    """One step back."""
    op.drop_table("document_version")
