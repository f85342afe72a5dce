"""What a plant of strangers says, in the twin's names, units and words; nothing is guessed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.emulated import emulated
from tests.services.live.strangers import WORDS, strange_name, strange_plant

from pulmu.adapters.simulated_plant import SimulatedPlant
from pulmu.model import Quantity
from pulmu.model.tag import Sample, Tag, Value
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.mapped import MappedPlant, MappedValue, mapped_value
from pulmu.services.live.plant_units import plant_unit
from pulmu.services.live.twin_tags import named_tag

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATE = Tag(name="press/1/state", kind="text", station="press", machine=1, measure="state")
ENERGY = Tag(name="press/electricity/energy", unit="kWh", station="press", measure="energy")
REMOTE = Tag(name="control/remote", kind="truth", measure="remote")


def made(entry: MappedTag, source: Tag, known: Tag) -> MappedValue:
    found = mapped_value(entry, source, known)
    assert isinstance(found, MappedValue), found
    return found


def sample(value: Value | None, quality: str = "good") -> Sample:
    return Sample(tag="x", value=value, quality=quality, at=NOW, received=NOW, because="" if quality == "good" else "?")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "scale", "offset", "shown", "wanted", "known"),
    [
        ("Wh", 1.0, 0.0, 2500.0, 2.5, ENERGY),
        ("MWh", 1.0, 0.0, 2.5, 2500.0, ENERGY),
        ("kWh", 0.1, 0.0, 25.0, 2.5, ENERGY),
        ("", 1.0, 5.0, 25.0, 30.0, ENERGY),
        ("K", 1.0, 0.0, 300.0, 26.85, Tag(name="f/temperature", unit="°C", measure="temperature")),
        ("K", 0.1, 273.15, 250.0, 25.0, Tag(name="f/temperature", unit="°C", measure="temperature")),
        ("°F", 1.0, 0.0, 212.0, 100.0, Tag(name="f/temperature", unit="°C", measure="temperature")),
        ("L/min", 1.0, 0.0, 2.0, 0.12, Tag(name="f/flow", unit="kL/h", measure="flow")),
    ],
    ids=["Wh", "MWh", "tenths", "offset", "kelvin", "tenths of kelvin", "Fahrenheit", "litre a minute"],
)
def test_units_scales_and_offsets_lead_to_the_twins_unit(
    unit: str, scale: float, offset: float, shown: float, wanted: float, known: Tag
) -> None:
    entry = MappedTag(tag=known.name, node="x", unit=unit, scale=scale, offset=offset)
    found = made(entry, Tag(name="x", unit="1" if unit else known.unit, measure="v"), known).sample(sample(shown))
    assert (found.value, found.unit, found.quality) == (pytest.approx(wanted), known.unit, "good")
    assert (found.at, found.received) == (NOW, NOW)


@given(
    st.floats(-1e6, 1e6), st.floats(1e-3, 1e3), st.floats(-1e3, 1e3), st.sampled_from(["Wh", "kWh", "MWh", "GWh", "J"])
)  # fmt: skip
def test_what_is_written_is_what_would_be_read(value: float, scale: float, offset: float, unit: str) -> None:
    known = replace(ENERGY, writable=True)
    found = made(MappedTag(tag=known.name, node="x", unit=unit, scale=scale, offset=offset),
                 Tag(name="x", measure="v", writable=True), known)  # fmt: skip
    sent = found.to_write(Quantity(value, "kWh"))
    assert isinstance(sent, Quantity)
    assert found.sample(sample(sent.value)).value == pytest.approx(value, rel=1e-9, abs=1e-6 + 1e-9 * abs(offset))


@pytest.mark.parametrize(
    ("shown", "quality", "value", "said"),
    [
        ("Execute", "good", "busy", "good"),
        (" Execute ", "good", "busy", "good"),
        ("Dancing", "good", None, "bad"),
        ("", "good", None, "bad"),
        (None, "good", None, "bad"),
        ("Execute", "stale", "busy", "stale"),
        ("Execute", "uncertain", "busy", "uncertain"),
        ("Dancing", "stale", None, "stale"),
    ],
)
def test_words_of_the_plant_become_states_and_a_word_that_is_not_in_the_map_is_bad(
    shown: str | None, quality: str, value: str | None, said: str
) -> None:
    entry = MappedTag(tag=STATE.name, node="x", words=WORDS)
    found = made(entry, Tag(name="x", kind="text", measure="v"), STATE).sample(sample(shown, quality))
    assert (found.value, found.quality) == (value, said)
    assert bool(found.because) == (said != "good")


def test_a_word_that_is_no_state_is_bad_without_words_too() -> None:
    entry = MappedTag(tag=STATE.name, node="x")
    value = made(entry, Tag(name="x", kind="text", measure="v"), STATE)
    assert [value.sample(sample(word)).quality for word in ("busy", "Execute")] == ["good", "bad"]


def test_numbers_and_truths_have_words_too() -> None:
    by_number = made(MappedTag(tag=STATE.name, node="x", words={"6": "busy", "9": "down"}),
                     Tag(name="x", measure="v"), STATE)  # fmt: skip
    assert [by_number.sample(sample(shown)).value for shown in (6.0, 9.0, 5.0)] == ["busy", "down", None]
    by_truth = made(MappedTag(tag=STATE.name, node="x", words={"true": "busy", "false": "idle"}),
                    Tag(name="x", kind="truth", measure="v"), STATE)  # fmt: skip
    assert [by_truth.sample(sample(shown)).value for shown in (True, False)] == ["busy", "idle"]
    remote = made(MappedTag(tag=REMOTE.name, node="x", words={"Auto": "true", "Manual": "false"}),
                  Tag(name="x", kind="text", measure="v"), REMOTE)  # fmt: skip
    assert [remote.sample(sample(shown)).truth for shown in ("Auto", "Manual", "Local")] == [True, False, None]


def test_a_number_that_stands_for_none_is_bad() -> None:
    value = made(MappedTag(tag=ENERGY.name, node="x", missing=("-9999", "65535")),
                 Tag(name="x", unit="kWh", measure="v"), ENERGY)  # fmt: skip
    found = value.sample(sample(-9999.0))
    assert (found.value, found.quality, found.because) == (None, "bad", "-9999 stands for no value")
    assert value.sample(sample(65534.0)).value == 65534


def test_uncertain_is_taken_only_where_the_map_says_so() -> None:
    entry, source = MappedTag(tag=ENERGY.name, node="x"), Tag(name="x", unit="kWh", measure="v")
    assert made(entry, source, ENERGY).sample(sample(1.0, "uncertain")).quality == "uncertain"
    assert made(replace(entry, uncertain="take"), source, ENERGY).sample(sample(1.0, "uncertain")).quality == "good"


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        (MappedTag(tag=ENERGY.name, node="x", unit="kW"), Tag(name="x", measure="v")),
        (MappedTag(tag=ENERGY.name, node="x", unit="furlong"), Tag(name="x", measure="v")),
        (MappedTag(tag=ENERGY.name, node="x", scale=0.0), Tag(name="x", unit="kWh", measure="v")),
        (MappedTag(tag=ENERGY.name, node="x"), Tag(name="x", measure="v")),
        (MappedTag(tag=ENERGY.name, node="x", unit="kWh"), Tag(name="x", kind="text", measure="v")),
    ],
    ids=["dimension", "unknown unit", "scale of 0", "no unit", "text"],
)
def test_what_cannot_be_a_tag_is_not_offered_and_says_why(entry: MappedTag, source: Tag) -> None:
    plant = SimulatedPlant([source], {"x": 1.0}, lambda: NOW)
    mapped = MappedPlant(plant, TagMap(tags=(entry,)), [ENERGY])
    assert mapped.tags() == ()
    (read,) = mapped.read([ENERGY.name])
    assert (read.value, read.quality) == (None, "bad")
    assert read.because not in ("", "the map has no such tag")
    assert mapped.write(ENERGY.name, Quantity(1, "kWh")).outcome == "refused"


def test_a_lost_link_makes_the_twins_tags_stale() -> None:
    stranger, tag_map, known = strange_plant(lambda: NOW)
    mapped = MappedPlant(stranger, tag_map, known)
    taken: list[Sample] = []
    mapped.subscribe(["press/pieces", "press/1/state"], taken.extend, every=1)
    stranger.lose_link()
    assert [(item.tag, item.quality) for item in taken[-2:]] == [("press/pieces", "stale"), ("press/1/state", "stale")]
    stranger.find_link()
    assert [item.quality for item in taken[-2:]] == ["good", "good"]


def test_one_node_may_tell_two_tags() -> None:
    plant = SimulatedPlant([Tag(name="x", unit="kWh", measure="v")], {"x": 2.0}, lambda: NOW)
    tags = TagMap(tags=(MappedTag(tag="a/energy", node="x"), MappedTag(tag="b/energy", node="x", scale=0.5)))
    mapped = MappedPlant(plant, tags)
    taken: list[Sample] = []
    mapped.subscribe(["a/energy", "b/energy"], taken.extend, every=1)
    assert [(item.tag, item.value) for item in taken] == [("a/energy", 2.0), ("b/energy", 1.0)]
    assert [item.value for item in mapped.read(["b/energy", "a/energy"])] == [1.0, 2.0]


def test_a_truth_is_written_as_the_plants_own_number() -> None:
    source = Tag(name="x", measure="v", writable=True)
    known = Tag(name="f/standby", kind="truth", measure="standby", writable=True)
    plant = SimulatedPlant([source], {"x": 2.0}, lambda: NOW)
    mapped = MappedPlant(plant, TagMap(tags=(MappedTag(tag="f/standby", node="x", words={"2": "false", "5": "true"}),)),
                         [known])  # fmt: skip
    assert mapped.write("f/standby", Quantity(1, "1")).outcome == "accepted"
    assert plant.read(["x"])[0].value == 5
    assert mapped.read(["f/standby"])[0].truth is True
    assert mapped.write("f/standby", Quantity(0.5, "1")).outcome == "refused"


@given(st.integers(0, 2000), st.sampled_from((100.0, 0.1, 1e-3, 3.6)))
def test_a_decimal_number_stays_one_on_its_way_there_and_back(tenths: int, scale: float) -> None:
    source = Tag(name="x", measure="v", writable=True)
    value = made(MappedTag(tag="f/temperature_set", node="x", unit="°C", scale=scale), source,
                 Tag(name="f/temperature_set", unit="°C", measure="temperature_setpoint", writable=True))  # fmt: skip
    wanted = tenths / 10
    sent = value.to_write(Quantity(wanted, "°C"))
    assert isinstance(sent, Quantity)
    assert value.sample(sample(sent.value)).value == wanted, "at a limit it is not beyond it"


def test_a_range_is_told_in_the_twins_unit() -> None:
    source = Tag(name="x", measure="v", low=250, high=500)
    found = made(MappedTag(tag="f/t", node="x", unit="K"), source, Tag(name="f/t", unit="°C", measure="t"))
    assert (found.tag.low, found.tag.high) == (pytest.approx(-23.15), pytest.approx(226.85))


def test_names_of_the_stranger_are_not_the_twins() -> None:
    stranger, tag_map, known = strange_plant(lambda: NOW)
    assert strange_name("press/pieces") in {tag.name for tag in stranger.tags()}
    assert "press/pieces" not in {tag.name for tag in stranger.tags()}
    assert {tag.name for tag in MappedPlant(stranger, tag_map, known).tags()} == {tag.name for tag in known}


@pytest.mark.parametrize(
    ("text", "symbol"),
    [("kw", "kW"), ("℃", "°C"), ("degC", "°C"), ("EA", "1"), ("개", "1"), ("Nm³/h", "Nm3/h"), ("W", "kW"),
     ("KWH", "kWh")],
)  # fmt: skip
def test_units_as_plants_write_them(text: str, symbol: str) -> None:
    found = plant_unit(text)
    assert found is not None
    assert found.symbol == symbol


def test_a_unit_nobody_knows_is_none() -> None:
    assert plant_unit("furlong") is None


def test_without_a_line_a_name_says_what_a_tag_stands_for() -> None:
    for tag in emulated(warm_up=0).tags:
        if tag.name in ("line/clock", "meter/reset", "line/run") or tag.measure in ("amount", "flow", "good", "scrap"):
            continue
        found = named_tag(tag.name, tag.unit)
        assert (found.unit, found.kind, found.station, found.machine, found.measure) == (
            tag.unit, tag.kind, tag.station, tag.machine, tag.measure
        ), tag.name  # fmt: skip
