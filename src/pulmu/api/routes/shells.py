"""Administration shells: taken in with every repair told, and handed out as far as it was released."""

import hashlib
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, VersionView
from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.api.shell_bodies import HandOutBody, ShellContentView, ShellReading, ShellView
from pulmu.http.download import attachment
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.model import ConflictError
from pulmu.services import shell_shelf
from pulmu.services.access.gate import authorise
from pulmu.services.shell_of_plant import Naming
from pulmu.services.shell_release import HandOut, hand_out_shells
from pulmu.services.shell_shelf import KeptShell
from pulmu.services.workspaces.citing import citing
from pulmu.services.workspaces.documents import unknown_document

LARGEST_SHELL = 20_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip
_BINARY = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}

routes = APIRouter(prefix="/workspaces/{workspace}/shells", tags=["shells"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_SHELL))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Name = Annotated[str, Path(max_length=100, description="name it is kept under, such as press_shop")]
Ending = Annotated[Literal["aasx", "json"], Query(description="package or JSON")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_shells(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ShellView]:
    """Files of shells that were taken in, by name."""
    return paging.page(shell_shelf.list_shells(place.gate, actor), lambda item: (item.id,), ShellView.of)


@routes.post("/check", responses=told(401, 403, 404, 413, 422, 503), openapi_extra=_FILE, dependencies=[HEAVY])
def check_shell(
    request: Request, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "shells.aasx"
) -> ShellReading:
    """What a file holds (AASX, JSON, XML), every repair it needs, and what is not carried over; nothing is kept."""
    authorise(actor, "read_shell", "")
    return ShellReading(**ShellReading.read(place.shells.read(content, file_name), language_of(request)))


@routes.get("/{shell}", responses=told(401, 403, 404, 422))
def read_shell(
    shell: Name, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> ShellContentView:
    """A file that was taken in, with everything that was mended or left out."""
    return _shown(request, response, shell_shelf.find_shell(place.gate, actor, shell, number))


@routes.put(
    "/{shell}",
    responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def take_in_shell(
    shell: Name,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "shells.aasx",
    if_match: IfMatch = "",
) -> ShellContentView:
    """Take in a file, whole or not at all; `If-Match: "0"` for the first version. What it holds becomes a version."""
    seen = seen_in(if_match)
    authorise(actor, "write_shell", "")
    read = place.shells.read(content, file_name)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        saved = shell_shelf.take_in_shell(place.gate, actor, shell, read, sha256, seen=seen)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _shown(request, response, saved)


@routes.get("/{shell}/versions", responses=told(401, 403, 404, 422))
def shell_versions(shell: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of a file, newest first."""
    found = shell_shelf.shell_history(place.gate, actor, shell)
    if not found:
        raise unknown_document()
    return paging.page(found, lambda item: (-item.number,), VersionView.of)


@routes.get(
    "/{shell}/file", responses={**told(401, 403, 404, 422, 503), 200: _BINARY}, response_class=Response,
    dependencies=[HEAVY],
)  # fmt: skip
def shell_file(
    shell: Name, actor: Asking, place: AnyPlace, number: Number = None, ending: Ending = "aasx"
) -> Response:  # fmt: skip
    """What was read of it, mended, as a file."""
    found = shell_shelf.find_shell(place.gate, actor, shell, number)
    return _file(place.shells.write(found.content.environment, f"{shell}.{ending}")[0], f"{shell}.{ending}")


@routes.post(
    "/of-plant/{plant}", responses={**told(401, 403, 404, 413, 422, 503), 200: _BINARY}, response_class=Response,
    dependencies=[HEAVY],
)  # fmt: skip
def hand_out(
    plant: Annotated[str, Path(max_length=100)], body: HandOutBody, request: Request, actor: Asking, place: AnyPlace
) -> Response:
    """Shells of a plant as a file. Who took it, what was released and why is noted."""
    api = f"{str(request.base_url).rstrip('/')}/api/v1/workspaces/{actor.workspace}"
    wish = HandOut(
        plant=plant, reason=body.reason, released=frozenset(body.released), line=body.line,
        naming=Naming(body.base, api), ending=body.ending,
    )  # fmt: skip
    found = hand_out_shells(place.gate, actor, wish, citing(place.gate, place.measured, actor), place.shells)
    return _file(found.content, found.name)


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": attachment(name)}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _shown(request: Request, response: Response, found: KeptShell) -> ShellContentView:
    response.headers["ETag"] = f'"{found.version.number}"'
    return ShellContentView.of(found, language_of(request))
