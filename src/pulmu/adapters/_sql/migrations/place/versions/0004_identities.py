"""Identities at outside providers, and ways to them and back"""

import sqlalchemy as sa
from alembic import op

from pulmu.adapters._sql.tables import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """One step on."""
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("linked", Instant(), nullable=False),
        sa.Column("used", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("identity_of_account")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("identity_key")),
    )
    op.create_index(op.f("identity_account_index"), "identity", ["account"], unique=False)
    op.create_table(
        "authorization_request",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_verified", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("authorization_request_key")),
    )
    op.create_index(op.f("authorization_request_ends_index"), "authorization_request", ["ends"], unique=False)


def downgrade() -> None:
    """One step back."""
    op.drop_index(op.f("authorization_request_ends_index"), "authorization_request")
    op.drop_table("authorization_request")
    op.drop_index(op.f("identity_account_index"), "identity")
    op.drop_table("identity")
