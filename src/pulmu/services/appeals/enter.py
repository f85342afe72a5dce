"""An appeal that came on paper is entered by an officer, and so is that it was taken back."""

import hashlib
import json
from datetime import datetime

from pulmu.model import ConflictError, InputError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.appeals.own import checked_grounds
from pulmu.services.appeals.received import Appeal, find_appeal, list_appeals
from pulmu.services.records.crossing import Received
from pulmu.services.workspaces.documents import unknown_document
from pulmu.services.workspaces.reports import needed

_FORMAT = "pulmu.appeal/1"


def enter_appeal(
    gate: Gate, actor: Actor, call: Call, application: str, grounds: str, came: datetime | None = None
) -> Appeal:
    """Enter an appeal that came on paper, on any application of the call. The same one twice is entered once.

    Parameters
    ----------
    came : When it came; not given: now.

    Raises
    ------
    AccessRefused  They may not, or there is no such application (`access.unknown_document`).
    InputError  No grounds are given (`appeal.grounds`), or it came later than now or before its application
        (`appeal.came`).
    ConflictError  Another one on this application is open or was settled (`appeal.entered`).
    """
    authorise(actor, "take_in_upload", "")
    said, now = checked_grounds(grounds), gate.world.now()
    at = now if came is None else came
    with gate.reading(actor, "read_received") as work:
        known = work.received(application)
    if known is None or known.kind != "application" or known.about != call.id:
        raise unknown_document()
    if not known.at <= at <= now:
        wrong, mend = "the appeal came before its application, or comes later than now", "correct the moment"
        raise InputError.of("appeal.came", "came", wrong, mend)
    content = json.dumps({"format": _FORMAT, "application": application, "grounds": said}, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    others = [item for item in list_appeals(gate, actor, call) if item.application == application]
    if any((item.source, item.sha256) == ("upload", digest) and item.state != "withdrawn" for item in others):
        return next(item for item in others if (item.source, item.sha256) == ("upload", digest))
    if any(item.state != "withdrawn" for item in others):
        wrong, mend = "another appeal on this application is open or was settled", "look at that one"
        raise ConflictError.of("appeal.entered", f"application {application}", wrong, mend)
    record = Received(
        id=_digest("paper appeal", actor.workspace, digest, str(len(others))), kind="appeal", about=call.id,
        source="upload", name=known.name, at=at, content=content, sha256=digest,
    )  # fmt: skip
    detail = {"sha256": digest, "application": application}
    with gate.writing(actor, Deed("take_in_upload", f"appeal:{record.id}", detail=detail)) as work:
        work.add_received(record)
    return find_appeal(gate, actor, call, record.id)


def end_entered(gate: Gate, actor: Actor, call: Call, appeal: str, reason: str) -> Appeal:
    """Note that an appeal on paper was taken back.

    Raises
    ------
    AccessRefused  They may not, or there is no such appeal.
    InputError  It came over this place, where its firm takes it back itself, or is settled (`appeal.not_on_paper`); or
        no reason is given (`input.reason_missing`).
    """
    authorise(actor, "take_in_upload", "")
    found = find_appeal(gate, actor, call, appeal)
    if found.source != "upload" or found.state != "open":
        said, mend = "it did not come on paper, or is open no more", "look at it as it is now"
        raise InputError.of("appeal.not_on_paper", f"appeal {appeal}", said, mend)
    deed = Deed("take_in_upload", f"appeal:{appeal}", detail={"withdrawn": "yes"}, reason=needed(reason))
    with gate.writing(actor, deed) as work:
        work.end_received(appeal, gate.world.now())
    return find_appeal(gate, actor, call, appeal)


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
