"""A guard in a thread of its own in front of the hall, with the people who ask it for something."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.services.control.campaign.hall import LIMITS, MODEL

from pulmu.adapters.guard_ledger import GuardLedger
from pulmu.model import OutsideError, Problem
from pulmu.model.document import Document
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control import owner as owner_module
from pulmu.services.control.owner import Owner, OwnerOrder
from pulmu.services.ports import Plant
from pulmu.services.records.audit import AuditEntry
from pulmu.twin.control import (
    Armed,
    Committed,
    Event,
    Heartbeat,
    Moment,
    Overridden,
    Person,
    Proof,
    Proposed,
    Released,
    Request,
    State,
    binding_of,
    commands_seal,
    profile_seal,
    read_profile,
)

PROFILE = read_profile(Document(LIMITS, "guard.json")).unwrap()
SEAL = profile_seal(PROFILE)
AUTHOR = Person(id="park", plant="hanbit", roles=frozenset({"operator"}))
ENGINEER = Person(id="kim", plant="hanbit", roles=frozenset({"engineer"}))


def proof_of(group: SetpointGroup, wall: float, **changes: Any) -> Proof:
    """What the simulator says of a group just now."""
    made = Proof(
        commands=commands_seal(group), snapshot="a" * 64, snapshot_at=wall, model=MODEL, model_at=wall - 3600,
        profile=SEAL, violations=0,
    )  # fmt: skip
    return replace(made, **{name: value(made) if callable(value) else value for name, value in changes.items()})


def longest_gap(beaten: list[float], since: float) -> float:
    """Longest time without a sign of life: how far this machine was too busy to keep its times. [s]"""
    moments = [since, *(moment for moment in beaten if moment > since), time.monotonic()]
    return max(after - before for before, after in pairwise(moments))


class Clock:
    """Both clocks of the guard's machine; they can be made to jump."""

    def __init__(self) -> None:
        self.wall = self.monotonic = 0.0

    def __call__(self) -> Moment:
        return Moment(time.monotonic() + self.monotonic, time.time() + self.wall)


class Ledger:
    """The guard's ledger on the disk; the disk may be full, and a dead guard writes nothing more."""

    def __init__(self, file: Path) -> None:
        self.file, self.kept, self.is_full, self.is_dead = file, GuardLedger(file), False, False
        self.all: list[AuditEntry] = list(self.kept.entries())

    def entries(self) -> Iterable[AuditEntry]:
        return self.kept.entries()

    def keep(self, entry: AuditEntry) -> None:
        if self.is_full or self.is_dead:
            raise OutsideError.of("outside.ledger", "ledger", "the disk is full", "make room", reason="full")
        self.kept.keep(entry)
        self.all.append(entry)


class Tap:
    """The plant as the guard has it; of a guard that was killed nothing more gets there, and nothing comes back."""

    def __init__(self, plant: Plant) -> None:
        self.plant, self.is_killed = plant, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plant, name)

    def read(self, tags: Any) -> Any:
        return self._alive(self.plant.read, tags)

    def write(self, tag: str, value: Any) -> Any:
        return self._alive(self.plant.write, tag, value)

    def _alive(self, call: Callable[..., Any], *given: Any) -> Any:
        if self.is_killed:
            raise OutsideError.of("outside.guard", "guard", "it is dead", "start it anew", reason="killed")
        return call(*given)


class Guarded:
    """The guard of the hall with its owner's thread, and the next number of a request.

    Parameters
    ----------
    is_alive : Whether who commands gives signs of life.
    """

    def __init__(self, plant: Plant, file: Path, clock: Clock) -> None:
        self.plant, self.clock = plant, clock
        self.ledger = Ledger(file)
        self.alarms: list[tuple[float, Problem]] = []
        self.bindings: list[str] = []
        self.is_alive, self.beats, self.number = True, 0, 0
        self.beaten: list[float] = []
        self.is_ended = threading.Event()
        self.lock = threading.Lock()
        owner_module.LOOKS = 0.15  # seconds; it is 0.5 where nobody waits for it
        self.begin()
        threading.Thread(target=self._live, daemon=True).start()

    def begin(self) -> None:
        """Begin, anew if need be: from what is on the disk."""
        self.tap = Tap(self.plant)
        order = OwnerOrder(clock=self.clock, draw=lambda: "", tell=self._told, every=0.05)
        self.owner = Owner(PROFILE, self.tap, self.ledger, order)  # type: ignore[arg-type]

    def _live(self) -> None:
        while not self.is_ended.wait(0.2):
            if self.is_alive:
                self.beat()

    def beat(self) -> None:
        """A sign of life."""
        with self.lock:
            self.beats += 1
            number = self.beats
        with contextlib.suppress(OutsideError):  # it may be dead just now
            self.send(lambda at: Heartbeat(at=at, number=number))
            self.beaten.append(time.monotonic())

    def _told(self, problem: Problem) -> None:
        self.alarms.append((time.monotonic(), problem))

    def send(self, make: Callable[[Moment], Event]) -> None:
        """Have something happen."""
        self.owner._ask(lambda: self.owner._guard.happens(make(self.clock())))

    @property
    def state(self) -> State:
        return self.owner._guard.state

    def settled(self) -> State:
        """What it knows when all that came before was dealt with."""
        return self.owner._ask(lambda: self.owner._guard.state)

    def wait(self, holds: Callable[[State], bool], seconds: float) -> bool:
        """Wait until the guard knows something; whether it came to that."""
        end = time.monotonic() + seconds
        while not holds(self.settled()):
            if time.monotonic() > end:
                return False
            time.sleep(0.005)
        return True

    def kill(self) -> None:
        """SIGKILL, as it is for a thread: nothing more of it reaches the plant or the disk."""
        self.tap.is_killed = True
        self.ledger.is_dead = True
        self.owner.close()
        self.ledger = Ledger(self.ledger.file)

    def switch(self, is_on: bool) -> None:
        """The guard's own console; on as soon as the switch at the plant is seen to be on."""
        self.owner.set_switch(is_on=is_on)

    def stop(self) -> None:
        self.owner.stop("kim")

    def hand(self, tag: str, is_on: bool) -> None:
        self.send(lambda at: Overridden(at=at, tag=tag, is_on=is_on))

    def close(self) -> None:
        self.is_ended.set()
        self.owner.close()

    # what people ask ------------------------------------------------------------------------------------------

    def request(self, by: Person, at: Moment, **changes: Any) -> Request:
        """The next request of somebody."""
        self.number += 1
        made = Request(by=by, sequence=self.number, made_at=at.wall)
        return replace(made, **{name: value(made) if callable(value) else value for name, value in changes.items()})

    def proof(self, group: SetpointGroup, **changes: Any) -> Proof:
        return proof_of(group, self.clock().wall, **changes)

    def propose(self, group: SetpointGroup, proof: Proof, by: Person = AUTHOR, **changes: Any) -> str:
        self.send(lambda at: Proposed(at=at, request=self.request(by, at, **changes), group=group, proof=proof))
        self.bindings.append(binding_of(group, proof, PROFILE.plant, SEAL))
        return self.bindings[-1]

    def arm(self, binding: str, token: str, by: Person = ENGINEER, **changes: Any) -> str:
        """Arm by a token; the token."""
        self.send(lambda at: Armed(at=at, request=self.request(by, at, **changes), binding=binding, token=token))
        return token

    def commit(self, binding: str, token: str, by: Person = AUTHOR, **changes: Any) -> None:
        """Commit; what follows goes on by itself."""
        self.send(lambda at: Committed(at=at, request=self.request(by, at, **changes), binding=binding, token=token))

    def release(self) -> None:
        self.send(lambda at: Released(at=at, request=self.request(ENGINEER, at)))
