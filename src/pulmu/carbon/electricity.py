"""Electricity: its factor, its emissions, and what own generation takes out of direct emissions."""

from collections.abc import Sequence

from pulmu.carbon.law import method_regulation
from pulmu.model import MegawattHour, TonneCO2e, TonneCO2ePerMegawattHour, dot, formula, total


@formula(method_regulation("Article 9(1)", "read"))
def mean_electricity_emission_factor(
    amounts: Sequence[MegawattHour], emission_factors: Sequence[TonneCO2ePerMegawattHour]
) -> TonneCO2ePerMegawattHour:
    """Factor of several sources, weighted by their share of the installation's consumption."""
    return dot(amounts, emission_factors) / total(amounts)


@formula(method_regulation("Annex II D.1", "transitional"))
def electricity_emissions(electricity: MegawattHour, emission_factor: TonneCO2ePerMegawattHour) -> TonneCO2e:
    """Emissions of consumed electricity."""
    return electricity * emission_factor


@formula(method_regulation("Annex II D.4.1", "transitional"))
def own_generation_emission_factor(emissions: TonneCO2e, electricity: MegawattHour) -> TonneCO2ePerMegawattHour:
    """Factor of own generation without heat use: its fuel's emissions over the net electricity."""
    return emissions / electricity
