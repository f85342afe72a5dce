"""What other workspaces sent that waits for somebody here: how many of each kind, and where it is found.

Each part of Pulmu that has something of the kind adds its lines.
"""

from collections import Counter
from dataclasses import dataclass

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
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
    found = (*_of_rounds(gate, actor, came), *_for_officers(gate, actor, came))
    return tuple(item for item in found if item.count)


def _of_rounds(gate: Gate, actor: Actor, came: Counter[str]) -> tuple[Waiting, ...]:
    """Rounds that ask for wishes or for an answer."""
    if not actor.may("read_wishes"):
        return ()
    known = sum(item.waits for item in own_rounds(gate, actor, takes_in=False))
    return (Waiting("own_rounds", known + came["invitation"] + came["proposal"], "/own-rounds"),)


def _for_officers(gate: Gate, actor: Actor, came: Counter[str]) -> tuple[Waiting, ...]:
    """Replies that are to be taken into rounds."""
    if not actor.may("send_round"):
        return ()
    with gate.reading(actor, "send_round") as work:
        known = sum(work.standing_by_about("reply").values())
    return (Waiting("rounds", known + came["reply"], "/rounds"),)
