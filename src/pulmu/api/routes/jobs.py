"""Long work: asked for, watched, cancelled, and done again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from pulmu.api.bodies import JobView, ReportBody
from pulmu.api.problems import told
from pulmu.api.routes.reports import Number
from pulmu.http.identify import AnyPlace, Asking, actor_still
from pulmu.http.language import language_of
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page, moment
from pulmu.http.upload import BoundedRoute
from pulmu.model import OutsideError, PulmuError
from pulmu.services.access.actor import Actor
from pulmu.services.jobs import desk, kinds
from pulmu.services.records.job import ENDED, Job
from pulmu.services.workspaces.reports import ReportWish

NEWEST = 1000
"""Jobs that are listed; an older one is read by its id."""
LOOK = 1.0
"""How often a watched job is looked at. [s]"""
LOOKS = 600
"""Then the stream ends; who still watches asks again."""
MOST_WATCHED = 200
"""Streams at a time."""

_EVENTS: dict[str, Any] = {
    "description": "each change of the job, as a server-sent event whose data is the job as JSON",
    "content": {"text/event-stream": {"schema": {
        "type": "object", "properties": {"event": {"const": "job"}, "data": {"type": "string"}},
    }}},
}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["jobs"], route_class=BoundedRoute)


@routes.post("/plants/{plant}/reports", status_code=202, responses=told(401, 403, 404, 409, 422))
def prepare_report(
    plant: str, body: ReportBody, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:
    """Have a draft report computed, in both languages: a job, and where to look how far it is."""
    wish = ReportWish(year=body.year, edition=body.edition, scenario=body.scenario, version=body.version)
    return once(
        lambda gate: _started(request, response, actor, kinds.start_report(gate, actor, plant, wish)), 202
    )  # fmt: skip


@routes.post("/reports/{report}/versions/{number}/check", status_code=202, responses=told(401, 403, 404, 409, 422))
def check_report(
    report: str, number: Number, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:
    """Have a version computed anew and compared: a job; what differs are its problems."""
    return once(
        lambda gate: _started(request, response, actor, kinds.start_check(gate, actor, report, number)), 202
    )  # fmt: skip


@routes.get("/jobs", responses=told(401, 403, 404, 422))
def list_jobs(request: Request, actor: Asking, place: AnyPlace, paging: Asked) -> Page[JobView]:
    """The newest thousand jobs, newest first."""
    found = desk.jobs(place.gate, actor, 0, NEWEST)
    return paging.page(found, lambda item: (-moment(item.created), item.id), lambda item: _shown(request, actor, item))


@routes.get("/jobs/{job}", responses=told(401, 403, 404))
def read_job(job: str, request: Request, actor: Asking, place: AnyPlace) -> JobView:
    """How far a job is, and what came of it."""
    return _shown(request, actor, desk.read_job(place.gate, actor, job))


@routes.post("/jobs/{job}/cancel", responses=told(401, 403, 404, 409))
def cancel_job(job: str, request: Request, actor: Asking, place: AnyPlace) -> JobView:
    """Have a job stop: at once where it waits, else at its next step. It leaves no result."""
    return _shown(request, actor, kinds.cancel(place.gate, actor, job))


@routes.post("/jobs/{job}/retry", status_code=202, responses=told(401, 403, 404, 409))
def retry_job(job: str, request: Request, response: Response, actor: Asking, place: AnyPlace) -> JobView:
    """Have a job done again that failed or was cancelled; it is done as who asks for it now."""
    return _started(request, response, actor, kinds.retry(place.gate, actor, job))


@routes.get("/jobs/{job}/events", response_class=StreamingResponse, responses=told(401, 403, 404, 503) | {200: _EVENTS})
async def watch_job(job: str, request: Request, actor: Asking, place: AnyPlace) -> StreamingResponse:
    """Each change of a job as it comes (server-sent events `job`), until it ends, or ten minutes have passed."""

    def look() -> Job:
        return desk.read_job(place.gate, actor_still(request, actor.workspace, place), job)

    await run_in_threadpool(desk.read_job, place.gate, actor, job)
    if getattr(request.app.state, "watched", 0) >= MOST_WATCHED:
        said, mend = "too many people watch jobs at this moment", "look at the job itself, again and again"
        raise OutsideError.of("outside.too_many_watch", "", said, mend)
    events = _events(request, look, lambda found: _shown(request, actor, found).model_dump_json())
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _events(request: Request, look: Callable[[], Job], tell: Callable[[Job], str]) -> AsyncIterator[str]:
    state = request.app.state
    state.watched = getattr(state, "watched", 0) + 1
    last = ""
    try:
        for number in range(LOOKS):
            job = await run_in_threadpool(look)
            said = tell(job)
            if said != last:
                yield f"event: job\ndata: {said}\n\n"
            elif number % 15 == 0:
                yield ": still\n\n"  # else a proxy in between thinks that nobody is there
            if job.state in ENDED:
                return
            last = said
            await asyncio.sleep(LOOK)
    except PulmuError:  # who watches may not any more, or the store does not answer: asked again, they are told
        return
    finally:
        state.watched -= 1


def _started(request: Request, response: Response, actor: Actor, job: Job) -> JobView:
    shown = _shown(request, actor, job)
    response.headers["Location"] = shown.links["self"]
    return shown


def _shown(request: Request, actor: Actor, job: Job) -> JobView:
    return JobView.of_job(job, actor.workspace, language_of(request))
