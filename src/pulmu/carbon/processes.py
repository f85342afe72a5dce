"""Attributed emissions of a process, from what the flows brought it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.carbon.activity import NOTHING
from pulmu.carbon.attribution import (
    attributed_direct_emissions,
    attributed_indirect_emissions,
    directly_attributable_emissions,
)
from pulmu.carbon.gather import Emission, EnergyKind, Sums
from pulmu.carbon.totals import joined
from pulmu.model import Figure, Process


@dataclass(frozen=True, slots=True)
class ProcessStatement:
    """Attributed emissions of a process and their parts (M2547 Annex III, Eq 55).

    Parameters
    ----------
    activity_level : In tonnes of the functional unit.
    mass : The same goods in tonnes.
    """

    process: Process
    activity_level: Figure
    mass: Figure
    directly_attributable: Figure
    heat_imported: Figure
    heat_exported: Figure
    waste_gas_imported: Figure
    waste_gas_exported: Figure
    electricity_produced: Figure
    attributed_direct: Figure
    attributed_indirect: Figure | None
    parts: tuple[Emission, ...]
    energy: Mapping[EnergyKind, Figure]


def process_statement(process: Process, activity: Figure, mass: Figure, sums: Sums) -> ProcessStatement:
    """Eq 55 for one process."""
    name = process.id
    direct = directly_attributable_emissions.figure(parts=[item.figure for item in sums.direct[name]]).of(name)
    heat_in = _sum_or_none([item.figure for item in sums.heat_in[name]], "heat imported", name)
    heat_out = _sum_or_none(sums.heat_out[name], "heat exported", name)
    gas_in = _sum_or_none([item.figure for item in sums.waste_gas_in[name]], "waste gas imported", name)
    gas_out = _sum_or_none(sums.waste_gas_out[name], "waste gas exported", name)
    generated = _sum_or_none(sums.generated[name], "electricity produced", name)
    attributed = attributed_direct_emissions.figure(
        directly_attributable=direct,
        heat_imported=heat_in,
        heat_exported=heat_out,
        waste_gas_imported=gas_in,
        waste_gas_exported=gas_out,
        electricity_produced=generated,
    ).of(name)
    indirect = None
    if sums.indirect is not None:
        indirect = attributed_indirect_emissions.figure(parts=sums.indirect[name]).of(name)
    return ProcessStatement(
        process=process,
        activity_level=activity,
        mass=mass,
        directly_attributable=direct,
        heat_imported=heat_in,
        heat_exported=heat_out,
        waste_gas_imported=gas_in,
        waste_gas_exported=gas_out,
        electricity_produced=generated,
        attributed_direct=attributed,
        attributed_indirect=indirect,
        parts=(*sums.direct[name], *sums.heat_in[name], *sums.waste_gas_in[name]),
        energy={kind: joined(parts, name) for kind, parts in sums.energy.get(name, {}).items()},
    )


def _sum_or_none(figures: list[Figure], what: str, name: str) -> Figure:
    if not figures:
        return Figure(0.0, "t CO2e", f"emissions of {what}", NOTHING, subject=name)
    return joined(figures, name)
