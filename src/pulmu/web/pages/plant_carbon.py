"""The carbon pages of a company's own plant: the same as of a sample, for who may read the plant."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from pulmu.http.identify import AnyPlace
from pulmu.services.live_reports import LiveWish
from pulmu.services.workspaces.citing import citing
from pulmu.services.workspaces.evidence_proofs import live_proofs
from pulmu.services.workspaces.live import live_plant
from pulmu.web.pages.carbon_parts import hang
from pulmu.web.pages.looked import Looked, Wish
from pulmu.web.pages.proofs import Prover, cells_of
from pulmu.web.show import Crumb
from pulmu.web.viewer import Seated


def look(
    request: Request,
    plant: Annotated[str, Path(max_length=64)],
    seat: Seated,
    place: AnyPlace,
    wish: Annotated[Wish, Query()],
) -> None:
    """Look the plant of the address up, for its pages."""
    found = live_plant(place.gate, seat.actor, plant, citing(place.gate, place.measured, seat.actor))
    base = f"{seat.base}/plants/{found.record.id}"

    def prove() -> Prover:
        cells = cells_of(found.document, base) if seat.actor.may("write_plant") else {}
        return Prover(live_proofs(place.gate, seat.actor), seat.base, cells)

    request.state.looked = Looked(
        base=base,
        name=found.record.name,
        document=found.document,
        wish=LiveWish(found.content, wish.edition, wish.scenario or "", wish.year),
        usual_scenario="",
        live=place.live,
        crumbs=(Crumb(name=found.record.name, href=base),),
        seat=seat,
        prove=prove,
    )


routes = APIRouter(prefix="/w/{workspace}/plants/{plant}", include_in_schema=False)
hang(routes, look)
