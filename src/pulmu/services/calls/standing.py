"""Where the calls of an agency stand: what was received, what is judged, what is undecided."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.calls.stages import undecided, unsealed


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
        received = sum(item.ended is None for item in work.all_received("application", call))
        reviews = sum(item.state in ("assigned", "sealed") for item in work.reviews(call))
        return Standing(received, reviews, unsealed(work, call), undecided(work, call))


def received_by_call(gate: Gate, actor: Actor) -> Mapping[str, int]:
    """Applications that stand, of each call.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_received") as work:
        return Counter(item.about for item in work.all_received("application") if item.ended is None)
