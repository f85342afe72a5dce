"""How the shift of a live plant will end: asked for by a job, kept, and read."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pulmu.api.bodies import JobView
from pulmu.api.live_ahead_bodies import AheadBody, AheadContent, AheadView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.services.access.gate import Gate
from pulmu.services.jobs.kinds import start_ahead
from pulmu.services.lines.shelf import find_line
from pulmu.services.live_links.ahead import find_ahead, list_ahead
from pulmu.services.live_links.link import find_link

routes = APIRouter(prefix="/workspaces/{workspace}/live/{live}/ahead", tags=["live"], route_class=BoundedRoute)
Name = Annotated[str, Path(max_length=100, description="id of the link, such as press_shop")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("", responses=told(401, 403, 404, 422))
def list_live_ahead(live: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[AheadView]:
    """Answers that are kept, newest first."""
    find_link(place.gate, actor, live)
    return paging.page(list_ahead(place.gate, actor, live), lambda item: (-item.number,), AheadView.of)


@routes.post("", status_code=202, responses=told(401, 403, 404, 409, 422))
def look_ahead(
    live: Name, body: AheadBody, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:  # fmt: skip
    """Have the line run on from the plant as its kept samples show it: a job. Nothing is written to the plant."""

    def start(gate: Gate) -> JobView:
        link = find_link(gate, actor, live)
        job = start_ahead(gate, actor, link, find_line(gate, actor, link.line), body.wish())
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/{number}", responses=told(401, 403, 404))
def read_live_ahead(live: Name, number: Number, actor: Asking, place: AnyPlace) -> AheadContent:
    """Pieces, targets, energy, peak, bottleneck and balances with their spread, and what was not known."""
    find_link(place.gate, actor, live)
    return AheadContent.of_kept(find_ahead(place.gate, actor, live, number))
