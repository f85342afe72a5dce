"""The answer to an appeal, as an agency tells it to the firm and as the firm reads it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.records.deciding import DecisionRecord

FORMAT = "pulmu.answer/1"
Verdict = Literal["upheld", "rejected"]


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """What a firm was answered.

    Parameters
    ----------
    decision : Number of the decision it led to: of the agency's own count for this application.
    """

    appeal: str
    verdict: Verdict
    reason: str
    late: bool
    outcome: str
    amount_krw: int
    decision: int
    at: datetime
    sha256: str


def answer_delivery(sender: str, receiver: str, call: str, appeal: str, made: DecisionRecord) -> Delivery:
    """The answer on its way: one of each appeal, whatever it is sent for again."""
    tree = {
        "format": FORMAT, "about": "appeal", "appeal": appeal, "call": call, "outcome": made.outcome,
        "amount_krw": made.amount_krw, "decision": made.number, **json.loads(made.content)["appeal"],
    }  # fmt: skip
    content = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    return Delivery(
        id=hashlib.sha256(json.dumps(["answer", appeal]).encode()).hexdigest(), kind="answer", sender=sender,
        receiver=receiver, about=call, at=made.at, content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip


def told_answer(item: Delivery | Received) -> ToldAnswer | None:
    """What was answered; None where it is no answer to an appeal, or one that cannot be read."""
    if item.kind != "answer":
        return None
    try:
        tree: Any = json.loads(item.content)
        if tree["format"] != FORMAT or tree["verdict"] not in ("upheld", "rejected"):
            return None
        return ToldAnswer(
            appeal=str(tree["appeal"]), verdict=tree["verdict"], reason=str(tree["reason"]),
            late=bool(tree.get("late", False)), outcome=str(tree["outcome"]), amount_krw=int(tree["amount_krw"]),
            decision=int(tree["decision"]), at=item.at, sha256=item.sha256,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
