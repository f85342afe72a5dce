"""Those who take part are asked for their wishes, each in its own workspace, and what came back of it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pulmu.model import InputError, Problem, encode, problem
from pulmu.model.matching_round import MatchingApplicant, MatchingRound, MatchingSupplier
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.crossing import Delivery, DeliveryKind
from pulmu.services.records.store import Crossing
from pulmu.services.rounds.changes import check_counts, check_seen
from pulmu.services.rounds.live import LiveRounds, has_limits
from pulmu.services.rounds.sent import SIDES, OtherParty, RoundInvitation, Side, content_of, party_key, sent_id
from pulmu.services.rounds.shelf import KeptRound, find_round
from pulmu.support.matching import wishes_close

Party = MatchingApplicant | MatchingSupplier


@dataclass(frozen=True, slots=True)
class PartyState:
    """One who takes part, and how far that is.

    Parameters
    ----------
    key : What it is called in what is sent.
    invited : When it was asked, last; None where it was not, or has no workspace.
    is_read : Whether its workspace took the invitation in.
    waits : Whether something it sent waits to be taken into the round.
    """

    side: Side
    party: Party
    key: str
    invited: datetime | None
    is_read: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class RoundDesk:
    """A round with how far everybody in it is.

    Parameters
    ----------
    waiting : Replies that came and were not taken into the round yet.
    """

    kept: KeptRound
    parties: tuple[PartyState, ...]
    waiting: int

    def of(self, side: Side) -> tuple[PartyState, ...]:
        """Those of one side."""
        return tuple(item for item in self.parties if item.side == side)


def parties_of(given: MatchingRound) -> Iterator[tuple[Side, Party]]:
    """Everybody who takes part, applicants first."""
    yield from (("applicant", item) for item in given.applicants)
    yield from (("supplier", item) for item in given.suppliers)


def open_desk(gate: Gate, actor: Actor, name: str, live: LiveRounds | None = None) -> RoundDesk:
    """A round as it stands, with what was sent and what came; nothing is written by looking.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    """
    kept = find_round(gate, actor, name, live=live)
    with gate.reading(actor, "read_round") as work:
        heads = [item for item in work.all_received("reply", name) if item.ended is None]
    with gate.seeing(actor, "read_round") as crossing:
        newest = newest_sent(crossing, "invitation")
    waits = {item.id[:32] for item in heads}
    return RoundDesk(kept, tuple(_states(kept, actor.workspace, newest, waits)), len(heads))


def _states(kept: KeptRound, agency: str, sent: dict[str, Delivery], waits: set[str]) -> Iterator[PartyState]:
    for side, party in parties_of(kept.round):
        key = party_key(agency, kept.id, side, party.id)
        found = sent.get(key)
        yield PartyState(side, party, key, None if found is None else found.at,
                         found is not None and found.taken is not None, key in waits)  # fmt: skip


def invite(gate: Gate, actor: Actor, name: str, *, seen: int) -> int:
    """Ask everybody who takes part from a workspace, but for who was asked the same before; how many were asked.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  What is wrong with the round, nobody takes part from a workspace (`matching.nobody_to_invite`), there is
        no closing moment or it is over (`matching.no_closing`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = find_round(gate, actor, name)
    check_seen(kept, seen)
    check_counts(kept)
    found = [(side, party) for side, party in parties_of(kept.round) if party.workspace]
    wrong = tuple(_not_yet(kept, gate.world.now(), is_empty=not found))
    if wrong:
        raise InputError(*wrong)
    with gate.seeing(actor, "read_round") as crossing:
        agency, before = crossing.workspace_name(actor.workspace), newest_sent(crossing, "invitation")
        here = {key for key in {party.workspace for _, party in found} if crossing.workspace_name(key)}
    asked = {side: _asked(kept, agency, side) for side in SIDES}
    told = [_delivery(gate, actor, kept, asked[side], side, party, before)
            for side, party in found if party.workspace in here]  # fmt: skip
    told = [item for item in told if item.about not in before or before[item.about].sha256 != item.sha256]
    return send_all(gate, actor, Deed("send_round", f"round:{name}/{seen}", detail={"invited": str(len(told))}), told)


def newest_sent(crossing: Crossing, kind: DeliveryKind) -> dict[str, Delivery]:
    """What was sent last of a kind, by what it is about."""
    found: dict[str, Delivery] = {}
    for item in crossing.sent():  # newest first
        if item.kind == kind:
            found.setdefault(item.about, item)
    return found


def send_all(gate: Gate, actor: Actor, deed: Deed, told: Iterable[Delivery]) -> int:
    """Send what was not sent before, all in one; how many."""
    with gate.sending(actor, deed) as crossing:
        return sum(crossing.send(item) for item in told)


def delivery_of(
    gate: Gate, actor: Actor, kind: DeliveryKind, receiver: str, key: str, content: str, *parts: str
) -> Delivery:  # fmt: skip
    """What is sent to one party."""
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Delivery(
        id=sent_id(key, kind, *parts, sha256), kind=kind, sender=actor.workspace, receiver=receiver, about=key,
        at=gate.world.now(), content=content, sha256=sha256,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all parties of a side are asked alike, worked out once.

    Parameters
    ----------
    others : The other side, encoded.
    kinds : Kinds of applicants, for suppliers.
    """

    agency: str
    has_limits: bool
    others: tuple[object, ...]
    kinds: tuple[str, ...]


def _asked(kept: KeptRound, agency: str, side: Side) -> _Asked:
    given = kept.round
    others: tuple[Party, ...] = given.suppliers if side == "applicant" else given.applicants
    told = (
        OtherParty(id=item.id, name=item.name, workspace=item.workspace, item=item.item,
                   kind=item.kind if isinstance(item, MatchingApplicant) else "") for item in others
    )  # fmt: skip
    kinds = tuple(dict.fromkeys(item.kind for item in given.applicants if item.kind)) if side == "supplier" else ()
    return _Asked(agency, has_limits(given), tuple(map(encode, told)), kinds)


def _content(kept: KeptRound, asked: _Asked, side: Side, party: Party) -> str:
    """What one party is asked: who is on the other side, until when, and nothing of what others want."""
    given, closes = kept.round, wishes_close(kept.round)
    told = RoundInvitation(
        round=given.id, agency=asked.agency, name_ko=given.name_ko, name_en=given.name_en, note=given.note,
        lot_seed=given.lot_seed, side=side, party=party.id, name=party.name, item=party.item, silence=given.silence,
        until="" if closes is None else closes.isoformat(), has_limits=asked.has_limits, kinds=asked.kinds,
        places=party.places if isinstance(party, MatchingSupplier) else 0,
    )  # fmt: skip
    return content_of(told, others=asked.others)


def _delivery(
    gate: Gate, actor: Actor, kept: KeptRound, asked: _Asked, side: Side, party: Party, before: dict[str, Delivery]
) -> Delivery:
    key = party_key(actor.workspace, kept.id, side, party.id)
    after = before[key].id if key in before else ""
    return delivery_of(
        gate, actor, "invitation", party.workspace, key, _content(kept, asked, side, party), after
    )  # fmt: skip


def _not_yet(kept: KeptRound, now: datetime, *, is_empty: bool) -> Iterator[Problem]:
    where, closes = f"round {kept.id}", wishes_close(kept.round)
    if is_empty:
        yield problem("matching.nobody_to_invite", where, "nobody takes part from a workspace of this place",
                      "choose from the needs and offers that are shown")  # fmt: skip
    if kept.round.steps_sent:
        yield problem("matching.proposals_out", where, "proposals of this round were sent",
                      "begin another round for who comes later")  # fmt: skip
    if closes is None or closes <= now:
        yield problem("matching.no_closing", where, "there is no day to come on which wishes close",
                      "give the last day for wishes")  # fmt: skip
