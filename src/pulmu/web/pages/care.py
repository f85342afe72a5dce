"""The place as who cares for it sees it."""

import platform
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse

import pulmu
from pulmu.http.identify import AnyPlace, Session, address_of
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.model import ConflictError
from pulmu.services.access.actor import Actor
from pulmu.services.accounts.identify import by_session
from pulmu.services.place import Place
from pulmu.services.place_care import change_status, look_after
from pulmu.web.forms import AnyForm
from pulmu.web.show import show, told
from pulmu.web.viewer import AnyViewer, Viewer

routes = APIRouter(prefix="/care", include_in_schema=False)


def _carer(request: Request, secret: Session, place: AnyPlace) -> Actor:
    """Who asks, in the place itself; what they may is decided by the service."""
    return by_session(place.door, secret, "", address_of(request))


Carer = Annotated[Actor, Depends(_carer)]


@routes.get("")
def show_care(request: Request, actor: Carer, viewer: AnyViewer, place: AnyPlace) -> Response:
    """Whether the place is well, and who is in it."""
    return _care(request, actor, viewer, place)


@routes.post("/accounts/{account}/{change}")
def set_status(
    request: Request, actor: Carer, viewer: AnyViewer, form: AnyForm, place: AnyPlace,
    account: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    change: Annotated[Literal["enable", "disable"], Path()],
) -> Response:  # fmt: skip
    """Disable an account, or enable it."""
    del form  # its origin was checked
    try:
        change_status(place.door, place.gate, actor, account, "active" if change == "enable" else "disabled")
    except ConflictError as error:
        return _care(request, actor, viewer, place, error)
    return RedirectResponse("/care#accounts", 303)


def _care(
    request: Request, actor: Actor, viewer: Viewer | None, place: Place, error: ConflictError | None = None
) -> Response:  # fmt: skip
    found = look_after(place.gate, actor)
    return show(
        request, "care.html", viewer=viewer, found=found, version=pulmu.__version__, python=platform.python_version(),
        waiting=sum(not job.lease for job in found.jobs), own=actor.id,
        problems=told(error.problems, language_of(request)) if error else [], status=status_of(error) if error else 200,
    )  # fmt: skip
