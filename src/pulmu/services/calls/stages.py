"""How a call goes on: applications are taken in, judged, scores opened, decided, published."""

from pulmu.model import InputError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.access.permission import Action
from pulmu.services.records.deciding import Stage
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.calls import closes_at

NEXT: dict[Stage, Stage] = {
    "taking": "reviewing", "reviewing": "opened", "opened": "decided", "decided": "published",
}  # fmt: skip
ACTION_TO: dict[Stage, Action] = {
    "reviewing": "assign_review", "opened": "open_scores", "decided": "decide_application", "published": "publish_call",
}  # fmt: skip
"""What one must be allowed, to bring a call to a stage."""


def go_on(gate: Gate, actor: Actor, call: Call, seen: Stage, reason: str = "") -> Stage:
    """The next stage of a call.

    Parameters
    ----------
    seen : Stage it is at; where somebody went on meanwhile, nothing happens.
    reason : Why scores are opened although some are missing.

    Raises
    ------
    AccessRefused  They may not, or it was never published.
    InputError  Applications can still come (`call.still_open`); scores are missing and no reason is given
        (`call.scores_missing`); applications are undecided (`call.undecided`).
    ConflictError  Somebody went on meanwhile (`store.call_moved`).
    """
    stage = NEXT.get(seen)
    if stage is None:
        said, mend = "the call is at its end", "nothing has to be done"
        raise InputError.of("call.at_end", f"call {call.id}", said, mend)
    with gate.writing(actor, Deed(ACTION_TO[stage], f"call:{call.id}", detail={"stage": stage}, reason=reason)) as work:
        if work.call_state(call.id) is None:
            raise unknown_document()
        _check(gate, work, call, stage, reason)
        work.move_call(call.id, expected=seen, stage=stage, at=gate.world.now())
    return stage


def _check(gate: Gate, work: WorkspaceRecords, call: Call, stage: Stage, reason: str) -> None:
    place = f"call {call.id}"
    if stage == "reviewing" and gate.world.now() < closes_at(call):
        said, mend = "applications can come until it closes", "wait until then"
        raise InputError.of("call.still_open", place, said, mend, text=f"{call.closes} {call.closes_at}")
    if stage == "opened" and not reason.strip():
        missing = work.reviews_by_state(call.id).get("assigned", 0)
        if missing:
            said, mend = f"{missing} reviews are not sealed", "wait for them, or say why scores are opened without"
            raise InputError.of("call.scores_missing", place, said, mend, count=missing)
    if stage == "decided":
        left = work.undecided(call.id)
        if left:
            said, mend = f"{left} applications are undecided", "decide them first"
            raise InputError.of("call.undecided", place, said, mend, count=left)
