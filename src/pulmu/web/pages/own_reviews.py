"""A reviewer's own pages: what they are to judge, one application, points sealed once, and stepping back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.locale.selection_words import points_number
from pulmu.model import ConflictError, InputError, Problem, problem
from pulmu.model.call import Call
from pulmu.services.applications.papers import papers_to_judge, take_paper
from pulmu.services.calls import shelf
from pulmu.services.place import Place
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing import judging
from pulmu.services.reviewing.judging import OwnReview
from pulmu.services.reviewing.sealed import HUNDRED, LONGEST_REMARK, check_points
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.pages.evidence import size_text
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/reviews", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
_DONE = frozenset({"sealed", "declined"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion with its scale, and what was typed or sealed for it."""

    id: str
    name: str
    most: str
    step: str
    only: str
    said: str


@routes.get("")
def show_own(request: Request, seat: Seated, place: AnyPlace, done: str = "") -> Response:
    """What is to be judged, what is left first."""
    language = language_of(request)
    found = judging.own_reviews(place.gate, seat.actor)
    calls = shelf.calls_in_force(place.gate, seat.actor, place.programmes(), {one.call for one in found})
    names = judging.own_names(place.gate, seat.actor)
    is_at_review = {key: item.state is not None and item.state.stage == "reviewing" for key, item in calls.items()}
    rows = [
        (one, names.get(one.application, one.application), called(calls[one.call].call, language),
         _state(one, is_at_review[one.call]), _until(calls[one.call].call))
        for one in found
    ]  # fmt: skip
    order = {"to_judge": 0, "sealed": 1, "late": 2}
    rows.sort(key=lambda row: (order.get(row[3], 3), row[2], row[1]))
    return show(
        request, "own_reviews.html", seat=seat, noun="own_reviews", rows=rows, done=done if done in _DONE else "",
        left=sum(row[3] == "to_judge" for row in rows), sealed=sum(row[3] == "sealed" for row in rows),
        crumbs=(_top(seat, language),),
    )  # fmt: skip


@routes.get("/{call}/{application}")
def show_one(request: Request, seat: Seated, place: AnyPlace, call: Name, application: Name) -> Response:
    """One application, what is asked, and what was sealed."""
    return _one(request, seat, place, call, application)


@routes.get("/{call}/{application}/papers/{paper}")
def download_paper(seat: Seated, place: AnyPlace, call: Name, application: Name, paper: Name) -> Response:
    """A paper of an application that is theirs to judge, to be saved and never shown here. It is noted who took it."""
    taken = take_paper(place.gate, seat.actor, call, application, paper)
    return file_answer(taken.content, taken.name)


@routes.post("/{call}/{application}/look")
def look_over(
    request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name, application: Name
) -> Response:
    """What will be sealed, before it is; nothing is kept by it."""
    language = language_of(request)
    own = judging.read_own_review(place.gate, seat.actor, call, application)
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call).call
    try:
        given = _given(found, form)
        check_points(found, given, form.text("remark", LONGEST_REMARK + 1))
    except InputError as error:
        return _one(request, seat, place, call, application, error.problems, 422, typed=form)
    asked = _asked(found, {key: f"{value:f}" for key, value in given.items()}, language)
    total = points_number(int(sum(given.values(), Decimal(0)) * HUNDRED))
    return show(
        request, "own_review_look.html", seat=seat, noun="own_reviews", own=own, asked=asked, total=total,
        remark=form.text("remark", LONGEST_REMARK), base=f"{seat.base}/reviews/{call}/{application}",
        crumbs=_crumbs(seat, own, language),
    )  # fmt: skip


@routes.post("/{call}/{application}/seal")
def seal(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name, application: Name) -> Response:
    """Seal points for good; or go back to change them."""
    judging.read_own_review(place.gate, seat.actor, call, application)
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call).call
    if form.text("do") == "back":
        return _one(request, seat, place, call, application, typed=form)
    try:
        remark = form.text("remark", LONGEST_REMARK + 1)
        judging.seal_review(place.gate, seat.actor, found, application, _given(found, form), remark)
    except (InputError, ConflictError) as error:
        return _one(request, seat, place, call, application, error.problems, status_of(error), typed=form)
    return RedirectResponse(f"{seat.base}/reviews?done=sealed", 303)


@routes.post("/{call}/{application}/decline")
def decline(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name, application: Name) -> Response:
    """Step back, and say why."""
    try:
        judging.decline_review(place.gate, seat.actor, call, application, form.text("reason", 1000))
    except (InputError, ConflictError) as error:
        return _one(request, seat, place, call, application, error.problems, status_of(error), typed=form)
    return RedirectResponse(f"{seat.base}/reviews?done=declined", 303)


def _one(
    request: Request, seat: Seat, place: Place, call: str, application: str, problems: Sequence[Problem] = (),
    status: int = 200, typed: Form | None = None,
) -> Response:  # fmt: skip
    language = language_of(request)
    own = judging.read_own_review(place.gate, seat.actor, call, application)
    kept = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    if own.given is not None:
        said = {key: points_number(value) for key, value in own.given.points.items()}
    else:
        said = {item.id: typed.text(f"points/{item.id}", 20) for item in kept.call.criteria} if typed else {}
    questions = {item.id: item.text_ko if language == "ko" else item.text_en or item.text_ko
                 for item in kept.call.questions}  # fmt: skip
    return show(
        request, "own_review.html", seat=seat, noun="own_reviews", status=status, own=own,
        problems=told(problems, language), call=called(kept.call, language), questions=questions,
        asked=_asked(kept.call, said, language), remark=_remark(own, typed), until=_until(kept.call),
        total=points_number(own.given.total) if own.given else "",
        papers={item.id: called(item, language) for item in kept.call.documents},
        files=papers_to_judge(place.gate, seat.actor, call, application), size_of=size_text,
        is_at_review=kept.state is not None and kept.state.stage == "reviewing",
        base=f"{seat.base}/reviews/{call}/{application}", longest=LONGEST_REMARK,
        crumbs=_crumbs(seat, own, language),
    )  # fmt: skip


def _given(call: Call, form: Form) -> dict[str, Decimal]:
    """Points that were typed; an empty field is none.

    Raises
    ------
    InputError  What is no number: all of it (`input.not_a_number`).
    """
    given, wrong = dict[str, Decimal](), list[Problem]()
    for item in call.criteria:
        said = form.text(f"points/{item.id}", 20)
        if not said:
            continue
        try:
            given[item.id] = Decimal(said)
        except InvalidOperation:
            wrong.append(
                problem("input.not_a_number", item.id, f"{said!r} is not a number", "write a number", text=said)
            )
    if wrong:
        raise InputError(*wrong)
    return given


def _asked(call: Call, said: Mapping[str, str], language: Language) -> list[Asked]:
    return [
        Asked(item.id, called(item, language), f"{item.most:g}", f"{item.step:g}", ", ".join(item.expertise),
              said.get(item.id, ""))
        for item in call.criteria
    ]  # fmt: skip


def _remark(own: OwnReview, typed: Form | None) -> str:
    return own.given.remark if own.given else typed.text("remark", LONGEST_REMARK) if typed else ""


def _state(review: Review, is_at_review: bool) -> str:
    """to_judge; sealed, declined or withdrawn; late: the scores were opened without it."""
    if review.state != "assigned":
        return review.state
    return "to_judge" if is_at_review else "late"


def _until(call: Call) -> object:
    """The last day for points; None where the call names none."""
    return call.reviewing.seal_by if call.reviewing else None


def _top(seat: Seat, language: Language) -> Crumb:
    return Crumb(name=text("web.noun.own_reviews", language), href=f"{seat.base}/reviews")


def _crumbs(seat: Seat, own: OwnReview, language: Language) -> tuple[Crumb, ...]:
    here = Crumb(name=own.name, href=f"{seat.base}/reviews/{own.review.call}/{own.review.application}")
    return _top(seat, language), here
