"""The audit of a workspace."""

from fastapi import APIRouter

from pulmu.api.bodies import AuditView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.limits import LimitPeople
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.services.workspaces.audit_trail import audit_page

routes = APIRouter(prefix="/workspaces/{workspace}/audit", tags=["audit"], route_class=BoundedRoute)


@routes.get("", responses=told(401, 403, 404, 422))
def read_audit(actor: Asking, place: AnyPlace, paging: Asked, _: LimitPeople) -> Page[AuditView]:
    """Entries in order, each with its seal and that of the one before. Looking is noted."""
    return paging.numbered(
        lambda last, most: audit_page(place.gate, actor, last, most), lambda entry: entry.number, AuditView.of
    )
