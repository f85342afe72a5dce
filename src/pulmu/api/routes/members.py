"""Who is what in a workspace, and the keys of its programs."""

from fastapi import APIRouter, Request

from pulmu.api.bodies import AccountRole, InvitationBody, Made, MemberView, TokenBody, TokenView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.limits import LimitPeople, limit_actor
from pulmu.http.paging import Asked, Page, moment
from pulmu.http.upload import BoundedRoute
from pulmu.services.accounts.members import Engagement, end_membership, invite, members
from pulmu.services.accounts.tokens import TokenWish, add_token, revoke_token, tokens

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["members"], route_class=BoundedRoute)


@routes.get("/members", responses=told(401, 403, 404))
def list_members(actor: Asking, place: AnyPlace, paging: Asked, _: LimitPeople) -> Page[MemberView]:
    """Who is what, by name; looking is noted."""
    found = members(place.door, place.gate, actor)
    return paging.page(found, lambda item: (item.account.name, item.account.id, item.membership.role), MemberView.of)


@routes.post("/invitations", status_code=201, responses=told(401, 403, 404, 422))
def send_invitation(body: InvitationBody, request: Request, actor: Asking, place: AnyPlace) -> Made:
    """Invite somebody; the secret is the end of the address to send them, shown once."""
    limit_actor(request, "invitation", actor)
    engagement = Engagement(role=body.role, end=body.end, reports=tuple(body.reports))
    address = invite(place.door, place.gate, actor, body.email, engagement)
    return Made(id=address.partition(".")[0], secret=address)


@routes.delete("/members/{account}/{role}", status_code=204, responses=told(401, 403, 404, 409, 422))
def remove_member(account: str, role: AccountRole, actor: Asking, place: AnyPlace) -> None:
    """Take a role from somebody; their sessions end."""
    end_membership(place.door, place.gate, actor, account, role)


@routes.get("/tokens", responses=told(401, 403, 404))
def list_tokens(actor: Asking, place: AnyPlace, paging: Asked, _: LimitPeople) -> Page[TokenView]:
    """Tokens one may end, oldest first."""
    found = tokens(place.door, place.gate, actor)
    return paging.page(found, lambda item: (moment(item.created), item.id), TokenView.of)


@routes.post("/tokens", status_code=201, responses=told(401, 403, 404, 422))
def make_token(body: TokenBody, actor: Asking, place: AnyPlace) -> Made:
    """A token; its text is shown once."""
    wish = TokenWish(name=body.name, scopes=tuple(body.scopes), days=body.days)
    token, text = add_token(place.door, place.gate, actor, wish)
    return Made(id=token.id, secret=text)


@routes.delete("/tokens/{token}", status_code=204, responses=told(401, 403, 404))
def end_token(token: str, actor: Asking, place: AnyPlace) -> None:
    """End a token."""
    revoke_token(place.door, place.gate, actor, token)
