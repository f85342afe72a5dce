"""Who is what in a workspace: members, invitations, and the keys of its programs."""

from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import ConflictError, InputError, PulmuError
from pulmu.services.access.permission import ACTIONS, Action
from pulmu.services.accounts.members import (
    Engagement,
    end_membership,
    invite,
    members,
    open_invitations,
    take_back_invitation,
)
from pulmu.services.accounts.tokens import NEVER, TokenWish, add_token, revoke_token, tokens
from pulmu.services.place import Place
from pulmu.services.records.account import Role
from pulmu.services.workspaces.people import names_of
from pulmu.services.workspaces.report_desk import list_reports
from pulmu.web.forms import AnyForm, Form
from pulmu.web.show import Crumb, address_to, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}", include_in_schema=False)
INVITED: tuple[Role, ...] = (
    "plant_user", "preparer", "approver", "company_admin", "verifier", "supplier", "agency_officer", "reviewer",
)  # fmt: skip
Name = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
_TYPED = (InputError, ConflictError)


@routes.get("/members")
def show_members(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Who is what here."""
    return _members(request, seat, place)


@routes.post("/members/invite")
def send_invitation(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Invite somebody; the address to hand them is shown on this answer and never again."""
    try:
        role = cast("Role", form.text("role", 40))
        engagement = Engagement(role=role, end=_day(form), reports=_chosen(form, "report_"))
        secret = invite(place.door, place.gate, seat.actor, form.text("email", 320), engagement)
    except InputError as error:
        return _members(request, seat, place, sent=form, error=error)
    return _members(request, seat, place, made=address_to(request, f"/invitation/{secret}"))


@routes.post("/members/invitations/{invitation}/end")
def end_invitation(invitation: Name, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Take an invitation back."""
    del form  # its origin was checked
    take_back_invitation(place.door, place.gate, seat.actor, invitation)
    return RedirectResponse(f"{seat.base}/members#invitations", 303)


@routes.post("/members/{account}/end")
def remove_member(request: Request, account: Name, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Take a role from somebody."""
    role = cast("Role", form.text("role", 40))
    try:
        end_membership(place.door, place.gate, seat.actor, account, role)
    except ConflictError as error:
        return _members(request, seat, place, error=error)
    return RedirectResponse(f"{seat.base}/members", 303)


@routes.get("/tokens")
def show_tokens(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """The keys of programs one may end."""
    return _tokens(request, seat, place)


@routes.post("/tokens")
def make_token(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A key; its text is shown on this answer and never again."""
    wish = TokenWish(name=form.text("name", 80), scopes=_chosen(form, "scope_"), days=form.number("days"))
    try:
        _, secret = add_token(place.door, place.gate, seat.actor, wish)
    except InputError as error:
        return _tokens(request, seat, place, sent=form, error=error)
    return _tokens(request, seat, place, made=secret)


@routes.post("/tokens/{token}/end")
def end_token(token: Name, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """End a key."""
    del form  # its origin was checked
    revoke_token(place.door, place.gate, seat.actor, token)
    return RedirectResponse(f"{seat.base}/tokens", 303)


def _members(
    request: Request, seat: Seat, place: Place, *, sent: Form | None = None, made: str = "",
    error: PulmuError | None = None,
) -> Response:  # fmt: skip
    language = language_of(request)
    found = members(place.door, place.gate, seat.actor)
    may_change = seat.actor.may("change_member")
    shelves = list_reports(place.gate, seat.actor) if seat.actor.may("read_report") else ()
    return show(
        request, "members.html", seat=seat, noun="members", crumbs=_crumb(request, seat, "members"), made=made,
        members=sorted(found, key=lambda item: (not item.is_current, item.account.name)), may_change=may_change,
        people=len({item.account.id for item in found if item.is_current}), invited=INVITED,
        reports={shelf.report.id: f"{shelf.plant} {shelf.report.year}" for shelf in shelves},
        invitations=open_invitations(place.door, seat.actor) if may_change else (), sent=sent or Form({}, {}),
        problems=told(error.problems, language) if error else [],
        status=status_of(error) if error else 201 if made else 200,
    )  # fmt: skip


def _tokens(
    request: Request, seat: Seat, place: Place, *, sent: Form | None = None, made: str = "",
    error: InputError | None = None,
) -> Response:  # fmt: skip
    language = language_of(request)
    found = tokens(place.door, place.gate, seat.actor)
    now = place.gate.world.now()
    return show(
        request, "tokens.html", seat=seat, noun="tokens", crumbs=_crumb(request, seat, "tokens"), made=made,
        tokens=[(item, "revoked" if item.revoked else "ended" if item.ends <= now else "open") for item in found],
        names=names_of(place.store, (item.account for item in found)), scopes=_scopes(seat),
        sent=sent or Form({"days": "90"}, {}), problems=told(error.problems, language) if error else [],
        status=status_of(error) if error else 201 if made else 200,
    )  # fmt: skip


def _scopes(seat: Seat) -> tuple[Action, ...]:
    """What a key of this person may be for."""
    place_wide = {"read_place", "change_place"}
    return tuple(item for item in ACTIONS if item not in NEVER | place_wide and seat.actor.may(item))


def _chosen(form: Form, prefix: str) -> tuple[str, ...]:
    """What was ticked, by the end of its name."""
    return tuple(sorted(name.removeprefix(prefix)[:64] for name in form.fields if name.startswith(prefix)))


def _day(form: Form) -> date | None:
    """The last day of an engagement.

    Raises
    ------
    InputError  What was written is no day (`access.engagement`).
    """
    written = form.text("end", 20)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise InputError.of("access.engagement", "end", "the last day is no day", "write it as 2027-03-31") from error


def _crumb(request: Request, seat: Seat, noun: str) -> tuple[Crumb, ...]:
    return (Crumb(name=text(f"web.noun.{noun}", language_of(request)), href=f"{seat.base}/{noun}"),)
