"""What is given and would silently not count, or count with a doubt, is told."""

import dataclasses
from typing import Any

import pytest
from tests.plants import WIRE, bought, electricity, fuel, good, heat_net, plant, process, q

from pulmu.carbon.check import check_plant
from pulmu.model import ElectricitySource, Plant, VerifiedValue


def codes(described: Plant) -> dict[str, str]:
    return {item.code: item.severity for item in check_plant(described)}


def rod(**more: Any) -> dict[str, Any]:
    return {"purchases": (bought("rod", {"bolts": "1050 t"}, **more),)}


def gas(**more: Any) -> dict[str, Any]:
    return {"source_streams": (fuel("gas", "city gas", more.pop("amount", "1000 Nm3"), {"bolts": "rest"}, **more),)}


def soda(**more: Any) -> dict[str, Any]:
    return {"source_streams": (fuel("soda", "Na2CO3", "10 t", {"bolts": "rest"}, method="process", **more),)}


NO_YEAR = VerifiedValue(direct=q("2 t CO2e/t"), verification_report="VR-1")

SURPRISES: list[tuple[str, dict[str, Any]]] = [
    ("carbon.implausible", gas(net_calorific_value=q("38.9 GJ/Nm3"))),
    ("carbon.implausible", gas(emission_factor=q("56100 t CO2/TJ"))),
    ("carbon.implausible", rod(direct="99 t CO2e/t")),
    ("carbon.implausible", rod(stated_value=q("2050 t CO2e/t"))),
    ("carbon.ignored_field", gas(conversion_factor=0.9)),
    ("carbon.ignored_field", gas(net_to_gross_ratio=0.9)),
    ("carbon.ignored_field", gas(amount="40 GJ net", net_calorific_value=q("38.9 MJ/Nm3"))),
    ("carbon.ignored_field", soda(oxidation_factor=0.9)),
    ("carbon.ignored_field", soda(direction="out")),
    ("carbon.ignored_field", soda(carbon_content=q("0.1 t C/t"), emission_factor=q("0.3664 t CO2/t"))),
    ("carbon.ignored_field", soda(carbon_content=q("0.1 t C/t"), composition={"CaCO3": 0.5})),
    ("carbon.ignored_field", soda(carbon_content=q("0.1 t C/t"), net_calorific_value=q("10 GJ/t"))),
    ("carbon.ignored_field", gas(composition={"CaCO3": 0.5})),
    ("carbon.ignored_field", soda(net_calorific_value=q("10 GJ/t"))),
    ("carbon.heat_unverified", {"heat_nets": (heat_net("h", {"bolts": "2 GJ"}, imported_from="neighbour",
                                                       emission_factor=q("40 t CO2/TJ")),)}),
    ("carbon.recovered_heat", {"heat_nets": (heat_net("h", {"wire": "2 GJ"}, recovered_from="bolts"),),
                               "processes": (process("bolts", good("x")), process("wire", good("w", WIRE)))}),
    ("carbon.verified_unknown_origin", rod(country="unknown", direct="2 t CO2e/t")),
    ("carbon.verified_no_year", rod(verified=NO_YEAR)),
    ("carbon.exempt_origin_evidence", rod(country="DE")),
    ("carbon.electricity_factor_missing", {"electricity": electricity(
        {"bolts": "rest"}, ElectricitySource(id="wind", kind="power_purchase_agreement", amount=q("10 MWh")))}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "changes"), SURPRISES, ids=[f"{n} {code}" for n, (code, _) in enumerate(SURPRISES)])
def test_a_surprise_is_told(code: str, changes: dict[str, Any]) -> None:
    assert codes(dataclasses.replace(plant(), **changes)).get(code) == "warning"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("carbon.implausible", gas(net_calorific_value=q("38.9 MJ/Nm3"), emission_factor=q("56.1 t CO2/TJ"))),
        ("carbon.implausible", rod(direct="2 t CO2e/t")),
        ("carbon.ignored_field", gas(oxidation_factor=0.995)),
        ("carbon.ignored_field", soda(conversion_factor=0.9)),
        ("carbon.verified_no_year", rod(direct="2 t CO2e/t")),
        ("carbon.exempt_origin_evidence", rod(country="DE", origin_evidence="certificate of origin 12")),
        ("carbon.exempt_origin_evidence", rod(country="CN")),
    ],
)
def test_what_counts_as_given_is_not_complained_about(code: str, changes: dict[str, Any]) -> None:
    assert code not in codes(dataclasses.replace(plant(), **changes))


def test_a_plant_without_any_fuel_is_told() -> None:
    assert codes(dataclasses.replace(plant(), source_streams=())).get("carbon.no_source_stream") == "warning"
    assert "carbon.no_source_stream" not in codes(plant())


def test_the_word_for_outside_is_no_name() -> None:
    assert codes(plant(process("outside", good("x")))).get("carbon.reserved_id") == "error"


def test_a_later_year_says_that_its_tables_will_be_revised() -> None:
    assert codes(plant(year=2027)).get("carbon.tables_to_be_revised") == "warning"
    assert "carbon.tables_to_be_revised" not in codes(plant(year=2026))
