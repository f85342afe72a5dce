from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from pulmu.adapters.samples import read_sample, sample_names, sample_text
from pulmu.model import Document, InputError, Plant, Process, Quantity, decode, encode, schema


@pytest.fixture(params=sample_names())
def document(request: pytest.FixtureRequest) -> Document:
    return read_sample(request.param)


@pytest.fixture
def plant(document: Document) -> Plant:
    return decode(Plant, document).unwrap()


def amounts(mapping: dict[str, Quantity]) -> float:
    return sum(item.to("t") for item in mapping.values())


def mass(item: Quantity | None) -> float:
    return item.to("t") if item else 0.0


def evidences(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (part for name, part in node.items() if name == "evidence")
        yield from (text for part in node.values() for text in evidences(part))
    elif isinstance(node, list):
        yield from (text for part in node for text in evidences(part))


def test_an_unknown_sample_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read_sample("../fasteners")
    assert caught.value.problems[0].code == "input.unknown_sample"


def test_a_sample_says_that_its_firm_is_invented() -> None:
    assert all("invented" in sample_text(name) and "가상" in sample_text(name) for name in sample_names())


def test_a_sample_is_read_without_a_problem(document: Document) -> None:
    assert decode(Plant, document).problems == ()


def test_the_round_trip_of_a_sample_is_identity(plant: Plant) -> None:
    for full in (False, True):
        assert plant == decode(Plant, Document(encode(plant, full=full), "again")).unwrap()


def test_the_published_schema_accepts_a_sample(plant: Plant) -> None:
    validator = jsonschema.Draft202012Validator(schema(Plant))
    validator.check_schema(schema(Plant))
    for full in (False, True):
        assert [error.message for error in validator.iter_errors(encode(plant, full=full))] == []


def test_identifiers_are_unique_in_the_plant(plant: Plant) -> None:
    flows: tuple[Any, ...] = (*plant.source_streams, *plant.emission_sources, *plant.heat_nets, *plant.purchases)
    things = (*flows, *plant.meters, *plant.electricity.sources, *plant.processes)
    names = [thing.id for thing in things]
    names += [item.id for process in plant.processes for item in process.steps]
    names += [good.id for _, good in plant.products()]
    assert sorted(set(names)) == sorted(names)


def test_every_name_that_is_referred_to_exists(plant: Plant) -> None:
    places = {process.id for process in plant.processes}
    places |= {step.id for process in plant.processes for step in process.steps}
    sources = {source.id for source in plant.emission_sources}
    goods = {good.id for _, good in plant.products()}
    assert {name for stream in plant.source_streams for name in stream.used_by} <= places | sources
    assert {name for source in plant.emission_sources for name in source.serves} <= places
    assert {name for net in plant.heat_nets for name in net.used_by} <= places
    assert {name for net in plant.heat_nets for name in net.produced_by} <= sources
    assert set(plant.electricity.used_by) <= places
    assert {name for item in plant.purchases for name in item.used_by} <= places
    assert {name for process in plant.processes for name in process.own_precursors} <= goods


def test_every_cited_meter_exists_and_every_meter_is_cited(document: Document, plant: Plant) -> None:
    cited = {
        part.strip().removeprefix("meter:")
        for text in evidences(document.tree)
        for part in text.split(";")
        if part.strip().startswith("meter:")
    }
    assert cited == {meter.id for meter in plant.meters}


def test_no_more_is_used_or_exported_than_there_is(plant: Plant) -> None:
    for purchase in plant.purchases:
        assert amounts({k: v for k, v in purchase.used_by.items() if isinstance(v, Quantity)}) <= mass(
            purchase.received
        )
    for _, good in plant.products():
        consumed = sum(mass(process.own_precursors.get(good.id)) for process in plant.processes)
        assert amounts(good.exports_to_eu) + consumed <= mass(good.produced)


def test_what_leaves_a_process_does_not_exceed_what_enters_it(plant: Plant) -> None:
    for process in plant.processes:
        into = _into(plant, process)
        out = sum(mass(good.produced) + mass(good.off_spec) + mass(good.scrap) for good in process.goods)
        assert 0.97 * into <= out <= into


def _into(plant: Plant, process: Process) -> float:
    bought = [item.used_by[process.id] for item in plant.purchases if process.id in item.used_by]
    return (
        sum(item.to("t") for item in bought if isinstance(item, Quantity))
        + amounts(process.own_precursors)
        + sum(item.amount.to("t") for item in process.scrap_inputs)
    )


def test_own_scrap_is_no_more_than_arose() -> None:
    plant = decode(Plant, read_sample("extrusions")).unwrap()
    arose = sum(mass(good.scrap) + mass(good.off_spec) for _, good in plant.products())
    assert plant.processes[0].scrap_inputs[0].amount.to("t") <= arose


def test_the_gas_of_the_fastener_maker_needs_reconciling() -> None:
    plant = decode(Plant, read_sample("fasteners")).unwrap()
    gas = plant.source_streams[0]
    metered = sum(item.to("Nm3") for item in gas.used_by.values() if isinstance(item, Quantity))
    assert gas.amount.to("Nm3") / metered == 1_912_400 / 1_883_700
