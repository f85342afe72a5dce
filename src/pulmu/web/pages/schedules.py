"""Schedules: jobs from a file, what counts, and a plan with its Gantt chart, its bound, and what it is held against."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem, RuleError
from pulmu.services.access.gate import authorise
from pulmu.services.jobs.kinds import start_schedule
from pulmu.services.place import Place
from pulmu.services.schedules import kept
from pulmu.services.schedules.beside import lines_to_name, plants_to_name
from pulmu.services.schedules.wish import MOST_RUNS, MOST_SECONDS, USUAL_RUNS, USUAL_SECONDS
from pulmu.web.bill_form import contract_choices
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.table_file import table_file
from pulmu.web.schedule_form import AIMS, again_tree, down_rows, move_rows, wish_tree
from pulmu.web.schedule_view import ScheduleView
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/schedules", include_in_schema=False)
Name = Annotated[str, Path(max_length=60)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Start = Annotated[int, Query(ge=0, le=10**6)]
AT_ONCE = 30
USUAL_TERMS = "industrial_b/high_a/II"


@routes.get("")
def show_schedules(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Shops with jobs, and how to send some."""
    return _list(request, seat, place, ())


@routes.post("", dependencies=[HEAVY])
def take_in(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Take jobs in from a file, or the sample's; one is led to what counts."""
    authorise(seat.actor, "compute_schedule", "")
    sent = form.files.get("file")
    try:
        if form.text("sample", 4):
            document = place.schedules.sample()
        elif sent is None:
            raise InputError.of("input.no_file_chosen", "file", "no file was chosen", "choose a file")
        else:
            document = place.schedules.read(sent.content, sent.name)
        listed, _ = kept.save_shop(place.gate, seat.actor, document)
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/schedules/{listed.shop}", 303)


@routes.get("/template.xlsx")
def template(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """A workbook of jobs to write over."""
    authorise(seat.actor, "read_schedule", "")
    return file_answer(place.schedules.template(language_of(request)), "jobs.xlsx")


@routes.get("/{shop}")
def show_shop(request: Request, seat: Seated, place: AnyPlace, shop: Name, start: Start = 0) -> Response:
    """What counts, and plans there are."""
    return _shop(request, seat, place, shop, Form({}, {}), (), start=start)


@routes.post("/{shop}")
def plan(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, shop: Name) -> Response:
    """Have the jobs planned; one is led to how far that is."""
    authorise(seat.actor, "compute_schedule", "")
    try:
        job = start_schedule(place.gate, seat.actor, shop, wish_tree(form))
    except (InputError, RuleError, ConflictError) as error:
        return _shop(request, seat, place, shop, form, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{shop}/{number}")
def show_schedule(request: Request, seat: Seated, place: AnyPlace, shop: Name, number: Number) -> Response:
    """The plan."""
    return _plan(request, seat, place, shop, number, Form({}, {}), ())


@routes.post("/{shop}/{number}")
def plan_again(
    request: Request, seat: Seated, form: AnyForm, place: AnyPlace, shop: Name, number: Number
) -> Response:  # fmt: skip
    """Have a plan planned anew, with what is to stay and what is down."""
    authorise(seat.actor, "compute_schedule", "")
    found = kept.find_schedule(place.gate, seat.actor, shop, number)
    try:
        job = start_schedule(place.gate, seat.actor, shop, again_tree(form, found))
    except (InputError, RuleError, ConflictError) as error:
        return _plan(request, seat, place, shop, number, form, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{shop}/{number}/plan.csv")
def plan_table(request: Request, seat: Seated, place: AnyPlace, shop: Name, number: Number) -> Response:
    """The timetable as a table that can be given again."""
    return _file(request, seat, place, shop, number, "csv")


@routes.get("/{shop}/{number}/plan.xlsx")
def plan_workbook(request: Request, seat: Seated, place: AnyPlace, shop: Name, number: Number) -> Response:
    """The timetable as a workbook that can be given again."""
    return _file(request, seat, place, shop, number, "xlsx")


@routes.get("/{shop}/{number}/plan.svg")
def plan_picture(request: Request, seat: Seated, place: AnyPlace, shop: Name, number: Number) -> Response:
    """The chart."""
    return _file(request, seat, place, shop, number, "svg")


@routes.get("/{shop}/{number}/plan.pdf", dependencies=[HEAVY])
def plan_paper(request: Request, seat: Seated, place: AnyPlace, shop: Name, number: Number) -> Response:
    """The plan on paper."""
    return _file(request, seat, place, shop, number, "pdf")


@routes.get("/{shop}/{number}/load.csv")
def load_file(seat: Seated, place: AnyPlace, shop: Name, number: Number) -> Response:
    """The load of every step with its band and price."""
    answer = kept.find_schedule(place.gate, seat.actor, shop, number).answer
    bands, prices = answer.bands or ("",) * len(answer.load_kw), answer.won_per_kwh or ("",) * len(answer.load_kw)
    rows = zip(kept.step_starts(answer), answer.load_kw, bands, prices, strict=False)
    return table_file(f"load.{number}.csv", ["start", "load_kw", "band", "won_per_kwh"], rows)


def _file(request: Request, seat: Seat, place: Place, shop: str, number: int, ending: str) -> Response:
    found, language = kept.find_schedule(place.gate, seat.actor, shop, number), language_of(request)
    if ending == "svg":
        content = place.schedules.picture(found.answer, language).encode()
    elif ending == "pdf":
        content = place.schedules.paper(found.answer, language, found.listed.at.date())
    else:
        content = place.schedules.table(found.answer, f".{ending}", language)
    return file_answer(content, f"{shop}.{number}.{ending}")


def _list(request: Request, seat: Seat, place: Place, problems: Sequence[Problem], status: int = 200) -> Response:
    shops, newest = kept.list_shops(place.gate, seat.actor), kept.newest_schedules(place.gate, seat.actor)
    return show(
        request, "schedules.html", seat=seat, noun="schedules", status=status,
        problems=told(problems, language_of(request)), shops=[(item, newest.get(item.shop)) for item in shops],
        may_compute=seat.actor.may("compute_schedule"), crumbs=_crumbs(seat, language_of(request)),
    )  # fmt: skip


def _shop(
    request: Request, seat: Seat, place: Place, shop: str, form: Form, problems: Sequence[Problem], status: int = 200,
    *, start: int = 0,
) -> Response:  # fmt: skip
    found, language = kept.find_shop(place.gate, seat.actor, shop), language_of(request)
    past, may_compute = kept.list_schedules(place.gate, seat.actor, shop), seat.actor.may("compute_schedule")
    return show(
        request, "one_shop.html", seat=seat, noun="schedules", status=status, kept=found, form=form,
        here=f"{seat.base}/schedules/{shop}", past=past[start : start + AT_ONCE], count=len(past), start=start,
        at_once=AT_ONCE, problems=told((*problems, *found.problems), language), contracts=contract_choices(language),
        chosen=form.text("terms", 60) if form.fields else USUAL_TERMS, aims=AIMS, usual=f"{USUAL_SECONDS:g}",
        most=f"{MOST_SECONDS:g}", usual_runs=USUAL_RUNS, most_runs=MOST_RUNS, may_compute=may_compute,
        plants=plants_to_name(place.gate, seat.actor) if may_compute else (),
        lines=lines_to_name(place.gate, seat.actor) if may_compute else (),
        crumbs=_crumbs(seat, language, shop, found.listed.name),
    )  # fmt: skip


def _plan(
    request: Request, seat: Seat, place: Place, shop: str, number: int, form: Form, problems: Sequence[Problem],
    status: int = 200,
) -> Response:  # fmt: skip
    found, language = kept.find_schedule(place.gate, seat.actor, shop, number), language_of(request)
    view, past = ScheduleView(found, language), kept.list_schedules(place.gate, seat.actor, shop)
    return show(
        request, "one_schedule.html", seat=seat, noun="schedules", status=status, kept=found, view=view, form=form,
        picture=place.schedules.picture(found.answer, language), parts=place.schedules.parts(found.answer, language),
        here=f"{seat.base}/schedules/{shop}/{number}",
        shop=shop, problems=told((*problems, *found.problems), language), moves=tuple(move_rows(form)),
        downs=tuple(down_rows(form)), newest=past[0].number, may_compute=seat.actor.may("compute_schedule"),
        opened=bool(form.fields), crumbs=_crumbs(seat, language, shop, view.name, number),
    )  # fmt: skip


def _crumbs(
    seat: Seat, language: Language, shop: str = "", name: str = "", number: int = 0
) -> tuple[Crumb, ...]:  # fmt: skip
    first = Crumb(name=text("web.noun.schedules", language), href=f"{seat.base}/schedules")
    if not shop:
        return (first,)
    second = Crumb(name=name or shop, href=f"{seat.base}/schedules/{shop}")
    if not number:
        return first, second
    last = text("web.schedules.crumb", language, number=number)
    return first, second, Crumb(name=last, href=f"{second.href}/{number}")
