"""A workspace: what needs its people now."""

from fastapi import APIRouter, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.services.access.permission import Action
from pulmu.services.waiting import waiting
from pulmu.services.workspaces.overview import look_around
from pulmu.web.pages.duties import left_in, said_duty
from pulmu.web.show import show
from pulmu.web.viewer import Seated

routes = APIRouter(prefix="/w/{workspace}", include_in_schema=False)


@routes.get("")
def show_workspace(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """The overview."""
    language, is_agency = language_of(request), seat.room.workspace.kind == "agency"
    work: Action = "read_rules" if is_agency else "read_report"
    found = look_around(place.gate, place.store, seat.actor)
    waits = next((name for name in ("to_decide", "returned", "to_answer") if getattr(found, name)), "")
    return show(
        request, "workspace.html", seat=seat, noun="overview", overview=found, left=left_in(language), first=waits,
        plants=found.plants, coming=said_duty(found.coming, seat, language) if found.coming else None,
        waiting=waiting(place.gate, seat.actor) if seat.actor.may("read_board") else (),
        needs_code=seat.reaches(work) and not seat.may_now(work), is_agency=is_agency,
    )  # fmt: skip
