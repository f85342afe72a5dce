"""Waste gases: the corrections for what one process gives and another takes, and the factors behind them."""

from dataclasses import dataclass

from pulmu.carbon.emissions import combustion_emissions
from pulmu.carbon.quote import quoted
from pulmu.carbon.streams import StreamFactors, stream_factors
from pulmu.model import (
    Figure,
    Ratio,
    SourceStream,
    TerajouleNet,
    TonneCO2e,
    TonneCO2PerTerajoule,
    WasteGas,
    formula,
)
from pulmu.reference import Parameter, find_fuel, parameter, rule


@formula(rule("waste_gas_import"))
def waste_gas_imported(fuel_energy: TerajouleNet, natural_gas_emission_factor: TonneCO2PerTerajoule) -> TonneCO2e:
    """What a process is charged for a waste gas of another: as much as natural gas of the same energy."""
    return fuel_energy * natural_gas_emission_factor


@formula(rule("waste_gas_export"))
def waste_gas_exported(
    fuel_energy: TerajouleNet, natural_gas_emission_factor: TonneCO2PerTerajoule, efficiency_correction: Ratio
) -> TonneCO2e:
    """What a process is credited for the waste gas it gives away: natural gas, corrected for its lower efficiency."""
    return fuel_energy * natural_gas_emission_factor * efficiency_correction


@dataclass(frozen=True, slots=True)
class WasteGasFactors:
    """What turns an amount of a waste gas into energy, emissions and corrections.

    Parameters
    ----------
    stream : Its own factors.
    natural_gas : Emission factor of natural gas, by which the corrections count.
    in_mix : Emission factor in the fuel mix of a boiler or generator: its own, at most that of natural gas.
    efficiency_correction : Corr_eta of exported gas.
    """

    stream: StreamFactors
    natural_gas: Figure
    in_mix: Figure
    efficiency_correction: Figure

    def energy(self, amount: Figure) -> Figure:
        """Net energy of an amount."""
        energy = self.stream.energy(amount)
        assert energy is not None  # noqa: S101 - a factor per energy is not built without a calorific value
        return energy

    def emissions(self, amount: Figure) -> Figure:
        """What burning it emits."""
        return self.stream.emissions(amount)

    def emissions_in_mix(self, amount: Figure) -> Figure:
        """What it counts in the fuel mix of a boiler or generator."""
        return combustion_emissions.figure(
            fuel_energy=self.energy(amount),
            emission_factor=self.in_mix,
            oxidation_factor=self.stream.share,
            zero_rated_fraction=self.stream.zero_rated_fraction,
        )

    def imported(self, amount: Figure) -> Figure:
        """Correction of the process that takes it."""
        return waste_gas_imported.figure(fuel_energy=self.energy(amount), natural_gas_emission_factor=self.natural_gas)

    def exported(self, amount: Figure) -> Figure:
        """Correction of the process that gives it."""
        return waste_gas_exported.figure(
            fuel_energy=self.energy(amount),
            natural_gas_emission_factor=self.natural_gas,
            efficiency_correction=self.efficiency_correction,
        )


def waste_gas_factors(gas: WasteGas, country: str) -> WasteGasFactors:
    """Factors of a waste gas: own where given, else the standard table's.

    Raises
    ------
    RuleError, InputError  The gas is in no table; a factor does not fit the amount's unit.
    """
    stream = stream_factors(as_stream(gas), country)
    fuel = find_fuel("Natural gas", country)
    natural_gas = quoted(fuel.emission_factor, "emission factor of natural gas", fuel.name, fuel.factor_type)
    own = stream.emission_factor
    in_mix = own if own.to("t CO2/TJ") <= natural_gas.to("t CO2/TJ") else _capped(fuel.emission_factor, gas)
    correction = quoted(
        parameter("waste_gas_export_correction"), "efficiency correction of exported waste gas", gas.name or gas.id
    )
    return WasteGasFactors(stream, natural_gas, in_mix, correction)


def _capped(factor: Parameter, gas: WasteGas) -> Figure:
    return quoted(factor, "emission factor in the fuel mix", gas.name or gas.id, "waste gas above natural gas")


def as_stream(gas: WasteGas) -> SourceStream:
    """The gas as a fuel, for its energy and emissions."""
    return SourceStream(
        id=gas.id,
        name=gas.name,
        material=gas.material,
        amount=gas.amount,
        net_calorific_value=gas.net_calorific_value,
        emission_factor=gas.emission_factor,
        factor_evidence=gas.factor_evidence,
    )
