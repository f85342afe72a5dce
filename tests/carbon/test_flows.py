"""Where an amount goes: excluded steps, boilers, equipment that serves several."""

from tests.plants import BILLETS, PROFILES, fuel, good, heat_net, plant, process, q

from pulmu.carbon.flows import Destination, flows_of
from pulmu.model import EmissionSource

STEPS = (("heading", "cold_heading"), ("plating", "plating"))


def destinations(users: dict[str, str], *sources: EmissionSource, cn_code: str = "73181588", nets: tuple = ()) -> list:
    described = plant(process("p", good("g", cn_code), steps=STEPS), process("billets", good("b", BILLETS)),
                      source_streams=(fuel("gas", "city gas", "100 Nm3", users),), emission_sources=sources,
                      heat_nets=nets)  # fmt: skip
    (flow,) = flows_of(described).streams
    return [part.destination for use in flow.uses for part in use.parts]


def test_a_step_stands_for_its_process() -> None:
    assert destinations({"heading": "10 Nm3"}) == [Destination("process", "p")]


def test_metered_plating_of_steel_is_outside_the_boundary() -> None:
    assert destinations({"plating": "10 Nm3", "heading": "90 Nm3"})[0] == Destination("outside")


def test_plating_of_steel_that_takes_the_one_remainder_is_outside() -> None:
    assert destinations({"plating": "rest", "heading": "90 Nm3"})[0] == Destination("outside")


def test_plating_of_steel_without_meter_stays_in() -> None:
    assert destinations({"plating": "rest", "heading": "rest"})[0] == Destination("process", "p")


def test_plating_of_aluminium_stays_in_even_with_a_meter() -> None:
    found = destinations({"plating": "10 Nm3", "heading": "90 Nm3"}, cn_code=PROFILES)
    assert found[0] == Destination("process", "p")


def test_a_furnace_shared_with_plating_leaves_it_out_only_by_its_throughput() -> None:
    shared = EmissionSource(id="oven", serves=("heading", "plating"))
    measured = EmissionSource(
        id="oven", serves=("heading", "plating"), throughput={"heading": q("9 t"), "plating": q("1 t")}
    )
    assert destinations({"oven": "100 Nm3"}, shared)[1] == Destination("process", "p")
    assert destinations({"oven": "100 Nm3"}, measured)[1] == Destination("outside")


def test_a_boiler_leads_to_its_heat_net() -> None:
    boiler, net = EmissionSource(id="boiler"), heat_net("steam", {"heading": "1 GJ"}, produced_by=("boiler",))
    assert destinations({"boiler": "100 Nm3"}, boiler, nets=(net,)) == [Destination("heat_net", "steam")]


def test_outside_is_outside() -> None:
    assert destinations({"outside": "100 Nm3"}) == [Destination("outside")]


def test_the_fuel_of_a_generator_stays_in_its_process_and_is_marked() -> None:
    engine = EmissionSource(id="engine", kind="generator", serves=("heading",), electricity_produced=q("9 MWh"))
    assert destinations({"engine": "100 Nm3"}, engine) == [Destination("process", "p", "engine")]
