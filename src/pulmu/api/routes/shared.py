"""What an importer sees by a link, without an account."""

from fastapi import APIRouter, Request

from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, address_of
from pulmu.http.limits import limit_address
from pulmu.http.upload import BoundedRoute
from pulmu.services.workspaces.sharing import open_link
from pulmu.services.workspaces.summary import Summary, summary_of

routes = APIRouter(prefix="/shared", tags=["shared"], route_class=BoundedRoute)


@routes.get("/{address}", responses=told(404, 503))
def read_summary(address: str, request: Request, place: AnyPlace) -> Summary:
    """The summary of one frozen version. Each opening is counted and noted."""
    limit_address(request, "link")
    opened = open_link(place.store, place.objects, place.gate.world, address, address_of(request))
    return summary_of(opened.content)
