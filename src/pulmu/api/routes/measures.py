"""Measures of a plant: sized, planned under a budget and kept; with who would pay for them and who offers them."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from pulmu.api.measure_bodies import MeasurePlanContent, MeasurePlanView, MeasuresBody, in_fields
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.locale import problems_tree
from pulmu.model import InputError
from pulmu.services.access.gate import Gate
from pulmu.services.measures import kept
from pulmu.services.measures.backing import back_kept

routes = APIRouter(prefix="/workspaces/{workspace}/plants/{plant}/measures", tags=["measures"])
Name = Annotated[str, Path(max_length=64, description="id of the plant")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("", responses=told(401, 403, 404, 422))
def list_measure_plans(plant: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[MeasurePlanView]:
    """Plans of measures that were computed, newest first."""
    return paging.page(kept.list_plans(place.gate, actor, plant), lambda item: (-item.number,), MeasurePlanView.of)


@routes.post("", status_code=201, dependencies=[HEAVY], responses=told(401, 403, 404, 409, 422, 503))
def compute_measures(plant: Name, body: MeasuresBody, actor: Asking, place: AnyPlace, once: AnyOnce) -> MeasurePlanView:
    """Size the measures of a plant as it stands, plan them under the budget, and keep the plan."""

    def make(gate: Gate) -> MeasurePlanView:
        try:
            return MeasurePlanView.of(kept.compute_plan(gate, place.measured, actor, plant, body.told()))
        except InputError as error:
            raise in_fields(error) from error

    return once(make, 201)


@routes.get("/{number}", responses=told(401, 403, 404, 422, 503))
def read_measure_plan(
    plant: Name, number: Number, request: Request, actor: Asking, place: AnyPlace
) -> MeasurePlanContent:  # fmt: skip
    """Each measure with sizing, source and worth; the plan, the fronts, certificates by year; who pays, who offers."""
    found = kept.find_plan(place.gate, actor, plant, number)
    backed = back_kept(place.gate, actor, found, place.programmes(), place.market)
    problems = problems_tree((*found.problems, *backed.problems), language_of(request), in_place=True)
    return MeasurePlanContent.of_kept(found, backed.backings, problems)
