"""Electricity bills: of a meter under a contract, a month as a waterfall with all behind it, a paid one beside it."""

import json
from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.locale.bill_words import bill_line_name
from pulmu.model import ConflictError, Document, InputError, Problem, RuleError, decode
from pulmu.model.paid_bill import PaidBill
from pulmu.plan.tariff import Bill, month_text
from pulmu.services.access.gate import authorise
from pulmu.services.bills import kept
from pulmu.services.bills.gas import gas_bills, gas_meters
from pulmu.services.bills.wish import MOST_MONTHS
from pulmu.services.check_bill import CheckedBill
from pulmu.services.place import Place
from pulmu.services.workspaces.electricity import electricity_meters
from pulmu.web.bill_form import chosen_contract, contract_choices, gas_tree, paid_fields, paid_tree, wish_tree
from pulmu.web.bill_view import BillView
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.gas_view import GasView
from pulmu.web.pages.table_file import table_file
from pulmu.web.pages.uploads import uploaded_document
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/bills", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Month = Annotated[str, Query(max_length=7)]
ON_A_PAGE = 30


@routes.get("")
def show_bills(
    request: Request, seat: Seated, place: AnyPlace, meter: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """What was computed, and how one is."""
    return _list(request, seat, place, Form({"meter": meter}, {}), ())


@routes.post("", dependencies=[HEAVY])
def compute_bills(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Compute the bills of a meter, and go to them."""
    authorise(seat.actor, "compute_bill", "")
    meter = form.text("meter", 100)
    try:
        made = kept.compute_bills(place.gate, place.measured, seat.actor, meter, wish_tree(form))
    except (InputError, RuleError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/bills/{meter}/{made.number}", 303)


@routes.get("/gas", dependencies=[HEAVY])
def show_gas(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Gas: a form for what its bill says, and the months that it comes to. Nothing is kept."""
    language, form = language_of(request), Form(dict(request.query_params), {})
    view, status = None, 200
    problems: tuple[Problem, ...] = ()
    try:
        if meter := form.text("meter", 100):
            view = GasView(gas_bills(place.gate, place.measured, seat.actor, meter, gas_tree(form)), language)
            problems = view.billed.problems
    except (InputError, RuleError) as error:
        problems, status = error.problems, status_of(error)
    return show(
        request, "gas_bills.html", seat=seat, noun="bills", form=form, status=status, view=view,
        meters=gas_meters(place.gate, seat.actor), problems=told(problems, language),
        crumbs=(*_crumbs(seat, language), Crumb(name=text("web.gas.noun", language), href=f"{seat.base}/bills/gas")),
    )  # fmt: skip


@routes.get("/{meter}/{number}")
def show_bill(
    request: Request, seat: Seated, place: AnyPlace, meter: Name, number: Number, month: Month = "",
    compare: Annotated[bool, Query()] = False,
) -> Response:  # fmt: skip
    """A month as a waterfall, what set its demand, days by season, the year, and options beside each other."""
    found, language = kept.find_bills(place.gate, place.measured, seat.actor, meter, number), language_of(request)
    view = BillView(found, month, language)
    options = kept.options_of(found) if compare else {}
    listed = kept.list_bills(place.gate, seat.actor, meter)
    return show(
        request, "one_bill.html", seat=seat, noun="bills", view=view, kept=found, options=options, meter=meter,
        newest=listed[0].number, here=_here(seat, meter, number), crumbs=_crumbs(seat, language, meter, number),
        problems=told(found.billed.problems, language), may_compute=seat.actor.may("compute_bill"),
    )  # fmt: skip


@routes.get("/{meter}/{number}/lines.csv")
def lines_file(request: Request, seat: Seated, place: AnyPlace, meter: Name, number: Number) -> Response:
    """Every line of every month, for a spreadsheet."""
    found, language = kept.find_bills(place.gate, place.measured, seat.actor, meter, number), language_of(request)
    head = [text(f"power_bill.head.{name}", language) for name in ("month", "line", "won")]
    rows = (row for bill in found.billed.bills for row in _rows(bill, language))
    return table_file("bills.csv", head, rows)


@routes.get("/{meter}/{number}/paid")
def show_paid(
    request: Request, seat: Seated, place: AnyPlace, meter: Name, number: Number, month: Month = ""
) -> Response:
    """The form for a bill as it was paid."""
    return _paid(request, seat, place, (meter, number, month), Form({}, {}))


@routes.post("/{meter}/{number}/paid", dependencies=[HEAVY])
def check_paid(
    request: Request, seat: Seated, form: AnyUpload, place: AnyPlace, meter: Name, number: Number, month: Month = ""
) -> Response:
    """A bill as it was paid beside the computed one. Nothing of it is kept."""
    return _paid(request, seat, place, (meter, number, month), form, is_sent=True)


def _paid(
    request: Request, seat: Seat, place: Place, which: tuple[str, int, str], form: Form, *, is_sent: bool = False
) -> Response:
    language, (meter, number, month) = language_of(request), which
    found = kept.find_bills(place.gate, place.measured, seat.actor, meter, number)
    view, checked = BillView(found, month, language), None
    problems: tuple[Problem, ...] = ()
    try:
        if is_sent:
            checked = kept.check_kept(found, _paid_bill(form, view.month, place))
            view = BillView(found, month_text(checked.bill.month), language)
    except InputError as error:
        problems = error.problems
    return show(
        request, "bill_paid.html", seat=seat, noun="bills", view=view, meter=meter, checked=checked, form=form,
        answer=_answer(checked, language), fields=paid_fields(view.bill, form, language),
        here=_here(seat, meter, number), crumbs=_crumbs(seat, language, meter, number),
        problems=told(problems, language), findings=told(checked.findings if checked else (), language),
        status=422 if problems else 200,
    )  # fmt: skip


def _paid_bill(form: Form, month: str, place: Place) -> PaidBill:
    """The paid bill of a file, if one was chosen, or else of the form.

    Raises
    ------
    InputError  What is wrong with it; or nothing was filled in (`tariff.nothing_paid`).
    """
    if form.files.get("file") is not None:
        document, _ = uploaded_document(form, place.read_line)
    else:
        document = Document(paid_tree(form, month), "")
    paid = decode(PaidBill, document).unwrap()
    if not paid.lines:
        raise InputError.of("tariff.nothing_paid", "lines", "no line of the bill was given", "fill in one at least")
    return paid


def _answer(checked: CheckedBill | None, language: Language) -> str:
    """What the comparison comes to; empty where the sum to pay was not given."""
    if checked is None:
        return ""
    if checked.over is None:
        count = sum(not line.is_same for line in checked.lines)
        return (
            text("web.bill.paid_lines", language, count=count) if count else text("power_bill.checked_same", language)
        )
    same = all(line.is_same for line in checked.lines)
    key = "same" if same else "more" if checked.over > 0 else "less"
    return text(f"power_bill.checked_{key}", language, won=f"{abs(checked.over):,.0f}")


def _list(
    request: Request, seat: Seat, place: Place, form: Form, problems: Sequence[Problem], status: int = 200
) -> Response:
    language = language_of(request)
    return show(
        request, "bills.html", seat=seat, noun="bills", form=form, status=status, problems=told(problems, language),
        computed=kept.newest_bills(place.gate, seat.actor), meters=electricity_meters(place.gate, seat.actor),
        has_gas=bool(gas_meters(place.gate, seat.actor)),
        contracts=contract_choices(language), chosen=chosen_contract(form), months=MOST_MONTHS,
        may_compute=seat.actor.may("compute_bill"), may_add=seat.actor.may("write_readings"),
        crumbs=_crumbs(seat, language),
    )  # fmt: skip


def _rows(bill: Bill, language: Language) -> Iterator[list[str]]:
    month = month_text(bill.month)
    for line in bill.lines:
        yield [month, bill_line_name(bill, line, language), json.dumps(line.amount.value)]
    yield [month, text("power_bill.to_pay", language), json.dumps(bill.to_pay.value)]


def _here(seat: Seat, meter: str, number: int) -> str:
    return f"{seat.base}/bills/{meter}/{number}"


def _crumbs(seat: Seat, language: Language, meter: str = "", number: int = 0) -> tuple[Crumb, ...]:
    first = Crumb(name=text("web.noun.bills", language), href=f"{seat.base}/bills")
    return (first, Crumb(name=meter, href=_here(seat, meter, number))) if meter else (first,)
