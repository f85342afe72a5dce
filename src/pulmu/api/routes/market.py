"""Offers and needs: every save a version, what is shown to all, suppliers for a need, demand for an offer."""

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, VersionView
from pulmu.api.market_bodies import DemandView, ItemContent, ItemView, SuppliersView, SupplierView, WithdrawnBody
from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, Document
from pulmu.services.access.actor import Actor
from pulmu.services.accounts.identify import ZONE
from pulmu.services.market import shelf
from pulmu.services.market.board import find_suppliers, fitting_needs
from pulmu.services.place import Place

LARGEST_ITEM = 1_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["offers and needs"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_ITEM))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Note = Annotated[str, Query(max_length=500, pattern=SHOWN, description="why it was changed")]
OfferName = Annotated[str, Path(max_length=100, description="id of the offer, such as weld_vision")]
NeedName = Annotated[str, Path(max_length=100, description="id of the need, such as inspection")]


@routes.get("/offers", responses=told(401, 403, 404, 422))
def list_offers(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ItemView]:
    """What the workspace offers, by id."""
    return paging.page(shelf.list_items(place.gate, actor, "offer"), lambda item: (item.id,), ItemView.of)


@routes.get("/offers/{offer}", responses=told(401, 403, 404, 422))
def read_offer(
    offer: OfferName, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> ItemContent:
    """An offer as it stands or stood, with everything that is wrong with it."""
    return _shown(request, response, shelf.find_item(place.gate, actor, "offer", offer, number))


@routes.put(
    "/offers/{offer}", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE,
    dependencies=[HEAVY],
)  # fmt: skip
def save_offer(
    offer: OfferName,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "offers.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> ItemContent:
    """A new version from YAML or JSON of one offer; `If-Match: "0"` for the first."""
    document = place.read_offers(content, file_name)
    return _shown(request, response, _saved(place, actor, "offer", offer, document, seen_in(if_match), note))


@routes.get("/offers/{offer}/versions", responses=told(401, 403, 404))
def offer_versions(offer: OfferName, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of an offer, newest first."""
    found = shelf.item_history(place.gate, actor, "offer", offer)
    return paging.page(found, lambda item: (-item.number,), VersionView.of)


@routes.post("/offers/{offer}/publish", responses=told(401, 403, 404, 409, 422))
def publish_offer(offer: OfferName, actor: Asking, place: AnyPlace) -> ItemView:
    """Show it to all of the place as it stands."""
    return ItemView.of(shelf.publish_item(place.gate, actor, "offer", offer))


@routes.post("/offers/{offer}/withdraw", responses=told(401, 403, 404, 422))
def withdraw_offer(offer: OfferName, body: WithdrawnBody, actor: Asking, place: AnyPlace) -> ItemView:
    """Show it no more."""
    shelf.find_item(place.gate, actor, "offer", offer)
    shelf.withdraw_item(place.gate, actor, "offer", offer, body.reason)
    return ItemView.of(shelf.find_item(place.gate, actor, "offer", offer))


@routes.get("/offers/{offer}/demand", responses=told(401, 403, 404, 422, 503), dependencies=[HEAVY])
def list_demand(offer: OfferName, actor: Asking, place: AnyPlace, paging: Asked) -> Page[DemandView]:
    """Needs that other workspaces show and that the offer fits, the best first."""
    found = enumerate(fitting_needs(place.gate, actor, place.market, offer, _today(place)))
    return paging.page(tuple(found), lambda item: (item[0],), lambda item: DemandView.of(item[1]))


@routes.get("/needs", responses=told(401, 403, 404, 422))
def list_needs(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ItemView]:
    """What the workspace needs, by id."""
    return paging.page(shelf.list_items(place.gate, actor, "need"), lambda item: (item.id,), ItemView.of)


@routes.get("/needs/{need}", responses=told(401, 403, 404, 422))
def read_need(
    need: NeedName, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> ItemContent:
    """A need as it stands or stood, with everything that is wrong with it."""
    return _shown(request, response, shelf.find_item(place.gate, actor, "need", need, number))


@routes.put(
    "/needs/{need}", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE,
    dependencies=[HEAVY],
)  # fmt: skip
def save_need(
    need: NeedName,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "needs.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> ItemContent:
    """A new version from YAML or JSON of one need; `If-Match: "0"` for the first."""
    document = place.read_needs(content, file_name)
    return _shown(request, response, _saved(place, actor, "need", need, document, seen_in(if_match), note))


@routes.get("/needs/{need}/versions", responses=told(401, 403, 404))
def need_versions(need: NeedName, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of a need, newest first."""
    found = shelf.item_history(place.gate, actor, "need", need)
    return paging.page(found, lambda item: (-item.number,), VersionView.of)


@routes.post("/needs/{need}/publish", responses=told(401, 403, 404, 409, 422))
def publish_need(need: NeedName, actor: Asking, place: AnyPlace) -> ItemView:
    """Show it to all of the place as it stands; where Pulmu found it is left out."""
    return ItemView.of(shelf.publish_item(place.gate, actor, "need", need))


@routes.post("/needs/{need}/withdraw", responses=told(401, 403, 404, 422))
def withdraw_need(need: NeedName, body: WithdrawnBody, actor: Asking, place: AnyPlace) -> ItemView:
    """Show it no more."""
    shelf.find_item(place.gate, actor, "need", need)
    shelf.withdraw_item(place.gate, actor, "need", need, body.reason)
    return ItemView.of(shelf.find_item(place.gate, actor, "need", need))


@routes.get("/needs/{need}/suppliers", responses=told(401, 403, 404, 422, 503), dependencies=[HEAVY])
def read_suppliers(need: NeedName, actor: Asking, place: AnyPlace) -> SuppliersView:
    """Offers that other workspaces show and that fit the need, with the words and conditions that met."""
    told_of = find_suppliers(place.gate, actor, place.market, need, _today(place))
    return SuppliersView(
        looked_at=told_of.found.looked_at, fitting=told_of.found.fitting, left_out=told_of.found.left_out,
        suppliers=[SupplierView.of(item) for item in told_of.suppliers],
    )  # fmt: skip


def _today(place: Place) -> date:
    return place.gate.world.now().astimezone(ZONE).date()


def _saved(
    place: Place, actor: Actor, kind: shelf.ItemKind, name: str, document: Document, seen: int, note: str
) -> shelf.KeptItem:
    try:
        return shelf.save_item(place.gate, actor, kind, name, document, seen=seen, note=note)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error


def _shown(request: Request, response: Response, found: shelf.KeptItem) -> ItemContent:
    response.headers["ETag"] = f'"{found.version.number}"'
    tree: Any = json.loads(json.dumps(found.document.tree))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return ItemContent(**ItemView.of(found).model_dump(), tree=tree, problems=problems)
