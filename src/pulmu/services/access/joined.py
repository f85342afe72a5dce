"""A gate that writes once: steps of a workspace become one transaction, whose last row says what they came to."""

import contextlib
from collections.abc import Callable, Iterator

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import DISCLOSURES, Deed, Gate, authorise
from pulmu.services.access.permission import Action
from pulmu.services.access.world import World
from pulmu.services.records.store import ObjectStore, Store, WorkspaceRecords


class JoinedGate(Gate):
    """A gate of one request: from its first writing on, all of it is one transaction of one workspace.

    Parameters
    ----------
    first : Is given the records, and who writes, before anything is written; it may refuse.
    """

    def __init__(
        self, store: Store, objects: ObjectStore, world: World, first: Callable[[WorkspaceRecords, Actor], None]
    ) -> None:
        super().__init__(store, objects, world, delivers=True)
        self._receivers: tuple[str, ...] = ()
        self._first = first
        self._open = contextlib.ExitStack()
        self._records: WorkspaceRecords | None = None
        self._is_broken = False
        self._head: tuple[str, int, str] | None = None

    @contextlib.contextmanager
    def whole(self, last: Callable[[WorkspaceRecords], None]) -> Iterator[None]:
        """The transaction; nothing of it is left where something was refused, also where that was got over.

        Parameters
        ----------
        last : Writes the last row, if anything was written.
        """
        with self._open:
            yield
            if self._records is not None:
                if self._is_broken:
                    raise RuntimeError("a step of the request was refused, and it went on")
                last(self._records)
        if self._head is not None:
            with self._store.place_writing() as place:
                place.keep_head(*self._head)
        super()._sent_to(self._receivers)

    def _sent_to(self, receivers: tuple[str, ...]) -> None:
        """After the transaction: nobody waits in it for another workspace."""
        self._receivers += receivers

    @contextlib.contextmanager
    def reading(self, actor: Actor, action: Action, *, report: str = "") -> Iterator[WorkspaceRecords]:
        """Records to read, as the transaction has them, if it was begun."""
        if self._records is None:
            with super().reading(actor, action, report=report) as records:
                yield records
            return
        if action in DISCLOSURES:
            raise ValueError(f"{action} is noted: open it by writing")
        authorise(actor, action, report)
        yield self._records

    @contextlib.contextmanager
    def writing(self, actor: Actor, deed: Deed) -> Iterator[WorkspaceRecords]:
        """Records to change, with the entry of the audit, in the one transaction."""
        authorise(actor, deed.action, deed.report)
        if self._records is None:
            self._records = self._open.enter_context(self._store.writing(actor.workspace))
            self._first(self._records, actor)
        if self._records.workspace != actor.workspace:
            raise ValueError("one request, two workspaces")
        try:
            yield self._records
        except BaseException:
            self._is_broken = True
            raise
        entry = self._entry(self._records, actor, deed)
        self._records.add_entry(entry)
        self._head = (actor.workspace, entry.number, entry.hash)
