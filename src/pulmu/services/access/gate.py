"""The one way to the records: who asks is authorised, and the audit of the same transaction says what they did."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pulmu.model import AccessRefused, ConflictError, OutsideError
from pulmu.services.access.actor import Actor
from pulmu.services.access.delivering import Receiving
from pulmu.services.access.permission import Action
from pulmu.services.access.world import World
from pulmu.services.records.audit import AuditEntry, following
from pulmu.services.records.crossing import Received
from pulmu.services.records.store import Crossing, ObjectStore, PlaceRecords, Queue, Store, WorkspaceRecords

DISCLOSURES: frozenset[Action] = frozenset(
    {"download_report", "read_evidence", "export_workspace", "read_audit", "export_audit", "read_member"}
)
"""Reading that is noted as if it were writing: personal data and trade secrets leave, or are looked at in bulk."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be noted of an action besides who and when."""

    action: Action
    about: str = ""
    report: str = ""
    detail: Mapping[str, str] | None = None
    reason: str = ""


class Gate:
    """Opens records of a workspace to who may, for what they may."""

    def __init__(self, store: Store, objects: ObjectStore, world: World, *, delivers: bool = False) -> None:
        """A gate.

        Parameters
        ----------
        delivers : Whether what is sent is taken in at its receiver's right after; else it waits to be taken in.
        """
        self._store = store
        self.objects = objects
        self.world = world
        self._delivers = delivers

    @contextlib.contextmanager
    def reading(self, actor: Actor, action: Action, *, report: str = "") -> Iterator[WorkspaceRecords]:
        """Records to read. What discloses (`DISCLOSURES`) is refused here: `writing` notes it.

        Raises
        ------
        AccessRefused  They may not (`access.forbidden`, `access.second_factor_needed`).
        """
        if action in DISCLOSURES:
            raise ValueError(f"{action} is noted: open it by writing")
        authorise(actor, action, report)
        with self._store.reading(actor.workspace) as records:
            yield records

    @contextlib.contextmanager
    def writing(self, actor: Actor, deed: Deed) -> Iterator[WorkspaceRecords]:
        """Records to change, in one transaction that ends with the entry of the audit.

        Raises
        ------
        AccessRefused  They may not (`access.forbidden`, `access.second_factor_needed`).
        """
        authorise(actor, deed.action, deed.report)
        with self._noted(actor, deed) as records:
            yield records

    @contextlib.contextmanager
    def _noted(self, actor: Actor, deed: Deed) -> Iterator[WorkspaceRecords]:
        with self._store.writing(actor.workspace) as records:
            yield records
            entry = self._entry(records, actor, deed)
            records.add_entry(entry)
        with self._store.place_writing() as place:
            place.keep_head(actor.workspace, entry.number, entry.hash)

    @contextlib.contextmanager
    def disclosing(self, actor: Actor, deed: Deed) -> Iterator[WorkspaceRecords]:
        """Records to read for as long as it takes, where that discloses: it is noted before anything is read, and keeps
        nobody from writing.

        Raises
        ------
        AccessRefused  They may not (`access.forbidden`, `access.second_factor_needed`).
        """
        self.note(actor, deed)
        with self._store.reading(actor.workspace) as records:
            yield records

    @contextlib.contextmanager
    def queueing(self) -> Iterator[Queue]:
        """The queue that leads to jobs and holds nothing of them; what is put there is noted with the job.

        Opened inside a transaction of a workspace, never around one: two who wait for each other would wait in vain.
        """
        with self._store.place_writing() as queue:
            yield queue

    @contextlib.contextmanager
    def seeing(self, actor: Actor, action: Action) -> Iterator[Crossing]:
        """What other workspaces show to all, and what they sent this one, to read.

        Raises
        ------
        AccessRefused  They may not.
        """
        authorise(actor, action, "")
        with self._store.crossing(actor.workspace, writes=False) as crossing:
            yield crossing

    @contextlib.contextmanager
    def sending(self, actor: Actor, deed: Deed) -> Iterator[Crossing]:
        """To show to all, to send, or to note as taken in; it is noted in the workspace before anything leaves it.

        What is sent has an id of its own: where a process ends between the note and this, sending again sends once.
        It is taken in by its receiver right after; what hinders that leaves it waiting, and does not undo the sending.

        Raises
        ------
        AccessRefused  They may not.
        """
        self.note(actor, deed)
        with self._store.crossing(actor.workspace, writes=True) as crossing:
            yield crossing
        self._sent_to(crossing.receivers)

    def _sent_to(self, receivers: tuple[str, ...]) -> None:
        for receiver in receivers if self._delivers else ():
            self.deliver_if_possible(receiver)

    def deliver(self, receiver: str, by: Actor | None = None) -> tuple[Received, ...]:
        """Take in what waits for a workspace, as somebody who was authorised, or as the place itself.

        Raises
        ------
        OutsideError  A paper cannot be read or kept; its delivery waits on, and all others were taken in.
        """
        who = by or Actor(id="system", name="", workspace=receiver, grants=(), via="session")

        def writing(about: str, detail: Mapping[str, str]) -> contextlib.AbstractContextManager[WorkspaceRecords]:
            return Gate._noted(self, who, Deed("receive_delivery", about, detail=detail))

        return Receiving(self._store, self.objects, self.world.now, receiver, writing).take_in()

    def deliver_if_possible(self, receiver: str) -> tuple[Received, ...]:
        """The same as the place itself; what hinders it leaves it waiting."""
        with contextlib.suppress(OutsideError, AccessRefused, ConflictError):
            return self.deliver(receiver)
        return ()

    @contextlib.contextmanager
    def as_server(self, workspace: str, deed: Deed) -> Iterator[WorkspaceRecords]:
        """Records to change by who sits at the server itself, noted as `system`; for commands, never for a request."""
        who = Actor(id="system", name="", workspace=workspace, grants=(), via="session")
        with self._noted(who, deed) as records:
            yield records

    def note(self, actor: Actor, deed: Deed) -> None:
        """Note what is about to be done outside of the workspace's records: it is never done without an entry."""
        with self.writing(actor, deed):
            pass

    @contextlib.contextmanager
    def place_reading(self, actor: Actor, action: Action = "read_place") -> Iterator[PlaceRecords]:
        """Records of the place to read."""
        authorise(actor, action, "")
        with self._store.place_reading() as records:
            yield records

    @contextlib.contextmanager
    def place_writing(self, actor: Actor, deed: Deed) -> Iterator[PlaceRecords]:
        """Records of the place to change, with the entry of its audit."""
        authorise(actor, deed.action, "")
        with self._store.place_writing() as records:
            yield records
            records.add_entry(self._entry(records, actor, deed))

    def _entry(self, records: WorkspaceRecords | PlaceRecords, actor: Actor, deed: Deed) -> AuditEntry:
        entry = AuditEntry(
            at=self.world.now(),
            actor=actor.id,
            action=deed.action,
            about=deed.about,
            detail=dict(deed.detail or {}),
            reason=deed.reason,
            address=actor.address,
        )
        return following(records.last_entry(), actor.workspace, entry)


def authorise(actor: Actor, action: Action, report: str) -> None:
    """Refuse who may not.

    Raises
    ------
    AccessRefused  They may not (`access.forbidden`), or have to give a one-time code first
        (`access.second_factor_needed`).
    """
    if actor.may(action, report):
        return
    if actor.lacks_second_factor(action, report):
        raise AccessRefused.of(
            "access.second_factor_needed", action, "this needs a one-time code", "give the code of your app",
            action=action,
        )  # fmt: skip
    raise AccessRefused.of(
        "access.forbidden", action, "you may not do this here", "ask who administers the workspace", action=action
    )
