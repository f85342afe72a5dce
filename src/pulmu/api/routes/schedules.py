"""Schedules of jobs: the jobs taken in from a file, a schedule searched for in the background, and read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, JobView
from pulmu.api.problems import told
from pulmu.api.schedule_bodies import SavedShop, ScheduleBody, ScheduleContent, ScheduleView, ShopContent, ShopView
from pulmu.http.download import attachment
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.jobs.kinds import start_schedule
from pulmu.services.schedules import kept

LARGEST_JOBS = 20_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

routes = APIRouter(prefix="/workspaces/{workspace}/shops", tags=["schedules"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_JOBS, "plan fewer jobs at a time"))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="its ending says what it is")]
Name = Annotated[str, Path(max_length=60, description="id of the jobs, as their file has it")]
Number = Annotated[int, Path(ge=1, le=10**9)]
Version = Annotated[int | None, Query(ge=1, le=10**9, description="of the jobs; the newest, if left out")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_shops(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ShopView]:
    """Shops with jobs, as they stand."""
    return paging.page(kept.list_shops(place.gate, actor), lambda item: (item.shop,), ShopView.of)


@routes.post("", status_code=201, responses=told(401, 403, 404, 409, 413, 422, 503), openapi_extra=_FILE,
             dependencies=[HEAVY])  # fmt: skip
def save_shop(
    request: Request, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "jobs.yaml"
) -> SavedShop:  # fmt: skip
    """Take jobs in from YAML, JSON, a workbook or CSV, as the next version of the shop they name; or tell all that is
    wrong with them, with the cell."""
    authorise(actor, "compute_schedule", "")
    listed, problems = kept.save_shop(place.gate, actor, place.schedules.read(content, file_name))
    told_ = problems_tree(problems, language_of(request), in_place=True)
    return SavedShop(kept=ShopView.of(listed), problems=told_)


@routes.get("/{shop}", responses=told(401, 403, 404, 422, 503))
def read_shop(shop: Name, request: Request, actor: Asking, place: AnyPlace, number: Version = None) -> ShopContent:
    """Jobs as they stand or stood."""
    found = kept.find_shop(place.gate, actor, shop, number)
    return ShopContent.of_kept(found, problems_tree(found.problems, language_of(request), in_place=True))


@routes.get("/{shop}/schedules", responses=told(401, 403, 404, 422))
def list_schedules(shop: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[ScheduleView]:
    """Schedules of a shop, newest first."""
    return paging.page(kept.list_schedules(place.gate, actor, shop), lambda item: (-item.number,), ScheduleView.of)


@routes.post("/{shop}/schedules", status_code=202, responses=told(401, 403, 404, 409, 422))
def plan_jobs(
    shop: Name, body: ScheduleBody, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:  # fmt: skip
    """Have a schedule searched for; with `given`, one that was kept is planned anew. The answer tells how far it is."""

    def start(gate: Gate) -> JobView:
        job = start_schedule(gate, actor, shop, body.tree())
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/{shop}/schedules/{number}", responses=told(401, 403, 404, 422, 503))
def read_schedule(shop: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> ScheduleContent:
    """Every operation at its time, lateness, load, costs beside rules of thumb and what was given, bound and gap."""
    found = kept.find_schedule(place.gate, actor, shop, number)
    return ScheduleContent.of_kept(found, problems_tree(found.problems, language_of(request), in_place=True))


@routes.get("/{shop}/schedules/{number}/gantt.svg", responses=told(401, 403, 404, 422, 503), response_class=Response)
def draw_schedule(shop: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> Response:
    """The Gantt chart with the load below it."""
    found = kept.find_schedule(place.gate, actor, shop, number)
    return _file(place.schedules.picture(found.answer, language_of(request)).encode(), f"{shop}.{number}.svg",
                 "image/svg+xml")  # fmt: skip


@routes.get("/{shop}/schedules/{number}/plan.csv", responses=told(401, 403, 404, 422, 503), response_class=Response)
def schedule_table(shop: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> Response:
    """The timetable as CSV; it can be given again."""
    found = kept.find_schedule(place.gate, actor, shop, number)
    content = place.schedules.table(found.answer, ".csv", language_of(request))
    return _file(content, f"{shop}.{number}.csv", "text/csv; charset=utf-8")


@routes.get("/{shop}/schedules/{number}/plan.xlsx", responses=told(401, 403, 404, 422, 503), response_class=Response)
def schedule_workbook(shop: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> Response:
    """The timetable as a workbook; it can be given again."""
    found = kept.find_schedule(place.gate, actor, shop, number)
    content = place.schedules.table(found.answer, ".xlsx", language_of(request))
    return _file(content, f"{shop}.{number}.xlsx", _WORKBOOK)


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": attachment(name)})
