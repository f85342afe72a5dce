"""What-if questions to a line: written by a form, asked, and their answers side by side with the line as it is."""

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem, has_errors
from pulmu.services.access.gate import authorise
from pulmu.services.jobs.kinds import start_question
from pulmu.services.line_questions.kept import KeptQuestion, find_kept, list_questions
from pulmu.services.line_questions.question import read_asked
from pulmu.services.lines.shelf import KeptLine, find_line, line_history
from pulmu.services.place import Place
from pulmu.services.workspaces.documents import unknown_document
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.line_question_form import TOPICS, Asking, asked_so_far, asking_of, change_of, figures, orders
from pulmu.web.line_question_view import QuestionView
from pulmu.web.line_question_words import figure_text, question_text
from pulmu.web.line_tabs import tabs_of
from pulmu.web.line_words import line_picture, name_of
from pulmu.web.pages.lines import address_of, crumbs_of
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/lines/{line}/questions", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Start = Annotated[int, Query(ge=0, le=10**6)]
Version = Annotated[int | None, Query(ge=1, le=10**9)]
AT_ONCE = 30


@routes.get("")
def show_questions(
    request: Request, seat: Seated, place: AnyPlace, line: Name, start: Start = 0, version: Version = None
) -> Response:  # fmt: skip
    """What was asked, and how something is asked."""
    kept = find_line(place.gate, seat.actor, line, version)
    return _page(request, seat, place, kept, Asking(kept.line), Form({}, {}), start=start)


@routes.post("")
def ask(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyForm) -> Response:
    """Write on at the question, or have it answered; one is led to how far that is."""
    kept = find_line(place.gate, seat.actor, line, form.number("version") or None)
    authorise(seat.actor, "run_line", "")
    asking = asking_of(kept.line, form)
    chosen = form.text("choose", 40)
    if chosen in TOPICS and not asking.topic:
        return _page(request, seat, place, kept, Asking(kept.line, asking.changes, chosen), form)
    whole = asking if not asking.topic else Asking(
        kept.line, (*asking.changes, change_of(asking.topic, form)), ""
    )  # fmt: skip
    tree = whole.tree(form)
    try:
        _, problems = read_asked(kept.document, tree)
        if has_errors(problems):
            raise InputError(*problems)
        if chosen in TOPICS:
            return _page(request, seat, place, kept, Asking(kept.line, whole.changes, chosen), Form(_kept(form), {}))
        if form.text("do", 10) == "add":
            return _page(request, seat, place, kept, whole, Form(_kept(form), {}))
        job = start_question(place.gate, seat.actor, kept, tree)
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, kept, asking, form, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{number}")
def show_question(request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """What would be otherwise, beside what is."""
    language, kept = language_of(request), find_kept(place.gate, seat.actor, line, number)
    newest = find_line(place.gate, seat.actor, line).version.number
    base = address_of(seat, line)
    return show(
        request, "line_question.html", seat=seat, noun="lines", tabs=tabs_of(seat, line),
        name=name_of(kept.line, language), title=question_text(kept.line, kept.what_if, language), kept=kept,
        view=QuestionView(kept, language), newest_version=newest, base=base, here=f"{base}/questions/{number}",
        crumbs=_crumbs(seat, kept, language),
    )  # fmt: skip


@routes.get("/{number}/file")
def question_file(seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """All of it, to be kept."""
    kept = find_kept(place.gate, seat.actor, line, number)
    content = json.dumps(kept.document.tree, ensure_ascii=False, indent=1).encode()
    return file_answer(content, f"{line}.question.{number}.json")


@routes.get("/{number}/figures.csv")
def figures_file(
    request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number, scenario: Start = 0
) -> Response:  # fmt: skip
    """Every figure of a scenario beside the line as it is, for a spreadsheet."""
    language, kept = language_of(request), find_kept(place.gate, seat.actor, line, number)
    if scenario >= len(kept.answer.scenarios):
        raise unknown_document()
    names = ("code", "figure", "unit", "base", "half", "changed", "difference", "half", "word")
    head = [text(f"web.line_question.head.{name}", language) for name in names]
    return table_file(f"{line}.figures.csv", head, QuestionView(kept, language).table(scenario))


def _kept(form: Form) -> dict[str, str]:
    """What stays in the form when a change is put to the question."""
    return {name: form.text(name, 200) for name in ("figure", "exact", "days")}


def _page(
    request: Request, seat: Seat, place: Place, kept: KeptLine, asking: Asking, form: Form, *, start: int = 0,
    problems: Sequence[Problem] = (), status: int = 200,
) -> Response:  # fmt: skip
    language = language_of(request)
    asked = list_questions(place.gate, seat.actor, kept.id)
    versions = line_history(place.gate, seat.actor, kept.id)
    base = address_of(seat, kept.id)
    topic = TOPICS.get(asking.topic)
    fields = topic.fields if topic else ()
    return show(
        request, "line_questions.html", seat=seat, noun="lines", tabs=tabs_of(seat, kept.id), base=base,
        name=name_of(kept.line, language), kept=kept, picture=line_picture(kept.line, language),
        broken=not kept.counts, may_run=seat.actor.may("run_line"), asking=asking, fields=fields, form=form,
        so_far=asked_so_far(asking, language), topics=asking.topics(), versions=versions[:AT_ONCE],
        things=list(asking.things(topic.part, asking.topic, language, form.text("thing", 200))) if topic else [],
        figures=figures(kept.line, language, form.text("figure", 200) or "good_per_h") if kept.counts else [],
        orders=orders(language, form.text("order", 20)), days=text("web.line_play.days", language).split(" "),
        asked=asked[start : start + AT_ONCE], count=len(asked), start=start, at_once=AT_ONCE,
        figure_of=lambda figure: figure_text(kept.line, figure, language),
        said_of=lambda item: (item.name_local if language == "ko" else "") or item.name,
        problems=told(problems, language), status=status,
        crumbs=(*crumbs_of(seat, kept, language),
                Crumb(name=text("web.line_questions.crumb", language), href=f"{base}/questions")),
    )  # fmt: skip


def _crumbs(seat: Seat, kept: KeptQuestion, language: Language) -> tuple[Crumb, ...]:
    line, number = kept.question.line, kept.kept.number
    base = f"{address_of(seat, line)}/questions"
    return (
        Crumb(name=text("web.noun.lines", language), href=f"{seat.base}/lines"),
        Crumb(name=name_of(kept.line, language), href=address_of(seat, line)),
        Crumb(name=text("web.line_questions.crumb", language), href=base),
        Crumb(name=text("web.line_run.crumb", language, number=number), href=f"{base}/{number}"),
    )
