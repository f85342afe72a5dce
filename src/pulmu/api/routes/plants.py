"""Plants: uploaded or filled in, one model, every save a version."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from pulmu.api.bodies import SHOWN, PlantContent, PlantView, VersionView
from pulmu.api.problems import told
from pulmu.http.etag import is_named
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, InputError
from pulmu.services.workspaces import plants
from pulmu.services.workspaces.plants import SavedPlant

LARGEST_PLANT = 20_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/plants", tags=["plants"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_PLANT))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Number = Annotated[int | None, Query(ge=1, le=10**9, description="version; the newest where none is given")]
IfMatch = Annotated[str, Header(max_length=40, description='version the change was made on, such as "3"')]


@routes.get("", responses=told(401, 403, 404, 422))
def list_plants(actor: Asking, place: AnyPlace, paging: Asked) -> Page[PlantView]:
    """Plants by name."""
    return paging.page(plants.plants(place.gate, actor), lambda item: (item.name, item.id), PlantView.of)


@routes.post(
    "", status_code=201, responses=told(401, 403, 404, 413, 422, 503), openapi_extra=_FILE, dependencies=[HEAVY]
)
def add_plant(
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    once: AnyOnce,
    name: Annotated[str, Query(max_length=300)],
    file_name: FileName = "plant.yaml",
) -> PlantContent:
    """A new plant from a file: workbook, YAML or JSON. A plant with problems is kept; a file that is none is not."""
    document = place.read_plant(content, file_name)
    return once(lambda gate: _shown(request, response, plants.add_plant(gate, actor, name, document)), 201)


@routes.get("/{plant}", responses=told(401, 403, 404, 422))
def read_plant(
    plant: str,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    number: Number = None,
    if_none_match: Annotated[str, Header(max_length=400)] = "",
) -> PlantContent:
    """A plant as it stands or stood, with everything that is wrong with it."""
    saved = plants.read_plant(place.gate, actor, plant, number)
    if is_named(_tag(saved), if_none_match):
        return Response(status_code=304, headers={"ETag": _tag(saved)})  # type: ignore[return-value]
    return _shown(request, response, saved)


@routes.put(
    "/{plant}", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE, dependencies=[HEAVY]
)
def save_plant(
    plant: str,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "plant.yaml",
    if_match: IfMatch = "",
) -> PlantContent:
    """A new version. The version it was made on is named, so that nobody's work is lost."""
    seen = seen_in(if_match)
    document = place.read_plant(content, file_name)
    try:
        saved = plants.save_plant(place.gate, actor, plant, document, seen=seen)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _shown(request, response, saved)


@routes.delete("/{plant}", status_code=204, responses=told(401, 403, 404, 409, 422, 428))
def archive_plant(plant: str, actor: Asking, place: AnyPlace, if_match: IfMatch = "") -> None:
    """Take a plant out of use; its versions and reports stay."""
    plants.archive_plant(place.gate, actor, plant, seen=seen_in(if_match))


@routes.get("/{plant}/versions", responses=told(401, 403, 404))
def plant_versions(plant: str, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of a plant, newest first."""
    return paging.page(plants.plant_history(place.gate, actor, plant), lambda item: (-item.number,), VersionView.of)


def seen_in(if_match: str) -> int:
    """The version a change was made on.

    Raises
    ------
    InputError  It is not named (`input.precondition_missing`).
    """
    text = if_match.strip().strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        said, mend = "the version the change was made on is not named", 'send the header If-Match: "3"'
        raise InputError.of("input.precondition_missing", "If-Match", said, mend)
    return int(text)


def _tag(saved: SavedPlant) -> str:
    return f'"{saved.version.number}"'


def _shown(request: Request, response: Response, saved: SavedPlant) -> PlantContent:
    response.headers["ETag"] = _tag(saved)
    tree: Any = json.loads(json.dumps(saved.document.tree))
    problems = problems_tree(saved.problems, language_of(request), in_place=True)
    return PlantContent(**PlantView.of(saved.record).model_dump(), tree=tree, problems=problems)
