"""What parties replied is taken into a new version of the round, or refused with a reason that its sender reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pulmu.model import encode
from pulmu.model.matching_round import MatchingAnswer, MatchingRound, MatchingSupplier, Refusal
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.calls.take_in import take_in
from pulmu.services.matched_round import MatchedRound
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.rounds.changes import Tree, check_counts, check_seen, parties_in, tree_of, version_after
from pulmu.services.rounds.inviting import delivery_of, parties_of, send_all
from pulmu.services.rounds.live import LiveRounds, matched_now, outcome_of
from pulmu.services.rounds.sent import (
    MOST_WISHES,
    RoundReceipt,
    RoundWishes,
    SentAnswer,
    SentWishes,
    Side,
    content_of,
    party_key,
    read_sent,
)
from pulmu.services.rounds.shelf import KeptRound, find_round
from pulmu.support.matching import answers_close, names_in, wishes_close

Reply = SentWishes | SentAnswer
_MOST_REFUSED = 10_000
"""Refused replies that a round remembers, the newest."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of replies.

    Parameters
    ----------
    version : Of the round, with them.
    """

    version: int
    taken: int
    refused: int


@dataclass(slots=True)
class _Judged:
    """Replies that count, and those that do not with the reason; the rest were replaced by later ones."""

    wishes: dict[tuple[Side, str], tuple[Received, SentWishes]] = field(default_factory=dict)
    answers: dict[tuple[str, str, Side], tuple[Received, SentAnswer]] = field(default_factory=dict)
    refused: list[tuple[Received, Refusal]] = field(default_factory=list)


def take_in_replies(gate: Gate, actor: Actor, live: LiveRounds, name: str, *, seen: int) -> TakenIn:
    """Take in everything that came: all of it in one new version, each reply once. Their senders get a receipt.

    Of wishes the last before the closing moment counts, of answers the first. A process that ends in between has taken
    in everything or nothing; what receipts are missing are sent the next time.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  What is wrong with the round; a job has to match it before answers fit (`matching.needs_job`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = find_round(gate, actor, name)
    check_seen(kept, seen)
    check_counts(kept)
    take_in(gate, actor)
    with gate.reading(actor, "send_round") as work:
        came = work.whole_received("reply", name)
    waiting = [item for item in came if item.ended is None]
    judged = _judge(gate, actor, live, kept, waiting)
    version = kept.version.number
    if waiting:
        version = _keep(gate, actor, kept, waiting, judged)
    _send_receipts(gate, actor, name, came)
    return TakenIn(version, len(judged.wishes) + len(judged.answers), len(judged.refused))


def _keep(gate: Gate, actor: Actor, kept: KeptRound, waiting: list[Received], judged: _Judged) -> int:
    tree = tree_of(kept)
    for (side, party), (record, sent) in judged.wishes.items():
        _put_wishes(tree, kept.round, side, party, sent.wishes, record.at)
    answers = [_answer_of(kept.round, item) for item in _accepts_first(judged.answers.values())]
    if answers:
        tree["answers"] = [*tree.get("answers", []), *answers]
    if judged.refused:
        refused = [
            {"reply": item.id, "name": item.name[:400], "at": item.at.isoformat(), "why": why}
            for item, why in judged.refused
        ]
        tree["refused_replies"] = [*tree.get("refused_replies", []), *refused][-_MOST_REFUSED:]
    version, now = version_after(gate, actor, kept, tree), gate.world.now()
    taken = len(judged.wishes) + len(answers)
    detail = {"sha256": version.sha256, "taken": str(taken), "refused": str(len(judged.refused))}
    with gate.writing(actor, Deed("send_round", f"round:{kept.id}/{version.number}", detail=detail)) as work:
        work.add_document_version(version)
        for item in waiting:
            work.end_received(item.id, now)
    return version.number


def _judge(gate: Gate, actor: Actor, live: LiveRounds, kept: KeptRound, waiting: Iterable[Received]) -> _Judged:
    judged, owners = _Judged(), {(side, item.id): item.workspace for side, item in parties_of(kept.round)}
    matched: list[MatchedRound] = []
    for item in sorted(waiting, key=lambda one: (one.at, one.id)):
        reply = _read(item.content)
        if reply is None or reply.round != kept.id:
            judged.refused.append((item, "unreadable"))
        elif not item.sender or owners.get((reply.side, reply.party)) != item.sender:
            judged.refused.append((item, "not_theirs"))
        elif isinstance(reply, SentWishes):
            why = _why_no_wishes(kept.round, reply, item.at)
            if why is None:
                judged.wishes[reply.side, reply.party] = (item, reply)
            else:
                judged.refused.append((item, why))
        else:
            if not matched:
                matched.append(_matched(gate, actor, live, kept))
            _judge_answer(judged, kept.round, matched[0], item, reply)
    return judged


def _matched(gate: Gate, actor: Actor, live: LiveRounds, kept: KeptRound) -> MatchedRound:
    found = outcome_of(gate, actor, live, kept.id, kept.document, kept.version.sha256, kept.round)
    return matched_now(found, kept.id)


def _why_no_wishes(given: MatchingRound, reply: SentWishes, at: datetime) -> Refusal | None:
    closes = wishes_close(given)
    if given.steps_sent:
        return "closed"
    if closes is not None and at >= closes:
        return "late"
    supplier = next((item for item in given.suppliers if reply.side == "supplier" and item.id == reply.party), None)
    if supplier is not None and reply.wishes.places is not None and reply.wishes.places < _least_of(supplier):
        return "too_few_places"
    return None


def _least_of(supplier: MatchingSupplier) -> int:
    """Places a supplier must have, for what the round asks of it."""
    reserved = sum(item.reserved for item in supplier.kinds)
    return max((supplier.least, reserved, *(item.least for item in supplier.kinds)))


def _judge_answer(
    judged: _Judged, given: MatchingRound, matched: MatchedRound, item: Received, reply: SentAnswer
) -> None:  # fmt: skip
    applicant, supplier = _pair(reply)
    key = (applicant, supplier, reply.side)
    said = {(one.applicant, one.supplier, one.by) for one in given.answers}
    standing = {(one.applicant, one.supplier): one for one in matched.proposals if one.step <= given.steps_sent}
    found, closes = standing.get((applicant, supplier)), answers_close(given)
    if key in said or key in judged.answers:
        judged.refused.append((item, "answered_before"))
    elif found is None or found.state != "waiting":
        judged.refused.append((item, "not_proposed"))
    elif closes is not None and item.at >= closes and given.silence != "stand":
        judged.refused.append((item, "late"))
    else:
        judged.answers[key] = (item, reply)


def _accepts_first(found: Iterable[tuple[Received, SentAnswer]]) -> list[SentAnswer]:
    """In this order an acceptance fits, though the other side refuses."""
    return sorted((item for _, item in found), key=lambda one: one.answer)


def _answer_of(given: MatchingRound, item: SentAnswer) -> Tree:
    applicant, supplier = _pair(item)
    step = max((one.step for one in given.answers), default=0) + 1
    answer = MatchingAnswer(step=step, applicant=applicant, supplier=supplier, by=item.side, answer=item.answer,
                            reason=item.reason.strip() or ("-" if item.answer == "refuse" else ""))  # fmt: skip
    told: Tree = encode(answer)
    return told


def _pair(reply: SentAnswer) -> tuple[str, str]:
    return (reply.party, reply.partner) if reply.side == "applicant" else (reply.partner, reply.party)


def _put_wishes(
    tree: Tree, given: MatchingRound, side: Side, party: str, wishes: RoundWishes, at: datetime
) -> None:  # fmt: skip
    """What a party wants takes the place of what the round said of it; who takes part no more is left out."""
    others = {item.id for item in (given.suppliers if side == "applicant" else given.applicants)}
    found = next(item for item in parties_in(tree, side) if item.get("id") == party)
    ranks = list(known_ranks(wishes.ranks, others))
    if side == "applicant":
        found["wishes"] = ranks[:MOST_WISHES]
    else:
        found["order"] = ranks
    found["sent_at"] = at.isoformat()
    if wishes.contact:
        found["contact"] = wishes.contact
    if side == "supplier":
        _put_places(found, given, wishes)


def _put_places(found: Tree, given: MatchingRound, wishes: RoundWishes) -> None:
    if wishes.places is not None:
        found["places"] = wishes.places
    if wishes.takes_others is not None:
        found["takes_others"] = wishes.takes_others
    kinds, own = {item.kind for item in given.applicants}, {item.kind: item.most for item in wishes.kinds}
    kept: dict[str, Tree] = {str(item.get("kind")): dict(item) for item in found.get("kinds", [])}
    for kind, most in own.items():
        if kind in kinds and most is not None:
            rule = kept.setdefault(kind, {"kind": kind})
            rule["most"] = max(most, int(rule.get("least", 0) or 0), int(rule.get("reserved", 0) or 0))
    if kept:
        found["kinds"] = list(kept.values())


def known_ranks(ranks: Iterable[str], others: set[str]) -> Iterator[str]:
    """Ranks with who takes part alone, each once: of a name that stands twice the better place counts."""
    seen: set[str] = set()
    for entry in ranks:
        names = [name for name in dict.fromkeys(names_in(entry)) if name in others and name not in seen]
        seen.update(names)
        if names:
            yield " = ".join(names)


def _read(content: str) -> Reply | None:
    found = read_sent(SentWishes, content)
    return found if found is not None else read_sent(SentAnswer, content)


def _send_receipts(gate: Gate, actor: Actor, name: str, came: Iterable[Received]) -> None:
    """Tell each sender once what became of its reply."""
    given = find_round(gate, actor, name).round
    why = {item.reply: item.why for item in given.refused_replies}
    with gate.seeing(actor, "send_round") as crossing:
        known = {item.id for item in crossing.sent()}
        here = {key for key in {item.sender for item in came} if key and crossing.workspace_name(key)}
    told = [_receipt(gate, actor, name, item, why.get(item.id, "")) for item in came if item.sender in here]
    told = [item for item in told if item.id not in known]
    if told:
        deed = Deed("send_round", f"round:{name}", detail={"receipts": str(len(told))})
        send_all(gate, actor, deed, told)


def _receipt(gate: Gate, actor: Actor, name: str, item: Received, why: str) -> Delivery:
    reply = _read(item.content)
    key = item.id[:32] if reply is None else party_key(actor.workspace, name, reply.side, reply.party)
    content = content_of(RoundReceipt(round=name, reply=item.id, why=why))
    return delivery_of(gate, actor, "reply", item.sender, key, content)
