"""The sample plants, without an account: the same pages as for one's own plant, to be looked at."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.model import AccessRefused, Document
from pulmu.services.live_reports import LiveWish
from pulmu.services.place import Place
from pulmu.web.pages.carbon import Looked, Wish, show_carbon
from pulmu.web.show import Crumb
from pulmu.web.viewer import AnyViewer

routes = APIRouter(prefix="/samples/{name}", include_in_schema=False)
SAMPLE_SCENARIO = "last_published_price"
"""Scenario of the samples: they export in quarters whose price is not published yet."""


@routes.get("")
def show_sample(name: str, place: AnyPlace) -> Response:
    """A sample begins with its carbon page."""
    _document(place, name)
    return RedirectResponse(f"/samples/{name}/carbon", 303)


@routes.get("/carbon")
def show_sample_carbon(
    request: Request, name: str, viewer: AnyViewer, place: AnyPlace, wish: Annotated[Wish, Query()]
) -> Response:
    """What the goods of a sample cost in carbon."""
    return show_carbon(request, looked_at(place, name, wish), viewer=viewer)


def looked_at(place: Place, name: str, wish: Wish) -> Looked:
    """A sample as the pages of a plant show it."""
    document = _document(place, name)
    live = LiveWish(f"sample:{name}", wish.edition, wish.scenario or SAMPLE_SCENARIO)
    outcome = place.live.outcome(document, live)
    base = f"/samples/{name}"
    return Looked(base=base, document=document, outcome=outcome, live=live, crumbs=(Crumb(name=name, href=base),))


def _document(place: Place, name: str) -> Document:
    if name not in place.samples:
        said, mend = "there is no such sample", "choose one of the first page"
        raise AccessRefused.of("access.unknown_sample", "", said, mend)
    return place.read_sample(name)
