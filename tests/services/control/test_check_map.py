"""A guard reaches a stranger's plant through the one map its limits name, and a changed map changes nothing there."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.guard_process import LIMITS
from tests.services.control.test_run import Hall, Paper
from tests.services.live.strangers import strange_name, strange_plant
from tests.twin.control.world import group_of

from pulmu.model.document import Document
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.control.check_map import check_map
from pulmu.services.control.run import Guard
from pulmu.services.live.mapped import MappedPlant
from pulmu.services.live.shadow_report import tag_map_seal
from pulmu.twin.control import Moment, profile_seal, read_profile

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MAP = strange_plant(lambda: NOW)[1]
SPEED: dict[str, Any] = {
    "tag": "line/speed_set", "unit": "%", "low": 80, "high": 105, "step": 10, "rate_per_minute": 20, "tolerance": 1e-9,
}  # fmt: skip


def limits(tag_map: TagMap | None = MAP, **changes: Any) -> GuardProfile:
    """The limits of the tests with a number among them, for a map."""
    named = {} if tag_map is None else {"tag_map": tag_map_seal(tag_map)}
    tree = {**LIMITS, "limits": [*LIMITS["limits"], SPEED], **named, **changes}
    return read_profile(Document(tree, "limits.yaml")).unwrap()


def codes(profile: GuardProfile, tag_map: TagMap | None) -> list[str]:
    return [item.code for item in check_map(profile, tag_map, "limits.yaml", "map.yaml")]


def moved(tag: str, node: str) -> TagMap:
    """The map with another node for a tag."""
    tags = tuple(replace(entry, node=node) if entry.tag == tag else entry for entry in MAP.tags)
    return replace(MAP, tags=tags)


def test_the_map_that_the_limits_name_is_taken_and_none_where_they_name_none() -> None:
    assert codes(limits(), MAP) == []
    assert codes(limits(None), None) == []


@pytest.mark.parametrize(
    "other",
    [
        moved("line/run", "DB100.PRESS.PIECES"),
        replace(MAP, tags=MAP.tags[:-1]),
        replace(MAP, tags=tuple(replace(e, scale=2.0) if e.tag == "line/speed_set" else e for e in MAP.tags)),
        replace(MAP, zone="UTC"),
    ],
    ids=["node", "fewer", "scale", "zone"],
)
def test_another_map_than_the_limits_name_is_refused(other: TagMap) -> None:
    assert codes(limits(), other) == ["control.map_other"]


def test_a_map_nobody_signed_for_and_a_map_that_is_not_given_are_refused() -> None:
    assert codes(limits(None), MAP) == ["control.map_not_signed"]
    assert codes(limits(), None) == ["control.map_missing"]


def test_what_the_limits_name_must_be_in_the_map() -> None:
    left = frozenset(("control/remote", "control/hold", "line/run", "press/pieces"))
    fewer = replace(MAP, tags=tuple(entry for entry in MAP.tags if entry.tag not in left))
    found = check_map(limits(fewer), fewer, "limits.yaml", "map.yaml")
    assert {(item.code, dict(item.values)["tag"]) for item in found} == {
        ("control.map_lacks", tag) for tag in left - {"press/pieces"}
    }


def test_a_node_that_is_written_stands_for_one_tag() -> None:
    for tag in ("control/remote", "control/hold", "line/run", "control/heartbeat"):
        shared = moved("ageing/standby", strange_name(tag))
        assert codes(limits(shared), shared) == ["control.map_shared"], tag
    elsewhere = moved("press/pieces", strange_name("line/run"))
    assert codes(limits(elsewhere), elsewhere) == [], "nothing of the limits is told by it"
    read = moved("control/remote", strange_name("control/hold"))
    assert codes(limits(read), read) == [], "both are only read"


class Abroad(Hall):
    """A stranger's plant behind its map, and its guard."""

    def __init__(self) -> None:
        self.now, self.paper, self.alarms = Moment(50.0, 1_790_000_000.0), Paper(), []
        self.plant, self.tag_map, _ = strange_plant(lambda: datetime.fromtimestamp(self.now.wall, UTC))
        self.beats = self.number = 0
        self.start()

    def start(self) -> None:
        self.profile = limits(plant="hanbit", switch=None, watchdog=None)
        through = MappedPlant(self.plant, self.tag_map)
        self.guard = Guard(self.profile, through, self.paper, lambda: self.now, self.alarms.append)
        self.beats = 0


def test_what_is_committed_reaches_the_strangers_node_in_its_own_number() -> None:
    hall = Abroad()
    hall.ready()
    slower = Setpoint(tag="line/speed_set", value=95.0, unit="%")
    standby = group_of(billet_heater__standby=True).setpoints
    hall.set(SetpointGroup(id="g", setpoints=(slower, *standby)), seal=profile_seal(hall.profile))
    hall.wait(1.0)
    assert hall.guard.state.phase == "verified", [item.code for item in hall.alarms]
    assert hall.value(strange_name("line/speed_set")) == pytest.approx(0.95)
    assert hall.value(strange_name("billet_heater/standby")) is True
    assert set(hall.guard.state.engaged) == {"line/speed_set", "billet_heater/standby"}


def test_a_stranger_without_the_node_is_never_written() -> None:
    hall = Abroad()
    hall.tag_map = moved("line/speed_set", "DB100.NOT.THERE")
    hall.start()
    hall.ready()
    slower = Setpoint(tag="line/speed_set", value=95.0, unit="%")
    hall.set(SetpointGroup(id="g", setpoints=(slower,)), seal=profile_seal(hall.profile))
    hall.wait(1.0)
    assert hall.guard.state.phase != "verified"
    assert hall.guard.state.engaged == {}
    assert hall.value(strange_name("line/speed_set")) == 1.0


def test_the_seal_is_of_what_a_map_says_and_not_of_its_file() -> None:
    one = TagMap(tags=(MappedTag(tag="line/run", node="x"),))
    assert tag_map_seal(one) == tag_map_seal(replace(one, zone="Asia/Seoul"))
    assert tag_map_seal(one) != tag_map_seal(replace(one, zone="UTC"))
