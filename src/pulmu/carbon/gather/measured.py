"""Emissions no source stream tells: measured stacks, electrolysis, and CO2 that is handed on."""

from collections.abc import Mapping

from pulmu.carbon.allocate import divide, share_out
from pulmu.carbon.flows import Flows, process_of_place
from pulmu.carbon.gather.streams import put_emissions
from pulmu.carbon.gather.sums import DirectEmission, Emission, Sums, proof_of, shared
from pulmu.carbon.measurement import emissions_of, mass_of, warming_potential, zero_rated_fraction
from pulmu.carbon.perfluorocarbons import electrolysis_emissions
from pulmu.carbon.transfer import counts_as_not_emitted, transferred_emissions
from pulmu.model import Figure, Plant, fact


def walk_measured(flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    """Measured gas goes where its stack stands, as a source stream does."""
    for flow in flows.measured:
        source = flow.source
        name, mass = source.name or source.id, mass_of(source)
        zero_rated, factor = zero_rated_fraction(source, mass), warming_potential(source)
        emitted = emissions_of(source, mass, zero_rated).of(name)
        sums.sources.append(
            DirectEmission(
                source.id, name, "measurement", source.gas, mass, factor, emitted,
                zero_rated_fraction=zero_rated,
                biomass=proof_of(source) if zero_rated.value > 0 else "",
            )
        )  # fmt: skip
        shares = share_out(mass, flow.uses, activity)
        sums.shared.append(shared(name, "measured_source", mass, shares))
        for use, part in shares:
            for place, share in divide(part, use, activity):
                figure = emissions_of(source, share, zero_rated).of(f"{name} in {use.consumer}")
                put_emissions(place, Emission("measurement", name, figure), sums)


def walk_electrolysis(plant: Plant, sums: Sums) -> None:
    """Perfluorocarbons of cells go to the process they stand in."""
    for cells in plant.electrolysis:
        name, emitted = cells.name or cells.id, electrolysis_emissions(cells)
        aluminium = fact(cells.aluminium, "primary aluminium", name, "t")
        sums.sources.append(DirectEmission(cells.id, name, "perfluorocarbons", "CF4, C2F6", aluminium, None, emitted))
        process = process_of_place(plant, cells.process)
        sums.direct[process].append(Emission("perfluorocarbons", name, emitted))


def walk_transfers(plant: Plant, sums: Sums) -> None:
    """CO2 that is handed on for storage or binding is taken off the process it comes from; any other stays emitted."""
    for transfer in plant.carbon_dioxide_transfers:
        counted, name = counts_as_not_emitted(transfer), transfer.name or transfer.id
        emitted = transferred_emissions(transfer)
        amount = emitted.inputs[0].figure
        sums.sources.append(
            DirectEmission(transfer.id, name, "carbon_dioxide_transfer", "CO2", amount, None, emitted, counted)
        )
        if counted:
            process = process_of_place(plant, transfer.process)
            sums.direct[process].append(Emission("carbon_dioxide_transfer", name, emitted))
