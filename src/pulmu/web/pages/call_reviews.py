"""Who judges what in a call: proposed, assigned, taken back; how far the reviewers are; the opening of scores."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.locale.selection_words import points_number
from pulmu.model import ConflictError, InputError, Problem, SolveError
from pulmu.services.access.gate import Gate
from pulmu.services.calls import shelf
from pulmu.services.calls.shelf import KeptCall
from pulmu.services.calls.stages import go_on
from pulmu.services.place import Place
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing import assigning, proposing
from pulmu.services.reviewing.accounts import ReviewerAccounts, reviewer_accounts
from pulmu.services.reviewing.pool import find_pool
from pulmu.services.reviewing.pool_rows import pool_tree
from pulmu.services.reviewing.proposing import Proposed
from pulmu.services.workspaces.authors import names_of
from pulmu.web.call_tabs import tabs_of
from pulmu.web.forms import AnyForm, read_form
from pulmu.web.pages.one_call import base_of, crumbs_of
from pulmu.web.review_view import Names, by_firm, judged_rows, loads
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/reviews", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Start = Annotated[int, Query(ge=0, le=10**6)]
AT_ONCE = 50
_DONE = frozenset({"proposed", "assigned", "taken_back", "opened"})


@routes.get("")
def show_reviews(
    request: Request, seat: Seated, place: AnyPlace, call: Name, start: Start = 0, done: str = ""
) -> Response:
    """Who judges what, and how far they are; no points."""
    return _page(request, seat, place, call, start=start, done=done if done in _DONE else "")


@routes.post("/propose", dependencies=[Depends(read_form)])
def propose(request: Request, seat: Seated, place: AnyPlace, call: Name) -> Response:
    """Have Pulmu propose who judges what; nobody is assigned by it."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    try:
        proposing.propose(place.gate, seat.actor, found.call, accounts)
    except (InputError, ConflictError, SolveError) as error:
        return _page(
            request, seat, place, call, error.problems, 422 if isinstance(error, SolveError) else status_of(error)
        )
    return RedirectResponse(f"{seat.base}/calls/{call}/reviews?done=proposed", 303)


@routes.post("/assign-proposed")
def assign_proposed(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Assign what the proposal says that was looked at."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    try:
        proposing.assign_proposed(place.gate, seat.actor, found.call, accounts, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/reviews?done=assigned", 303)


@routes.post("/assign")
def assign_one(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Assign an application to a reviewer by hand."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    pair = (form.text("application", 64), form.text("reviewer", 64))
    try:
        assigning.assign_reviews(place.gate, seat.actor, found.call, [pair], accounts)
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/reviews?done=assigned", 303)


@routes.post("/take-back")
def take_back(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Take an application back from a reviewer who has not sealed points."""
    application, _, reviewer = form.text("pair", 200).partition(" ")
    try:
        assigning.take_back(place.gate, seat.actor, call, application, reviewer, form.text("reason", 1000))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/reviews?done=taken_back", 303)


@routes.post("/open")
def open_scores(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Open the scores; where some are missing, with a reason."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    try:
        go_on(place.gate, seat.actor, found.call, "reviewing", form.text("reason", 1000))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/reviews/scores", 303)


def names_in(place: Place, seat: Seat, call: str, accounts: ReviewerAccounts, reviews: Sequence[Review]) -> Names:
    """What everybody and everything of a review is called."""
    rows = pool_tree(find_pool(place.gate, seat.actor, call))["reviewers"]
    others = names_of(place.store, (item.reviewer for item in reviews if item.reviewer not in accounts.names))
    return Names.of(rows, accounts, others, applications_of(place.gate, seat, call))


def applications_of(gate: Gate, seat: Seat, call: str) -> tuple[Received, ...]:
    """Applications that count, without content."""
    with gate.reading(seat.actor, "assign_review") as work:
        return tuple(item for item in work.all_received("application", call) if item.ended is None)


def frame_of(seat: Seat, found: KeptCall, here: str, language: Language) -> dict[str, Any]:
    """What the pages of a review have in common."""
    title = text("web.call_tabs.reviewers", language)
    base = base_of(seat, found)
    stage = found.state.stage if found.state else "taking"
    return {
        "seat": seat, "noun": "calls", "found": found, "tabs": tabs_of(seat, found.id), "here": "reviewers",
        "part": here, "base": base, "name": called(found.call, language) or found.id, "stage": stage,
        "is_open": stage not in ("taking", "reviewing"),
        "crumbs": (*crumbs_of(seat, found, language), Crumb(name=title, href=f"{base}/reviews")),
    }  # fmt: skip


def _page(
    request: Request, seat: Seat, place: Place, call: str, problems: Sequence[Problem] = (), status: int = 200, *,
    start: int = 0, done: str = "",
) -> Response:  # fmt: skip
    language = language_of(request)
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    reviews = assigning.list_reviews(place.gate, seat.actor, call)
    applications = applications_of(place.gate, seat, call)
    names = names_in(place, seat, call, accounts, reviews)
    proposal = proposing.find_proposal(place.gate, seat.actor, call)
    per = found.call.reviewing.per_application if found.call.reviewing else 1
    rows = judged_rows(applications, reviews, names, per)
    shown = rows[start : start + AT_ONCE]
    new = _still_new(proposal, reviews)
    return show(
        request, "call_reviews.html", status=status, **frame_of(seat, found, "assign", language), done=done,
        problems=told(by_firm(problems, names), language), rows=shown, start=start, at_once=AT_ONCE, count=len(rows),
        per=per,
        short=sum(row.short for row in rows), assigned=sum(one.state == "assigned" for one in reviews),
        sealed=sum(one.state == "sealed" for one in reviews), loads=loads(reviews, names, accounts), names=names,
        proposal=proposal, new=new[:_MOST_NEW], more_new=max(0, len(new) - _MOST_NEW), new_count=len(new),
        has_pool=find_pool(place.gate, seat.actor, call) is not None, proof=_proof(proposal, language),
        choices=sorted(((key, names.person(key)) for key in accounts.names if key not in accounts.deciding),
                       key=lambda item: item[1]),
        taken=[(f"{row.id} {part.reviewer}", f"{row.name} – {part.name}")
               for row in shown for part in row.parts if part.state == "assigned"],
    )  # fmt: skip


_MOST_NEW = 200


def _still_new(proposal: Proposed | None, reviews: Sequence[Review]) -> list[tuple[str, str]]:
    """Pairs of the proposal that were not assigned since, nor declined."""
    known = {(item.application, item.reviewer) for item in reviews}
    return [] if proposal is None else [pair for pair in proposal.new if pair not in known]


def _proof(proposal: Proposed | None, language: Language) -> str:
    """How well it fits at least, and whether a better one could exist."""
    if proposal is None:
        return ""
    tree: Any = proposal.kept.document.tree
    key = "proven" if tree["is_proven"] else "gap"
    return text(f"web.call_reviews.{key}", language, floor=points_number(tree["floor"]))
