"""Reviewers of a call with their past, as the officer keeps them in versions; and who of them may not judge what."""

import json
from dataclasses import dataclass
from typing import Any

from pulmu.model import Document, InputError, Problem, has_errors, problem
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.assign_reviewers import AssignmentFiles, find_conflicts
from pulmu.services.records.crossing import Received
from pulmu.services.workspaces.documents import Kept, find_document, save_document
from pulmu.support.review.conflicts import Conflict

_SIGNS = str.maketrans(";；\n", ",,,")
"""Signs that part entries in a cell: a name that an application gives has none of them."""


@dataclass(frozen=True, slots=True)
class KnownConflicts:
    """Who may not judge what; `reviewers` are those of the pool."""

    conflicts: tuple[Conflict, ...]
    reviewers: frozenset[str]


def find_pool(gate: Gate, actor: Actor, call: str) -> Kept | None:
    """The pool of a call; None where none is kept.

    Raises
    ------
    AccessRefused  They may not.
    """
    return find_document(gate, actor, "reviewers", call)


def save_pool(gate: Gate, actor: Actor, call: Call, document: Document, *, seen: int) -> Kept:
    """Keep a pool: ``{reviewers: [...], cleared: [...]}`` with the attributes of the tables of a review.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that is wrong with it; it is not kept then.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    _, problems = find_conflicts(_files(call, document, ()), call.closes)
    if has_errors(problems):
        raise InputError(*problems)
    return save_document(gate, actor, "reviewers", call.id, document, seen=seen)


def known_conflicts(gate: Gate, actor: Actor, call: Call) -> KnownConflicts | None:
    """Conflicts between the pool of a call and its applications; None where no pool is kept.

    Raises
    ------
    AccessRefused  They may not.
    """
    kept = find_pool(gate, actor, call.id)
    if kept is None:
        return None
    with gate.reading(actor, "assign_review") as work:
        applications = tuple(one for one in work.whole_received("application", call.id) if one.ended is None)
    found, problems = find_conflicts(_files(call, kept.document, applications), call.closes)
    if has_errors(problems):
        raise InputError(*problems)
    tree: Any = kept.document.tree
    return KnownConflicts(found, frozenset(str(row["reviewer"]) for row in tree["reviewers"]))


def wrong_pairs(known: KnownConflicts, pairs: list[tuple[str, str]]) -> list[Problem]:
    """Pairs of somebody who may not judge, or of whom nothing is known."""
    grounds = {(item.application, item.reviewer): item for item in known.conflicts}
    wrong = []
    for application, reviewer in pairs:
        place = f"application {application}"
        if reviewer not in known.reviewers:
            wrong.append(problem("review.not_in_pool", place, f"{reviewer} is not among the reviewers of the call",
                                 "add them with their past work first", reviewer=reviewer))  # fmt: skip
        elif (item := grounds.get((application, reviewer))) is not None:
            wrong.append(problem("review.conflict", place, f"{reviewer} may not judge: {item.ground}, {item.evidence}",
                                 "choose somebody else, or clear what was cleared up",
                                 reviewer=reviewer, ground=item.ground, evidence=item.evidence))  # fmt: skip
    return wrong


def _files(call: Call, pool: Document, applications: tuple[Received, ...]) -> AssignmentFiles:
    tree: Any = pool.tree if isinstance(pool.tree, dict) else {}
    part = {name: Document({name: tree.get(name, [])}, pool.name) for name in ("reviewers", "cleared")}
    rows: Any = [_row(one) for one in applications]
    return AssignmentFiles(call=call, applications=Document({"applications": rows}, "applications"),
                           reviewers=part["reviewers"], cleared=part["cleared"])  # fmt: skip


def _row(received: Received) -> dict[str, str]:
    """An application as far as conflicts turn on it; what a stranger wrote into its names parts no entries."""
    tree: Any = json.loads(received.content)
    given = tree if isinstance(tree, dict) else {}
    partners: Any = given.get("partners")
    return {
        "application": received.id,
        "firm": _name(given.get("name")) or _name(received.name) or received.id,
        "firm_number": _number(given.get("business_number")),
        "partners": "; ".join(_partner(one) for one in partners or () if isinstance(one, dict)),
    }


def _partner(given: dict[str, Any]) -> str:
    number = _number(given.get("business_number"))
    return _name(given.get("name")) + (f" ({number})" if number else "")


def _name(value: object) -> str:
    return " ".join(str(value or "").translate(_SIGNS).split())[:200]


def _number(value: object) -> str:
    digits = "".join(sign for sign in str(value or "") if sign.isdigit())
    return digits if len(digits) in (10, 13) else ""
