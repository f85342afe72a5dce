"""Results of a call in its agency: looked at before, published, shown no more."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import ConflictError, InputError, Problem
from pulmu.services.calls import shelf
from pulmu.services.letters.results import preview_results, publish_results, withdraw_results
from pulmu.services.place import Place
from pulmu.web.call_tabs import tabs_of
from pulmu.web.forms import AnyForm
from pulmu.web.pages.one_call import base_of, crumbs_of
from pulmu.web.results_view import shown_numbers
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/results", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
_DONE = ("published", "withdrawn")


@routes.get("")
def show_preview(request: Request, seat: Seated, place: AnyPlace, call: Name, done: str = "") -> Response:
    """What would be published now, and what of it is hidden."""
    return _page(request, seat, place, call, done=done if done in _DONE else "")


@routes.post("/publish")
def publish(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Show the results to all of the place."""
    try:
        publish_results(place.gate, seat.actor, place.programmes(), call, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/results?done=published", 303)


@routes.post("/withdraw")
def withdraw(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Show them no more."""
    try:
        withdraw_results(place.gate, seat.actor, call, form.text("reason", 2000))
    except InputError as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/results?done=withdrawn", 303)


def _page(
    request: Request,
    seat: Seat,
    place: Place,
    call: str,
    problems: Sequence[Problem] = (),
    status: int = 200,
    *,
    done: str = "",
) -> Response:
    language = language_of(request)
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call)
    preview, hindered = None, list(problems)
    try:
        preview = preview_results(place.gate, seat.actor, place.programmes(), call)
    except InputError as error:
        hindered += [item for item in error.problems if item not in hindered]
    title = text("web.call_tabs.results", language)
    return show(
        request, "call_results.html", seat=seat, noun="calls", status=status, found=found, here="results",
        name=called(found.call, language) or found.id, tabs=tabs_of(seat, found.id), preview=preview,
        base=f"{base_of(seat, found)}/results", problems=told(hindered, language), done=done,
        numbers=None if preview is None else shown_numbers(preview.results, language),
        seen=preview.versions[0].number if preview and preview.versions else 0,
        may_publish=seat.actor.may("publish_results"),
        crumbs=(*crumbs_of(seat, found, language), Crumb(name=title, href=f"{base_of(seat, found)}/results")),
    )  # fmt: skip
