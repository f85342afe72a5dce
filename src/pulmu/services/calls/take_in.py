"""What other workspaces sent becomes a record of this one, once, whatever ends in between."""

from collections.abc import Iterator
from datetime import datetime

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
    new, standing = [], _Standing()
    with gate.writing(actor, Deed("receive_delivery", f"{len(waiting)}", detail={"taken": listed})) as work:
        for item in waiting:
            record = _received(item, names[item.sender])
            standing.end_earlier(work, item)
            if work.add_received(record):
                new.append(record)
                standing.add(record)
    with gate.sending(actor, Deed("receive_delivery", f"{len(waiting)}", detail={"receipt": "yes"})) as crossing:
        for item in waiting:
            crossing.take(item.id, gate.world.now())
    return new


def _received(item: Delivery, name: str) -> Received:
    return Received(
        id=item.id, kind=item.kind, about=item.about, sender=item.sender, name=name, at=item.at, content=item.content,
        sha256=item.sha256,
    )  # fmt: skip


class _Standing:
    """Applications of the calls that are met, by sender: each call is looked through once."""

    def __init__(self) -> None:
        self._by_call: dict[str, dict[str, dict[str, datetime]]] = {}

    def end_earlier(self, work: WorkspaceRecords, item: Delivery) -> None:
        """What an application or a withdrawal takes the place of counts no more."""
        if item.kind not in ("application", "withdrawal"):
            return
        if item.about not in self._by_call:
            self._by_call[item.about] = {}
            for known in work.all_received("application", item.about):
                if known.ended is None:
                    self.add(known)
        mine = self._by_call[item.about].get(item.sender, {})
        for key, at in tuple(mine.items()):
            if _comes_after(item, key, at):
                work.end_received(key, item.at)
                del mine[key]

    def add(self, known: Received) -> None:
        """One that counts."""
        if known.kind == "application":
            self._by_call.setdefault(known.about, {}).setdefault(known.sender, {})[known.id] = known.at


def _comes_after(item: Delivery, key: str, at: datetime) -> bool:
    """Whether it was sent after an application; at the same moment a withdrawal is, and of applications one is."""
    if key == item.id:
        return False
    return item.at > at or (item.at == at and (item.kind == "withdrawal" or item.id > key))
