"""Runs of a line: asked for by a job, kept, and read."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pulmu.api.bodies import JobView
from pulmu.api.line_run_bodies import LineRunContent, LineRunView, RunBody
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.services.access.gate import Gate
from pulmu.services.jobs.kinds import start_simulation
from pulmu.services.line_runs import kept
from pulmu.services.lines.shelf import find_line

routes = APIRouter(prefix="/workspaces/{workspace}/lines/{line}/runs", tags=["lines"])
Name = Annotated[str, Path(max_length=100, description="id of the line, such as heading_shop")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("", responses=told(401, 403, 404, 422))
def list_line_runs(line: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[LineRunView]:
    """Answers that are kept, newest first."""
    find_line(place.gate, actor, line)
    return paging.page(kept.list_runs(place.gate, actor, line), lambda item: (-item.number,), LineRunView.of)


@routes.post("", status_code=202, responses=told(401, 403, 404, 409, 422))
def run_line(
    line: Name, body: RunBody, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:  # fmt: skip
    """Have the line run as it stands: a job. Where the same question is answered already, it leads there."""

    def start(gate: Gate) -> JobView:
        job = start_simulation(gate, actor, find_line(gate, actor, line), body.wish())
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/{number}", responses=told(401, 403, 404))
def read_line_run(line: Name, number: Number, actor: Asking, place: AnyPlace) -> LineRunContent:
    """Means of the runs with their intervals, a window of the first to be watched, and everything they rest on."""
    return LineRunContent.of_kept(kept.read_run(place.gate, actor, line, number))
