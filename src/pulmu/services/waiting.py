"""What other workspaces sent, or colleagues gave, that waits for somebody: how many of each kind, and where it is.

Each part of Pulmu that has something of the kind adds its lines.
"""

from collections import Counter
from dataclasses import dataclass

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.rounds.own import own_rounds

_MOST = 200
"""Deliveries that are looked at: more than that are told as so many."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits.

    Parameters
    ----------
    kind : What it is, as the key of its words.
    path : Where it is found, below the workspace.
    """

    kind: str
    count: int
    path: str


def waiting(gate: Gate, actor: Actor) -> tuple[Waiting, ...]:
    """What waits for who looks, by what they may do; nothing is taken in by looking."""
    with gate.seeing(actor, "read_board") as crossing:
        came = Counter[str](item.kind for item in crossing.waiting(_MOST))
    found = (*_of_rounds(gate, actor, came), *_for_officers(gate, actor, came), *_to_judge(gate, actor))
    return tuple(item for item in found if item.count)


def _of_rounds(gate: Gate, actor: Actor, came: Counter[str]) -> tuple[Waiting, ...]:
    """Rounds that ask for wishes or for an answer."""
    if not actor.may("read_wishes"):
        return ()
    known = sum(item.waits for item in own_rounds(gate, actor))
    return (Waiting("own_rounds", known + came["invitation"] + came["proposal"], "/own-rounds"),)


def _for_officers(gate: Gate, actor: Actor, came: Counter[str]) -> tuple[Waiting, ...]:
    """Replies that are to be taken into rounds."""
    if not actor.may("send_round"):
        return ()
    with gate.reading(actor, "send_round") as work:
        known = sum(work.standing_by_about("reply").values())
    return (Waiting("rounds", known + came["reply"], "/rounds"),)


def _to_judge(gate: Gate, actor: Actor) -> tuple[Waiting, ...]:
    """Applications a reviewer was given and has not judged, of calls that are at review."""
    if not actor.may("review_application"):
        return ()
    with gate.reading(actor, "review_application") as work:
        given = Counter(item.call for item in work.reviews_of(actor.id) if item.state == "assigned")
        count = sum(number for call, number in given.items() if _is_at_review(work, call))
    return (Waiting("own_reviews", count, "/reviews"),)


def _is_at_review(work: WorkspaceRecords, call: str) -> bool:
    state = work.call_state(call)
    return state is not None and state.stage == "reviewing"
