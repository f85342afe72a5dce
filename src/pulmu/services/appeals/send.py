"""A firm appeals against what was decided on its application."""

import hashlib
import json

from pulmu.model import InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.records.crossing import Delivery

FORMAT = "pulmu.appeal/1"
LONGEST = 20_000


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
    """
    authorise(actor, "submit_application", "")
    said = grounds.strip()
    if not 0 < len(said) <= LONGEST:
        raise InputError.of(
            "appeal.grounds", "grounds", "no grounds are given, or more than an appeal can hold",
            f"say in at most {LONGEST:,} signs why the decision is wrong", limit=f"{LONGEST:,}",
        )  # fmt: skip
    with gate.seeing(actor, "read_application") as crossing:
        sent = crossing.delivery(application)
    if sent is None or sent.kind != "application" or (sent.sender, sent.receiver) != (actor.workspace, agency):
        raise InputError.of(
            "appeal.no_application", "application", "no application of yours to this agency has this receipt",
            "give the receipt of the application the decision is about",
        )  # fmt: skip
    content = json.dumps({"format": FORMAT, "application": application, "grounds": said}, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    delivery = Delivery(
        id=hashlib.sha256(json.dumps(["appeal", actor.workspace, digest]).encode()).hexdigest(), kind="appeal",
        sender=actor.workspace, receiver=agency, about=sent.about, at=gate.world.now(), content=content, sha256=digest,
    )  # fmt: skip
    detail = {"receipt": delivery.id, "sha256": digest, "to": agency, "kind": "appeal"}
    with gate.sending(actor, Deed("submit_application", f"call:{sent.about}", detail=detail)) as crossing:
        crossing.send(delivery)
        receipt = crossing.delivery(delivery.id)
    return delivery if receipt is None else receipt
