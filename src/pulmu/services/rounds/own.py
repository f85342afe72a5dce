"""Rounds a workspace takes part in: what it was asked, what it wants, what it sent, and what was proposed to it."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pulmu.model import ConflictError, Document, InputError, decode, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.rounds.sent import (
    MOST_WISHES,
    RoundInvitation,
    RoundProposal,
    RoundReceipt,
    RoundWishes,
    SentAnswer,
    SentWishes,
    content_of,
    party_key,
    read_sent,
    sent_id,
)
from pulmu.services.workspaces.documents import Kept, find_document, save_document, unknown_document
from pulmu.support.matching import names_in

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Sending:
    """Something that was sent to the agency.

    Parameters
    ----------
    state : `sent`; `heard`, where the agency has it; `taken`, where it stands in the round; `refused`.
    why : Why it was refused.
    """

    at: datetime
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """What was proposed.

    Parameters
    ----------
    answered : What was answered and sent from here; empty where nothing was.
    can_answer : Whether an answer is taken now.
    """

    at: datetime
    told: RoundProposal
    answered: str
    can_answer: bool


@dataclass(frozen=True, slots=True)
class OwnRound:
    """One party of this workspace in a round of an agency.

    Parameters
    ----------
    key : What it is called in both workspaces.
    number, kept_at : Version of its wishes, and when it was kept; 0 before they were written.
    sendings : Wishes that were sent, newest first.
    proposals : Newest first; without a partner: nobody was found in a step.
    """

    key: str
    agency: str
    agency_name: str
    at: datetime
    invitation: RoundInvitation
    number: int
    kept_at: datetime
    wishes: RoundWishes
    sendings: tuple[Sending, ...]
    proposals: tuple[OwnProposal, ...]
    is_open: bool

    @property
    def ranked(self) -> tuple[tuple[str, ...], ...]:
        """Whom it wants, best first; who are as good stand together."""
        return tuple(names_in(entry) for entry in self.wishes.ranks)

    @property
    def waits(self) -> bool:
        """Whether something is asked of the workspace now: wishes, or an answer."""
        return any(item.can_answer for item in self.proposals) or (self.is_open and not self.sendings)


def own_rounds(gate: Gate, actor: Actor) -> tuple[OwnRound, ...]:
    """Every round the workspace was invited to, asked last first; nothing is written by looking.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_wishes") as work:
        heads = work.all_received("invitation")
        keys = dict.fromkeys(item.about for item in reversed(heads))
        asked = {key: found for key in keys if (found := _invitation(work, key)) is not None}
    return tuple(_own(gate, actor, key, *found) for key, found in asked.items())


def own_round(gate: Gate, actor: Actor, key: str) -> OwnRound:
    """One of them.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    with gate.reading(actor, "read_wishes") as work:
        found = _invitation(work, key) if _KEY.fullmatch(key) else None
    if found is None:
        raise unknown_document()
    return _own(gate, actor, key, *found)


def save_wishes(gate: Gate, actor: Actor, key: str, wishes: RoundWishes, *, seen: int) -> int:
    """Keep what the party wants; nothing is sent by that. Its version.

    Raises
    ------
    AccessRefused  They may not, or there is no such round.
    InputError  Somebody is named who does not take part (`matching.unknown_party`), or twice (`matching.ranked_twice`);
        more are named than a round holds (`matching.too_many_wishes`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    authorise(actor, "write_wishes", "")
    found = own_round(gate, actor, key)
    _check(found, wishes)
    if seen == found.number and seen and encode(wishes) == encode(found.wishes):
        return seen
    document = Document(encode(wishes), f"{found.invitation.round}.yaml")
    return save_document(gate, actor, "wishes", key, document, seen=seen).version.number


def send_wishes(gate: Gate, actor: Actor, key: str, *, seen: int) -> Delivery:
    """Send the wishes as they stand: the receipt. A later sending takes the place of an earlier one.

    Parameters
    ----------
    seen : Version that was looked at: that one is sent, or none.

    Raises
    ------
    AccessRefused  They may not, or there is no such round.
    InputError  Wishes are not taken any more (`matching.closed`), or nobody is named (`matching.no_wishes`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    authorise(actor, "send_wishes", "")
    found = own_round(gate, actor, key)
    if found.number != seen or not seen:
        said, mend = "somebody saved another version meanwhile", "look at it, and send it then"
        raise ConflictError.of("store.document_changed", f"round {found.invitation.round}", said, mend)
    if not found.is_open:
        said, mend = "wishes are not taken any more", "ask the agency"
        raise InputError.of("matching.closed", f"round {found.invitation.round}", said, mend)
    if found.invitation.side == "applicant" and not found.wishes.ranks:
        said, mend = "no supplier is named", "name those you would take, the best first"
        raise InputError.of("matching.no_wishes", f"round {found.invitation.round}", said, mend)
    _check(found, found.wishes)
    told = SentWishes(
        round=found.invitation.round, side=found.invitation.side, party=found.invitation.party, wishes=found.wishes
    )
    return _send(gate, actor, found, content_of(told), "wishes", str(seen))


def answer_proposal(gate: Gate, actor: Actor, key: str, partner: str, answer: str, reason: str = "") -> Delivery:
    """Accept or refuse a proposal, once: the receipt.

    Raises
    ------
    AccessRefused  They may not, or there is no such round.
    InputError  There is no such proposal to answer (`matching.not_to_answer`), it is too late (`matching.closed`), or a
        refusal has no reason (`matching.refused_without_reason`).
    """
    authorise(actor, "send_wishes", "")
    found = own_round(gate, actor, key)
    where = f"round {found.invitation.round}"
    proposal = next((item for item in found.proposals if item.told.partner == partner and partner), None)
    if proposal is None or proposal.answered or answer not in ("accept", "refuse"):
        said, mend = "no answer is open to that proposal", "look at what was proposed, and what was answered"
        raise InputError.of("matching.not_to_answer", where, said, mend)
    if not proposal.can_answer:
        raise InputError.of("matching.closed", where, "answers are not taken any more", "ask the agency")
    if answer == "refuse" and not reason.strip():
        said, mend = "a refusal without a reason", "say why, in a sentence"
        raise InputError.of("matching.refused_without_reason", where, said, mend)
    told = SentAnswer(
        round=found.invitation.round, side=found.invitation.side, party=found.invitation.party, partner=partner,
        answer="accept" if answer == "accept" else "refuse", reason=reason.strip()[:400],
    )  # fmt: skip
    return _send(gate, actor, found, content_of(told), _answer_mark(answer), partner)


def _send(gate: Gate, actor: Actor, found: OwnRound, content: str, *parts: str) -> Delivery:
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    delivery = Delivery(
        id=_reply_id(found.key, *parts, sha256=sha256), kind="reply", sender=actor.workspace, receiver=found.agency,
        about=found.invitation.round, at=gate.world.now(), content=content, sha256=sha256,
    )  # fmt: skip
    detail = {"receipt": delivery.id, "sha256": sha256, "to": found.agency, "what": parts[0]}
    with gate.sending(actor, Deed("send_wishes", f"round:{found.invitation.round}", detail=detail)) as crossing:
        crossing.send(delivery)
        return crossing.delivery(delivery.id) or delivery


def _reply_id(key: str, *parts: str, sha256: str) -> str:
    return sent_id(key, "reply", *parts, sha256)


def _answer_mark(answer: str) -> str:
    return f"answer {answer}"


def _check(found: OwnRound, wishes: RoundWishes) -> None:
    if found.invitation.side == "applicant" and len(wishes.ranks) > MOST_WISHES:
        said, mend = f"{len(wishes.ranks)} wishes are too many", f"name {MOST_WISHES} at most"
        raise InputError.of("matching.too_many_wishes", f"round {found.invitation.round}", said, mend,
                            count=len(wishes.ranks), most=MOST_WISHES)  # fmt: skip
    known, seen = {item.id for item in found.invitation.others}, set[str]()
    where = f"round {found.invitation.round}"
    for name in (name for entry in wishes.ranks for name in names_in(entry)):
        if name not in known:
            said, mend = f"{name!r} does not take part in the round", "choose from those who do"
            raise InputError.of("matching.unknown_party", where, said, mend, text=name)
        if name in seen:
            raise InputError.of("matching.ranked_twice", where, f"{name!r} stands twice", "name each one once",
                                text=name)  # fmt: skip
        seen.add(name)


def _invitation(work: WorkspaceRecords, key: str) -> tuple[Received, RoundInvitation] | None:
    """The invitation that counts: the last of the party, if it is of the agency that made its key."""
    for head in sorted(work.all_received("invitation", key), key=lambda item: (item.at, item.id), reverse=True):
        record = work.received(head.id)
        told = None if record is None else read_sent(RoundInvitation, record.content)
        if record is not None and told is not None and _is_theirs(record, told, key):
            return record, told
    return None


def _is_theirs(record: Received, told: RoundInvitation | RoundProposal, key: str) -> bool:
    return party_key(record.sender, told.round, told.side, told.party) == key


def _own(gate: Gate, actor: Actor, key: str, record: Received, invitation: RoundInvitation) -> OwnRound:
    kept = find_document(gate, actor, "wishes", key)
    with gate.reading(actor, "read_wishes") as work:
        receipts = _receipts(work.whole_received("reply", key), record.sender)
        came = [item for item in work.whole_received("proposal", key) if item.sender == record.sender]
    with gate.seeing(actor, "read_wishes") as crossing:
        sent = [item for item in crossing.sent() if item.kind == "reply" and item.id.startswith(key)]
    now = gate.world.now()
    proposals = tuple(_proposals(came, key, sent, now))
    answers = {one.id for one in sent for item in proposals if _answer_in(one, key, item.told.partner) is not None}
    closes = datetime.fromisoformat(invitation.until) if invitation.until else None
    return OwnRound(
        key, record.sender, record.name, record.at, invitation, 0 if kept is None else kept.version.number,
        record.at if kept is None else kept.version.at,
        _wishes_in(kept), tuple(_sending(item, receipts) for item in sent if item.id not in answers),
        proposals, not proposals and (closes is None or now < closes),
    )  # fmt: skip


def _wishes_in(kept: Kept | None) -> RoundWishes:
    return RoundWishes() if kept is None else decode(RoundWishes, kept.document).value


def _receipts(found: Iterable[Received], agency: str) -> dict[str, RoundReceipt]:
    read = (read_sent(RoundReceipt, item.content) for item in found if item.sender == agency)
    return {item.reply: item for item in read if item is not None}


def _sending(item: Delivery, receipts: dict[str, RoundReceipt]) -> Sending:
    receipt = receipts.get(item.id)
    if receipt is not None:
        return Sending(item.at, "refused" if receipt.why else "taken", receipt.why)
    return Sending(item.at, "sent" if item.taken is None else "heard")


def _proposals(came: list[Received], key: str, sent: list[Delivery], now: datetime) -> list[OwnProposal]:
    """The newest message of each partner, and the newest of nobody; the newest first."""
    newest: dict[str, tuple[Received, RoundProposal]] = {}
    for item in sorted(came, key=lambda one: (one.at, one.id)):
        told = read_sent(RoundProposal, item.content)
        if told is not None and _is_theirs(item, told, key):
            newest[told.partner] = (item, told)
    steps = [told.step for _, told in newest.values()]
    found = [
        _proposal(item, told, key, sent, now)
        for item, told in newest.values()
        if told.partner or told.step == max(steps)
    ]
    return sorted(found, key=lambda one: (one.told.step, one.at), reverse=True)


def _proposal(item: Received, told: RoundProposal, key: str, sent: list[Delivery], now: datetime) -> OwnProposal:
    answered = next((answer for one in sent if (answer := _answer_in(one, key, told.partner)) is not None), "")
    closes = datetime.fromisoformat(told.until) if told.until else None
    is_open = told.silence == "stand" or closes is None or now < closes
    return OwnProposal(item.at, told, answered, bool(told.partner) and not answered and is_open)


def _answer_in(one: Delivery, key: str, partner: str) -> str | None:
    """What a sending answered to a proposal; None where it is no answer to it."""
    for answer in ("accept", "refuse"):
        if one.id == _reply_id(key, _answer_mark(answer), partner, sha256=one.sha256):
            return answer
    return None
