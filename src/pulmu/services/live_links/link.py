"""Links to live plants: registered at the server itself, read by who may.

No address of a plant or a desk comes from a form: the server would reach out to it for a stranger.
"""

import re
from pathlib import PurePath

from pulmu.model import AccessRefused, InputError, Problem, has_errors, problem
from pulmu.model.line import Line
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.live_link import LiveLink
from pulmu.services.records.store import Store
from pulmu.services.workspaces.kept_document import document_of
from pulmu.twin import read_line

__all__ = [
    "LiveLink",
    "add_link",
    "find_link",
    "line_of",
    "links_of",
    "list_links",
    "remove_link",
    "workspace_called",
]
_ID = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,59}")
_LONGEST = 400


def list_links(gate: Gate, actor: Actor) -> tuple[LiveLink, ...]:
    """Links of a workspace, by id.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_live") as work:
        return work.live_links()


def find_link(gate: Gate, actor: Actor, link: str) -> LiveLink:
    """One of them.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    found = next((item for item in list_links(gate, actor) if item.id == link), None)
    if found is None:
        raise AccessRefused.of(
            "access.unknown_document", "link", "there is no such document", "choose one of the list"
        )  # fmt: skip
    return found


def add_link(gate: Gate, link: LiveLink) -> None:
    """Register a link, instead of the one with its id; at the server itself only, and noted as done by it.

    Raises
    ------
    InputError  Everything that is wrong with it (`live.link_id`, `live.link_file`, `live.link_line`).
    """
    problems = _wrong(link)
    deed = Deed("link_plant", f"live_link:{link.id}", detail={"line": link.line})
    with gate.as_server(link.workspace, deed) as work:
        if not work.document_versions("line", link.line):
            said, mend = f"the workspace has no line {link.line[:60]}", "name a line of the workspace by its id"
            problems = (*problems, problem("live.link_line", "--line", said, mend, line=link.line[:60]))
        if problems:
            raise InputError(*problems)
        work.put_live_link(link)


def remove_link(gate: Gate, workspace: str, link: str) -> bool:
    """Take a link away; whether it was there. The samples stay where they are."""
    with gate.as_server(workspace, Deed("link_plant", f"live_link:{link}", detail={"removed": "yes"})) as work:
        return work.drop_live_link(link)


def links_of(store: Store, workspace: str) -> tuple[LiveLink, ...]:
    """Links of a workspace, for who cares for the server."""
    with store.reading(workspace) as work:
        return work.live_links()


def line_of(store: Store, link: LiveLink) -> Line | None:
    """The line of a link as it stands, for who cares for the server; None where there is none that can be run."""
    with store.reading(link.workspace) as work:
        heads = work.document_versions("line", link.line)
        kept = work.document_version("line", link.line, heads[0].number) if heads else None
    if kept is None:
        return None
    read = read_line(document_of(kept.content))
    return None if has_errors(read.problems) else read.value


def workspace_called(store: Store, name: str) -> str:
    """The id of an open workspace by its id or its name.

    Raises
    ------
    InputError  None, or several, are called so (`live.link_workspace`).
    """
    with store.place_reading() as place:
        known = [item for item in place.workspaces() if item.status == "open"]
    found = [item for item in known if item.id == name] or [item for item in known if item.name == name]
    if len(found) == 1:
        return found[0].id
    said = f"{len(found)} companies are called {name[:60]}" if found else f"no company is called {name[:60]}"
    mend = "give its id: the 32 digits in the address of its pages"
    raise InputError.of("live.link_workspace", "--workspace", said, mend, name=name[:60], count=len(found))


def _wrong(link: LiveLink) -> tuple[Problem, ...]:
    found = []
    if not _ID.fullmatch(link.id):
        said, mend = "this cannot be the id of a link", "use small letters, digits, _ . and -, such as press_shop"
        found.append(problem("live.link_id", "ID", said, mend))
    for option, path in (("--samples", link.samples), ("--desk", link.desk), ("--tag-map", link.tag_map)):
        if (path or option == "--samples") and not (PurePath(path).is_absolute() and len(path) <= _LONGEST):
            said, mend = "this is no whole path of a file on this machine", "give the path from the root on"
            found.append(problem("live.link_file", option, said, mend))
    return tuple(found)
