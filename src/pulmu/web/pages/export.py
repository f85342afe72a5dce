"""Everything the company owns, asked for and taken along."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.download import file_stream
from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import ConflictError, InputError, PulmuError
from pulmu.services.export.desk import KEPT, list_exports, take_export
from pulmu.services.jobs.kinds import start_export
from pulmu.services.place import Place
from pulmu.services.workspaces.people import names_of
from pulmu.web.forms import AnyForm
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/export", include_in_schema=False)
PARTS = ("plants", "reports", "evidence", "meters", "books", "people", "audit")
"""What an export holds, in the words of the page."""


@routes.get("")
def show_exports(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """What an export holds, and those there are."""
    return _exports(request, seat, place)


@routes.post("")
def ask_for_export(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Have one made; one is led to how far it is."""
    reason = form.text("reason", 1000)
    try:
        job = start_export(place.gate, seat.actor, reason)
    except (InputError, ConflictError) as error:
        return _exports(request, seat, place, reason=reason, error=error)
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.post("/{job}")
def take(
    request: Request, job: Annotated[str, Path(pattern="^[0-9a-f]{32}$")], seat: Seated, form: AnyForm, place: AnyPlace
) -> Response:
    """The file; who takes it is noted."""
    del form  # its origin was checked
    try:
        taken = take_export(place.gate, place.store, place.exports, seat.actor, job)
    except ConflictError as error:
        return _exports(request, seat, place, error=error)
    return file_stream(taken.file, taken.size, taken.name)


def _exports(
    request: Request, seat: Seat, place: Place, *, reason: str = "", error: PulmuError | None = None
) -> Response:  # fmt: skip
    language = language_of(request)
    found = list_exports(place.gate, place.exports, seat.actor)
    crumbs = (
        Crumb(name=text("web.noun.members", language), href=f"{seat.base}/members"),
        Crumb(name=text("web.export.crumb", language), href=f"{seat.base}/export"),
    )
    return show(
        request, "export.html", seat=seat, noun="members", crumbs=crumbs, exports=found, reason=reason, parts=PARTS,
        days=KEPT.days, names=names_of(place.store, (item.job.asked_by for item in found)),
        problems=told(error.problems, language) if error else [], status=status_of(error) if error else 200,
    )  # fmt: skip
