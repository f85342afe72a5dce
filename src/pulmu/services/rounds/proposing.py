"""Proposals go to both sides, and no answer by the moment that was told counts as the round says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from pulmu.model import InputError
from pulmu.model.matching_round import MatchingAnswer, MatchingRound
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.matched_round import MatchedRound, Proposed, WishMissed
from pulmu.services.records.crossing import Delivery
from pulmu.services.rounds.changes import check_counts, check_seen, save_change, tree_of
from pulmu.services.rounds.inviting import Party, delivery_of, open_desk, parties_of, send_all
from pulmu.services.rounds.live import LiveRounds, matched_now, outcome_of
from pulmu.services.rounds.sent import RoundProposal, Side, ToldMiss, content_of, party_key
from pulmu.services.rounds.shelf import KeptRound, add_answers, find_round
from pulmu.support.matching import answers_close, closing_moment


def send_proposals(
    gate: Gate, actor: Actor, live: LiveRounds, name: str, until: date | None, until_at: str, *, seen: int
) -> int:
    """Send the proposals of the step to both sides, each with what the two need of each other; how many went.

    Who has nobody is told why. A process that ends in between has sent all or nothing; sending again sends the rest.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  The round cannot be matched; the moment for answers is not to come (`matching.no_answer_moment`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = find_round(gate, actor, name, live=live)
    check_seen(kept, seen)
    check_counts(kept)
    matched = matched_now(outcome_of(gate, actor, live, name, kept.document, kept.version.sha256, kept.round), name)
    closes = closing_moment(until, until_at)
    if until is None or closes is None or closes <= gate.world.now():
        said, mend = "there is no moment to come until which answers are taken", "give the last day for answers"
        raise InputError.of("matching.no_answer_moment", f"round {name}", said, mend)
    tree = tree_of(kept) | {"answers_until": until.isoformat(), "answers_until_at": until_at}
    tree["steps_sent"] = matched.step
    number = save_change(gate, actor, kept, tree)
    after = find_round(gate, actor, name, number, live=live)
    with gate.seeing(actor, "send_round") as crossing:
        here = {key for key in _rooms(after.round) if crossing.workspace_name(key)}
    told = [item for item in _deliveries(gate, actor, after, matched) if item.receiver in here]
    deed = Deed("send_round", f"round:{name}/{number}", detail={"step": str(matched.step), "sent": str(len(told))})
    return send_all(gate, actor, deed, told)


def count_silence(gate: Gate, actor: Actor, live: LiveRounds, name: str, reason: str, *, seen: int) -> int:
    """What was not answered in time is answered as the round says; how many answers that makes.

    Parameters
    ----------
    reason : What is written beside a refusal, in the words of who asks for it.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  The moment for answers has not come (`matching.answers_open`), replies wait to be taken in first
        (`matching.replies_wait`), or silence means that a proposal stands (`matching.silence_stands`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    desk = open_desk(gate, actor, name, live)
    kept = desk.kept
    check_seen(kept, seen)
    closes = answers_close(kept.round)
    if closes is None or closes > gate.world.now():
        said, mend = "the moment for answers has not come", "wait until then"
        raise InputError.of("matching.answers_open", f"round {name}", said, mend)
    if desk.waiting:
        said, mend = f"{desk.waiting} replies came and were not taken in", "take them in first"
        raise InputError.of("matching.replies_wait", f"round {name}", said, mend, count=desk.waiting)
    if kept.round.silence == "stand":
        said, mend = "in this round no answer means that a proposal stands", "answer for a side, or wait"
        raise InputError.of("matching.silence_stands", f"round {name}", said, mend)
    matched = matched_now(outcome_of(gate, actor, live, name, kept.document, kept.version.sha256, kept.round), name)
    silent = [item for item in matched.proposals if item.state == "waiting" and item.step <= kept.round.steps_sent]
    if silent:
        answers = [silent_answer(kept.round, matched, item, reason) for item in silent]
        add_answers(gate, actor, name, answers, seen=seen)
    return len(silent)


def silent_answer(given: MatchingRound, matched: MatchedRound, item: Proposed, reason: str) -> MatchingAnswer:
    """The officer's answer for who gave none."""
    refuses = given.silence == "refuse"
    return MatchingAnswer(
        step=matched.step, applicant=item.applicant, supplier=item.supplier, by="officer",
        answer="refuse" if refuses else "accept", reason=reason if refuses else "",
    )  # fmt: skip


def _rooms(given: MatchingRound) -> set[str]:
    return {party.workspace for _, party in parties_of(given) if party.workspace}


def _deliveries(gate: Gate, actor: Actor, kept: KeptRound, matched: MatchedRound) -> Iterator[Delivery]:
    """A proposal to each side of every pair that waits, and a word to who has nobody."""
    applicants: Mapping[str, Party] = {item.id: item for item in kept.round.applicants}
    suppliers: Mapping[str, Party] = {item.id: item for item in kept.round.suppliers}
    for item in matched.proposals:
        if item.state != "waiting":
            continue
        applicant, supplier = applicants[item.applicant], suppliers[item.supplier]
        missed = tuple(_missed(one, suppliers) for one in item.missed)
        yield from _to(gate, actor, kept, "applicant", applicant, item.step, supplier, item.wish, missed)
        place = item.rank if getattr(supplier, "order", ()) else 0
        yield from _to(gate, actor, kept, "supplier", supplier, item.step, applicant, place, ())
    for one in matched.unmatched:
        missed = tuple(_missed(wish, suppliers) for wish in one.reasons)
        yield from _to(gate, actor, kept, "applicant", applicants[one.applicant], matched.step, None, 0, missed)
    busy = {item.supplier for item in matched.proposals}
    for key in sorted(suppliers.keys() - busy):
        yield from _to(gate, actor, kept, "supplier", suppliers[key], matched.step, None, 0, ())


def _to(
    gate: Gate, actor: Actor, kept: KeptRound, side: Side, party: Party, step: int, partner: Party | None, place: int,
    missed: tuple[ToldMiss, ...],
) -> Iterator[Delivery]:  # fmt: skip
    if not party.workspace:
        return
    given, closes = kept.round, answers_close(kept.round)
    proposal = RoundProposal(
        round=given.id, name_ko=given.name_ko, name_en=given.name_en, side=side, party=party.id, step=step,
        place=place, missed=missed, until="" if closes is None else closes.isoformat(), silence=given.silence,
    )  # fmt: skip
    content = content_of(proposal if partner is None else _with(proposal, partner))
    key = party_key(actor.workspace, kept.id, side, party.id)
    yield delivery_of(gate, actor, "proposal", party.workspace, key, content)


def _with(proposal: RoundProposal, partner: Party) -> RoundProposal:
    return replace(
        proposal, partner=partner.id, partner_name=partner.name, partner_contact=partner.contact,
        workspace=partner.workspace, item=partner.item,
    )  # fmt: skip


def _missed(item: WishMissed, suppliers: Mapping[str, Party]) -> ToldMiss:
    """Why a wish did not come true, without what another side ranked or said."""
    name = suppliers[item.supplier].name or item.supplier
    reason = item.reason if item.why == "conflict" else ""
    return ToldMiss(name=name, wish=item.wish, why=item.why, reason=reason)
