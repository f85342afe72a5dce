"""Everything a company owns, to take along."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from pulmu.api.bodies import JobView, ReasonBody
from pulmu.api.problems import told
from pulmu.http.download import file_stream
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import LimitPeople
from pulmu.http.once import AnyOnce
from pulmu.http.upload import BoundedRoute
from pulmu.services.access.gate import Gate
from pulmu.services.export import desk
from pulmu.services.jobs.kinds import start_export

_ZIP: dict[str, Any] = {
    "description": "the export, a zip file; README.en.md in it says what each file is",
    "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
}

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["export"], route_class=BoundedRoute)


@routes.post("/export", status_code=202, responses=told(401, 403, 404, 409, 422))
def export_workspace(
    body: ReasonBody, request: Request, response: Response, actor: Asking, once: AnyOnce, _: LimitPeople
) -> JobView:
    """Have everything the company owns written into one file: a job. The file can be taken for three days."""

    def start(gate: Gate) -> JobView:
        job = start_export(gate, actor, body.reason)
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get(
    "/jobs/{job}/export",
    response_class=StreamingResponse,
    responses=told(401, 403, 404, 409, 503) | {200: _ZIP},
)
def take_export(job: str, actor: Asking, place: AnyPlace, _: LimitPeople) -> StreamingResponse:
    """The file of an export that is done. Who takes it is noted, with the reason it was asked for."""
    taken = desk.take_export(place.gate, place.store, place.exports, actor, job)
    return file_stream(taken.file, taken.size, taken.name)
