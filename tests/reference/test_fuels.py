import pytest

from pulmu.model.errors import InputError, RuleError
from pulmu.model.units import conversion_factor, unit
from pulmu.reference import (
    find_fuel,
    global_warming_potential,
    grid_emission_factor,
    list_fuels,
    list_process_factors,
    load_table,
    parameter,
    process_factor,
)


def test_natural_gas_of_the_act() -> None:
    gas = find_fuel("Natural gas")
    assert (gas.net_calorific_value.value, gas.net_calorific_value.unit) == (48.0, "GJ/t")
    assert (gas.emission_factor.value, gas.emission_factor.unit) == (56.1, "t CO2/TJ")
    assert (gas.factor_type, gas.biomass, gas.source.confidence) == ("type I standard", False, "extract")
    assert gas.source.place == "Annex II, point G, Table 1, Natural gas"
    tonnes = 1_000 * gas.net_calorific_value.value * conversion_factor("GJ", "TJ") * gas.emission_factor.value
    assert tonnes == pytest.approx(2_692.8)  # check case 1 of the method


@pytest.mark.parametrize("name", ["도시가스", "city gas", "City gas (LNG)", "LNG", "도시가스 (LNG)"])
def test_city_gas_in_korea_is_the_national_factor(name: str) -> None:
    gas = find_fuel(name)
    assert (gas.name, gas.factor_type) == ("city gas (LNG)", "type II national")
    assert (gas.net_calorific_value.value, gas.net_calorific_value.unit) == (38.9, "MJ/Nm3")
    assert gas.source.confidence == "secondary"


@pytest.mark.parametrize(("name", "national", "generic"), [("경유", "diesel", "Gas/Diesel oil"),
                                                           ("Gas/Diesel oil", "diesel", "Gas/Diesel oil"),
                                                           ("휘발유", "gasoline", "Motor gasoline"),
                                                           ("LNG", "city gas (LNG)", "Natural gas")])  # fmt: skip
def test_a_national_factor_comes_before_the_generic_one(name: str, national: str, generic: str) -> None:
    assert (find_fuel(name, "KR").name, find_fuel(name, "KR").factor_type) == (national, "type II national")
    assert (find_fuel(name, "VN").name, find_fuel(name, "VN").factor_type) == (generic, "type I standard")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("천연가스", "Natural gas"),
        ("등유", "Kerosene"),
        ("lpg", "LPG"),
        ("벙커 C유", "Residual fuel oil"),
        ("무연탄", "Anthracite"),
        ("유연탄", "Other bituminous coal"),
        ("원료탄", "Coking coal"),
    ],
)
def test_korean_names(name: str, found: str) -> None:
    assert found == find_fuel(name).name


@pytest.mark.parametrize("name", ["벙커A유", "프로판", "", "gas", "natural gas liquid", "city gas of Mars"])
def test_an_unknown_fuel_is_refused(name: str) -> None:
    with pytest.raises(InputError) as refused:
        find_fuel(name)
    assert refused.value.problems[0].code == "input.fuel_unknown"


def test_city_gas_of_korea_is_not_lent_to_another_country() -> None:
    with pytest.raises(InputError):
        find_fuel("city gas (LNG)", "JP")


def test_biomass_says_so_and_keeps_its_preliminary_factor() -> None:
    charcoal = find_fuel("숯")
    assert (charcoal.biomass, charcoal.emission_factor.value) == (True, 112.0)


def test_a_fuel_without_heating_value_says_so() -> None:
    assert find_fuel("Industrial wastes").net_calorific_value is None


def test_all_fuels_are_listed_national_ones_first() -> None:
    korean = list_fuels("KR")
    assert {"gasoline", "diesel", "city gas (LNG)"} == {fuel.name for fuel in korean[:3]}
    assert korean[3:] == list_fuels("VN")
    for fuel in korean:
        assert unit(fuel.emission_factor.unit).symbol == "t CO2/TJ"


def test_every_other_name_leads_somewhere() -> None:
    for row in load_table("fuel_names").rows:
        assert row["name"] == find_fuel(row["alternative"], row["country"] or "VN").name
    for row in load_table("process_names").rows:
        assert row["name"] == process_factor(row["alternative"]).name


@pytest.mark.parametrize(("name", "kind", "value"), [("CaCO3", "carbonate", 0.44), ("석회석", "carbonate", 0.44),
                                                     ("CaO", "alkali_oxide", 0.785), ("urea", "flue_gas", 0.7328),
                                                     ("Steel scrap", "mass_balance", 0.04)])  # fmt: skip
def test_process_factors(name: str, kind: str, value: float) -> None:
    factor = process_factor(name)
    assert (kind, value) == (factor.kind, factor.emission_factor.value)
    assert (factor.carbon_content is None) == (kind != "mass_balance")


def test_carbon_content_and_factor_agree_within_rounding() -> None:
    ratio = parameter("carbon_to_carbon_dioxide").value
    for factor in list_process_factors():
        if factor.carbon_content is not None:
            assert factor.carbon_content.value * ratio == pytest.approx(factor.emission_factor.value, abs=0.006)


def test_an_unknown_process_material_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        process_factor("dolomite")
    assert refused.value.problems[0].code == "input.material_unknown"


def test_parameters() -> None:
    ratio = parameter("carbon_to_carbon_dioxide")
    assert (ratio.value, ratio.unit, ratio.source.place) == (3.664, "t CO2/t C", "Annex II, point B.3.2")
    assert parameter("heat_standard_boiler_efficiency").value == 0.90
    assert parameter("single_mass_threshold").source.confidence == "read"
    with pytest.raises(RuleError) as refused:
        parameter("answer")
    assert refused.value.problems[0].code == "rule.no_parameter"


def test_global_warming_potentials() -> None:
    assert [global_warming_potential(gas).value for gas in ("N2O", "CF4", "C2F6")] == [265.0, 6630.0, 11100.0]
    with pytest.raises(InputError):
        global_warming_potential("SF6")


def test_grid_factors_of_korea() -> None:
    assert (grid_emission_factor("KR", 2023).value, grid_emission_factor("KR", 2023).unit) == (0.4149, "t CO2/MWh")
    assert grid_emission_factor("KR", 2023, "co2e").value == 0.4173
    assert grid_emission_factor("KR", "2021-2023", "co2e").value == 0.433


@pytest.mark.parametrize(("origin", "year"), [("KR", 2026), ("KR", 2022), ("VN", 2023)])
def test_a_grid_factor_nobody_published_is_refused(origin: str, year: int) -> None:
    with pytest.raises(RuleError) as refused:
        grid_emission_factor(origin, year)
    assert refused.value.problems[0].code == "rule.no_grid_factor"
