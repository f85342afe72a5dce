"""Calls that agencies show to all of the place."""

import json
from typing import Annotated

from fastapi import APIRouter, Path

from pulmu.api.application_bodies import ShownCallContent, ShownCallView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.paging import Asked, Page
from pulmu.model import encode
from pulmu.services.applications.board import find_shown_call, shown_calls

routes = APIRouter(prefix="/workspaces/{workspace}/board", tags=["board"])
Agency = Annotated[str, Path(max_length=100, description="workspace of the agency")]
Name = Annotated[str, Path(max_length=100, description="id of the call")]


@routes.get("/calls", responses=told(401, 403, 404, 422))
def list_shown_calls(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ShownCallView]:
    """Calls that are shown, those that close first come first."""
    found = shown_calls(place.gate, actor)
    return paging.page(
        found, lambda item: (item.closes.isoformat(), item.agency, item.call.id), ShownCallView.of
    )  # fmt: skip


@routes.get("/calls/{agency}/{call}", responses=told(401, 403, 404, 422))
def read_shown_call(agency: Agency, call: Name, actor: Asking, place: AnyPlace) -> ShownCallContent:
    """A call as it binds, with its programme."""
    found = find_shown_call(place.gate, actor, agency, call)
    tree, programme = (json.loads(json.dumps(encode(item))) for item in (found.call, found.programme))
    return ShownCallContent(**ShownCallView.of(found).model_dump(), tree=tree, programme_tree=programme)
