"""A plant in memory and a guard in front of it; time goes on only when it is told to."""

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.twin.control.oracle import Oracle

from pulmu.model.document import Document
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag import Sample
from pulmu.twin.control import (
    Alarm,
    Answered,
    Armed,
    Committed,
    Event,
    Heartbeat,
    LinkBack,
    Moment,
    Person,
    Proof,
    Proposed,
    Read,
    Record,
    Released,
    Request,
    Sampled,
    Switched,
    Ticked,
    Write,
    binding_of,
    commands_seal,
    initial,
    read_profile,
    step,
)
from pulmu.twin.control.binding import model_of

MODEL = model_of("f" * 64, "b" * 64)
START = Moment(1000.0, 1_790_000_000.0)
LIMITS: dict[str, Any] = {
    "pulmu": "guard/1",
    "id": "heat_treatment",
    "plant": "hanbit",
    "version": 1,
    "made_by": "Kim Seo-yeon",
    "made_on": "2026-11-27",
    "snapshot_age_s": 60,
    "model_age_s": 86400,
    "tag_map": "e" * 64,
    "watched": {"report": "9" * 64, "line": "f" * 64},
    "roles": {"propose": ["engineer", "operator"], "arm": ["engineer"], "commit": ["engineer", "operator"]},
    "limits": [
        {
            "tag": "furnace/1/temperature", "unit": "°C", "low": 700, "high": 900, "step": 25, "rate_per_minute": 60,
            "dwell_s": 5, "tolerance": 0.5, "safe": 780,
            "effects": [{"tag": "furnace/1/gas", "moves": "with", "by": 1e-6, "within_s": 3}],
        },
        {"tag": "line/trim", "low": -5, "high": 5, "step": 10, "rate_per_minute": 1000},
        {"tag": "line/count", "kind": "whole", "low": 0, "high": 5, "step": 5, "rate_per_minute": 500, "safe": 0},
        {"tag": "burner/on", "kind": "truth", "safe": False},
        {"tag": "line/mode", "kind": "choice", "choices": ["run", "standby", "stop"], "safe": "standby"},
    ],
    "interlocks": [
        {"id": "door_closed", "tag": "furnace/1/door_closed", "equals": True, "guards": ["furnace/1/temperature"]},
        {"id": "air", "tag": "air/pressure", "low": 4, "high": 9},
    ],
}  # fmt: skip
PROFILE = read_profile(Document(LIMITS, "guard.json")).unwrap()
STANDS: Mapping[str, Any] = {
    "furnace/1/temperature": 800.0, "furnace/1/gas": 80.0, "line/trim": 1.0, "line/count": 2.0, "burner/on": True,
    "line/mode": "run", "furnace/1/door_closed": True, "air/pressure": 6.0,
}  # fmt: skip
UNITS = {"furnace/1/temperature": "°C"}
AUTHOR = Person(id="park", plant="hanbit", roles=frozenset({"operator"}))
ENGINEER = Person(id="kim", plant="hanbit", roles=frozenset({"engineer"}))


def group_of(**values: Any) -> SetpointGroup:
    """A group of setpoints by tag; `__` stands for `/`."""
    tags = {name.replace("__", "/"): value for name, value in values.items()}
    return SetpointGroup(
        id="g", setpoints=tuple(Setpoint(tag=tag, value=value, unit=UNITS.get(tag, "1")) for tag, value in tags.items())
    )


COMMANDS = (Proposed, Armed, Committed, Released)
WARMER = group_of(furnace__1__temperature=810.0)


class World:
    """Guard, plant and people; every write is shown to the oracle before the plant gets it.

    Parameters
    ----------
    sees : What a sample becomes on its way to the guard.
    takes : What the plant says to a write; "ignored" says accepted and does nothing, "silent" says nothing.
    between : Called with the number of each answer before it is handed over; may let other things happen.
    """

    def __init__(self, profile: Any = PROFILE, *, is_ready: bool = True) -> None:
        self.profile, self.now = profile, START
        self.state = initial(profile, START)
        self.oracle = Oracle(profile)
        self.values: dict[str, Any] = dict(STANDS)
        self.sees: Callable[[Sample], Sample | None] = lambda sample: sample
        self.takes: Callable[[Write], str] = lambda write: "accepted"
        self.between: Callable[[int], None] = lambda number: None
        self.follows = True
        self.records: list[Record] = []
        self.alarms: list[Alarm] = []
        self.writes: list[Write] = []
        self.number, self.beats, self.answers, self.commands = 0, 0, 0, 0
        self.todo: deque[Any] = deque()
        self.is_working = False
        if is_ready:
            self.ready()

    def ready(self) -> None:
        """Linked, switched on, and somebody there."""
        self.send(LinkBack(at=self.now))
        self.send(Switched(at=self.now, is_on=True))
        self.beat()

    def send(self, event: Event) -> None:
        """Let something happen, and all that follows from it."""
        self.oracle.sees(event)
        self.commands += isinstance(event, COMMANDS)
        turn = step(self.state, event)
        self.state = turn.state
        for action in turn.actions:
            match action:
                case Record():
                    self.records.append(action)
                    self.oracle.hears(action, self.values)
                case Alarm():
                    self.alarms.append(action)
                case Write():
                    self.oracle.writes(action, event, self.values)
                    self.writes.append(action)
                    self.todo.append(action)
                case Read():
                    self.todo.append(action)
        self.work()

    def work(self) -> None:
        """Carry out what is asked for, one after the other."""
        if self.is_working:
            return
        self.is_working = True
        while self.todo:
            action = self.todo.popleft()
            self.answers += 1
            self.between(self.answers)
            if not self.oracle.is_linked:
                continue
            self._write(action) if isinstance(action, Write) else self._read(action)
        self.is_working = False

    def _write(self, action: Write) -> None:
        outcome = self.takes(action)
        if outcome in ("accepted", "lost"):
            self.values[action.tag] = action.value
            if action.tag == "furnace/1/temperature" and self.follows and isinstance(action.value, float):
                self.values["furnace/1/gas"] = action.value / 10
        if outcome != "silent":
            said = {"ignored": "accepted", "lost": "unknown"}.get(outcome, outcome)
            self._tell(Answered(at=self.now, ticket=action.ticket, outcome=said))  # type: ignore[arg-type]

    def _read(self, action: Read) -> None:
        came = tuple(item for tag in action.tags if (item := self.sees(self.sample(tag))) is not None)
        self._tell(Sampled(at=self.now, samples=came, answers=action.ticket))

    def _tell(self, event: Event) -> None:
        self.is_working = False
        waiting, self.todo = self.todo, deque()
        self.send(event)
        self.todo = deque((*waiting, *self.todo))
        self.is_working = True

    def sample(self, tag: str) -> Sample:
        """A reading as the plant gives it."""
        stamp = datetime.fromtimestamp(self.now.wall if math.isfinite(self.now.wall) else START.wall, UTC)
        return Sample(tag=tag, value=self.values.get(tag), unit=UNITS.get(tag, "1"), at=stamp, received=stamp)

    def by_hand(self, tag: str, value: Any) -> None:
        """A person sets a tag in the plant; nobody tells the guard."""
        self.values[tag] = value
        self.oracle.by_hand.add(tag)

    def wait(self, seconds: float, *, beats: bool = True, tick: float = 0.5) -> None:
        """Time goes on, tick by tick."""
        left = seconds
        while left > 1e-9:
            part = min(tick, left)
            left -= part
            self.now = Moment(self.now.monotonic + part, self.now.wall + part)
            if beats:
                self.beat()
            self.send(Ticked(at=self.now))

    def beat(self) -> None:
        """A sign of life."""
        self.beats += 1
        self.send(Heartbeat(at=self.now, number=self.beats))

    def request(self, by: Person) -> Request:
        """The next request of somebody."""
        self.number += 1
        return Request(by=by, sequence=self.number, made_at=self.now.wall)

    def proof(self, group: SetpointGroup, **changes: Any) -> Proof:
        """What the simulator says of a group just now."""
        made = Proof(
            commands=commands_seal(group), snapshot="a" * 64, snapshot_at=self.now.wall, model=MODEL,
            model_at=self.now.wall - 3600, profile=self.oracle.seal, violations=0, line="f" * 64, bounds="b" * 64,
            report="9" * 64, tag_map=self.profile.tag_map or "",
        )  # fmt: skip
        return replace(made, **changes) if changes else made

    def propose(self, group: SetpointGroup = WARMER, **changes: Any) -> str:
        """Propose a group; its binding."""
        proof = changes.pop("proof", None) or self.proof(group)
        event = Proposed(at=self.now, request=self.request(AUTHOR), group=group, proof=proof)
        self.send(replace(event, **changes) if changes else event)
        return binding_of(group, proof, self.profile.plant, self.oracle.seal)

    def arm(self, binding: str, /, **changes: Any) -> str:
        """Arm; the token."""
        token = f"token-{self.number:012d}"
        event = Armed(at=self.now, request=self.request(ENGINEER), binding=binding, token=token)
        self.send(replace(event, **changes) if changes else event)
        return token

    def commit(self, binding: str, token: str, /, **changes: Any) -> None:
        """Commit."""
        event = Committed(at=self.now, request=self.request(AUTHOR), binding=binding, token=token)
        self.send(replace(event, **changes) if changes else event)

    def set(self, group: SetpointGroup = WARMER) -> None:
        """Propose, arm and commit."""
        binding = self.propose(group)
        self.commit(binding, self.arm(binding))

    def release(self) -> None:
        """Let go."""
        self.send(Released(at=self.now, request=self.request(ENGINEER)))

    @property
    def codes(self) -> list[str]:
        """Codes of the reasons in all records, in order."""
        return [item.code for record in self.records for item in record.reasons]

    @property
    def whats(self) -> list[str]:
        """What was recorded."""
        return [record.what for record in self.records]
