"""An officer puts the answer to an appeal off, once and by ten days at most, and the firm is told why."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import ConflictError, InputError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.appeals.received import Appeal, find_appeal
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.workspaces.documents import find_document, save_document
from pulmu.support.calls.appeals import MOST_FURTHER_DAYS

FORMAT = "pulmu.put_off/1"
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class ToldDelay:
    """What a firm was told of an answer that takes longer.

    Parameters
    ----------
    further : Days, from the day after the last one.
    """

    appeal: str
    further: int
    reason: str


def put_off(gate: Gate, actor: Actor, call: Call, appeal: str, further: int, reason: str) -> Appeal:
    """Put the answer off; doing the same again tells the firm what it was not told before a process ended.

    Parameters
    ----------
    further : Days, counted from the day after the last one.

    Raises
    ------
    AccessRefused  They may not, or there is no such appeal (`access.unknown_document`).
    InputError  There are no such days (`appeal.further_days`), no reason is given (`appeal.reason`), or the appeal
        waits for no answer (`appeal.not_open`).
    ConflictError  It was put off already (`appeal.put_off`), or the answer is overdue (`appeal.overdue`).
    """
    authorise(actor, "decide_application", "")
    said = _checked(further, reason)
    found = find_appeal(gate, actor, call, appeal)
    before = find_document(gate, actor, "appeal_delay", appeal)
    tree = {"pulmu": "appeal_delay/1", "appeal": appeal, "further": further, "reason": said}
    if before is None:
        _check_open(gate, found)
        _keep(gate, actor, appeal, tree)
    elif before.document.tree != tree:
        raise _already(appeal)
    _tell(gate, actor, call, found, tree)
    return find_appeal(gate, actor, call, appeal)


def may_put_off(gate: Gate, actor: Actor, found: Appeal) -> bool:
    """Whether the answer can be put off: it waits, is not overdue, and was not put off before."""
    waits = found.state == "open" and gate.world.now() < found.answer_by
    return waits and not found.further and actor.may("decide_application")


def told_delay(item: Delivery | Received) -> ToldDelay | None:
    """What was told; None where it is something else, or cannot be read."""
    try:
        tree: Any = json.loads(item.content) if item.kind == "answer" else {}
        if tree.get("format") != FORMAT or not 0 < int(tree["further"]) <= MOST_FURTHER_DAYS:
            return None
        return ToldDelay(str(tree["appeal"]), int(tree["further"]), str(tree["reason"])[:LONGEST_REASON])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _checked(further: int, reason: str) -> str:
    if not 0 < further <= MOST_FURTHER_DAYS:
        raise InputError.of(
            "appeal.further_days", "days", f"an answer is not put off by {further} days",
            f"give 1 to {MOST_FURTHER_DAYS} days", days=further, most=MOST_FURTHER_DAYS,
        )  # fmt: skip
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        said, mend = "no reason is given", "say why: the firm is told, and it stays in the records"
        raise InputError.of("appeal.reason", "reason", said, mend)
    return reason.strip()


def _check_open(gate: Gate, found: Appeal) -> None:
    place = f"appeal {found.id[:12]}"
    if found.state != "open":
        said, mend = "the appeal waits for no answer", "look at it as it is now"
        raise InputError.of("appeal.not_open", place, said, mend)
    if gate.world.now() >= found.answer_by:
        said, mend = "the time for the answer is over", "settle the appeal"
        raise ConflictError.of("appeal.overdue", place, said, mend)


def _keep(gate: Gate, actor: Actor, appeal: str, tree: Mapping[str, Any]) -> None:
    try:
        content = document_of_tree(tree, f"{appeal}.json")
        save_document(gate, actor, "appeal_delay", appeal, content, seen=0, reason=str(tree["reason"]))
    except ConflictError as error:  # another officer did at the same moment
        raise _already(appeal) from error


def _already(appeal: str) -> ConflictError:
    said, mend = "the answer was put off already, and may be once", "settle the appeal"
    return ConflictError.of("appeal.put_off", f"appeal {appeal[:12]}", said, mend)


def _tell(gate: Gate, actor: Actor, call: Call, found: Appeal, tree: Mapping[str, Any]) -> None:
    """Tell the firm; told twice, it is told once. Who appealed on paper is told on paper."""
    if not found.sender:
        return
    told = {"format": FORMAT, "appeal": found.id, "further": tree["further"], "reason": tree["reason"]}
    content = json.dumps(told, ensure_ascii=False, sort_keys=True)
    delivery = Delivery(
        id=hashlib.sha256(json.dumps(["appeal_delay", found.id]).encode()).hexdigest(), kind="answer",
        sender=actor.workspace, receiver=found.sender, about=call.id, at=gate.world.now(), content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
    detail = {"receipt": delivery.id, "sha256": delivery.sha256, "to": delivery.receiver}
    with gate.sending(actor, Deed("send_answer", f"appeal:{found.id}", detail=detail)) as crossing:
        if crossing.workspace_name(found.sender):
            crossing.send(delivery)
