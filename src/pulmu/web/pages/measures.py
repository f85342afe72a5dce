"""Measures of the plants: sized, planned under a budget, with what each rests on, who pays for it and who offers it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.status import status_of
from pulmu.locale import Language, plain, text
from pulmu.model import ConflictError, InputError, Problem, RuleError, SolveError
from pulmu.services.access.gate import authorise
from pulmu.services.measures import kept
from pulmu.services.measures.asked import AskedPrice, asked_prices
from pulmu.services.measures.backing import BackedPlan, back_kept
from pulmu.services.place import Place
from pulmu.services.workspaces import plants
from pulmu.services.workspaces.citing import citing
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.measure_form import fact_rows, measure_rows, price_rows, told_of
from pulmu.web.measure_view import MeasureView
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/measures", include_in_schema=False)
Name = Annotated[str, Path(max_length=64)]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("")
def show_measures(
    request: Request, seat: Seated, place: AnyPlace, plant: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """Plans there are, and what is asked for another."""
    return _list(request, seat, place, Form({"plant": plant}, {}), ())


@routes.post("", dependencies=[HEAVY])
def compute_measures(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Size and plan the measures of a plant, and go to the plan."""
    authorise(seat.actor, "compute_measures", "")
    plant = form.text("plant", 64)
    try:
        asked = _asked(place, seat, plant)
        made = kept.compute_plan(place.gate, place.measured, seat.actor, plant, told_of(form, asked))
    except (InputError, RuleError, SolveError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/measures/{plant}/{made.number}", 303)


@routes.get("/{plant}/{number}")
def show_plan(request: Request, seat: Seated, place: AnyPlace, plant: Name, number: Number) -> Response:
    """The plan, the fronts, certificates by year, each measure with what it rests on, and what was assumed."""
    language = language_of(request)
    found, backed = _found(place, seat, plant, number)
    listed = kept.list_plans(place.gate, seat.actor, plant)
    return show(
        request, "one_plan.html", seat=seat, noun="measures", kept=found, backed=backed,
        view=MeasureView(found, backed.backings, language), newest=listed[0].number,
        here=f"{seat.base}/measures/{plant}/{number}", may_compute=seat.actor.may("compute_measures"),
        problems=told((*found.problems, *backed.problems), language), plant=plant,
        crumbs=_crumbs(seat, language, found, plant, number),
    )  # fmt: skip


@routes.get("/{plant}/{number}/measures.xlsx")
def plan_workbook(request: Request, seat: Seated, place: AnyPlace, plant: Name, number: Number) -> Response:
    """All of it as a workbook."""
    found, backed = _found(place, seat, plant, number)
    content = place.measures_workbook(found.answer, backed.backings, language_of(request))
    return file_answer(content, "measures.xlsx")


@routes.get("/{plant}/{number}/measures.pdf")
def plan_paper(request: Request, seat: Seated, place: AnyPlace, plant: Name, number: Number) -> Response:
    """The plan on paper, for a bank or an agency."""
    found, backed = _found(place, seat, plant, number)
    content = place.measures_paper(found.answer, backed.backings, language_of(request), backed.day)
    return file_answer(content, "measures.pdf")


def _found(place: Place, seat: Seat, plant: str, number: int) -> tuple[kept.KeptPlan, BackedPlan]:
    found = kept.find_plan(place.gate, seat.actor, plant, number)
    return found, back_kept(place.gate, seat.actor, found, place.programmes(), place.market)


def _asked(place: Place, seat: Seat, plant: str) -> tuple[AskedPrice, ...]:
    saved = plants.read_plant(place.gate, seat.actor, plant)
    return asked_prices(citing(place.gate, place.measured, seat.actor)(saved.document))


def _list(
    request: Request, seat: Seat, place: Place, form: Form, problems: Sequence[Problem], status: int = 200
) -> Response:
    language, own = language_of(request), plants.plants(place.gate, seat.actor)
    newest = kept.newest_plans(place.gate, seat.actor)
    may = seat.actor.may("compute_measures")
    chosen = form.text("plant", 64) or (own[0].id if own else "")
    asked = _asked(place, seat, chosen) if chosen and may else ()
    return show(
        request, "measures.html", seat=seat, noun="measures", status=status, problems=told(problems, language),
        plants=own, computed=[(item, newest[item.id]) for item in own if item.id in newest], chosen=chosen, form=form,
        prices=price_rows(asked, form, language, ("electricity", "fuel")),
        precursors=price_rows(asked, form, language, ("precursor",)), facts=fact_rows(form, language),
        measures=measure_rows(form, language), may_compute=may, crumbs=_crumbs(seat, language), is_asked=bool(asked),
        opened=any(form.text(name, 60) for name in form.fields if name.startswith(("saving_", "quote_", "fact_"))),
    )  # fmt: skip


def _crumbs(
    seat: Seat, language: Language, found: kept.KeptPlan | None = None, plant: str = "", number: int = 0
) -> tuple[Crumb, ...]:
    first = Crumb(name=text("web.noun.measures", language), href=f"{seat.base}/measures")
    if found is None:
        return (first,)
    return (first, Crumb(name=plain(found.name, 80), href=f"{seat.base}/measures/{plant}/{number}"))
