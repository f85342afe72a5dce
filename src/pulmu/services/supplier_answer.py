"""What a supplier's reply holds, whichever form it came in."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model import Document, Problem, Quantity
from pulmu.model.attribute import Bounds, Dimensions, Text
from pulmu.model.flow import SpecificEmissions, Words

Form = Literal["request_workbook", "communication_template"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierAnswer:
    """The answer for one good, as the supplier gave it.

    Parameters
    ----------
    year : Production year; a communication template gives the first and last day of its period instead.
    total : Direct and indirect together; never what counts for a good of Annex II.
    default_share : Of a communication template: share of the direct emissions only.
    """

    request_id: Words = ""
    asked_good: Words = ""
    cn_code: Annotated[str, Text(20, example="72139149")]
    product: Words = ""
    process: Words = ""
    year: Annotated[int | None, Bounds(2000, 2100)] = None
    period_start: date | None = None
    period_end: date | None = None
    operator: Words = ""
    installation: Words = ""
    country: Words = ""
    unlocode: Words = ""
    registry_id: Words = ""
    route: Words = ""
    direct: SpecificEmissions
    indirect: SpecificEmissions | None = None
    total: SpecificEmissions | None = None
    default_share: Annotated[Quantity | None, Dimensions(("ratio",)), Bounds(0)] = None
    electricity: Annotated[Quantity | None, Dimensions(("energy per mass",)), Bounds(0)] = None
    electricity_factor: Annotated[Quantity | None, Dimensions(("emissions per energy",)), Bounds(0)] = None
    electricity_source: Words = ""
    free_allocation: SpecificEmissions | None = None
    verification_report: Words = ""
    verifier: Words = ""
    accreditation: Words = ""
    contact: Words = ""
    remarks: Words = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer for one good, before it is read: where it stands, and what tells whose it is.

    Parameters
    ----------
    place : Sheet or row, for people.
    product : Name of the good in a communication template.
    document : Decodes to a `SupplierAnswer`.
    """

    place: str
    cn_code: str
    product: str
    request_id: str
    document: Document


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A file a supplier sent back.

    Parameters
    ----------
    version : Version the form names; empty if it names none.
    """

    name: str
    sha256: str
    form: Form
    version: str
    answers: tuple[Answered, ...]
    problems: tuple[Problem, ...] = ()
