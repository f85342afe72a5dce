"""Every control refuses what it is there for, with its reason; and without it nothing of the kind is said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.twin.control.campaign import GUEST, STRANGER
from tests.twin.control.taken_out import INNER, taken_out
from tests.twin.control.world import AUTHOR, ENGINEER, WARMER, World, group_of

from pulmu.locale import problem_line
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag import Sample
from pulmu.twin.control import AuditFailed, Killed, LinkLost, Moment, Overridden, Switched, Write
from pulmu.twin.control.binding import model_of


def proposes(group: SetpointGroup) -> Callable[[World], None]:
    def go(world: World) -> None:
        world.propose(group)

    return go


def proves(**changes: Any) -> Callable[[World], None]:
    def go(world: World) -> None:
        world.propose(proof=world.proof(WARMER, **{name: make(world) for name, make in changes.items()}))

    return go


def arms(**changes: Any) -> Callable[[World], None]:
    def go(world: World) -> None:
        binding = world.propose()
        world.arm(binding, **{name: make(world) for name, make in changes.items()})

    return go


def commits(**changes: Any) -> Callable[[World], None]:
    def go(world: World) -> None:
        binding = world.propose()
        token = world.arm(binding)
        world.commit(binding, token, **{name: make(world) for name, make in changes.items()})

    return go


def after(what: Callable[[World], Any], group: SetpointGroup = WARMER) -> Callable[[World], None]:
    def go(world: World) -> None:
        what(world)
        world.set(group)

    return go


def two_days(world: World) -> None:
    world.set()
    world.wait(1.0)
    world.set(group_of(furnace__1__temperature=815.0))


def many_steps(world: World) -> None:
    for value in (820.0, 840.0, 860.0, 880.0):
        world.set(group_of(furnace__1__temperature=value))
        world.wait(6.0)


def slow_permissives(world: World) -> None:
    def between(_: int) -> None:
        world.now = Moment(world.now.monotonic + 1.5, world.now.wall + 1.5)
        world.beat()

    binding = world.propose()
    token = world.arm(binding)
    world.wait(29.0)
    world.between = between
    world.commit(binding, token)


def silence(world: World) -> None:
    world.now = Moment(world.now.monotonic + 3.0, world.now.wall + 3.0)


def unanswered(world: World) -> None:
    held = Write(ticket=999, tag="furnace/1/temperature", value=790.0, unit="°C", why="group")
    world.state = replace(world.state, pending={999: held})
    world.set()


def twice_armed(world: World) -> None:
    world.commit("", "")


def compensated(world: World) -> None:
    world.propose(SetpointGroup(id="g", setpoints=(replace(WARMER.setpoints[0], compensation=890.0),)))


def both(world: World) -> Any:
    return world.request(replace(AUTHOR, roles=AUTHOR.roles | ENGINEER.roles))


def armed_alone(world: World) -> None:
    world.arm(world.propose(request=both(world)), request=both(world))


def first_again(world: World) -> Any:
    return replace(world.request(AUTHOR), sequence=1)


def in_hand(world: World) -> None:
    world.send(Overridden(at=world.now, tag="furnace/1/temperature"))


def cold(world: World) -> None:
    world.values["furnace/1/temperature"] = 690.0


def opened(world: World) -> None:
    world.values["furnace/1/door_closed"] = False


def spoils(part: str, quality: str) -> Callable[[World], None]:
    """Readings of tags with this part in their name get a quality, or do not come at all."""

    def go(world: World) -> None:
        def sees(sample: Sample) -> Sample | None:
            if part not in sample.tag:
                return sample
            return replace(sample, quality=quality) if quality else None  # type: ignore[arg-type]

        world.sees = sees

    return go


TWICE = SetpointGroup(id="g", setpoints=WARMER.setpoints * 2)
OFF_LIST = SetpointGroup(id="g", setpoints=(Setpoint(tag="air/pressure", value=6.0),))
CASES: dict[str, tuple[str, str, Callable[[World], None]]] = {
    "a repeat": ("sequence", "control.replayed", commits(request=first_again)),
    "from a queue": (
        "delay", "control.delayed",
        commits(request=lambda world: replace(world.request(AUTHOR), made_at=world.now.wall - 11)),
    ),
    "from the future": (
        "delay", "control.delayed",
        commits(request=lambda world: replace(world.request(AUTHOR), made_at=world.now.wall + 5)),
    ),
    "another plant": ("plant", "control.other_plant", commits(request=lambda world: world.request(STRANGER))),
    "without the role": ("role", "control.role", arms(request=lambda world: world.request(AUTHOR))),
    "a guest": ("role", "control.role", commits(request=lambda world: world.request(GUEST))),
    "out of order": ("order", "control.order", twice_armed),
    "a tag twice": ("once", "control.twice", proposes(TWICE)),
    "a tag off the list": ("allow_list", "control.not_allowed", proposes(OFF_LIST)),
    "a truth for a number": ("kind", "control.kind", proposes(group_of(line__count=True))),
    "a whole number for a number": ("kind", "control.kind", proposes(group_of(line__trim=1))),
    "a text": ("kind", "control.kind", proposes(group_of(line__trim="1"))),
    "minus zero": ("plain", "control.not_plain", proposes(group_of(line__trim=-0.0))),
    "not a number": ("plain", "control.not_plain", proposes(group_of(line__trim=float("nan")))),
    "endless": ("range", "control.limit", proposes(group_of(line__trim=float("inf")))),
    "subnormal": ("plain", "control.not_plain", proposes(group_of(line__trim=5e-324))),
    "another unit": (
        "unit", "control.unit", proposes(SetpointGroup(id="g", setpoints=(replace(WARMER.setpoints[0], unit="K"),)))
    ),
    "above the limit": ("range", "control.limit", proposes(group_of(furnace__1__temperature=900.1))),
    "not a choice": ("range", "control.limit", proposes(group_of(line__mode="RUN"))),
    "a far way back": ("compensation", "control.compensation", compensated),
    "of other commands": ("proof", "control.not_proven", proves(commands=lambda world: "c" * 64)),
    "under other limits": ("proof", "control.not_proven", proves(profile=lambda world: "c" * 64)),
    "with a violation": ("proof", "control.not_proven", proves(violations=lambda world: 1)),
    "an old snapshot": ("snapshot", "control.old_snapshot", proves(snapshot_at=lambda world: world.now.wall - 61)),
    "an old model": ("model", "control.model", proves(model_at=lambda world: world.now.wall - 90_000)),
    "through another map": ("tag_map", "control.proof_map", proves(tag_map=lambda world: "d" * 64)),
    "through no map": ("tag_map", "control.proof_map", proves(tag_map=lambda world: "")),
    "with another line": (
        "line", "control.proof_line",
        proves(line=lambda world: "e" * 64, model=lambda world: model_of("e" * 64, "b" * 64)),
    ),
    "with a model of another line": ("line", "control.proof_line", proves(model=lambda world: "b" * 64)),
    "by another report": ("report", "control.proof_report", proves(report=lambda world: "8" * 64)),
    "never watched": ("report", "control.not_watched", proves(report=lambda world: "")),
    "another binding": ("binding", "control.binding", arms(binding=lambda world: "c" * 64)),
    "alone": ("second_person", "control.alone", armed_alone),
    "a short token": ("token", "control.token", arms(token=lambda world: "1")),
    "another token": ("token", "control.token", commits(token=lambda world: "token-of-another")),
    "expired while it was read": ("expiry", "control.expired", slow_permissives),
    "switch off": ("switch", "control.not_armed", after(lambda world: world.send(Switched(at=world.now, is_on=False)))),
    "stopped": ("kill", "control.killed", after(lambda world: world.send(Killed(at=world.now)))),
    "no link": ("link", "control.no_link", after(lambda world: world.send(LinkLost(at=world.now)))),
    "silent": ("heartbeat", "control.silent", after(silence)),
    "in hand": ("manual", "control.manual", after(in_hand)),
    "no record": ("audit", "control.audit", after(lambda world: world.send(AuditFailed(at=world.now)))),
    "not answered": ("pending", "control.pending", unanswered),
    "not known": ("standing", "control.not_known", after(spoils("temperature", "bad"))),
    "outside now": ("standing", "control.outside_now",
        after(cold, group_of(furnace__1__temperature=700.0)),
    ),
    "a large step": ("step", "control.step", after(lambda world: None, group_of(furnace__1__temperature=826.0))),
    "too many steps": ("rate", "control.rate", many_steps),
    "too soon": ("dwell", "control.dwell", two_days),
    "an open door": ("interlock", "control.interlock", after(opened)),
    "a stale interlock": ("interlock", "control.interlock", after(spoils("door", "stale"))),
    "a missing interlock": ("interlock", "control.interlock", after(spoils("air", ""))),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_control_refuses_and_says_why(case: str) -> None:
    _, code, happens = CASES[case]
    world = World()
    happens(world)
    assert code in world.codes
    refused = next(record for record in world.records if code in [item.code for item in record.reasons])
    reason = next(item for item in refused.reasons if item.code == code)
    assert problem_line(reason, "ko") != problem_line(reason, "en")
    assert reason.mend


@pytest.mark.parametrize("case", CASES)
def test_without_the_control_nobody_refuses_for_that_reason(case: str) -> None:
    name, code, happens = CASES[case]
    world = World()
    with taken_out(name, INNER):
        happens(world)
    assert code not in world.codes


def test_every_control_of_requests_and_writes_has_a_case() -> None:
    from pulmu.twin.control.checks import TABLES, WHO
    from pulmu.twin.control.permissive import BEFORE_WRITE

    wanted = {*WHO, *BEFORE_WRITE, *(name for table in TABLES.values() for name in table)}
    assert wanted == {name for name, _, _ in CASES.values()}
