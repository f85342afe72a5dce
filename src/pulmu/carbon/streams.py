"""Factors of a source stream, and the emissions of an amount of it."""

from dataclasses import dataclass
from typing import Any

from pulmu.carbon import emissions
from pulmu.carbon.law import method_regulation
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, Formula, Quantity, RuleError, Source, SourceStream, fact
from pulmu.reference import find_fuel, parameter, process_factor

_ENERGY: dict[str, tuple[str, Formula[Any], str]] = {
    "mass": ("TJ/t", emissions.fuel_energy_by_mass, "mass"),
    "normal volume": ("TJ/Nm3", emissions.fuel_energy_by_volume, "volume"),
    "liquid volume": ("TJ/L", emissions.fuel_energy_by_litre, "volume"),
}
_DIRECT: dict[str, tuple[str, str, Formula[Any], str]] = {
    "mass": ("t", "t CO2/t", emissions.combustion_emissions_by_mass, "mass"),
    "normal volume": ("Nm3", "t CO2/Nm3", emissions.combustion_emissions_by_volume, "volume"),
    "liquid volume": ("L", "t CO2/L", emissions.combustion_emissions_by_litre, "volume"),
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
    to_energy : Net calorific value, or net-to-gross ratio; None where the amount is net energy or no energy is needed.
    emission_factor : Per energy, or per amount.
    share : Oxidation factor, or conversion factor of a process material.
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
        """Whether the emission factor is per energy."""
        return self.emission_factor.unit.endswith("TJ")

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
        """Emissions of an amount."""
        if self.stream.method == "process":
            return emissions.process_emissions.figure(
                mass=amount, emission_factor=self.emission_factor, conversion_factor=self.share
            )
        shares = {"oxidation_factor": self.share, "zero_rated_fraction": self.zero_rated_fraction}
        if self.per_energy:
            energy = self.energy(amount)
            if energy is None:
                raise RuleError.of(
                    "carbon.no_calorific_value", self.stream.id, "no calorific value is known", "give one"
                )
            return emissions.combustion_emissions.figure(
                fuel_energy=energy, emission_factor=self.emission_factor, **shares
            )
        _, _, formula, name = _DIRECT[self.dimension]
        return formula.figure(**{name: amount, "emission_factor": self.emission_factor, **shares})

    def row(self) -> tuple[str, float, float, float, float]:
        """As plain values: base unit, amount to energy (1 where none), emission factor, share, zero-rated fraction."""
        factor_unit = "t CO2/TJ" if self.per_energy else _DIRECT[self.dimension][1]
        zero_rated = 0.0 if self.stream.method == "process" else self.zero_rated_fraction.value
        return (
            _BASE[self.dimension],
            self._multiplier(),
            self.emission_factor.to(factor_unit),
            self.share.value,
            zero_rated,
        )

    def _multiplier(self) -> float:
        if not self.per_energy or self.to_energy is None:
            return 1.0
        return self.to_energy.to(_ENERGY[self.dimension][0]) if self.dimension in _ENERGY else self.to_energy.value


def stream_factors(stream: SourceStream, country: str) -> StreamFactors:
    """Own factors where given; else national ones of the country, else the standard table's (M2547 Annex II B.5).

    Raises
    ------
    RuleError, InputError  The material is in no table; a factor does not fit the amount's unit.
    """
    dimension = stream.amount.dimension
    zero_rated = _zero_rated(stream)
    if stream.method == "process":
        factor = _own(stream, stream.emission_factor, "emission factor") or _process_factor(stream)
        _require(stream, dimension == "mass" and factor.unit == "t CO2/t", "give its mass, and its factor in t CO2/t")
        return StreamFactors(stream, dimension, None, factor, _share(stream), zero_rated)
    factor = _own(stream, stream.emission_factor, "emission factor") or _fuel_factor(stream, country)
    needs_energy = factor.unit.endswith("TJ") or factor.unit.endswith(("GJ", "MJ"))
    if needs_energy:
        return StreamFactors(
            stream, dimension, _to_energy(stream, country), _per_terajoule(factor), _share(stream), zero_rated
        )
    fits = dimension in _DIRECT and conversion_fits(factor.unit, _DIRECT[dimension][1])
    _require(stream, fits, "give the amount and the factor in the same unit, or a factor in t CO2/TJ")
    return StreamFactors(stream, dimension, None, factor, _share(stream), zero_rated)


def conversion_fits(have: str, want: str) -> bool:
    """Whether two units are of one dimension."""
    return Quantity(1.0, have).dimension == Quantity(1.0, want).dimension


def _per_terajoule(factor: Figure) -> Figure:
    if factor.unit == "t CO2/TJ":
        return factor
    return Figure(factor.to("t CO2/TJ"), "t CO2/TJ", factor.name, factor.source, factor.because, subject=factor.subject)


def _to_energy(stream: SourceStream, country: str) -> Figure | None:
    dimension = stream.amount.dimension
    if dimension == "net fuel energy":
        return None
    if dimension == "gross fuel energy":
        _require(
            stream,
            stream.net_to_gross_ratio is not None,
            "give net_to_gross_ratio from the bill, or the amount in MJ net",
        )
        return _number(
            stream,
            stream.net_to_gross_ratio or 1.0,
            "net_to_gross_ratio",
            "net over gross heating value",
            stream.factor_evidence,
        )
    _require(stream, dimension in _ENERGY, "say of the amount whether it is net or gross heating value")
    wanted = _ENERGY[dimension][0]
    own = _own(stream, stream.net_calorific_value, "net calorific value")
    if own is None:
        fuel = find_fuel(stream.material, country)
        _require(stream, fuel.net_calorific_value is not None, "give net_calorific_value: the tables print none")
        own = quoted(fuel.net_calorific_value, "net calorific value", fuel.name, fuel.factor_type)  # type: ignore[arg-type]
    _require(stream, conversion_fits(own.unit, wanted), f"give net_calorific_value in a unit per {stream.amount.unit}")
    return own


def _fuel_factor(stream: SourceStream, country: str) -> Figure:
    fuel = find_fuel(stream.material, country)
    return quoted(fuel.emission_factor, "emission factor", fuel.name, fuel.factor_type)


def _process_factor(stream: SourceStream) -> Figure:
    found = process_factor(stream.material)
    return quoted(found.emission_factor, "emission factor", found.name)


def _own(stream: SourceStream, quantity: Quantity | None, name: str) -> Figure | None:
    if quantity is None:
        return None
    return fact(quantity, name, stream.name or stream.id, because=quantity.evidence or stream.factor_evidence)


def _zero_rated(stream: SourceStream) -> Figure:
    if stream.zero_rated_fraction and stream.biomass_evidence:
        return _number(
            stream,
            stream.zero_rated_fraction,
            "zero_rated_fraction",
            "zero-rated fraction",
            stream.biomass_evidence,
        )
    law = method_regulation("Annex II B.3.3 (biomass needs evidence)", "extract")
    return Figure(0.0, "1", "zero-rated fraction", law, "no biomass with proof", subject=stream.name or stream.id)


def _share(stream: SourceStream) -> Figure:
    name, value = "oxidation factor", stream.oxidation_factor
    if stream.method == "process":
        name, value = "conversion factor", stream.conversion_factor
    if value == 1.0:
        return quoted(parameter(name.replace(" ", "_")), name, stream.name or stream.id, "always allowed")
    return _number(stream, value, name.replace(" ", "_"), name, "")


def _number(stream: SourceStream, value: float, field: str, name: str, because: str) -> Figure:
    source = Source("given", field)
    if stream.amount.source is not None:  # a plain number carries no place of its own: name its field beside the amount
        spot = stream.amount.source.place.rpartition(", ")[2].rpartition(".")[0]
        source = Source(stream.amount.source.act, f"{spot}.{field}", stream.amount.source.edition)
    return Figure(value, "1", name, source, because, subject=stream.name or stream.id)


def _require(stream: SourceStream, holds: bool, mend: str) -> None:
    if not holds:
        raise RuleError.of(
            "carbon.factor_mismatch", stream.id, "amount and factors do not fit together", mend, stream=stream.id
        )
