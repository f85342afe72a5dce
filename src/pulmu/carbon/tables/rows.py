"""The rows of many plants: every flow, numbered across all plants."""

from dataclasses import dataclass, field

import numpy as np

Floats = np.typing.NDArray[np.float64]
Integers = np.typing.NDArray[np.int64]
OUTSIDE = -1


@dataclass(slots=True)
class UseRows:
    """Users of one kind of flow. A user without meter has amount NaN and the units of the total.

    `flow` numbers the flow; `amount` is in the meter's own unit, `to_total` turns it into the total's, `to_base`
    into the base unit the formulas take; `process` is where the whole goes, or OUTSIDE; `mass` is that of
    the goods behind a user without meter, by which several share a rest.
    """

    total: list[float] = field(default_factory=list)
    flow: list[int] = field(default_factory=list)
    amount: list[float] = field(default_factory=list)
    to_total: list[float] = field(default_factory=list)
    to_base: list[float] = field(default_factory=list)
    process: list[int] = field(default_factory=list)
    mass: list[float] = field(default_factory=list)


@dataclass(slots=True)
class PartRows:
    """Where a stream's use goes: process, heat net, generator, unit or nowhere, by mass put through (NaN: of goods)."""

    use: list[int] = field(default_factory=list)
    process: list[int] = field(default_factory=list)
    net: list[int] = field(default_factory=list)
    generator: list[int] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    throughput: list[float] = field(default_factory=list)


class GasPartRows(PartRows):
    """Where a waste gas's use goes."""


@dataclass(frozen=True, slots=True)
class Indexes:
    """Numbers of a plant's parts, by their ids."""

    processes: dict[str, int]
    nets: dict[str, int]
    generators: dict[str, int]
    units: dict[str, int]


@dataclass(slots=True)
class Tables:
    """All rows of all plants. Emissions in t CO2e, energy in TJ, electricity in MWh, masses in t.

    Parameters
    ----------
    plants : Names of the installations.
    plant_of_process, process, activity_level, sharing, counts_indirect : (processes,)  Plant, id, functional units
        made, the output by which a rest is shared, and whether indirect emissions of the goods count.
    outsourced, outsourced_indirect : (processes,)  What a step at another installation brings.
    streams, parts : Users of source streams and measured sources, and where each use goes.
    stream_factors : (flows, 6)  To the base of the factor, factor, share emitted, zero-rated fraction, to TJ, sign.
    stream_energy : (flows,)  1 for a fuel of known energy, 0 for what is no fuel, NaN for a fuel of unknown energy.
    other_process, other_emissions : (others,)  What has no flow: perfluorocarbons, CO2 that counts as not emitted.
    gases, gas_parts, gas_left : Users of waste gases, where each use goes, and whether it leaves its process.
    gas_factors : (gases, 6)  To TJ, own factor, in a mix, natural gas, correction for efficiency, 1 where it counts.
    gas_process : (gases,)  Where it arises.
    heat : Users of heat nets; a total of NaN is made from the fuels.
    heat_exported, heat_factor, heat_efficiency, heat_source, heat_bought, heat_unburnt : (nets,)  Heat sold; factor
        from outside, NaN of own boilers; efficiency; process it is recovered from; bought; recovered without a fuel.
    electricity, electricity_known : Users per plant, and whether sources and users were given.
    electricity_factor, source_flow, source_amount, source_common, source_generator, source_unit : (sources,)  Factor,
        NaN of own generation; plant's flow; amount; 1 for all users, 0 for some; what generates it.
    dedicated_source, dedicated_use : (pairs,)  A source and a user it is dedicated to.
    generator_process, generator_output, generator_used : (generators,)  Own generation without heat use.
    unit_net, unit_process : (units,)  Combined heat and power.
    unit_outputs : (units, 3)  Heat metered or NaN, electricity [TJ] or NaN, electricity used at home [MWh].
    unit_efficiencies : (units, 4)  Heat and electricity, by design and as reference.
    bought_process, bought_mass : (bought,)  A process and the mass of one precursor it consumes.
    delivery_of, delivery_mass : (deliveries,)  What it was delivered by.
    delivery_values : (deliveries, 3)  Direct, by default, counted indirect. [t CO2e/t]
    own_row, own_column, own_mass : (exchanges,)  A process, the one whose good it consumes, and functional units of it.
    """

    plants: list[str] = field(default_factory=list)
    plant_of_process: list[int] = field(default_factory=list)
    process: list[str] = field(default_factory=list)
    activity_level: list[float] = field(default_factory=list)
    sharing: list[float] = field(default_factory=list)
    counts_indirect: list[bool] = field(default_factory=list)
    outsourced: list[float] = field(default_factory=list)
    outsourced_indirect: list[float] = field(default_factory=list)
    streams: UseRows = field(default_factory=UseRows)
    parts: PartRows = field(default_factory=PartRows)
    stream_factors: list[tuple[float, float, float, float, float, float]] = field(default_factory=list)
    other_process: list[int] = field(default_factory=list)
    other_emissions: list[float] = field(default_factory=list)
    stream_energy: list[float] = field(default_factory=list)
    gases: UseRows = field(default_factory=UseRows)
    gas_parts: GasPartRows = field(default_factory=GasPartRows)
    gas_left: list[bool] = field(default_factory=list)
    gas_factors: list[tuple[float, ...]] = field(default_factory=list)
    gas_process: list[int] = field(default_factory=list)
    heat: UseRows = field(default_factory=UseRows)
    heat_exported: list[float] = field(default_factory=list)
    heat_factor: list[float] = field(default_factory=list)
    heat_efficiency: list[float] = field(default_factory=list)
    heat_source: list[int] = field(default_factory=list)
    heat_bought: list[bool] = field(default_factory=list)
    heat_unburnt: list[bool] = field(default_factory=list)
    electricity: UseRows = field(default_factory=UseRows)
    electricity_known: list[bool] = field(default_factory=list)
    electricity_factor: list[float] = field(default_factory=list)
    source_flow: list[int] = field(default_factory=list)
    source_amount: list[float] = field(default_factory=list)
    source_common: list[float] = field(default_factory=list)
    source_generator: list[int] = field(default_factory=list)
    source_unit: list[int] = field(default_factory=list)
    dedicated_source: list[int] = field(default_factory=list)
    dedicated_use: list[int] = field(default_factory=list)
    generator_process: list[int] = field(default_factory=list)
    generator_output: list[float] = field(default_factory=list)
    generator_used: list[float] = field(default_factory=list)
    unit_net: list[int] = field(default_factory=list)
    unit_process: list[int] = field(default_factory=list)
    unit_outputs: list[tuple[float, float, float]] = field(default_factory=list)
    unit_efficiencies: list[tuple[float, float, float, float]] = field(default_factory=list)
    bought_process: list[int] = field(default_factory=list)
    bought_mass: list[float] = field(default_factory=list)
    delivery_of: list[int] = field(default_factory=list)
    delivery_mass: list[float] = field(default_factory=list)
    delivery_values: list[tuple[float, ...]] = field(default_factory=list)
    own_row: list[int] = field(default_factory=list)
    own_column: list[int] = field(default_factory=list)
    own_mass: list[float] = field(default_factory=list)
