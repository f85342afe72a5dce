"""Random commands to the guard, most of them wrong in some way, with things going wrong in between.

Each attempt is told by its number: the same seed gives the same attempts.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from tests.twin.control.world import AUTHOR, ENGINEER, STANDS, UNITS, World

from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag import Sample
from pulmu.twin.control import AuditFailed, Killed, LinkBack, LinkLost, Moment, Overridden, Person, Restarted, Switched
from pulmu.twin.control.binding import model_of

STRANGER = Person(id="lee", plant="other", roles=frozenset({"engineer", "operator"}))
GUEST = Person(id="guest", plant="hanbit", roles=frozenset({"viewer"}))
ODD_NUMBERS = (math.nan, math.inf, -math.inf, -0.0, 5e-324, 1e300, 699.999, 900.001, -5.5, 5.5, 1e16)
ODD_VALUES = (True, False, "800", "run", 3, 2.0, 6, -1, 2**60, None, "", "RUN", (), "stop ")
SPAN = {"furnace/1/temperature": (700.0, 900.0, 25.0), "line/trim": (-5.0, 5.0, 10.0)}


@dataclass
class Tally:
    """What came of a campaign."""

    attempts: Counter[str] = field(default_factory=Counter)
    verified: Counter[str] = field(default_factory=Counter)
    commands: int = 0
    faults: list[str] = field(default_factory=list)


class Pilot:
    """Makes attempts on one world."""

    def __init__(self, seed: int, *, settles: bool = True) -> None:
        self.random = random.Random(seed)
        self.world = World()
        self.token = ""
        self.settles = settles

    def value(self, tag: str) -> Any:
        """A value that may be written from where the plant stands."""
        stands, pick = self.world.values[tag], self.random
        if tag in SPAN:
            low, high, step = SPAN[tag]
            return pick.uniform(max(low, stands - step), min(high, stands + step)) + 0.0
        return {
            "line/count": lambda: pick.randint(0, 5), "burner/on": lambda: pick.random() < 0.5,
            "line/mode": lambda: pick.choice(("run", "standby", "stop")),
        }[tag]()  # fmt: skip

    def group(self) -> SetpointGroup:
        """Setpoints that may be written."""
        tags = self.random.sample(
            sorted([*SPAN, "line/count", "burner/on", "line/mode"]), self.random.choice((1, 1, 2, 3))
        )
        return SetpointGroup(id="g", setpoints=tuple(self.setpoint(tag) for tag in tags))

    def setpoint(self, tag: str) -> Setpoint:
        """One of them."""
        back = self.value(tag) if self.random.random() < 0.1 and tag not in SPAN else None
        return Setpoint(tag=tag, value=self.value(tag), unit=UNITS.get(tag, "1"), compensation=back)

    def changed(self, group: SetpointGroup, **changes: Any) -> SetpointGroup:
        """The group with one of its setpoints changed."""
        spot = self.random.randrange(len(group.setpoints))
        many = list(group.setpoints)
        many[spot] = replace(many[spot], **changes)
        return replace(group, setpoints=tuple(many))

    def later(self, happens: Callable[[], None]) -> None:
        """Let something happen before one of the next answers."""
        world = self.world
        due = world.answers + self.random.randint(1, 7)

        def between(number: int) -> None:
            if number == due:
                happens()

        world.between = between

    def spoilt(self, change: Callable[[Sample], Sample | None]) -> Callable[[Sample], Sample | None]:
        """Spoil what is read of one tag, from some answer on."""
        world, tag = self.world, self.random.choice(sorted(STANDS))
        due = world.answers + self.random.randint(1, 5)

        def sees(sample: Sample) -> Sample | None:
            return change(sample) if sample.tag == tag and world.answers >= due else sample

        world.sees = sees
        return sees

    def attempt(self, fault: str) -> bool:
        """One attempt with one fault; whether it came to its end verified."""
        world = self.world
        world.sees, world.between = (lambda sample: sample), (lambda number: None)
        world.takes, world.follows = (lambda write: "accepted"), True
        world.records.clear()
        FAULTS[fault](self)
        if self.settles:
            self.settle()
        return "verified" in world.whats

    def whole(self, group: SetpointGroup, **changes: Any) -> None:
        """Propose, arm and commit, with changes to the requests by name."""
        world = self.world
        binding = world.propose(group, **changes.get("propose", {}))
        self.token = world.arm(binding, **changes.get("arm", {}))
        self.pause(changes)
        world.commit(binding, self.token, **changes.get("commit", {}))

    def pause(self, changes: dict[str, Any]) -> None:
        """What happens between arming and commit."""
        if "then" in changes:
            changes["then"]()

    def settle(self) -> None:
        """Let everything come to rest, put the plant right and begin anew."""
        world = self.world
        known = len(world.records)
        world.wait(4.5, tick=1.5)
        self.look_for_hanging(is_still=len(world.records) == known)
        world.between, world.sees = (lambda number: None), (lambda sample: sample)
        world.takes, world.follows = (lambda write: "accepted"), True
        if not world.state.is_linked:
            world.send(LinkBack(at=world.now))
            world.wait(1.0)
        if self.random.random() < 0.1 or self.is_stuck():
            self.begin_anew()
        elif self.random.random() < 0.5:
            world.release()
        world.values |= {tag: STANDS[tag] for tag in ("furnace/1/door_closed", "air/pressure")}
        world.todo.clear()
        if world.state.engaged:
            world.wait(self.random.choice((1.5, 6.0)), tick=1.5)
        else:
            pass_time(self, self.random.choice((2.0, 5.0, 70.0)))
        del world.alarms[:], world.writes[:]
        world.oracle.log = [item for item in world.oracle.log if world.now.monotonic - item[0] < 120]

    def look_for_hanging(self, *, is_still: bool) -> None:
        """Nothing may be under way for longer than answers and effects take; a safe state not reached is told."""
        world = self.world
        if world.state.run is not None and is_still:
            world.oracle.faults.append("hangs")
        begun = next((item.wall for item in reversed(world.records) if item.what == "failed_safe"), math.inf)
        if world.state.owed and world.now.wall - begun > world.profile.safe_within_s + 1.5:
            told = "not_safe_in_time" in world.whats
            world.oracle.faults += [] if told else ["not_told"]

    def is_stuck(self) -> bool:
        """Whether a person has to see to the guard."""
        state = self.world.state
        latched = state.is_killed or state.is_record_lost or not state.is_switched_on
        return latched or bool(state.overridden or state.pending) or state.phase == "failed_safe"

    def begin_anew(self) -> None:
        """Set the switch off and on; nobody has anything in hand; now and then the plant is as at the start."""
        world = self.world
        for kind in (False, True):
            world.send(Switched(at=world.now, is_on=kind))
        for tag in world.state.overridden:
            world.send(Overridden(at=world.now, tag=tag, is_on=False))
        if self.random.random() < 0.5:
            world.values.update(STANDS)


def none(pilot: Pilot) -> None:
    """Nothing is wrong."""
    pilot.whole(pilot.group())


def odd_value(pilot: Pilot) -> None:
    """A value no tag takes."""
    odd = pilot.random.choice((*ODD_NUMBERS, *ODD_VALUES))
    pilot.whole(pilot.changed(pilot.group(), value=odd))


def odd_number(pilot: Pilot) -> None:
    """Of a number: -0, or so small that digits are lost."""
    odd = pilot.random.choice((-0.0, 5e-324, -1e-310))
    pilot.whole(SetpointGroup(id="g", setpoints=(Setpoint(tag="line/trim", value=odd, unit="1"),)))


def odd_back(pilot: Pilot) -> None:
    """A compensation no tag takes, and a write that fails."""
    odd = pilot.random.choice((*ODD_NUMBERS, *ODD_VALUES, 870.0))
    pilot.world.takes = lambda write: pilot.random.choice(("ignored", "accepted"))
    pilot.whole(pilot.changed(pilot.group(), compensation=odd))


def odd_unit(pilot: Pilot) -> None:
    """Another unit."""
    pilot.whole(pilot.changed(pilot.group(), unit=pilot.random.choice(("K", "", "℃", "C", "kW", None))))


def odd_tag(pilot: Pilot) -> None:
    """A tag without limits."""
    tag = pilot.random.choice(("furnace/1/gas", "furnace/2/temperature", "air/pressure", ""))
    pilot.whole(pilot.changed(pilot.group(), tag=tag))


def twice(pilot: Pilot) -> None:
    """A tag twice in a group: two steps in one."""
    one = pilot.setpoint("line/trim")
    pilot.whole(SetpointGroup(id="g", setpoints=(one, replace(one, value=pilot.value("line/trim")))))


def far(pilot: Pilot) -> None:
    """Further than a step."""
    value = pilot.random.uniform(700, 900)
    pilot.whole(SetpointGroup(id="g", setpoints=(Setpoint(tag="furnace/1/temperature", value=value, unit="°C"),)))


def often(pilot: Pilot) -> None:
    """Again and again, at once or as soon as dwell allows."""
    for _ in range(pilot.random.randint(2, 6)):
        pilot.whole(SetpointGroup(id="g", setpoints=(pilot.setpoint("furnace/1/temperature"),)))
        pilot.world.wait(pilot.random.choice((0.5, 3.0, 5.5, 6.0)))


def outside_now(pilot: Pilot) -> None:
    """The plant stands outside the limits itself."""
    tag = pilot.random.choice(sorted(SPAN))
    low, high, step = SPAN[tag]
    pilot.world.values[tag] = pilot.random.choice((low - step / 2, high + step / 2, math.nan, True, "off"))
    value = pilot.random.choice((low, high))
    pilot.whole(SetpointGroup(id="g", setpoints=(Setpoint(tag=tag, value=value, unit=UNITS.get(tag, "1")),)))
    pilot.world.values[tag] = STANDS[tag]


def not_proven(pilot: Pilot) -> None:
    """No proof, one of something else, or an old one."""
    group, world = pilot.group(), pilot.world
    change: dict[str, Any] = pilot.random.choice(
        (
            {"commands": "c" * 64}, {"profile": "d" * 64}, {"violations": 1}, {"violations": True}, {"snapshot": ""},
            {"snapshot_at": world.now.wall - 61}, {"snapshot_at": world.now.wall + 60}, {"snapshot_at": math.nan},
            {"model_at": world.now.wall - 90_000}, {"model_at": math.nan}, {"model": ""},
        )
    )  # fmt: skip
    pilot.whole(group, propose={"proof": world.proof(group, **change)})


def other_ties(pilot: Pilot) -> None:
    """Proven through another map, with another line than the one that was watched, or by another report or none."""
    group, world = pilot.group(), pilot.world
    change: dict[str, Any] = pilot.random.choice(
        (
            {"report": ""},
            {"report": "9" * 63},
            {"report": "8" * 64},
            {"tag_map": ""},
            {"tag_map": "d" * 64},
            {"line": ""},
            {"line": "e" * 64, "model": model_of("e" * 64, "b" * 64)},
            {"model": "b" * 64},
        )
    )
    pilot.whole(group, propose={"proof": world.proof(group, **change)})


def grows_old(pilot: Pilot) -> None:
    """The proof is old by the time it is committed."""
    group, world = pilot.group(), pilot.world
    old = world.proof(group, snapshot_at=world.now.wall - pilot.random.uniform(40, 59))
    pilot.whole(group, propose={"proof": old}, then=lambda: world.wait(25, tick=1.0))


def who(pilot: Pilot) -> None:
    """Somebody who may not, or alone."""
    act = pilot.random.choice(("propose", "arm", "commit"))
    by = pilot.random.choice((STRANGER, GUEST, replace(ENGINEER, id=""), replace(ENGINEER, roles=frozenset())))
    pilot.whole(pilot.group(), **{act: {"request": pilot.world.request(by)}})


def alone(pilot: Pilot) -> None:
    """Who proposed arms."""
    both = replace(AUTHOR, roles=frozenset({"operator", "engineer"}))
    world = pilot.world
    binding = world.propose(pilot.group(), request=world.request(both))
    pilot.token = world.arm(binding, request=world.request(both))
    world.commit(binding, pilot.token, request=world.request(both))


def repeated(pilot: Pilot) -> None:
    """Requests of yesterday, doubled, or from a queue."""
    world, pick = pilot.world, pilot.random
    act = pick.choice(("propose", "arm", "commit"))
    request = world.request(ENGINEER if act == "arm" else AUTHOR)
    bad = pick.choice(
        (
            replace(request, sequence=pick.randint(0, world.number - 1)), replace(request, sequence=math.nan),
            replace(request, sequence=True), replace(request, made_at=world.now.wall - pick.uniform(10.5, 1e6)),
            replace(request, made_at=world.now.wall + 30), replace(request, made_at=math.nan),
        )
    )  # fmt: skip
    pilot.whole(pilot.group(), **{act: {"request": bad}})


def old_token(pilot: Pilot) -> None:
    """A token a second time, with new numbers, committed or armed anew."""
    world, group = pilot.world, pilot.group()
    pilot.whole(group)
    world.wait(6.0)
    binding = world.propose(pilot.group())
    if pilot.random.random() < 0.7:
        world.arm(binding, token=pilot.token)
    else:
        world.arm(binding)
    world.commit(binding, pilot.token)


def other_binding(pilot: Pilot) -> None:
    """Something else is proposed between the look and the arming, or after it."""
    world = pilot.world
    first = world.propose(pilot.group())
    if pilot.random.random() < 0.5:
        second = world.propose(pilot.group())
        token = world.arm(first)
        world.commit(pilot.random.choice((first, second)), token)
    else:
        token = world.arm(first)
        second = world.propose(pilot.group())
        world.commit(pilot.random.choice((first, second)), token)


def out_of_order(pilot: Pilot) -> None:
    """Committed without being armed, or twice."""
    world = pilot.world
    binding = world.propose(pilot.group())
    token = world.arm(binding) if pilot.random.random() < 0.5 else "token-of-nobody-0"
    for _ in range(2):
        world.commit(binding, token)


def late(pilot: Pilot) -> None:
    """The arming has expired, or expires while the permissives are read."""
    world = pilot.world
    if pilot.random.random() < 0.5:
        pilot.whole(pilot.group(), then=lambda: world.wait(pilot.random.uniform(30.5, 50), tick=1.0))
        return

    def slow(_: int) -> None:
        pass_time(pilot, 1.5)

    pilot.whole(pilot.group(), then=lambda: (world.wait(29.4, tick=1.0), setattr(world, "between", slow)))


def pass_time(pilot: Pilot, seconds: float) -> None:
    """Time passes, and somebody is there; nothing else happens."""
    world = pilot.world
    world.now = Moment(world.now.monotonic + seconds, world.now.wall + seconds)
    world.beat()


def silent(pilot: Pilot) -> None:
    """Who commands falls silent before the commit, or on the way."""
    world = pilot.world

    def quiet() -> None:
        world.now = Moment(world.now.monotonic + 2.5, world.now.wall + 2.5)

    if pilot.random.random() < 0.5:
        pilot.whole(pilot.group(), then=quiet)
    else:
        pilot.later(quiet)
        pilot.whole(pilot.group())
    world.wait(6.0, beats=False)


def dead_beats(pilot: Pilot) -> None:
    """Signs of life of yesterday."""
    world = pilot.world

    def replay() -> None:
        for _ in range(8):
            world.now = Moment(world.now.monotonic + 0.5, world.now.wall + 0.5)
            world.beats -= 1
            world.beat()

    pilot.whole(pilot.group(), then=replay)
    world.beats += 8


def happens(make: Callable[[Pilot], Any]) -> Callable[[Pilot], None]:
    """Something happens before the commit, or on the way."""

    def fault(pilot: Pilot) -> None:
        world = pilot.world

        def now() -> None:
            world.send(make(pilot))

        if pilot.random.random() < 0.3:
            pilot.whole(pilot.group(), then=now)
        else:
            pilot.later(now)
            pilot.whole(pilot.group())
        if pilot.random.random() < 0.3:
            pilot.whole(pilot.group())

    return fault


def clock_jumps(pilot: Pilot) -> None:
    """One of the clocks jumps, back or on; an arming that had expired seems not to have."""
    world, by = pilot.world, pilot.random.choice((-3600.0, -5.0, 3.0, 86_400.0, math.nan))
    which = pilot.random.random() < 0.3

    def jump() -> None:
        if which:
            world.now = Moment(world.now.monotonic - abs(by), world.now.wall)
        else:
            world.now = Moment(world.now.monotonic, world.now.wall + by)
        world.beat()
        if math.isnan(world.now.wall) or math.isnan(world.now.monotonic):
            world.now = world.state.now

    if pilot.random.random() < 0.5:
        pilot.whole(pilot.group(), then=jump)
    else:
        pilot.later(jump)
        pilot.whole(pilot.group())


def link_breaks(pilot: Pilot) -> None:
    """The link breaks on the way, and comes back."""
    world = pilot.world
    pilot.later(lambda: world.send(LinkLost(at=world.now)))
    pilot.whole(pilot.group())
    if pilot.random.random() < 0.3:
        world.by_hand("furnace/1/temperature", 850.0)
    world.wait(pilot.random.choice((1.0, 10.0)))
    world.send(LinkBack(at=world.now))


def link_down(pilot: Pilot) -> None:
    """The link is down, and somebody commits all the same."""
    world = pilot.world
    pilot.whole(pilot.group(), then=lambda: world.send(LinkLost(at=world.now)))


def guard_restarts(pilot: Pilot) -> None:
    """The guard dies on the way and is started anew."""
    world = pilot.world

    def again() -> None:
        touched = tuple(world.state.engaged.values())
        world.send(Restarted(at=world.now, sequence=world.number, touched=touched))
        world.beats += 1
        if pilot.random.random() < 0.8:
            world.ready()

    pilot.later(again)
    pilot.whole(pilot.group())


def interlock_opens(pilot: Pilot) -> None:
    """An interlock does not hold, or no longer."""
    world = pilot.world
    tag, value = pilot.random.choice(
        (("furnace/1/door_closed", False), ("air/pressure", 3.9), ("air/pressure", 9.1), ("air/pressure", math.nan),
         ("furnace/1/door_closed", 1.0), ("furnace/1/door_closed", "true"), ("air/pressure", None),
         ("air/pressure", "6"))
    )  # fmt: skip

    def opens() -> None:
        world.values[tag] = value

    if pilot.random.random() < 0.5:
        opens()
    else:
        pilot.later(opens)
    pilot.whole(pilot.group())


def bad_readings(pilot: Pilot) -> None:
    """Readings that are bad, stale, from the future, of another unit, or missing."""
    old = timedelta(seconds=pilot.random.choice((2.5, 60.0, -30.0)))
    change = pilot.random.choice(
        (
            lambda sample: replace(sample, quality=pilot.random.choice(("bad", "stale", "uncertain"))),
            lambda sample: replace(sample, at=sample.at - old, received=sample.received - old),
            lambda sample: replace(sample, at=sample.at - timedelta(seconds=2.5)),
            lambda sample: replace(sample, at=None, received=None),
            lambda sample: replace(sample, unit="K"),
            lambda sample: replace(sample, value=None),
            lambda sample: None,
        )
    )
    pilot.spoilt(change)
    pilot.whole(pilot.group())


def plant_misbehaves(pilot: Pilot) -> None:
    """The plant refuses, ignores, says nothing, or loses the answer; once or always."""
    world, pick = pilot.world, pilot.random
    how, share = pick.choice(("refused", "ignored", "silent", "lost", "unknown")), pick.choice((0.3, 1.0))
    world.takes = lambda write: how if pick.random() < share else "accepted"
    world.follows = pick.random() < 0.7
    pilot.whole(pilot.group())
    if pick.random() < 0.5:
        world.wait(8.0, tick=1.0)


def meanwhile(pilot: Pilot) -> None:
    """Another group is proposed, armed and committed while one is under way."""
    world = pilot.world
    second = pilot.group()

    def also() -> None:
        binding = world.propose(second)
        world.commit(binding, world.arm(binding))

    pilot.later(also)
    first = pilot.group()
    binding = world.propose(first)
    token = world.arm(binding)
    if pilot.random.random() < 0.5:
        pilot.later(lambda: world.arm(binding))
    world.commit(binding, token)


def hand(pilot: Pilot) -> None:
    """A person sets a tag of a verified group by hand, unannounced."""
    world = pilot.world
    pilot.whole(pilot.group())
    world.wait(1.0)
    for tag in list(world.state.engaged):
        if tag in SPAN:
            world.by_hand(tag, SPAN[tag][0] + 1.0)
    world.wait(2.0)
    if pilot.random.random() < 0.5:
        world.wait(3.0, beats=False)


FAULTS: dict[str, Callable[[Pilot], None]] = {
    "none": none, "odd_value": odd_value, "odd_number": odd_number, "odd_back": odd_back, "odd_unit": odd_unit,
    "odd_tag": odd_tag, "twice": twice, "far": far, "often": often, "outside_now": outside_now,
    "not_proven": not_proven, "other_ties": other_ties, "grows_old": grows_old, "who": who, "alone": alone,
    "repeated": repeated, "old_token": old_token, "other_binding": other_binding, "out_of_order": out_of_order,
    "late": late, "silent": silent, "dead_beats": dead_beats,
    "killed": happens(lambda pilot: Killed(at=pilot.world.now)),
    "switched_off": happens(lambda pilot: Switched(at=pilot.world.now, is_on=False)),
    "switch_unknown": happens(lambda pilot: Switched(at=pilot.world.now, is_on=None)),
    "overridden": happens(lambda pilot: Overridden(at=pilot.world.now, tag=pilot.random.choice(sorted(STANDS)))),
    "audit_lost": happens(lambda pilot: AuditFailed(at=pilot.world.now)),
    "clock_jumps": clock_jumps, "link_breaks": link_breaks, "link_down": link_down, "guard_restarts": guard_restarts,
    "interlock_opens": interlock_opens, "bad_readings": bad_readings, "plant_misbehaves": plant_misbehaves,
    "hand": hand, "meanwhile": meanwhile,
}  # fmt: skip


def campaign(attempts: int, seed: int, faults: Collection[str] = (), *, stops: bool = False) -> Tally:
    """So many attempts, a third of them with nothing wrong; every one kept in the tally.

    Parameters
    ----------
    faults : What may be wrong; anything, if none is named.
    stops : Whether it ends with the first unsafe write.
    """
    pilot, tally = Pilot(seed), Tally()
    names = sorted(faults or FAULTS)
    for number in range(attempts):
        name = "none" if pilot.random.random() < 0.34 and not faults else pilot.random.choice(names)
        tally.attempts[name] += 1
        tally.verified[name] += pilot.attempt(name)
        if pilot.world.oracle.faults:
            tally.faults += [f"attempt {number} of seed {seed}, {name}: {item}" for item in pilot.world.oracle.faults]
            pilot.world.oracle.faults.clear()
            if stops:
                break
    tally.commands = pilot.world.commands
    return tally
