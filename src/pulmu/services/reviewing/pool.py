"""Reviewers of a call with their past, as the officer keeps them in versions; and who of them may not judge what."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from pulmu.model import Document, Firms, InputError, Problem, decode, has_errors, problem
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.assign_reviewers import AssignmentFiles, find_conflicts
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Received
from pulmu.services.review_cells import works_of
from pulmu.services.workspaces.documents import Kept, find_document, save_document
from pulmu.support.ownership import check_read_firms
from pulmu.support.review.conflicts import Conflict
from pulmu.support.review.parties import Judged, Party, Person


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


def save_pool(gate: Gate, actor: Actor, call: Call, document: Document, *, seen: int, reason: str = "") -> Kept:
    """Keep a pool: ``{reviewers: [...], cleared: [...]}`` with the attributes of the tables of a review, and
    ``fields: [{application, fields}]`` where an officer says what an application is about.

    Parameters
    ----------
    reason : Why, where the audit is to say so.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that is wrong with it; it is not kept then.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    _, problems = find_conflicts(review_files(call, document, ()), call.closes)
    if has_errors(problems):
        raise InputError(*problems)
    return save_document(gate, actor, "reviewers", call.id, document, seen=seen, reason=reason)


def known_conflicts(gate: Gate, actor: Actor, call: Call) -> KnownConflicts | None:
    """Conflicts between the pool of a call and its applications; None where no pool is kept.

    Raises
    ------
    AccessRefused  They may not.
    """
    kept = find_pool(gate, actor, call.id)
    if kept is None:
        return None
    found, problems = find_conflicts(review_files(call, kept.document, counting(gate, actor, call)), call.closes)
    if has_errors(problems):
        raise InputError(*problems)
    tree: Any = kept.document.tree
    return KnownConflicts(found, frozenset(str(row["reviewer"]) for row in tree["reviewers"]))


def counting(gate: Gate, actor: Actor, call: Call) -> tuple[Received, ...]:
    """Applications of a call that count, whole.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "assign_review") as work:
        return tuple(one for one in work.whole_received("application", call.id) if one.ended is None)


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


def review_files(call: Call, pool: Document, applications: tuple[Received, ...]) -> AssignmentFiles:
    """What an assignment is made from: the pool, and the applications as far as reviews turn on them."""
    tree: Any = pool.tree if isinstance(pool.tree, dict) else {}
    part = {name: dataclasses.replace(pool, tree={name: tree.get(name, [])}) for name in ("reviewers", "cleared")}
    firms = tuple(filter(None, map(_firm_of, applications)))
    return AssignmentFiles(call=call, judged=tuple(map(judged_of, applications)), fields=fields_of(tree), firms=firms,
                           reviewers=part["reviewers"], cleared=part["cleared"])  # fmt: skip


def fields_of(tree: Any) -> dict[str, str]:
    """What an officer says applications are about, by application."""
    rows: Any = tree.get("fields", []) if isinstance(tree, dict) else []
    return {str(row.get("application")): str(row.get("fields", "")) for row in rows if isinstance(row, dict)}


def judged_of(received: Received) -> Judged:
    """An application as far as conflicts turn on it."""
    given = told_in(received)
    name = _name(given.get("name")) or _name(received.name) or received.id
    return Judged(
        id=received.id,
        applicant=Party(name=name, register=str(given.get("business_number") or "")),
        partners=tuple(_party(one) for one in _rows_in(given.get("partners"))),
        people=tuple(_person(one) for one in _rows_in(given.get("people"))),
    )


def _firm_of(received: Received) -> Document | None:
    """The copy of the firm's file that was sent, from which affiliates are known; None where it cannot be read."""
    firm = _tree_of(received).get("firm")
    if not isinstance(firm, dict):
        return None
    document = document_of_tree(firm, "firm")
    return None if has_errors(check_read_firms(document, decode(Firms, document))) else document


def told_in(received: Received) -> dict[str, Any]:
    """What an application says; nothing of what is no such thing."""
    tree = _tree_of(received)
    given = tree.get("application", tree)
    return given if isinstance(given, dict) else {}


def _tree_of(received: Received) -> dict[str, Any]:
    try:
        tree: Any = json.loads(received.content)
    except (ValueError, RecursionError):
        return {}
    return tree if isinstance(tree, dict) else {}


def _rows_in(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _party(given: dict[str, Any]) -> Party:
    return Party(name=_name(given.get("name")), register=str(given.get("business_number") or ""))


def _person(given: dict[str, Any]) -> Person:
    """Somebody it names; past work that cannot be read is left out, and told where the application is looked at."""
    works, worked = _name(given.get("works_for")), str(given.get("worked_for") or "")
    past = tuple(works_of(worked, Document({}, ""), ("people",), []))
    institution = Party(name=works) if works else None
    return Person(name=_name(given.get("name")), id=_name(given.get("researcher_number")), institution=institution,
                  past=past)  # fmt: skip


def _name(value: object) -> str:
    return " ".join(str(value or "").split())
