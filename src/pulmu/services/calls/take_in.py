"""What other workspaces sent becomes a record of this one. It is when it is sent; this is for what waits nevertheless,
as after a power failure or a full disk."""

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.records.crossing import Received
from pulmu.services.records.store import Store


def take_in(gate: Gate, actor: Actor) -> tuple[Received, ...]:
    """Take in everything that waits, oldest first: what is new of it.

    An application takes the place of an earlier one of the same sender for the same call; a withdrawal ends it.

    Raises
    ------
    AccessRefused  They may not.
    OutsideError  A paper cannot be read or kept; its delivery waits on, and all others were taken in.
    """
    authorise(actor, "receive_delivery", "")
    return gate.deliver(actor.workspace, actor)


def count_waiting(gate: Gate, actor: Actor) -> int:
    """How much was sent and is not taken in; 0 for who may not take it in."""
    if not actor.may("receive_delivery"):
        return 0
    with gate.seeing(actor, "receive_delivery") as crossing:
        return crossing.count_waiting()


def finish_deliveries(store: Store, gate: Gate) -> int:
    """Take in what a process that ended left waiting, in every workspace; how much is new. For the care of a place."""
    with store.place_reading() as place:
        rooms = [item.id for item in place.workspaces() if item.status == "open"]
    return sum(len(gate.deliver_if_possible(room)) for room in rooms)
