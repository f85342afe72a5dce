"""The guard, one thing at a time."""

from dataclasses import replace
from typing import Any

import pytest
from tests.twin.control.world import AUTHOR, ENGINEER, PROFILE, START, WARMER, World, group_of

from pulmu.twin.control import (
    Answered,
    AuditFailed,
    Killed,
    LinkBack,
    LinkLost,
    Moment,
    Overridden,
    Restarted,
    Sampled,
    Switched,
    Touched,
    initial,
    permitted,
    step,
)


def test_a_guard_begins_read_only_and_without_a_link() -> None:
    state = initial(PROFILE, START)
    assert (state.phase, state.is_switched_on, state.is_linked) == ("disarmed", False, False)


def test_a_proposed_armed_and_committed_group_is_written_read_back_and_verified() -> None:
    world = World()
    world.set()
    world.wait(1.0)
    assert world.state.phase == "verified"
    assert world.values["furnace/1/temperature"] == 810.0
    assert world.whats[2:] == ["proposed", "armed", "committed", "writes", "answered", "read_back", "verified"]
    assert world.oracle.faults == []


def test_a_record_comes_before_the_write_it_tells_of() -> None:
    world = World()
    binding = world.propose()
    world.between = lambda number: None
    token = world.arm(binding)
    seen: list[str] = []
    world.takes = lambda write: seen.append(world.whats[-1]) or "accepted"  # type: ignore[func-returns-value]
    world.commit(binding, token)
    assert seen == ["writes"]


def test_nothing_is_written_before_it_is_committed() -> None:
    world = World()
    world.arm(world.propose())
    world.wait(5.0)
    assert world.state.phase == "armed"
    assert world.writes == []


def test_an_arming_ends_by_itself() -> None:
    world = World()
    world.arm(world.propose())
    world.wait(31.0)
    assert world.state.phase == "disarmed"
    assert "control.expired" in world.codes


def test_a_group_whose_second_write_is_ignored_goes_back_in_reverse_order() -> None:
    world = World()
    world.takes = lambda write: "ignored" if write.tag == "line/mode" and write.why == "group" else "accepted"
    world.set(group_of(line__trim=2.0, line__count=3, line__mode="stop"))
    world.wait(2.0)
    assert world.state.phase == "reverted"
    assert [(item.tag, item.value) for item in world.writes if item.why == "revert"] == [
        ("line/mode", "run"),
        ("line/count", 2),
        ("line/trim", 1.0),
    ]
    assert (world.values["line/trim"], world.values["line/count"]) == (1.0, 2)


def test_a_write_that_is_not_taken_is_alarmed_within_two_cycles() -> None:
    world = World()
    world.takes = lambda write: "ignored"
    world.set()
    world.wait(0.5)
    assert "control.read_back" in [alarm.reason.code for alarm in world.alarms]


@pytest.mark.parametrize("how", ["lost", "unknown"], ids=["taken", "not taken"])
def test_a_write_that_may_have_been_taken_counts_as_a_lost_link(how: str) -> None:
    """Nothing goes on and nothing goes back: the plant is read, and what was written falls to its safe value."""
    world = World()
    world.takes = lambda write: how if write.why == "group" and write.tag == "furnace/1/temperature" else "accepted"
    world.set(group_of(line__count=3, furnace__1__temperature=810.0, line__trim=2.0))
    world.wait(2.0)
    assert [item.why for item in world.writes] == ["group", "group", "safe", "safe"]
    assert [world.values[tag] for tag in ("line/count", "furnace/1/temperature", "line/trim")] == [0, 780.0, 1.0]
    assert "control.write_unknown" in [item.reason.code for item in world.alarms]
    assert world.oracle.faults == []


def test_what_is_held_of_a_group_that_ended_half_way_is_named() -> None:
    world = World()
    world.takes = lambda write: "lost" if write.tag == "furnace/1/temperature" and write.why == "group" else "accepted"
    world.set(group_of(line__trim=2.0, line__count=3, furnace__1__temperature=810.0))
    world.wait(2.0)
    assert [world.values[tag] for tag in ("line/trim", "line/count", "furnace/1/temperature")] == [2.0, 0, 780.0]
    named = [dict(item.reason.values) for item in world.alarms if item.reason.code == "control.half_group"]
    assert named == [{"tags": "line/trim"}]
    ended = next(item for item in world.records if item.what == "failed_safe")
    assert [item.code for item in ended.reasons] == ["control.write_unknown", "control.half_group"]


def test_of_a_verified_group_nothing_is_half_way() -> None:
    world = World()
    world.set(group_of(line__trim=2.0))
    assert world.state.phase == "verified"
    world.send(LinkLost(at=world.now))
    assert (world.state.phase, world.values["line/trim"]) == ("failed_safe", 2.0)
    assert "control.half_group" not in world.codes


def test_a_refusal_names_what_was_asked_also_where_nothing_is_proposed() -> None:
    world = World()
    world.commit("5" * 64, world.arm("6" * 64))
    assert [dict(item.detail)["binding"][:5] for item in world.records if item.what == "refused"] == ["'6666", "'5555"]


@pytest.mark.parametrize("how", ["expired", "dropped", "failed_safe"])
def test_what_ends_by_itself_names_its_group(how: str) -> None:
    world = World()
    if how == "failed_safe":
        world.takes = lambda write: "silent"
        world.set()
    else:
        world.arm(world.propose())
    world.wait(35.0 if how == "expired" else 5.0, beats=how == "expired")
    assert [item.about for item in world.records if item.what == how] == ["g"]


def test_a_refused_write_leaves_nothing_to_put_back() -> None:
    world = World()
    world.takes = lambda write: "refused"
    world.set()
    assert world.state.phase == "disarmed"
    assert world.codes == ["control.write_refused"]
    assert [item.why for item in world.writes] == ["group"]


def test_what_does_not_move_goes_back() -> None:
    world = World()
    world.follows = False
    world.set()
    world.wait(4.0)
    assert world.state.phase == "reverted"
    assert world.values["furnace/1/temperature"] == 800.0
    assert "control.effect_missing" in world.codes


def test_an_interlock_that_opens_between_commit_and_write_stops_it() -> None:
    world = World()
    binding = world.propose()
    token = world.arm(binding)
    world.between = lambda number: world.values.update({"furnace/1/door_closed": False})
    world.commit(binding, token)
    assert world.codes == ["control.interlock"]
    assert world.writes == []


def test_an_interlock_that_opens_in_mid_group_puts_the_group_back() -> None:
    world = World()
    opens = {"line/trim": {"air/pressure": 3.0}}
    world.takes = lambda write: world.values.update(opens.get(write.tag, {})) or "accepted"  # type: ignore[func-returns-value]
    world.set(group_of(line__trim=2.0, line__count=3))
    assert world.state.phase == "reverted"
    assert (world.values["line/trim"], world.values["line/count"]) == (1.0, 2.0)


def test_silence_of_who_commands_brings_what_was_written_to_its_safe_value_within_its_deadline() -> None:
    world = World()
    world.set()
    world.wait(1.0)
    silent_since = world.now.monotonic
    while world.values["furnace/1/temperature"] != 780.0:
        world.wait(0.25, beats=False)
        assert world.now.monotonic - silent_since <= PROFILE.safe_within_s
    assert world.state.phase == "failed_safe"
    assert world.state.owed == ()


def test_a_tag_without_a_safe_value_is_held() -> None:
    world = World()
    world.set(group_of(line__trim=2.0))
    world.wait(5.0, beats=False)
    assert (world.state.phase, world.values["line/trim"]) == ("failed_safe", 2.0)


def test_what_was_let_go_of_stands_on_its_own() -> None:
    world = World()
    world.set()
    world.wait(1.0)
    world.release()
    world.wait(5.0, beats=False)
    assert (world.state.phase, world.values["furnace/1/temperature"]) == ("disarmed", 810.0)


@pytest.mark.parametrize("number", range(1, 5))
def test_after_a_stop_nothing_but_safe_values_is_written(number: int) -> None:
    world = World()
    binding = world.propose(group_of(furnace__1__temperature=810.0, line__count=3))
    token = world.arm(binding)
    start = world.answers
    stopped: list[int] = []

    def between(count: int) -> None:
        if count == start + number:
            world.send(Killed(at=world.now, by="kim"))
            stopped.append(len(world.writes))

    world.between = between
    world.commit(binding, token)
    world.wait(5.0)
    assert {item.why for item in world.writes[stopped[0] :]} <= {"safe"}
    assert world.state.is_killed


def test_a_stop_holds_until_the_local_switch_is_set_off_and_on() -> None:
    world = World()
    world.send(Killed(at=world.now))
    binding = world.propose()
    world.arm(binding)
    assert world.codes == ["control.killed"]
    world.send(Switched(at=world.now, is_on=False))
    world.send(Switched(at=world.now, is_on=True))
    world.set()
    world.wait(1.0)
    assert world.state.phase == "verified"


def test_the_local_switch_ends_every_write_at_once() -> None:
    world = World()
    world.takes = lambda write: world.send(Switched(at=world.now, is_on=False)) or "accepted"  # type: ignore[func-returns-value]
    world.set(group_of(line__count=3, furnace__1__temperature=810.0))
    world.wait(6.0)
    assert len(world.writes) == 1
    assert world.state.phase == "disarmed"
    assert "control.switched_off" in [alarm.reason.code for alarm in world.alarms]


def test_a_hand_wins_over_the_guard_and_the_rest_of_the_group_goes_back() -> None:
    world = World()

    def takes(write: object) -> str:
        if len(world.writes) == 2:
            world.send(Overridden(at=world.now, tag="line/count"))
        return "accepted"

    world.takes = takes
    world.set(group_of(line__trim=2.0, line__count=3, line__mode="stop"))
    world.wait(3.0)
    assert world.values["line/trim"] == 1.0
    assert [item.tag for item in world.writes if item.why == "revert"] == ["line/trim"]


def test_a_hand_nobody_tells_of_is_seen_and_not_written_over() -> None:
    world = World()
    world.set()
    world.wait(1.0)
    world.by_hand("furnace/1/temperature", 750.0)
    world.wait(1.0)
    world.wait(6.0, beats=False)
    assert world.values["furnace/1/temperature"] == 750.0
    assert "control.manual" in [alarm.reason.code for alarm in world.alarms]


def test_a_link_lost_in_mid_group_falls_back_when_it_is_there_again() -> None:
    world = World()
    world.takes = lambda write: "accepted" if write.why == "safe" else "silent"
    world.set(group_of(burner__on=False, line__count=3))
    world.values["burner/on"] = False
    world.send(LinkLost(at=world.now))
    assert world.state.phase == "failed_safe"
    written = len(world.writes)
    world.wait(3.0)
    assert len(world.writes) == written
    world.send(LinkBack(at=world.now))
    world.wait(1.0)
    assert world.state.owed == ()


@pytest.mark.parametrize(
    "changes", [{"value": None}, {"unit": "K"}, {"quality": "bad"}], ids=lambda item: next(iter(item))
)
def test_a_reading_that_tells_nothing_is_no_sign_of_a_hand(changes: dict[str, Any]) -> None:
    world = World()
    world.set()
    world.wait(1.0)
    world.sees = lambda sample: replace(sample, **changes)
    world.wait(3.0)
    assert (world.state.phase, world.state.overridden) == ("verified", frozenset())
    world.wait(4.0, beats=False)
    assert world.values["furnace/1/temperature"] == 780.0


def test_after_a_lost_link_a_hand_in_between_is_left_alone() -> None:
    world = World()
    world.set()
    world.wait(1.0)
    world.send(LinkLost(at=world.now))
    world.by_hand("furnace/1/temperature", 745.0)
    world.wait(2.0)
    world.send(LinkBack(at=world.now))
    world.wait(2.0)
    assert world.values["furnace/1/temperature"] == 745.0
    assert "furnace/1/temperature" in world.state.overridden


@pytest.mark.parametrize("then", [True, False], ids=["on", "off"])
def test_a_switch_that_is_not_known_has_nothing_written_and_nothing_forgotten(then: bool) -> None:
    world = World()
    world.set()
    world.takes = lambda write: "silent"
    world.send(Killed(at=world.now, by="kim"))
    world.send(Switched(at=world.now, is_on=None))
    world.takes = lambda write: "accepted"
    written = len(world.writes)
    world.wait(PROFILE.safe_within_s + 1.0)
    assert (len(world.writes), world.state.phase, world.state.is_killed) == (written, "failed_safe", True)
    assert "not_safe_in_time" in world.whats
    world.send(Switched(at=world.now, is_on=then))
    world.wait(2.0)
    assert (world.state.owed, world.state.is_killed) == ((), then), "off and on again ends a stop; unknown does not"
    safe = next(limit.safe for limit in PROFILE.limits if limit.tag == "furnace/1/temperature")
    assert world.values["furnace/1/temperature"] == (safe if then else 810.0)


def test_a_group_under_way_ends_where_the_switch_is_not_known() -> None:
    world = World()
    world.set()
    world.send(Switched(at=world.now, is_on=None))
    assert world.state.phase == "failed_safe"
    assert world.codes[-1] == "control.switch_unknown"
    world.send(Switched(at=world.now, is_on=True))
    world.wait(2.0)
    assert world.state.owed == ()


def test_a_restart_resumes_nothing_and_falls_back() -> None:
    world = World()
    world.values["furnace/1/temperature"] = 810.0
    touched = (Touched(tag="furnace/1/temperature", before=800.0, written=810.0),)
    world.send(Restarted(at=world.now, sequence=7, touched=touched))
    assert (world.state.phase, world.state.sequence) == ("failed_safe", 7)
    assert world.writes == []
    world.ready()
    world.wait(1.0)
    assert [item.why for item in world.writes] == ["safe"]
    assert world.values["furnace/1/temperature"] == 780.0


@pytest.mark.parametrize("is_first", [True, False])
def test_after_a_restart_the_rate_is_used_up_unless_it_never_ran(is_first: bool) -> None:
    world = World()
    world.send(Restarted(at=world.now, is_first=is_first))
    world.ready()
    world.wait(10.0)
    world.set()
    world.wait(5.0)
    assert bool(world.writes) is is_first
    assert ("control.rate" in world.codes) is not is_first


def test_a_restart_at_a_switch_that_is_off_writes_nothing() -> None:
    world = World()
    touched = (Touched(tag="furnace/1/temperature", before=800.0, written=810.0),)
    world.send(Restarted(at=world.now, touched=touched))
    world.send(LinkBack(at=world.now))
    world.send(Switched(at=world.now, is_on=False))
    world.wait(10.0)
    assert world.writes == []
    assert world.state.phase == "disarmed"


def test_a_safe_value_that_the_plant_does_not_take_is_told_and_tried_on() -> None:
    world = World()
    world.set()
    world.wait(1.0)
    world.takes = lambda write: "ignored"
    world.wait(8.0, beats=False)
    assert "not_safe_in_time" in world.whats
    world.takes = lambda write: "accepted"
    world.wait(1.0, beats=False)
    assert world.values["furnace/1/temperature"] == 780.0


def test_a_record_that_is_lost_stops_control() -> None:
    world = World()
    world.set()
    world.wait(1.0)
    world.send(AuditFailed(at=world.now))
    world.wait(1.0)
    assert world.values["furnace/1/temperature"] == 780.0
    assert world.state.is_record_lost


@pytest.mark.parametrize("by", [-3600.0, 5.0, 86_400.0])
def test_a_clock_that_jumps_ends_an_arming(by: float) -> None:
    world = World()
    world.arm(world.propose())
    world.now = Moment(world.now.monotonic, world.now.wall + by)
    world.beat()
    assert world.state.phase == "disarmed"
    assert world.codes == ["control.clock"]


def test_a_clock_that_is_set_right_slowly_is_no_jump() -> None:
    world = World()
    world.set(group_of(line__trim=2.0))
    for _ in range(3600):
        world.now = Moment(world.now.monotonic + 1.0, world.now.wall + 1.0002)
        world.beat()
    assert world.state.phase == "verified"


def test_after_a_day_of_slow_setting_a_jump_is_still_found() -> None:
    world = World()
    for _ in range(24 * 60):
        world.now = Moment(world.now.monotonic + 60.0, world.now.wall + 60.012)
        world.beat()
    world.arm(world.propose())
    world.now = Moment(world.now.monotonic + 1.0, world.now.wall + 3.5)
    world.beat()
    assert world.codes == ["control.clock"]


def test_what_people_and_the_link_do_is_kept_though_nothing_is_under_way() -> None:
    world = World()
    world.send(Killed(at=world.now, by="kim"))
    world.send(Overridden(at=world.now, tag="line/trim"))
    world.send(LinkLost(at=world.now))
    world.send(Switched(at=world.now, is_on=False))
    assert world.whats == ["link_back", "switch_on", "stop", "hand_on", "link_lost", "switch_off"]
    assert world.records[2].by == "kim"


def test_an_answer_to_no_question_changes_nothing() -> None:
    world = World()
    before = world.state
    world.send(Answered(at=world.now, ticket=99, outcome="accepted"))
    world.send(Sampled(at=world.now, samples=(), answers=99))
    assert (world.state.phase, world.state.run) == (before.phase, None)
    assert world.whats[2:] == ["late_answer"]


def test_two_small_changes_in_a_minute_are_held_to_the_rate() -> None:
    world = World()
    for value in (820.0, 840.0, 860.0):
        world.set(group_of(furnace__1__temperature=value))
        world.wait(6.0)
    assert world.state.phase == "verified"
    world.set(group_of(furnace__1__temperature=880.0))
    assert world.codes == ["control.rate"]


@pytest.mark.parametrize(("answer", "waits", "verified"), [(0.0, 5.5, True), (0.8, 4.5, False), (0.8, 5.5, True)])
def test_dwell_runs_from_the_answer_to_a_write(answer: float, waits: float, verified: bool) -> None:
    """The plant may have taken a value at any moment since it was asked to: the latest counts."""
    world = World()

    def slowly(write: object) -> str:
        world.now = Moment(world.now.monotonic + answer, world.now.wall + answer)
        return "accepted"

    world.takes = slowly
    world.set(group_of(furnace__1__temperature=810.0))
    world.wait(waits)
    world.set(group_of(furnace__1__temperature=820.0))
    assert world.values["furnace/1/temperature"] == (820.0 if verified else 810.0)
    assert ("control.dwell" in world.codes) is not verified
    assert world.oracle.faults == []


def test_where_one_person_is_enough_who_proposes_may_arm() -> None:
    world = World(replace(PROFILE, two_persons=False))
    both = replace(AUTHOR, roles=AUTHOR.roles | ENGINEER.roles)
    binding = world.propose(request=world.request(both))
    token = world.arm(binding, request=world.request(both))
    world.commit(binding, token)
    world.wait(1.0)
    assert world.state.phase == "verified"


def test_the_same_events_make_the_same_actions() -> None:
    first, second = World(), World()
    for world in (first, second):
        world.set()
        world.wait(3.0)
        world.wait(3.0, beats=False)
    assert first.records == second.records
    assert first.writes == second.writes


def test_every_write_that_left_is_permitted_in_the_state_that_sent_it() -> None:
    world = World()
    binding = world.propose(WARMER)
    token = world.arm(binding)
    from pulmu.twin.control import Committed, Write

    turn = step(world.state, Committed(at=world.now, request=world.request(AUTHOR), binding=binding, token=token))
    [read] = [item for item in turn.actions if not hasattr(item, "what")]
    came = tuple(world.sample(tag) for tag in read.tags)  # type: ignore[union-attr]
    after = step(turn.state, Sampled(at=world.now, samples=came, answers=read.ticket))  # type: ignore[union-attr]
    [write] = [item for item in after.actions if isinstance(item, Write)]
    assert permitted(write, after.state) == ()


def test_safe_values_are_written_once_and_looked_at_when_all_are_answered() -> None:
    """Ticks come between the answers of a plant that takes one write after the other."""
    world = World()
    world.set(group_of(line__count=3, burner__on=False, furnace__1__temperature=810.0))
    world.wait(2.0)
    assert world.state.phase == "verified"
    world.takes = lambda write: "silent"
    world.writes.clear()
    world.send(Killed(at=world.now))
    written = list(world.writes)
    assert [item.why for item in written] == ["safe"] * 3
    world.takes = lambda write: "accepted"
    for item in written:
        world.values[item.tag] = item.value
        world.wait(0.1, tick=0.1)
        world.send(Answered(at=world.now, ticket=item.ticket, outcome="accepted"))
    assert world.writes == written
    assert world.state.owed == ()
