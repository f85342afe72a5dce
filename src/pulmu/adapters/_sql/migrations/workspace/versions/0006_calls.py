"""What a workspace was sent; its calls, who judges what, and decisions"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.row_security import show_only_the_named_workspace
from pulmu.adapters._sql.tables import Instant

revision = "0006"
down_revision = "0005"
_TABLES = ("received", "call_state", "review", "decision")


def upgrade() -> None:
    """One step on."""
    _received()
    op.create_table(
        "call_state",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("budget_krw", sa.BigInteger(), nullable=True),
        sa.Column("committed_krw", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=True),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("changed", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "call", name=op.f("call_state_key")),
    )
    _review()
    _decision()
    if op.get_bind().dialect.name == "postgresql":
        for table in _TABLES:
            show_only_the_named_workspace(table)


def downgrade() -> None:
    """One step back."""
    op.drop_table("decision")
    op.drop_index("review_of_reviewer", "review")
    op.drop_table("review")
    op.drop_table("call_state")
    op.drop_index("received_about", "received")
    op.drop_table("received")


def _received() -> None:
    op.create_table(
        "received",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("received_key")),
    )
    op.create_index("received_about", "received", ["workspace", "kind", "about"], unique=False)


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("assigned_at", Instant(), nullable=False),
        sa.Column("sealed_at", Instant(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "call"], ["call_state.workspace", "call_state.call"], name=op.f("review_of_call_state")
        ),
        sa.PrimaryKeyConstraint("workspace", "call", "application", "reviewer", name=op.f("review_key")),
    )
    op.create_index("review_of_reviewer", "review", ["workspace", "reviewer"], unique=False)


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("amount_krw", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "call"], ["call_state.workspace", "call_state.call"], name=op.f("decision_of_call_state")
        ),
        sa.PrimaryKeyConstraint("workspace", "call", "application", "number", name=op.f("decision_key")),
    )
