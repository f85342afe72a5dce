"""Servers that are not ours: whatever they name and number their nodes, what can be read is a tag, the rest is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from asyncua import ua
from tests.contract.plant import eventually
from tests.stranger_server import SPACE, Stranger, stranger

from pulmu.adapters._opcua.units import unit_of_information
from pulmu.adapters.opcua_plant import OpcUaPlant, connect, walk
from pulmu.model import Quantity
from pulmu.model.tag import Sample

PRESS, FURNACE = "machines/Press01", "machines/AgeingFurnace"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    with stranger(tmp_path_factory.mktemp("stranger"), machines=2) as made:
        yield made


@pytest.fixture(scope="module")
def plant(served: Stranger) -> Iterator[OpcUaPlant]:
    found = reach(served)
    yield found
    found.close()


def reach(served: Stranger) -> OpcUaPlant:
    return connect(served.address, served.keys, "operator", (served.keys / "operator.password").read_text("utf-8"))


def test_every_scalar_is_a_tag_by_its_path_and_others_are_told_with_a_reason(plant: OpcUaPlant) -> None:
    names = {tag.name for tag in plant.tags()}
    for press in ("machines/Press01", "machines/Press02"):
        assert {f"{press}/StateCurrent", f"{press}/ProdProcessedCount", f"{press}/Energy/AcActivePowerTotal",
                f"{press}/Energy/AcActiveEnergyTotalImportHp", f"{press}/Energy/StartTime"} <= names  # fmt: skip
    assert {f"{FURNACE}/PV", f"{FURNACE}/SP", f"{FURNACE}/Steps"} <= names
    told = {item.name: item.reason for item in plant.skipped}
    assert told == {
        f"{press}/{name}": reason
        for press in ("machines/Press01", "machines/Press02")
        for name, reason in (("Axes", "it is an array"), ("LastFault", "it is a node id"))
    }


def test_two_of_one_name_are_told_apart_by_their_ids(plant: OpcUaPlant) -> None:
    names = {tag.name for tag in plant.tags()}
    assert {f"{FURNACE}/Alarm.901", f"{FURNACE}/Alarm.902"} <= names


def test_ids_of_every_kind_are_read_and_named_with_their_namespace(plant: OpcUaPlant) -> None:
    tags = {tag.name: tag for tag in plant.tags()}
    assert tags[f"{PRESS}/StateCurrent"].node == f"nsu={SPACE};i=10001"
    assert tags[f"{FURNACE}/SP"].node == f"nsu={SPACE};s=세팅/온도"
    assert tags[f"{FURNACE}/PV"].node == f"nsu={SPACE};g=00000000-0000-0000-0000-000000000007"
    assert [item.quality for item in plant.read(list(tags))] == ["good"] * len(tags)


def test_korean_display_names_are_kept(plant: OpcUaPlant) -> None:
    tags = {tag.name: tag for tag in plant.tags()}
    assert tags[f"{PRESS}/StateCurrent"].title == "Machines / 압출기 1호기 / 운전상태"
    assert tags[f"{FURNACE}/PV"].title == "Machines / 시효로 / PV"


def test_units_and_ranges_come_in_units_of_ours(plant: OpcUaPlant) -> None:
    tags = {tag.name: tag for tag in plant.tags()}
    temperature = tags[f"{FURNACE}/PV"]
    assert (temperature.unit, temperature.low, temperature.high) == ("°C", pytest.approx(0), pytest.approx(300))
    assert plant.read([temperature.name])[0].value == pytest.approx(185)


def test_measurements_of_energy_are_known_by_their_number_and_counted_in_watts(plant: OpcUaPlant) -> None:
    tags = {tag.name: tag for tag in plant.tags()}
    energy, power = tags[f"{PRESS}/Energy/AcActiveEnergyTotalImportHp"], tags[f"{PRESS}/Energy/AcActivePowerTotal"]
    assert (energy.measurement, energy.measure, energy.unit) == (1002, "energy", "kWh")
    assert (power.measurement, power.measure, power.unit) == (1412, "power", "kW")
    assert [item.value for item in plant.read([energy.name, power.name])] == [pytest.approx(2500), pytest.approx(260)]
    assert plant.read([f"{PRESS}/Energy/StartTime"])[0].value == "2026-01-05T08:00:00+00:00"


def test_states_that_are_counted_are_told_in_words(served: Stranger, plant: OpcUaPlant) -> None:
    name = f"{PRESS}/StateCurrent"
    assert plant.read([name])[0].value == "Execute"
    taken: list[Sample] = []
    subscription = plant.subscribe([name], taken.extend, every=0.1)
    served.set("state", 9, ua.VariantType.Int32)
    eventually(lambda: bool(taken) and taken[-1].value == "Aborted")
    served.set("state", 99, ua.VariantType.Int32)
    eventually(lambda: taken[-1].quality == "bad")
    subscription.close()
    served.set("state", 6, ua.VariantType.Int32)


def test_a_whole_number_takes_no_other_and_no_tag_of_words_is_written(served: Stranger, plant: OpcUaPlant) -> None:
    steps = f"{FURNACE}/Steps"
    assert plant.write(steps, Quantity(5, "1")).outcome == "accepted"
    assert served.value("steps") == 5
    for wrong in (5.5, 40_000, -40_000):
        assert plant.write(steps, Quantity(wrong, "1")).outcome == "refused"
    assert served.value("steps") == 5
    assert plant.write(f"{FURNACE}/SP", Quantity(190, "°C")).outcome == "accepted"
    assert served.value("setpoint") == 190
    assert plant.write(f"{PRESS}/StateCurrent", Quantity(1, "1")).because == "not writable"


def test_a_server_that_never_ends_is_looked_at_up_to_a_limit(served: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST", 5)
    found = reach(served)
    assert len(found.tags()) < 10
    assert "more than 5 nodes" in found.skipped[0].reason
    found.close()


def test_a_server_whose_namespaces_are_numbered_anew_is_not_taken_for_the_same(
    served: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node id would then be that of another node: nothing is read or written by it."""
    found = reach(served)
    found._spaces = [*reversed(found._spaces)]
    client = found._client
    assert client is not None
    client.uaclient.protocol.transport.abort()
    eventually(lambda: found._client is None)
    done = found.write(f"{FURNACE}/Steps", Quantity(6, "1"))
    assert done.outcome == "unknown"
    assert served.value("steps") != 6
    found.close()


@pytest.mark.parametrize(
    ("code", "word", "usual", "symbol", "left"),
    [("KWH", "kilowattuur", "", "kWh", ""), ("", "㎾", "", "1", "㎾"), ("", "", "Wh", "kWh", ""),
     ("FAH", "F", "", "°C", ""), ("", "bar", "W", "1", "bar")],
    ids=["by code", "unknown", "usual", "by code with offset", "unknown and not the usual"],
)  # fmt: skip
def test_a_unit_is_known_by_its_code_then_by_its_word(code: str, word: str, usual: str, symbol: str, left: str) -> None:
    information = ua.EUInformation(
        UnitId=int.from_bytes(code.encode(), "big") if code else -1, DisplayName=ua.LocalizedText(word)
    )
    unit, shown = unit_of_information(information, usual)
    assert (unit.symbol, shown) == (symbol, left)


def test_a_path_is_short_enough_for_a_name(tmp_path: Path) -> None:
    from pulmu.adapters.opcua_plant.browse import _short
    from pulmu.model.tag import Tag

    names = {_short("a/" + "b" * 200 + str(number)) for number in range(3)}
    assert len(names) == 3
    assert all(len(Tag(name=name, measure="x").name) <= 120 for name in names)
