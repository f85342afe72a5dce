"""Letters of decisions, and results of calls: written, sent, received, published."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, JobView
from pulmu.api.letter_bodies import (
    LetterFormView,
    LettersAsked,
    LettersSent,
    LetterView,
    NoMoreBody,
    OwnLetterView,
    PreviewView,
    PublishedBody,
    ResultContent,
    ResultHead,
    ShownNoMore,
    TakenView,
)
from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, seen_in
from pulmu.http.download import attachment
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page, moment
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.calls import shelf
from pulmu.services.jobs import kinds
from pulmu.services.letters import results
from pulmu.services.letters.kept import take_letter
from pulmu.services.letters.own import own_letter_file, own_letters, take_in_letter
from pulmu.services.letters.sending import letters_standing
from pulmu.services.letters.template import KeptTemplate, find_template, keep_template
from pulmu.services.records.job import Job

LARGEST_FORM = 20_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["letters"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_FORM))]
Name = Annotated[str, Path(max_length=100, description="id of the call, such as ai_voucher_2026")]
Agency = Annotated[str, Path(max_length=64, description="workspace of the agency")]
Application = Annotated[str, Path(max_length=100, description="id of the application")]
Letter = Annotated[str, Path(max_length=64, description="id of the letter, as it was sent")]


@routes.get("/calls/{call}/letters", responses=told(401, 403, 404, 422))
def list_letters(call: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[LetterView]:
    """The letters of a call as they were written last, and what became of each."""
    found = letters_standing(place.gate, actor, call).letters
    return paging.page(found, lambda item: (item.letter.application,), LetterView.of)


@routes.get("/calls/{call}/letters/form", responses=told(401, 403, 404))
def read_letter_form(
    call: Name, request: Request, response: Response, actor: Asking, place: AnyPlace
) -> LetterFormView:
    """The form of a call's letters."""
    return _form(request, response, find_template(place.gate, actor, call))


@routes.put(
    "/calls/{call}/letters/form", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE,
    dependencies=[HEAVY],
)  # fmt: skip
def save_letter_form(
    call: Name, request: Request, response: Response, actor: Asking, place: AnyPlace, content: Content,
    file_name: Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file")] = "own-letter.docx",
    if_match: IfMatch = "",
) -> LetterFormView:  # fmt: skip
    """Take in the agency's own letter, DOCX or HWPX; `If-Match: "0"` for the first."""
    seen = seen_in(if_match)
    shelf.call_in_force(place.gate, actor, place.programmes(), call)
    try:
        kept = keep_template(place.gate, actor, place.letters, call, file_name, content, seen=seen)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _form(request, response, kept)


@routes.post("/calls/{call}/letters/write", status_code=202, responses=told(401, 403, 404, 409, 422))
def write_letters(
    call: Name, body: LettersAsked, request: Request, response: Response, actor: Asking, place: AnyPlace, once: AnyOnce
) -> JobView:
    """Have the letters of all decisions written: a job. Those that would be the same are not written again."""
    packaged = place.programmes()

    def started(gate: Gate) -> JobView:
        return _started(request, response, actor, kinds.start_letters(gate, actor, packaged, call, body.language))

    return once(started, 202)


@routes.post("/calls/{call}/letters/send", status_code=202, responses=told(401, 403, 404, 409, 422))
def send_letters(
    call: Name, body: LettersSent, request: Request, response: Response, actor: Asking, place: AnyPlace, once: AnyOnce
) -> JobView:
    """Have the letters sent that were not: a job. Each goes once."""
    packaged = place.programmes()

    def started(gate: Gate) -> JobView:
        job = kinds.start_sending(gate, actor, packaged, call, seen=body.seen, count=body.count)
        return _started(request, response, actor, job)

    return once(started, 202)


@routes.get("/calls/{call}/letters/{application}/file", responses=told(401, 403, 404, 503), response_class=Response)
def take_letter_file(call: Name, application: Application, actor: Asking, place: AnyPlace) -> Response:
    """One letter. That it was taken is noted."""
    found, content = take_letter(place.gate, actor, call, application)
    return _file(content, found.file)


@routes.get("/calls/{call}/results", responses=told(401, 403, 404, 422))
def preview_results(call: Name, actor: Asking, place: AnyPlace) -> PreviewView:
    """What would be published of a call's results now, and what is hidden."""
    return PreviewView.of(results.preview_results(place.gate, actor, place.programmes(), call))


@routes.post("/calls/{call}/results/publish", responses=told(401, 403, 404, 409, 422))
def publish_results(call: Name, body: PublishedBody, actor: Asking, place: AnyPlace) -> ResultHead:
    """Show the results of a call to all of the place; refused where what was published before could be subtracted."""
    found = results.publish_results(place.gate, actor, place.programmes(), call, seen=body.seen)
    return ResultHead.of_notice(found)


@routes.post("/calls/{call}/results/withdraw", responses=told(401, 403, 404, 422))
def withdraw_results(call: Name, body: NoMoreBody, actor: Asking, place: AnyPlace) -> ShownNoMore:
    """Show them no more."""
    return ShownNoMore(withdrawn=results.withdraw_results(place.gate, actor, call, body.reason))


@routes.get("/results", responses=told(401, 403, 404, 422))
def list_results(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ResultHead]:
    """Results that agencies show, newest first."""
    found = results.shown_results(place.gate, actor)
    return paging.page(found, lambda item: (-moment(item.notice.at), item.agency, item.notice.id), ResultHead.of)


@routes.get("/results/{agency}/{call}", responses=told(401, 403, 404))
def read_results(agency: Agency, call: Name, actor: Asking, place: AnyPlace) -> ResultContent:
    """Results of one call."""
    found = results.find_shown_results(place.gate, actor, agency, call)
    head = ResultHead.of(found).model_dump()
    return ResultContent(**head, results=encode(found.results, full=True))


@routes.get("/applications/{agency}/{call}/letters", responses=told(401, 403, 404, 422))
def list_own_letters(agency: Agency, call: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[OwnLetterView]:
    """What a firm was told of its application, the letter that counts first."""
    found = own_letters(place.gate, actor, agency, call)
    return paging.page(found, lambda item: (-item.number, -moment(item.at), item.id), OwnLetterView.of)


@routes.get(
    "/applications/{agency}/{call}/letters/{letter}", responses=told(401, 403, 404, 503), response_class=Response
)
def take_own_letter(agency: Agency, call: Name, letter: Letter, actor: Asking, place: AnyPlace) -> Response:
    """The file of a letter, byte for byte as its agency keeps it."""
    found, content = own_letter_file(place.gate, actor, agency, call, letter)
    return _file(content, found.file)


@routes.post("/applications/{agency}/{call}/letters/{letter}/taken", responses=told(401, 403, 404))
def confirm_letter(agency: Agency, call: Name, letter: Letter, actor: Asking, place: AnyPlace) -> TakenView:
    """Keep a letter with the firm's records, and tell its agency that it came."""
    return TakenView(taken=take_in_letter(place.gate, actor, agency, call, letter))


def _form(request: Request, response: Response, kept: KeptTemplate) -> LetterFormView:
    response.headers["ETag"] = f'"{kept.number}"'
    return LetterFormView.of(kept, problems_tree(kept.problems, language_of(request), in_place=True))


def _started(request: Request, response: Response, actor: Actor, job: Job) -> JobView:
    shown = JobView.of_job(job, actor.workspace, language_of(request))
    response.headers["Location"] = shown.links["self"]
    return shown


def _file(content: bytes, name: str) -> Response:
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": attachment(name)})
