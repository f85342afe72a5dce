"""A round of matching: who wishes for whom, who takes whom and how many, and what was answered.

A rank is a place in a list. Names that are as good stand in one entry: ``a = b``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.firm import Won
from pulmu.model.flow import Words
from pulmu.model.programme import Clock

PartyId = Annotated[
    str,
    Text(60, r"\w(?:[\w.-]| (?![= ]))*", "hanbit_metal"),
    Doc("short name, unique in the round; letters, digits, _ . -"),
]
Rank = Annotated[str, Text(4000), Doc("one name, or several that are as good: a = b")]
Places = Annotated[int, Bounds(0, 100_000)]
RoundId = Annotated[str, Text(60, r"[a-z][a-z0-9_]*", "alliance_2026_1"), Doc("short name; letters, digits, _")]
Room = Annotated[
    str, Text(32, r"([0-9a-f]{32})?"), Doc("workspace it takes part from; none: the officer writes for it")
]
Contact = Annotated[Words, Doc("whom to ask: told only to who is proposed to it")]
SentAt = Annotated[str, Text(40), Doc("when what it sent last and was taken in was sent")]
Silence = Literal["stand", "refuse", "accept"]
Refusal = Literal["late", "closed", "not_theirs", "unreadable", "not_proposed", "answered_before", "too_few_places"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingApplicant:
    """Who looks for a supplier."""

    id: PartyId
    name: Words = ""
    kind: Annotated[Words, Doc("what quotas go by, such as a region or an industry")] = ""
    cost_krw: Annotated[Won, Doc("what the applicant's voucher costs")] = 0
    wishes: Annotated[tuple[Rank, ...], Most(1000), Doc("suppliers, best first; who is not named is not wanted")] = ()
    workspace: Room = ""
    item: Annotated[Words, Doc("need it takes part with, by its id in its workspace")] = ""
    contact: Contact = ""
    sent_at: SentAt = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindQuota:
    """How many of a kind of applicants a supplier takes."""

    kind: Words
    most: Annotated[Places | None, Doc("at most")] = None
    reserved: Annotated[Places, Doc("go to this kind first; what it does not use is open to all")] = 0
    least: Annotated[Places, Doc("must be had, even where wishes are given up for it")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingSupplier:
    """Who has places."""

    id: PartyId
    name: Words = ""
    places: Annotated[Places, Doc("how many applicants it takes")]
    least: Annotated[Places, Doc("how many it must have, even where wishes are given up for it")] = 0
    kinds: Annotated[tuple[KindQuota, ...], Unique("kind"), Most(200)] = ()
    budget_krw: Annotated[Won | None, Doc("what the vouchers of those it has may cost together")] = None
    pool: Annotated[Words, Doc("pool of money its vouchers are paid from")] = ""
    order: Annotated[tuple[Rank, ...], Most(100_000), Doc("applicants, best first; none: all are as good")] = ()
    takes_others: Annotated[
        bool | None, Doc("whether it takes, last, those its order does not name; left out: only where it has no order")
    ] = None
    workspace: Room = ""
    item: Annotated[Words, Doc("offer it takes part with, by its id in its workspace")] = ""
    contact: Contact = ""
    sent_at: SentAt = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingPool:
    """Money that suppliers share."""

    id: PartyId
    name: Words = ""
    budget_krw: Won


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingConflict:
    """A pair that may not be."""

    applicant: PartyId
    supplier: PartyId
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingAnswer:
    """What was answered to a proposal."""

    step: Annotated[int, Bounds(1, 100), Doc("after which proposals it was given: 1 for the first")]
    applicant: PartyId
    supplier: PartyId
    by: Literal["applicant", "supplier", "officer"]
    answer: Literal["accept", "refuse"]
    reason: Annotated[Words, Doc("why; asked for where it is refused")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedReply:
    """What a workspace sent for the round and was not taken in."""

    reply: Annotated[str, Text(64), Doc("id of what was sent")]
    name: Annotated[Words, Doc("who sent it")] = ""
    at: Annotated[str, Text(40), Doc("when it was sent")]
    why: Annotated[
        Refusal,
        Doc(
            "sent too late; proposals were out; of a party that is not theirs; not to be read; no such proposal;"
            " answered before; fewer places than it must fill"
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingRound:
    """A round of matching."""

    pulmu: Annotated[Literal["matching_round/1"], Doc("kind and version of this document")] = "matching_round/1"
    id: RoundId
    name_ko: Words = ""
    name_en: Words = ""
    lot_seed: Annotated[
        str,
        Text(200, r".*\S.*", "notice 2026-118"),
        Doc("text published before wishes were known; lots are drawn from it"),
    ]
    note: Annotated[str, Text(4000), Doc("what all who are invited read")] = ""
    wishes_until: Annotated[date | None, Doc("last day on which wishes are taken; must be there to invite")] = None
    wishes_until_at: Annotated[Clock, Doc("moment of that day, Korean time, from which none are taken")] = "18:00"
    answers_until: Annotated[date | None, Doc("last day for answers to the proposals that are out")] = None
    answers_until_at: Annotated[Clock, Doc("moment of that day, Korean time, from which none are taken")] = "18:00"
    silence: Annotated[
        Silence,
        Doc("what no answer by then means: the proposal stands and may still be answered, it is refused, or accepted"),
    ] = "stand"
    steps_sent: Annotated[int, Bounds(0, 100), Doc("last step whose proposals were sent; from then on wishes stay")] = 0
    applicants: Annotated[tuple[MatchingApplicant, ...], Unique(), Most(200_000)] = ()
    suppliers: Annotated[tuple[MatchingSupplier, ...], Unique(), Most(50_000)] = ()
    pools: Annotated[tuple[MatchingPool, ...], Unique(), Most(1000)] = ()
    conflicts: Annotated[tuple[MatchingConflict, ...], Most(100_000)] = ()
    answers: Annotated[tuple[MatchingAnswer, ...], Most(200_000)] = ()
    refused_replies: Annotated[tuple[RefusedReply, ...], Most(100_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingAnswers:
    """Answers to the proposals of a round, in a file of their own."""

    pulmu: Annotated[Literal["matching_answers/1"], Doc("kind and version of this document")] = "matching_answers/1"
    round: RoundId
    answers: Annotated[tuple[MatchingAnswer, ...], Most(200_000)] = ()
