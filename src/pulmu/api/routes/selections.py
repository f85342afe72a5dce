"""Who is chosen in a call: by a job, kept in versions, decided as it stands."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from pulmu.api.bodies import JobView
from pulmu.api.call_bodies import DecisionView, SelectionAsked, SelectionContent, SelectionSeen
from pulmu.api.problems import told
from pulmu.api.routes.plants import Number
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.services.access.gate import Gate
from pulmu.services.calls import shelf
from pulmu.services.calls.choose import decide_as_chosen
from pulmu.services.jobs import kinds
from pulmu.services.workspaces.documents import read_document

routes = APIRouter(prefix="/workspaces/{workspace}/calls/{call}", tags=["calls"])
Name = Annotated[str, Path(max_length=100, description="id of the call, such as ai_voucher_2026")]


@routes.post("/selections", status_code=202, responses=told(401, 403, 404, 409, 422))
def choose_applications(
    call: Name, body: SelectionAsked, request: Request, response: Response, actor: Asking, place: AnyPlace,
    once: AnyOnce,
) -> JobView:  # fmt: skip
    """Have it chosen by the opened scores: a job; what it comes to is a new version of the selection."""
    packaged = place.programmes()

    def start(gate: Gate) -> JobView:
        job = kinds.start_choosing(
            gate, actor, packaged, call, seen=body.seen, note=body.note, draws_chances=body.draws_chances
        )
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/selection", responses=told(401, 403, 404, 422))
def read_selection(call: Name, actor: Asking, place: AnyPlace, number: Number = None) -> SelectionContent:
    """The selection as it stands or stood: the terms, a reason for each, and chances where they were drawn."""
    kept = read_document(place.gate, actor, "selection", call, number)
    tree: Any = kept.document.tree
    return SelectionContent(
        number=kept.version.number,
        at=kept.version.at,
        author=kept.version.author,
        sha256=kept.version.sha256,
        tree=tree,
    )


@routes.post("/selection/decide", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def decide_by_selection(call: Name, body: SelectionSeen, actor: Asking, place: AnyPlace) -> list[DecisionView]:
    """Decide every application as the selection says: all of them, or nothing."""
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    made = decide_as_chosen(place.gate, actor, found.call, seen=body.seen)
    return [DecisionView.of(item) for item in made]
