"""Direct emissions of source streams: combustion and process emissions by the standard method."""

from collections.abc import Sequence

from pulmu.model import (
    Litre,
    NormalCubicMetre,
    Ratio,
    TerajouleGross,
    TerajouleNet,
    TerajoulePerLitre,
    TerajoulePerNormalCubicMetre,
    TerajoulePerTonne,
    Tonne,
    TonneCarbonPerNormalCubicMetre,
    TonneCarbonPerTonne,
    TonneCO2e,
    TonneCO2PerLitre,
    TonneCO2PerNormalCubicMetre,
    TonneCO2PerTerajoule,
    TonneCO2PerTonne,
    TonneCO2PerTonneCarbon,
    dot,
    formula,
)
from pulmu.reference import rule


@formula(rule("combustion_standard_method"))
def fuel_energy_by_mass(mass: Tonne, net_calorific_value: TerajoulePerTonne) -> TerajouleNet:
    """Energy of a fuel measured by mass."""
    return mass * net_calorific_value


@formula(rule("combustion_standard_method"))
def fuel_energy_by_volume(volume: NormalCubicMetre, net_calorific_value: TerajoulePerNormalCubicMetre) -> TerajouleNet:
    """Energy of a gas measured by volume at 0 °C and 101.325 kPa."""
    return volume * net_calorific_value


@formula(rule("combustion_standard_method"))
def fuel_energy_by_litre(volume: Litre, net_calorific_value: TerajoulePerLitre) -> TerajouleNet:
    """Energy of a liquid fuel measured by volume."""
    return volume * net_calorific_value


@formula(rule("combustion_standard_method"))
def net_fuel_energy(gross_energy: TerajouleGross, net_to_gross_ratio: Ratio) -> TerajouleNet:
    """Net energy of a fuel billed by its gross heating value."""
    return gross_energy * net_to_gross_ratio


@formula(rule("combustion_standard_method"), rule("mixed_fuel"))
def combustion_emissions(
    fuel_energy: TerajouleNet,
    emission_factor: TonneCO2PerTerajoule,
    oxidation_factor: Ratio,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """CO2 of a burnt fuel; the zero-rated share is biomass with proof of sustainability."""
    return fuel_energy * emission_factor * oxidation_factor * (1.0 - zero_rated_fraction)


@formula(rule("factor_per_amount"), rule("mixed_fuel"))
def combustion_emissions_by_mass(
    mass: Tonne, emission_factor: TonneCO2PerTonne, oxidation_factor: Ratio, zero_rated_fraction: Ratio
) -> TonneCO2e:
    """CO2 of a burnt fuel whose factor is given per tonne."""
    return mass * emission_factor * oxidation_factor * (1.0 - zero_rated_fraction)


@formula(rule("factor_per_amount"), rule("mixed_fuel"))
def combustion_emissions_by_volume(
    volume: NormalCubicMetre,
    emission_factor: TonneCO2PerNormalCubicMetre,
    oxidation_factor: Ratio,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """CO2 of a burnt gas whose factor is given per normal cubic metre."""
    return volume * emission_factor * oxidation_factor * (1.0 - zero_rated_fraction)


@formula(rule("factor_per_amount"), rule("mixed_fuel"))
def combustion_emissions_by_litre(
    volume: Litre, emission_factor: TonneCO2PerLitre, oxidation_factor: Ratio, zero_rated_fraction: Ratio
) -> TonneCO2e:
    """CO2 of a burnt liquid fuel whose factor is given per litre."""
    return volume * emission_factor * oxidation_factor * (1.0 - zero_rated_fraction)


@formula(rule("process_standard_method"))
def process_emissions(
    mass: Tonne, emission_factor: TonneCO2PerTonne, conversion_factor: Ratio, zero_rated_fraction: Ratio
) -> TonneCO2e:
    """CO2 given off by a material that is not burnt: carbonates (method A), oxides made of them (method B), urea,
    gypsum of flue-gas cleaning."""
    return mass * emission_factor * conversion_factor * (1.0 - zero_rated_fraction)


@formula(rule("process_standard_method"))
def process_emissions_by_volume(
    volume: NormalCubicMetre,
    emission_factor: TonneCO2PerNormalCubicMetre,
    conversion_factor: Ratio,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """CO2 given off by a gas that reacts or is flared, its factor given per normal cubic metre."""
    return volume * emission_factor * conversion_factor * (1.0 - zero_rated_fraction)


@formula(rule("process_standard_method"))
def process_emissions_by_energy(
    fuel_energy: TerajouleNet,
    emission_factor: TonneCO2PerTerajoule,
    conversion_factor: Ratio,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """CO2 of a fuel that serves as raw material, its factor given per energy."""
    return fuel_energy * emission_factor * conversion_factor * (1.0 - zero_rated_fraction)


@formula(rule("mixed_carbonates"))
def emission_factor_of_composition(
    shares: Sequence[Ratio], emission_factors: Sequence[TonneCO2PerTonne]
) -> TonneCO2PerTonne:
    """Factor of a mixture of carbonates or oxides, by the share of mass of each."""
    return dot(shares, emission_factors)


@formula(rule("factor_from_carbon_content"))
def emission_factor_by_mass(
    carbon_content: TonneCarbonPerTonne, carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon
) -> TonneCO2PerTonne:
    """Emission factor per tonne of a material whose carbon a laboratory has found."""
    return carbon_content * carbon_to_carbon_dioxide


@formula(rule("factor_from_carbon_content"))
def emission_factor_by_volume(
    carbon_content: TonneCarbonPerNormalCubicMetre, carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon
) -> TonneCO2PerNormalCubicMetre:
    """Emission factor per normal cubic metre of a gas whose carbon a laboratory has found."""
    return carbon_content * carbon_to_carbon_dioxide


@formula(rule("factor_from_carbon_content"))
def emission_factor_by_energy(
    carbon_content: TonneCarbonPerTonne,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
    net_calorific_value: TerajoulePerTonne,
) -> TonneCO2PerTerajoule:
    """Emission factor per energy of a fuel whose carbon a laboratory has found."""
    return carbon_content * carbon_to_carbon_dioxide / net_calorific_value


@formula(rule("factor_from_carbon_content"))
def emission_factor_of_gas_by_energy(
    carbon_content: TonneCarbonPerNormalCubicMetre,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
    net_calorific_value: TerajoulePerNormalCubicMetre,
) -> TonneCO2PerTerajoule:
    """Emission factor per energy of a gas whose carbon a laboratory has found."""
    return carbon_content * carbon_to_carbon_dioxide / net_calorific_value
