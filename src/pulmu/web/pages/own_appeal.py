"""A firm's appeal on its application: written, sent, taken back, and what it was answered."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, date_text, text, won
from pulmu.model import ConflictError, InputError, Problem
from pulmu.services.appeals.own import LONGEST, OwnAppeal, own_appeal, save_appeal
from pulmu.services.appeals.send import submit_appeal, withdraw_appeal
from pulmu.services.place import Place
from pulmu.web.appeal_view import last_day_words, outcome_words
from pulmu.web.application_words import call_name
from pulmu.web.forms import AnyForm, Form
from pulmu.web.show import Crumb, moment_text, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/applications/{application}/appeal", include_in_schema=False)
Receipt = Annotated[str, Path(max_length=100)]
_DONE = ("saved", "sent", "withdrawn")


@routes.get("")
def show_appeal(request: Request, seat: Seated, place: AnyPlace, application: Receipt, done: str = "") -> Response:
    """The appeal as it is written, and where it stands."""
    found = own_appeal(place.gate, seat.actor, application)
    return _page(request, seat, place, found, done=done if done in _DONE else "")


@routes.post("")
def save(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, application: Receipt) -> Response:
    """Keep the grounds in a new version."""
    found = own_appeal(place.gate, seat.actor, application)
    try:
        save_appeal(place.gate, seat.actor, application, form.text("grounds", 40_000), seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, found, problems=error.problems, status=status_of(error), sent=form)
    return RedirectResponse(f"{_base(seat, application)}?done=saved", 303)


@routes.post("/submit")
def send(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, application: Receipt) -> Response:
    """Send the version that was looked at."""
    try:
        submit_appeal(place.gate, seat.actor, application, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        found = own_appeal(place.gate, seat.actor, application)
        return _page(request, seat, place, found, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{_base(seat, application)}?done=sent", 303)


@routes.post("/withdraw")
def take_back(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, application: Receipt) -> Response:
    """Take back the appeal that stands."""
    try:
        withdraw_appeal(place.gate, seat.actor, application, reason=form.text("reason", 2000))
    except InputError as error:
        found = own_appeal(place.gate, seat.actor, application)
        return _page(request, seat, place, found, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{_base(seat, application)}?done=withdrawn", 303)


def _page(
    request: Request, seat: Seat, place: Place, found: OwnAppeal, *, done: str = "", problems: Sequence[Problem] = (),
    status: int = 200, sent: Form | None = None,
) -> Response:  # fmt: skip
    language, now = language_of(request), place.gate.world.now()
    standing, answered = found.standing, found.answered
    return show(
        request, "own_appeal.html", seat=seat, noun="open_calls", status=status, found=found, done=done,
        name=_name(found, language), base=_base(seat, found.application.id), longest=LONGEST,
        grounds=found.grounds if sent is None else sent.text("grounds", 40_000), standing=standing, answered=answered,
        answer=_answer(found, language), until=_until(found, language), longer=_longer(found, language),
        is_late=found.ends is not None and now >= found.ends,
        may_write=seat.actor.may("write_application") and standing is None and answered is None,
        may_send=seat.actor.may("submit_application"), problems=told(problems, language),
        outcome=lambda name: outcome_words(name, language), amount=lambda krw: won(krw, language),
        crumbs=_crumbs(seat, found, language),
    )  # fmt: skip


def _base(seat: Seat, application: str) -> str:
    return f"{seat.base}/applications/{application}/appeal"


def _name(found: OwnAppeal, language: Language) -> str:
    return found.application.about if found.call is None else call_name(found.call, language)


def _answer(found: OwnAppeal, language: Language) -> str:
    """Where it stands, in a sentence."""
    if found.answered is not None and found.answered.answer is not None:
        return text(f"web.own_appeal.is.{found.answered.answer.verdict}", language)
    if found.standing is not None:
        at = moment_text(found.standing.receipt.at, language)
        return text(f"web.own_appeal.is.{found.standing.state}", language, at=at)
    return text("web.own_appeal.is.withdrawn" if found.sent else "web.own_appeal.is.none", language)


def _until(found: OwnAppeal, language: Language) -> str:
    """Until when one may appeal, and by what."""
    terms = found.terms
    if terms.source is None:
        basis = text("web.own_appeal.days", language, count=terms.days)
    else:
        law = text("web.appeals.law", language)
        basis = text("web.own_appeal.days_of_law", language, count=terms.days, law=law)
    if found.until is None or found.told is None:
        return f"{basis} {text('web.own_appeal.no_letter', language)}"
    came = text("web.own_appeal.received", language, at=moment_text(found.told, language))
    return f"{basis} {came} {last_day_words(found.until, language)}"


def _longer(found: OwnAppeal, language: Language) -> str:
    """Until when the appeal that stands is to be answered, and why that takes longer."""
    item = found.standing
    if item is None:
        return ""
    said = text("web.own_appeal.answer_by", language, day=date_text(item.answer_by.day, language))
    if item.delay is None:
        return said
    delayed = text("web.own_appeal.delayed", language, count=item.delay.further, reason=item.delay.reason)
    return f"{said} {delayed}"


def _crumbs(seat: Seat, found: OwnAppeal, language: Language) -> tuple[Crumb, ...]:
    base = f"{seat.base}/open-calls"
    one = f"{base}/{found.application.receiver}/{found.application.about}"
    return (
        Crumb(name=text("web.noun.open_calls", language), href=base),
        Crumb(name=_name(found, language), href=one if found.call is not None else base),
        Crumb(name=text("web.own_appeal.crumb", language), href=_base(seat, found.application.id)),
    )
