"""Tables of a review: applications with who stands in them, reviewers with their past, what was cleared, and scores.

A cell with several entries parts them by a semicolon; a register number or an id stands in brackets behind its name.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique

Key = Annotated[str, Text(60)]
Name = Annotated[str, Text(200)]
Many = Annotated[str, Text(4000)]
Entered = Annotated[str, Text(20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """An application."""

    application: Annotated[Key, Doc("its number")]
    firm: Annotated[Name, Doc("who applies")]
    firm_number: Annotated[Key, Doc("register number of the firm")] = ""
    firm_english: Annotated[Name, Doc("its English name")] = ""
    partners: Annotated[Many, Doc("partners of the consortium, with their register numbers in brackets")] = ""
    suppliers: Annotated[Many, Doc("whom it names to deliver or advise")] = ""
    people: Annotated[Many, Doc("representative, head of the project, everybody named; ids in square brackets")] = ""
    fields: Annotated[Many, Doc("fields, the main one first")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedTable:
    """The applications of a call, as far as a review turns on them."""

    applications: Annotated[tuple[JudgedRow, ...], Unique("application"), Most(100_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRow:
    """A reviewer."""

    reviewer: Annotated[Key, Doc("id or account")]
    name: Name
    person_id: Annotated[Key, Doc("a number no other person has")] = ""
    institution: Annotated[Name, Doc("where they work now")] = ""
    institution_number: Annotated[Key, Doc("its register number")] = ""
    expertise: Annotated[Many, Doc("what panels ask for, such as technical or business")] = ""
    fields: Annotated[Many, Doc("fields they know")] = ""
    worked_for: Annotated[
        Many | None, Doc("where they worked, with `~ YYYY-MM-DD` where it ended; `none`: nowhere; empty: not told")
    ] = None
    relatives: Annotated[Many, Doc("relatives as told; ids in square brackets")] = ""
    declared: Annotated[Many, Doc("conflicts they told: numbers of applications, or firms")] = ""
    most: Annotated[int | None, Bounds(0, 10_000), Doc("most applications they can take")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeTable:
    """The reviewers of a call."""

    reviewers: Annotated[tuple[JudgeRow, ...], Unique("reviewer"), Most(20_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedRow:
    """A likeness or gap that somebody looked at and cleared."""

    reviewer: Key
    ground: Literal["same_name", "same_firm_name", "history_unknown"]
    application: Annotated[Key, Doc("not given: for every application")] = ""
    by: Annotated[Name, Doc("who cleared it")]
    why: Annotated[Many, Doc("on what it rests")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedTable:
    """What was cleared."""

    cleared: Annotated[tuple[ClearedRow, ...], Most(100_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A reviewer who judges an application."""

    application: Key
    reviewer: Key
    fit: Annotated[Entered, Doc("how well they fit, as it was told; not read")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """Who judges what."""

    pairs: Annotated[tuple[PairRow, ...], Most(1_000_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """Points of one reviewer for one application, as they are written; at most two decimals."""

    reviewer: Key
    application: Key
    points: Entered


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTable:
    """Points that were given."""

    scores: Annotated[tuple[GivenRow, ...], Most(1_000_000)] = ()
