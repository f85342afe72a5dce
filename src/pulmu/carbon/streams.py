"""What turns an amount of a source stream into energy and emissions."""

from dataclasses import dataclass
from typing import Any

from pulmu.carbon import emissions, mass_balance
from pulmu.carbon.factors import FACTOR_OF, energy_factor, unfit
from pulmu.carbon.law import method_regulation
from pulmu.carbon.quote import given_number, quoted
from pulmu.model import Figure, Formula, RuleError, SourceStream, unit
from pulmu.reference import parameter

_ENERGY: dict[str, tuple[str, Formula[Any], str]] = {
    "mass": ("TJ/t", emissions.fuel_energy_by_mass, "mass"),
    "normal volume": ("TJ/Nm3", emissions.fuel_energy_by_volume, "volume"),
    "liquid volume": ("TJ/L", emissions.fuel_energy_by_litre, "volume"),
}
_EMISSIONS: dict[tuple[str, str], tuple[Formula[Any], str]] = {
    ("combustion", "energy"): (emissions.combustion_emissions, "fuel_energy"),
    ("combustion", "mass"): (emissions.combustion_emissions_by_mass, "mass"),
    ("combustion", "normal volume"): (emissions.combustion_emissions_by_volume, "volume"),
    ("combustion", "liquid volume"): (emissions.combustion_emissions_by_litre, "volume"),
    ("process", "energy"): (emissions.process_emissions_by_energy, "fuel_energy"),
    ("process", "mass"): (emissions.process_emissions, "mass"),
    ("process", "normal volume"): (emissions.process_emissions_by_volume, "volume"),
    ("in", "mass"): (mass_balance.carbon_in, "mass"),
    ("in", "normal volume"): (mass_balance.carbon_in_by_volume, "volume"),
    ("out", "mass"): (mass_balance.carbon_out, "mass"),
    ("out", "normal volume"): (mass_balance.carbon_out_by_volume, "volume"),
}
"""Formula of a method (of a mass balance: its direction) and of what the factor is per; its name for the amount."""
_FACTOR = {"combustion": "emission_factor", "process": "emission_factor", "mass_balance": "carbon_content"}
_SHARE = {
    "combustion": "oxidation_factor",
    "process": "conversion_factor",
    "mass_balance": "carbon_to_carbon_dioxide",
}
_BASE = {
    "mass": "t",
    "normal volume": "Nm3",
    "liquid volume": "L",
    "net fuel energy": "TJ net",
    "gross fuel energy": "TJ gross",
}


@dataclass(frozen=True, slots=True)
class StreamFactors:
    """What turns an amount of a stream into energy and emissions.

    Parameters
    ----------
    stream : The stream.
    dimension : Of its amount.
    to_energy : Net calorific value, or net-to-gross ratio; None where the amount is net energy or no energy is known.
    emission_factor : Emission factor, per energy or per amount; of a mass balance the carbon content.
    share : Oxidation factor, conversion factor of a process material, or tonnes of CO2 of a tonne of carbon.
    zero_rated_fraction : Share of zero-rated biomass carbon.
    """

    stream: SourceStream
    dimension: str
    to_energy: Figure | None
    emission_factor: Figure
    share: Figure
    zero_rated_fraction: Figure

    @property
    def per_energy(self) -> bool:
        """Whether the factor is per energy."""
        return self.emission_factor.unit.endswith("TJ")

    @property
    def key(self) -> tuple[str, str]:
        """Method (of a mass balance the direction), and what the factor is per."""
        method = self.stream.direction if self.stream.method == "mass_balance" else self.stream.method
        return method, "energy" if self.per_energy else self.dimension

    @property
    def formula(self) -> Formula[Any]:
        """The formula of its emissions."""
        return _EMISSIONS[self.key][0]

    @property
    def is_measured(self) -> bool:
        """Whether its CO2 counts where it is measured, and here only as a cross-check."""
        return bool(self.stream.measured_by)

    def energy(self, amount: Figure) -> Figure | None:
        """Net energy of an amount; None where it is not known."""
        if self.dimension == "net fuel energy":
            return amount
        if self.to_energy is None:
            return None
        if self.dimension == "gross fuel energy":
            return emissions.net_fuel_energy.figure(gross_energy=amount, net_to_gross_ratio=self.to_energy)
        _, formula, name = _ENERGY[self.dimension]
        return formula.figure(**{name: amount, "net_calorific_value": self.to_energy})

    def emissions(self, amount: Figure) -> Figure:
        """Emissions of an amount; of an output of a mass balance negative."""
        method = self.stream.method
        counted = self.energy(amount) if self.per_energy else amount
        if counted is None:
            raise RuleError.of("carbon.no_calorific_value", self.stream.id, "no calorific value is known", "give one")
        factors = {_FACTOR[method]: self.emission_factor, _SHARE[method]: self.share}
        name = _EMISSIONS[self.key][1]
        return self.formula.figure(**{name: counted}, **factors, zero_rated_fraction=self.zero_rated_fraction)

    def row(self) -> tuple[str, float, float, float, float, float, float]:
        """As plain values: base unit, amount to what the factor is per, factor, share, zero-rated fraction, that to
        energy (0 where it is not known), and sign: -1 of what leaves a mass balance, 0 of what is measured instead."""
        energy = self._energy_of_one()
        wanted = self.formula.units[_FACTOR[self.stream.method]][0].symbol
        leaves = self.stream.method == "mass_balance" and self.stream.direction == "out"
        return (
            _BASE[self.dimension],
            energy if self.per_energy else 1.0,
            self.emission_factor.to(wanted),
            self.share.value,
            self.zero_rated_fraction.value,
            1.0 if self.per_energy else energy,
            0.0 if self.is_measured else -1.0 if leaves else 1.0,
        )

    def _energy_of_one(self) -> float:
        if self.dimension == "net fuel energy":
            return 1.0
        if self.to_energy is None:
            return 0.0
        return self.to_energy.to(_ENERGY[self.dimension][0]) if self.dimension in _ENERGY else self.to_energy.value


def stream_factors(stream: SourceStream, country: str) -> StreamFactors:
    """Own factors where given; else national ones of the country, else the standard table's (M2547 Annex II B.5).

    Raises
    ------
    RuleError, InputError  The material is in no table; a factor does not fit the amount's unit.
    """
    factor = FACTOR_OF[stream.method](stream, country)
    per_energy = factor.unit.endswith("TJ")
    to_energy = energy_factor(stream, country, is_needed=per_energy)
    found = StreamFactors(stream, stream.amount.dimension, to_energy, factor, _share(stream), _zero_rated(stream))
    if found.key not in _EMISSIONS:
        raise unfit(stream, "give the amount and the factor in the same unit, or a factor in t CO2/TJ")
    wanted = found.formula.units[_FACTOR[stream.method]][0]
    if wanted.dimension != unit(factor.unit).dimension:
        raise unfit(stream, f"give the factor in {wanted.symbol}, or the amount in the unit the factor is per")
    return found


def is_proven_biomass(stream: SourceStream) -> bool:
    """Whether its biomass may count zero: burnt fuel by the Union Database or a recognised scheme (Annex II B.3.3),
    what is not burnt by its analysis; a proof of any other kind is none."""
    if stream.biomass_proof == "not_burnt":
        return bool(stream.biomass_evidence) and stream.method != "combustion"
    return bool(stream.biomass_evidence) and stream.biomass_proof != "other"


def _zero_rated(stream: SourceStream) -> Figure:
    name = stream.name or stream.id
    # Biomass carbon that leaves takes nothing off the balance: it needs no proof, its proof would be for less.
    leaves = stream.method == "mass_balance" and stream.direction == "out"
    if stream.zero_rated_fraction and (is_proven_biomass(stream) or leaves):
        fraction = stream.zero_rated_fraction
        return given_number(stream, fraction, "zero_rated_fraction", "zero-rated fraction", stream.biomass_evidence)
    law = method_regulation("Annex II B.3.3 (biomass needs evidence)", "extract")
    return Figure(0.0, "1", "zero-rated fraction", law, "no biomass with proof", subject=name)


def _share(stream: SourceStream) -> Figure:
    subject = stream.name or stream.id
    field = _SHARE[stream.method]
    name = field.replace("_", " ")
    if stream.method == "mass_balance":
        return quoted(parameter(field), name, subject)
    value = stream.conversion_factor if stream.method == "process" else stream.oxidation_factor
    if value == 1.0:
        return quoted(parameter(field), name, subject, "always allowed")
    return given_number(stream, value, field, name, "")
