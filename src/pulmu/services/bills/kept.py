"""Bills of a meter, kept with the contract and the readings they rest on, and computed again from those."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pulmu.metering import Readings, Series
from pulmu.model import Document, InputError, Source, encode
from pulmu.model.paid_bill import PaidBill
from pulmu.plan.tariff import MeanDay, YearMonth, first_day, mean_days, month_text
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.bill_months import Billed, BillOrder, bill_months, check_paid, compare_options
from pulmu.services.bills.wish import MOST_MONTHS, BillWish, read_wish
from pulmu.services.check_bill import CheckedBill
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import document_history, list_documents, read_document, save_document
from pulmu.services.workspaces.electricity import open_electricity
from pulmu.services.workspaces.measured import Measured
from pulmu.services.workspaces.meters import known_meter
from pulmu.services.workspaces.sealing import series_of_head

FORMAT = "power_bills/1"
_ALL = 2**62


@dataclass(frozen=True, slots=True)
class ListedBills:
    """Bills that were computed: of which months, under which tariff, and what they came to. [KRW]"""

    meter: str
    number: int
    at: datetime
    author: str
    tariff: str
    first: str
    last: str
    to_pay: float
    is_counterfactual: bool


@dataclass(frozen=True, slots=True)
class KeptBills:
    """Bills as they were computed.

    Parameters
    ----------
    readings, source : What was read up to then: later imports do not change it.
    parts : How many imports of the meter count.
    """

    kept: DocumentVersion
    wish: BillWish
    order: BillOrder
    series: Series
    readings: Readings
    source: Source
    parts: int
    billed: Billed

    @property
    def listed(self) -> ListedBills:
        """The same in a list."""
        return _listed(self.kept)


def newest_bills(gate: Gate, actor: Actor) -> tuple[ListedBills, ...]:
    """The newest bills of each meter.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in list_documents(gate, actor, "power_bill"))


def list_bills(gate: Gate, actor: Actor, meter: str) -> tuple[ListedBills, ...]:
    """Bills of a meter that were computed, newest first.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    """
    heads = document_history(gate, actor, "power_bill", meter)
    with gate.reading(actor, "read_readings") as work:
        known_meter(work, meter)
    return tuple(_listed(head) for head in heads)


def compute_bills(gate: Gate, measured: Measured, actor: Actor, meter: str, tree: Any) -> ListedBills:
    """Compute the bills of a meter and keep them.

    Parameters
    ----------
    tree : A `BillWish` as a plain document.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    InputError  What is wrong with the wish or the readings, all at once (`tariff.not_electricity`, ...).
    RuleError  No terms are known for a month.
    ConflictError  Somebody else computed some at the same moment (`store.document_changed`).
    """
    authorise(actor, "compute_bill", "")
    wish, order = read_wish(tree)
    with gate.reading(actor, "read_readings") as work:
        head = known_meter(work, meter)
    span = _span(series_of_head(head.head), head.last, order)
    series, readings, source = open_electricity(gate, measured, actor, meter, head.parts, span)
    billed = bill_months(series, readings, source, order)
    heads = document_history(gate, actor, "power_bill", meter)
    content = {
        "pulmu": FORMAT, "meter": meter, "parts": head.parts, "from": span[0], "to": span[1], "wish": encode(wish),
        "bills": [{"month": month_text(bill.month), "to_pay": bill.to_pay.value} for bill in billed.bills],
    }  # fmt: skip
    note = {
        "tariff": order.tariff.id, "first": month_text(billed.bills[0].month),
        "last": month_text(billed.bills[-1].month), "to_pay": billed.to_pay,
        "counterfactual": order.rates_of is not None,
    }  # fmt: skip
    saved = save_document(
        gate, actor, "power_bill", meter, Document(json.loads(json.dumps(content)), f"{meter}.bill.json"),
        seen=heads[0].number if heads else 0, note=json.dumps(note, sort_keys=True),
    )  # fmt: skip
    return _listed(saved.version)


def find_bills(gate: Gate, measured: Measured, actor: Actor, meter: str, number: int) -> KeptBills:
    """Bills that were computed, with every line: from the readings as they were.

    Raises
    ------
    AccessRefused  They may not, or there are none (`access.unknown_document`).
    """
    kept = read_document(gate, actor, "power_bill", meter, number)
    tree = kept.document.tree
    wish, order = read_wish(tree["wish"])
    span = (int(tree["from"]), int(tree["to"]))
    series, readings, source = open_electricity(gate, measured, actor, meter, tree["parts"], span)
    billed = bill_months(series, readings, source, order)
    return KeptBills(kept.version, wish, order, series, readings, source, tree["parts"], billed)


def options_of(bills: KeptBills) -> Mapping[str, Billed]:
    """The same months under each option of the contract.

    Raises
    ------
    InputError, RuleError  As for `compare_options`.
    """
    return compare_options(bills.series, bills.readings, bills.source, bills.order)


def check_kept(bills: KeptBills, paid: PaidBill) -> CheckedBill:
    """A paid bill beside the computed one of its month.

    Raises
    ------
    InputError  Its month was not computed (`tariff.paid_month`).
    """
    month = (int(paid.month[:4]), int(paid.month[5:]))
    if month not in {bill.month for bill in bills.billed.bills}:
        known = ", ".join(month_text(bill.month) for bill in bills.billed.bills)
        raise InputError.of(
            "tariff.paid_month", "month", f"no bill of {paid.month} was computed here",
            f"compute it, or give one of: {known}", month=paid.month, known=known,
        )  # fmt: skip
    return check_paid(bills.series, bills.readings, bills.source, replace(bills.order, first=month, last=month), paid)


def days_of(bills: KeptBills) -> tuple[MeanDay, ...]:
    """The mean working day of each season of the months that were billed."""
    zone = ZoneInfo(bills.order.tariff.zone)
    wanted = {bill.month for bill in bills.billed.bills}
    first, last = min(wanted), max(wanted)
    return mean_days(
        bills.order.tariff, bills.series, bills.readings, _instant(first, zone), _instant(_after(last), zone),
        rates_of=bills.order.rates_of,
    )  # fmt: skip


def _span(series: Series, latest: int, order: BillOrder) -> tuple[int, int]:
    """From when to when readings are wanted: of months asked for, and of those before that may be remembered.

    Of a counter all are, for amounts follow from the standings before.
    """
    if series.kind != "interval":
        return -_ALL, _ALL
    zone = ZoneInfo(order.tariff.zone)
    last = datetime.fromtimestamp(latest, UTC).astimezone(zone)
    until = order.last or (last.year, last.month)
    since = order.first or _before(until, MOST_MONTHS)
    return _instant(_before(since, 12), zone), _instant(_after(until), zone)


def _before(month: YearMonth, months: int) -> YearMonth:
    number = month[0] * 12 + month[1] - 1 - months
    return number // 12, number % 12 + 1


def _after(month: YearMonth) -> YearMonth:
    return _before(month, -1)


def _instant(month: YearMonth, zone: ZoneInfo) -> int:
    day = first_day(month)
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def _listed(head: DocumentVersion) -> ListedBills:
    note = json.loads(head.note)
    return ListedBills(
        head.document, head.number, head.at, head.author, note["tariff"], note["first"], note["last"],
        float(note["to_pay"]), bool(note["counterfactual"]),
    )  # fmt: skip
