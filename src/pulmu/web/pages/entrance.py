"""Coming in and going: log-in, the one-time code, an account with a company of one's own or by invitation."""

from dataclasses import replace
from typing import Annotated, Any, get_args
from urllib.parse import quote

import segno
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.cookie import forget_session, keep_session
from pulmu.http.identify import AnyPlace, Session, address_of, session_of
from pulmu.http.language import language_of
from pulmu.http.limits import limit_address, trying
from pulmu.http.status import status_of
from pulmu.model import AccessRefused, ConflictError, InputError, Problem, PulmuError
from pulmu.services.accounts import second_factor
from pulmu.services.accounts.identify import today
from pulmu.services.accounts.log_in import log_in, log_out
from pulmu.services.accounts.members import accept_as_known, accept_as_new
from pulmu.services.accounts.sign_up import Person, found_workspace
from pulmu.services.records.account import WorkspaceKind
from pulmu.web.forms import AnyForm, Form
from pulmu.web.show import local_path, show, told
from pulmu.web.viewer import AnyViewer

routes = APIRouter(include_in_schema=False)
Next = Annotated[str, Query(alias="next", max_length=500)]
MAY_BE_TOLD = (AccessRefused, InputError, ConflictError)


@routes.get("/login")
def show_log_in(request: Request, viewer: AnyViewer, wanted: Next = "/") -> Response:
    """Where one logs in; who is logged in goes on."""
    if viewer is not None:
        return RedirectResponse(local_path(wanted), 303)
    return show(request, "login.html", wanted=wanted, email="", problems=[])


@routes.post("/login")
def enter(request: Request, form: AnyForm, place: AnyPlace) -> Response:
    """Log in by email and password."""
    email, wanted = form.text("email", 320), local_path(form.text("next", 500) or "/")
    try:
        with trying(request, "log_in"):
            opened = log_in(place.door, email, form.fields.get("password", ""), address_of(request))
    except MAY_BE_TOLD as error:
        return again(request, "login.html", error, wanted=wanted, email=email)
    onward = f"/account/code?next={quote(wanted)}" if opened.needs_code else wanted
    answer = RedirectResponse(onward, 303)
    keep_session(request, answer, opened.secret)
    return answer


@routes.post("/logout")
def leave(request: Request, secret: Session, place: AnyPlace) -> Response:
    """Log out."""
    log_out(place.door, secret, address_of(request))
    answer = RedirectResponse("/", 303)
    forget_session(request, answer)
    return answer


@routes.get("/signup")
def show_sign_up(request: Request, viewer: AnyViewer) -> Response:
    """An account with a company of one's own."""
    return show(request, "signup.html", viewer=viewer, sent=Form({}, {}), problems=[])


@routes.post("/signup")
def sign_up(request: Request, form: AnyForm, place: AnyPlace) -> Response:
    """Found a company and come in."""
    person = _person(request, form)
    kind: WorkspaceKind = next((item for item in get_args(WorkspaceKind) if item == form.text("kind", 20)), "company")
    name, address = form.text("workspace", 300), address_of(request)
    try:
        limit_address(request, "sign_up")
        _, room = found_workspace(place.door, person, name, kind, today(place.door), address)
        opened = log_in(place.door, person.email, person.password, address_of(request))
    except MAY_BE_TOLD as error:
        return again(request, "signup.html", error, sent=form)
    answer = RedirectResponse(f"/w/{room.id}", 303)
    keep_session(request, answer, opened.secret)
    return answer


@routes.get("/invitation/{address}")
def show_invitation(request: Request, address: str, viewer: AnyViewer) -> Response:
    """An invitation, to be taken with the account one has or with a new one."""
    return show(request, "invitation.html", viewer=viewer, address=address, sent=Form({}, {}), problems=[])


@routes.post("/invitation/{address}")
def take_invitation(request: Request, address: str, form: AnyForm, place: AnyPlace, viewer: AnyViewer) -> Response:
    """Take it."""
    try:
        if viewer is not None:
            accept_as_known(place.door, address, session_of(request))
            return RedirectResponse("/", 303)
        limit_address(request, "sign_up")
        person = _person(request, form)
        accept_as_new(place.door, address, person)
        opened = log_in(place.door, person.email, person.password, address_of(request))
    except MAY_BE_TOLD as error:
        return again(request, "invitation.html", error, sent=form, address=address, viewer=viewer)
    answer = RedirectResponse("/", 303)
    keep_session(request, answer, opened.secret)
    return answer


@routes.get("/account/code")
def show_code(request: Request, secret: Session, viewer: AnyViewer, wanted: Next = "/") -> Response:
    """Where the one-time code is given; who has no app yet sets it up first."""
    del secret
    if viewer is not None and not viewer.account.second_factor:
        return RedirectResponse(f"/account/app?next={quote(wanted)}", 303)
    return show(request, "code.html", viewer=viewer, wanted=wanted, problems=[])


@routes.post("/account/code")
def give_code(request: Request, form: AnyForm, secret: Session, place: AnyPlace, viewer: AnyViewer) -> Response:
    """Give the one-time code, or one for a lost phone."""
    wanted = local_path(form.text("next", 500) or "/")
    try:
        raised = second_factor.give_code(place.door, secret, form.text("code", 40))
    except MAY_BE_TOLD as error:
        return again(request, "code.html", error, viewer=viewer, wanted=wanted)
    answer = RedirectResponse(wanted, 303)
    keep_session(request, answer, raised.secret)
    return answer


@routes.get("/account/app")
def show_app(request: Request, secret: Session, place: AnyPlace, viewer: AnyViewer, wanted: Next = "/") -> Response:
    """Set up the app that makes one-time codes."""
    made = second_factor.pending(place.door, secret)
    return show(
        request, "app.html", viewer=viewer, wanted=wanted, made=made, picture=_picture(made.address), problems=[]
    )


@routes.post("/account/app")
def confirm_app(request: Request, form: AnyForm, secret: Session, place: AnyPlace, viewer: AnyViewer) -> Response:
    """Take the app into use, and show the codes for a lost phone once."""
    wanted = local_path(form.text("next", 500) or "/")
    try:
        raised = second_factor.confirm(place.door, secret, form.text("code", 40))
    except MAY_BE_TOLD as error:
        made = second_factor.pending(place.door, secret)
        return again(
            request, "app.html", error, viewer=viewer, wanted=wanted, made=made, picture=_picture(made.address)
        )
    answer = show(request, "recovery.html", viewer=viewer, codes=raised.recovery, wanted=wanted)
    keep_session(request, answer, raised.secret)
    return answer


def again(request: Request, template: str, error: PulmuError, **values: Any) -> Response:
    """The form once more, with what is wrong."""
    problems = told(_placeless(error.problems), language_of(request))
    return show(request, template, status=status_of(error), problems=problems, **values)


def _placeless(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The form is short: names of fields beside its own labels say nothing."""
    return tuple(replace(item, place="") for item in problems)


def _person(request: Request, form: Form) -> Person:
    language = language_of(request)
    password = form.fields.get("password", "")
    return Person(email=form.text("email", 320), name=form.text("name", 300), password=password, language=language)


def _picture(address: str) -> str:
    """The address as a picture a phone reads."""
    return segno.make_qr(address).svg_data_uri(scale=5, dark="#1B2228", light="#FFFFFF")
