"""PostgreSQL shows a transaction only the rows of the workspace it named."""

from alembic import op


def show_only_the_named_workspace(table: str) -> None:
    """Rows of other workspaces are neither seen nor written, by the owner of the table neither."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY named_workspace ON {table} USING (workspace = current_setting('pulmu.workspace', true))")
