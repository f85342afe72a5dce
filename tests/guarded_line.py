"""A line whose plant is guarded: a plant in memory, a real guard in this process, and desks that lead to it."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.services.control.test_run import Paper

from pulmu.adapters.simulated_plant import SimulatedPlant
from pulmu.model import OutsideError
from pulmu.model.document import Document
from pulmu.model.setpoint import SetpointGroup
from pulmu.model.tag import Tag, Value
from pulmu.services.access.actor import Actor
from pulmu.services.control.desk import GuardDesk, GuardView
from pulmu.services.control.in_process import InProcessDesk
from pulmu.services.control.owner import Owner, OwnerOrder
from pulmu.services.control.prove import Proven, ProvenFigure
from pulmu.services.control.signed_proof import SignedProof
from pulmu.services.guarded_lines.beating import Beats, Command
from pulmu.services.guarded_lines.proofs import ProofWish
from pulmu.services.guarded_lines.reach import Reach, no_guard
from pulmu.services.lines.shelf import KeptLine
from pulmu.twin.control import Moment, Person, Proof, commands_seal, profile_seal, read_profile

FURNACE, RUN, DOOR, SWITCH = "furnace/temperature_set", "line/run", "furnace/door_closed", "control/remote"
LIMITS: dict[str, Any] = {
    "pulmu": "guard/1", "id": "heat", "plant": "bench", "version": 3, "made_by": "Han Ji-min",
    "made_on": "2026-11-28", "snapshot_age_s": 300, "model_age_s": 864000, "heartbeat_s": 1.0, "answer_s": 0.5,
    "safe_within_s": 2.0, "switch": {"tag": SWITCH},
    "limits": [
        {"tag": FURNACE, "name": "furnace", "name_local": "가열로", "unit": "°C", "low": 700, "high": 900, "step": 25,
         "rate_per_minute": 60, "dwell_s": 1, "tolerance": 0.5, "safe": 780},
        {"tag": RUN, "name": "line runs", "name_local": "라인 운전", "kind": "truth", "safe": True},
    ],
    "interlocks": [{"id": "door", "name": "door closed", "name_local": "문 닫힘", "tag": DOOR, "equals": True}],
}  # fmt: skip
"""A truth has no rate: it may be written as soon as the guard runs; a number a minute later."""
PROFILE = read_profile(Document(LIMITS, "limits")).unwrap()
VALUES: dict[str, Value] = {FURNACE: 800.0, RUN: True, DOOR: True, SWITCH: True}
UNITS = {FURNACE: "°C"}


def plant_in_memory() -> SimulatedPlant:
    """A furnace, its door, and the switch at the panel."""
    tags = [
        Tag(name=name, kind="truth" if isinstance(value, bool) else "number", unit=UNITS.get(name, "1"), measure="x",
            writable=name in {FURNACE, RUN})
        for name, value in VALUES.items()
    ]  # fmt: skip
    return SimulatedPlant(tags, VALUES, lambda: datetime.now(UTC))


@dataclass
class Guarded:
    """A guarded plant, and what a place has of it: fulfils `Desks` for one line of one workspace.

    Parameters
    ----------
    roles : What the guard's own list says of people.
    """

    plant: SimulatedPlant
    owner: Owner
    workspace: str = ""
    line: str = "bench"
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    what: Reach = field(default_factory=lambda: Reach(link="bench", has_desk=True))
    beats: Beats = field(default_factory=Beats)
    is_away: bool = False

    def reach(self, workspace: str, kept: KeptLine) -> Reach:
        return self.what if (workspace, kept.id) == (self.workspace, self.line) else Reach()

    def desk(self, workspace: str, line: str) -> GuardDesk:
        if (workspace, line) != (self.workspace, self.line):
            raise no_guard(line)
        if self.is_away:
            raise OutsideError.of("outside.guard", line, "the guard cannot be reached", "look whether it runs")
        people = {name: Person(id=name, plant="bench", roles=roles) for name, roles in self.roles.items()}
        return InProcessDesk(self.owner, "bench", people, time.time)

    def person(self, actor: Actor) -> str:
        return actor.id

    def keep_beating(self, workspace: str, line: str, person: str, is_there: Callable[[], bool]) -> None:
        self.beats.keep(workspace, line, Command(self.desk(workspace, line), person, is_there))

    def view(self) -> GuardView:
        """How the guard stands."""
        return self.owner.view()

    def eventually(self, holds: Callable[[GuardView], bool], seconds: float = 8.0) -> GuardView:
        """Wait until the view shows something."""
        end = time.monotonic() + seconds
        while not holds(self.view()):
            assert time.monotonic() < end, self.view()
            time.sleep(0.05)
        return self.view()

    def ready(self) -> "Guarded":
        """The guard has found the plant and its switch."""
        self.eventually(lambda view: view.is_linked and view.is_switched_on)
        return self


@contextmanager
def guarded() -> Iterator[Guarded]:
    """A guard at work in this process."""
    plant = plant_in_memory()
    order = OwnerOrder(
        clock=lambda: Moment(time.monotonic(), time.time()), draw=lambda: secrets.token_urlsafe(24), every=0.02
    )
    found = Guarded(plant, Owner(PROFILE, plant, Paper(), order))
    yield found
    found.beats.close()
    found.owner.close()
    assert found.owner.fault is None


def proven(group: SetpointGroup, violations: tuple[Any, ...] = (), **changes: Any) -> tuple[Proven, SignedProof]:
    """What a simulator would say of a group, without running it."""
    now = time.time()
    said: dict[str, Any] = {
        "commands": commands_seal(group), "snapshot": "a" * 64, "snapshot_at": now, "model": "b" * 64,
        "model_at": now - 86400, "profile": profile_seal(PROFILE), "violations": len(violations),
    }  # fmt: skip
    figures = (
        figure("good", "piece", 410, 418, 8.0, 3.0), figure("peak_kw", "kW", 620.0, 622.5, 2.5, 4.0),
        figure("energy.electricity", "kWh", 4100.0, 4104.0, 4.0, 9.0),
        figure("energy.city_gas", "Nm3", 900.0, 930.0, 30.0, 2.0),
        figure("cost_krw", "KRW", 1_400_000.0, 1_430_000.0, 30_000.0, 4_000.0),
    )  # fmt: skip
    proof = Proof(**(said | changes))
    found = Proven(group=group, proof=proof, hours=4.0, replications=20, figures=figures, violations=violations)
    return found, SignedProof(proof=proof, figures=figures)


def figure(name: str, unit: str, before: float, after: float, change: float, half: float) -> ProvenFigure:
    return ProvenFigure(
        figure=name, unit=unit, before=(before * 0.98, before, before * 1.02),
        after=(after * 0.98, after, after * 1.02), change=change, half_width=half,
    )  # fmt: skip


def prove_at_once(wish: ProofWish, tell: Callable[[int, int], None]) -> tuple[Proven, SignedProof]:
    """Fulfils `Prover`."""
    tell(1, 2)
    return proven(wish.group)
