"""What every desk of a guard must do, in this process or over a socket; who inherits it says how a desk is made.

The guard has the limits of `LIMITS`; time is real. A truth has no rate: it may be written as soon as the guard runs.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pulmu.adapters.simulated_plant import SimulatedPlant
from pulmu.model.document import Document
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag import Tag, Value
from pulmu.services.control.desk import GuardDesk, GuardView
from pulmu.services.control.prove import ProvenFigure
from pulmu.services.control.signed_proof import SignedProof
from pulmu.twin.control import Proof, commands_seal, profile_seal, read_profile

BURNER, DOOR, SWITCH, BEAT = "burner/on", "furnace/1/door_closed", "control/remote", "control/heartbeat"
LIMITS: dict[str, Any] = {
    "pulmu": "guard/1", "id": "desk", "plant": "hanbit", "version": 1, "made_by": "Kim Seo-yeon",
    "made_on": "2026-11-27", "snapshot_age_s": 60, "model_age_s": 86400, "heartbeat_s": 0.6, "answer_s": 0.5,
    "safe_within_s": 2.0, "switch": {"tag": SWITCH}, "watchdog": {"tag": BEAT, "every_s": 0.1},
    "limits": [
        {"tag": BURNER, "kind": "truth", "safe": False},
        {"tag": "line/trim", "low": -5, "high": 5, "step": 10, "rate_per_minute": 1000, "dwell_s": 20},
    ],
    "interlocks": [{"id": "door_closed", "tag": DOOR, "equals": True}],
}  # fmt: skip
PROFILE = read_profile(Document(LIMITS, "limits")).unwrap()
VALUES: Mapping[str, Value] = {BURNER: False, "line/trim": 1.0, DOOR: True, SWITCH: True, BEAT: 0.0}
PEOPLE = {"park": frozenset({"operator"}), "kim": frozenset({"engineer"}), "choi": frozenset({"visitor"})}


def plant_in_memory() -> SimulatedPlant:
    """A plant with the tags of the limits."""
    tags = [
        Tag(name=name, kind="truth" if isinstance(value, bool) else "number", measure="x",
            writable=name in {BURNER, "line/trim", BEAT})
        for name, value in VALUES.items()
    ]  # fmt: skip
    return SimulatedPlant(tags, VALUES, lambda: datetime.now(UTC))


def group_of(value: Any = True, tag: str = BURNER) -> SetpointGroup:
    return SetpointGroup(id="g", setpoints=(Setpoint(tag=tag, value=value),))


def proof_of(group: SetpointGroup, **changes: Any) -> SignedProof:
    """What a simulator would say of a group; unsigned."""
    now = time.time()
    said: dict[str, Any] = {
        "commands": commands_seal(group), "snapshot": "a" * 64, "snapshot_at": now, "model": "b" * 64, "model_at": now,
        "profile": profile_seal(PROFILE), "violations": 0,
    }  # fmt: skip
    figure = ProvenFigure(
        figure="peak_kw", unit="kW", before=(11.0, 12.0, 13.0), after=(10.0, 11.0, 12.0), change=-1.0, half_width=0.5
    )
    return SignedProof(proof=Proof(**(said | changes)), figures=(figure,))


def eventually(
    desk: GuardDesk, holds: Callable[[GuardView], bool], *, beats: bool = True, seconds: float = 8.0
) -> GuardView:
    """Wait until the view shows something, alive meanwhile or silent."""
    end = time.monotonic() + seconds
    while True:
        if beats:
            desk.beat("park")
        view = desk.view()
        if holds(view):
            return view
        assert time.monotonic() < end, view
        time.sleep(0.05)


def ready(desk: GuardDesk) -> GuardView:
    """The guard has found the plant and its switch."""
    return eventually(
        desk, lambda view: view.is_linked and view.is_switched_on and bool(view.readings[0].quality == "good")
    )


def codes(answer: Any) -> set[str]:
    return {item.code for item in answer.problems}


class GuardDeskContract:
    """The contract of `GuardDesk`."""

    def committed(self, desk: GuardDesk) -> None:
        ready(desk)
        proposed = desk.propose("park", group_of(), proof_of(group_of()))
        assert proposed.accepted, proposed.problems
        armed = desk.arm("kim", proposed.binding)
        assert armed.accepted, armed.problems
        committed = desk.commit("park", proposed.binding, armed.token)
        assert committed.accepted, committed.problems

    def test_a_group_is_proposed_armed_by_another_committed_and_verified(self, desk: GuardDesk, plant: Any) -> None:
        ready(desk)
        proposed = desk.propose("park", group_of(), proof_of(group_of()))
        view = desk.view()
        assert view.proposal is not None
        assert (view.proposal.author, view.proposal.binding) == ("park", proposed.binding)
        assert view.proposal.group == group_of()
        assert view.proposal.figures[0].after == (10.0, 11.0, 12.0)
        armed = desk.arm("kim", proposed.binding)
        assert armed.accepted, armed.problems
        view = desk.view()
        assert view.phase == "armed"
        assert view.arming is not None
        assert view.arming.by == "kim"
        assert 0 < view.arming.expires_at - time.time() <= 31
        assert desk.commit("park", proposed.binding, armed.token).accepted
        view = eventually(desk, lambda view: view.phase == "verified")
        assert [(item.tag, item.before, item.written) for item in view.engaged] == [(BURNER, False, True)]
        assert plant.read([BURNER])[0].value is True

    def test_it_is_told_how_long_a_setpoint_may_not_be_changed_again(self, desk: GuardDesk) -> None:
        assert [item.dwell_left_s for item in ready(desk).readings] == [0.0, 0.0]
        group = group_of(2.0, "line/trim")
        binding = desk.propose("park", group, proof_of(group)).binding
        assert desk.commit("park", binding, desk.arm("kim", binding).token).accepted
        left = [item.dwell_left_s for item in eventually(desk, lambda view: view.phase == "verified").readings]
        assert left[0] == 0.0
        assert 10 < left[1] < 20
        time.sleep(0.3)
        assert desk.view().readings[1].dwell_left_s < left[1] - 0.2

    def test_what_is_let_go_of_stands(self, desk: GuardDesk, plant: Any) -> None:
        self.committed(desk)
        eventually(desk, lambda view: view.phase == "verified")
        assert desk.release("park").accepted
        time.sleep(1.0)
        assert desk.view().engaged == ()
        assert plant.read([BURNER])[0].value is True

    def test_silence_of_who_commands_brings_the_safe_value(self, desk: GuardDesk, plant: Any) -> None:
        self.committed(desk)
        eventually(desk, lambda view: view.phase == "verified")
        view = eventually(desk, lambda view: view.phase == "failed_safe" and not view.engaged, beats=False)
        assert plant.read([BURNER])[0].value is False
        assert "control.silent" in {item.problem.code for item in view.alarms}

    def test_anybody_may_stop_and_what_was_written_falls_back(self, desk: GuardDesk, plant: Any) -> None:
        self.committed(desk)
        eventually(desk, lambda view: view.phase == "verified")
        assert desk.stop("nobody").accepted
        view = eventually(desk, lambda view: not view.engaged)
        assert view.is_stopped
        assert plant.read([BURNER])[0].value is False

    def test_the_author_alone_is_refused(self, desk: GuardDesk) -> None:
        ready(desk)
        proposed = desk.propose("kim", group_of(), proof_of(group_of()))
        assert proposed.accepted
        assert codes(desk.arm("kim", proposed.binding)) == {"control.alone"}

    def test_who_is_not_known_or_has_no_role_is_refused(self, desk: GuardDesk) -> None:
        ready(desk)
        for person in ("choi", "nobody"):
            answer = desk.propose(person, group_of(), proof_of(group_of()))
            assert not answer.accepted
            assert codes(answer) & {"control.role", "control.who"}

    def test_every_reason_is_told(self, desk: GuardDesk) -> None:
        ready(desk)
        group = group_of(9.0, "line/trim")
        answer = desk.propose("park", group, proof_of(group, violations=2, snapshot_at=0.0))
        assert codes(answer) == {"control.limit", "control.not_proven", "control.old_snapshot"}

    def test_an_interlock_is_shown_and_blocks(self, desk: GuardDesk, plant: Any) -> None:
        plant.set(DOOR, False)
        view = eventually(desk, lambda view: view.interlocks[0].state == "not_met")
        assert view.interlocks[0].value is False
        self.committed(desk)
        time.sleep(0.5)
        assert desk.view().phase == "disarmed"
        assert plant.read([BURNER])[0].value is False

    def test_without_the_local_switch_nothing_is_armed(self, desk: GuardDesk, plant: Any) -> None:
        ready(desk)
        plant.set(SWITCH, False)
        eventually(desk, lambda view: not view.is_switched_on)
        proposed = desk.propose("park", group_of(), proof_of(group_of()))
        assert codes(desk.arm("kim", proposed.binding)) == {"control.not_armed"}

    def test_the_local_switch_ends_everything_and_nothing_more_is_written(self, desk: GuardDesk, plant: Any) -> None:
        self.committed(desk)
        eventually(desk, lambda view: view.phase == "verified")
        plant.set(SWITCH, False)
        view = eventually(desk, lambda view: view.phase == "disarmed")
        assert view.engaged == ()
        beats = plant.read([BEAT])[0].value
        time.sleep(0.5)
        assert (plant.read([BURNER])[0].value, plant.read([BEAT])[0].value) == (True, beats)

    def test_the_watchdog_is_counted_up(self, desk: GuardDesk, plant: Any) -> None:
        ready(desk)
        before = plant.read([BEAT])[0].value
        eventually(desk, lambda _: plant.read([BEAT])[0].value >= before + 3)

    def test_a_hand_at_the_plant_wins(self, desk: GuardDesk, plant: Any) -> None:
        self.committed(desk)
        eventually(desk, lambda view: view.phase == "verified")
        plant.set(BURNER, False)
        view = eventually(desk, lambda view: view.in_hand == (BURNER,))
        assert view.engaged == ()
        assert "control.manual" in {item.problem.code for item in view.alarms}

    def test_the_log_is_read_from_where_one_was(self, desk: GuardDesk) -> None:
        ready(desk)
        desk.propose("park", group_of(), proof_of(group_of()))
        first = desk.log(0, 2)
        assert [item.number for item in first] == [1, 2]
        rest = desk.log(2, 100)
        assert rest[0].number == 3
        assert rest[-1].action == "control.proposed"
        assert rest[-1].actor == "park"
