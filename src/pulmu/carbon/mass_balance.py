"""Mass balance of carbon: what goes in and does not come out again was given off as CO2."""

from pulmu.model import (
    NormalCubicMetre,
    Ratio,
    TerajoulePerNormalCubicMetre,
    TerajoulePerTonne,
    Tonne,
    TonneCarbonPerNormalCubicMetre,
    TonneCarbonPerTonne,
    TonneCO2e,
    TonneCO2PerNormalCubicMetre,
    TonneCO2PerTerajoule,
    TonneCO2PerTonne,
    TonneCO2PerTonneCarbon,
    formula,
)
from pulmu.reference import rule


@formula(rule("mass_balance"))
def carbon_in(
    mass: Tonne,
    carbon_content: TonneCarbonPerTonne,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """Carbon that a material brings into the balance, as CO2; the zero-rated share is biomass (Eq 15)."""
    return mass * carbon_content * carbon_to_carbon_dioxide * (1.0 - zero_rated_fraction)


@formula(rule("mass_balance"))
def carbon_in_by_volume(
    volume: NormalCubicMetre,
    carbon_content: TonneCarbonPerNormalCubicMetre,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """Carbon that a gas brings into the balance, as CO2; the zero-rated share is biomass (Eq 15)."""
    return volume * carbon_content * carbon_to_carbon_dioxide * (1.0 - zero_rated_fraction)


@formula(rule("mass_balance"))
def carbon_out(
    mass: Tonne,
    carbon_content: TonneCarbonPerTonne,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """Carbon that leaves with a product, slag, dust or waste, as CO2 that was not given off: negative."""
    return -mass * carbon_content * carbon_to_carbon_dioxide * (1.0 - zero_rated_fraction)


@formula(rule("mass_balance"))
def carbon_out_by_volume(
    volume: NormalCubicMetre,
    carbon_content: TonneCarbonPerNormalCubicMetre,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
    zero_rated_fraction: Ratio,
) -> TonneCO2e:
    """Carbon that leaves with a gas, as CO2 that was not given off: negative."""
    return -volume * carbon_content * carbon_to_carbon_dioxide * (1.0 - zero_rated_fraction)


@formula(rule("carbon_content"))
def carbon_content_by_energy(
    emission_factor: TonneCO2PerTerajoule,
    net_calorific_value: TerajoulePerTonne,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
) -> TonneCarbonPerTonne:
    """Carbon content of a fuel whose emission factor is per energy."""
    return emission_factor * net_calorific_value / carbon_to_carbon_dioxide


@formula(rule("carbon_content"))
def carbon_content_of_gas_by_energy(
    emission_factor: TonneCO2PerTerajoule,
    net_calorific_value: TerajoulePerNormalCubicMetre,
    carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon,
) -> TonneCarbonPerNormalCubicMetre:
    """Carbon content of a gas whose emission factor is per energy."""
    return emission_factor * net_calorific_value / carbon_to_carbon_dioxide


@formula(rule("carbon_content"))
def carbon_content_by_mass(
    emission_factor: TonneCO2PerTonne, carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon
) -> TonneCarbonPerTonne:
    """Carbon content of a material whose emission factor is per tonne."""
    return emission_factor / carbon_to_carbon_dioxide


@formula(rule("carbon_content"))
def carbon_content_by_volume(
    emission_factor: TonneCO2PerNormalCubicMetre, carbon_to_carbon_dioxide: TonneCO2PerTonneCarbon
) -> TonneCarbonPerNormalCubicMetre:
    """Carbon content of a gas whose emission factor is per normal cubic metre."""
    return emission_factor / carbon_to_carbon_dioxide
