"""What other workspaces sent becomes a record of this one, once, whatever ends in between."""

from collections.abc import Iterator

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.records.store import WorkspaceRecords

_AT_ONCE = 100


def take_in(gate: Gate, actor: Actor) -> tuple[Received, ...]:
    """Take in everything that waits, oldest first.

    An application takes the place of an earlier one of the same sender for the same call; a withdrawal ends it.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_all(gate, actor))


def _all(gate: Gate, actor: Actor) -> Iterator[Received]:
    while True:
        with gate.seeing(actor, "receive_delivery") as crossing:
            waiting = crossing.waiting(_AT_ONCE)
            names = {item.sender: crossing.workspace_name(item.sender) for item in waiting}
        if not waiting:
            return
        yield from _some(gate, actor, waiting, names)


def _some(gate: Gate, actor: Actor, waiting: tuple[Delivery, ...], names: dict[str, str]) -> list[Received]:
    listed = ", ".join(f"{item.kind}:{item.id[:12]}" for item in waiting)
    new = []
    with gate.writing(actor, Deed("receive_delivery", f"{len(waiting)}", detail={"taken": listed})) as work:
        for item in waiting:
            record = _received(item, names[item.sender])
            _end_earlier(work, item)
            if work.add_received(record):
                new.append(record)
    with gate.sending(actor, Deed("receive_delivery", f"{len(waiting)}", detail={"receipt": "yes"})) as crossing:
        for item in waiting:
            crossing.take(item.id, gate.world.now())
    return new


def _received(item: Delivery, name: str) -> Received:
    return Received(
        id=item.id, kind=item.kind, about=item.about, sender=item.sender, name=name, at=item.at, content=item.content,
        sha256=item.sha256,
    )  # fmt: skip


def _end_earlier(work: WorkspaceRecords, item: Delivery) -> None:
    if item.kind not in ("application", "withdrawal"):
        return
    for earlier in work.all_received("application", item.about):
        if earlier.sender == item.sender and earlier.at < item.at and earlier.ended is None and earlier.id != item.id:
            work.end_received(earlier.id, item.at)
