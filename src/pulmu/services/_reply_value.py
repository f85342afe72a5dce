"""What a supplier's figure becomes: a verified value, or a stated one that is shown and never used."""

import dataclasses
from typing import Literal

from pulmu.carbon.precursors import FIRST_YEAR
from pulmu.model import Purchase, Quantity, VerifiedValue
from pulmu.reference import find_good
from pulmu.services._reply_checks import period_of
from pulmu.services.supplier_answer import ReplyFile, SupplierAnswer

Why = Literal["report_named", "no_report", "template_names_no_report", "before_the_rules", "several_years"]
NEEDS_A_REPORT: tuple[Why, ...] = ("no_report", "template_names_no_report")
_LONGEST_NAME = 120


def why_it_counts(answer: SupplierAnswer, reply: ReplyFile, report: str) -> Why:
    """Whether the figure counts, and why not: of one year from 2026 on, with a report (M2547 Annex II A.1, E(3)).

    Parameters
    ----------
    report : Number of the report, from the file or from beside it. A communication template has no place for one.
    """
    year = period_of(answer)
    if year is None:
        return "several_years"
    if year < FIRST_YEAR:
        return "before_the_rules"
    if report:
        return "report_named"
    return "template_names_no_report" if reply.form == "communication_template" else "no_report"


def as_verified(purchase: Purchase, answer: SupplierAnswer, reply: ReplyFile, report: str, verifier: str) -> Purchase:
    """The purchase with the figure as its verified value; an older statement is superseded by it."""
    verified = VerifiedValue(
        direct=_proven(answer.direct, reply),
        indirect=None if answer.indirect is None else _proven(answer.indirect, reply),
        verification_report=report,
        verifier=verifier,
        year=period_of(answer),
        free_allocation=None if answer.free_allocation is None else _proven(answer.free_allocation, reply),
        operator=answer.operator,
        installation=answer.installation,
    )
    return dataclasses.replace(purchase, verified=verified, stated_value=None)


def as_stated(purchase: Purchase, answer: SupplierAnswer, reply: ReplyFile) -> Purchase:
    """The purchase with what would count for certificates: of Annex II goods direct alone, never a template's total."""
    direct = _proven(answer.direct, reply)
    if not find_good(purchase.cn_code).indirect_counts or answer.indirect is None:
        return dataclasses.replace(purchase, stated_value=direct)
    both = direct.to("t CO2e/t") + answer.indirect.to("t CO2e/t")
    second = answer.indirect.source.place if answer.indirect.source else ""
    stated = dataclasses.replace(direct, value=both, unit="t CO2e/t", evidence=f"{direct.evidence}; and {second}")
    return dataclasses.replace(purchase, stated_value=stated)


def _proven(quantity: Quantity, reply: ReplyFile) -> Quantity:
    """The quantity with the file, sheet and cell it was read from as its evidence."""
    place = quantity.source.place if quantity.source else ""
    name = reply.name if len(reply.name) <= _LONGEST_NAME else reply.name[: _LONGEST_NAME - 1] + "…"
    return dataclasses.replace(quantity, evidence=f"{name}, {place}, sha256 {reply.sha256}")
