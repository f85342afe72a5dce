"""What the firm may apply for: programmes by worth, its size, what to find out first, and its file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem, has_errors
from pulmu.model.quantity import parse_number
from pulmu.reference import list_facts
from pulmu.services.apply_for import COST
from pulmu.services.firm_questions import answers_told, is_told
from pulmu.services.place import Place
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.firm_file import FirmAnswers, answer_questions, firm_answers, save_firm
from pulmu.web.forms import AnyForm, AnyUpload
from pulmu.web.pages.plants import shown_name
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.support_fields import answers_in, name_of
from pulmu.web.support_view import clashes_shown, dates_shown, programme_shown, questions_shown, size_shown, told_shown
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/support", include_in_schema=False)
FACTS = tuple(fact.name for fact in list_facts() if is_told(fact))
"""What may be answered."""
FIRST = 5
"""Questions shown at once; the others are a click away."""
Cost = Annotated[str, Query(max_length=40)]


@routes.get("")
def show_support(request: Request, seat: Seated, place: AnyPlace, cost_krw: Cost = "") -> Response:
    """Programmes by worth, for a project of that cost where one is named."""
    return _page(request, seat, place, cost=cost_krw.strip())


@routes.post("/answers")
def answer(request: Request, seat: Seated, place: AnyPlace, form: AnyForm) -> Response:
    """The answers in a new version; what is no answer is told, with everything typed kept."""
    answers, language = answers_in(form, FACTS), language_of(request)
    note = text("web.support.note_answers", language, names=_names(answers, language))
    try:
        written = answer_questions(place.gate, seat.actor, answers, seen=form.number("seen"), note=note)
    except ConflictError as error:
        told_now = {name: value for name, value in answers.items() if value}
        return _page(request, seat, place, told_now, error.problems, status_of(error), is_late=True)
    except InputError as error:
        return _page(request, seat, place, answers, error.problems, status_of(error))
    if has_errors(written.problems):
        return _page(request, seat, place, answers, written.problems, 422, facts=written.facts)
    return RedirectResponse(f"{seat.base}/support", 303)


@routes.post("/file")
def upload_firm(request: Request, seat: Seated, place: AnyPlace, form: AnyUpload) -> Response:
    """A new version from a file. One with problems is kept with them; a file that is none is not."""
    sent = form.files.get("file")
    try:
        if sent is None or not sent.content:
            raise InputError.of("input.nothing_uploaded", "", "no file was chosen", "choose a YAML or JSON file")
        document = place.read_firms(sent.content, shown_name(sent.name))
        save_firm(place.gate, seat.actor, document, seen=form.number("seen"), note=form.text("note", 500))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, {}, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/support", 303)


def _names(answers: Mapping[str, str], language: Language) -> str:
    return ", ".join(name_of(name, language) for name, value in answers.items() if value)[:400]


def _page(
    request: Request,
    seat: Seat,
    place: Place,
    sent: Mapping[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    cost: str = "",
    facts: Mapping[str, str] | None = None,
    *,
    is_late: bool = False,
) -> Response:
    language, sent = language_of(request), sent or {}
    cost_krw, wrong = _cost(cost)
    found = firm_answers(place.gate, seat.actor, place.firms, cost_krw=cost_krw)
    applied = found.applied.answer
    answers = answers_told(found.firm.document, found.day) if applied is not None else None
    clashes = clashes_shown(answers, sent, language) if is_late and answers else []
    sent = {name: value for name, value in sent.items() if name not in {item.name for item in clashes}}
    questions = questions_shown(applied, answers, sent, found.day, language) if applied and answers else []
    told_fields = told_shown(answers, sent, found.day, language) if answers else []
    is_told_there = {field.name for field in told_fields}
    wrong_facts = {(facts or {}).get(item.place, "") for item in problems}
    shown = [programme_shown(item, found.applied, language) for item in (*applied.open_to, *applied.closed_to)] \
        if applied else []  # fmt: skip
    return show(
        request, "firm_support.html", seat=seat, noun="support", status=422 if wrong else status, found=found,
        answer=applied, programmes=shown, open_now=_open_now(found),
        size=size_shown(found.sized, language),
        coming=[] if applied is None else dates_shown(applied, language),
        questions=questions, first=FIRST, told_fields=told_fields,
        cost=cost or _told_cost(found), may_write=seat.actor.may("write_firm"), author=_author(place, found, language),
        clashes=clashes,
        opened=any(field.name in wrong_facts for item in questions[FIRST:] for field in item.fields),
        told_opened=bool(wrong_facts & is_told_there),
        problems=[*(_at_question(item, facts or {}, is_told_there, language) for item in problems),
                  *(_at_question(item, {item.place: COST}, set(), language) for item in wrong),
                  *told(found.applied.problems, language)],
        crumbs=(Crumb(name=text("web.noun.support", language), href=f"{seat.base}/support"),),
    )  # fmt: skip


def _cost(typed: str) -> tuple[int | None, tuple[Problem, ...]]:
    """The cost of the project that was asked about; what is no amount is told."""
    if not typed:
        return None, ()
    try:
        number = parse_number(typed)
        if number < 0 or not number.is_integer():
            raise InputError.of("input.not_whole_won", "", f"{typed!r} is no amount of whole won",
                                "write 400,000,000", text=typed)  # fmt: skip
    except InputError as error:
        return None, error.problems
    return int(number), ()


def _told_cost(found: FirmAnswers) -> str:
    cost = None if found.applied.answer is None else found.applied.answer.cost_krw
    return "" if cost is None else f"{cost:,.0f}"


def _author(place: Place, found: FirmAnswers, language: Language) -> str:
    version = found.firm.version
    names = {} if version is None else names_of(place.store, (version.author,))
    return text("web.plant.unknown_author", language) if version is None else names.get(
        version.author, text("web.plant.unknown_author", language))  # fmt: skip


def _open_now(found: FirmAnswers) -> int:
    """Of the programmes that are or may be open to the firm: how many surely take applications today."""
    return 0 if found.applied.answer is None else sum(1 for item in found.applied.answer.open_to
                                                      if item.dates.now == "yes")  # fmt: skip


def _at_question(item: Problem, facts: Mapping[str, str], is_told_there: set[str], language: Language) -> Told:
    """A problem of an answer, named by its fact and leading to its question."""
    (said,), name = told((item,), language), facts.get(item.place)
    if name is None:
        return said
    part = "cost" if name == COST and not facts.keys() - {item.place} else "told" if name in is_told_there else "ask"
    return replace(said, place=name_of(name, language), href=f"#{part}-{name}")
