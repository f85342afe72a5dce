"""Calls of an agency: every save a version, what is published of them, how they go on, and decisions."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, VersionView
from pulmu.api.call_bodies import (
    CallContent,
    CallView,
    DecisionsBody,
    DecisionView,
    StageBody,
    StageView,
    WithdrawBody,
)
from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError
from pulmu.services.calls import shelf
from pulmu.services.calls.decide import decide
from pulmu.services.calls.stages import go_on
from pulmu.support.calls import read_call as read

LARGEST_CALL = 1_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/calls", tags=["calls"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_CALL))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Note = Annotated[str, Query(max_length=500, pattern=SHOWN, description="why it was changed")]
Name = Annotated[str, Path(max_length=100, description="id of the call, such as ai_voucher_2026")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_calls(actor: Asking, place: AnyPlace, paging: Asked) -> Page[CallView]:
    """The agency's calls by id."""
    return paging.page(
        shelf.list_calls(place.gate, actor, place.programmes()), lambda item: (item.id,), CallView.of
    )  # fmt: skip


@routes.post("/check", responses=told(401, 403, 404, 413, 422, 503), openapi_extra=_FILE, dependencies=[HEAVY])
def check_call(
    request: Request, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "call.yaml"
) -> list[dict[str, Any]]:
    """Everything that is wrong with a file, YAML or JSON; nothing is kept."""
    shelf.list_calls(place.gate, actor, ())
    document = place.read_call(content, file_name)
    return problems_tree(read(document).problems, language_of(request), in_place=True)


@routes.get("/{call}", responses=told(401, 403, 404, 422))
def read_call(
    call: Name, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> CallContent:
    """A call as it stands or stood, with everything that is wrong with it."""
    return _shown(request, response, shelf.find_call(place.gate, actor, place.programmes(), call, number))


@routes.put(
    "/{call}", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE, dependencies=[HEAVY]
)
def save_call(
    call: Name,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "call.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> CallContent:
    """A new version from YAML or JSON; `If-Match: "0"` for the first. One with problems is kept for mending."""
    seen = seen_in(if_match)
    document = place.read_call(content, file_name)
    try:
        saved = shelf.save_call(place.gate, actor, place.programmes(), call, document, seen=seen, note=note)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _shown(request, response, saved)


@routes.get("/{call}/versions", responses=told(401, 403, 404))
def call_versions(call: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of a call, newest first."""
    return paging.page(shelf.call_history(place.gate, actor, call), lambda item: (-item.number,), VersionView.of)


@routes.post("/{call}/publish", responses=told(401, 403, 404, 409, 422))
def publish_call(call: Name, actor: Asking, place: AnyPlace) -> CallView:
    """Show it to all as it stands; from here on it binds."""
    return CallView.of(shelf.publish_call(place.gate, actor, place.programmes(), call))


@routes.post("/{call}/withdraw", responses=told(401, 403, 404, 422))
def withdraw_call(call: Name, body: WithdrawBody, actor: Asking, place: AnyPlace) -> CallView:
    """Show it no more; what was sent for it stays."""
    shelf.find_call(place.gate, actor, place.programmes(), call)
    shelf.withdraw_call(place.gate, actor, call, body.reason)
    return CallView.of(shelf.find_call(place.gate, actor, place.programmes(), call))


@routes.post("/{call}/stage", responses=told(401, 403, 404, 409, 422))
def go_on_with_call(call: Name, body: StageBody, actor: Asking, place: AnyPlace) -> StageView:
    """The next stage: reviewing, opened, decided, published."""
    found = shelf.call_in_force(place.gate, actor, place.programmes(), call)
    return StageView(stage=go_on(place.gate, actor, found.call, body.seen, body.reason))


@routes.get("/{call}/decisions", responses=told(401, 403, 404, 422))
def list_decisions(call: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[DecisionView]:
    """Every decision of a call, earlier ones too, by application and number."""
    with place.gate.reading(actor, "decide_application") as work:
        found = work.decisions(call)
    return paging.page(found, lambda item: (item.application, item.number), DecisionView.of)


@routes.post("/{call}/decisions", responses=told(401, 403, 404, 409, 413, 422, 503), dependencies=[HEAVY])
def decide_applications(call: Name, body: DecisionsBody, actor: Asking, place: AnyPlace) -> list[DecisionView]:
    """Decide: all that is asked for or nothing, and never more money or places than the call has."""
    made = decide(place.gate, actor, call, [item.wish() for item in body.decisions])
    return [DecisionView.of(item) for item in made]


def _shown(request: Request, response: Response, found: shelf.KeptCall) -> CallContent:
    response.headers["ETag"] = f'"{found.version.number}"'
    tree: Any = json.loads(json.dumps(found.document.tree))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return CallContent(**CallView.of(found).model_dump(), tree=tree, problems=problems)
