"""What a template computes of what is typed: emissions along its chain of processes."""

from pulmu.services.official_content import (
    SLOPE,
    OfficialContent,
    OfficialElectrolysis,
    OfficialMeasured,
    OfficialPrecursor,
    OfficialProcess,
    OfficialStream,
)

NATURAL_GAS = 56.1
WASTE_GAS_CORRECTION = 0.667
"""Constants typed into the template's formulas: waste gas counts as natural gas, exported with a correction."""
_CARBON = 3.664
_NITROUS_OXIDE, _TETRAFLUOROMETHANE, _HEXAFLUOROETHANE = 265.0, 6630.0, 11100.0
"""More of them: tonnes of CO2 of a tonne of carbon, and global warming potentials."""


def computed_direct(content: OfficialContent) -> list[float]:
    """Specific direct embedded emissions of each process, as the template computes them. [t CO2e/t]"""
    return _along_the_chain(content, [attributed_direct(item) for item in content.processes],
                            [row.direct or 0.0 for row in content.precursors])  # fmt: skip


def computed_indirect(content: OfficialContent) -> list[float]:
    """Specific indirect embedded emissions of each process: own electricity and what precursors carry. [t CO2e/t]

    Pulmu keeps own electricity, for the footprint, apart from what precursors carry; the template has one figure.
    """
    own = [(item.electricity or 0.0) * (item.electricity_factor or 0.0) for item in content.processes]
    return _along_the_chain(content, own, [carried_indirect(row) for row in content.precursors])


def attributed_direct(item: OfficialProcess) -> float:
    """Attributed direct emissions of a process; they may fall below zero. [t CO2e]"""
    return (
        (item.direct or 0.0)
        + (item.heat_in or 0.0) * (item.heat_in_factor or 0.0)
        - (item.heat_out or 0.0) * (item.heat_out_factor or 0.0)
        + (item.gas_in or 0.0) * NATURAL_GAS
        - (item.gas_out or 0.0) * NATURAL_GAS * WASTE_GAS_CORRECTION
        - (item.exported or 0.0) * (item.exported_factor or 0.0)
    )


def carried_indirect(row: OfficialPrecursor) -> float:
    """Indirect emissions of a tonne of a precursor. [t CO2e/t]"""
    return (row.electricity or 0.0) * (row.electricity_factor or 0.0)


def stream_emissions(row: OfficialStream) -> float:
    """Fossil emissions of a source stream. [t CO2]"""
    fossil = 1.0 - (row.biomass or 0.0) / 100.0
    if row.carbon_content is not None and row.method == "Mass Balance":
        return (row.amount or 0.0) * row.carbon_content * _CARBON * fossil
    energy = (row.net_calorific_value or 0.0) / 1e3 if row.factor_unit == "tCO2/TJ" else 1.0
    share = row.conversion if row.method == "Process emissions" else row.oxidation
    return (
        (row.amount or 0.0) * energy * (row.emission_factor or 0.0) * (100.0 if share is None else share) / 100 * fossil
    )


def measured_mass(row: OfficialMeasured) -> float:
    """Mass of the gas of a measured stack. [t]"""
    return (row.concentration or 0.0) * (row.hours or 0.0) * (row.flow or 0.0) / 1e3


def measured_emissions(row: OfficialMeasured) -> float:
    """Fossil emissions of a measured stack. [t CO2e]"""
    potential = _NITROUS_OXIDE if row.gas == "N2O" else 1.0
    return measured_mass(row) * (1.0 - (row.biomass or 0.0) / 100.0) * potential


def perfluorocarbons(row: OfficialElectrolysis) -> float:
    """Perfluorocarbons of a group of cells. [t CO2e]"""
    if row.method == SLOPE:
        per_tonne = (row.frequency or 0.0) * (row.duration or 0.0) * (row.slope_factor or 0.0)
    else:
        per_tonne = (row.overvoltage or 0.0) / (row.current_efficiency or 1.0) * (row.overvoltage_coefficient or 0.0)
    tetrafluoromethane = (row.aluminium or 0.0) * per_tonne / 1e3
    potential = _TETRAFLUOROMETHANE + (row.weight_fraction or 0.0) * _HEXAFLUOROETHANE
    return tetrafluoromethane * potential / (row.collection_efficiency or 1.0)


def stream_energy(row: OfficialStream) -> float:
    """Net energy of a source stream, where its calorific value is typed. [TJ]"""
    return (row.amount or 0.0) * (row.net_calorific_value or 0.0) / 1e3


def produced_by(item: OfficialProcess) -> float:
    """Production of a process. [t]"""
    return sum(amount or 0.0 for amount in item.produced)


def taken_from(maker: OfficialProcess, number: int, user: int) -> float:
    """What one process took of another's goods: the maker's list leaves itself out. [t]"""
    if number == user:
        return 0.0
    place = user - (user > number)
    return (maker.to_processes[place] if place < len(maker.to_processes) else None) or 0.0


def _along_the_chain(content: OfficialContent, own: list[float], carried: list[float]) -> list[float]:
    import numpy as np  # noqa: PLC0415 - only where a template is filled

    processes = content.processes
    size = len(processes)
    base, inputs = np.zeros(size), np.zeros((size, size))
    for number, item in enumerate(processes):
        level = produced_by(item)
        if not level > 0:
            continue  # the template counts nothing for a process that makes nothing
        used = (_used(row, number) * value for row, value in zip(content.precursors, carried, strict=True))
        base[number] = (own[number] + sum(used)) / level
        for maker, other in enumerate(processes):
            inputs[number, maker] = taken_from(other, maker, number) / level
    return [float(value) for value in np.linalg.solve(np.eye(size) - inputs, base)] if size else []


def _used(row: OfficialPrecursor, process: int) -> float:
    return (row.used[process] if process < len(row.used) else None) or 0.0
