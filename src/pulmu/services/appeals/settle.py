"""An officer settles an appeal: a decision that stands or takes the place of the old one, and an answer to the firm."""

import hashlib
import json
from typing import Any, Literal

from pulmu.model import ConflictError, InputError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.appeals.trace import Appeal, find_appeal, note_of
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.deciding import DecisionRecord

FORMAT = "pulmu.answer/1"
Verdict = Literal["upheld", "rejected"]


def settle(
    gate: Gate, actor: Actor, call: Call, appeal: str, verdict: Verdict, reason: str, wish: DecisionWish | None = None
) -> DecisionRecord:
    """Settle an appeal, with a reason. Both verdicts make a decision: rejected, the old one once more; upheld, another.

    The decision comes first, in one transaction with the call's money and places; then the answer goes to the firm, and
    the appeal is closed. Where a process ends between, doing it again goes on from there and decides nothing twice.

    Parameters
    ----------
    wish : What is decided instead; for an appeal that is upheld, and only then.

    Raises
    ------
    AccessRefused  They may not, or there is no such appeal.
    InputError  No reason is given (`appeal.reason`), nothing was decided before it (`appeal.no_decision`), what is
        to be decided does not fit the verdict (`appeal.verdict`), or as of `decide`.
    ConflictError  It was settled otherwise (`store.decided`), or as of `decide`.
    """
    with gate.reading(actor, "read_received") as work:
        found = find_appeal(work, call, appeal)
        last = work.decision(call.id, found.application) if found.application else None
    made = found.verdict
    if made is None:
        _check(found, verdict, reason, wish)
        if last is None:
            raise _no_decision(appeal)
        (made,) = decide(gate, actor, call.id, [_wish(found, last, verdict, reason.strip(), wish)])
    elif json.loads(made.content)["appeal"]["verdict"] != verdict:
        raise ConflictError.of("store.decided", f"appeal {appeal}", "it was settled already", "look at it as it is now")
    _answer(gate, actor, call, found, made)
    with gate.writing(actor, Deed("decide_application", f"appeal:{appeal}", detail={"closed": "yes"})) as work:
        work.end_received(appeal, gate.world.now())
    return made


def _check(found: Appeal, verdict: Verdict, reason: str, wish: DecisionWish | None) -> None:
    if not reason.strip():
        said, mend = "no reason is given", "say why: the firm is told, and it stays in the records"
        raise InputError.of("appeal.reason", "reason", said, mend)
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


def _wish(
    found: Appeal, last: DecisionRecord, verdict: Verdict, reason: str, wish: DecisionWish | None
) -> DecisionWish:
    told: dict[str, Any] = dict(json.loads(last.content or "{}")) if wish is None else dict(wish.told)
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
    with gate.reading(actor, "read_received") as work:
        item = work.received(found.id)
    if item is None or not item.sender:
        return  # it came on paper: so does the answer
    tree = {
        "format": FORMAT, "about": "appeal", "appeal": found.id, "call": call.id, "outcome": made.outcome,
        "amount_krw": made.amount_krw, "decision": made.number, **json.loads(made.content)["appeal"],
    }  # fmt: skip
    content = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    delivery = Delivery(
        id=hashlib.sha256(json.dumps(["answer", found.id]).encode()).hexdigest(), kind="answer",
        sender=actor.workspace, receiver=item.sender, about=call.id, at=made.at, content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
    detail = {"receipt": delivery.id, "sha256": delivery.sha256, "to": delivery.receiver}
    with gate.sending(actor, Deed("send_answer", f"appeal:{found.id}", detail=detail)) as crossing:
        crossing.send(delivery)
