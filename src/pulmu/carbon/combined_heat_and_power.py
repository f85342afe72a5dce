"""Combined heat and power: emissions split between heat and electricity by efficiencies over reference efficiencies."""

from dataclasses import dataclass

from pulmu.carbon.quote import quoted
from pulmu.model import (
    CombinedHeatAndPower,
    EmissionSource,
    Figure,
    MegawattHour,
    Ratio,
    Source,
    Terajoule,
    TerajouleNet,
    TonneCO2e,
    TonneCO2ePerMegawattHour,
    formula,
)
from pulmu.reference import parameter, reference_efficiency, rule


@formula(rule("heat_and_power_split"))
def output_efficiency(output: Terajoule, fuel_energy: TerajouleNet) -> Ratio:
    """Net heat, or net electricity, over the energy of the fuel."""
    return output / fuel_energy


@formula(rule("heat_and_power_split"))
def heat_share(
    efficiency_heat: Ratio, efficiency_electricity: Ratio, reference_heat: Ratio, reference_electricity: Ratio
) -> Ratio:
    """Share of the emissions of combined heat and power that its heat carries (F_heat)."""
    return (efficiency_heat / reference_heat) / (
        efficiency_heat / reference_heat + efficiency_electricity / reference_electricity
    )


@formula(rule("heat_and_power_split"))
def heat_part(emissions: TonneCO2e, share: Ratio) -> TonneCO2e:
    """Emissions of combined heat and power that travel with its heat."""
    return emissions * share


@formula(rule("heat_and_power_split"))
def electricity_part(emissions: TonneCO2e, share: Ratio) -> TonneCO2e:
    """Emissions of combined heat and power that travel with its electricity; `share` is that of the heat."""
    return emissions * (1.0 - share)


@formula(rule("heat_and_power_split"))
def electricity_emission_factor(
    emissions: TonneCO2e, share: Ratio, electricity: MegawattHour
) -> TonneCO2ePerMegawattHour:
    """Emission factor of the electricity of combined heat and power; `share` is that of the heat."""
    return emissions * (1.0 - share) / electricity


@formula(rule("reference_efficiencies"))
def raised_reference_efficiency(efficiency: Ratio, addition: Ratio) -> Ratio:
    """Reference efficiency of steam where the condensate that returns is not counted."""
    return efficiency + addition


@dataclass(frozen=True, slots=True)
class References:
    """Reference efficiencies of a unit."""

    heat: Figure
    electricity: Figure


def reference_efficiencies(source: EmissionSource, unit: CombinedHeatAndPower) -> References:
    """Own reference efficiencies where proven, else those of the act.

    Raises
    ------
    RuleError  The act prints a dash for this class, year and form of heat.
    """
    name = source.name or source.id
    own = unit.reference_heat_efficiency, unit.reference_electricity_efficiency
    if has_own_references(unit):
        return References(*(_given(value, "reference efficiency", name, unit.reference_evidence) for value in own))
    year = unit.year_of_construction
    heat = quoted(reference_efficiency(unit.fuel_class, unit.heat_form, year), "reference efficiency of heat", name)
    electricity = reference_efficiency(unit.fuel_class, "electricity", year)
    if unit.heat_form == "steam" and not unit.condensate_counted:
        addition = quoted(parameter("chp_steam_reference_addition"), "addition", name, "condensate is not counted")
        heat = raised_reference_efficiency.figure(efficiency=heat, addition=addition).of(name)
    return References(heat, quoted(electricity, "reference efficiency of electricity", name))


def has_own_references(unit: CombinedHeatAndPower) -> bool:
    """Whether own reference efficiencies are given with proof."""
    own = unit.reference_heat_efficiency, unit.reference_electricity_efficiency
    return None not in own and bool(unit.reference_evidence)


@dataclass(frozen=True, slots=True)
class Efficiencies:
    """Efficiencies of a unit that are not measured: by design, else the fall-back."""

    heat: Figure
    electricity: Figure


def unmeasured_efficiencies(source: EmissionSource, unit: CombinedHeatAndPower) -> Efficiencies:
    """Design values where both are given, else the fall-back."""
    name = source.name or source.id
    if unit.heat_efficiency is not None and unit.electricity_efficiency is not None:
        return Efficiencies(
            _given(unit.heat_efficiency, "heat efficiency", name, "by design"),
            _given(unit.electricity_efficiency, "electricity efficiency", name, "by design"),
        )
    return Efficiencies(
        quoted(parameter("chp_fallback_heat_efficiency"), "heat efficiency", name, "fall-back"),
        quoted(parameter("chp_fallback_electricity_efficiency"), "electricity efficiency", name, "fall-back"),
    )


def _given(value: float | None, what: str, name: str, because: str) -> Figure:
    assert value is not None  # noqa: S101 - the caller has looked
    return Figure(value, "1", what, Source("given", f"emission_sources, {name}"), because, subject=name)
