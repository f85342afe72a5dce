"""Taking in a supplier's reply: whose it is, what it may count as, and what that changes."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pulmu.carbon.check import check_plant as check_description
from pulmu.carbon.precursors import precursor_basis
from pulmu.model import (
    Document,
    InputError,
    Path,
    Plant,
    Problem,
    Purchase,
    Quantity,
    decode,
    has_errors,
    problem,
    raise_if_errors,
    warning,
)
from pulmu.model.codec import attributes
from pulmu.reference import DEFAULT_EDITION
from pulmu.services._reply_checks import check_answer, period_of
from pulmu.services._reply_choice import choose_answer
from pulmu.services._reply_value import NEEDS_A_REPORT, Why, as_stated, as_verified, why_it_counts
from pulmu.services.check_plant import check_plant
from pulmu.services.report import GoodResult, Report
from pulmu.services.report_cbam import make_report
from pulmu.services.supplier_answer import ReplyFile, SupplierAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOrder:
    """How a reply is to be taken in.

    Parameters
    ----------
    purchase : Id of the purchase in the plant's file.
    product : Which product of a communication template, by its name or its row, where several have the code.
    verification_report, verifier : Of the report that came beside the file, where the file does not name it.
    """

    purchase: str
    product: str = ""
    verification_report: str = ""
    verifier: str = ""


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value of the reply and the place it was read from: the evidence."""

    name: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class GoodChange:
    """What the reply changes for one good of the plant. [t CO2e/t; certificates of all exports]"""

    good: GoodResult
    before: float
    after: float
    certificates_before: float | None
    certificates_after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """The plant with the reply in it.

    Parameters
    ----------
    basis : Whether the figure counts (`verified`) or is only shown (`stated`), and `why`.
    replaced : The purchase as it stood.
    if_verified : What would change if a stated figure came with a verification report; empty where none would help.
    """

    plant: Plant
    purchase: Purchase
    replaced: Purchase
    basis: Literal["verified", "stated"]
    why: Why
    year: int | None
    file: ReplyFile
    values: tuple[ReadValue, ...]
    goods: tuple[GoodChange, ...]
    if_verified: tuple[GoodChange, ...]
    problems: tuple[Problem, ...]


def take_in_reply(document: Document, reply: ReplyFile, order: ReplyOrder, edition: str = DEFAULT_EDITION) -> TakenIn:
    """A plant with a supplier's reply as the value of one of its purchases.

    The figure counts only with a verification report and from 2026 on (M2547 Annex II A.1, E(3)); else it is kept as
    `stated_value`, which reports show and do not use.

    Raises
    ------
    InputError  Anything wrong with the plant or the reply: all of it.
    """
    plant = _plant(document)
    purchase = _purchase(plant, document, order.purchase)
    chosen = choose_answer(reply, plant, purchase, order.product)
    decoded = decode(SupplierAnswer, chosen.document)
    flawed = {item.place for item in (*reply.problems, *decoded.problems)}
    meaning = [
        item
        for item in check_answer(decoded.value, chosen.document, plant, purchase, edition)
        if item.place not in flawed
    ]
    problems = [*reply.problems, *decoded.problems, *meaning, *_check_report(decoded.value, chosen.document, order)]
    if has_errors(problems):
        raise InputError(*problems)
    answer, report = decoded.value, decoded.value.verification_report or order.verification_report
    why = why_it_counts(answer, reply, report)
    verified = as_verified(purchase, answer, reply, report or "-", answer.verifier or order.verifier)
    changed = verified if why == "report_named" else as_stated(purchase, answer, reply)
    new = _with(plant, purchase, changed)
    raise_if_errors(check_description(new, document.place))
    problems += _notes(answer, chosen.document, why)
    problems += _unused(purchase, changed, why, document.place(("purchases", plant.purchases.index(purchase))))
    before = _report(plant, edition)
    helped = why in NEEDS_A_REPORT
    return TakenIn(
        plant=new,
        purchase=changed,
        replaced=purchase,
        basis="verified" if why == "report_named" else "stated",
        why=why,
        year=period_of(answer),
        file=reply,
        values=tuple(_values(answer, chosen.document)),
        goods=_changes(before, _report(new, edition)),
        if_verified=_changes(before, _report(_with(plant, purchase, verified), edition)) if helped else (),
        problems=tuple(dict.fromkeys(problems)),
    )


def _with(plant: Plant, old: Purchase, new: Purchase) -> Plant:
    return dataclasses.replace(plant, purchases=tuple(new if item is old else item for item in plant.purchases))


def _plant(document: Document) -> Plant:
    checked = check_plant(document)
    if checked.plant is None:
        raise InputError(*checked.problems)
    return checked.plant


def _purchase(plant: Plant, document: Document, wanted: str) -> Purchase:
    found = next((item for item in plant.purchases if item.id == wanted), None)
    if found is None:
        known = ", ".join(item.id for item in plant.purchases) or "-"
        raise InputError.of(
            "supplier.purchase_unknown",
            document.place(("purchases",)),
            f"there is no purchase {wanted!r}",
            f"use one of: {known}",
            text=wanted,
            known=known,
        )
    return found


def _check_report(answer: SupplierAnswer, document: Document, order: ReplyOrder) -> Iterator[Problem]:
    """The report named in the file and the one named beside it must be the same; its verifier should be known."""
    path: Path = ("verification_report",)
    if order.verification_report and answer.verification_report not in ("", order.verification_report):
        yield problem(
            "supplier.report_differs",
            document.place(path),
            f"the file names report {answer.verification_report!r}, the command {order.verification_report!r}",
            "look at the report itself; leave out --verification-report, or ask the supplier to correct the file",
            file=answer.verification_report,
            command=order.verification_report,
        )
    if (answer.verification_report or order.verification_report) and not (answer.verifier or order.verifier):
        yield warning(
            "supplier.verifier_missing",
            document.place(("verifier",)),
            "a verification report is named, but not its verifier",
            "ask who verified it and under which accreditation; a report of a verifier without one does not count",
        )


def _unused(purchase: Purchase, changed: Purchase, why: Why, place: str) -> Iterator[Problem]:
    """Where another value than that of the reply counts in the end."""
    basis, verified = precursor_basis(changed), changed.verified
    if why != "report_named" and basis == "verified_actual" and verified is not None:
        yield warning(
            "supplier.verified_kept",
            place,
            f"the reply is not verified: the value of report {verified.verification_report} stays and counts",
            "delete verified from the purchase if it is no longer true",
            report=verified.verification_report,
        )
    if why == "report_named" and basis != "verified_actual":
        yield warning(
            "supplier.origin_decides",
            place,
            f"the country of origin {purchase.country_of_origin!r} decides the value, whatever the reply says",
            "give the country where the delivery was made, if the reply and its papers show it",
            origin=purchase.country_of_origin,
        )


def _notes(answer: SupplierAnswer, document: Document, why: Why) -> Iterator[Problem]:
    share = answer.default_share
    if why == "report_named" and share is not None and share.value > 0:
        shown = _shown(share)
        yield warning(
            "supplier.default_share_not_counted",
            document.place(("default_share",)),
            f"{shown} of the figure rest on default values; reports count a verified figure as wholly actual",
            "tell your verifier: the share of default values of your goods is higher than the report says",
            text=shown,
        )


def _shown(value: Any) -> str:
    if isinstance(value, Quantity) and value.unit in ("1", "%"):
        return f"{value.to('1') * 100:.6g} %"
    return str(value)


def _values(answer: SupplierAnswer, document: Document) -> Iterator[ReadValue]:
    for name in attributes(SupplierAnswer):
        value: Any = getattr(answer, name)
        if value not in (None, ""):
            yield ReadValue(name, _shown(value), document.source((name,)).place)


def _report(plant: Plant, edition: str) -> Report:
    return make_report(plant, (), edition, None)


def _changes(before: Report, after: Report) -> tuple[GoodChange, ...]:
    return tuple(
        GoodChange(
            new,
            old.specific_embedded_emissions.value,
            new.specific_embedded_emissions.value,
            _certificates(old),
            _certificates(new),
        )
        for old, new in zip(before.goods, after.goods, strict=True)
        if new.cbam_good
    )


def _certificates(good: GoodResult) -> float | None:
    """Certificates of all exports of the year; None where there are none, or where they cannot be told."""
    known = [line.certificates.value for line in good.cost_lines if line.certificates is not None]
    return sum(known) if known and len(known) == len(good.cost_lines) else None
