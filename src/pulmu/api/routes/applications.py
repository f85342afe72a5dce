"""Applications: a firm's own, and those an agency was sent for its calls."""

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.application_bodies import (
    ApplicationContent,
    DraftView,
    InboxView,
    OwnApplicationHead,
    PaperView,
    ReceiptView,
    ReceivedContent,
    ReceivedView,
    SubmitBody,
    UploadedView,
    WithdrawalBody,
)
from pulmu.api.bodies import SHOWN
from pulmu.api.problems import told
from pulmu.api.routes.board import Agency, Name
from pulmu.api.routes.plants import IfMatch, seen_in
from pulmu.http.download import attachment
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, encode
from pulmu.services.applications import attach, own, papers
from pulmu.services.applications.columns import heads_of
from pulmu.services.applications.draft import draft_application
from pulmu.services.applications.own import OwnApplication
from pulmu.services.applications.received import call_applications, read_received
from pulmu.services.applications.send import submit, withdraw
from pulmu.services.applications.upload import columns_for, take_in_upload
from pulmu.services.calls.take_in import count_waiting, take_in

LARGEST_APPLICATION = 2_000_000
"""Bytes; what is inside is limited by its reader."""
LARGEST_PAPER = 20_000_000
LARGEST_TABLE = 20_000_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["applications"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_APPLICATION))]
PaperContent = Annotated[bytes, Depends(content_up_to(LARGEST_PAPER, "give it in parts, or with smaller pictures"))]
PaperName = Annotated[str, Path(max_length=100, description="id of the paper in the call")]
Table = Annotated[bytes, Depends(content_up_to(LARGEST_TABLE))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Note = Annotated[str, Query(max_length=500, pattern=SHOWN, description="why it was changed")]
Key = Annotated[str, Path(max_length=100, description="id of the application")]


@routes.get("/applications", responses=told(401, 403, 404, 422))
def list_own_applications(actor: Asking, place: AnyPlace, paging: Asked) -> Page[OwnApplicationHead]:
    """The firm's own applications."""
    return paging.page(own.list_own(place.gate, actor), lambda item: (item.document,), OwnApplicationHead.of)


@routes.get("/applications/{agency}/{call}", responses=told(401, 403, 404, 422))
def read_application(
    agency: Agency, call: Name, request: Request, response: Response, actor: Asking, place: AnyPlace
) -> ApplicationContent:
    """The firm's application to a call, checked; an empty one before the first is saved."""
    return _shown(request, response, place, own.own_application(place.gate, actor, agency, call))


@routes.put(
    "/applications/{agency}/{call}",
    responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def save_application(
    agency: Agency,
    call: Name,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "application.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> ApplicationContent:
    """A new version from YAML or JSON; `If-Match: "0"` for the first. One with gaps is kept with them."""
    seen = seen_in(if_match)
    document = place.read_application(content, file_name)
    try:
        saved = own.save_application(place.gate, actor, agency, call, document, seen=seen, note=note)
    except ConflictError as error:
        raise _stale(error) from error
    return _shown(request, response, place, saved)


@routes.post("/applications/{agency}/{call}/draft", responses=told(401, 403, 404, 422), dependencies=[HEAVY])
def draft(agency: Agency, call: Name, actor: Asking, place: AnyPlace) -> DraftView:
    """What Pulmu holds for it, each line with its source; nothing is kept, and nothing is invented."""
    found = draft_application(place.gate, actor, own.own_application(place.gate, actor, agency, call))
    return DraftView(tree=_plain(encode(found.application)), asks=list(found.asks))


@routes.put(
    "/applications/{agency}/{call}/papers/{paper}",
    responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def attach_paper(
    agency: Agency,
    call: Name,
    paper: PaperName,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: PaperContent,
    file_name: FileName = "paper.pdf",
    issued: Annotated[date | None, Query(description="day of issue, as the paper says")] = None,
    valid_until: Annotated[date | None, Query(description="last day on which it is valid")] = None,
    if_match: IfMatch = "",
) -> ApplicationContent:
    """Attach a file as a paper the call asks for, in a new version; it is kept as evidence of the firm."""
    seen = seen_in(if_match)
    wish = attach.PaperWish(paper=paper, name=file_name, content=content, issued=issued, valid_until=valid_until)
    try:
        saved = attach.attach_paper(place.gate, actor, agency, call, wish, place.look_at_paper, seen=seen)
    except ConflictError as error:
        raise _stale(error) from error
    return _shown(request, response, place, saved)


@routes.delete("/applications/{agency}/{call}/papers/{paper}", responses=told(401, 403, 404, 409, 412, 422, 428))
def detach_paper(
    agency: Agency, call: Name, paper: PaperName, request: Request, response: Response, actor: Asking,
    place: AnyPlace, if_match: IfMatch = "",
) -> ApplicationContent:  # fmt: skip
    """Take a paper off the application, in a new version; its file stays in the evidence."""
    seen = seen_in(if_match)
    try:
        saved = attach.detach_paper(place.gate, actor, agency, call, paper, seen=seen)
    except ConflictError as error:
        raise _stale(error) from error
    return _shown(request, response, place, saved)


@routes.post("/applications/{agency}/{call}/submit", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def submit_application(agency: Agency, call: Name, body: SubmitBody, actor: Asking, place: AnyPlace) -> ReceiptView:
    """Send it with a copy of the firm's file: the receipt. Sending twice is sending once."""
    return ReceiptView.of(submit(place.gate, actor, agency, call, seen=body.seen, look=place.look_at_paper))


@routes.post("/applications/{agency}/{call}/withdraw", responses=told(401, 403, 404, 422), dependencies=[HEAVY])
def withdraw_application(
    agency: Agency, call: Name, body: WithdrawalBody, actor: Asking, place: AnyPlace
) -> ReceiptView:
    """Take back what was sent, until the call closes."""
    return ReceiptView.of(withdraw(place.gate, actor, agency, call, reason=body.reason))


@routes.get("/calls/{call}/applications", responses=told(401, 403, 404, 422), dependencies=[HEAVY])
def list_received(call: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[ReceivedView]:
    """Applications that count, each checked; nothing is taken in by looking."""
    found = call_applications(place.gate, actor, place.programmes(), call)
    return paging.page(
        found.counting, lambda item: (item.at.isoformat(), item.id),
        lambda item: ReceivedView.of(read_received(place.gate, actor, found.call, [item.id])[0]),
    )  # fmt: skip


@routes.post("/deliveries/take-in", responses=told(401, 403, 404, 503), dependencies=[HEAVY])
def take_in_waiting(actor: Asking, place: AnyPlace) -> InboxView:
    """Take in what was sent to the workspace and waits nevertheless; it counts from when it was sent."""
    new = take_in(place.gate, actor)
    return InboxView(taken=len(new), waiting=count_waiting(place.gate, actor))


@routes.get("/calls/{call}/application-table", responses=told(401, 403, 404, 422), response_class=Response)
def application_table(call: Name, request: Request, actor: Asking, place: AnyPlace) -> Response:
    """The empty table (XLSX) into which applications on paper are typed."""
    columns = columns_for(place.gate, actor, place.programmes(), call)
    return Response(place.upload_template(columns, language_of(request)), media_type=_XLSX)


@routes.post(
    "/calls/{call}/applications",
    responses=told(401, 403, 404, 413, 422, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def upload_applications(
    call: Name,
    request: Request,
    actor: Asking,
    place: AnyPlace,
    content: Table,
    file_name: FileName = "table.xlsx",
    only_sound: Annotated[bool, Query(description="keep what is right although something is wrong")] = False,
) -> UploadedView:
    """Take in applications from a table (XLSX, CSV): all of it or nothing, with everything that is wrong."""
    columns = columns_for(place.gate, actor, place.programmes(), call)
    table = place.read_upload(content, file_name, heads_of(columns))
    done = take_in_upload(place.gate, actor, place.programmes(), call, table, only_sound=only_sound)
    return UploadedView(
        rows=done.rows, kept=done.kept, known=done.known, left_out=done.left_out,
        problems=problems_tree(done.problems, language_of(request)),
    )  # fmt: skip


@routes.get(
    "/calls/{call}/applications/{application}/papers/{paper}",
    responses=told(401, 403, 404, 503),
    response_class=Response,
)
def take_paper(call: Name, application: Key, paper: PaperName, actor: Asking, place: AnyPlace) -> Response:
    """A paper of an application, for officers, and for reviewers who judge it. It is noted who took it."""
    taken = papers.take_paper(place.gate, actor, call, application, paper)
    headers = {"Content-Disposition": attachment(taken.name), "X-Content-Type-Options": "nosniff"}
    return Response(taken.content, media_type="application/octet-stream", headers=headers)


@routes.get("/calls/{call}/applications/{application}", responses=told(401, 403, 404, 422))
def read_one_received(
    call: Name, application: Key, request: Request, actor: Asking, place: AnyPlace
) -> ReceivedContent:
    """One application whole, with the answer of the rules and all that it rests on."""
    found = call_applications(place.gate, actor, place.programmes(), call)
    (one,) = read_received(place.gate, actor, found.call, [application])
    return ReceivedContent(
        **ReceivedView.of(one).model_dump(), application=_plain(encode(one.application)),
        papers=[PaperView.of(item) for item in one.papers],
        firm=None if one.firm is None else _plain(one.firm.tree), explained=one.checked.eligible.lines(0),
        problems=problems_tree(one.problems, language_of(request), in_place=True),
    )  # fmt: skip


def _stale(error: ConflictError) -> ConflictError:
    """Somebody saved another version: the precondition of the request fails."""
    item = error.problems[0]
    return ConflictError.of("store.stale", item.place, item.message, item.mend)


def _shown(request: Request, response: Response, place: Any, found: OwnApplication) -> ApplicationContent:
    response.headers["ETag"] = f'"{found.number}"'
    tree = _plain(found.document.tree)
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return ApplicationContent.of(found, place.gate.world.now(), tree if isinstance(tree, dict) else {}, problems)


def _plain(tree: Any) -> Any:
    return json.loads(json.dumps(tree))
