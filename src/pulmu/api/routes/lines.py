"""Production lines of a firm, every save a version."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, VersionView
from pulmu.api.line_bodies import LineContent, LineView
from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError
from pulmu.services.lines import shelf
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.workspaces.documents import unknown_document
from pulmu.twin import read_line as read

LARGEST_LINE = 5_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/lines", tags=["lines"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_LINE))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Note = Annotated[str, Query(max_length=500, pattern=SHOWN, description="why it was changed")]
Name = Annotated[str, Path(max_length=100, description="id of the line, such as heading_shop")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_lines(actor: Asking, place: AnyPlace, paging: Asked) -> Page[LineView]:
    """Lines by id, as they stand."""
    return paging.page(shelf.list_lines(place.gate, actor), lambda item: (item.id,), LineView.of)


@routes.post("/check", responses=told(401, 403, 404, 413, 422, 503), openapi_extra=_FILE, dependencies=[HEAVY])
def check_line(
    request: Request, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "line.yaml"
) -> list[dict[str, Any]]:
    """Everything that is wrong with a file, YAML or JSON; nothing is kept."""
    shelf.line_history(place.gate, actor, "any")
    document = place.read_line(content, file_name)
    return problems_tree(read(document).problems, language_of(request), in_place=True)


@routes.get("/{line}", responses=told(401, 403, 404, 422))
def read_line(
    line: Name, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> LineContent:
    """A line as it stands or stood, with everything that is wrong with it."""
    return _shown(request, response, shelf.find_line(place.gate, actor, line, number))


@routes.put(
    "/{line}",
    responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def save_line(
    line: Name,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "line.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> LineContent:
    """A new version from YAML or JSON; `If-Match: "0"` for the first. One with problems is kept for mending."""
    seen = seen_in(if_match)
    document = place.read_line(content, file_name)
    try:
        saved = shelf.save_line(place.gate, actor, line, document, seen=seen, note=note)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _shown(request, response, saved)


@routes.get("/{line}/versions", responses=told(401, 403, 404, 422))
def line_versions(line: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of a line, newest first."""
    found = shelf.line_history(place.gate, actor, line)
    if not found:
        raise unknown_document()
    return paging.page(found, lambda item: (-item.number,), VersionView.of)


def _shown(request: Request, response: Response, found: KeptLine) -> LineContent:
    response.headers["ETag"] = f'"{found.version.number}"'
    tree: Any = json.loads(json.dumps(found.document.tree))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return LineContent(**LineView.of(found).model_dump(), tree=tree, problems=problems)
