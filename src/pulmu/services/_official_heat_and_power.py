"""Units that make heat and electricity, as the template's tool for them holds them."""

from pulmu.carbon import Statement
from pulmu.carbon.combined_heat_and_power import reference_efficiencies, unmeasured_efficiencies
from pulmu.carbon.gather import Sums, gather_emissions
from pulmu.carbon.gather.combined_heat_and_power import metered_heat, net_of_unit
from pulmu.model import CombinedHeatAndPower, EmissionSource, Plant
from pulmu.services._official_reasons import Reasons
from pulmu.services._official_streams import levels_of
from pulmu.services.official_content import LIMITS, OfficialHeatAndPower

_MEGAWATT_HOUR = 0.0036
"""Terajoules of a megawatt hour."""


def official_heat_and_power(statement: Statement, told: Reasons) -> tuple[OfficialHeatAndPower, ...]:
    """The tool for each unit; where the template has no more of them, the rest are told.

    What the flows brought a unit is gathered again: the statement keeps it by process only.
    """
    plant = statement.plant
    if not any(source.combined_heat_and_power for source in plant.emission_sources):
        return ()
    sums = gather_emissions(plant, levels_of(statement))
    rows: list[OfficialHeatAndPower] = []
    for source in plant.emission_sources:
        unit = source.combined_heat_and_power
        if unit is None or not sums.units.get(source.id):
            continue
        if len(rows) == LIMITS["heat_and_power"]:
            told.add("official.heat_and_power", "F_Tools", "", source.name or source.id)
            continue
        rows.append(_row(plant, source, unit, sums))
    return tuple(rows)


def _row(plant: Plant, source: EmissionSource, unit: CombinedHeatAndPower, sums: Sums) -> OfficialHeatAndPower:
    """What is known by design is typed as if it had been metered: the tool then splits by the same efficiencies."""
    fuel = sum(part.to("TJ net") for part in sums.unit_energy[source.id])
    references = reference_efficiencies(source, unit)
    metered = metered_heat(net_of_unit(plant, source), source, unit)
    if metered is not None and fuel > 0 and source.electricity_produced is not None:
        heat, electricity = metered.to("TJ"), source.electricity_produced.to("MWh")
    else:
        design = unmeasured_efficiencies(source, unit)
        heat, electricity = fuel * design.heat.value, fuel * design.electricity.value / _MEGAWATT_HOUR
    return OfficialHeatAndPower(
        fuel=fuel,
        heat=heat,
        electricity=electricity,
        emissions=sum(part.to("t CO2e") for part in sums.units[source.id]),
        reference_heat=references.heat.value,
        reference_electricity=references.electricity.value,
    )
