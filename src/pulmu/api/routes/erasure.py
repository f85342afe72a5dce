"""The end of a workspace."""

from fastapi import APIRouter

from pulmu.api.bodies import ErasureBody, ErasureView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.upload import BoundedRoute
from pulmu.services.care.erase import erase_workspace

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["members"], route_class=BoundedRoute)


@routes.post("/erasure", responses=told(401, 403, 404, 422, 503))
def erase(body: ErasureBody, actor: Asking, place: AnyPlace) -> ErasureView:
    """Delete everything the company owns, for good. Its certificate is shown once, and kept by the place."""
    done = erase_workspace(place.gate, place.door, actor, body.name, body.reason)
    return ErasureView(certificate=done.certificate, sha256=done.sha256)
