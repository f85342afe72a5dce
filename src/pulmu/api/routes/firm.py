"""The firm of a workspace: its file in versions, its size, and the programmes it may apply for."""

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from pulmu.api.bodies import VersionView
from pulmu.api.firm_bodies import AnswersBody, FirmContent, FirmProgrammes, FirmSize
from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.api.routes.programmes import FileName, Note
from pulmu.http.etag import is_named
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, InputError, encode, has_errors
from pulmu.services.workspaces import firm_file
from pulmu.services.workspaces.firm_file import KeptFirm

LARGEST_FIRM = 5_000_000
"""Bytes; what is inside is limited by its reader."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/firm", tags=["firm"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_FIRM))]
Day = Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY, description="the day asked about; today without one")]
Cost = Annotated[int | None, Query(ge=0, le=10**15, description="what the whole project costs, in won")]


@routes.get("", responses=told(401, 403, 404, 422))
def read_firm(
    request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> FirmContent:
    """The firm's file as it stands or stood, with everything that is wrong with it; an empty one before the first."""
    firm = firm_file.read_firm(place.gate, actor, number)
    if is_named(_tag(firm), request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers={"ETag": _tag(firm)})  # type: ignore[return-value]
    return _shown(request, response, firm)


@routes.put("", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE, dependencies=[HEAVY])
def save_firm(
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "firm.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> FirmContent:
    """A new version from YAML or JSON; `If-Match: "0"` for the first. One with problems is kept for mending."""
    seen = seen_in(if_match)
    document = place.read_firms(content, file_name)
    try:
        saved = firm_file.save_firm(place.gate, actor, document, seen=seen, note=note)
    except ConflictError as error:
        raise _stale(error) from error
    return _shown(request, response, saved)


@routes.post("/answers", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), dependencies=[HEAVY])
def answer_questions(
    body: AnswersBody, request: Request, response: Response, actor: Asking, place: AnyPlace, if_match: IfMatch = ""
) -> FirmContent:
    """Answers written into the firm's file as a new version. Where one of them is none, nothing is kept."""
    seen = seen_in(if_match)
    try:
        written = firm_file.answer_questions(place.gate, actor, body.answers, seen=seen)
    except ConflictError as error:
        raise _stale(error) from error
    if has_errors(written.problems):
        raise InputError(*written.problems)
    return _shown(request, response, firm_file.read_firm(place.gate, actor))


@routes.get("/versions", responses=told(401, 403, 404))
def firm_versions(actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of the firm's file, newest first."""
    found = firm_file.firm_history(place.gate, actor)
    return paging.page(found, lambda item: (-item.number,), VersionView.of)


@routes.get("/size", responses=told(401, 403, 404, 422), dependencies=[HEAVY])
def firm_size(actor: Asking, place: AnyPlace, day: Day = None) -> FirmSize:
    """The size class, what decides it with its margins, the nearest change, and what is missing."""
    firm, asked, sized = firm_file.firm_size(place.gate, actor, place.firms, day=day)
    if sized.answer is None:
        raise InputError(*sized.problems)
    return FirmSize(version=firm.number, day=asked, answer=encode(sized.answer, full=True))


@routes.get("/programmes", responses=told(401, 403, 404, 422), dependencies=[HEAVY])
def firm_programmes(actor: Asking, place: AnyPlace, day: Day = None, cost_krw: Cost = None) -> FirmProgrammes:
    """Programmes by worth with their dates and own share, and what to find out first."""
    found = firm_file.firm_answers(place.gate, actor, place.firms, day=day, cost_krw=cost_krw)
    if found.applied.answer is None:
        raise InputError(*found.applied.problems)
    answer = encode(found.applied.answer, full=True)
    return FirmProgrammes(version=found.firm.number, day=found.day, answer=answer)


def _stale(error: ConflictError) -> ConflictError:
    item = error.problems[0]
    return ConflictError.of("store.stale", item.place, item.message, item.mend)


def _tag(firm: KeptFirm) -> str:
    return f'"{firm.number}"'


def _shown(request: Request, response: Response, firm: KeptFirm) -> FirmContent:
    response.headers["ETag"] = _tag(firm)
    tree: Any = json.loads(json.dumps(firm.document.tree))
    problems = problems_tree(firm.problems, language_of(request), in_place=True)
    return FirmContent(version=firm.number, tree=tree, problems=problems)
