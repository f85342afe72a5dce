"""Results that agencies published, for everybody of the place."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.services.letters.results import find_shown_results, shown_results
from pulmu.web.results_view import shown_numbers
from pulmu.web.show import Crumb, show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/results", include_in_schema=False)
_MOST = 200


@routes.get("")
def show_all(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Results of all calls, newest first."""
    language = language_of(request)
    found = shown_results(place.gate, seat.actor)
    rows = [(item, shown_numbers(item.results, language)) for item in found[:_MOST]]
    return show(
        request, "results.html", seat=seat, noun="results", rows=rows, count=len(found), crumbs=_crumbs(seat, language)
    )  # fmt: skip


@routes.get("/{agency}/{call}")
def show_one(
    request: Request, seat: Seated, place: AnyPlace, agency: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    call: Annotated[str, Path(max_length=100)],
) -> Response:  # fmt: skip
    """Results of one call."""
    language = language_of(request)
    found = find_shown_results(place.gate, seat.actor, agency, call)
    numbers = shown_numbers(found.results, language)
    here = Crumb(name=numbers.name, href=f"{seat.base}/results/{agency}/{call}")
    return show(
        request, "result.html", seat=seat, noun="results", found=found, numbers=numbers,
        crumbs=(*_crumbs(seat, language), here),
    )  # fmt: skip


def _crumbs(seat: Seat, language: Language) -> tuple[Crumb, ...]:
    return (Crumb(name=text("web.noun.results", language), href=f"{seat.base}/results"),)
