"""Measured stacks and electrolysis cells, as the template holds them."""

from pulmu.carbon.measurement import mass_of, warming_potential, zero_rated_fraction
from pulmu.carbon.perfluorocarbons import electrolysis_factors
from pulmu.carbon.transfer import counts_as_not_emitted
from pulmu.model import Electrolysis, MeasuredSource, Plant, SourceStream
from pulmu.services._official_reasons import Reasons
from pulmu.services.official_content import OVERVOLTAGE, SLOPE, OfficialElectrolysis, OfficialMeasured


def counted_streams(plant: Plant) -> tuple[SourceStream, ...]:
    """Source streams that count themselves: where CO2 is measured, it counts at its stack."""
    return tuple(stream for stream in plant.source_streams if not stream.measured_by)


def official_measured(plant: Plant, told: Reasons) -> tuple[OfficialMeasured, ...]:
    """A row for each measured stack."""
    rows = []
    for number, source in enumerate(plant.measured_sources):
        rows.append(_measured(source))
        if source.mass is not None:
            told.add("official.measured_mass", "B_EmInst", f"V{113 + number}", source.name or source.id)
    return tuple(rows)


def _measured(source: MeasuredSource) -> OfficialMeasured:
    mass = mass_of(source)
    share = 100.0 * zero_rated_fraction(source, mass).value or None
    name, gas, as_listed = source.name or source.id, str(source.gas), 1.0
    if gas == "CO":  # the template lists CO2 and N2O only
        name, gas, as_listed = f"{name} (CO, as CO2)", "CO2", warming_potential(source).value
    row = {"name": name, "gas": gas, "biomass": share}
    if source.concentration is None or source.flow is None or source.hours is None or source.mass is not None:
        return OfficialMeasured(**row, concentration=1e3 * mass.to("t") * as_listed, hours=1.0, flow=1.0)  # type: ignore[arg-type]
    return OfficialMeasured(
        **row,  # type: ignore[arg-type]
        concentration=source.concentration.to("g/Nm3") * as_listed,
        hours=source.hours.to("h"),
        flow=source.flow.to("Nm3/h") / 1e3,
    )


def official_electrolysis(plant: Plant) -> tuple[OfficialElectrolysis, ...]:
    """A row for each group of cells."""
    return tuple(_cells(cells) for cells in plant.electrolysis)


def _cells(cells: Electrolysis) -> OfficialElectrolysis:
    factors = electrolysis_factors(cells)
    by_slope = cells.method == "slope"
    factor = factors.factor.value
    return OfficialElectrolysis(
        method=SLOPE if by_slope else OVERVOLTAGE,
        technology=cells.technology,
        aluminium=cells.aluminium.to("t"),
        frequency=cells.anode_effect_frequency if by_slope else None,
        duration=cells.anode_effect_duration if by_slope else None,
        slope_factor=factor if by_slope else None,
        overvoltage=None if by_slope else cells.anode_effect_overvoltage,
        current_efficiency=None if by_slope else cells.current_efficiency,
        overvoltage_coefficient=None if by_slope else factor,
        weight_fraction=factors.weight_fraction.value,
        collection_efficiency=cells.collection_efficiency,
    )


def tell_transfers(plant: Plant, told: Reasons) -> None:
    """CO2 that counts as not emitted leaves the process, but stays in the total of the installation."""
    for transfer in plant.carbon_dioxide_transfers:
        if counts_as_not_emitted(transfer):
            told.add("official.transfer", "C_Emissions&Energy", "L27", transfer.name or transfer.id)
