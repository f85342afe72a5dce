"""The control of a line by its guard: how it stands, what is proposed, armed and committed, and the stop."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace, address_of, session_of
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import AccessRefused, ConflictError, ControlRefused, InputError, OutsideError, Problem, PulmuError
from pulmu.model.line import Line
from pulmu.services.access.gate import authorise
from pulmu.services.access.permission import Action
from pulmu.services.accounts.again import give_password_again
from pulmu.services.accounts.identify import is_live
from pulmu.services.control.desk import GuardAnswer, GuardView
from pulmu.services.guarded_lines import acts
from pulmu.services.guarded_lines.acts import Room
from pulmu.services.guarded_lines.proofs import list_proofs
from pulmu.services.guarded_lines.reach import not_offered
from pulmu.services.guarded_lines.wish import wanted_by_document, wanted_by_form
from pulmu.services.jobs.kinds import start_proof
from pulmu.services.lines.shelf import KeptLine, find_line
from pulmu.services.place import Place
from pulmu.services.workspaces.authors import names_of
from pulmu.web import control_view as view_of
from pulmu.web.control_words import ControlWords, clock, first_line, short
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.line_tabs import tabs_of
from pulmu.web.line_words import name_of
from pulmu.web.pages.lines import address_of as line_address
from pulmu.web.pages.lines import crumbs_of
from pulmu.web.pages.uploads import uploaded_document
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated, StillSeated

routes = APIRouter(prefix="/w/{workspace}/lines/{line}/control", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Done = Annotated[str, Query(max_length=20)]
_FEW = 8
_REFUSED = (InputError, ConflictError, ControlRefused, OutsideError)
_DONE = frozenset({"proposed", "committed", "released", "stopped"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows besides how control stands.

    Parameters
    ----------
    token : Of an arming that was taken just now: this page alone holds it.
    """

    problems: Sequence[Problem] = ()
    status: int = 200
    form: Form = field(default_factory=lambda: Form({}, {}))
    token: str = ""
    done: str = ""


@routes.get("")
def show_control(request: Request, seat: Seated, place: AnyPlace, line: Name, done: Done = "") -> Response:
    """How it stands."""
    return _page(request, seat, place, line, Shown(done=done if done in _DONE else ""))


@routes.get("/now")
def look_again(request: Request, seat: StillSeated, place: AnyPlace, line: Name) -> Response:
    """The same, asked for by the page itself: its session ends as if nobody had."""
    return _page(request, seat, place, line, Shown())


@routes.post("/prove")
def prove(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyForm) -> Response:
    """Have the values of the form proven; one is led to how far that is."""
    room = _room(place)
    try:
        kept = acts.own_line(room, seat.actor, "propose_setpoint", line)
        profile, now = acts.limits_and_values(room, seat.actor, line)
        said = {limit.tag: form.text(f"value-{spot}", 100) for spot, limit in enumerate(profile.limits)}
        job = start_proof(room, seat.actor, kept, wanted_by_form(profile, said, now).unwrap())
    except _REFUSED as error:
        return _page(request, seat, place, line, _refused(error, form))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.post("/programme")
def prove_programme(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyUpload) -> Response:
    """Have a group of a programme in a file proven."""
    room = _room(place)
    try:
        kept = acts.own_line(room, seat.actor, "propose_setpoint", line)
        profile, now = acts.limits_and_values(room, seat.actor, line)
        document, _ = uploaded_document(form, place.read_line)
        job = start_proof(
            room, seat.actor, kept, wanted_by_document(document, profile, form.text("group", 60), now).unwrap()
        )
    except _REFUSED as error:
        return _page(request, seat, place, line, _refused(error, form))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.post("/arm")
def arm(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyForm) -> Response:
    """Arm what was seen; the page that answers holds the token, and nothing else does."""
    authorise(seat.actor, "arm_setpoint", "")
    session = session_of(request)
    try:
        give_password_again(place.door, session, form.text("password", 1024), address_of(request))
        answer = acts.arm(
            _room(place), seat.actor, line, form.text("binding", 64), lambda: is_live(place.door, session)
        )
    except (*_REFUSED, AccessRefused) as error:
        if _is_not_theirs(error):
            raise
        return _page(request, seat, place, line, _refused(error, form))
    if not answer.accepted:
        return _page(request, seat, place, line, _not_taken(answer))
    return _page(request, seat, place, line, Shown(token=answer.token))


@routes.post("/commit")
def commit(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyForm) -> Response:
    """Commit what is armed."""
    binding, token = form.text("binding", 64), form.text("token", 200)
    return _do(
        request, seat, place, line, "committed", lambda room: acts.commit(room, seat.actor, line, binding, token)
    )


@routes.post("/release")
def release(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyForm) -> Response:
    """Drop what is proposed or armed, and let go of what was verified."""
    del form  # its origin was checked
    return _do(request, seat, place, line, "released", lambda room: acts.release(room, seat.actor, line))


@routes.post("/stop")
def stop(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyForm) -> Response:
    """End all control, at once."""
    del form  # its origin was checked
    return _do(request, seat, place, line, "stopped", lambda room: acts.stop(room, seat.actor, line))


def _do(
    request: Request, seat: Seat, place: Place, line: str, done: str, act: Callable[[Room], GuardAnswer]
) -> Response:  # fmt: skip
    try:
        answer = act(_room(place))
    except _REFUSED as error:
        return _page(request, seat, place, line, _refused(error, Form({}, {})))
    if not answer.accepted:
        return _page(request, seat, place, line, _not_taken(answer))
    return RedirectResponse(f"{control_address(seat, line)}?done={done}", 303)


def _is_not_theirs(error: PulmuError) -> bool:
    """Whether a refusal is no matter of a wrong password."""
    known = {"access.password_again", "access.locked", "access.log_in_again"}
    return isinstance(error, AccessRefused) and not {item.code for item in error.problems} & known


def _refused(error: PulmuError, form: Form) -> Shown:
    return Shown(error.problems, status_of(error), form)


def _not_taken(answer: GuardAnswer) -> Shown:
    return Shown(answer.problems, 409)


def control_address(seat: Seat, line: str) -> str:
    """Where the control of a line is."""
    return f"{seat.base}/lines/{quote(line)}/control"


def control_crumbs(seat: Seat, kept: KeptLine, language: Language) -> tuple[Crumb, ...]:
    """The way to it."""
    here = Crumb(name=text("web.control.crumb", language), href=control_address(seat, kept.id))
    return (*crumbs_of(seat, kept, language), here)


def words_for(place: Place, language: Language, keys: Sequence[str], line: Line | None = None) -> ControlWords:
    """Words for a page on which these people stand, and energies of a line."""
    carriers = {item.id: name_of(item, language) for item in line.carriers} if line else {}
    return ControlWords(language, people_of(place, keys), carriers)


def people_of(place: Place, keys: Sequence[str]) -> Mapping[str, str]:
    """Names of people by what the guard calls them."""
    return names_of(place.store, [key for key in keys if key])


def _room(place: Place) -> Room:
    return Room(place.gate, place.desks)


def _page(request: Request, seat: Seat, place: Place, line: str, shown: Shown) -> Response:
    language, kept = language_of(request), find_line(place.gate, seat.actor, line)
    room, person = _room(place), place.desks.person(seat.actor)
    standing = acts.look(room, seat.actor, line)
    view = standing.view
    words = words_for(place, language, _people(view), kept.line)
    reasons = (*not_offered(standing.reach, line), *(standing.trouble.problems if standing.trouble else ()))
    proofs = list_proofs(place.gate, seat.actor, line)
    here = control_address(seat, line)
    return show(
        request, "control_panel.html", seat=seat, noun="lines", tabs=tabs_of(seat, line), here=here,
        base=line_address(seat, line), name=name_of(kept.line, language), kept=kept, view=view, standing=standing,
        words=words, first=first_line(standing, words, line), reasons=told(reasons, language),
        is_offered=not reasons and not (view and view.is_stopped), problems=told(shown.problems, language),
        status=shown.status, form=shown.form,
        token=shown.token, done=shown.done, key=view_of.key_of(view),
        looks=_looks(view), proofs=proofs[:_FEW], count=len(proofs), person=person,
        may=_may(seat), why_not=view_of.may_arm(view, seat, person) if view else "role",
        code=f"/account/code?next={quote(here)}", crumbs=control_crumbs(seat, kept, language),
        path=here, query="", **_parts(view, words),
    )  # fmt: skip


def _parts(view: GuardView | None, words: ControlWords) -> dict[str, Any]:
    if view is None:
        return {}
    proposal, arming = view.proposal, view.arming
    return {
        "tags": view_of.tag_rows(view, words), "locks": view_of.lock_rows(view, words),
        "setpoints": view_of.setpoint_rows(view, words), "engaged": view_of.engaged_rows(view, words),
        "figures": view_of.figure_rows(proposal.figures, words) if proposal else [],
        "bound": view_of.bound_to(proposal.proof, proposal.binding) if proposal else [],
        "snapshot_left": round(view.profile.snapshot_age_s - (view.at - proposal.proof.snapshot_at)) if proposal else 0,
        "armed_left": max(0, round(arming.expires_at - view.at)) if arming else 0,
        "alarms": [(clock(item.at), told((item.problem,), words.language)[0]) for item in reversed(view.alarms[-5:])],
        "seal": short(view.seal),
        "ended": _ended(view, words),
    }  # fmt: skip


def _ended(view: GuardView, words: ControlWords) -> tuple[str, list[Told]] | None:
    """How the last group ended, and why; nothing where another one is on its way."""
    end = view.ended
    if end is None or view.run is not None or view.arming is not None:
        return None
    return words.say(f"ended.{end.what}", at=clock(end.at)), told(end.problems, words.language)


def _people(view: GuardView | None) -> list[str]:
    if view is None:
        return []
    return [view.proposal.author if view.proposal else "", view.arming.by if view.arming else ""]


def _may(seat: Seat) -> dict[str, bool]:
    acting: tuple[Action, ...] = ("propose_setpoint", "arm_setpoint", "commit_setpoint", "release_setpoint")
    found = {name.partition("_")[0]: seat.actor.may(name) for name in acting}
    return found | {"stop": seat.reaches("stop_control")}


def _looks(view: GuardView | None) -> int:
    """How often the page looks again: often while something is under way. [ms]"""
    return 1000 if view is not None and (view.run is not None or view.arming is not None) else 3000
