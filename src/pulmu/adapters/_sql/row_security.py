"""PostgreSQL shows a transaction only the rows of the workspace it named."""

from alembic import op


def show_only_the_named_workspace(table: str) -> None:
    """Rows of other workspaces are neither seen nor written, by the owner of the table neither."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY named_workspace ON {table} USING (workspace = current_setting('pulmu.workspace', true))")


def show_only_to(table: str, seen_by: str, written_by: str) -> None:
    """Of a table of the place, a transaction that named a workspace sees and writes what is that one's.

    Who named none cares for the place as a whole: backups, checks, the end of a workspace.

    Parameters
    ----------
    seen_by, written_by : Columns that name a workspace, separated by a comma; `*` for everybody.
    """
    named = "coalesce(current_setting('pulmu.workspace', true), '')"
    seen = "true" if seen_by == "*" else f"{named} IN ('', {seen_by})"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY seen ON {table} FOR SELECT USING ({seen})")
    op.execute(f"CREATE POLICY written ON {table} USING ({named} IN ('', {written_by}))")
