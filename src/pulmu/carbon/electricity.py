"""Electricity: its factor, its emissions, and what own generation takes out of direct emissions."""

from collections.abc import Sequence

from pulmu.model import MegawattHour, TonneCO2e, TonneCO2ePerMegawattHour, dot, formula, total
from pulmu.reference import rule


@formula(rule("mean_electricity_factor"))
def mean_electricity_emission_factor(
    amounts: Sequence[MegawattHour], emission_factors: Sequence[TonneCO2ePerMegawattHour]
) -> TonneCO2ePerMegawattHour:
    """Factor of several sources, weighted by their share of the installation's consumption."""
    return dot(amounts, emission_factors) / total(amounts)


@formula(rule("electricity_emissions"))
def electricity_emissions(electricity: MegawattHour, emission_factor: TonneCO2ePerMegawattHour) -> TonneCO2e:
    """Emissions of consumed electricity."""
    return electricity * emission_factor


@formula(rule("own_generation_factor"))
def own_generation_emission_factor(emissions: TonneCO2e, electricity: MegawattHour) -> TonneCO2ePerMegawattHour:
    """Factor of own generation without heat use: its fuel's emissions over the net electricity."""
    return emissions / electricity


@formula(rule("dedicated_electricity"))
def share_by_consumption(
    amount: MegawattHour, electricity: MegawattHour, consumption: Sequence[MegawattHour]
) -> MegawattHour:
    """Part of a dedicated source that one of its users took: by what each consumed."""
    return amount * electricity / total(consumption)
