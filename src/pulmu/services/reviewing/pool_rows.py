"""Changing one thing of a pool: a reviewer in it, a likeness that was cleared up, what an application is about."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Document, InputError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.reviewing.accounts import ReviewerAccounts
from pulmu.services.reviewing.pool import fields_of, find_pool, known_conflicts, save_pool
from pulmu.services.workspaces.documents import Kept
from pulmu.services.workspaces.reports import needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """A likeness or gap that somebody looked at; without an application for all of them."""

    reviewer: str
    ground: str
    application: str = ""
    why: str


def pool_tree(kept: Kept | None) -> dict[str, Any]:
    """What a pool holds; empty lists where none is kept."""
    tree: Any = {} if kept is None else kept.document.tree
    return {name: list(tree.get(name, [])) for name in ("reviewers", "cleared", "fields")}


def pool_document(kept: Kept | None, name: str) -> Document:
    """A pool as a document of its own."""
    return document_of_tree({key: rows for key, rows in pool_tree(kept).items() if rows or key == "reviewers"}, name)


def over(kept: Kept | None, document: Document) -> Document:
    """A pool of a file: what was cleared and what applications are about stay as they are kept, where it has none."""
    tree: Any = document.tree if isinstance(document.tree, dict) else {}
    before = pool_tree(kept)
    more = {name: before[name] for name in ("cleared", "fields") if name not in tree and before[name]}
    return dataclasses.replace(document, tree={**tree, **more})


def with_accounts(document: Document, accounts: ReviewerAccounts) -> Document:
    """A pool whose reviewers go by their accounts where they were told by email."""
    tree: Any = document.tree if isinstance(document.tree, dict) else {}
    found = dict(tree)
    for name in ("reviewers", "cleared"):
        rows: Any = tree.get(name, [])
        if isinstance(rows, list):
            found[name] = [_by_account(row, accounts) for row in rows]
    return dataclasses.replace(document, tree=found)


def put_reviewer(gate: Gate, actor: Actor, call: Call, row: Mapping[str, Any], *, seen: int) -> Kept:
    """Keep a reviewer in the pool, in the place of the one with that account.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_pool`.
    """
    tree = pool_tree(find_pool(gate, actor, call.id))
    others = [one for one in tree["reviewers"] if str(one.get("reviewer")) != str(row.get("reviewer"))]
    return _saved(gate, actor, call, tree | {"reviewers": [*others, dict(row)]}, seen)


def drop_reviewer(gate: Gate, actor: Actor, call: Call, reviewer: str, *, seen: int) -> Kept:
    """Take a reviewer out of the pool; what they judge stays theirs until it is taken back.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_pool`.
    """
    tree = pool_tree(find_pool(gate, actor, call.id))
    left = [one for one in tree["reviewers"] if str(one.get("reviewer")) != reviewer]
    return _saved(gate, actor, call, tree | {"reviewers": left}, seen)


def clear_likeness(gate: Gate, actor: Actor, call: Call, clearing: Clearing, *, seen: int) -> Kept:
    """Note that a likeness or a gap is no conflict, who looked and on what it rests; the audit tells it.

    Raises
    ------
    AccessRefused, ConflictError  As for `save_pool`.
    InputError  There is no such conflict that may be cleared (`review.not_clearable`), or no reason is given
        (`input.reason_missing`).
    """
    why, known = needed(clearing.why), known_conflicts(gate, actor, call)
    fits = [
        one
        for one in (known.conflicts if known else ())
        if (one.reviewer, one.ground) == (clearing.reviewer, clearing.ground) and one.may_be_cleared
        and clearing.application in ("", one.application)
    ]  # fmt: skip
    if not fits:
        raise InputError.of("review.not_clearable", f"call {call.id}", "there is no such likeness or gap to clear",
                            "look at the conflicts as they are now")  # fmt: skip
    row = {"reviewer": clearing.reviewer, "ground": clearing.ground, "by": actor.name or actor.id, "why": why}
    if clearing.application:
        row["application"] = clearing.application
    tree = pool_tree(find_pool(gate, actor, call.id))
    reason = f"{clearing.reviewer} {clearing.ground} {clearing.application}: {why}"
    return _saved(gate, actor, call, tree | {"cleared": [*tree["cleared"], row]}, seen, reason)


def tell_fields(gate: Gate, actor: Actor, call: Call, told: Mapping[str, str], *, seen: int) -> Kept:
    """Keep what applications are about, by application; an empty text takes it away.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_pool`.
    """
    tree = pool_tree(find_pool(gate, actor, call.id))
    known = fields_of(tree) | {name: said.strip()[:4000] for name, said in told.items()}
    rows = [{"application": name, "fields": said} for name, said in sorted(known.items()) if said]
    return _saved(gate, actor, call, tree | {"fields": rows}, seen)


def _saved(gate: Gate, actor: Actor, call: Call, tree: dict[str, Any], seen: int, reason: str = "") -> Kept:
    return save_pool(gate, actor, call, document_of_tree(tree, f"{call.id}.json"), seen=seen, reason=reason)


def _by_account(row: Any, accounts: ReviewerAccounts) -> Any:
    given = row.get("reviewer") if isinstance(row, dict) else None
    return {**row, "reviewer": accounts.account(given)} if isinstance(given, str) else row
