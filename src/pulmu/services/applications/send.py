"""A firm's application goes to its agency: whole, while the call is open, with a receipt; and is withdrawn again."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pulmu.model import ConflictError, InputError, Problem, encode, has_errors, problem
from pulmu.model.finding import Finding
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.applications.attach import LookAtPaper, papers_to_send
from pulmu.services.applications.board import ShownCall
from pulmu.services.applications.own import OwnApplication, own_application
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.paper import Paper, with_papers

FORMAT = "pulmu.application/1"


def nobody_looks(content: bytes, name: str) -> str:
    """Where no papers are expected: one that is there nevertheless is a fault of ours."""
    raise ValueError(f"a paper is looked at before it is sent: {len(content)} bytes, {len(name)} signs")


def submit(
    gate: Gate, actor: Actor, agency: str, call: str, *, seen: int, look: LookAtPaper = nobody_looks
) -> Delivery:
    """Send the application as it stands, with a copy of the firm's file and of its papers: the receipt. Sending twice
    is sending once.

    A later one takes the place of an earlier one. Whether the firm may apply is for the agency to say: an application
    goes although the rules say no, for a fact may be told wrong; what is asked for must be there.

    Parameters
    ----------
    seen : Version that was looked at: that one is sent, or none.
    look : Looks at each paper once more before it goes.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  Everything that is missing or wrong (`application.missing`, ...), or the call is not open
        (`application.not_open`, `application.closed`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    authorise(actor, "submit_application", "")
    found = own_application(gate, actor, agency, call)
    now = gate.world.now()
    if found.version is None or found.number != seen:
        said, mend = "somebody saved another version meanwhile", "look at it, and send it then"
        raise ConflictError.of("store.document_changed", f"application to {call}", said, mend)
    papers, unfit = papers_to_send(gate, actor, found.application, look)
    wrong = (*_not_now(found.shown, found, now), *found.problems, *map(_missing, found.checked.missing), *unfit)
    if has_errors(wrong):
        raise InputError(*(item for item in wrong if item.severity == "error"))
    content = _content(found, papers)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    withdrawn = sum(1 for item in found.sent if item.kind == "withdrawal")
    delivery = Delivery(
        id=_digest("application", actor.workspace, agency, call, str(seen), str(withdrawn), sha256),
        kind="application", sender=actor.workspace, receiver=agency, about=call, at=now, content=content,
        sha256=sha256,
    )  # fmt: skip
    return _sent(gate, actor, delivery)


def withdraw(gate: Gate, actor: Actor, agency: str, call: str, *, reason: str = "") -> Delivery:
    """Take back what was sent, until the call closes: the receipt.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  Nothing was sent that counts (`application.nothing_sent`), or the call has closed
        (`application.closed`).
    """
    authorise(actor, "submit_application", "")
    found = own_application(gate, actor, agency, call)
    now, counting = gate.world.now(), found.counting
    if counting is None:
        said, mend = "no application of yours counts", "nothing has to be done"
        raise InputError.of("application.nothing_sent", f"call {call}", said, mend)
    closed = tuple(_not_now(found.shown, found, now))
    if closed:
        raise InputError(*closed)
    content = json.dumps({"format": FORMAT, "withdraws": counting.id, "reason": reason}, ensure_ascii=False)
    delivery = Delivery(
        id=_digest("withdrawal", counting.id), kind="withdrawal", sender=actor.workspace, receiver=agency, about=call,
        at=now, content=content, sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
    return _sent(gate, actor, delivery)


def _sent(gate: Gate, actor: Actor, delivery: Delivery) -> Delivery:
    detail = {"receipt": delivery.id, "sha256": delivery.sha256, "to": delivery.receiver, "kind": delivery.kind}
    with gate.sending(actor, Deed("submit_application", f"call:{delivery.about}", detail=detail)) as crossing:
        crossing.send(delivery)
        receipt = crossing.delivery(delivery.id)
    return delivery if receipt is None else receipt


def _content(found: OwnApplication, papers: tuple[Paper, ...]) -> str:
    """The application, the firm's file it was judged by, which version of the call it answers, and its papers."""
    firm: Any = found.firm.document.tree if found.firm.is_readable and found.firm.version is not None else None
    tree = {
        "format": FORMAT,
        "application": encode(found.application),
        "firm": firm,
        "firm_sha256": found.firm.content,
        "call_version": found.shown.version,
    }
    return json.dumps(with_papers(tree, papers), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _not_now(shown: ShownCall, found: OwnApplication, now: Any) -> Iterator[Problem]:
    place = f"call {found.shown.call.id}"
    if now < shown.opens:
        text = f"{shown.call.opens} {shown.call.opens_at}"
        yield problem("application.not_open", place, f"the call opens on {text}", "come back then", text=text)
    if now >= shown.closes:
        text = f"{shown.call.closes} {shown.call.closes_at}"
        yield problem("application.closed", place, f"the call closed on {text}", "ask its agency", text=text)


def _missing(item: Finding) -> Problem:
    said, mend = f"{item.name} is asked for: {item.detail}", "give it, and send it then"
    return problem("application.missing", item.name, said, mend, name=item.name, text=item.detail)


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
