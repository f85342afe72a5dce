"""The calls of an agency: where each stands, and how one is begun."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import ConflictError, InputError
from pulmu.services.accounts.identify import ZONE
from pulmu.services.calls import shelf
from pulmu.services.calls.begin import call_of_programme
from pulmu.services.calls.standing import received_by_call
from pulmu.services.place import Place
from pulmu.services.workspaces import programmes
from pulmu.web.call_state import shown_call
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.one_call import may_write
from pulmu.web.pages.uploads import uploaded_document
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls", include_in_schema=False)
_ASKED = ("id", "name_ko", "name_en", "year", "opens", "opens_at", "closes", "closes_at")
_UNTIL_IT_OPENS, _UNTIL_IT_CLOSES = timedelta(days=14), timedelta(days=35)


@routes.get("")
def show_calls(
    request: Request, seat: Seated, place: AnyPlace, programme: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """All calls and where they stand, and how to begin one; of a programme, where it is named."""
    return _list(request, seat, place, Form({"programme": programme}, {}), [])


@routes.post("/new")
def begin_of_programme(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A call of a programme, to be filled in."""
    try:
        name = form.text("programme", 100)
        found = programmes.find_programme(place.gate, seat.actor, place.programmes(), name)
        document = call_of_programme(found.programme, {item: form.text(item, 400) for item in _ASKED})
        made = shelf.begin_call(place.gate, seat.actor, place.programmes(), document)
    except (InputError, ConflictError) as error:
        return _refused(request, seat, place, form, error)
    return RedirectResponse(f"{seat.base}/calls/{made.id}/edit", 303)


@routes.post("/sample")
def begin_of_sample(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A call that begins as one of the samples."""
    samples = place.sample_calls()
    try:
        name = form.text("sample", 100)
        if name not in samples:
            known = ", ".join(samples)
            said = "there is no sample of that name"
            raise InputError.of("input.unknown_sample", repr(name), said, f"choose one of: {known}", known=known)
        made = shelf.begin_call(place.gate, seat.actor, place.programmes(), samples[name])
    except (InputError, ConflictError) as error:
        return _refused(request, seat, place, form, error)
    return RedirectResponse(f"{seat.base}/calls/{made.id}", 303)


@routes.post("/upload")
def upload_call(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """A call from YAML or JSON: a new one, or a new version of the one that has its id."""
    try:
        document, name = uploaded_document(form, place.read_call)
        seen = form.number("seen") if "seen" in form.fields else _newest(place, seat, name)
        saved = shelf.save_call(
            place.gate, seat.actor, place.programmes(), name, document, seen=seen, note=form.text("note", 500)
        )
    except (InputError, ConflictError) as error:
        return _refused(request, seat, place, form, error)
    return RedirectResponse(f"{seat.base}/calls/{saved.id}?saved={saved.version.number}", 303)


def _newest(place: Place, seat: Seat, name: str) -> int:
    return next((item.number for item in shelf.call_history(place.gate, seat.actor, name)), 0)


def _refused(request: Request, seat: Seat, place: Place, form: Form, error: InputError | ConflictError) -> Response:
    problems = told(error.problems, language_of(request))
    return _list(request, seat, place, form, problems, status_of(error))


def _list(
    request: Request,
    seat: Seat,
    place: Place,
    sent: Form,
    problems: Sequence[Told],
    status: int = 200,
) -> Response:
    language, now = language_of(request), place.gate.world.now()
    found = shelf.list_binding(place.gate, seat.actor, place.programmes())
    received = received_by_call(place.gate, seat.actor) if seat.actor.may("read_received") else None
    rows = [shown_call(item, binds, received, now, language) for item, binds in found]
    known = programmes.list_programmes(place.gate, seat.actor, place.programmes()) if may_write(seat) else ()
    samples = {name: item.tree for name, item in place.sample_calls().items() if isinstance(item.tree, dict)}
    return show(
        request, "calls.html", seat=seat, noun="calls", status=status, problems=problems, sent=sent,
        rows=rows, open_now=sum(item.state == "open" for item in rows), may_write=may_write(seat),
        programmes=[(item.id, called(item.programme, language)) for item in known if item.counts],
        samples=[(name, str(tree.get(f"name_{language}"))) for name, tree in samples.items()],
        usual=_usual(now), year=now.astimezone(ZONE).year,
        label=lambda name: text(f"web.rule_fields.label.{name}", language),
        crumbs=(Crumb(name=text("web.noun.calls", language), href=f"{seat.base}/calls"),),
    )  # fmt: skip


def _usual(now: datetime) -> dict[str, str]:
    """Days to begin with."""
    day = now.astimezone(ZONE).date()
    opens, closes = day + _UNTIL_IT_OPENS, day + _UNTIL_IT_CLOSES
    return {"opens": opens.isoformat(), "opens_at": "09:00", "closes": closes.isoformat(), "closes_at": "18:00"}
