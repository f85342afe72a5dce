"""The audit of a workspace."""

from typing import Annotated

from fastapi import APIRouter, Query

from pulmu.api.bodies import AuditPage, AuditView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.upload import BoundedRoute
from pulmu.services.workspaces.audit_trail import audit_page

routes = APIRouter(prefix="/workspaces/{workspace}/audit", tags=["audit"], route_class=BoundedRoute)


@routes.get("", responses=told(401, 403, 404, 422))
def read_audit(
    actor: Asking,
    place: AnyPlace,
    after: Annotated[int, Query(ge=0, le=10**9, description="number of the last entry that is known")] = 0,
    most: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> AuditPage:
    """Entries in order, each with its seal and that of the one before. Looking is noted."""
    found = audit_page(place.gate, actor, after, most + 1)
    page = [AuditView.of(item) for item in found[:most]]
    return AuditPage(items=page, next=page[-1].number if len(found) > most else None)
