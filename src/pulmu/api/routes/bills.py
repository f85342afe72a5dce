"""Electricity bills of a meter: computed and kept, read with every line, compared and checked."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from pulmu.api.bill_bodies import (
    BillBody,
    BillsContent,
    BillsView,
    CheckedBillView,
    GasBillsView,
    OptionsView,
    PaidBillBody,
)
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.locale import problems_tree
from pulmu.model import Document, decode, encode
from pulmu.model.paid_bill import PaidBill
from pulmu.services.access.gate import Gate
from pulmu.services.bills import kept
from pulmu.services.bills.gas import gas_bills, told_prices

routes = APIRouter(prefix="/workspaces/{workspace}/meters", tags=["bills"])
Name = Annotated[str, Path(max_length=100, description="id of the meter")]
Month = Annotated[str, Query(max_length=7, description="such as 2026-07")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("/{meter}/bills", responses=told(401, 403, 404, 422))
def list_bills(meter: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[BillsView]:
    """Bills of a meter that were computed, newest first."""
    return paging.page(kept.list_bills(place.gate, actor, meter), lambda item: (-item.number,), BillsView.of)


@routes.post("/{meter}/bills", status_code=201, dependencies=[HEAVY], responses=told(401, 403, 404, 409, 422, 503))
def compute_bills(meter: Name, body: BillBody, actor: Asking, place: AnyPlace, once: AnyOnce) -> BillsView:
    """Compute the bills of up to twelve whole months, and keep them with the readings they rest on."""

    def make(gate: Gate) -> BillsView:
        return BillsView.of(kept.compute_bills(gate, place.measured, actor, meter, body.tree()))

    return once(make, 201)


@routes.get("/{meter}/bills/{number}", responses=told(401, 403, 404, 422, 503))
def read_bills(meter: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> BillsContent:
    """Every line of every month, with its formula and what went into it."""
    found = kept.find_bills(place.gate, place.measured, actor, meter, number)
    problems = problems_tree(found.billed.problems, language_of(request), in_place=True)
    return BillsContent.of_kept(found, encode(found.wish), problems)


@routes.get("/{meter}/bills/{number}/options", dependencies=[HEAVY], responses=told(401, 403, 404, 422, 503))
def compare_options(meter: Name, number: Number, actor: Asking, place: AnyPlace) -> OptionsView:
    """The same months under each option of the contract."""
    found = kept.find_bills(place.gate, place.measured, actor, meter, number)
    return OptionsView.of(found, kept.options_of(found))


@routes.post("/{meter}/bills/{number}/check", dependencies=[HEAVY], responses=told(401, 403, 404, 422, 503))
def check_paid_bill(
    meter: Name, number: Number, body: PaidBillBody, request: Request, actor: Asking, place: AnyPlace
) -> CheckedBillView:  # fmt: skip
    """A bill as it was paid beside the computed one, line by line. Nothing of it is kept."""
    found = kept.find_bills(place.gate, place.measured, actor, meter, number)
    paid = decode(PaidBill, Document(body.tree(), "")).unwrap()
    checked = kept.check_kept(found, paid)
    return CheckedBillView.of(checked, problems_tree(checked.findings, language_of(request), in_place=True))


@routes.get("/{meter}/gas-bills", dependencies=[HEAVY], responses=told(401, 403, 404, 422, 503))
def compute_gas_bills(
    meter: Name, request: Request, actor: Asking, place: AnyPlace,
    heating_value: Annotated[float | None, Query(ge=1, le=100, description="mean gross value, MJ/Nm3")] = None,
    supply_cost: Annotated[float | None, Query(ge=0, le=1000, description="what the gas company adds, won/MJ")] = None,
    first: Month | None = None, last: Month | None = None,
    rates_of: Annotated[date | None, Query(description="charge by the prices of this day: a counterfactual")] = None,
    price: Annotated[list[str] | None, Query(max_length=24, description="won/MJ of a bill: 2026-01=21.5")] = None,
) -> GasBillsView:  # fmt: skip
    """Bills of gas of a meter's whole months. Nothing of them is kept."""
    asked: dict[str, Any] = {
        "heating_value": heating_value, "supply_cost": supply_cost, "first": first, "last": last,
        "rates_of": rates_of.isoformat() if rates_of else None, "prices": told_prices(price or ()),
    }  # fmt: skip
    tree = {name: value for name, value in asked.items() if value is not None}
    done = gas_bills(place.gate, place.measured, actor, meter, tree)
    return GasBillsView.of(done, problems_tree(done.problems, language_of(request), in_place=True))
