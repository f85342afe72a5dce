"""Support programmes: those that come with Pulmu, and a workspace's own, every save a version."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, VersionView
from pulmu.api.problems import told
from pulmu.api.programme_bodies import ProgrammeContent, ProgrammeTrial, ProgrammeView
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, Document, InputError, encode
from pulmu.services.accounts.identify import ZONE
from pulmu.services.try_programme import try_programme
from pulmu.services.workspaces import programmes
from pulmu.services.workspaces.programmes import WorkspaceProgramme
from pulmu.support.programme import read_programme as read

LARGEST_PROGRAMME = 5_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/programmes", tags=["programmes"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_PROGRAMME))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Note = Annotated[str, Query(max_length=500, pattern=SHOWN, description="why it was changed")]
Name = Annotated[str, Path(max_length=100, description="id of the programme, such as ai_voucher")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_programmes(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ProgrammeView]:
    """Programmes by id: those that come with Pulmu, and the workspace's own, which stand in their place."""
    found = programmes.list_programmes(place.gate, actor, place.programmes())
    return paging.page(found, lambda item: (item.id,), ProgrammeView.of)


@routes.post("/check", responses=told(401, 403, 404, 413, 422, 503), openapi_extra=_FILE, dependencies=[HEAVY])
def check_programme(
    request: Request, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "programme.yaml"
) -> list[dict[str, Any]]:
    """Everything that is wrong with a file, YAML or JSON; nothing is kept."""
    programmes.list_programmes(place.gate, actor, ())
    document = place.read_programme(content, file_name)
    return problems_tree(read(document).problems, language_of(request), in_place=True)


@routes.get("/{programme}", responses=told(401, 403, 404, 422))
def read_programme(
    programme: Name, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> ProgrammeContent:
    """A programme as it stands or stood, with everything that is wrong with it."""
    found = programmes.find_programme(place.gate, actor, place.programmes(), programme, number)
    return _shown(request, response, found)


@routes.put(
    "/{programme}",
    responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def save_programme(
    programme: Name,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "programme.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> ProgrammeContent:
    """A new version from YAML or JSON; `If-Match: "0"` for the first. One with problems is kept for mending."""
    seen = seen_in(if_match)
    document = place.read_programme(content, file_name)
    try:
        saved = programmes.save_programme(
            place.gate, actor, place.programmes(), programme, document, seen=seen, note=note
        )
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _shown(request, response, saved)


@routes.get("/{programme}/versions", responses=told(401, 403, 404))
def programme_versions(programme: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of an own programme, newest first; none of one that only comes with Pulmu."""
    found = programmes.programme_history(place.gate, actor, programme)
    return paging.page(found, lambda item: (-item.number,), VersionView.of)


@routes.post(
    "/{programme}/trials", responses=told(401, 403, 404, 413, 422, 503), openapi_extra=_FILE, dependencies=[HEAVY]
)
def try_on_firm(
    programme: Name, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "firm.yaml"
) -> ProgrammeTrial:
    """What a programme says to the firm of a file, today; the file is not kept."""
    found = programmes.find_programme(place.gate, actor, place.programmes(), programme)
    if not found.counts:
        raise InputError(*found.problems)
    document: Document = place.read_firms(content, file_name)
    trial = try_programme(document, place.gate.world.now().astimezone(ZONE).date(), (found.programme,))
    if not trial.answers:
        raise InputError(*trial.problems)
    return ProgrammeTrial(firm=trial.firm, answer=encode(trial.answers[0].chance, full=True))


def _shown(request: Request, response: Response, found: WorkspaceProgramme) -> ProgrammeContent:
    response.headers["ETag"] = f'"{found.number}"'
    tree: Any = json.loads(json.dumps(found.document.tree))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return ProgrammeContent(**ProgrammeView.of(found).model_dump(), tree=tree, problems=problems)
