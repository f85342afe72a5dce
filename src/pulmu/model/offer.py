"""What a supplier offers to manufacturers: what it does, for whom, where, for how much, and where it was done before.

Not given means not said: a need that asks for it is told so, and the offer is not left out for it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.firm import FirmId, Ksic, Province, Won
from pulmu.model.flow import Words

SupplyKind = Literal["ai", "cloud", "automation", "software", "energy", "carbon"]
"""What kind of supplier is asked for: a closed list, so that a firm can choose from it."""
SUPPLY_KINDS: tuple[SupplyKind, ...] = ("ai", "cloud", "automation", "software", "energy", "carbon")
Story = Annotated[str, Text(4000)]
"""Free text, Korean or English or both."""
Label = Annotated[str, Text(80), Doc("in Korean or English, as people call it")]
Places = Annotated[int, Bounds(0, 100_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A job of this kind that the supplier has done."""

    where: Annotated[Words, Doc("firm, or what kind of firm where it may not be named")]
    year: Annotated[int | None, Bounds(1990, 2100), Doc("year it was finished")] = None
    sector: Annotated[Ksic | None, Doc("industry of that firm by the Korean standard, two to five digits")] = None
    result: Annotated[Words, Doc("what came of it, as the supplier says")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that a supplier offers."""

    pulmu: Annotated[Literal["offer/1"], Doc("kind and version of this document")] = "offer/1"
    id: FirmId
    supplier: Annotated[Words, Doc("name of the supplier")]
    title: Annotated[Words, Doc("what it is, in a line")]
    title_en: Annotated[Words, Doc("the same in English, where there is such a line")] = ""
    text: Annotated[Story, Doc("what it does, in Korean")] = ""
    text_en: Annotated[Story, Doc("the same in English; one of the two is enough: search crosses the languages")] = ""
    kinds: Annotated[tuple[SupplyKind, ...], Most(6), Doc("kind of supply, one or more")] = ()
    sectors: Annotated[tuple[Ksic, ...], Most(60), Doc("industries it is for, by the Korean standard; empty: any")] = ()
    processes: Annotated[tuple[Label, ...], Most(40), Doc("production processes it is for; empty: any")] = ()
    standards: Annotated[tuple[Label, ...], Most(40), Doc("standards it keeps, such as OPC UA or AAS")] = ()
    regions: Annotated[
        tuple[Province, ...], Most(17), Doc("provinces where the supplier comes to, by ISO 3166-2; empty: everywhere")
    ] = ()
    price_from_krw: Annotated[Won | None, Doc("least a firm pays")] = None
    price_to_krw: Annotated[Won | None, Doc("most that is usual")] = None
    price_of: Annotated[
        Literal["project", "month", "year", "unit"], Doc("what that price is of; only a project's meets a budget")
    ] = "project"
    capacity: Annotated[Places | None, Doc("projects it can take on beside those it has; 0: none at present")] = None
    free_from: Annotated[date | None, Doc("first day on which a new project can begin")] = None
    valid_until: Annotated[date | None, Doc("last day of this offer")] = None
    references: Annotated[tuple[Reference, ...], Most(40), Doc("where it was done before")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Offers in one file, of one supplier or of all members of an association."""

    pulmu: Annotated[Literal["offers/1"], Doc("kind and version of this document")] = "offers/1"
    offers: Annotated[tuple[Offer, ...], Unique(), Most(20_000)]
