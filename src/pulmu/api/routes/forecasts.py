"""The load of a meter to come: forecast by a job, kept, and read."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pulmu.api.bodies import JobView
from pulmu.api.forecast_bodies import ForecastBody, ForecastContent, ForecastView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.locale import problems_tree
from pulmu.services.access.gate import Gate
from pulmu.services.forecasts import kept
from pulmu.services.jobs.kinds import start_forecast

routes = APIRouter(
    prefix="/workspaces/{workspace}/meters/{meter}/forecasts", tags=["forecasts"], route_class=BoundedRoute
)
Name = Annotated[str, Path(max_length=100, description="id of the meter")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("", responses=told(401, 403, 404, 422))
def list_forecasts(meter: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[ForecastView]:
    """Forecasts of a meter, newest first."""
    return paging.page(
        kept.list_forecasts(place.gate, actor, meter), lambda item: (-item.number,), ForecastView.of
    )  # fmt: skip


@routes.post("", status_code=202, responses=told(401, 403, 404, 409, 422))
def forecast_load(
    meter: Name, body: ForecastBody, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:  # fmt: skip
    """Have the day after the last reading forecast, or the rest of a day that has begun: a job."""

    def start(gate: Gate) -> JobView:
        job = start_forecast(gate, actor, meter, body.tree())
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/{number}", responses=told(401, 403, 404, 422))
def read_forecast(meter: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> ForecastContent:
    """Every slot with its interval and band, the day's peak, what was combined, and how good it was lately."""
    found = kept.find_forecast(place.gate, actor, meter, number)
    return ForecastContent.of_kept(found, problems_tree(found.problems, language_of(request), in_place=True))
