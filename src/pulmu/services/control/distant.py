"""The desk of a guard in another process: requests are signed, replies are read by the same codec."""

import threading
from collections.abc import Callable
from typing import Any, Literal, Protocol

from pulmu.model.errors import InputError, OutsideError
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control.desk import GuardAnswer, GuardView, LogEntry
from pulmu.services.control.people import DOMAIN
from pulmu.services.control.signed_proof import Sign, SignedProof, text_of
from pulmu.services.control.wire import LARGEST_SAID, MOST_ENTRIES, Message, Reply, SignedRequest, packed, unpacked

Act = Literal["propose", "arm", "commit", "release", "stop", "beat"]


class Link(Protocol):
    """Carries messages to a guard."""

    @property
    def number(self) -> int:
        """Which connection it is, from 1; 0 where there is none, or the other side has ended it."""
        ...

    def ask(self, message: bytes) -> bytes:
        """The reply to a message, which is sent once."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


class DistantDesk:
    """Fulfils `GuardDesk`.

    Parameters
    ----------
    key, sign : Name of the key that signs, and what signs by it: a person's own, or that of a gate that speaks for
        them. Without one there is only the view, the log and the stop.
    wall : Clock of the world. [s]
    """

    def __init__(self, link: Link, key: str, sign: Sign | None, wall: Callable[[], float]) -> None:
        self._link, self._key, self._sign, self._wall = link, key, sign, wall
        self._lock = threading.RLock()
        self._name, self._named, self._number = "", 0, 0

    def view(self) -> GuardView:
        """How it stands."""
        view = self._ask(Message(ask="view")).view
        if view is None:
            raise _odd()
        return view

    def propose(self, person: str, group: SetpointGroup, proof: SignedProof) -> GuardAnswer:
        """Propose a group."""
        return self._request(person, "propose", group=group, proof=proof)

    def arm(self, person: str, binding: str) -> GuardAnswer:
        """Arm it."""
        return self._request(person, "arm", binding=binding)

    def commit(self, person: str, binding: str, token: str) -> GuardAnswer:
        """Commit it."""
        return self._request(person, "commit", binding=binding, token=token)

    def release(self, person: str) -> GuardAnswer:
        """Let go."""
        return self._request(person, "release")

    def stop(self, person: str) -> GuardAnswer:
        """End all control; signed where this desk has a key."""
        if self._sign is not None and (signed := self._request(person, "stop")).accepted:
            return signed
        return self._ask(Message(ask="stop")).answer or GuardAnswer(accepted=False)

    def beat(self, person: str) -> GuardAnswer:
        """A sign of life."""
        return self._request(person, "beat")

    def log(self, after: int, most: int) -> tuple[LogEntry, ...]:
        """Entries of the ledger."""
        return self._ask(Message(ask="log", after=after, most=min(most, MOST_ENTRIES))).entries

    def close(self) -> None:
        """End the connection: whoever committed by it falls silent."""
        self._link.close()

    def _request(self, person: str, act: Act, **said: Any) -> GuardAnswer:
        with self._lock:
            if self._link.number == 0 or self._link.number != self._named:
                self._name, self._number = self._ask(Message(ask="hello")).hello, 0
                self._named = self._link.number
            self._number += 1
            asked = SignedRequest(
                to=self._name, number=self._number, made_at=self._wall(), person=person, act=act, **said
            )
            body = packed(asked)
            signature = "" if self._sign is None else text_of(self._sign(DOMAIN + body))
            reply = self._ask(Message(ask="signed", body=body.decode(), key=self._key, signature=signature))
        if reply.answer is not None:
            return reply.answer
        return GuardAnswer(accepted=False, problems=reply.problems)

    def _ask(self, message: Message) -> Reply:
        data = self._link.ask(packed(message))
        try:
            return unpacked(Reply, data, LARGEST_SAID)
        except InputError as error:
            raise _odd() from error


def _odd() -> OutsideError:
    return OutsideError.of(
        "outside.guard", "guard", "the guard cannot be reached: it answers what is no answer",
        "use the same version of Pulmu on both sides", reason="no answer",
    )  # fmt: skip
