"""Jobs, the version of a report each made, and answers to requests that are carried out once"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.row_security import show_only_the_named_workspace
from pulmu.adapters._sql.tables import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "job",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("started", Instant(), nullable=True),
        sa.Column("cancel", Instant(), nullable=True),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("job_key")),
    )
    op.create_index(op.f("job_created_index"), "job", ["created"], unique=False)
    op.create_index(op.f("job_state_index"), "job", ["state"], unique=False)
    op.create_table(
        "kept_answer",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("kept_answer_key")),
    )
    op.create_index(op.f("kept_answer_at_index"), "kept_answer", ["at"], unique=False)
    # No constraint but an index: SQLite would build the table anew, and its rows are referred to.
    op.add_column("report_version", sa.Column("job", sa.String(length=64), nullable=True))
    op.create_index("report_version_of_job", "report_version", ["workspace", "job"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        for table in ("job", "kept_answer"):
            show_only_the_named_workspace(table)


def downgrade() -> None:
    """One step back."""
    op.drop_index("report_version_of_job", "report_version")
    op.drop_column("report_version", "job")
    op.drop_index(op.f("kept_answer_at_index"), "kept_answer")
    op.drop_table("kept_answer")
    op.drop_index(op.f("job_state_index"), "job")
    op.drop_index(op.f("job_created_index"), "job")
    op.drop_table("job")
