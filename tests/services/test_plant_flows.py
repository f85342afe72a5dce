"""The flows of a plant: every name that is used leads somewhere, and what leads nowhere is shown as such."""

from hypothesis import HealthCheck, given, settings
from tests.plants import electricity, fuel, good, plant, plants, process, q

from pulmu.bootstrap.samples import read_sample
from pulmu.model import ElectricitySource, Plant, decode
from pulmu.services.plant_flows import plant_flows


def test_the_sample_flows_from_gas_to_the_eu() -> None:
    flows = plant_flows(decode(Plant, read_sample("fasteners")).value, is_local=True)
    ways = {(arrow.source, arrow.target): arrow.amount for arrow in flows.arrows}
    assert ways["stream:city_gas", "equipment:annealing_furnace"] == "470,300 Nm3"
    assert ways["equipment:annealing_furnace", "process:drawn_wire"] == ""
    assert ways["good:bolts", "market:EU"] == "2,505 t"
    assert [box.name for box in flows.boxes if box.key == "process:drawn_wire"] == ["신선"]
    assert [box for box in flows.boxes if box.kind == "unknown"] == []


def test_a_name_that_is_not_there_is_shown_as_such() -> None:
    described = plant(
        process("bolts", good("bolt")), source_streams=(fuel("gas", "city gas", "1 Nm3", {"oven": "rest"}),)
    )
    flows = plant_flows(described, is_local=False)
    assert [(box.kind, box.name) for box in flows.boxes if box.path == ()] == [("unknown", "oven")]
    assert [(arrow.target, arrow.amount) for arrow in flows.arrows if arrow.source == "stream:gas"] == [
        ("unknown:oven", "rest")
    ]


def test_of_several_supplies_nobody_says_which_kilowatt_hour_goes_where() -> None:
    supplies = (ElectricitySource(id="grid", amount=q("9 MWh")), ElectricitySource(id="sun", amount=q("1 MWh")))
    described = plant(process("bolts", good("bolt")), electricity=electricity({"bolts": "10 MWh"}, *supplies))
    amounts = [arrow.amount for arrow in plant_flows(described, is_local=False).arrows if "electricity" in arrow.source]
    assert amounts == ["", ""]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plants())
def test_every_arrow_of_a_valid_plant_joins_two_boxes_of_it(described: Plant) -> None:
    flows = plant_flows(described, is_local=False)
    keys = {box.key for box in flows.boxes}
    assert {key for arrow in flows.arrows for key in (arrow.source, arrow.target)} <= keys
    assert [box for box in flows.boxes if box.kind == "unknown"] == []
    for attribute in ("source_streams", "purchases", "emission_sources", "heat_nets", "waste_gases"):
        assert {(attribute, number) for number in range(len(getattr(described, attribute)))} <= {
            b.path for b in flows.boxes
        }
