"""A reviewer's own part: applications given to them, sealing points once, declining. Nobody else's is ever shown."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pulmu.model import InputError, decode, problem
from pulmu.model.application import Application
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import Review
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.reviewing.assigning import known_review, not_reviewing
from pulmu.services.reviewing.pool import told_in
from pulmu.services.reviewing.sealed import SealedPoints, check_points, open_seal, seal_of
from pulmu.services.workspaces.documents import unknown_document


@dataclass(frozen=True, slots=True)
class OwnReview:
    """A reviewer's part with the application it is about, and what they sealed themselves.

    Parameters
    ----------
    name : Of the firm that applies.
    application : As a reviewer sees it: without register numbers, facts of the firm and its file.
    """

    review: Review
    name: str
    application: Application
    given: SealedPoints | None


def own_reviews(gate: Gate, actor: Actor) -> tuple[Review, ...]:
    """The parts of who asks, by call and application.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "review_application") as work:
        return work.reviews_of(actor.id)


def own_names(gate: Gate, actor: Actor) -> dict[str, str]:
    """Names of the firms whose applications who asks judges or judged.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "review_application") as work:
        found = [work.received(one.application) for one in work.reviews_of(actor.id)]
    return {one.id: one.name for one in found if one is not None and one.name}


def read_own_review(gate: Gate, actor: Actor, call: str, application: str) -> OwnReview:
    """One of them with the application. What was declined or taken back is not shown any more.

    Raises
    ------
    AccessRefused  They may not, or it is not theirs (`access.unknown_document`).
    """
    with gate.reading(actor, "review_application") as work:
        review = known_review(work, call, application, actor.id)
        known = work.received(application)
    if known is None or review.state not in ("assigned", "sealed"):
        raise unknown_document()
    shown = for_reviewers(known)
    given = open_seal(review) if review.state == "sealed" else None
    return OwnReview(review, shown.name or known.name, shown, given)


def for_reviewers(received: Received) -> Application:
    """An application as those who judge it see it; what cannot be read of a stranger's content is left out."""
    given = dict(told_in(received)) | {"call": received.about}
    read = decode(Application, document_of_tree(given, "application")).value
    partners = tuple(dataclasses.replace(one, business_number="") for one in read.partners)
    people = tuple(dataclasses.replace(one, researcher_number="", worked_for="") for one in read.people)
    return dataclasses.replace(read, business_number="", facts=(), partners=partners, people=people)


def seal_review(
    gate: Gate, actor: Actor, call: Call, application: str, given: Mapping[str, Decimal], remark: str = ""
) -> Review:
    """Seal points for good: nobody changes them, and nobody else sees them before the scores are opened.

    Returns
    -------
    The review; its hash is the receipt.

    Raises
    ------
    AccessRefused  They may not, or it is not theirs (`access.unknown_document`).
    InputError  Everything that is wrong with the points; or the call is not at review (`review.not_reviewing`).
    ConflictError  It is sealed, declined or taken back already (`store.review_moved`).
    """
    points = check_points(call, given, remark)
    content, digest = seal_of(points, remark)
    # The entry of the audit says that and when, and the hash; not the points.
    deed = Deed("review_application", f"call:{call.id}/{application}", detail={"sealed": digest})
    with gate.writing(actor, deed) as work:
        review = _own_at_review(work, actor, call.id, application)
        sealed = dataclasses.replace(
            review, state="sealed", sealed_at=gate.world.now(), content=content, sha256=digest
        )  # fmt: skip
        work.move_review(sealed, expected="assigned")
    return sealed


def decline_review(gate: Gate, actor: Actor, call: str, application: str, reason: str) -> Review:
    """Step back from an application, such as for a conflict.

    Raises
    ------
    AccessRefused  They may not, or it is not theirs (`access.unknown_document`).
    InputError  The call is not at review (`review.not_reviewing`), or no reason is given (`review.no_reason`).
    ConflictError  It is sealed, declined or taken back already (`store.review_moved`).
    """
    if not reason.strip():
        raise InputError(problem("review.no_reason", "reason", "no reason is given", "say why you step back"))
    deed = Deed("review_application", f"call:{call}/{application}", detail={"declined": "yes"}, reason=reason)
    with gate.writing(actor, deed) as work:
        review = _own_at_review(work, actor, call, application)
        moved = dataclasses.replace(review, state="declined", reason=reason)
        work.move_review(moved, expected="assigned")
    return moved


def _own_at_review(work: WorkspaceRecords, actor: Actor, call: str, application: str) -> Review:
    review, state = known_review(work, call, application, actor.id), work.call_state(call)
    if state is None or state.stage != "reviewing":
        raise InputError(not_reviewing(call))
    return review
