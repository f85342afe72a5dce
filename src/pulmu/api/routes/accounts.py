"""Coming in and going: sessions, codes, accounts."""

from fastapi import APIRouter, Request, Response

from pulmu.api.bodies import (
    AppSetUp,
    CodeBody,
    Entered,
    LogInBody,
    Me,
    MyWorkspace,
    NewMemberBody,
    Recovery,
    SignUpBody,
)
from pulmu.api.bodies import Person as PersonView
from pulmu.api.problems import told
from pulmu.http.cookie import forget_session, keep_session
from pulmu.http.identify import AnyPlace, Session, address_of, refuse_foreign_origin
from pulmu.http.limits import limit_address, trying
from pulmu.http.upload import BoundedRoute
from pulmu.services.accounts import second_factor
from pulmu.services.accounts.identify import by_session, holds, live_session, today
from pulmu.services.accounts.log_in import log_in, log_out
from pulmu.services.accounts.members import accept_as_known, accept_as_new
from pulmu.services.accounts.sign_up import Person, found_workspace

routes = APIRouter(tags=["accounts"], route_class=BoundedRoute)


@routes.post("/sessions", responses=told(401, 403, 422, 429))
def open_session(body: LogInBody, request: Request, response: Response, place: AnyPlace) -> Entered:
    """Log in; the secret of the session goes into a cookie no script can read."""
    refuse_foreign_origin(request)
    with trying(request, "log_in"):
        opened = log_in(place.door, body.email, body.password, address_of(request))
    keep_session(request, response, opened.secret)
    return Entered(account=PersonView.of(opened.account), needs_code=opened.needs_code)


@routes.delete("/sessions/current", status_code=204, responses=told(401, 403))
def end_session(request: Request, response: Response, secret: Session, place: AnyPlace) -> None:
    """Log out."""
    log_out(place.door, secret, address_of(request))
    forget_session(request, response)


@routes.post("/sessions/current/code", status_code=204, responses=told(401, 403, 422, 429))
def give_code(body: CodeBody, request: Request, response: Response, secret: Session, place: AnyPlace) -> None:
    """Give the one-time code of the app, or one for a lost phone."""
    keep_session(request, response, second_factor.give_code(place.door, secret, body.code).secret)


@routes.post("/second-factor", responses=told(401, 403))
def set_up_app(secret: Session, place: AnyPlace) -> AppSetUp:
    """A new secret for the app; it counts when a code of it was given."""
    found = second_factor.set_up(place.door, secret)
    return AppSetUp(secret=found.secret, address=found.address)


@routes.put("/second-factor", responses=told(401, 403, 422, 429))
def confirm_app(body: CodeBody, request: Request, response: Response, secret: Session, place: AnyPlace) -> Recovery:
    """Take the app into use; every other session ends."""
    confirmed = second_factor.confirm(place.door, secret, body.code)
    keep_session(request, response, confirmed.secret)
    return Recovery(recovery=list(confirmed.recovery))


@routes.post("/accounts", status_code=201, responses=told(403, 409, 422))
def sign_up(body: SignUpBody, request: Request, place: AnyPlace) -> MyWorkspace:
    """An account and a workspace of its own."""
    refuse_foreign_origin(request)
    limit_address(request, "sign_up")
    person = Person(email=body.email, name=body.name, password=body.password, language=body.language)
    account, room = found_workspace(
        place.door, person, body.workspace, body.kind, today(place.door), address_of(request)
    )
    with place.store.place_reading() as records:
        roles = [item.role for item in records.memberships(account.id)]
    return MyWorkspace(id=room.id, name=room.name, kind=room.kind, roles=[str(role) for role in roles])


@routes.post("/accounts/invited", status_code=201, responses=told(403, 404, 409, 422))
def accept_invitation(body: NewMemberBody, request: Request, place: AnyPlace) -> PersonView:
    """An account for who was invited."""
    refuse_foreign_origin(request)
    limit_address(request, "sign_up")
    person = Person(email=body.email, name=body.name, password=body.password, language=body.language)
    return PersonView.of(accept_as_new(place.door, body.invitation, person))


@routes.post("/me/invitations/{invitation}", status_code=204, responses=told(401, 403, 404, 409))
def join(invitation: str, secret: Session, place: AnyPlace) -> None:
    """Take an invitation with the account one has."""
    accept_as_known(place.door, invitation, secret)


@routes.get("/me", responses=told(401))
def me(secret: Session, place: AnyPlace) -> Me:
    """Who is logged in, and where they may go."""
    actor = by_session(place.door, secret)
    day = today(place.door)
    with place.store.place_reading() as records:
        _, account = live_session(place.door, records, secret)
        held: dict[str, list[str]] = {}
        for item in records.memberships(account.id):
            if holds(item, day):
                held.setdefault(item.workspace, []).append(item.role)
        rooms = [(records.workspace(key), roles) for key, roles in held.items()]
    mine = [MyWorkspace(id=room.id, name=room.name, kind=room.kind, roles=roles)
            for room, roles in rooms if room is not None and room.status == "open"]  # fmt: skip
    return Me(account=PersonView.of(account), second_factor=actor.second_factor, workspaces=mine)
