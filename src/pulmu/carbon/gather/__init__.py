"""Emissions of a plant's flows, gathered per process: streams and waste gases first, then heat and electricity."""

from collections.abc import Mapping

from pulmu.carbon.flows import flows_of
from pulmu.carbon.gather.combined_heat_and_power import walk_combined
from pulmu.carbon.gather.electricity import walk_electricity, walk_generators
from pulmu.carbon.gather.heat import walk_heat
from pulmu.carbon.gather.measured import walk_electrolysis, walk_measured, walk_transfers
from pulmu.carbon.gather.steps import add_steps
from pulmu.carbon.gather.streams import walk_streams
from pulmu.carbon.gather.sums import DirectEmission, Emission, EnergyKind, Shared, Sums, empty_sums
from pulmu.carbon.gather.waste_gas import walk_waste_gases
from pulmu.model import Figure, Plant

__all__ = ["DirectEmission", "Emission", "EnergyKind", "Shared", "Sums", "add_steps", "gather_emissions"]


def gather_emissions(plant: Plant, activity: Mapping[str, Figure]) -> Sums:
    """Walk all flows of a plant; streams and waste gases before the heat and power that are made of them."""
    flows = flows_of(plant)
    sums = empty_sums(plant)
    walk_streams(plant, flows, activity, sums)
    walk_measured(flows, activity, sums)
    walk_electrolysis(plant, sums)
    walk_transfers(plant, sums)
    walk_waste_gases(plant, flows, activity, sums)
    walk_combined(plant, sums)
    walk_heat(plant, flows, activity, sums)
    walk_generators(plant, sums)
    walk_electricity(plant, flows, activity, sums)
    return sums
