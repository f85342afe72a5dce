"""Monitoring of direct emissions: each slip that would make a figure silently wrong is told by its code."""

import dataclasses
from typing import Any

import pytest
from tests.plants import BOLT, fuel, good, heat_net, plant, process, q

from pulmu.carbon.check import check_plant
from pulmu.model import EmissionSource, Plant, SourceStream

MILL = process("mill", good("steel", "83024150", cbam_good=False))


def carbon(name: str, material: str, amount: str, user: str = "mill", **more: Any) -> SourceStream:
    return fuel(name, material, amount, {user: "rest"}, method="mass_balance", **more)


STEEL = carbon("steel_out", "steel", "1000 t", direction="out")
SCRAP = carbon("scrap", "steel scrap", "1100 t")
CHAR = carbon("char", "charcoal", "20 t", zero_rated_fraction=1.0, biomass_evidence="UDB-7",
              biomass_proof="union_database")  # fmt: skip


def mill(*streams: SourceStream, **more: Any) -> Plant:
    return plant(process("bolts", good("bolt")), MILL, source_streams=streams, **more)


def codes(described: Plant) -> dict[str, str]:
    return {item.code: item.severity for item in check_plant(described)}


def with_boiler(stream: SourceStream) -> Plant:
    return mill(stream, emission_sources=(EmissionSource(id="boiler", kind="boiler"),),
                heat_nets=(heat_net("h", {"mill": "1 GJ"}, produced_by=("boiler",)),))  # fmt: skip


def soda(**more: Any) -> SourceStream:
    return fuel("stone", more.pop("material", "stone"), "10 t", {"bolts": "rest"}, method="process", **more)


def burnt(material: str, amount: str, **more: Any) -> SourceStream:
    return fuel("f", material, amount, {"bolts": "rest"}, **more)


COAL = {"carbon_content": q("0.7 t C/t"), "net_calorific_value": q("27 GJ/t")}
"""By hand: 0.7 x 3.664 = 2.5648 t CO2/t; / 0.027 TJ/t = 94.99 t CO2/TJ."""
CONTRADICTIONS = (
    mill(burnt("coal", "10 t", **COAL, emission_factor=q("2.6 t CO2/t"))),
    mill(burnt("coal", "10 t", **COAL, emission_factor=q("93.9 t CO2/TJ"))),
    mill(burnt("coal", "10 GJ net", **COAL, emission_factor=q("96.1 t CO2/TJ"))),
    mill(burnt("coal", "10 GJ net", **COAL, emission_factor=q("2.5 t CO2/t"))),
    mill(soda(carbon_content=q("0.12 t C/t"), emission_factor=q("0.415 t CO2/t"))),
    mill(carbon("x", "coke", "1 t", carbon_content=q("80 kg C/t"), emission_factor=q("3 t CO2/t"))),
    mill(carbon("x", "coke", "1 t", carbon_content=q("0 %"), emission_factor=q("3 t CO2/t"))),
)
AGREEMENTS = (
    mill(burnt("coal", "10 t", **COAL, emission_factor=q("2.56 t CO2/t"))),
    mill(burnt("coal", "10 t", **COAL, emission_factor=q("95 t CO2/TJ"))),
    mill(burnt("coal", "10 GJ net", **COAL, emission_factor=q("95 kg CO2/GJ"))),
    mill(burnt("coal", "10 GJ net", **COAL, emission_factor=q("2.565 t CO2/t"))),
)


ERRORS: list[tuple[str, Plant]] = [
    ("carbon.no_mass_balance", mill(carbon("scrap", "steel scrap", "1 t", "bolts"))),
    ("carbon.mass_balance_boiler", with_boiler(carbon("gas", "city gas", "1000 Nm3", "boiler"))),
    ("carbon.biomass_in_outputs", mill(SCRAP, CHAR, STEEL)),
    ("carbon.composition_sum", mill(soda(composition={"CaCO3": 0.9, "MgCO3": 0.2}))),
    ("input.material_unknown", mill(soda(composition={"CaCO3": 0.9, "Unobtainium": 0.05}))),
    ("input.material_unknown", mill(carbon("x", "unobtainium", "1 t"))),
    ("carbon.factor_mismatch", mill(carbon("x", "CaO", "1 t"))),
    ("carbon.factor_mismatch", mill(carbon("x", "diesel", "1 kL"))),
    ("carbon.factor_mismatch", mill(carbon("x", "gas", "1 Nm3", carbon_content=q("4 %")))),
    ("carbon.factor_mismatch", mill(carbon("x", "scrap", "1 t", carbon_content=q("1 t C/Nm3")))),
    *(("carbon.factor_contradicts_content", described) for described in CONTRADICTIONS),
    *(("carbon.factor_mismatch", mill(soda(material=name, carbon_content=q("0.2 t C/t"))))
      for name in ("CaO", "clinker", "gypsum")),
    ("carbon.factor_mismatch", mill(burnt("diesel", "10 kL", carbon_content=q("0.86 t C/t")))),
    ("carbon.factor_mismatch", mill(burnt("coal", "10 GJ net", carbon_content=q("0.7 t C/t")))),
    ("carbon.factor_mismatch", mill(burnt("gas", "10 Nm3", carbon_content=q("0.7 t C/t")))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "described"), ERRORS, ids=[f"{n} {code}" for n, (code, _) in enumerate(ERRORS)])
def test_an_error_is_told(code: str, described: Plant) -> None:
    assert codes(described).get(code) == "error"


def wood(**more: Any) -> SourceStream:
    return fuel("wood", "wood", "10 t", {"bolts": "rest"}, zero_rated_fraction=1.0, biomass_evidence="slip 3", **more)


WARNINGS: list[tuple[str, Plant]] = [
    ("carbon.biomass_proof_unstated", mill(wood())),
    ("carbon.biomass_without_evidence", mill(wood(biomass_proof="other"))),
    ("carbon.biomass_without_evidence", mill(wood(biomass_proof="not_burnt"))),
    ("carbon.mass_balance_negative", mill(carbon("scrap", "steel scrap", "900 t"), STEEL)),
    ("carbon.factor_below_least", mill(soda(material="clinker", emission_factor=q("0.5 t CO2/t")))),
    ("carbon.biomass_without_evidence", mill(soda(material="CaCO3", zero_rated_fraction=0.5))),
    ("carbon.biomass_without_evidence", mill(carbon("char", "charcoal", "20 t", zero_rated_fraction=1.0))),
    ("carbon.implausible", mill(carbon("x", "coke", "1 t", carbon_content=q("870 t C/t")))),
    ("carbon.implausible", mill(carbon("x", "coke", "1 t", carbon_content=q("420 %")))),
    ("carbon.ignored_field", mill(carbon("x", "coke", "1 t", oxidation_factor=0.9))),
    ("carbon.ignored_field", mill(carbon("x", "coke", "1 t", conversion_factor=0.9))),
    ("carbon.ignored_field", mill(carbon("x", "coke", "1 t", carbon_content=q("819 kg C/t"),
                                         emission_factor=q("3 t CO2/t")))),
    ("carbon.ignored_field", mill(soda(material="CaCO3", biomass_trace="C-14"))),
    ("carbon.ignored_field", mill(soda(composition={"CaCO3": 1.0}, emission_factor=q("0.4 t CO2/t")))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "described"), WARNINGS, ids=[f"{n} {code}" for n, (code, _) in enumerate(WARNINGS)])
def test_a_warning_is_told(code: str, described: Plant) -> None:
    assert codes(described).get(code) == "warning"


@pytest.mark.parametrize(
    "described",
    [
        mill(SCRAP, STEEL),
        mill(SCRAP, CHAR, carbon("out", "steel", "1000 t", direction="out", zero_rated_fraction=0.61)),
        mill(SCRAP, dataclasses.replace(CHAR, biomass_trace="C-14 of the steel, report 4"), STEEL),
        mill(wood(biomass_proof="union_database")),
        mill(wood(biomass_proof="proof_of_sustainability")),
        mill(soda(composition={"CaCO3": 0.9, "MgCO3": 0.1})),
        mill(soda(material="clinker", emission_factor=q("0.53 t CO2/t"))),
        mill(soda(material="flue-gas desulphurisation")),
    ],
)  # fmt: skip
def test_what_is_right_is_not_complained_about(described: Plant) -> None:
    assert codes(described).keys() <= {"carbon.electricity_not_given", "carbon.less_input_than_output"}


@pytest.mark.parametrize("described", AGREEMENTS)
def test_a_factor_that_agrees_with_its_carbon_content_is_only_told_as_unused(described: Plant) -> None:
    told = [item for item in check_plant(described) if item.code.startswith(("carbon.ignored", "carbon.factor"))]
    assert [(item.code, dict(item.values)["field"]) for item in told] == [("carbon.ignored_field", "emission_factor")]


def test_the_article_stands_beside_a_refused_mass_balance() -> None:
    (told,) = (item for item in check_plant(ERRORS[0][1]) if item.code == "carbon.no_mass_balance")
    assert "Annex I, 3.16" in told.message
    assert dict(told.values)["category"] == "Iron or steel products"
    assert BOLT.startswith("7318")
