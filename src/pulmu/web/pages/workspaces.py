"""A workspace: what needs its people now."""

from fastapi import APIRouter, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.services.workspaces import plants
from pulmu.web.show import show
from pulmu.web.viewer import Seated

routes = APIRouter(prefix="/w/{workspace}", include_in_schema=False)


@routes.get("")
def show_workspace(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """The overview."""
    found = plants.plants(place.gate, seat.actor) if seat.actor.may("read_plant") else ()
    return show(request, "workspace.html", seat=seat, noun="overview", plants=found)
