"""Called by Alembic: runs the steps on the connection it was given."""

from typing import Any, Literal

from alembic import context

from pulmu.adapters._sql.tables import PLACE, WORKSPACE


def _rendered(kind: str, thing: Any, _: Any) -> str | Literal[False]:
    """How a new step writes our types: as what they are in the database."""
    name = type(thing).__name__
    if kind == "type" and name in {"Texts", "Pairs"}:
        return "sa.Text()"
    return "Instant()" if kind == "type" and name == "Instant" else False


part = context.config.attributes["part"]
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata={"place": PLACE, "workspace": WORKSPACE}[part],
    version_table=f"{part}_form",
    render_item=_rendered,
    render_as_batch=True,
    include_name=lambda name, kind, _: kind != "table" or name in {"place": PLACE, "workspace": WORKSPACE}[part].tables,
)
with context.begin_transaction():
    context.run_migrations()
