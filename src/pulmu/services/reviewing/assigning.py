"""Who judges what: assigned by the officer, taken back, declined; how far the reviewers are, without a point."""

import dataclasses
from collections.abc import Iterable

from pulmu.model import InputError, Problem, problem
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.deciding import Review
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.reviewing.accounts import ReviewerAccounts
from pulmu.services.reviewing.pool import known_conflicts, wrong_pairs
from pulmu.services.workspaces.documents import unknown_document


def assign_reviews(
    gate: Gate,
    actor: Actor,
    call: Call,
    pairs: Iterable[tuple[str, str]],
    accounts: ReviewerAccounts | None = None,
) -> tuple[Review, ...]:
    """Assign applications to reviewers: all pairs or none. A pair that was declined or taken back is not given again.

    Parameters
    ----------
    pairs : (application, account of the reviewer).
    accounts : The reviewers of the workspace; not given: anybody is taken, also who has no account.

    Raises
    ------
    AccessRefused  They may not, or there is no such call (`access.unknown_document`).
    InputError  Everything that is wrong: the call is not at review (`review.not_reviewing`), there is no such
        application (`review.no_such_application`), who would judge also decides (`review.by_officer`), may not judge
        it (`review.conflict`), is not in the pool of the call where one is kept (`review.not_in_pool`), or is no
        reviewer of the workspace (`review.no_account`).
    ConflictError  One was assigned already (`store.review_assigned`).
    """
    asked = sorted(set(pairs))
    known = known_conflicts(gate, actor, call)
    deed = Deed("assign_review", f"call:{call.id}", detail={"pairs": str(len(asked))})
    with gate.writing(actor, deed) as work:
        wrong = (
            *_wrong(work, actor, call.id, asked, accounts),
            *(wrong_pairs(known, asked) if known else ()),
        )
        if wrong:
            raise InputError(*wrong)
        made = tuple(
            Review(call=call.id, application=one, reviewer=who, assigned_by=actor.id, assigned_at=gate.world.now())
            for one, who in asked
        )
        for item in made:
            work.add_review(item)
    return made


def take_back(gate: Gate, actor: Actor, call: str, application: str, reviewer: str, reason: str) -> Review:
    """Take an application back from a reviewer; sealed points stay.

    Raises
    ------
    AccessRefused  They may not, or it was not assigned (`access.unknown_document`).
    ConflictError  It is sealed, declined or taken back already (`store.review_moved`).
    """
    deed = Deed("assign_review", f"call:{call}/{application}", detail={"taken_back_from": reviewer}, reason=reason)
    with gate.writing(actor, deed) as work:
        found = known_review(work, call, application, reviewer)
        moved = dataclasses.replace(found, state="withdrawn", reason=reason)
        work.move_review(moved, expected="assigned")
    return moved


def list_reviews(gate: Gate, actor: Actor, call: str) -> tuple[Review, ...]:
    """How far the reviewers of a call are: states and hashes, no point.

    Raises
    ------
    AccessRefused  They may not, or there is no such call (`access.unknown_document`).
    """
    with gate.reading(actor, "assign_review") as work:
        if work.call_state(call) is None:
            raise unknown_document()
        return work.reviews(call)


def known_review(work: WorkspaceRecords, call: str, application: str, reviewer: str) -> Review:
    """One that was assigned; anything else is said to be unknown, whoever's it is."""
    found = work.review(call, application, reviewer)
    if found is None:
        raise unknown_document()
    return found


def not_reviewing(call: str) -> Problem:
    """The call takes applications still, or its scores are open already."""
    return problem("review.not_reviewing", f"call {call}", "the call is not at the stage of review",
                   "reviews are given between the closing of the call and the opening of scores")  # fmt: skip


def _wrong(
    work: WorkspaceRecords, actor: Actor, call: str, pairs: list[tuple[str, str]], accounts: ReviewerAccounts | None
) -> Iterable[Problem]:
    state = work.call_state(call)
    if state is None:
        raise unknown_document()
    if state.stage != "reviewing":
        yield not_reviewing(call)
    for application in sorted({one for one, _ in pairs}):
        known = work.received(application)
        if known is None or known.kind != "application" or known.about != call or known.ended is not None:
            yield problem("review.no_such_application", f"application {application}",
                          "no such application counts for this call", "choose one of the list")  # fmt: skip
    deciding = {actor.id} | (accounts.deciding if accounts else frozenset())
    for who in sorted({who for _, who in pairs}):
        if who in deciding:
            yield problem("review.by_officer", who, "who assigns or decides does not judge as well",
                          "choose somebody else")  # fmt: skip
        elif accounts is not None and who not in accounts.names:
            yield problem("review.no_account", who, "is no reviewer of this workspace",
                          "have them invited as a reviewer first", reviewer=who)  # fmt: skip
