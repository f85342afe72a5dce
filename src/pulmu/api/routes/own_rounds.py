"""Rounds of matching a workspace takes part in: the invitation, its wishes, what was proposed, and its answers."""

from typing import Annotated

from fastapi import APIRouter, Path

from pulmu.api.own_round_bodies import OwnRoundView, ReplyBody, ReplyReceipt, RoundSeenBody, WishesBody
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.services.rounds import own

routes = APIRouter(prefix="/workspaces/{workspace}/own-rounds", tags=["matching"], route_class=BoundedRoute)
Key = Annotated[str, Path(max_length=64, description="what the party is called, 32 hexadecimal digits")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_own_rounds(actor: Asking, place: AnyPlace, paging: Asked) -> Page[OwnRoundView]:
    """Rounds the workspace was invited to."""
    found = sorted(own.own_rounds(place.gate, actor), key=lambda item: item.key)
    return paging.page(found, lambda item: (item.key,), OwnRoundView.of)


@routes.get("/{key}", responses=told(401, 403, 404, 422))
def read_own_round(key: Key, actor: Asking, place: AnyPlace) -> OwnRoundView:
    """One of them: who takes part, what is wished, what was proposed."""
    return OwnRoundView.of(own.own_round(place.gate, actor, key))


@routes.put("/{key}/wishes", responses=told(401, 403, 404, 409, 422))
def save_wishes(key: Key, body: WishesBody, actor: Asking, place: AnyPlace) -> OwnRoundView:
    """Keep whom the party wants; nothing is sent by that."""
    own.save_wishes(place.gate, actor, key, body.wishes(), seen=body.seen)
    return OwnRoundView.of(own.own_round(place.gate, actor, key))


@routes.post("/{key}/sendings", status_code=201, responses=told(401, 403, 404, 409, 422))
def send_wishes(key: Key, body: RoundSeenBody, actor: Asking, place: AnyPlace) -> ReplyReceipt:
    """Send the wishes as they stand; a later sending takes the place of an earlier one."""
    return ReplyReceipt.of(own.send_wishes(place.gate, actor, key, seen=body.seen))


@routes.post("/{key}/answers", status_code=201, responses=told(401, 403, 404, 422))
def answer_proposal(key: Key, body: ReplyBody, actor: Asking, place: AnyPlace) -> ReplyReceipt:
    """Accept or refuse a proposal, once."""
    return ReplyReceipt.of(own.answer_proposal(place.gate, actor, key, body.partner, body.answer, body.reason))
