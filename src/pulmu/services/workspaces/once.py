"""Requests that a program may send again, and that are carried out once: it names each by a key of its own."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from pulmu.model import InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.access.joined import JoinedGate
from pulmu.services.access.world import World
from pulmu.services.accounts.door import Sealer
from pulmu.services.records.job import KeptAnswer
from pulmu.services.records.store import ObjectStore, Store, WorkspaceRecords

KEPT = timedelta(hours=24)
"""How long an answer is kept."""


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request with its key.

    Parameters
    ----------
    key : As the program gave it.
    content : All that makes the request the one it is.
    """

    key: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered, and whether it was answered before."""

    answer: str
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """What is needed to carry out a request once."""

    store: Store
    objects: ObjectStore
    world: World
    sealer: Sealer

    def carry_out(self, asked: KeyedRequest, make: Callable[[Gate], str]) -> Answered:
        """Carry out a request and keep its answer in the same transaction, or answer as before.

        Parameters
        ----------
        make : Carries it out by the gate it is given, and says the answer. What is refused keeps nothing: the key is
            free again.

        Raises
        ------
        InputError  The key came with another request before (`input.idempotency_key`).
        """
        request = hashlib.sha256(asked.content).hexdigest()
        key, answer = "", ""

        def first(work: WorkspaceRecords, actor: Actor) -> None:
            nonlocal key
            key = hashlib.sha256(f"{actor.id}\0{asked.key}".encode()).hexdigest()
            work.drop_answers(self.world.now() - KEPT)
            known = work.answer_of(key)
            if known is None:
                return
            if known.request != request:
                said, mend = "this key came with another request before", "give each request a key of its own"
                raise InputError.of("input.idempotency_key", "Idempotency-Key", said, mend)
            raise _RepeatedError(self.sealer.open(known.answer))

        def last(work: WorkspaceRecords) -> None:
            sealed = self.sealer.seal(answer)
            work.keep_answer(KeptAnswer(key=key, request=request, at=self.world.now(), answer=sealed))

        gate = JoinedGate(self.store, self.objects, self.world, first)
        try:
            with gate.whole(last):
                answer = make(gate)
        except _RepeatedError as repeated:
            return Answered(repeated.answer, is_repeated=True)
        return Answered(answer, is_repeated=False)


class _RepeatedError(Exception):
    """The request came before."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer
