"""What a firm needs from a supplier: in its own words, and in fields where it can say more."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Doc, Most, Unique
from pulmu.model.firm import FirmId, Ksic, Province, Won
from pulmu.model.flow import Words
from pulmu.model.offer import Label, Story, SupplyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedOrigin:
    """Where Pulmu found a need: what was found, and the reference by which it is found again."""

    what: Annotated[
        Literal["contribution", "uncertainty", "meter_gap", "anomaly", "measure"],
        Doc("part of a figure, doubt about it, missing readings, something unusual, or a measure that was planned"),
    ]
    reference: Annotated[Words, Doc("the good, meter or measure it was found at, by its id")]
    evidence: Annotated[Words, Doc("what was found, in numbers")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that a firm needs."""

    pulmu: Annotated[Literal["need/1"], Doc("kind and version of this document")] = "need/1"
    id: FirmId
    text: Annotated[Story, Doc("what is needed, in Korean or English, as one would tell a colleague")] = ""
    kinds: Annotated[tuple[SupplyKind, ...], Most(6), Doc("only these kinds of supply; empty: any")] = ()
    sector: Annotated[Ksic | None, Doc("industry of the firm by the Korean standard, two to five digits")] = None
    processes: Annotated[tuple[Label, ...], Most(40), Doc("production processes it is about")] = ()
    standards: Annotated[tuple[Label, ...], Most(40), Doc("standards that are wanted, such as OPC UA or AAS")] = ()
    standards_are_musts: Annotated[bool, Doc("leave out offers that do not say they keep all of them")] = False
    region: Annotated[Province | None, Doc("province where the work is to be done")] = None
    budget_krw: Annotated[Won | None, Doc("most the whole project may cost")] = None
    start_by: Annotated[date | None, Doc("day by which it is to begin")] = None
    origin: Annotated[NeedOrigin | None, Doc("where Pulmu found it")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Needs in one file."""

    pulmu: Annotated[Literal["needs/1"], Doc("kind and version of this document")] = "needs/1"
    needs: Annotated[tuple[Need, ...], Unique(), Most(20_000)]
