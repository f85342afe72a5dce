"""Measurable heat: how much of it there is, and the emissions it carries to its users."""

from collections.abc import Sequence

from pulmu.model import (
    Ratio,
    Terajoule,
    TerajouleNet,
    TerajoulePerTonne,
    Tonne,
    TonneCO2e,
    TonneCO2PerTerajoule,
    formula,
    total,
)
from pulmu.reference import rule


@formula(rule("net_heat_measured"))
def measured_heat(mass: Tonne, enthalpy_supplied: TerajoulePerTonne, enthalpy_returned: TerajoulePerTonne) -> Terajoule:
    """Net heat of a medium: what it brought less what it took back."""
    return mass * (enthalpy_supplied - enthalpy_returned)


@formula(rule("net_heat_measured"))
def heat_less_lost_medium(heat: Terajoule, lost: Terajoule) -> Terajoule:
    """Net heat after what leaked away with its medium."""
    return heat - lost


@formula(rule("net_heat_by_efficiency"), rule("net_heat_fallback"))
def heat_by_efficiency(fuel_energy: TerajouleNet, efficiency: Ratio) -> Terajoule:
    """Net heat of a boiler from its fuel and efficiency."""
    return fuel_energy * efficiency


@formula(rule("own_heat_factor"), rule("heat_losses"))
def own_heat_emission_factor(emissions: TonneCO2e, heat_consumed: Sequence[Terajoule]) -> TonneCO2PerTerajoule:
    """Emissions of boilers, or of bought heat, per heat that reached a user: losses are shared, all is attributed."""
    return emissions / total(heat_consumed)


@formula(rule("bought_heat_standard"))
def standard_heat_emission_factor(
    emission_factor: TonneCO2PerTerajoule, boiler_efficiency: Ratio
) -> TonneCO2PerTerajoule:
    """Factor of heat from outside without verified data: the country's usual fuel over the standard efficiency."""
    return emission_factor / boiler_efficiency


@formula(rule("recovered_heat"))
def recovered_heat_emission_factor(
    emissions: Sequence[TonneCO2e], fuel_energy: Sequence[TerajouleNet], divisor: Ratio
) -> TonneCO2PerTerajoule:
    """Factor of heat recovered from exhaust: that of the fuels of its process, for the fuel saved by it."""
    return total(emissions) / total(fuel_energy) / divisor


@formula(rule("heat_import_and_export"))
def heat_emissions(emission_factor: TonneCO2PerTerajoule, heat: Terajoule) -> TonneCO2e:
    """Emissions that travel with measurable heat."""
    return emission_factor * heat
