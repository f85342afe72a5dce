"""Asking suppliers for the emissions data of what they deliver: whom, for which goods, until when."""

import dataclasses
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pulmu.carbon.precursors import precursor_basis, precursor_value, usable_verified_value
from pulmu.model import (
    Company,
    Document,
    InputError,
    Installation,
    Path,
    Plant,
    Problem,
    PulmuError,
    Purchase,
    decode,
    problem,
)
from pulmu.reference import DEFAULT_EDITION, find_good

LEAST_TIME = timedelta(days=14)
"""A supplier has at least so long to answer."""
USUAL_TIME = timedelta(days=28)
Why = Literal["verified", "exempt_origin", "no_supplier"]
Reason = Literal["by_default", "unknown_origin", "other_year", "verified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedGood:
    """A bought good of which a supplier is asked; what it holds may be shown to that supplier, `purchase` aside.

    Parameters
    ----------
    request_id : By which the answer is recognised; it says nothing to a stranger.
    reason : Why it is asked for: no verified value, or one of another year.
    counted : What counts without an answer: the default value as the plant counts it. [t CO2e/t]
    """

    request_id: str
    purchase: str
    name: str
    cn_code: str
    goods_category: str
    indirect_counts: bool
    reason: Reason
    counted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierRequest:
    """What one supplier is asked: nothing of other suppliers, no quantities.

    Parameters
    ----------
    with_markup : Whether what counts without an answer is raised by the mark-up, as the plant decided (open point 3).
    """

    supplier: str
    company: Company
    installation: Installation
    year: int
    written: date
    due: date
    with_markup: bool
    goods: tuple[AskedGood, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A purchase nobody is asked about, and why."""

    purchase: str
    supplier: str
    why: Why


@dataclass(frozen=True, slots=True)
class Requests:
    """One request per supplier, and the purchases that are in none."""

    requests: tuple[SupplierRequest, ...]
    left_out: tuple[LeftOut, ...]


def request_suppliers(
    document: Document,
    *,
    today: date,
    due: date | None = None,
    supplier: str = "",
    everything: bool = False,
    edition: str = DEFAULT_EDITION,
) -> Requests:
    """Requests to all suppliers whose goods count by default or with the value of another year.

    Parameters
    ----------
    due : Day by which to answer; by `usual_due_date` if it is not given.
    supplier : Ask only this one, by its name in the plant's file.
    everything : Ask about purchases with a verified value of the year too.

    Raises
    ------
    InputError  The file cannot be read, a code or an origin is unknown, there is no such supplier
    (`supplier.unknown`), or the day has passed (`supplier.due_passed`).
    """
    plant = decode(Plant, document).unwrap()
    due = due or usual_due_date(plant, today)
    problems = [*_check_due(due, today), *_check_supplier(plant, supplier, document)]
    asked: dict[str, list[AskedGood]] = {}
    left_out = []
    for number, purchase in enumerate(plant.purchases):
        if supplier and not _is_same(purchase.supplier, supplier):
            continue
        try:
            why = _why_left_out(purchase, plant.period.year, everything)
            if why is None:
                asked.setdefault(purchase.supplier.strip(), []).append(_asked(plant, purchase, edition))
            else:
                left_out.append(LeftOut(purchase.id, purchase.supplier, why))
        except PulmuError as error:
            problems += _placed(error, document, ("purchases", number))
    if problems:
        raise InputError(*problems)
    return Requests(tuple(_request(plant, name, goods, today, due) for name, goods in asked.items()), tuple(left_out))


def usual_due_date(plant: Plant, today: date) -> date:
    """31 January after the period, in time for the verifier; four weeks from today where that is less than two away."""
    due = date(plant.period.year + 1, 1, 31)
    return due if due >= today + LEAST_TIME else today + USUAL_TIME


def request_id(plant: Plant, purchase: Purchase) -> str:
    """By which an answer is matched to its purchase, the same whenever it is asked for."""
    whole = "\n".join(("pulmu.supplier-request/1", plant.installation.name, str(plant.period.year), purchase.id))
    mark = hashlib.sha256(whole.encode()).hexdigest()[:12].upper()
    return "-".join((str(plant.period.year), mark[:4], mark[4:8], mark[8:]))


def _request(plant: Plant, supplier: str, goods: list[AskedGood], today: date, due: date) -> SupplierRequest:
    return SupplierRequest(
        supplier=supplier,
        company=plant.company,
        installation=plant.installation,
        year=plant.period.year,
        written=today,
        due=due,
        with_markup=plant.decisions.markup_on_precursor_defaults,
        goods=tuple(goods),
    )


def _why_left_out(purchase: Purchase, year: int, everything: bool) -> Why | None:
    if precursor_basis(purchase) == "exempt_origin":
        return "exempt_origin"
    if not everything and _reason(purchase, year) == "verified":
        return "verified"
    return None if purchase.supplier.strip() else "no_supplier"


def _reason(purchase: Purchase, year: int) -> Reason:
    if precursor_basis(purchase) == "unknown_origin":
        return "unknown_origin"
    if not usable_verified_value(purchase):
        return "by_default"
    verified = purchase.verified
    return "other_year" if verified is not None and verified.year not in (None, year) else "verified"


def _asked(plant: Plant, purchase: Purchase, edition: str) -> AskedGood:
    good = find_good(purchase.cn_code)
    without = dataclasses.replace(purchase, verified=None)
    try:
        counted = precursor_value(without, plant.period.year, plant.decisions, edition).direct.value
    except PulmuError:  # a good without default value may be asked for all the same
        counted = None
    return AskedGood(
        request_id=request_id(plant, purchase),
        purchase=purchase.id,
        name=purchase.name,
        cn_code=good.cn_code,
        goods_category=good.goods_category,
        indirect_counts=good.indirect_counts,
        reason=_reason(purchase, plant.period.year),
        counted=counted,
    )


def _check_due(due: date, today: date) -> Iterator[Problem]:
    if due <= today:
        yield problem(
            "supplier.due_passed",
            "--due",
            f"the day {due.isoformat()} is not after the day of the letter, {today.isoformat()}",
            "give a later day",
            due=due.isoformat(),
            today=today.isoformat(),
        )


def _check_supplier(plant: Plant, wanted: str, document: Document) -> Iterator[Problem]:
    names = list(dict.fromkeys(purchase.supplier for purchase in plant.purchases if purchase.supplier.strip()))
    if wanted and not any(_is_same(name, wanted) for name in names):
        known = ", ".join(names) or "-"
        yield problem(
            "supplier.unknown",
            document.place(("purchases",)),
            f"no purchase is of a supplier {wanted!r}",
            f"use one of: {known}",
            text=wanted,
            known=known,
        )


def _is_same(name: str, wanted: str) -> bool:
    return " ".join(name.split()).casefold() == " ".join(wanted.split()).casefold()


def _placed(error: PulmuError, document: Document, path: Path) -> list[Problem]:
    return [dataclasses.replace(item, place=document.place(path)) for item in error.problems]
