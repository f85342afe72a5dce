"""Appeals of a call at its agency: the list, one with everything behind its decision, settling, and those on paper."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text, won
from pulmu.model import AccessRefused, ConflictError, InputError, Problem
from pulmu.services.accounts.identify import ZONE
from pulmu.services.appeals.answer import Verdict
from pulmu.services.appeals.enter import end_entered, enter_appeal
from pulmu.services.appeals.put_off import may_put_off, put_off
from pulmu.services.appeals.received import Appeal, find_appeal, list_appeals
from pulmu.services.appeals.settle import may_settle, settle
from pulmu.services.appeals.trace import trace
from pulmu.services.appeals.trace_file import trace_file
from pulmu.services.calls.decide import DecisionWish
from pulmu.services.calls.shelf import KeptCall, call_in_force, find_call
from pulmu.services.place import Place
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import Outcome
from pulmu.services.workspaces.authors import names_of
from pulmu.support.calls.appeals import MOST_FURTHER_DAYS, appeal_terms
from pulmu.web.appeal_view import days_left, outcome_words, people_of, shown_trace
from pulmu.web.call_tabs import tabs_of
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.pages.audit import deed_key
from pulmu.web.pages.one_call import base_of, crumbs_of
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/appeals", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Key = Annotated[str, Path(max_length=100)]
AT_ONCE = 50
_MOST_CHOICES = 500
_INSTEAD: tuple[Outcome, ...] = ("selected", "reserve", "not_selected", "not_eligible", "incomplete")
_FOUR_EYES = "appeal.four_eyes"
_DONE = ("entered", "settled", "ended", "put_off")


@dataclass(frozen=True, slots=True)
class ShownAppeal:
    """An appeal in a list."""

    found: Appeal
    outcome: str
    left: str


@routes.get("")
def show_appeals(
    request: Request, seat: Seated, place: AnyPlace, call: Name, start: Annotated[int, Query(ge=0, le=10**6)] = 0
) -> Response:
    """Appeals of a call: open ones first, those to be answered soonest at the top."""
    return _list(request, seat, place, call, start=start)


@routes.post("")
def enter(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Enter an appeal that came on paper."""
    found = call_in_force(place.gate, seat.actor, place.programmes(), call)
    try:
        made = enter_appeal(
            place.gate, seat.actor, found.call, form.text("application", 100), form.text("grounds", 40_000), _came(form)
        )
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, call, problems=error.problems, status=status_of(error), sent=form)
    return RedirectResponse(f"{seat.base}/calls/{call}/appeals/{made.id}?done=entered", 303)


@routes.get("/{appeal}")
def show_appeal(
    request: Request, seat: Seated, place: AnyPlace, call: Name, appeal: Key, done: str = ""
) -> Response:  # fmt: skip
    """One appeal with everything behind the decision it is about."""
    return _one(request, seat, place, call, appeal, done=done if done in _DONE else "")


@routes.get("/{appeal}/print")
def print_appeal(request: Request, seat: Seated, place: AnyPlace, call: Name, appeal: Key) -> Response:
    """The same as one page to print: every part unfolded, nothing to press, the hash of the file in the foot."""
    return _one(request, seat, place, call, appeal, template="appeal_print.html")


@routes.get("/{appeal}/trace")
def download(seat: Seated, place: AnyPlace, call: Name, appeal: Key, names: str = "yes") -> Response:
    """The trace as one file; without names as it can be given to the applicant."""
    kept = call_in_force(place.gate, seat.actor, place.programmes(), call)
    content = trace_file(trace(place.gate, seat.actor, kept, appeal), names=names != "no")
    return file_answer(content, f"appeal-{appeal[:12]}.json")


@routes.post("/{appeal}/settle")
def settle_one(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name, appeal: Key) -> Response:
    """Settle it, with a reason."""
    kept = call_in_force(place.gate, seat.actor, place.programmes(), call)
    about = find_appeal(place.gate, seat.actor, kept.call, appeal)
    try:
        verdict: Verdict = "upheld" if form.text("verdict", 20) == "upheld" else "rejected"
        wish = _wish(form, about) if verdict == "upheld" else None
        reason, seen = form.text("reason", 30_000), form.number("seen")
        settle(place.gate, seat.actor, kept.call, appeal, verdict, reason, wish, seen=seen)
    except (InputError, ConflictError) as error:
        return _one(request, seat, place, call, appeal, problems=error.problems, status=status_of(error), sent=form)
    except AccessRefused as error:
        if error.problems[0].code != _FOUR_EYES:
            raise
        return _one(request, seat, place, call, appeal, problems=error.problems, status=status_of(error), sent=form)
    return RedirectResponse(f"{seat.base}/calls/{call}/appeals/{appeal}?done=settled", 303)


@routes.post("/{appeal}/put-off")
def put_off_one(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name, appeal: Key) -> Response:
    """Put its answer off, once, and tell the firm why."""
    kept = call_in_force(place.gate, seat.actor, place.programmes(), call)
    try:
        put_off(place.gate, seat.actor, kept.call, appeal, form.number("further"), form.text("why_longer", 4000))
    except (InputError, ConflictError) as error:
        return _one(request, seat, place, call, appeal, problems=error.problems, status=status_of(error), sent=form)
    return RedirectResponse(f"{seat.base}/calls/{call}/appeals/{appeal}?done=put_off", 303)


@routes.post("/{appeal}/end")
def end(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name, appeal: Key) -> Response:
    """Note that an appeal on paper was taken back."""
    kept = call_in_force(place.gate, seat.actor, place.programmes(), call)
    try:
        end_entered(place.gate, seat.actor, kept.call, appeal, form.text("why", 1000))
    except InputError as error:
        return _one(request, seat, place, call, appeal, problems=error.problems, status=status_of(error), sent=form)
    return RedirectResponse(f"{seat.base}/calls/{call}/appeals/{appeal}?done=ended", 303)


def _list(
    request: Request, seat: Seat, place: Place, call: str, *, start: int = 0, problems: Sequence[Problem] = (),
    status: int = 200, sent: Form | None = None,
) -> Response:  # fmt: skip
    language, now = language_of(request), place.gate.world.now()
    stands = find_call(place.gate, seat.actor, place.programmes(), call)
    kept = None if stands.state is None else call_in_force(place.gate, seat.actor, place.programmes(), call)
    listed = [] if kept is None else sorted(list_appeals(place.gate, seat.actor, kept.call), key=_urgent)
    shown = [_shown(item, now, language) for item in listed[start : start + AT_ONCE]]
    still = sum(item.state == "open" for item in listed)
    late = sum(item.state == "open" and now >= item.answer_by for item in listed)
    return show(
        request, "call_appeals.html", seat=seat, noun="calls", status=status, tabs=tabs_of(seat, call), here="appeals",
        name=called(stands.call, language) or call, listed=listed, shown=shown, still=still, late=late, start=start,
        at_once=AT_ONCE, base=f"{seat.base}/calls/{call}/appeals", problems=told(problems, language),
        terms=appeal_terms(stands.call), applications=_to_enter(seat, place, kept),
        typed=lambda field: "" if sent is None else sent.text(field, 40_000), crumbs=_crumbs(seat, stands, language),
    )  # fmt: skip


def _one(
    request: Request, seat: Seat, place: Place, call: str, appeal: str, *, template: str = "call_appeal.html",
    done: str = "", problems: Sequence[Problem] = (), status: int = 200, sent: Form | None = None,
) -> Response:  # fmt: skip
    language = language_of(request)
    kept = call_in_force(place.gate, seat.actor, place.programmes(), call)
    about = find_appeal(place.gate, seat.actor, kept.call, appeal)
    if not about.application:
        return _about_none(request, seat, kept, about)
    found = trace(place.gate, seat.actor, kept, appeal)
    file = trace_file(found)
    names = names_of(place.store, people_of(found))
    return show(
        request, template, seat=seat, noun="calls", status=status, tabs=tabs_of(seat, call), here="appeals",
        found=found, appeal=found.appeal, read=shown_trace(found, kept, names, deed_key, language), kept=kept,
        name=called(kept.call, language) or call, base=f"{seat.base}/calls/{call}", done=done,
        sha256=_hash_in(file), outcomes=_INSTEAD, last=found.decisions[-1] if found.decisions else None,
        outcome=lambda name: outcome_words(name, language),
        left=days_left(found.appeal, place.gate.world.now(), language),
        may_settle=may_settle(place.gate, seat.actor, kept.call, found.appeal), money=_money(kept, language),
        may_put_off=may_put_off(place.gate, seat.actor, found.appeal), most_further=MOST_FURTHER_DAYS,
        typed=lambda field: "" if sent is None else sent.text(field, 30_000), problems=told(problems, language),
        broken=told(found.problems, language), may_letter="letters" in {item.name for item in tabs_of(seat, call)},
        crumbs=(*_crumbs(seat, kept, language), _crumb(seat, kept, about)),
    )  # fmt: skip


def _about_none(request: Request, seat: Seat, kept: KeptCall, about: Appeal) -> Response:
    """An appeal about no application of who sent it: there is nothing behind it to be shown."""
    language = language_of(request)
    return show(
        request, "appeal_about_none.html", seat=seat, noun="calls", tabs=tabs_of(seat, kept.id), here="appeals",
        appeal=about, crumbs=(*_crumbs(seat, kept, language), _crumb(seat, kept, about)),
    )  # fmt: skip


def _urgent(item: Appeal) -> tuple[bool, datetime, str]:
    return (item.state != "open", item.answer_by, item.id)


def _shown(item: Appeal, now: datetime, language: Language) -> ShownAppeal:
    outcome = "–" if item.decision is None else outcome_words(item.decision.outcome, language)
    return ShownAppeal(item, outcome, days_left(item, now, language))


def _to_enter(seat: Seat, place: Place, kept: KeptCall | None) -> list[Received]:
    """Applications an appeal on paper may be about: those that were decided."""
    if kept is None or not seat.actor.may("take_in_upload"):
        return []
    with place.gate.reading(seat.actor, "read_received") as work:
        decided = {item.application for item in work.decisions(kept.id)}
        found = [item for item in work.all_received("application", kept.id) if item.id in decided]
    return sorted(found, key=lambda item: (item.name, item.id))[:_MOST_CHOICES]


def _wish(form: Form, about: Appeal) -> DecisionWish:
    outcome: Any = form.text("outcome", 20)
    digits = form.text("amount_krw", 40).replace(",", "").replace(" ", "").removesuffix("원")
    if digits and not (digits.isascii() and digits.isdigit() and int(digits) <= 10**15):
        said, mend = f"{digits!r} is no amount in whole won", "write it in digits"
        raise InputError.of("application.amount", "amount_krw", said, mend, text=digits)
    if outcome not in get_args(Outcome):
        said, mend = "what is decided instead is not chosen", "choose it"
        raise InputError.of("appeal.verdict", f"appeal {about.id}", said, mend)
    return DecisionWish(
        application=about.application, outcome=outcome, amount_krw=int(digits or 0), seen=form.number("seen")
    )


def _came(form: Form) -> datetime | None:
    typed = form.text("came", 40)
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=ZONE)
    except ValueError as error:
        said, mend = f"{typed!r} is no moment", "write 2026-12-05 14:30, in Korean time"
        raise InputError.of("application.received", "came", said, mend, text=typed) from error


def _money(kept: KeptCall, language: Language) -> str:
    """What is left of the call's money and places."""
    state, said = kept.state, []
    if state is not None and state.budget_krw is not None:
        said.append(text("web.appeals.money_left", language, krw=won(state.budget_krw - state.committed_krw, language)))
    if state is not None and state.places is not None:
        said.append(text("web.appeals.places_left", language, count=state.places - state.taken))
    return " ".join(said) or text("web.appeals.no_limit", language)


def _hash_in(file: bytes) -> str:
    """The hash the file names."""
    return str(json.loads(file)["sha256"])


def _crumbs(seat: Seat, found: KeptCall, language: Language) -> tuple[Crumb, ...]:
    href = f"{base_of(seat, found)}/appeals"
    return (*crumbs_of(seat, found, language), Crumb(name=text("web.call_tabs.appeals", language), href=href))


def _crumb(seat: Seat, kept: KeptCall, about: Appeal) -> Crumb:
    return Crumb(name=about.name, href=f"{base_of(seat, kept)}/appeals/{about.id}")
