"""What is tried: each kind of attempt with what is wrong in it, and the reasons of which the guard must name one."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.services.control.campaign.crew import BY_TAG, NUMBERS, Crew
from tests.services.control.campaign.guarded import AUTHOR, ENGINEER
from tests.services.control.campaign.hall import AIR, DOOR, DWELL, LIMITS, SLOW, STEP, SWITCH

from pulmu.model.setpoint import SetpointGroup
from pulmu.twin.control import Person

STRANGER = Person(id="lee", plant="other", roles=frozenset({"engineer", "operator"}))
GUEST = Person(id="guest", plant="hanbit", roles=frozenset({"viewer"}))
BOTH = Person(id="choi", plant="hanbit", roles=frozenset({"engineer", "operator"}))
NOT_THERE = ("control.order", "control.binding")
"""What follows where a step before was refused."""


@dataclass(frozen=True)
class Kind:
    """A kind of attempt.

    Parameters
    ----------
    does : Makes one attempt; it begins it by `Crew.begins`.
    share : How many of 200 forbidden attempts are of it.
    from_, until : In which part of a campaign it comes: after a restart the guard counts all rates as used up for a
        minute, so what starts it anew comes late, and what needs numbers that can be written comes before.
    """

    does: Callable[[Crew], None]
    share: int
    from_: float = 0.0
    until: float = 1.0


RESTARTS = 0.7
"""Part of a campaign after which guards and servers are killed."""


def legitimate(crew: Crew) -> None:
    """Nothing is wrong."""
    group = crew.group()
    crew.begins("legitimate", group, len(group.setpoints), ())
    crew.whole(group)


def odd(crew: Crew, group: SetpointGroup, *reasons: str, **changes: Any) -> None:
    """A group that must be refused before anything is written."""
    crew.begins("forbidden", group, 0, reasons)
    crew.whole(group, **changes)


def out_of_range(crew: Crew) -> None:
    tag = crew.random.choice([*NUMBERS, "line/speed_set"])
    low, high = BY_TAG[tag]["low"], BY_TAG[tag]["high"]
    value = crew.random.choice((low - 1e-9, high + 1e-9, low - 50.0, high + 50.0, 0.0, 1e6, -1e6, high * 10))
    group = crew.group()
    spot = replace(crew.setpoint(tag, float(value)))
    others = tuple(item for item in group.setpoints if item.tag != tag)
    odd(crew, replace(group, setpoints=(*others, spot)), "control.limit")


def not_a_number(crew: Crew) -> None:
    value = crew.random.choice((math.nan, math.inf, -math.inf, -0.0, 5e-324, 1e300))
    odd(crew, crew.changed(crew.group("numbers"), value=value), "control.not_plain")


def wrong_type(crew: Crew) -> None:
    if crew.random.random() < 0.5:
        group = crew.changed(crew.group("numbers"), value=crew.random.choice((True, "800", 800, None, (800.0,))))
    else:
        group = crew.changed(crew.group("truths"), value=crew.random.choice((1, 0, 1.0, "yes", None)))
    odd(crew, group, "control.kind")


def wrong_unit(crew: Crew) -> None:
    unit = crew.random.choice(("K", "", "℃", "C", "kW", None, "°F"))
    left_out = ("control.not_proven",) if unit is None and crew.is_distant else ()  # there it is 1: another group
    odd(crew, crew.changed(crew.group(), unit=unit), "control.unit", *left_out)


def wrong_tag(crew: Crew) -> None:
    tag = crew.random.choice(("f01/temperature", "f01/standby", "line/run", "meter/reset", DOOR, "no/such", ""))
    odd(crew, crew.changed(crew.group(), tag=tag), "control.not_allowed", "input.missing_field")


def twice(crew: Crew) -> None:
    group = crew.group("numbers", most=1)
    one = group.setpoints[0]
    odd(
        crew,
        replace(group, setpoints=(one, replace(one, value=one.value + 1.0))),
        "control.twice",
        "input.duplicate_id",
    )


def far_back(crew: Crew) -> None:
    group = crew.group("numbers", most=1)
    value = group.setpoints[0].value
    low, high = BY_TAG[group.setpoints[0].tag]["low"], BY_TAG[group.setpoints[0].tag]["high"]
    back = value + 25.0 if value + 25.0 <= high else value - 25.0
    assert low <= back <= high
    odd(crew, crew.changed(group, compensation=back), "control.compensation")


def large_step(crew: Crew) -> None:
    group = crew.group("numbers", most=1)
    item = group.setpoints[0]
    stands, limit = crew.plant.values()[item.tag], BY_TAG[item.tag]
    far = crew.random.choice((1e-6, 0.5, 30.0)) + limit["step"]
    value = stands + far if stands + far <= limit["high"] else stands - far
    if not limit["low"] <= value <= limit["high"]:
        value = limit["low"] if stands - limit["low"] > limit["step"] else limit["high"]
    odd(crew, crew.changed(group, value=float(value)), "control.step")


def too_fast(crew: Crew) -> None:
    """Steps that are small, and too many within a minute."""
    tag = f"{crew.random.choice(SLOW)}/temperature_set"
    for _ in range(3):
        crew.look()
        stands, room = crew.plant.values()[tag], min(crew.room(tag), STEP)
        if room < 15.0:
            break
        if _wait_rested(crew, tag):
            crew.verified(_one(crew, tag, stands + (14.0 if stands < 850 else -14.0)))
    stands = crew.plant.values()[tag]
    _wait_rested(crew, tag)
    crew.look()
    far = 18.0 if crew.room(tag) < 18.0 else STEP + 4.0  # a busy machine kept what came before from being written
    odd(crew, _one(crew, tag, stands + (far if stands < 850 else -far)), "control.rate", "control.step")


def _wait_rested(crew: Crew, tag: str) -> bool:
    while not crew.is_rested(tag):
        time.sleep(0.05)
    return True


def _one(crew: Crew, tag: str, value: Any) -> SetpointGroup:
    crew.tokens += 1
    return SetpointGroup(id=f"g{crew.tokens}", setpoints=(crew.setpoint(tag, value),))


def too_soon(crew: Crew) -> None:
    """Once more within the dwell of its tag; where this machine was too slow for that, with another tag."""
    for _ in range(5):
        group = crew.group(most=1)
        is_done = crew.verified(group)
        crew.look()
        tag, value = group.setpoints[0].tag, group.setpoints[0].value
        if is_done and time.monotonic() - crew.used[tag][-1][0] < 0.5 * DWELL:
            break
    again = (not value) if isinstance(value, bool) else value + (1.0 if value < BY_TAG[tag]["high"] - 2 else -1.0)
    odd(crew, _one(crew, tag, again), "control.dwell", "control.rate")


def stale(crew: Crew) -> None:
    """Readings that are bad, doubtful, old, or from the future, of an interlock or of the setpoint itself."""
    group = crew.group("numbers")
    tag = group.setpoints[0].tag
    fault = crew.random.choice(
        (f"clock_skew {DOOR} -5", f"clock_skew {DOOR} 5", f"bad {DOOR}", f"uncertain {DOOR}", f"bad {tag}",
         f"uncertain {tag}", "clock_skew * -3600")
    )  # fmt: skip
    odd(crew, group, "control.interlock", "control.not_known", between=lambda: _fault(crew, fault))


def _fault(crew: Crew, *lines: str) -> None:
    crew.plant.do(faults=list(lines))


def replayed_token(crew: Crew) -> None:
    """A token that was used already, committed or armed anew."""
    first, token = crew.group(), crew.token()
    crew.begins("preparation", first, len(first.setpoints), ())
    guard = crew.guard
    binding = guard.propose(first, guard.proof(first))
    token = guard.arm(binding, token)
    guard.commit(binding, token)
    crew.rest()
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.token", *NOT_THERE))
    again = guard.propose(group, guard.proof(group))
    guard.arm(again, token if crew.random.random() < 0.5 else crew.token())
    guard.commit(again, token)


def foreign_token(crew: Crew) -> None:
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.token",))
    binding = crew.guard.propose(group, crew.guard.proof(group))
    crew.guard.arm(binding, crew.token())
    crew.guard.commit(binding, crew.random.choice((crew.token(), "", "short")))


def expired(crew: Crew) -> None:
    odd(crew, crew.group(), "control.expired", between=lambda: time.sleep(LIMITS["arm_expires_s"] + 0.2))


def other_binding(crew: Crew) -> None:
    """Something else is proposed between the look and the arming, or after it."""
    first, second, guard = crew.group(), crew.group(), crew.guard
    crew.begins("forbidden", first, 0, ("control.binding", "control.order"))
    seen = guard.propose(first, guard.proof(first))
    token = crew.token()
    if crew.random.random() < 0.5:
        guard.propose(second, guard.proof(second))
        token = guard.arm(seen, token)
    else:
        token = guard.arm(seen, token)
        guard.propose(second, guard.proof(second))
    guard.commit(seen, token)


def alone(crew: Crew) -> None:
    odd(crew, crew.group(), "control.alone", propose={"by": BOTH}, arm={"by": BOTH}, commit={"by": BOTH})


def wrong_role(crew: Crew) -> None:
    act = crew.random.choice(("propose", "arm", "commit"))
    by = crew.random.choice((GUEST, replace(ENGINEER, id=""), *crew.no_roles,
                             *((replace(AUTHOR, id="other"),) if act == "arm" else ())))  # fmt: skip
    unknown = ("control.who",) if crew.is_distant and by.id == "other" else ()  # at a desk nobody has such a key
    odd(crew, crew.group(), "control.role", "input.missing_field", *unknown, **{act: {"by": by}})


def wrong_plant(crew: Crew) -> None:
    act = crew.random.choice(("propose", "arm", "commit"))
    odd(crew, crew.group(), "control.other_plant", **{act: {"by": STRANGER}})


def not_proven(crew: Crew) -> None:
    change: dict[str, Any] = crew.random.choice(
        ({"commands": "c" * 64}, {"violations": 1}, {"violations": True}, {"snapshot": ""}, {"model": ""})
    )
    odd(crew, crew.group(), "control.not_proven", "input.not_a_number", proof=change)


def old_proof(crew: Crew) -> None:
    wall = crew.guard.clock().wall
    at = crew.random.choice((wall - 61, wall - 1e6, wall + 5, *crew.no_numbers))
    odd(crew, crew.group(), "control.old_snapshot", proof={"snapshot_at": at})


def other_model(crew: Crew) -> None:
    wall = crew.guard.clock().wall
    times = (wall - 86_401, *crew.no_numbers)
    change: dict[str, Any] = crew.random.choice(({"model": "c" * 64}, {"model_at": crew.random.choice(times)}))
    odd(crew, crew.group(), "control.model", proof=change)


def other_limits(crew: Crew) -> None:
    odd(crew, crew.group(), "control.not_proven", proof={"profile": "d" * 64})


def repeated(crew: Crew) -> None:
    act = crew.random.choice(("propose", "arm", "commit"))
    bad: Any = crew.random.choice(
        (lambda made: made.sequence - 1 - crew.random.randint(0, 5), lambda made: True, lambda made: math.nan)
    )
    odd(crew, crew.group(), "control.replayed", **{act: {"sequence": bad}})


def delayed(crew: Crew) -> None:
    act = crew.random.choice(("propose", "arm", "commit"))
    off = crew.random.choice((-2.2, -3600.0, 1.0, 60.0, math.nan))
    odd(crew, crew.group(), "control.delayed", **{act: {"made_at": lambda made: made.made_at + off}})


def out_of_order(crew: Crew) -> None:
    group, guard = crew.group(), crew.guard
    crew.begins("forbidden", group, 0, ("control.order", "control.binding"))
    binding = guard.propose(group, guard.proof(group))
    if crew.random.random() < 0.5:
        guard.release()  # what is proposed is dropped
        crew.look()
        crew.oracle.let_go()
        guard.arm(binding, crew.token())
    guard.commit(binding, crew.token())


def doubled(crew: Crew) -> None:
    """Committed twice: the first counts."""
    group, guard, token = crew.group(), crew.guard, crew.token()
    crew.begins("forbidden", group, len(group.setpoints), ("control.order", "control.token", "control.binding"))
    binding = guard.propose(group, guard.proof(group))
    token = guard.arm(binding, token)
    guard.commit(binding, token)
    guard.commit(binding, token)
    crew.rest()


def clock_jumps(crew: Crew) -> None:
    """A clock jumps between arming and commit, or in mid-group; the one people read is set right again."""
    wall, on = crew.random.choice(((-3600.0, 0.0), (3.0, 0.0), (86_400.0, 0.0), (-2.0, 0.0), (0.0, 40.0)))

    def jump() -> None:
        crew.clock.wall = wall
        crew.clock.monotonic += on  # it never goes back

    if crew.random.random() < 0.5:
        odd(crew, crew.group(), "control.clock", "control.silent", between=jump)
    else:
        group = crew.group("fall")
        crew.begins("forbidden", group, 1, ("control.clock", "control.silent"), falls=True)
        crew.whole(group, held=1, during=jump)
    crew.guard.beat()
    crew.reached()
    crew.clock.wall = 0.0
    crew.guard.beat()
    crew.dates_anew()


def link_cut(crew: Crew) -> None:
    """The link is cut while a write is under way; the plant takes that write."""
    group = crew.group("fall")
    spot = crew.random.randint(1, len(group.setpoints))
    crew.begins("forbidden", group, spot, ("control.no_link", "control.write_unknown"), falls=True)
    crew.whole(group, held=spot, during=crew.cable.cut)
    time.sleep(crew.random.uniform(0, 0.5))
    crew.cable.mend()
    crew.causes("link cut and whole again")
    crew.guard.wait(lambda state: state.is_linked, 20)
    crew.reached()


def link_down(crew: Crew) -> None:
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.no_link",), falls=True)
    crew.whole(group, between=crew.cable.cut)


def link_pulled(crew: Crew) -> None:
    """Nothing comes through any more, and nobody is told."""
    group = crew.group("fall")
    reasons = ("control.no_link", "control.no_answer", "control.silent", "control.write_unknown")
    crew.begins("forbidden", group, 1, reasons, falls=True)

    def pull() -> None:
        crew.cable.is_pulled = True

    crew.whole(group, held=1, during=pull)
    crew.cable.mend()


def guard_killed_armed(crew: Crew) -> None:
    """The guard is killed between arming and commit; begun anew, it is asked to commit."""
    group = crew.group()
    reasons = ("control.order", "control.not_armed")
    crew.begins("forbidden", group, 0, reasons, falls=True)

    def again() -> None:
        crew.guard.kill()
        _begin_anew(crew)

    crew.whole(group, between=again)


def _begin_anew(crew: Crew) -> None:
    crew.oracle.fact(time.monotonic(), "begun", True)
    crew.guard.begin()
    crew.ready()
    crew.uses_up()


def guard_started_anew(crew: Crew) -> None:
    """The guard is killed and begun anew: what was written within the last minute is not known, so no number is."""
    crew.let_go()
    crew.guard.kill()
    _begin_anew(crew)
    odd(crew, crew.group("numbers", most=1), "control.rate")


def guard_killed_writing(crew: Crew) -> None:
    """The guard is killed while a write is under way; begun anew, it takes back what it left."""
    group = crew.group("fall")
    _killed_at(crew, group, crew.random.randint(1, len(group.setpoints)))


def guard_killed_between(crew: Crew) -> None:
    """The guard is killed between two writes of a group: the plant has taken one and keeps its answer back, the next
    was not sent. What was taken goes to its safe value, the rest of the group never comes."""
    group = crew.falling(least=2)
    spot = crew.random.randint(1, len(group.setpoints) - 1)
    _killed_at(crew, group, spot, answer=True)
    stands = crew.plant.values()  # where the guard took long to begin, the plant has fallen back by itself
    left = [item.tag for item in group.setpoints[:spot] if isinstance(item.value, bool) and stands[item.tag]]
    crew.faults += [f"{crew.attempt}: {tag} is not at its safe value" for tag in left]


LATE = {"control.no_link", "control.no_answer", "control.silent"}
"""Why a group may be dropped before its write on a machine that is too busy for the times of the limits."""


def _killed_at(crew: Crew, group: SetpointGroup, spot: int, *, answer: bool = False) -> None:
    """The guard is killed while the plant holds a write, or its answer, and begun anew."""
    crew.begins("forbidden", group, spot, ("restarted",), falls=True)
    guard = crew.guard
    binding = guard.propose(group, guard.proof(group))
    token = guard.arm(binding, crew.token())
    crew.plant.hold(spot, answer=answer)
    guard.commit(binding, token)
    is_held = crew.plant.is_held(5.0)
    if not is_held and not crew.codes() & LATE:
        crew.faults.append(f"{crew.attempt}: no write came to be held")
    if answer and is_held:
        taken = [crew.plant.values()[item.tag] == item.value for item in group.setpoints]
        assert taken == [number < spot for number in range(len(group.setpoints))], "not between two writes"
    guard.kill()
    crew.plant.go()
    crew.causes("guard killed and begun anew")
    _begin_anew(crew)
    crew.reached()


def server_killed_armed(crew: Crew) -> None:
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.no_link",), falls=True)
    crew.whole(group, between=crew.plant.kill)


def server_killed_writing(crew: Crew) -> None:
    group = crew.group("fall")
    crew.begins("forbidden", group, 1, ("control.no_link", "control.write_unknown"), falls=True)
    crew.whole(group, held=1, during=crew.plant.kill)


def server_stands_still(crew: Crew) -> None:
    """The server stands still for longer than it may take to answer."""
    group = crew.group("fall")
    reasons = ("control.no_answer", "control.silent", "control.no_link", "control.write_unknown")
    crew.begins("forbidden", group, 1, reasons, falls=True)
    crew.whole(group, held=1, during=lambda: crew.plant.pause(1.6))


def ignored_write(crew: Crew) -> None:
    group = crew.group()
    spot = crew.random.randrange(len(group.setpoints))
    crew.begins("forbidden", group, spot + 1, ("control.read_back",), falls=True)
    crew.whole(group, between=lambda: _fault(crew, f"ignored_write {group.setpoints[spot].tag}"))


def refused_write(crew: Crew) -> None:
    group = crew.group()
    spot = crew.random.randrange(len(group.setpoints))
    crew.begins("forbidden", group, spot + 1, ("control.write_refused",), falls=True)
    crew.whole(group, between=lambda: _fault(crew, f"refused_write {group.setpoints[spot].tag}"))


def slow_write(crew: Crew) -> None:
    group = crew.group("fall", most=1)
    reasons = ("control.no_answer", "control.silent", "control.no_link")
    crew.begins("forbidden", group, 1, reasons, falls=True)
    crew.whole(group, between=lambda: _fault(crew, f"slow_write {group.setpoints[0].tag} 1.5"))
    _fault(crew)


def bad_read_back(crew: Crew) -> None:
    """What is read back is bad, stands still, or has drifted off."""
    group = crew.group("fall")
    tag, value = group.setpoints[0].tag, group.setpoints[0].value
    crew.begins("forbidden", group, 1, ("control.read_back",), falls=True)

    def spoil() -> None:
        how = crew.random.choice(("bad", "stuck", "uncertain", "drift"))
        if how == "drift" and not isinstance(value, bool):
            crew.plant.do(hand={tag: value + 0.5}, faults=[f"ignored_write {tag}"])
        else:
            _fault(crew, f"{'stuck' if how == 'drift' else how} {tag}")

    crew.whole(group, held=1, during=spoil)
    _fault(crew)


def effect_missing(crew: Crew) -> None:
    group = crew.group("effect", most=1)
    name = group.setpoints[0].tag.split("/")[0]
    crew.begins("forbidden", group, 1, ("control.effect_missing",), falls=True)
    crew.whole(group, between=lambda: _fault(crew, f"stuck {name}/temperature"))


def _is_heated(tag: str) -> bool:
    return tag.endswith("/temperature_set")


def interlock_toggled(crew: Crew) -> None:
    """An interlock opens between approval and write."""
    group = crew.group("numbers")
    hows: list[dict[str, Any]] = [{"hand": {DOOR: False}}, {"faults": ["local"]}]
    if any(_is_heated(item.tag) for item in group.setpoints):  # the air guards the furnaces alone
        hows += [{"hand": {AIR: 39.0}}, {"hand": {AIR: 91.0}}]
    how = crew.random.choice(hows)
    odd(crew, group, "control.interlock", between=lambda: crew.plant.do(**how) and None)


def interlock_in_mid_group(crew: Crew) -> None:
    """An interlock of what comes next opens while a write of the group is under way."""
    group = crew.group(least=2)
    spot = crew.random.randint(1, len(group.setpoints) - 1)
    is_heated = _is_heated(group.setpoints[spot].tag)
    how: dict[str, Any] = {AIR: crew.random.choice((39.0, 91.0))} if is_heated else {DOOR: False}
    crew.begins("forbidden", group, spot, ("control.interlock",), falls=True)
    crew.whole(group, held=spot, during=lambda: crew.plant.do(hand=how) and None)


def hand_meanwhile(crew: Crew) -> None:
    """A person takes a tag over between arming and commit."""
    group = crew.group()
    tag = crew.random.choice(group.setpoints).tag

    def takes() -> None:
        crew.guard.hand(tag, True)
        crew.oracle.fact(time.monotonic(), f"hand {tag}", True)

    odd(crew, group, "control.manual", between=takes)


def hand_after(crew: Crew) -> None:
    """A person sets a tag of a verified group, and tells nobody."""
    group = crew.group("truths", most=1)
    crew.verified(group)
    tag, value = group.setpoints[0].tag, group.setpoints[0].value
    other = _one(crew, tag, value)
    crew.begins("forbidden", other, 0, ("control.manual",))
    crew.plant.do(hand={tag: not value})
    crew.oracle.fact(time.monotonic(), f"hand {tag}", True)
    crew.guard.wait(lambda state: tag in state.overridden, 3)
    _wait_rested(crew, tag)
    crew.whole(other)


def hand_in_mid_group(crew: Crew) -> None:
    """A person takes over what comes next, while the first of a group is being written."""
    group = crew.group("fall", least=2)
    tag = group.setpoints[1].tag
    crew.begins("forbidden", group, 1, ("control.manual",), falls=True)

    def takes() -> None:
        crew.guard.hand(tag, True)
        crew.oracle.fact(time.monotonic(), f"hand {tag}", True)

    crew.whole(group, held=1, during=takes)


def switched_off_in_mid_group(crew: Crew) -> None:
    group = crew.group("fall", least=2)
    crew.begins("forbidden", group, 1, ("control.switched_off",))

    def off() -> None:
        crew.guard.switch(False)
        crew.oracle.fact(time.monotonic(), "off", True)

    crew.whole(group, held=1, during=off)


def stopped_in_mid_group(crew: Crew) -> None:
    group = crew.group("fall", least=2)
    crew.begins("forbidden", group, 1, ("control.killed",), falls=True)

    def stop() -> None:
        crew.guard.stop()
        crew.oracle.fact(time.monotonic(), "stopped", True)

    crew.whole(group, held=1, during=stop)


def guard_dead(crew: Crew) -> None:
    """The guard is killed and does not come back: the plant falls back by itself, as nobody counts up its watchdog."""
    crew.verified(crew.group("fall", most=1))
    group = crew.group("fall")
    crew.begins("forbidden", group, 0, ("control.order",), falls=True)
    binding = crew.guard.propose(group, crew.guard.proof(group))
    begun = time.monotonic()
    crew.guard.kill()
    while not crew.plant.values()["control/hold"]:
        time.sleep(0.05)
        assert time.monotonic() - begun < 20
    crew.spans.setdefault("guard dead, plant by itself", []).append(time.monotonic() - begun)
    _begin_anew(crew)
    crew.guard.arm(binding, crew.token())


def switched_off(crew: Crew) -> None:
    group = crew.group()

    def off() -> None:
        if crew.random.random() < 0.5:
            crew.guard.switch(False)
        else:
            crew.plant.do(hand={SWITCH: False})
        crew.oracle.fact(time.monotonic(), "off", True)

    odd(crew, group, "control.not_armed", "control.switched_off", between=off)


def stopped(crew: Crew) -> None:
    """Somebody presses stop while something is in charge; a second group is committed all the same."""
    before = crew.group("fall", most=2)
    crew.verified(before)
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.killed",), falls=True)

    def stop() -> None:
        crew.causes("stop")
        crew.guard.stop()
        crew.oracle.fact(time.monotonic(), "stopped", True)

    crew.whole(group, between=stop)
    crew.reached()


def silent(crew: Crew) -> None:
    """Who commands falls silent while something is in charge."""
    before = crew.group("fall", most=2)
    crew.verified(before)
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.silent",), falls=True)

    def hush() -> None:
        crew.guard.is_alive = False
        crew.causes("silence")
        time.sleep(1.35)
        crew.oracle.fact(time.monotonic(), "silent", True)

    crew.whole(group, between=hush)
    crew.reached()


def disk_full(crew: Crew) -> None:
    """No record can be kept any more."""
    before = crew.group("fall", most=1)
    crew.verified(before)
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.audit",), falls=True)

    def full() -> None:
        crew.guard.ledger.is_full = True
        crew.causes("full disk")

    crew.whole(group, between=full)
    crew.oracle.fact(time.monotonic(), "lost", True)
    crew.reached()


LEGITIMATE = Kind(legitimate, 0)
KINDS: dict[str, Kind] = {
    "out of range": Kind(out_of_range, 12),
    "no number": Kind(not_a_number, 8),
    "wrong type": Kind(wrong_type, 8),
    "wrong unit": Kind(wrong_unit, 8),
    "wrong tag": Kind(wrong_tag, 7),
    "tag twice": Kind(twice, 4),
    "far way back": Kind(far_back, 3),
    "too large a step": Kind(large_step, 9, until=RESTARTS),
    "too fast": Kind(too_fast, 5, until=RESTARTS),
    "too soon": Kind(too_soon, 7),
    "stale or bad reading": Kind(stale, 8, until=RESTARTS),
    "replayed token": Kind(replayed_token, 5),
    "foreign token": Kind(foreign_token, 5),
    "expired token": Kind(expired, 3),
    "another proposal": Kind(other_binding, 4),
    "author alone": Kind(alone, 6),
    "wrong role": Kind(wrong_role, 6),
    "wrong plant": Kind(wrong_plant, 5),
    "not proven": Kind(not_proven, 5),
    "old proof": Kind(old_proof, 5),
    "other model": Kind(other_model, 4),
    "other limits": Kind(other_limits, 4),
    "repeated request": Kind(repeated, 5),
    "delayed request": Kind(delayed, 4),
    "out of order": Kind(out_of_order, 4),
    "committed twice": Kind(doubled, 3),
    "clock jumps": Kind(clock_jumps, 4),
    "link cut in mid-group": Kind(link_cut, 4),
    "link down": Kind(link_down, 1),
    "link pulled": Kind(link_pulled, 1),
    "guard killed, armed": Kind(guard_killed_armed, 1, from_=RESTARTS),
    "guard started anew": Kind(guard_started_anew, 1, from_=RESTARTS),
    "guard killed, writing": Kind(guard_killed_writing, 1, from_=RESTARTS),
    "guard killed between writes": Kind(guard_killed_between, 1, from_=RESTARTS),
    "guard dead": Kind(guard_dead, 1, from_=RESTARTS),
    "server killed, armed": Kind(server_killed_armed, 1, from_=RESTARTS),
    "server killed, writing": Kind(server_killed_writing, 1, from_=RESTARTS),
    "server stands still": Kind(server_stands_still, 1),
    "ignored write": Kind(ignored_write, 3),
    "refused write": Kind(refused_write, 4),
    "slow write": Kind(slow_write, 1),
    "bad read back": Kind(bad_read_back, 3),
    "effect missing": Kind(effect_missing, 1, until=RESTARTS),
    "interlock toggled": Kind(interlock_toggled, 6),
    "interlock in mid-group": Kind(interlock_in_mid_group, 2),
    "hand meanwhile": Kind(hand_meanwhile, 4),
    "hand in mid-group": Kind(hand_in_mid_group, 2),
    "hand afterwards": Kind(hand_after, 2),
    "local switch off": Kind(switched_off, 2),
    "local switch off in mid-group": Kind(switched_off_in_mid_group, 1),
    "stop": Kind(stopped, 1),
    "stop in mid-group": Kind(stopped_in_mid_group, 1),
    "silence": Kind(silent, 1),
    "full disk": Kind(disk_full, 1),
}
