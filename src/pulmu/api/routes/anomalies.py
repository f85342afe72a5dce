"""What is unusual in a meter's load: found by a job, kept, read, and marked by who looked."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from pulmu.api.anomaly_bodies import AnomaliesBody, AnomaliesContent, AnomaliesView, CurveView, MarkBody, MarkView
from pulmu.api.bodies import JobView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.locale import problems_tree
from pulmu.services.access.gate import Gate
from pulmu.services.anomalies import kept, marks
from pulmu.services.anomalies.curve import MOST_SHOWN, curve_of
from pulmu.services.jobs.kinds import start_watching

routes = APIRouter(
    prefix="/workspaces/{workspace}/meters/{meter}/anomalies", tags=["anomalies"], route_class=BoundedRoute
)
Name = Annotated[str, Path(max_length=100, description="id of the meter")]
Number = Annotated[int, Path(ge=1, le=10**9)]
AlarmName = Annotated[str, Path(max_length=40, description="id of the alarm")]
First = Annotated[date | None, Query(description="first day; the last days, if left out")]
Days = Annotated[int, Query(ge=1, le=MOST_SHOWN)]


@routes.get("", responses=told(401, 403, 404, 422))
def list_anomalies(meter: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[AnomaliesView]:
    """Looks at a meter, newest first."""
    return paging.page(
        kept.list_anomalies(place.gate, actor, meter), lambda item: (-item.number,), AnomaliesView.of
    )  # fmt: skip


@routes.post("", status_code=202, responses=told(401, 403, 404, 409, 422))
def find_anomalies(
    meter: Name, body: AnomaliesBody, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:  # fmt: skip
    """Have alarms found within a number a day, each day judged by the days before it: a job."""

    def start(gate: Gate) -> JobView:
        job = start_watching(gate, actor, meter, body.tree())
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/{number}", responses=told(401, 403, 404, 422))
def read_anomalies(meter: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> AnomaliesContent:
    """Every alarm with what it cost in the three balances and what people found it to be, and closed hours."""
    found = kept.find_kept(place.gate, actor, meter, number)
    said = marks.marks_of(place.gate, actor, meter)
    return AnomaliesContent.of_kept(
        found, said, problems_tree(found.problems, language_of(request), in_place=True)
    )  # fmt: skip


@routes.get("/{number}/curve", responses=told(401, 403, 404, 422))
def read_anomaly_curve(
    meter: Name, number: Number, actor: Asking, place: AnyPlace, first: First = None, days: Days = 7
) -> CurveView:  # fmt: skip
    """Load and what was expected of it, over some days."""
    shown = curve_of(kept.find_kept(place.gate, actor, meter, number), first, days)
    return CurveView(
        start=shown.start, interval_s=shown.interval, kw=list(shown.power), expected_kw=list(shown.expected),
        lower_kw=list(shown.lower), upper_kw=list(shown.upper),
    )  # fmt: skip


@routes.put("/{number}/alarms/{alarm}/mark", responses=told(401, 403, 404, 422))
def mark_anomaly(
    meter: Name, number: Number, alarm: AlarmName, body: MarkBody, actor: Asking, place: AnyPlace
) -> MarkView:  # fmt: skip
    """Say that something was there, that the alarm was false, or take that back."""
    return MarkView.of(marks.mark_alarm(place.gate, actor, meter, number, alarm, body.mark))
