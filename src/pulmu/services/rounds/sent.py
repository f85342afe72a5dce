"""What crosses between an agency and those who take part in a round: each a copy that was sent, and nothing more.

A party reads of the other side who takes part, never a wish or an order; of its partner what both need.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pulmu.model import Decoded, Document, decode, encode, has_errors
from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Words
from pulmu.model.matching_round import Contact, KindQuota, PartyId, Rank, RoundId, Silence

Side = Literal["applicant", "supplier"]
SIDES: tuple[Side, ...] = ("applicant", "supplier")
Places = Annotated[int, Bounds(0, 100_000)]
MOST_WISHES = 1000
"""Suppliers, or groups of as good ones, that an applicant may name: as many as the file of a round holds."""
_Note = Annotated[str, Text(4000)]
_Moment = Annotated[str, Text(40)]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherParty:
    """One of the other side, as who is invited sees it.

    Parameters
    ----------
    workspace, item : Where what it shows to all is found; empty where it shows nothing.
    """

    id: PartyId
    name: Words = ""
    kind: Words = ""
    workspace: Annotated[str, Text(32)] = ""
    item: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInvitation:
    """Somebody is asked for wishes, or for places and an order.

    Parameters
    ----------
    item : The need or offer of its own that it takes part with.
    until : The first moment at which wishes are not taken any more.
    has_limits : Whether budgets or least numbers may take away what makes naming the truth safe.
    """

    pulmu: Literal["round_invitation/1"] = "round_invitation/1"
    round: RoundId
    agency: Words = ""
    name_ko: Words = ""
    name_en: Words = ""
    note: _Note = ""
    lot_seed: Annotated[str, Text(200)]
    side: Side
    party: PartyId
    name: Words = ""
    item: Words = ""
    until: _Moment
    silence: Silence = "stand"
    has_limits: bool = False
    places: Places = 0
    kinds: Annotated[tuple[Words, ...], Most(200)] = ()
    others: Annotated[tuple[OtherParty, ...], Unique(), Most(200_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundWishes:
    """What a party wants: kept in its workspace until it is sent.

    Parameters
    ----------
    ranks : The others, best first; `a = b` are as good.
    places, takes_others, kinds : Of a supplier; nothing, where what the agency wrote is to stay.
    """

    pulmu: Annotated[Literal["round_wishes/1"], Doc("kind and version of this document")] = "round_wishes/1"
    ranks: Annotated[tuple[Rank, ...], Most(100_000)] = ()
    contact: Contact = ""
    places: Places | None = None
    takes_others: bool | None = None
    kinds: Annotated[tuple[KindQuota, ...], Unique("kind"), Most(200)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWishes:
    """Wishes on their way to the agency."""

    pulmu: Literal["round_reply/1"] = "round_reply/1"
    round: RoundId
    side: Side
    party: PartyId
    wishes: RoundWishes


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAnswer:
    """An answer to a proposal on its way to the agency."""

    pulmu: Literal["round_answer/1"] = "round_answer/1"
    round: RoundId
    side: Side
    party: PartyId
    partner: PartyId
    answer: Literal["accept", "refuse"]
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMiss:
    """A wish that did not come true, told without anything of others: no rank but the reader's own."""

    name: Words
    wish: Annotated[int, Bounds(0, 1_000_000)]
    why: Annotated[str, Text(40)]
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundProposal:
    """A proposal to one side; without a partner: nobody was found, and why.

    Parameters
    ----------
    place : Place of the partner in the reader's own list, from 1; 0 where it is in none.
    until : The first moment at which an answer is too late.
    """

    pulmu: Literal["round_proposal/1"] = "round_proposal/1"
    round: RoundId
    name_ko: Words = ""
    name_en: Words = ""
    side: Side
    party: PartyId
    step: Annotated[int, Bounds(1, 100)]
    partner: Annotated[str, Text(60)] = ""
    partner_name: Words = ""
    partner_contact: Contact = ""
    workspace: Annotated[str, Text(32)] = ""
    item: Words = ""
    place: Annotated[int, Bounds(0, 1_000_000)] = 0
    until: _Moment = ""
    silence: Silence = "stand"
    missed: Annotated[tuple[ToldMiss, ...], Most(2000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReceipt:
    """What became of a reply at the agency.

    Parameters
    ----------
    why : Why it was not taken in; empty where it was.
    """

    pulmu: Literal["round_receipt/1"] = "round_receipt/1"
    round: RoundId
    reply: Annotated[str, Text(64)]
    why: Annotated[str, Text(40)] = ""


def party_key(agency: str, round_: str, side: str, party: str) -> str:
    """What a party of a round is called in its own workspace and in what is sent: 32 hexadecimal digits."""
    return digest("round", agency, round_, side, party)[:32]


def sent_id(key: str, *parts: str) -> str:
    """An id made of what is sent: the same thing sent twice is sent once. It begins with the key of the party."""
    return key + digest(*parts)[:32]


def digest(*parts: str) -> str:
    """A hash that tells parts apart."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def content_of(told: object, **parts: object) -> str:
    """As it is sent.

    Parameters
    ----------
    parts : Attributes that were encoded before, as many are told the same.
    """
    return json.dumps({**encode(told), **parts}, ensure_ascii=False, sort_keys=True, allow_nan=False)


def read_sent(kind: type[T], content: str) -> T | None:
    """What was sent; None where that cannot be read as what it should be."""
    try:
        tree: Any = json.loads(content)
    except (ValueError, RecursionError):
        return None
    found: Decoded[T] = decode(kind, Document(tree, "sent"))
    return None if has_errors(found.problems) else found.value
