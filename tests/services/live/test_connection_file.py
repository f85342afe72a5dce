"""A map of tags goes out as the file of a connection and comes in again equal; what it cannot hold is told."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.live.followed import line_of

from pulmu.model import InputError, Problem
from pulmu.model.tag import Tag
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.model.units import conversion_factor
from pulmu.services.live.connection_file import Reach, Told, connections_of_map
from pulmu.services.live.connection_file_in import MapRead, map_of_connections
from pulmu.services.live.plant_units import _OTHERS, PlantUnit, plant_unit, spelled_unit
from pulmu.services.live.twin_tags import twin_tags
from pulmu.services.shell_connections import connections_of, shell_of_connections
from pulmu.twin.shell import Notes, mend_environment, read_environment, tree_of
from pulmu.twin.shell.submodels import Connection, Connections, SignalMapping, SignalSink, SignalSource, signal

LINE = line_of("extrusions")
TWIN = {tag.name: tag for tag in twin_tags(LINE)}
REACH = Reach(
    address="opc.tcp://plant.example:4840/line", mode="SignAndEncrypt", token="UserNameIdentityToken",
    policy="http://opcfoundation.org/UA/SecurityPolicy#Aes256_Sha256_RsaPss",
)  # fmt: skip
RAW = {"kWh": ("kWh", "Wh", "MWh"), "kW": ("kW", "W", "MW"), "°C": ("°C", "K", "°F")}
PRESS, ENERGY, HEAT = "press/1/state", "press/electricity/energy", "ageing/temperature"


def through_a_file(connections: Connections) -> Connections:
    """Once out as the tree a file holds, mended, and in again; nothing is to be told of it."""
    environment = shell_of_connections(connections, ("Hanbit Extrusion",))
    tree = json.loads(json.dumps({"submodels": [tree_of(item) for item in environment.submodels]}))
    notes = Notes()
    read = connections_of(mend_environment(read_environment(tree, "f", notes), "f", notes), "f")
    assert notes.found == []
    assert [item for item in read.problems if item.code != "shell.mapping_script"] == []
    return read.connections


def again(tag_map: TagMap, told: Told, knows: Told | None) -> tuple[MapRead, tuple[Problem, ...]]:
    """A map as it comes back, and what was told when it was written."""
    connections, problems = connections_of_map(tag_map, REACH, LINE, told)
    return map_of_connections(through_a_file(connections), LINE, knows), problems


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [item.code for item in problems]


def node(number: int, **more: Any) -> Tag:
    return Tag(name=f"machines/M{number}", node=f"nsu=urn:x;s=m {number}", measure="value", **more)


@st.composite
def maps(draw: st.DrawFn) -> tuple[TagMap, Told]:
    """A map with what a file can hold, and the plant it is of."""
    names = draw(st.lists(st.sampled_from(sorted(TWIN)), unique=True, min_size=1, max_size=12))
    entries, offered, wires = [], [], {}
    for number, name in enumerate(names):
        known = TWIN[name]
        low = draw(st.sampled_from((None, -5.0, 0.0, 250.0)))
        if known.kind != "number":
            offered.append(node(number, kind=known.kind, words=("a", "b") if known.kind == "text" else ()))
            entries.append(MappedTag(tag=name, node=offered[-1].name))
            continue
        raw = draw(st.sampled_from(RAW.get(known.unit, (known.unit,))))
        found = plant_unit(raw)
        assert found is not None
        is_said = draw(st.booleans()) or raw == "1"
        offered.append(node(number, unit=found.symbol if is_said else "1", low=low, high=low and low + 100))
        wires[offered[-1].name] = found if is_said else PlantUnit("1")
        entries.append(MappedTag(
            tag=name, node=offered[-1].name, unit="" if is_said else raw,
            scale=draw(st.sampled_from((1.0, 1.0, 10.0, 0.1, -2.5))), offset=draw(st.sampled_from((0.0, 5.0, -12.5))),
        ))  # fmt: skip
    return TagMap(line=LINE.id, tags=tuple(entries)), Told(offered=offered, wires=wires)


@given(maps())
@settings(max_examples=60, deadline=None)
def test_a_map_comes_back_equal_with_where_its_plant_is(drawn: tuple[TagMap, Told]) -> None:
    tag_map, told = drawn
    found, problems = again(tag_map, told, told)
    assert problems == ()
    assert found == MapRead(tag_map=tag_map, reach=REACH, problems=())


def plant(*tags: Tag, **wires: PlantUnit) -> Told:
    return Told(offered=tags, wires={name.replace("__", "/"): wire for name, wire in wires.items()})


def test_what_the_plant_says_stands_in_its_own_unit_and_the_range_is_the_instruments() -> None:
    kelvin = PlantUnit("°C", 1.0, -273.15)
    told = plant(node(1, unit="°C", low=0.0, high=300.0, title="시효로 온도"), machines__M1=kelvin)
    entry = MappedTag(tag=HEAT, node="machines/M1")
    connections, problems = connections_of_map(TagMap(line=LINE.id, tags=(entry,)), REACH, LINE, told)
    assert problems == ()
    (held,) = connections.connections[0].properties
    assert (held.unit, held.low, held.high, held.title, held.type) == ("K", 273.15, 573.15, "시효로 온도", "number")
    assert held.form is not None
    assert held.form.href == "/?id=nsu=urn:x;s=m 1"
    assert (connections.mappings[0].factor, connections.mappings[0].offset) == (1.0, -273.15)


def test_no_name_and_no_password_stands_in_it() -> None:
    told = plant(node(1))
    tag_map = TagMap(line=LINE.id, tags=(MappedTag(tag="press/pieces", node="machines/M1"),))
    secret = replace(REACH, address="opc.tcp://kim:secret@plant.example:4840")
    connections, _ = connections_of_map(tag_map, secret, LINE, told)
    with pytest.raises(InputError) as caught:
        shell_of_connections(connections, ("Hanbit Extrusion",))
    assert codes(caught.value.problems) == ["shell.connection_secret"]
    assert "secret" not in str(caught.value)


def test_what_a_file_cannot_hold_is_told_by_its_name() -> None:
    told = plant(node(1, kind="text"), node(2, unit="kWh"))
    entries = (
        MappedTag(tag=PRESS, node="machines/M1", words={"Execute": "busy"}, missing=("-",)),
        MappedTag(tag=ENERGY, node="machines/M2", resets=True, uncertain="take", counts="interval"),
        MappedTag(tag="saw/queue", node="nowhere"),
        MappedTag(tag="saw/pieces", node="machines/M1"),
    )
    tag_map = TagMap(line=LINE.id, zone="UTC", tags=entries)
    found, problems = again(tag_map, told, told)
    assert [(item.code, dict(item.values).get("name") or item.place) for item in problems] == [
        ("live.map_no_node", "saw/queue"), ("live.map_unfit", "saw/pieces"),
        *(("live.connection_not_carried", name)
          for name in ("words", "missing", "uncertain", "counts", "resets", "zone")),
    ]  # fmt: skip
    assert all(item.severity == "warning" for item in problems)
    kept = {entry.tag: entry.node for entry in found.tag_map.tags}
    assert kept == {PRESS: "machines/M1", ENERGY: "machines/M2"}


def test_a_node_is_found_by_its_id_whatever_a_stranger_calls_it() -> None:
    own = plant(node(1, unit="kWh"))
    tag_map = TagMap(line=LINE.id, tags=(MappedTag(tag=ENERGY, node="machines/M1"),))
    renamed = Told(offered=[replace(own.offered[0], name="press/meter")], wires={})
    found, _ = again(tag_map, own, renamed)
    assert [entry.node for entry in found.tag_map.tags] == ["press/meter"]


def test_without_the_plant_nodes_are_called_as_in_the_file_and_units_are_the_plants() -> None:
    told = plant(node(1, unit="kWh"), machines__M1=PlantUnit("kWh", 1e-3))
    entry = MappedTag(tag=ENERGY, node="machines/M1", scale=10.0)
    found, _ = again(TagMap(line=LINE.id, tags=(entry,)), told, None)
    assert found.tag_map.tags == (entry,)


def mapped(**changes: Any) -> Connections:
    """A connection with three values, of which the mappings are given."""
    told = plant(node(1), node(2), node(3, unit="kWh"))
    tags = ("press/pieces", "saw/pieces", ENERGY)
    entries = tuple(MappedTag(tag=tag, node=f"machines/M{number}") for number, tag in enumerate(tags, 1))
    connections, _ = connections_of_map(TagMap(tags=entries), REACH, LINE, told)
    return replace(connections, **changes)


def source(key: str, name: str = "Plant") -> SignalSource:
    return SignalSource(id=key, connection=name, keys=(key,))


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (replace(signal("Plant", "machines/M1", "press/pieces"), script="return {}"), "live.connection_program"),
        (SignalMapping(sources=(source("a"),), sinks=(SignalSink(id="press/pieces"),)), "live.connection_unpaired"),
        (signal("Plant", "machines/M1", "furnace/9"), "live.map_unknown_tag"),
        (SignalMapping(sources=(SignalSource(id="press/pieces", connection="Plant", keys=("machines/M1",)),),
                       sinks=(SignalSink(id="press/pieces", submodel="urn:o", path=("x",)),)),
         "live.connection_elsewhere"),
        (SignalMapping(sources=(SignalSource(id="press/pieces", connection="Plant", keys=("machines/M1", "x")),),
                       sinks=(SignalSink(id="press/pieces"),)), "live.connection_part"),
        (signal("Plant", "machines/M1", "press/pieces", factor=float("inf")), "live.connection_unit"),
        (signal("Plant", "machines/M1", "press/pieces", factor=0.0), "live.connection_unit"),
        (signal("Plant", "machines/M1", ENERGY), "live.connection_unit"),
        (signal("Plant", "machines/M2", "saw/pieces"), "live.connection_twice"),
    ],
    ids=["program", "unpaired", "unknown tag", "elsewhere", "part", "endless", "nothing", "unit", "twice"],
)  # fmt: skip
def test_what_is_not_understood_is_left_out_and_told(mapping: SignalMapping, code: str) -> None:
    whole = mapped()
    found = map_of_connections(replace(whole, mappings=(whole.mappings[1], mapping)), LINE, None)
    assert codes(found.problems) == [code]
    assert [entry.tag for entry in found.tag_map.tags] == ["saw/pieces"]


def test_other_interfaces_are_told_and_a_file_without_one_of_ours_is_refused() -> None:
    whole = mapped()
    meters = Connection(name="Meters", title="Meters", protocol="mqtt", base="mqtts://broker.example:8883")
    found = map_of_connections(replace(whole, connections=(meters, *whole.connections)), LINE, None)
    assert codes(found.problems) == ["live.connection_other"]
    assert len(found.tag_map.tags) == 3
    for none in (replace(whole, connections=(meters,)), replace(whole, mappings=()), Connections()):
        with pytest.raises(InputError) as caught:
            map_of_connections(none, LINE, None)
        assert codes(caught.value.problems) == ["live.connection_none"]


def test_a_key_that_stands_twice_is_nobodys() -> None:
    whole = mapped()
    (own,) = whole.connections
    twice = replace(own, properties=(*own.properties, replace(own.properties[0], title="another")))
    found = map_of_connections(replace(whole, connections=(twice,)), LINE, None)
    assert codes(found.problems) == ["live.connection_part"]


def test_how_often_values_are_asked_for_is_told_and_not_carried() -> None:
    whole = mapped()
    first, *rest = whole.mappings
    often = replace(first, default_polling_interval=0.5)
    found = map_of_connections(replace(whole, mappings=(often, *rest)), LINE, None)
    assert [(item.code, dict(item.values)["seconds"]) for item in found.problems] == [
        ("live.connection_interval", "0.5")
    ]
    assert len(found.tag_map.tags) == 3


def test_a_link_that_is_not_encrypted_is_told() -> None:
    whole = mapped()
    (own,) = whole.connections
    found = map_of_connections(replace(whole, connections=(replace(own, definitions=(), security=()),)), LINE, None)
    assert codes(found.problems) == ["live.connection_open"]
    assert found.reach == Reach(address=REACH.address)


def test_every_unit_that_is_multiplied_on_the_wire_has_a_spelling_that_leads_back() -> None:
    for known in _OTHERS.values():
        found = plant_unit(spelled_unit(known))
        assert found is not None
        times = conversion_factor(found.symbol, known.symbol)
        assert (found.factor * times, found.offset * times) == pytest.approx((known.factor, known.offset))
    assert spelled_unit(PlantUnit("kW", 7.0)) == ""
