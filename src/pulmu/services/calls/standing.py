"""Where the calls of an agency stand: what was received, what is judged, what is undecided."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate


@dataclass(frozen=True, slots=True)
class Standing:
    """A call in numbers.

    Parameters
    ----------
    received : Applications that stand: neither withdrawn nor replaced.
    reviews : Reviews that were asked for, and not declined or taken back.
    unsealed : Those of them that were not given yet.
    undecided : Applications of which nothing was decided.
    """

    received: int
    reviews: int
    unsealed: int
    undecided: int


def standing_of(gate: Gate, actor: Actor, call: str) -> Standing:
    """A call in numbers.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_received") as work:
        received, reviews = work.standing_by_about("application").get(call, 0), work.reviews_by_state(call)
        unsealed, sealed = reviews.get("assigned", 0), reviews.get("sealed", 0)
        return Standing(received, unsealed + sealed, unsealed, work.undecided(call))


def received_by_call(gate: Gate, actor: Actor) -> Mapping[str, int]:
    """Applications that stand, of each call.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_received") as work:
        return work.standing_by_about("application")
