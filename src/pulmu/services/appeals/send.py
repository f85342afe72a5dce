"""A firm appeals against what was decided on its application, and may take the appeal back until it is settled."""

import hashlib
import json

from pulmu.model import ConflictError, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.appeals.own import OwnAppeal, checked_grounds, find_own_appeal, own_appeal, withdrawal_of
from pulmu.services.records.crossing import Delivery

FORMAT = "pulmu.appeal/1"
WITHDRAWN = "pulmu.appeal_withdrawal/1"
_LONGEST_REASON = 2_000


def submit_appeal(gate: Gate, actor: Actor, application: str, *, seen: int) -> Delivery:
    """Send the appeal as it is written: the receipt.

    Parameters
    ----------
    seen : Version that was looked at: that one is sent, or none.

    Raises
    ------
    AccessRefused  They may not, or no application of theirs has this receipt (`access.unknown_document`).
    InputError  As for `appeal`.
    ConflictError  It was changed meanwhile (`store.document_changed`); or as for `appeal`.
    """
    authorise(actor, "submit_application", "")
    found = own_appeal(gate, actor, application)
    if found.number != seen:
        said, mend = "somebody saved another version meanwhile", "look at it, and send it then"
        raise ConflictError.of("store.document_changed", f"appeal on {application[:12]}", said, mend)
    return appeal(gate, actor, found.application.receiver, application, found.grounds)


def appeal(gate: Gate, actor: Actor, agency: str, application: str, grounds: str) -> Delivery:
    """Send an appeal: the receipt. The same appeal sent twice is sent once. Whether it comes in time is for the agency.

    Parameters
    ----------
    application : Receipt of the application it is about.
    grounds : Why the decision is thought to be wrong.

    Raises
    ------
    AccessRefused  They may not.
    InputError  No application of theirs to that agency has this receipt (`appeal.no_application`), or no grounds are
        given, or too many signs of them (`appeal.grounds`).
    ConflictError  Another one of theirs stands (`appeal.stands`), or was answered (`appeal.answered`).
    """
    authorise(actor, "submit_application", "")
    said = checked_grounds(grounds)
    found = find_own_appeal(gate, actor, application)
    if found is None or found.application.receiver != agency:
        raise InputError.of(
            "appeal.no_application", "application", "no application of yours to this agency has this receipt",
            "give the receipt of the application the decision is about",
        )  # fmt: skip
    content = json.dumps({"format": FORMAT, "application": application, "grounds": said}, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    times = sum(1 for item in found.sent if item.withdrawn is not None)
    delivery = Delivery(
        id=_digest("appeal", actor.workspace, agency, digest, str(times)), kind="appeal", sender=actor.workspace,
        receiver=agency, about=found.application.about, at=gate.world.now(), content=content, sha256=digest,
    )  # fmt: skip
    _check_alone(found, delivery)
    return _sent(gate, actor, delivery)


def withdraw_appeal(gate: Gate, actor: Actor, application: str, *, reason: str = "") -> Delivery:
    """Take back the appeal that stands, until it is answered: the receipt. Another may be sent then.

    Raises
    ------
    AccessRefused  They may not, or no application of theirs has this receipt (`access.unknown_document`).
    InputError  No appeal of theirs stands (`appeal.none_stands`).
    """
    authorise(actor, "submit_application", "")
    found = own_appeal(gate, actor, application)
    standing = found.standing
    if standing is None:
        said, mend = "no appeal of yours stands", "nothing has to be done"
        raise InputError.of("appeal.none_stands", f"application {application[:12]}", said, mend)
    tree = {"format": WITHDRAWN, "withdraws": standing.receipt.id, "reason": reason.strip()[:_LONGEST_REASON]}
    content = json.dumps(tree, ensure_ascii=False)
    delivery = Delivery(
        id=withdrawal_of(standing.receipt.id), kind="appeal_withdrawal", sender=actor.workspace,
        receiver=found.application.receiver, about=found.application.about, at=gate.world.now(), content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
    return _sent(gate, actor, delivery)


def _check_alone(found: OwnAppeal, delivery: Delivery) -> None:
    """One appeal at a time, and none after an answer; the same one again is no other."""
    for item in found.sent:
        if item.receipt.id == delivery.id:
            return
        if item.answer is not None:
            said, mend = "your appeal was answered already", "see the answer; it names what may be done against it"
            raise ConflictError.of("appeal.answered", f"appeal {item.receipt.id[:12]}", said, mend)
        if item.withdrawn is None:
            said, mend = "an appeal of yours stands already", "wait for its answer, or withdraw it first"
            raise ConflictError.of("appeal.stands", f"appeal {item.receipt.id[:12]}", said, mend)


def _sent(gate: Gate, actor: Actor, delivery: Delivery) -> Delivery:
    detail = {"receipt": delivery.id, "sha256": delivery.sha256, "to": delivery.receiver, "kind": delivery.kind}
    with gate.sending(actor, Deed("submit_application", f"call:{delivery.about}", detail=detail)) as crossing:
        crossing.send(delivery)
        receipt = crossing.delivery(delivery.id)
    return delivery if receipt is None else receipt


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
