"""Applications to a call in its agency: each checked, and those on paper taken in from a table."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.locale.asked_words import asked_words
from pulmu.model import InputError, OutsideError, Problem
from pulmu.services.applications.columns import heads_of
from pulmu.services.applications.papers import take_paper
from pulmu.services.applications.received import ListedApplications, list_applications, read_received
from pulmu.services.applications.upload import Uploaded, columns_for, take_in_upload
from pulmu.services.calls.take_in import take_in
from pulmu.services.place import Place
from pulmu.web.application_words import call_name, fact_words, rows_of
from pulmu.web.call_tabs import tabs_of
from pulmu.web.downloads import file_answer
from pulmu.web.eligibility_reading import read_eligibility
from pulmu.web.forms import AnyUpload, read_form
from pulmu.web.pages.evidence import size_text
from pulmu.web.pages.plants import shown_name
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/applications", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
AT_ONCE = 50


@routes.get("")
def show_received(
    request: Request, seat: Seated, place: AnyPlace, call: Name, start: Annotated[int, Query(ge=0, le=10**6)] = 0
) -> Response:
    """What came for a call; nothing is written by looking."""
    return _list(request, seat, place, call, start=start)


@routes.get("/table")
def download_table(request: Request, seat: Seated, place: AnyPlace, call: Name) -> Response:
    """The empty table for applications on paper."""
    columns = columns_for(place.gate, seat.actor, place.programmes(), call)
    return file_answer(place.upload_template(columns, language_of(request)), f"{call}.xlsx")


@routes.post("")
def upload(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace, call: Name) -> Response:
    """Take in a table: all of it or nothing, or what is right where that is wanted."""
    try:
        sent = form.files.get("file")
        if sent is None or not sent.content:
            said, mend = "no file was chosen", "choose a table, XLSX or CSV"
            raise InputError.of("input.nothing_uploaded", "", said, mend)
        columns = columns_for(place.gate, seat.actor, place.programmes(), call)
        table = place.read_upload(sent.content, shown_name(sent.name), heads_of(columns))
        done = take_in_upload(
            place.gate, seat.actor, place.programmes(), call, table, only_sound=bool(form.text("only_sound"))
        )
    except InputError as error:
        return _list(request, seat, place, call, problems=error.problems, status=status_of(error))
    is_refused = not done.kept and not done.known and bool(done.problems)
    return _list(request, seat, place, call, done=done, problems=done.problems, status=422 if is_refused else 200)


@routes.post("/take-in", dependencies=[Depends(read_form)])
def take_in_waiting(request: Request, seat: Seated, place: AnyPlace, call: Name) -> Response:
    """Take in what was sent and waits nevertheless."""
    try:
        take_in(place.gate, seat.actor)
    except OutsideError as error:
        return _list(request, seat, place, call, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/applications", 303)


@routes.get("/{application}/papers/{paper}")
def download_paper(
    seat: Seated, place: AnyPlace, call: Name, application: Annotated[str, Path(max_length=100)],
    paper: Annotated[str, Path(max_length=100)],
) -> Response:  # fmt: skip
    """A paper, to be saved: for officers, and for reviewers who judge the application. It is noted who took it."""
    taken = take_paper(place.gate, seat.actor, call, application, paper)
    return file_answer(taken.content, taken.name)


@routes.get("/{application}")
def show_one(
    request: Request, seat: Seated, place: AnyPlace, call: Name, application: Annotated[str, Path(max_length=100)]
) -> Response:
    """One application whole, with the answer of the rules and all that it rests on."""
    language = language_of(request)
    came = list_applications(place.gate, seat.actor, place.programmes(), call, 0, 0)
    (found,) = read_received(place.gate, seat.actor, came.call, [application])
    roles = came.call.programme.consortium.roles if came.call.programme and came.call.programme.consortium else ()
    name = found.application.name or found.record.name
    return show(
        request, "received_application.html", seat=seat, noun="calls", found=found, call=came.call, name=name,
        base=f"{seat.base}/calls/{call}/applications/{application}", size_of=size_text,
        question=lambda name: asked_words(f"question.{name}", came.call.call, roles, language),
        fact_name=lambda name: fact_words(name, language),
        words=lambda paper: asked_words(f"document.{paper}", came.call.call, roles, language),
        given=rows_of(found.checked.given, came.call.call, roles, language), problems=told(found.problems, language),
        rules_read=read_eligibility(found.checked.eligible, found.rules, language),
        tabs=tabs_of(seat, call), here="applications",
        crumbs=(*_crumbs(seat, came, language),
                Crumb(name=name, href=f"{seat.base}/calls/{call}/applications/{application}")),
    )  # fmt: skip


def _list(
    request: Request,
    seat: Seat,
    place: Place,
    call: str,
    *,
    start: int = 0,
    done: Uploaded | None = None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> Response:
    language = language_of(request)
    came = list_applications(place.gate, seat.actor, place.programmes(), call, start, AT_ONCE)
    found = read_received(place.gate, seat.actor, came.call, came.ids)
    return show(
        request, "received_applications.html", seat=seat, noun="calls", status=status, came=came, found=found,
        start=start, at_once=AT_ONCE, base=f"{seat.base}/calls/{call}/applications", done=done,
        name=call_name(came.call.call, language), problems=told(problems, language), tabs=tabs_of(seat, call),
        here="applications", may_upload=seat.actor.may("take_in_upload"),
        is_taking=came.call.state is not None and came.call.state.stage == "taking",
        crumbs=_crumbs(seat, came, language),
    )  # fmt: skip


def _crumbs(seat: Seat, came: ListedApplications, language: Language) -> tuple[Crumb, ...]:
    base = f"{seat.base}/calls"
    return (
        Crumb(name=text("web.noun.calls", language), href=base),
        Crumb(name=call_name(came.call.call, language), href=f"{base}/{came.call.id}"),
        Crumb(name=text("web.applications.received", language), href=f"{base}/{came.call.id}/applications"),
    )
