"""Calls that agencies show, and a firm's own application: written, filled, checked, sent, taken back."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.locale.asked_words import asked_words
from pulmu.model import ConflictError, InputError, Problem
from pulmu.model.application import Application, GivenAnswer, NamedPerson, Partner
from pulmu.services.applications.attach import attach_paper, detach_paper, evidence_to_attach
from pulmu.services.applications.board import ShownCall, shown_calls
from pulmu.services.applications.draft import draft_application
from pulmu.services.applications.own import (
    OwnApplication,
    document_of_application,
    list_own,
    own_application,
    save_application,
)
from pulmu.services.applications.send import submit, withdraw
from pulmu.services.letters.own import own_letters
from pulmu.services.place import Place
from pulmu.services.records.plant import EvidenceRecord
from pulmu.web.application_words import call_name, fact_words, rows_of
from pulmu.web.eligibility_reading import read_eligibility
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.letter_view import shown_decision
from pulmu.web.nomination_form import shown_awards, told_awards, typed_nomination
from pulmu.web.paper_form import named_papers, shown_papers, typed_papers, wish_of_form
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/open-calls", include_in_schema=False)
Agency = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Name = Annotated[str, Path(max_length=100)]
MOST_PEOPLE = 60
_DONE = ("saved", "filled", "sent", "withdrawn")


@routes.get("")
def show_open_calls(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Calls of all agencies of the place, those that close first come first."""
    language, now = language_of(request), place.gate.world.now()
    found = shown_calls(place.gate, seat.actor)
    own = {item.document for item in list_own(place.gate, seat.actor)}
    open_ones = sum(item.is_open(now) for item in found)
    return show(
        request, "open_calls.html", seat=seat, noun="open_calls", found=found, now=now, own=own, open_ones=open_ones,
        name_of=lambda item: call_name(item.call, language), crumbs=_crumbs(seat, language),
    )  # fmt: skip


@routes.get("/{agency}/{call}")
def show_application(
    request: Request, seat: Seated, place: AnyPlace, agency: Agency, call: Name, done: str = ""
) -> Response:
    """What a call asks, and the firm's application to it."""
    return _one(request, seat, place, own_application(place.gate, seat.actor, agency, call), done=done)


@routes.post("/{agency}/{call}")
def save(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, agency: Agency, call: Name) -> Response:
    """What was typed, in a new version."""
    found = own_application(place.gate, seat.actor, agency, call)
    try:
        typed = _typed(found, form)
        document = document_of_application(typed)
        save_application(place.gate, seat.actor, agency, call, document, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _one(request, seat, place, found, sent=form, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/open-calls/{agency}/{call}?done=saved", 303)


@routes.post("/{agency}/{call}/draft")
def fill(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, agency: Agency, call: Name) -> Response:
    """What Pulmu holds for it, each line with its source, in a new version."""
    found = own_application(place.gate, seat.actor, agency, call)
    try:
        draft = draft_application(place.gate, seat.actor, found)
        document = document_of_application(draft.application)
        save_application(place.gate, seat.actor, agency, call, document, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _one(request, seat, place, found, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/open-calls/{agency}/{call}?done=filled", 303)


@routes.post("/{agency}/{call}/papers/{paper}")
def attach(
    request: Request, seat: Seated, form: AnyUpload, place: AnyPlace, agency: Agency, call: Name, paper: Name
) -> Response:
    """Attach a paper, change its days, or take it off: in a new version."""
    gate, seen = place.gate, form.number("seen")
    try:
        if form.text("remove", 10):
            detach_paper(gate, seat.actor, agency, call, paper, seen=seen)
        else:
            wish = wish_of_form(paper, form)
            attach_paper(gate, seat.actor, agency, call, wish, place.look_at_paper, seen=seen)
    except (InputError, ConflictError) as error:
        found = own_application(gate, seat.actor, agency, call)
        return _one(request, seat, place, found, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/open-calls/{agency}/{call}?done=saved#paper-{paper}", 303)


@routes.post("/{agency}/{call}/submit")
def send(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, agency: Agency, call: Name) -> Response:
    """Send the version that was looked at."""
    try:
        submit(place.gate, seat.actor, agency, call, seen=form.number("seen"), look=place.look_at_paper)
    except (InputError, ConflictError) as error:
        found = own_application(place.gate, seat.actor, agency, call)
        return _one(request, seat, place, found, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/open-calls/{agency}/{call}?done=sent", 303)


@routes.post("/{agency}/{call}/withdraw")
def take_back(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, agency: Agency, call: Name) -> Response:
    """Take back what was sent."""
    try:
        withdraw(place.gate, seat.actor, agency, call, reason=form.text("reason", 2000))
    except InputError as error:
        found = own_application(place.gate, seat.actor, agency, call)
        return _one(request, seat, place, found, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/open-calls/{agency}/{call}?done=withdrawn", 303)


def _one(
    request: Request,
    seat: Seat,
    place: Place,
    found: OwnApplication,
    *,
    sent: Form | None = None,
    done: str = "",
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> Response:
    language, now = language_of(request), place.gate.world.now()
    shown = found.shown
    letters = own_letters(place.gate, seat.actor, shown.agency, shown.call.id)
    decided = shown_decision(letters[0], place.letters, language) if letters else None
    return show(
        request, "one_application.html", decided=decided, seat=seat, noun="open_calls", status=status, found=found,
        shown=shown,
        name=call_name(shown.call, language), is_open=shown.is_open(now), is_early=now < shown.opens,
        base=f"{seat.base}/open-calls/{shown.agency}/{shown.call.id}", done=done if done in _DONE else "",
        given=rows_of(found.checked.given, shown.call, found.rules.roles, language),
        words=lambda kind, name: asked_words(f"{kind}.{name}", shown.call, found.rules.roles, language),
        fact_name=lambda name: fact_words(name, language),
        typed=lambda name, kept: kept if sent is None else sent.text(name, 20_000), roles=found.rules.roles,
        files={item.id: item.file for item in found.application.documents},
        answers={item.id: item.text for item in found.application.answers},
        partners={item.role: item.name for item in found.application.partners},
        told_awards=told_awards(found.application.nomination), awards=shown_awards(found.application.nomination),
        rungs=[(item.id, called(item, language)) for item in shown.call.ladder.rungs] if shown.call.ladder else [],
        rows_of_people=_rows_of_people(found), asks_past=any(item.past for item in shown.call.people),
        papers=shown_papers(found, language), kept_files=_kept_files(place, seat),
        named_papers=named_papers(found), may_keep=seat.actor.may("write_evidence"),
        rules_read=read_eligibility(found.checked.eligible, found.rules.rules, language),
        own_problems=told(found.problems, language), problems=told(problems, language),
        may_write=seat.actor.may("write_application"), may_send=seat.actor.may("submit_application"),
        crumbs=(*_crumbs(seat, language), _crumb(seat, shown, language)),
    )  # fmt: skip


def _typed(found: OwnApplication, form: Form) -> Application:
    """The application with what a form holds; what the form does not show stays."""
    call, wrong = found.shown.call, []
    amounts: dict[str, int | None] = {}
    for name in ("cost_krw", "asked_krw"):
        digits = form.text(name, 40).replace(",", "").replace(" ", "").removesuffix("원")
        is_amount = digits.isascii() and digits.isdigit() and int(digits) <= 10**15
        if digits and not is_amount:
            said, mend = f"{digits!r} is no amount in whole won", "write it in digits"
            wrong.append(InputError.of("application.amount", name, said, mend, text=digits).problems[0])
        amounts[name] = int(digits) if is_amount else None
    nomination = None
    try:
        nomination = typed_nomination(call, found.application.nomination, form)
    except InputError as error:
        wrong += error.problems
    if wrong:
        raise InputError(*wrong)
    answers = [(item.id, form.text(f"question.{item.id}", 20_000)) for item in call.questions]
    partners = [(item.id, form.text(f"partner.{item.id}", 400)) for item in found.rules.roles]
    return dataclasses.replace(
        found.application, call=call.id, name=form.text("name", 400), title=form.text("title", 400),
        business_number=form.text("business_number", 400), track=form.text("track", 60) or None,
        cost_krw=amounts["cost_krw"], asked_krw=amounts["asked_krw"],
        documents=typed_papers(found, form),
        answers=tuple(GivenAnswer(id=key, text=said) for key, said in answers if said),
        partners=tuple(Partner(role=key, name=said) for key, said in partners if said), nomination=nomination,
        people=tuple(_people(found, form)),
    )  # fmt: skip


def _people(found: OwnApplication, form: Form) -> Iterator[NamedPerson]:
    """People of the rows that have a name; a part the call does not ask is none."""
    parts = {item.part: item.part for item in found.shown.call.people}
    for number in range(MOST_PEOPLE if parts else 0):
        row = f"person.{number}."
        name, part = form.text(f"{row}name", 200), parts.get(form.text(f"{row}part", 40))  # type: ignore[call-overload]
        if name and part is not None:
            yield NamedPerson(
                part=part, name=name, researcher_number=form.text(f"{row}researcher_number", 40),
                works_for=form.text(f"{row}works_for", 400), worked_for=form.text(f"{row}worked_for", 4000),
            )  # fmt: skip


def _kept_files(place: Place, seat: Seat) -> tuple[EvidenceRecord, ...]:
    """Files to choose from, the newest hundred."""
    return evidence_to_attach(place.gate, seat.actor)[:100] if seat.actor.may("write_application") else ()


def _rows_of_people(found: OwnApplication) -> list[NamedPerson | None]:
    """Those named, and room for more."""
    asked = sum(item.least for item in found.shown.call.people)
    named: list[NamedPerson | None] = list(found.application.people)
    room = max(asked - len(named), 2) if asked else 0
    return (named + [None] * room)[:MOST_PEOPLE]


def _crumbs(seat: Seat, language: Language) -> tuple[Crumb, ...]:
    return (Crumb(name=text("web.noun.open_calls", language), href=f"{seat.base}/open-calls"),)


def _crumb(seat: Seat, shown: ShownCall, language: Language) -> Crumb:
    href = f"{seat.base}/open-calls/{shown.agency}/{shown.call.id}"
    return Crumb(name=call_name(shown.call, language), href=href)
