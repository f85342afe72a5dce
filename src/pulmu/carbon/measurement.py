"""Continuous measurement: mass of a gas from its concentration and flow, and its CO2 equivalent."""

from pulmu.carbon.law import method_regulation
from pulmu.carbon.quote import quoted
from pulmu.model import (
    Figure,
    Hour,
    MeasuredSource,
    NormalCubicMetrePerHour,
    Ratio,
    Source,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    TonneCO2PerTonne,
    TonnePerNormalCubicMetre,
    fact,
    formula,
)
from pulmu.reference import global_warming_potential, parameter, rule


@formula(rule("continuous_measurement"))
def measured_mass(concentration: TonnePerNormalCubicMetre, flow: NormalCubicMetrePerHour, hours: Hour) -> Tonne:
    """Mass of a gas from means of the period."""
    return concentration * flow * hours


@formula(rule("measured_biomass"))
def zero_rated_share(zero_rated_mass: Tonne, mass: Tonne) -> Ratio:
    """Share of measured CO2 that stems from biomass with proof of sustainability."""
    return zero_rated_mass / mass


@formula(rule("continuous_measurement"))
def measured_emissions(
    mass: Tonne, global_warming_potential: TonneCO2ePerTonne, zero_rated_fraction: Ratio
) -> TonneCO2e:
    """Measured emissions as CO2 equivalent, less CO2 of biomass with proof of sustainability."""
    return mass * global_warming_potential * (1.0 - zero_rated_fraction)


@formula(rule("carbon_monoxide"))
def carbon_monoxide_emissions(mass: Tonne, carbon_monoxide_to_carbon_dioxide: TonneCO2PerTonne) -> TonneCO2e:
    """Unburnt carbon monoxide, as the carbon dioxide it becomes."""
    return mass * carbon_monoxide_to_carbon_dioxide


def mass_of(source: MeasuredSource) -> Figure:
    """Mass of the gas a stack gave off in the period."""
    name = source.name or source.id
    if source.mass is not None:
        return fact(source.mass, f"measured {source.gas}", name, "t")
    assert source.concentration and source.flow and source.hours  # noqa: S101 - the checks ask for the three
    return measured_mass.figure(
        concentration=fact(source.concentration, "concentration", name),
        flow=fact(source.flow, "flue-gas flow", name),
        hours=fact(source.hours, "hours of operation", name),
    ).of(name)


def emissions_of(source: MeasuredSource, mass: Figure, zero_rated: Figure) -> Figure:
    """Emissions of a mass of the measured gas."""
    factor = warming_potential(source)
    if source.gas == "CO":
        return carbon_monoxide_emissions.figure(mass=mass, carbon_monoxide_to_carbon_dioxide=factor)
    return measured_emissions.figure(mass=mass, global_warming_potential=factor, zero_rated_fraction=zero_rated)


def warming_potential(source: MeasuredSource) -> Figure:
    """Tonnes of CO2 equivalent of a tonne of the gas; of carbon monoxide by the ratio of molar masses."""
    if source.gas == "CO":
        return quoted(parameter("carbon_monoxide_to_carbon_dioxide"), "carbon monoxide to carbon dioxide", "CO")
    if source.gas == "CO2":
        return Figure(1.0, "t CO2e/t", "global warming potential", Source("definition", "CO2 is the gas of reference"))
    return quoted(global_warming_potential(source.gas), "global warming potential", source.gas)


def has_proven_biomass(source: MeasuredSource) -> bool:
    """Whether biomass CO2 may be taken off what was measured."""
    return source.gas == "CO2" and bool(source.biomass_evidence) and source.biomass_proof not in ("other", "not_burnt")


def zero_rated_fraction(source: MeasuredSource, mass: Figure) -> Figure:
    """Share of zero-rated biomass; none without evidence, none of other gases than CO2."""
    name = source.name or source.id
    if source.zero_rated_mass is not None and has_proven_biomass(source) and mass.value > 0:
        zero_rated = fact(source.zero_rated_mass, "biomass CO2", name, "t", source.biomass_evidence)
        return zero_rated_share.figure(zero_rated_mass=zero_rated, mass=mass).of(name)
    law = method_regulation("Annex II B.3.3 (biomass needs evidence)", "extract")
    return Figure(0.0, "1", "zero-rated fraction", law, "no biomass with proof", subject=name)
