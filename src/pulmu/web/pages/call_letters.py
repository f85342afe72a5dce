"""Letters of a call in its agency: their form, a preview, all of them written and sent, and what is left for paper."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from pulmu.http.download import attachment
from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem
from pulmu.services.calls import shelf
from pulmu.services.jobs import kinds
from pulmu.services.letters.decided import decided_state
from pulmu.services.letters.kept import take_letter, take_letters
from pulmu.services.letters.sending import letters_standing
from pulmu.services.letters.template import find_template, keep_template, template_file, template_history, use_pdf
from pulmu.services.letters.writing import preview_letter
from pulmu.services.place import Place
from pulmu.web.call_tabs import tabs_of
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload
from pulmu.web.pages.one_call import base_of, crumbs_of
from pulmu.web.pages.plants import shown_name
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/letters", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Key = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
AT_ONCE = 50
_DONE = ("form", "pdf", "written", "sent")


@routes.get("")
def show_letters(
    request: Request, seat: Seated, place: AnyPlace, call: Name, done: str = "",
    start: Annotated[int, Query(ge=0, le=10**6)] = 0,
) -> Response:  # fmt: skip
    """The form, the letters, and what is left to do."""
    return _page(request, seat, place, call, done=done if done in _DONE else "", start=start)


@routes.post("/form")
def take_form(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace, call: Name) -> Response:
    """Take in the agency's own letter."""
    sent = form.files.get("file")
    try:
        shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
        if sent is None or not sent.content:
            said, mend = "no file was chosen", "choose a letter, DOCX or HWPX"
            raise InputError.of("input.nothing_uploaded", "", said, mend)
        name = shown_name(sent.name)
        keep_template(place.gate, seat.actor, place.letters, call, name, sent.content, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/letters?done=form", 303)


@routes.post("/form/pdf")
def take_pdf(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """From now on letters are Pulmu's PDF."""
    try:
        use_pdf(place.gate, seat.actor, call, seen=form.number("seen"))
    except ConflictError as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/letters?done=pdf", 303)


@routes.get("/form/{number}")
def download_form(seat: Seated, place: AnyPlace, call: Name, number: Number) -> Response:
    """The agency's file of a version."""
    kept, content = template_file(place.gate, seat.actor, call, number)
    return file_answer(content, kept.file or "own-letter.pdf")


@routes.get("/sample/{kind}")
def download_sample(
    request: Request, seat: Seated, place: AnyPlace, kind: Annotated[str, Path(pattern="^(docx|hwpx)$")]
) -> Response:
    """A plain letter to begin a form with."""
    del seat  # who may not see the workspace is not let in
    return file_answer(place.letters.sample(kind, language_of(request)), f"letter.{kind}")


@routes.post("/preview")
def show_preview(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """One letter as it would be written now; nothing is kept."""
    language = _language(form.text("language", 2))
    try:
        name, content = preview_letter(
            place.gate, seat.actor, place.programmes(), place.letters, call, form.text("application", 100), language
        )
    except InputError as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return file_answer(content, name)


@routes.post("/write")
def write(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Have all letters written."""
    language = _language(form.text("language", 2))
    try:
        job = kinds.start_letters(place.gate, seat.actor, place.programmes(), call, language)
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.post("/send")
def send(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Have the letters sent that were not sent yet."""
    seen, count = form.number("seen"), form.number("count")
    try:
        if not form.text("sure"):
            said, mend = "it was not confirmed", "tick that the letters may go"
            raise InputError.of("letter.not_confirmed", "", said, mend)
        job = kinds.start_sending(place.gate, seat.actor, place.programmes(), call, seen=seen, count=count)
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/archive")
def download_all(seat: Seated, place: AnyPlace, call: Name) -> Response:
    """Every letter in one file, made while it is sent."""
    files = place.letters.archive(take_letters(place.gate, seat.actor, call))
    headers = {"Content-Disposition": attachment(f"letters-{call}.zip")}
    return StreamingResponse(files, media_type="application/zip", headers=headers)


@routes.get("/of/{application}")
def download_one(seat: Seated, place: AnyPlace, call: Name, application: Key) -> Response:
    """One letter."""
    found, content = take_letter(place.gate, seat.actor, call, application)
    return file_answer(content, found.file)


def _language(said: str) -> Language:
    return "en" if said == "en" else "ko"


def _page(
    request: Request,
    seat: Seat,
    place: Place,
    call: str,
    problems: Sequence[Problem] = (),
    status: int = 200,
    *,
    done: str = "",
    start: int = 0,
) -> Response:
    language = language_of(request)
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call)
    form, standing = find_template(place.gate, seat.actor, call), letters_standing(place.gate, seat.actor, call)
    title = text("web.call_tabs.letters", language)
    return show(
        request, "call_letters.html", seat=seat, noun="calls", status=status, found=found, here="letters",
        name=called(found.call, language) or found.id, tabs=tabs_of(seat, found.id),
        base=f"{base_of(seat, found)}/letters", form=form, history=template_history(place.gate, seat.actor, call),
        form_problems=told(form.problems, language), standing=standing, rows=standing.letters[start : start + AT_ONCE],
        run_problems=told([item for item in standing.run.problems if item not in form.problems], language),
        start=start, at_once=AT_ONCE, done=done, problems=told(problems, language),
        is_decided=_is_decided(seat, place, call),
        applications=_applications(place, seat, call), may_write=seat.actor.may("write_letters"),
        crumbs=(*crumbs_of(seat, found, language), Crumb(name=title, href=f"{base_of(seat, found)}/letters")),
    )  # fmt: skip


def _is_decided(seat: Seat, place: Place, call: str) -> bool:
    try:
        decided_state(place.gate, seat.actor, place.programmes(), call)
    except InputError:
        return False
    return True


def _applications(place: Place, seat: Seat, call: str) -> tuple[tuple[str, str, str], ...]:
    """Id, name and outcome of the first of each outcome, to look at before all are written."""
    with place.gate.reading(seat.actor, "read_letters") as work:
        names = {item.id: item.name for item in work.all_received("application", call) if item.ended is None}
        last = {item.application: item.outcome for item in work.decisions(call) if item.application in names}
    first = {outcome: key for key, outcome in reversed(last.items()) if outcome != "withdrawn"}
    return tuple((key, names[key], outcome) for outcome, key in sorted(first.items()))
