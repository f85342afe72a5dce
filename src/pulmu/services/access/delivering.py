"""What was sent to a workspace becomes a record of its own, once and with its papers, whatever ends in between."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pulmu.model import OutsideError
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.records.paper import papers_of
from pulmu.services.records.store import ObjectStore, Store, WorkspaceRecords

_AT_ONCE = 100
Writing = Callable[[str, Mapping[str, str]], contextlib.AbstractContextManager[WorkspaceRecords]]
"""Opens the records of the receiver for a change that is noted, by what it is about and its detail."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """Takes in what was sent to one workspace."""

    store: Store
    objects: ObjectStore
    now: Callable[[], datetime]
    workspace: str
    writing: Writing

    def take_in(self) -> tuple[Received, ...]:
        """Take in everything that waits, oldest first: what is new of it.

        First the papers are there, then the record that names them, then the receipt. What ends in between is
        finished by the next that looks: a paper is kept by its content, a record by the id of its delivery.

        Raises
        ------
        OutsideError  A paper cannot be read or kept; its delivery waits on, and all others were taken in.
        """
        new: list[Received] = []
        while True:
            with self.store.crossing(self.workspace, writes=False) as crossing:
                waiting = crossing.waiting(_AT_ONCE)
                names = {item.sender: crossing.workspace_name(item.sender) for item in waiting}
            ready, failed = self._with_papers(waiting)
            if ready:
                new += self._some(ready, names)
            if failed:
                raise failed[0]
            if not waiting:
                return tuple(new)

    def _with_papers(self, waiting: tuple[Delivery, ...]) -> tuple[list[Delivery], list[OutsideError]]:
        """Deliveries whose papers are here now, and why others are not."""
        ready: list[Delivery] = []
        failed: list[OutsideError] = []
        for item in waiting:
            try:
                for paper in papers_of(item.content):
                    self.objects.put(self.workspace, self.objects.get(item.sender, paper.sha256))
            except OutsideError as error:
                failed.append(error)
            else:
                ready.append(item)
        return ready, failed

    def _some(self, waiting: list[Delivery], names: dict[str, str]) -> list[Received]:
        listed = ", ".join(f"{item.kind}:{item.id[:12]}" for item in waiting)
        new, standing = [], _Standing()
        with self.writing(f"{len(waiting)}", {"taken": listed}) as work:
            for item in waiting:
                record = _received(item, names[item.sender])
                standing.end_earlier(work, item)
                if work.add_received(record):
                    new.append(record)
                    standing.add(record)
        with self.store.crossing(self.workspace, writes=True) as crossing:
            for item in waiting:
                crossing.take(item.id, self.now())
        return new


def _received(item: Delivery, name: str) -> Received:
    return Received(
        id=item.id, kind=item.kind, about=item.about, sender=item.sender, name=name, at=item.at, content=item.content,
        sha256=item.sha256,
    )  # fmt: skip


class _Standing:
    """Applications that count, by call and sender: each sender of a call is looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], dict[str, datetime]] = {}

    def end_earlier(self, work: WorkspaceRecords, item: Delivery) -> None:
        """What an application or a withdrawal takes the place of counts no more."""
        if item.kind not in ("application", "withdrawal"):
            return
        key = (item.about, item.sender)
        if key not in self._known:
            mine = work.received_from("application", item.about, item.sender)
            self._known[key] = {known.id: known.at for known in mine if known.ended is None}
        for earlier, at in tuple(self._known[key].items()):
            if _comes_after(item, earlier, at):
                work.end_received(earlier, item.at)
                del self._known[key][earlier]

    def add(self, known: Received) -> None:
        """One that counts."""
        if known.kind == "application":
            self._known.setdefault((known.about, known.sender), {})[known.id] = known.at


def _comes_after(item: Delivery, key: str, at: datetime) -> bool:
    """Whether it was sent after an application; at the same moment a withdrawal is, and of applications one is."""
    if key == item.id:
        return False
    return item.at > at or (item.at == at and (item.kind == "withdrawal" or item.id > key))
