"""The first form"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.row_security import show_only_the_named_workspace
from pulmu.adapters._sql.tables import Instant

revision = "0001"
down_revision = None
TABLES = ("audit", "comment", "evidence", "link", "plant", "plant_version", "report", "report_file", "report_version")


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "audit",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("audit_key")),
    )
    op.create_table(
        "evidence",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("secrecy", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "sha256", name=op.f("evidence_key")),
    )
    op.create_table(
        "plant",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("plant_key")),
    )
    op.create_table(
        "plant_version",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("plant", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "plant"], ["plant.workspace", "plant.id"], name=op.f("plant_version_of_plant")
        ),
        sa.PrimaryKeyConstraint("workspace", "plant", "number", name=op.f("plant_version_key")),
    )
    op.create_table(
        "report",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("plant", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["workspace", "plant"], ["plant.workspace", "plant.id"], name=op.f("report_of_plant")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("report_key")),
        sa.UniqueConstraint("workspace", "plant", "year", name=op.f("report_workspace_plant_year_once")),
    )
    op.create_table(
        "report_version",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("plant_version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("plant_sha256", sa.Text(), nullable=False),
        sa.Column("report_sha256", sa.Text(), nullable=False),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("prepared_at", Instant(), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "report"], ["report.workspace", "report.id"], name=op.f("report_version_of_report")
        ),
        sa.PrimaryKeyConstraint("workspace", "report", "number", name=op.f("report_version_key")),
    )
    op.create_table(
        "comment",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("resolved_by", sa.Text(), nullable=False),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "report", "number"],
            ["report_version.workspace", "report_version.report", "report_version.number"],
            name=op.f("comment_of_report_version"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("comment_key")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("comment_report_index"), ["report"], unique=False)

    op.create_table(
        "link",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("revoked", Instant(), nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "report", "number"],
            ["report_version.workspace", "report_version.report", "report_version.number"],
            name=op.f("link_of_report_version"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("link_key")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("link_report_index"), ["report"], unique=False)

    op.create_table(
        "report_file",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "report", "number"],
            ["report_version.workspace", "report_version.report", "report_version.number"],
            name=op.f("report_file_of_report_version"),
        ),
        sa.PrimaryKeyConstraint("workspace", "report", "number", "name", name=op.f("report_file_key")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            show_only_the_named_workspace(table)


def downgrade() -> None:
    """One step back."""
    op.drop_table("report_file")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("link_report_index"))

    op.drop_table("link")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("comment_report_index"))

    op.drop_table("comment")
    op.drop_table("report_version")
    op.drop_table("report")
    op.drop_table("plant_version")
    op.drop_table("plant")
    op.drop_table("evidence")
    op.drop_table("audit")
