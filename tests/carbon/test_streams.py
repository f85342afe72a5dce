"""Factors of a stream, and the emissions they give: the hierarchy, and every unit an amount may have."""

from typing import Any

import numpy as np
import pytest
from tests.plants import fuel, q

from pulmu.carbon.emissions import combustion_emissions
from pulmu.carbon.streams import StreamFactors, stream_factors
from pulmu.model import InputError, PulmuError, RuleError, SourceStream, fact


def emitted(stream: SourceStream, country: str = "KR") -> float:
    return stream_factors(stream, country).emissions(fact(stream.amount, "amount used")).to("t CO2e")


def factors(material: str, amount: str, country: str = "KR", **more: Any) -> StreamFactors:
    return stream_factors(fuel("f", material, amount, {}, **more), country)


@pytest.mark.parametrize(
    ("material", "amount", "more", "expected"),
    [
        ("city gas", "1000 1000 Nm3", {}, 1e6 * 38.9e-6 * 56.1),
        ("도시가스", "1,000,000 Nm3", {}, 1e6 * 38.9e-6 * 56.1),
        ("LPG", "10 t", {}, 10 * 47.3e-3 * 63.1),
        ("LPG", "10000 kg", {}, 10 * 47.3e-3 * 63.1),
        ("diesel", "20 kL", {}, 20e3 * 35.2e-6 * 73.2),
        ("gasoline", "500 L", {}, 500 * 30.4e-6 * 71.6),
        ("Other bituminous coal", "100 t", {"oxidation_factor": 0.98}, 100 * 25.8e-3 * 94.6 * 0.98),
        ("city gas", "1000 GJ net", {}, 1.0 * 56.1),
        ("city gas", "1000 GJ gross", {"net_to_gross_ratio": 0.9}, 0.9 * 56.1),
        ("city gas", "1e6 MJ gross", {"net_to_gross_ratio": 0.9}, 0.9 * 56.1),
    ],
)
def test_a_fuel_in_each_unit_it_is_billed_in(material: str, amount: str, more: dict[str, Any], expected: float) -> None:
    assert expected == pytest.approx(emitted(fuel("f", material, amount, {}, **more)), rel=1e-12)


def test_the_national_factor_comes_before_the_standard_one() -> None:
    korean, german = factors("LNG", "1 Nm3"), factors("LNG", "1 t", country="DE")
    assert korean.to_energy is not None
    assert korean.to_energy.because == "type II national"
    assert korean.to_energy.source.act.startswith("Reporting and certification guideline")
    assert german.emission_factor.because == "type I standard"


def test_the_korean_factor_of_city_gas_is_per_volume_so_a_mass_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        factors("city gas", "10 t")
    assert caught.value.problems[0].code == "carbon.factor_mismatch"


def test_a_fuel_without_national_factor_takes_the_standard_one() -> None:
    assert factors("LPG", "1 t").emission_factor.because == "type I standard"


def test_an_own_factor_comes_before_every_table_and_names_its_evidence() -> None:
    own = factors("city gas", "1e6 Nm3", net_calorific_value=q("38.2 MJ/Nm3"), emission_factor=q("55.9 t CO2/TJ"),
                  factor_evidence="supplier's analysis 2026")  # fmt: skip
    assert (own.to_energy and own.to_energy.value, own.emission_factor.value) == (38.2, 55.9)
    assert own.emission_factor.because == "supplier's analysis 2026"
    assert pytest.approx(own.emissions(fact(q("1e6 Nm3"), "amount")).value, rel=1e-12) == 38.2 * 55.9


@pytest.mark.parametrize(
    ("amount", "factor", "expected"),
    [
        ("100 t", "2.9 t CO2/t", 290.0),
        ("100000 Nm3", "2.1 kg CO2/Nm3", 210.0),
        ("100 kL", "2.6 kg CO2/L", 260.0),
        ("1000 GJ net", "56000 kg CO2/TJ", 56.0),
        ("1000 GJ net", "56 kg CO2/GJ", 56.0),
    ],
)
def test_an_own_factor_per_amount_needs_no_heating_value(amount: str, factor: str, expected: float) -> None:
    stream = fuel("f", "own blend", amount, {}, emission_factor=q(factor))
    assert expected == pytest.approx(emitted(stream), rel=1e-12)


def test_an_own_factor_of_another_dimension_is_refused() -> None:
    with pytest.raises(RuleError):
        factors("own blend", "100 t", emission_factor=q("2.1 kg CO2/Nm3"))


def test_gross_energy_without_the_ratio_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        factors("city gas", "100 GJ gross")
    assert "net_to_gross_ratio" in caught.value.problems[0].mend


def test_a_material_in_no_table_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        factors("unobtainium", "1 t")
    assert caught.value.problems[0].code == "input.fuel_unknown"


def test_biomass_counts_as_fossil_until_there_is_proof() -> None:
    unproven = fuel("f", "wood", "100 t", {}, zero_rated_fraction=1.0)
    proven = fuel("f", "wood", "100 t", {}, zero_rated_fraction=1.0, biomass_evidence="UDB-1")
    assert (pytest.approx(emitted(unproven), rel=1e-12), emitted(proven)) == (100 * 15.6e-3 * 112, 0.0)


@pytest.mark.parametrize(
    ("proof", "method", "counts"),
    [
        ("union_database", "combustion", 0.0), ("proof_of_sustainability", "combustion", 0.0),
        ("unstated", "combustion", 0.0), ("other", "combustion", 1.0), ("not_burnt", "combustion", 1.0),
        ("not_burnt", "mass_balance", 0.0), ("other", "mass_balance", 1.0),
    ],
)  # fmt: skip
def test_only_the_proofs_of_the_act_make_biomass_count_zero(proof: str, method: str, counts: float) -> None:
    stream = fuel("f", "charcoal", "100 t", {}, method=method, zero_rated_fraction=1.0, biomass_evidence="p",
                  biomass_proof=proof)  # fmt: skip
    assert emitted(stream) == pytest.approx(100 * 29.5e-3 * 112 * counts, rel=1e-12)


@pytest.mark.parametrize(("material", "factor"), [("NaHCO3", 0.524), ("soda ash", 0.415), ("urea", 0.7328),
                                                  ("석회석", 0.440)])  # fmt: skip
def test_a_process_material_gives_off_its_standard_factor(material: str, factor: float) -> None:
    stream = fuel("f", material, "10 t", {}, method="process", conversion_factor=0.9)
    assert 10 * factor * 0.9 == pytest.approx(emitted(stream), rel=1e-12)


def test_biomass_of_a_process_material_counts_zero_with_proof_only() -> None:
    unproven = fuel("f", "soda ash", "10 t", {}, method="process", zero_rated_fraction=0.5)
    proven = fuel("f", "soda ash", "10 t", {}, method="process", zero_rated_fraction=0.5, biomass_evidence="lab 3")
    assert (emitted(unproven), emitted(proven)) == pytest.approx((4.15, 2.075), rel=1e-12)


def test_a_mixture_gives_off_what_its_parts_do() -> None:
    stone = fuel("f", "stone", "500 t", {}, method="process", composition={"limestone": 0.95, "MgCO3": 0.05})
    assert emitted(stone) == pytest.approx(500 * (0.95 * 0.440 + 0.05 * 0.522), rel=1e-12) == 222.05


@pytest.mark.parametrize(("material", "least"), [("clinker", 0.525), ("cement kiln dust", 0.525), ("CKD", 0.525)])
def test_clinker_and_its_dust_count_with_the_least_of_the_act_at_least(material: str, least: float) -> None:
    def of(**more: Any) -> float:
        return emitted(fuel("f", material, "100 t", {}, method="process", **more))

    assert of() == pytest.approx(100 * least, rel=1e-12)
    assert of(emission_factor=q("0.51 t CO2/t")) == pytest.approx(100 * least, rel=1e-12)
    assert of(emission_factor=q("540 kg CO2/t")) == pytest.approx(54.0, rel=1e-12)


def test_an_oxide_in_the_product_tells_the_carbonate_it_was() -> None:
    assert emitted(fuel("f", "CaO", "10 t", {}, method="process")) == pytest.approx(7.85, rel=1e-12)


@pytest.mark.parametrize(
    ("material", "amount", "more", "expected"),
    [
        ("steel scrap", "1100 t", {}, 1100 * 0.0109 * 3.664),
        ("steel", "1000 t", {"direction": "out"}, -1000 * 0.0109 * 3.664),
        ("EAF carbon electrodes", "2 t", {}, 2 * 0.8188 * 3.664),
        # Table 5 of the act before table 1: 0.8706 t C/t, not 97.5 x 32.5 / 1000 / 3.664.
        ("petcoke", "10 t", {}, 10 * 0.8706 * 3.664),
        ("limestone", "10 t", {}, 10 * 0.440),
        ("Coking coal", "10 t", {}, 10 * 28.2 / 1000 * 94.6),
        ("city gas", "1000 Nm3", {}, 38.9e-6 * 1000 * 56.1),
        ("own", "10 t", {"emission_factor": q("3.0 t CO2/t")}, 30.0),
        ("own", "10 t", {"emission_factor": q("90 t CO2/TJ"), "net_calorific_value": q("30 GJ/t")}, 27.0),
        ("own", "10 t", {"carbon_content": q("0.5 t C/t")}, 5 * 3.664),
        ("own", "10 t", {"carbon_content": q("4.2 %")}, 0.42 * 3.664),
        ("steel", "10 t", {"direction": "out", "zero_rated_fraction": 0.5}, -5 * 0.0109 * 3.664),
    ],
)
def test_a_mass_balance_counts_carbon(material: str, amount: str, more: dict[str, Any], expected: float) -> None:
    stream = fuel("f", material, amount, {}, method="mass_balance", **more)
    assert emitted(stream) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("amount", "more", "expected"),
    [
        ("100 t", {"carbon_content": q("0.7 t C/t")}, 70 * 3.664),
        ("100 t", {"carbon_content": q("70 %"), "oxidation_factor": 0.98, "net_calorific_value": q("26 GJ/t")},
         70 * 3.664 * 0.98),
        ("100000 Nm3", {"carbon_content": q("0.5 kg C/Nm3")}, 50 * 3.664),
        ("2700 GJ net", {"carbon_content": q("0.7 t C/t"), "net_calorific_value": q("27 GJ/t")}, 70 * 3.664),
        ("3900 MJ net", {"carbon_content": q("0.5 kg C/Nm3"), "net_calorific_value": q("39 MJ/Nm3")}, 0.05 * 3.664),
        ("4000 MJ gross", {"carbon_content": q("0.5 kg C/Nm3"), "net_calorific_value": q("36 MJ/Nm3"),
                           "net_to_gross_ratio": 0.9}, 0.05 * 3.664),
        ("10 t", {"method": "process", "carbon_content": q("0.12 t C/t"), "conversion_factor": 0.9}, 1.08 * 3.664),
        ("10 t", {"carbon_content": q("0.5 t C/t"), "zero_rated_fraction": 0.4, "biomass_evidence": "UDB-2",
                  "biomass_proof": "union_database"}, 3 * 3.664),
        # The analysis counts; a factor beside it confirms it.
        ("100 t", {"carbon_content": q("0.7 t C/t"), "emission_factor": q("2.56 t CO2/t")}, 70 * 3.664),
    ],
)  # fmt: skip
def test_an_emission_factor_follows_from_the_carbon_of_the_laboratory(
    amount: str, more: dict[str, Any], expected: float
) -> None:
    assert emitted(fuel("f", "own blend", amount, {}, **more)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("material", ["CaO", "gypsum", "flare gas", "clinker"])
def test_what_is_no_carbon_of_the_material_has_no_place_in_a_mass_balance(material: str) -> None:
    with pytest.raises(RuleError) as caught:
        factors(material, "10 t", method="mass_balance")
    assert caught.value.problems[0].code == "carbon.factor_mismatch"


@pytest.mark.parametrize("amount", ["10 kL", "10 GJ net", "10 GJ gross"])
def test_a_mass_balance_takes_mass_or_volume(amount: str) -> None:
    with pytest.raises(RuleError):
        factors("diesel", amount, method="mass_balance", net_to_gross_ratio=0.9)


def test_an_own_factor_per_tonne_keeps_the_heating_value_that_is_reported_with_it() -> None:
    found = factors("own", "100 t", emission_factor=q("2.9 t CO2/t"), net_calorific_value=q("40 GJ/t"))
    energy = found.energy(fact(q("100 t"), "amount"))
    assert energy is not None
    assert energy.to("TJ net") == pytest.approx(4.0, rel=1e-12)
    assert found.emissions(fact(q("100 t"), "amount")).value == 290.0


def test_a_process_material_by_volume_is_refused() -> None:
    with pytest.raises(RuleError):
        factors("NaHCO3", "10 kL", method="process")


def test_bare_energy_is_neither_gross_nor_net_and_never_computed() -> None:
    with pytest.raises((PulmuError, KeyError)):
        emitted(fuel("f", "city gas", "10 GJ", {}))


@pytest.mark.parametrize(
    ("material", "amount", "more"),
    [
        ("city gas", "3.3 1000 Nm3", {}),
        ("LPG", "730 kg", {}),
        ("diesel", "3.7 kL", {}),
        ("city gas", "1.7e6 MJ gross", {"net_to_gross_ratio": 0.903}),
        ("Other bituminous coal", "11.3 t", {"oxidation_factor": 0.98}),
        ("wood", "11.3 t", {"zero_rated_fraction": 0.35, "biomass_evidence": "UDB-1"}),
        ("own", "11.3 t", {"emission_factor": q("2901 kg CO2/t")}),
        ("own", "11.3 t", {"emission_factor": q("2901 kg CO2/t"), "net_calorific_value": q("40 GJ/t")}),
        (
            "own",
            "11.3 t",
            {
                "method": "process",
                "emission_factor": q("94 t CO2/TJ"),
                "net_calorific_value": q("26 GJ/t"),
                "conversion_factor": 0.9,
            },
        ),
        ("own", "11.3 t", {"carbon_content": q("71.3 %"), "net_calorific_value": q("26 GJ/t")}),
        ("own", "11.3 GJ net", {"carbon_content": q("0.713 t C/t"), "net_calorific_value": q("26 GJ/t")}),
        ("own", "11.3 t", {"carbon_content": q("0.12 t C/t"), "method": "process", "conversion_factor": 0.9}),
        (
            "NaHCO3",
            "11.3 t",
            {"method": "process", "conversion_factor": 0.9, "zero_rated_fraction": 0.5, "biomass_evidence": "UDB-1"},
        ),
        ("flare gas", "3.3 1000 Nm3", {"method": "process"}),
        ("flare gas", "3.3 1000 Nm3", {}),
        ("dolomite", "7.1 t", {"method": "process", "composition": {"CaCO3": 0.55, "MgCO3": 0.44}}),
        ("steel scrap", "1.1 kt", {"method": "mass_balance"}),
        ("steel", "1.1 kt", {"method": "mass_balance", "direction": "out"}),
        ("coke", "11.3 t", {"method": "mass_balance", "zero_rated_fraction": 0.3, "biomass_evidence": "UDB-1"}),
        ("city gas", "3.3 1000 Nm3", {"method": "mass_balance"}),
        (
            "top gas",
            "3.3 1000 Nm3",
            {
                "method": "mass_balance",
                "direction": "out",
                "zero_rated_fraction": 0.3,
                "carbon_content": q("0.2 kg C/Nm3"),
            },
        ),
    ],
)
def test_a_row_of_numbers_says_the_same_as_the_figures(material: str, amount: str, more: dict[str, Any]) -> None:
    stream = fuel("f", material, amount, {}, **more)
    found = stream_factors(stream, "KR")
    base, multiplier, factor, share, zero, to_energy, sign = found.row()
    amount = np.array([stream.amount.to(base)]) * multiplier
    assert emitted(stream) == combustion_emissions(amount * sign, factor, share, zero)[0]
    energy = found.energy(fact(stream.amount, "amount"))
    assert (0.0 if energy is None else energy.to("TJ net")) == (amount * to_energy)[0]
