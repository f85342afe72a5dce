"""One call of an agency: what it says, whether it is shown to all, and how it goes on."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import AccessRefused, ConflictError, InputError, Problem
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services.calls import shelf
from pulmu.services.calls.shelf import KeptCall
from pulmu.services.calls.stages import ACTION_TO, NEXT, go_on
from pulmu.services.calls.standing import standing_of
from pulmu.services.place import Place
from pulmu.services.records.deciding import Stage
from pulmu.services.workspaces import programmes
from pulmu.services.workspaces.authors import names_of
from pulmu.web.call_state import answer_of, next_stage, shown_words, window_of
from pulmu.web.call_tabs import tabs_of
from pulmu.web.call_view import read_call
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.rule_problems import ShownChange, changes_between, problems_of_call, told_problems
from pulmu.web.rule_words import NO_PROGRAMME, RuleWords, called, tracks_of
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int | None, Query(ge=1, le=10**9)]
Ending = Annotated[Literal["yaml", "json"], Path()]


@routes.get("")
def show_call(
    request: Request, seat: Seated, place: AnyPlace, call: Name, version: Number = None, saved: str = "", done: str = ""
) -> Response:
    """One call, as it stands or stood."""
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call, version)
    done = done if done in ("published", "withdrawn", "stage") else ""
    return _one(request, seat, place, found, saved=saved if saved.isdecimal() else "", done=done)


@routes.get("/publish")
def ask_to_publish(request: Request, seat: Seated, place: AnyPlace, call: Name) -> Response:
    """What will bind, before it is shown to all."""
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call)
    return _publish(request, seat, place, found)


@routes.post("/publish")
def publish(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Show a call to all, in the version that was looked at."""
    try:
        shelf.publish_call(place.gate, seat.actor, place.programmes(), call, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        found = shelf.find_call(place.gate, seat.actor, place.programmes(), call)
        return _publish(request, seat, place, found, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}?done=published", 303)


@routes.post("/withdraw")
def withdraw(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Show a call no more."""
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call)
    try:
        shelf.withdraw_call(place.gate, seat.actor, call, form.text("reason", 1000))
    except InputError as error:
        return _one(request, seat, place, found, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}?done=withdrawn", 303)


@routes.post("/stage")
def go_on_with(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Go on to the next stage, from the one that was looked at."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    seen: Stage | None = next((stage for stage in NEXT if stage == form.text("seen", 20)), None)
    try:
        go_on(place.gate, seat.actor, found.call, seen or "published", form.text("reason", 1000))
    except (InputError, ConflictError) as error:
        newest = shelf.find_call(place.gate, seat.actor, place.programmes(), call)
        return _one(request, seat, place, newest, problems=error.problems, status=status_of(error), sent=form)
    return RedirectResponse(f"{seat.base}/calls/{call}?done=stage", 303)


@routes.get("/versions")
def show_versions(
    request: Request, seat: Seated, place: AnyPlace, call: Name, version: Number = None, since: Number = None
) -> Response:
    """Who changed it, when, and what: a version beside the one before it, or beside another."""
    language = language_of(request)
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call, version)
    before = since if since is not None else found.version.number - 1
    changed = _changed_since(place, seat, found, before, language) if before else []
    versions = shelf.call_history(place.gate, seat.actor, call)
    title = text("web.plant.versions", language)
    return show(
        request, "rule_versions.html", seat=seat, noun="calls", number=found.version.number, versions=versions,
        before=before or None, changed=changed, names=names_of(place.store, (item.author for item in versions)),
        base=base_of(seat, found), name=called(found.call, language) or found.id,
        crumbs=(*crumbs_of(seat, found, language), Crumb(name=title, href=f"{base_of(seat, found)}/versions")),
    )  # fmt: skip


@routes.get("/file/{ending}")
def download_call(seat: Seated, place: AnyPlace, call: Name, ending: Ending, version: Number = None) -> Response:
    """The call as YAML or JSON."""
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call, version)
    name = f"{found.id}.{found.version.number}.{ending}"
    return file_answer(place.tree_file(found.document, name), name)


def base_of(seat: Seat, found: KeptCall) -> str:
    """Where the pages of a call begin."""
    return f"{seat.base}/calls/{found.id}"


def crumbs_of(seat: Seat, found: KeptCall, language: Language) -> tuple[Crumb, ...]:
    """The way to a call."""
    return (
        Crumb(name=text("web.noun.calls", language), href=f"{seat.base}/calls"),
        Crumb(name=called(found.call, language) or found.id, href=base_of(seat, found)),
    )


def words_for(found: KeptCall, language: Language) -> RuleWords:
    """What the fields of a call are called."""
    return RuleWords(language, tracks_of(found.document.tree, language), found.programme or NO_PROGRAMME)


def _changed_since(place: Place, seat: Seat, found: KeptCall, number: int, language: Language) -> list[ShownChange]:
    before = shelf.find_call(place.gate, seat.actor, place.programmes(), found.id, number)
    return changes_between(Call, before.document.tree, found.document.tree, language)


def _one(
    request: Request,
    seat: Seat,
    place: Place,
    found: KeptCall,
    *,
    saved: str = "",
    done: str = "",
    problems: Sequence[Problem] = (),
    status: int = 200,
    sent: Form | None = None,
) -> Response:
    language, now = language_of(request), place.gate.world.now()
    binding = shelf.binding_version(place.gate, seat.actor, place.programmes(), found)
    standing = standing_of(place.gate, seat.actor, found.id) if seat.actor.may("read_received") else None
    following = next_stage(binding, standing, now, language) if standing is not None else None
    versions = shelf.call_history(place.gate, seat.actor, found.id)
    is_newest = found.version.number == versions[0].number
    return show(
        request, "one_call.html", seat=seat, noun="calls", status=status, saved=saved, done=done, found=found,
        answer=answer_of(binding, standing, now, language), binding=binding, is_newest=is_newest,
        shown=shown_words(found, language), following=following, sent=sent or Form({}, {}),
        may_go_on=following is not None and seat.actor.may(ACTION_TO[following.stage]),
        may_write=may_write(seat) and is_newest, may_publish=seat.actor.may("publish_call") and is_newest,
        versions=len(versions), newest=versions[0].number, problems=told(problems, language),
        own_problems=_own_problems(place, seat, found, language), here="call", **_told_of(seat, found, language),
    )  # fmt: skip


def _own_problems(place: Place, seat: Seat, found: KeptCall, language: Language) -> list[Told]:
    """What is wrong with it, each with the way to where it is mended."""
    if not found.problems:
        return []
    known = known_programmes(place, seat)
    return told_problems(Call, problems_of_call(found.document, known), found.document, base_of(seat, found), language)


def _told_of(seat: Seat, found: KeptCall, language: Language) -> dict[str, Any]:
    """What pages about one call show of it."""
    call, words = found.call, words_for(found, language)
    frame = {
        "base": base_of(seat, found), "name": called(call, language) or found.id, "tabs": tabs_of(seat, found.id),
        "crumbs": crumbs_of(seat, found, language),
    }  # fmt: skip
    if not found.counts or found.programme is None:
        return frame | {"read": None}
    return frame | {"read": read_call(found, words), "programme": called(found.programme, language)}


def _publish(
    request: Request, seat: Seat, place: Place, found: KeptCall, problems: Sequence[Problem] = (), status: int = 200
) -> Response:
    if not seat.actor.may("publish_call"):
        raise AccessRefused.of("access.forbidden", "", "this is not among what your role may do", "ask an officer")
    language = language_of(request)
    is_again = found.is_shown and not found.is_shown_as_it_stands
    changed = _changed_since(place, seat, found, found.notice.number, language) if is_again and found.notice else []
    standing = standing_of(place.gate, seat.actor, found.id)
    is_late = found.counts and window_of(found.call, place.gate.world.now()) == "closed"
    own = [] if problems else _own_problems(place, seat, found, language)
    return show(
        request, "call_publish.html", seat=seat, noun="calls", status=status, found=found, changed=changed,
        is_again=is_again, received=standing.received, is_late=is_late,
        problems=[*told(problems, language), *own], **_told_of(seat, found, language),
    )  # fmt: skip


def known_programmes(place: Place, seat: Seat) -> dict[str, Programme]:
    """Programmes that calls can name, by id."""
    found = programmes.programmes_in_force(place.gate, seat.actor, place.programmes())
    return {item.id: item for item in found}


def may_write(seat: Seat) -> bool:
    """Whether they may write calls."""
    return seat.actor.may("write_call")
