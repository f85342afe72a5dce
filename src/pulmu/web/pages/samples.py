"""The sample plants, without an account: the same pages as for one's own plant, to be looked at."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.model import AccessRefused
from pulmu.services.live_reports import LiveWish
from pulmu.services.place import Place
from pulmu.web.pages.carbon_parts import hang
from pulmu.web.pages.looked import Looked, Wish
from pulmu.web.show import Crumb
from pulmu.web.viewer import AnyViewer, Viewer

SAMPLE_SCENARIO = "last_published_price"
"""Scenario of the samples: they export in quarters whose price is not published yet."""


def look(request: Request, name: str, viewer: AnyViewer, place: AnyPlace, wish: Annotated[Wish, Query()]) -> None:
    """Look the sample of the address up, for its pages."""
    request.state.looked = looked_at(place, name, wish, viewer)


def looked_at(place: Place, name: str, wish: Wish, viewer: Viewer | None = None) -> Looked:
    """A sample as the pages of a plant show it."""
    _check(place, name)
    base = f"/samples/{name}"
    scenario = SAMPLE_SCENARIO if wish.scenario is None else wish.scenario
    return Looked(
        base=base,
        name=name,
        document=place.read_sample(name),
        wish=LiveWish(f"sample:{name}", wish.edition, scenario, wish.year),
        usual_scenario=SAMPLE_SCENARIO,
        live=place.live,
        crumbs=(Crumb(name=name, href=base),),
        viewer=viewer,
    )


def _check(place: Place, name: str) -> None:
    if name not in place.samples:
        said, mend = "there is no such sample", "choose one of the first page"
        raise AccessRefused.of("access.unknown_sample", "", said, mend)


routes = APIRouter(prefix="/samples/{name}", include_in_schema=False)


@routes.get("")
def show_sample(name: str, place: AnyPlace) -> Response:
    """A sample begins with its carbon page."""
    _check(place, name)
    return RedirectResponse(f"/samples/{name}/carbon", 303)


hang(routes, look)
