"""An officer settles an appeal: a decision that stands or takes the place of the old one, and an answer to the firm."""

import json
from typing import Any

from pulmu.model import AccessRefused, ConflictError, InputError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.appeals.answer import Verdict, answer_delivery
from pulmu.services.appeals.received import Appeal, decisions_on, find_appeal, note_of, verdict_of
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.calls.take_in import take_in
from pulmu.services.records.deciding import DecisionRecord
from pulmu.services.records.store import WorkspaceRecords

LONGEST_REASON = 20_000


def settle(
    gate: Gate,
    actor: Actor,
    call: Call,
    appeal: str,
    verdict: Verdict,
    reason: str,
    wish: DecisionWish | None = None,
    *,
    seen: int | None = None,
) -> DecisionRecord:
    """Settle an appeal, with a reason. Both verdicts make a decision: rejected, the old one once more; upheld, another.

    The decision comes first, in one transaction with the call's money and places; then the answer goes to the firm, and
    the appeal is closed. Where a process ends between, doing it again goes on from there and decides nothing twice.

    Parameters
    ----------
    wish : What is decided instead; for an appeal that is upheld, and only then.
    seen : Number of the last decision that was looked at; if another was made meanwhile, nothing is settled.

    Raises
    ------
    AccessRefused  They may not, or there is no such appeal; or they made the decision, kept the selection it rests on
        or judged the application (`appeal.four_eyes`).
    InputError  No reason is given (`appeal.reason`), nothing was decided before it (`appeal.no_decision`), what is
        to be decided does not fit the verdict (`appeal.verdict`), it was taken back (`appeal.withdrawn`), or as of
        `decide`.
    ConflictError  It was settled otherwise, or decided anew meanwhile (`store.decided`), or as of `decide`.
    """
    authorise(actor, "decide_application", "")
    if actor.may("receive_delivery"):
        take_in(gate, actor)
    found = find_appeal(gate, actor, call, appeal)
    made = _same(found, found.verdict, verdict) or _decided(gate, actor, call, found, verdict, reason, wish, seen)
    _answer(gate, actor, call, found, made)
    with gate.writing(actor, Deed("decide_application", f"appeal:{appeal}", detail={"closed": "yes"})) as work:
        work.end_received(appeal, gate.world.now())
    return made


def may_settle(gate: Gate, actor: Actor, call: Call, found: Appeal) -> bool:
    """Whether it is for them to settle: who decided, chose or judged is not to look at it again.

    Raises
    ------
    AccessRefused  They may not decide at all.
    """
    with gate.reading(actor, "decide_application") as work:
        return actor.id not in _concerned(work, call, found)


def _same(found: Appeal, made: DecisionRecord | None, verdict: Verdict) -> DecisionRecord | None:
    """The decision that settled it, if it was settled as is asked for."""
    if made is not None and verdict_of(made) != verdict:
        said, mend = "it was settled already", "look at it as it is now"
        raise ConflictError.of("store.decided", f"appeal {found.id}", said, mend)
    return made


def _decided(
    gate: Gate, actor: Actor, call: Call, found: Appeal, verdict: Verdict, reason: str, wish: DecisionWish | None,
    seen: int | None,
) -> DecisionRecord:  # fmt: skip
    _check(found, verdict, reason, wish)
    with gate.reading(actor, "decide_application") as work:
        every = tuple(decisions_on(work, call.id, found.application))
        meanwhile = next((item for item in every if item.note == note_of(found.id)), None)
        settled = _same(found, meanwhile, verdict)
        if settled is not None:  # by somebody else, since it was looked at
            return settled
        last = every[-1]
        if actor.id in _concerned(work, call, found):
            said, mend = (
                "who decided on an application, or judged it, does not settle the appeal",
                "ask another officer",
            )
            raise AccessRefused.of("appeal.four_eyes", f"appeal {found.id}", said, mend)
    if seen is not None and seen != last.number:
        said, mend = f"decision {last.number} was made meanwhile", "look at it as it is now"
        raise ConflictError.of("store.decided", f"appeal {found.id}", said, mend)
    (made,) = decide(gate, actor, call.id, [_wish(found, last, verdict, reason.strip(), wish)])
    return made


def _check(found: Appeal, verdict: Verdict, reason: str, wish: DecisionWish | None) -> None:
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        said, mend = "no reason is given", "say why: the firm is told, and it stays in the records"
        raise InputError.of("appeal.reason", "reason", said, mend)
    if found.withdrawn is not None:
        said, mend = "the firm took the appeal back", "nothing has to be decided"
        raise InputError.of("appeal.withdrawn", f"appeal {found.id}", said, mend)
    if found.decision is None:
        raise _no_decision(found.id)
    if (wish is not None) != (verdict == "upheld") or (wish is not None and wish.application != found.application):
        raise InputError.of(
            "appeal.verdict", f"appeal {found.id}", "what is to be decided does not fit the verdict",
            "give another decision on this application if the appeal is upheld, and none if it is rejected",
        )  # fmt: skip


def _no_decision(appeal: str) -> InputError:
    said, mend = "nothing was decided on this application before the appeal", "decide on the application first"
    return InputError.of("appeal.no_decision", f"appeal {appeal}", said, mend)


def _concerned(work: WorkspaceRecords, call: Call, found: Appeal) -> frozenset[str]:
    """Who made the decision that is appealed against or the last one, kept the selection it rests on, or judged."""
    made = [item for item in (found.decision, work.decision(call.id, found.application)) if item is not None]
    rests_on = {str(json.loads(item.content or "{}").get("selection", "")) for item in made}
    chose = {item.author for item in work.document_versions("selection", call.id) if item.sha256 in rests_on}
    judged = {item.reviewer for item in work.reviews(call.id)
              if item.application == found.application and item.state == "sealed"}  # fmt: skip
    return frozenset({item.author for item in made} | chose | judged)


def _wish(
    found: Appeal, last: DecisionRecord, verdict: Verdict, reason: str, wish: DecisionWish | None
) -> DecisionWish:
    told: dict[str, Any] = dict(json.loads(last.content or "{}"))
    if wish is not None:
        told = dict(wish.told) or told | {"outcome": wish.outcome, "amount_krw": wish.amount_krw}
    told["appeal"] = {"id": found.id, "verdict": verdict, "reason": reason, "late": found.is_late}
    return DecisionWish(
        application=found.application,
        outcome=last.outcome if wish is None else wish.outcome,
        amount_krw=last.amount_krw if wish is None else wish.amount_krw,
        seen=last.number if wish is None else wish.seen,
        told=told,
        note=note_of(found.id),
    )


def _answer(gate: Gate, actor: Actor, call: Call, found: Appeal, made: DecisionRecord) -> None:
    """Tell the firm; told twice, it is told once."""
    if not found.sender:
        return  # it came on paper: so does the answer
    delivery = answer_delivery(actor.workspace, found.sender, call.id, found.id, made)
    detail = {"receipt": delivery.id, "sha256": delivery.sha256, "to": delivery.receiver}
    for attempt in (1, 2):
        try:
            with gate.sending(actor, Deed("send_answer", f"appeal:{found.id}", detail=detail)) as crossing:
                if crossing.workspace_name(found.sender):  # a firm that left the place is told by letter only
                    crossing.send(delivery)
            return
        except ValueError:  # somebody sent the same at the same moment: then it is there
            if attempt == 2:
                raise
