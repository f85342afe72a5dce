"""Reviews of a call: assigned by the officer, sealed by their reviewer, opened when the call says so."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from pulmu.api.problems import told
from pulmu.api.review_bodies import (
    ClearBody,
    DeclineBody,
    OwnReviewView,
    PairsBody,
    PoolBody,
    PoolView,
    ProposalSeenBody,
    ProposalView,
    ReviewView,
    ScoresView,
    SealBody,
    TakeBackBody,
)
from pulmu.api.routes.plants import IfMatch, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.model import ConflictError, Document
from pulmu.services.calls import shelf
from pulmu.services.reviewing import assigning, judging, pool, pool_rows, proposing
from pulmu.services.reviewing.accounts import reviewer_accounts
from pulmu.services.reviewing.opening import opened_scores
from pulmu.services.workspaces.documents import unknown_document

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["reviews"], route_class=BoundedRoute)
Name = Annotated[str, Path(max_length=100, description="id of the call, such as ai_voucher_2026")]
Application = Annotated[str, Path(max_length=100, description="id of the application")]


@routes.get("/calls/{call}/reviews", responses=told(401, 403, 404, 422))
def list_reviews(call: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[ReviewView]:
    """How far the reviewers of a call are; no point is shown."""
    found = assigning.list_reviews(place.gate, actor, call)
    return paging.page(found, lambda item: (item.application, item.reviewer), ReviewView.of)


@routes.post(
    "/calls/{call}/reviews", status_code=201, responses=told(401, 403, 404, 409, 413, 422, 503), dependencies=[HEAVY]
)
def assign_reviews(call: Name, body: PairsBody, actor: Asking, place: AnyPlace) -> list[ReviewView]:
    """Assign applications to reviewers: all pairs or none. A reviewer has an account and decides nothing."""
    pairs = [(item.application, item.reviewer) for item in body.pairs]
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, actor)
    return [ReviewView.of(item) for item in assigning.assign_reviews(place.gate, actor, found.call, pairs, accounts)]


@routes.post(
    "/calls/{call}/reviews/proposal",
    status_code=201,
    responses=told(401, 403, 404, 409, 422, 503),
    dependencies=[HEAVY],
)
def propose_reviews(call: Name, actor: Asking, place: AnyPlace) -> ProposalView:
    """Propose who judges what, from the reviewers of the call and their conflicts; nothing is assigned by it."""
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, actor)
    return ProposalView.of(proposing.propose(place.gate, actor, found.call, accounts))


@routes.get("/calls/{call}/reviews/proposal", responses=told(401, 403, 404))
def read_proposal(call: Name, actor: Asking, place: AnyPlace) -> ProposalView:
    """The newest proposal."""
    found = proposing.find_proposal(place.gate, actor, call)
    if found is None:
        raise unknown_document()
    return ProposalView.of(found)


@routes.post(
    "/calls/{call}/reviews/proposal/assign",
    status_code=201,
    responses=told(401, 403, 404, 409, 413, 422, 503),
    dependencies=[HEAVY],
)
def assign_proposed_reviews(call: Name, body: ProposalSeenBody, actor: Asking, place: AnyPlace) -> list[ReviewView]:
    """Assign what the proposal says: all of it, or nothing where another was made meanwhile."""
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, actor)
    made = proposing.assign_proposed(place.gate, actor, found.call, accounts, seen=body.seen)
    return [ReviewView.of(item) for item in made]


@routes.get("/calls/{call}/reviewers", responses=told(401, 403, 404))
def read_reviewers(call: Name, response: Response, actor: Asking, place: AnyPlace) -> PoolView:
    """The reviewers of a call with their past, as they are kept, and who of them may not judge what."""
    kept = pool.find_pool(place.gate, actor, call)
    if kept is None:
        raise unknown_document()
    response.headers["ETag"] = f'"{kept.version.number}"'
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    known = pool.known_conflicts(place.gate, actor, found.call)
    return PoolView.of(kept, known)


@routes.put(
    "/calls/{call}/reviewers", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), dependencies=[HEAVY]
)
def save_reviewers(
    call: Name, body: PoolBody, response: Response, actor: Asking, place: AnyPlace, if_match: IfMatch = ""
) -> PoolView:
    """Keep the reviewers of a call, each by account or email; `If-Match: "0"` for the first. From here on only they are
    assigned, and nobody who is in a conflict."""
    seen = seen_in(if_match)
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, actor)
    document = pool_rows.with_accounts(Document(body.model_dump(exclude_none=True), "reviewers"), accounts)
    try:
        kept = pool.save_pool(place.gate, actor, found.call, document, seen=seen)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    response.headers["ETag"] = f'"{kept.version.number}"'
    return PoolView.of(kept, pool.known_conflicts(place.gate, actor, found.call))


@routes.post("/calls/{call}/reviewers/clear", responses=told(401, 403, 404, 409, 413, 422, 503), dependencies=[HEAVY])
def clear_likeness(call: Name, body: ClearBody, response: Response, actor: Asking, place: AnyPlace) -> PoolView:
    """Note that a likeness or a gap is no conflict, and on what that rests; what is a conflict cannot be cleared."""
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    clearing = pool_rows.Clearing(
        reviewer=body.reviewer, ground=body.ground, application=body.application, why=body.why
    )  # fmt: skip
    kept = pool_rows.clear_likeness(place.gate, actor, found.call, clearing, seen=body.seen)
    response.headers["ETag"] = f'"{kept.version.number}"'
    return PoolView.of(kept, pool.known_conflicts(place.gate, actor, found.call))


@routes.post("/calls/{call}/reviews/take-back", responses=told(401, 403, 404, 409, 422))
def take_back_review(call: Name, body: TakeBackBody, actor: Asking, place: AnyPlace) -> ReviewView:
    """Take an application back from a reviewer who has not sealed points."""
    moved = assigning.take_back(place.gate, actor, call, body.application, body.reviewer, body.reason)
    return ReviewView.of(moved)


@routes.get("/calls/{call}/scores", responses=told(401, 403, 404, 422, 503), dependencies=[HEAVY])
def opened_scores_of_call(call: Name, actor: Asking, place: AnyPlace) -> ScoresView:
    """Scores once they are opened, each held against its seal, and the points of the applications."""
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    return ScoresView.of(opened_scores(place.gate, actor, found.call))


@routes.get("/reviews", responses=told(401, 403, 404, 422))
def list_own_reviews(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ReviewView]:
    """The applications given to who asks."""
    found = judging.own_reviews(place.gate, actor)
    return paging.page(found, lambda item: (item.call, item.application), ReviewView.of)


@routes.get("/reviews/{call}/{application}", responses=told(401, 403, 404))
def read_own_review(call: Name, application: Application, actor: Asking, place: AnyPlace) -> OwnReviewView:
    """One of them, with the application and the points they sealed themselves."""
    return OwnReviewView.shown(judging.read_own_review(place.gate, actor, call, application))


@routes.post("/reviews/{call}/{application}/seal", responses=told(401, 403, 404, 409, 422))
def seal_review(call: Name, application: Application, body: SealBody, actor: Asking, place: AnyPlace) -> ReviewView:
    """Seal points for good. The hash is the receipt; nobody sees the points before the scores are opened."""
    judging.read_own_review(place.gate, actor, call, application)
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    sealed = judging.seal_review(place.gate, actor, found.call, application, body.points, body.remark)
    return ReviewView.of(sealed)


@routes.post("/reviews/{call}/{application}/decline", responses=told(401, 403, 404, 409, 422))
def decline_review(
    call: Name, application: Application, body: DeclineBody, actor: Asking, place: AnyPlace
) -> ReviewView:
    """Step back from an application, such as for a conflict."""
    return ReviewView.of(judging.decline_review(place.gate, actor, call, application, body.reason))
