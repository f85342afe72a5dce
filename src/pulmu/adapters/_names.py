"""Names of workspaces, as they may stand in a path or a query."""

import re

from pulmu.model import AccessRefused

_ID = re.compile(r"[0-9a-f]{32}")


def checked_id(workspace: str) -> str:
    """The name, if it is one: a path or a query cannot be led elsewhere by it.

    Raises
    ------
    AccessRefused  It is none (`access.unknown_workspace`).
    """
    if not _ID.fullmatch(workspace):
        raise unknown_workspace(workspace)
    return workspace


def unknown_workspace(workspace: str) -> AccessRefused:
    """What is said of a workspace that is not there, and of one that is another's."""
    return AccessRefused.of(
        "access.unknown_workspace", "workspace", "there is no such workspace", "choose one of yours",
        workspace=workspace[:40],
    )  # fmt: skip
