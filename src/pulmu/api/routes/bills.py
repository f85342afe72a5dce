"""Electricity bills of a meter: computed and kept, read with every line, compared and checked."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from pulmu.api.bill_bodies import BillBody, BillsContent, BillsView, CheckedBillView, OptionsView, PaidBillBody
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

routes = APIRouter(prefix="/workspaces/{workspace}/meters/{meter}/bills", tags=["bills"])
Name = Annotated[str, Path(max_length=100, description="id of the meter")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("", responses=told(401, 403, 404, 422))
def list_bills(meter: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[BillsView]:
    """Bills of a meter that were computed, newest first."""
    return paging.page(kept.list_bills(place.gate, actor, meter), lambda item: (-item.number,), BillsView.of)


@routes.post("", status_code=201, dependencies=[HEAVY], responses=told(401, 403, 404, 409, 422, 503))
def compute_bills(meter: Name, body: BillBody, actor: Asking, place: AnyPlace, once: AnyOnce) -> BillsView:
    """Compute the bills of up to twelve whole months, and keep them with the readings they rest on."""

    def make(gate: Gate) -> BillsView:
        return BillsView.of(kept.compute_bills(gate, place.measured, actor, meter, body.tree()))

    return once(make, 201)


@routes.get("/{number}", responses=told(401, 403, 404, 422, 503))
def read_bills(meter: Name, number: Number, request: Request, actor: Asking, place: AnyPlace) -> BillsContent:
    """Every line of every month, with its formula and what went into it."""
    found = kept.find_bills(place.gate, place.measured, actor, meter, number)
    problems = problems_tree(found.billed.problems, language_of(request), in_place=True)
    return BillsContent.of_kept(found, encode(found.wish), problems)


@routes.get("/{number}/options", dependencies=[HEAVY], responses=told(401, 403, 404, 422, 503))
def compare_options(meter: Name, number: Number, actor: Asking, place: AnyPlace) -> OptionsView:
    """The same months under each option of the contract."""
    found = kept.find_bills(place.gate, place.measured, actor, meter, number)
    return OptionsView.of(found, kept.options_of(found))


@routes.post("/{number}/check", dependencies=[HEAVY], responses=told(401, 403, 404, 422, 503))
def check_paid_bill(
    meter: Name, number: Number, body: PaidBillBody, request: Request, actor: Asking, place: AnyPlace
) -> CheckedBillView:  # fmt: skip
    """A bill as it was paid beside the computed one, line by line. Nothing of it is kept."""
    found = kept.find_bills(place.gate, place.measured, actor, meter, number)
    paid = decode(PaidBill, Document(body.tree(), "")).unwrap()
    checked = kept.check_kept(found, paid)
    return CheckedBillView.of(checked, problems_tree(checked.findings, language_of(request), in_place=True))
