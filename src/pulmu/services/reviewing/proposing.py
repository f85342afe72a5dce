"""Who should judge what: proposed by Pulmu, kept with its proof, and assigned by an officer as it was proposed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pulmu.model import InputError, Problem, has_errors, problem
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.assign_reviewers import AssignmentFiles, assign_reviewers
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.accounts import ReviewerAccounts
from pulmu.services.reviewing.assigning import assign_reviews, list_reviews, not_reviewing
from pulmu.services.reviewing.pool import counting, find_pool, review_files
from pulmu.services.reviewing.pool_rows import pool_tree
from pulmu.services.workspaces.documents import Kept, find_document, save_document
from pulmu.support.review import Assignment

ASSIGNMENT = "assignment/1"
SECONDS = 20.0
"""Longest a search may take while somebody waits for it."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as it is kept.

    Parameters
    ----------
    new : Pairs that would be assigned: application and reviewer.
    gone : Pairs that are assigned and do not fit it: in a conflict now, or in the way of the others.
    problems : What was noticed on the way.
    """

    kept: Kept
    new: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...] = ()


def propose(gate: Gate, actor: Actor, call: Call, accounts: ReviewerAccounts, *, seconds: float = SECONDS) -> Proposed:
    """Propose who judges what, from the pool as it stands; nothing is assigned by it.

    What is assigned or sealed is kept as far as it can be, what was declined or taken back is not given again. The same
    pool and applications give the same proposal: lots come from the text of the call.

    Raises
    ------
    AccessRefused  They may not, or there is no such call (`access.unknown_document`).
    InputError  The call is not at review (`review.not_reviewing`), no pool is kept (`review.no_pool`), or there is no
        assignment: which applications lack whom (`review.too_few`, `review.role_missing`, ...).
    SolveError  None was found in time (`review.no_time`).
    """
    reviews = list_reviews(gate, actor, call.id)
    with gate.reading(actor, "assign_review") as work:
        state = work.call_state(call.id)
    if state is None or state.stage != "reviewing":
        raise InputError(not_reviewing(call.id))
    pool = find_pool(gate, actor, call.id)
    if pool is None:
        raise InputError.of("review.no_pool", f"call {call.id}", "no reviewers are kept for this call",
                            "upload them with their past work first")  # fmt: skip
    files = _files(call, pool, accounts, review_files(call, pool.document, counting(gate, actor, call)), reviews)
    seed = seed_of(call)
    found = assign_reviewers(files, call.closes, seed=seed, seconds=seconds)
    if found.assignment is None:
        raise InputError(*found.problems)
    tree = _told(call, pool, seed, found.assignment, reviews)
    seen = find_document(gate, actor, "assignment", call.id)
    document = document_of_tree(tree, f"{call.id}.json")
    kept = save_document(gate, actor, "assignment", call.id, document, seen=seen.version.number if seen else 0)
    return _shown(kept, [one for one in found.problems if not has_errors([one])])


def find_proposal(gate: Gate, actor: Actor, call: str) -> Proposed | None:
    """The newest proposal for a call; None where there is none.

    Raises
    ------
    AccessRefused  They may not.
    """
    kept = find_document(gate, actor, "assignment", call)
    return None if kept is None else _shown(kept)


def assign_proposed(
    gate: Gate, actor: Actor, call: Call, accounts: ReviewerAccounts, *, seen: int
) -> tuple[Review, ...]:
    """Assign what a proposal says, all of it or nothing; who came into a conflict meanwhile is refused.

    Parameters
    ----------
    seen : Version of the proposal that was looked at.

    Raises
    ------
    AccessRefused  They may not, or there is no such call (`access.unknown_document`).
    InputError  Another one was made meanwhile (`review.proposal_changed`), it has nothing new (`review.nothing_new`);
        or as for `assign_reviews`.
    ConflictError  One was assigned meanwhile (`store.review_assigned`).
    """
    found = find_proposal(gate, actor, call.id)
    place = f"call {call.id}"
    if found is None or found.kept.version.number != seen:
        said, mend = "another proposal was made meanwhile", "look at it as it is now"
        raise InputError.of("review.proposal_changed", place, said, mend)
    if not found.new:
        raise InputError(
            problem("review.nothing_new", place, "the proposal assigns nobody new", "nothing has to be done")
        )
    return assign_reviews(gate, actor, call, found.new, accounts)


def seed_of(call: Call) -> int:
    """The number that decides between equally good assignments: from what the call published, not from who asks."""
    text = f"{call.id}\n{call.choosing.lot_seed}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def _files(
    call: Call, pool: Kept, accounts: ReviewerAccounts, files: AssignmentFiles, reviews: Iterable[Review]
) -> AssignmentFiles:
    """Only who has an account and does not decide is proposed, and who sealed or was given something already."""
    standing = [(one.application, one.reviewer) for one in reviews if one.state in ("assigned", "sealed")]
    names = {one.id for one in files.judged}
    sealing = {who for _, who in standing}
    rows = [
        row for row in pool_tree(pool)["reviewers"]
        if row.get("reviewer") in sealing or _may_judge(str(row.get("reviewer")), accounts)
    ]  # fmt: skip
    before = [{"application": one, "reviewer": who} for one, who in standing if one in names]
    gone = [(one.application, one.reviewer) for one in reviews if one.state in ("declined", "withdrawn")]
    away = {who for who in sealing if not _may_judge(who, accounts)}
    kept = {(one, who) for one, who in standing}
    return AssignmentFiles(
        call=call, judged=files.judged, fields=files.fields, firms=files.firms, cleared=files.cleared,
        reviewers=document_of_tree({"reviewers": rows}, pool.document.name),
        before=document_of_tree({"pairs": before}, "assigned"),
        stepped_back=frozenset(gone) | {(one, who) for who in away for one in names if (one, who) not in kept},
    )  # fmt: skip


def _may_judge(reviewer: str, accounts: ReviewerAccounts) -> bool:
    return reviewer in accounts.names and reviewer not in accounts.deciding


def _told(call: Call, pool: Kept, seed: int, made: Assignment, reviews: Iterable[Review]) -> dict[str, Any]:
    standing = {(one.application, one.reviewer) for one in reviews if one.state in ("assigned", "sealed")}
    pairs = {(one.application, one.reviewer) for one in made.pairs}
    return {
        "pulmu": ASSIGNMENT, "call": call.id, "seed": seed,
        "pool": {"version": pool.version.number, "sha256": pool.version.sha256},
        "floor": made.floor, "is_proven": made.proven, "total": made.total, "bound": made.bound,
        "pairs": [
            {"application": one.application, "reviewer": one.reviewer, "fit": one.fit,
             "is_new": (one.application, one.reviewer) not in standing}
            for one in made.pairs
        ],
        "gone": [{"application": one, "reviewer": who} for one, who in sorted(standing - pairs)],
    }  # fmt: skip


def _shown(kept: Kept, problems: Iterable[Problem] = ()) -> Proposed:
    tree: Any = kept.document.tree
    new = tuple((row["application"], row["reviewer"]) for row in tree["pairs"] if row["is_new"])
    gone = tuple((row["application"], row["reviewer"]) for row in tree["gone"])
    return Proposed(kept, new, gone, tuple(problems))
