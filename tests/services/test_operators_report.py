"""The operator's emissions report and its summary: every item of Annex IV is given, or says what it lacks."""

import dataclasses
import inspect
import re

import pytest
from hypothesis import given, settings
from tests.plants import electricity, fuel, good, plant, plants, process, q, report_of

from pulmu.bootstrap.samples import read_sample
from pulmu.model import CarbonDioxideTransfer, ElectricitySource, EmissionSource, Plant
from pulmu.reference.report_items import ItemList, report_items, report_words
from pulmu.services.check_plant import check_plant
from pulmu.services.operators_report import Item, OperatorsReport, goods, installation, operators_report, precursors
from pulmu.services.operators_report import electricity as electricity_items
from pulmu.services.operators_report import make as made_by

LISTS: tuple[tuple[ItemList, int], ...] = (("report", 35), ("summary", 16))


def made(described: Plant, which: ItemList = "report") -> OperatorsReport:
    return operators_report(described, report_of(described), which)


def item(described: Plant, number: int, which: ItemList = "report") -> Item:
    return made(described, which).items[number - 1]


@pytest.mark.parametrize(("which", "count"), LISTS)
def test_the_law_asks_for_so_many_items(which: ItemList, count: int) -> None:
    assert [item.number for item in report_items(which)] == list(range(1, count + 1))


@settings(max_examples=25)
@given(plants())
def test_no_item_of_any_plant_is_left_out_or_says_two_things(described: Plant) -> None:
    report = report_of(described)
    for which, count in LISTS:
        items = operators_report(described, report, which).items
        assert [item.number for item in items] == list(range(1, count + 1))
        for one in items:
            assert bool(one.entries) == (one.state in ("given", "in_part"))
            assert bool(one.lacks) == (one.state in ("in_part", "missing"))
            assert bool(one.reason) == (one.state == "does_not_apply")


@settings(max_examples=25)
@given(plants())
def test_every_number_is_of_the_report_or_of_the_plant_file(described: Plant) -> None:
    report = report_of(described)
    for one in operators_report(described, report, "report").items:
        for entry in one.entries:
            if entry.value is not None and entry.value.figure:
                assert report.figures[entry.value.figure].value == entry.value.value
    for one in operators_report(described, report, "summary").items:
        assert all(entry.value is None or not entry.value.figure for entry in one.entries)


def test_every_word_of_the_table_is_used_and_no_other() -> None:
    modules = (installation, electricity_items, goods, precursors)
    text = "".join(inspect.getsource(module) for module in modules)
    known = set(report_words("entry")) | set(report_words("reason"))
    said = re.findall(r"\.(?:say|number|mention|mention_number|does_not_apply|none_found)\(\s*\"(\w+)\"", text)
    assert set(said) <= known
    by_default = {"none_of_them"}
    for word in known - by_default:
        assert f'"{word}"' in text, word
    assert len(made_by._REPORT) == 35
    assert len(made_by._SUMMARY) == 16


def test_what_the_plant_does_not_tell_is_named() -> None:
    described = plant()
    told = item(dataclasses.replace(described, installation=dataclasses.replace(
        described.installation, address="", registry_id="", latitude=None)), 1)  # fmt: skip
    assert told.state == "in_part"
    assert {"installation_address", "registry_id", "latitude"} <= {lack.word for lack in told.lacks}
    full = dataclasses.replace(described.installation, address="1 Road", registry_id="KR-1", unlocode="KRANS",
                               latitude=37.3139, longitude=126.7872)  # fmt: skip
    company = dataclasses.replace(described.company, address="2 Road")
    told = item(dataclasses.replace(described, installation=full, company=company), 1)
    assert told.state == "given"
    assert {entry.text for entry in told.entries} >= {"37.313900", "126.787200", "KR-1", "KRANS"}


def test_months_are_told_of_a_new_installation_only() -> None:
    described = plant()
    assert item(described, 8).reason == "no_new"
    assert item(dataclasses.replace(described, months_monitored=7), 8).entries[0].text == "7"


def test_electricity_is_asked_where_the_law_counts_it() -> None:
    power = electricity({"kiln": "rest"}, ElectricitySource(id="grid", amount=q("900 MWh")))
    kiln = plant(process("kiln", good("clinker", "25231000", route="A", variant="2523100090")), electricity=power)
    assert item(kiln, 9).entries[0].value is not None
    assert item(kiln, 10).state == "given"
    assert item(kiln, 6, "summary").state == "given"
    steel = plant(process("bolts", good("bolt")), electricity=electricity({"bolts": "400 MWh"}))
    for number in (9, 10, 11, 12):
        assert item(steel, number).reason == "indirect_not_counted"
    assert item(steel, 26).entries[0].value is not None, "told of each process, counted or not"


def test_the_five_largest_fuels_are_ranked_by_energy() -> None:
    names = ("heavy", "light", "small", "tiny", "least", "sixth")
    streams = tuple(
        fuel(name, "city gas", f"{1000 - 100 * place} Nm3", {"bolts": "rest"}, name=name)
        for place, name in enumerate(names)
    )
    told = [entry.subject for entry in item(plant(source_streams=streams), 2).entries if entry.word == "largest_fuels"]
    assert told == list(names[:5])


def test_transferred_carbon_dioxide_needs_its_receiver() -> None:
    transfer = CarbonDioxideTransfer(id="co2", process="bolts", amount=q("10 t"), purpose="other")
    told = item(plant(carbon_dioxide_transfers=(transfer,)), 6)
    assert told.state == "in_part"
    assert [lack.word for lack in told.lacks] == ["receiver"]


def test_own_generation_is_told_by_its_kind() -> None:
    engine = EmissionSource(id="engine", kind="generator", electricity_produced=q("50 MWh"), serves=("bolts",))
    told = item(plant(emission_sources=(engine,)), 4)
    assert [(entry.word, entry.text) for entry in told.entries] == [("own_generation", "separate")]


def test_the_sample_plant_lacks_what_its_file_does_not_say() -> None:
    described = check_plant(read_sample("fasteners")).plant
    assert described is not None
    lacks = {one.number: {lack.word for lack in one.lacks} for one in made(described).items if one.lacks}
    assert lacks == {1: {"registry_id"}, 15: {"data_quality"}, 35: {"parameter"}}
    assert made(described).count("missing") == 0
    assert made(described, "summary").count("does_not_apply") == 6
