"""Factors of a source stream: its own where given; else national ones of the country, else the standard tables'."""

from collections.abc import Callable

from pulmu.carbon.emissions import (
    emission_factor_by_energy,
    emission_factor_by_mass,
    emission_factor_by_volume,
    emission_factor_of_composition,
    emission_factor_of_gas_by_energy,
)
from pulmu.carbon.mass_balance import (
    carbon_content_by_energy,
    carbon_content_by_mass,
    carbon_content_by_volume,
    carbon_content_of_gas_by_energy,
)
from pulmu.carbon.quote import given_number, quoted
from pulmu.model import Figure, InputError, Quantity, RuleError, SourceStream, fact, unit
from pulmu.reference import FuelFactors, find_fuel, parameter, process_factor

ENERGY_UNITS = {"mass": "TJ/t", "normal volume": "TJ/Nm3", "liquid volume": "TJ/L"}
_PER_ENERGY = "emissions per energy"
_CARBONLESS = ("alkali_oxide", "flue_gas", "flare", "least")
"""Kinds of process materials whose factor is no carbon of the material itself."""


def unfit(stream: SourceStream, mend: str) -> RuleError:
    """Amount and factors of a stream do not go together."""
    return RuleError.of(
        "carbon.factor_mismatch", stream.id, "amount and factors do not fit together", mend, stream=stream.id
    )


def combustion_factor(stream: SourceStream, country: str) -> Figure:
    """Emission factor of a fuel; of flare gas the fall-back per volume."""
    own = _own_factor(stream)
    if own is not None:
        return own
    if _kind(stream) == "flare":
        return _standard(stream)
    fuel = find_fuel(stream.material, country)
    return quoted(fuel.emission_factor, "emission factor", fuel.name, fuel.factor_type)


def process_factor_of(stream: SourceStream, country: str) -> Figure:  # noqa: ARG001 - as the other two are called
    """Emission factor of a process material: of a mixture by its composition; never below the least of the act."""
    own = _own_factor(stream)
    if own is None:
        return _of_composition(stream) if stream.composition else _standard(stream)
    least = least_factor(stream)
    return own if least is None else least


def has_least_factor(stream: SourceStream) -> bool:
    """Whether the act bounds the factor of a stream from below: clinker and kiln dust by output."""
    return stream.method == "process" and _kind(stream) == "least"


def least_factor(stream: SourceStream) -> Figure | None:
    """The factor that counts where the stream's own lies below the least the act allows; None where it does not."""
    own = stream.emission_factor
    if own is None or not has_least_factor(stream):
        return None
    least = process_factor(stream.material).emission_factor
    if own.dimension != unit(least.unit).dimension or own.to(least.unit) >= least.value:
        return None
    return quoted(least, "emission factor", stream.name or stream.id, f"least of the act; the own factor is {own}")


def carbon_content(stream: SourceStream, country: str) -> Figure:
    """Carbon content: by analysis, else from the own emission factor, else of the tables (national, 5, 1 to 3)."""
    analysed = _analysed_content(stream)
    if analysed is not None:
        return analysed
    own = _own_emission_factor(stream)
    if own is not None:
        return _content_of(stream, own, country)
    fuel = _fuel(stream, country)
    if fuel is not None and fuel.factor_type == "type II national":
        return _content_of_fuel(stream, fuel, country)
    try:
        found = process_factor(stream.material)
    except InputError:
        if fuel is None:
            raise
        return _content_of_fuel(stream, fuel, country)
    if found.kind in _CARBONLESS:
        raise unfit(stream, f"{found.name} has no place in a mass balance: describe it with method process")
    if found.carbon_content is not None:
        return quoted(found.carbon_content, "carbon content", found.name)
    return _content_of(stream, quoted(found.emission_factor, "emission factor", found.name), country)


def factors_part(stream: SourceStream, country: str) -> float | None:
    """How far the own emission factor lies from the own carbon content, as a share; None where not both are known.

    Raises
    ------
    RuleError, InputError  They do not fit the amount's unit; no calorific value is known to compare them by.
    """
    analysed, own = _analysed_content(stream), _own_emission_factor(stream)
    if analysed is None or own is None:
        return None
    factor = _factor_of_content(stream, analysed)
    if unit(factor.unit).dimension == unit(own.unit).dimension:
        return own.to(factor.unit) / factor.value - 1 if factor.value else own.value
    content = _content_of(stream, own, country)
    return content.to(analysed.unit) / analysed.value - 1 if analysed.value else content.value


def energy_factor(stream: SourceStream, country: str, *, is_needed: bool) -> Figure | None:
    """Net calorific value, or net-to-gross ratio; None for net energy, and where none is given and none needed."""
    dimension = stream.amount.dimension
    if dimension == "net fuel energy":
        return None
    if dimension == "gross fuel energy":
        if stream.net_to_gross_ratio is None:
            raise unfit(stream, "give net_to_gross_ratio from the bill, or the amount in MJ net")
        value, name = stream.net_to_gross_ratio, "net over gross heating value"
        return given_number(stream, value, "net_to_gross_ratio", name, stream.factor_evidence)
    if dimension not in ENERGY_UNITS:
        raise unfit(stream, "say of the amount whether it is net or gross heating value")
    own = _own(stream, stream.net_calorific_value, "net calorific value")
    if own is None and not is_needed:
        return None
    return _fitting(stream, own or _standard_calorific_value(stream, country))


def _standard_calorific_value(stream: SourceStream, country: str) -> Figure:
    fuel = find_fuel(stream.material, country)
    if fuel.net_calorific_value is None:
        raise unfit(stream, "give net_calorific_value: the tables print none")
    return quoted(fuel.net_calorific_value, "net calorific value", fuel.name, fuel.factor_type)


def _fitting(stream: SourceStream, calorific_value: Figure) -> Figure:
    wanted = ENERGY_UNITS[stream.amount.dimension]
    if unit(calorific_value.unit).dimension != unit(wanted).dimension:
        raise unfit(stream, f"give net_calorific_value in a unit per {stream.amount.unit}")
    return calorific_value


def _content_of_fuel(stream: SourceStream, fuel: FuelFactors, country: str) -> Figure:
    return _content_of(stream, quoted(fuel.emission_factor, "emission factor", fuel.name, fuel.factor_type), country)


def _content_of(stream: SourceStream, factor: Figure, country: str) -> Figure:
    """Carbon content from an emission factor (Eq 13, 14)."""
    name, dimension = stream.name or stream.id, unit(factor.unit).dimension
    carbon = quoted(parameter("carbon_to_carbon_dioxide"), "carbon to carbon dioxide", name)
    if dimension == _PER_ENERGY:
        if stream.amount.dimension not in ("mass", "normal volume"):
            raise unfit(
                stream, "a mass balance takes mass or Nm3; describe a fuel in other units with method combustion"
            )
        value = energy_factor(stream, country, is_needed=True)
        assert value is not None  # noqa: S101 - mass or volume has one, or was refused
        formula = carbon_content_by_energy if stream.amount.dimension == "mass" else carbon_content_of_gas_by_energy
        return formula.figure(emission_factor=factor, net_calorific_value=value, carbon_to_carbon_dioxide=carbon).of(
            name
        )
    by_dimension = {
        "emissions per mass": carbon_content_by_mass,
        "emissions per normal volume": carbon_content_by_volume,
    }
    if dimension not in by_dimension:
        raise unfit(stream, "a mass balance takes mass or Nm3; describe a fuel in other units with method combustion")
    return by_dimension[dimension].figure(emission_factor=factor, carbon_to_carbon_dioxide=carbon).of(name)


def _of_composition(stream: SourceStream) -> Figure:
    name = stream.name or stream.id
    shares = [
        given_number(stream, share, "composition", f"share of {item}", stream.factor_evidence)
        for item, share in stream.composition.items()
    ]
    factors = [_quoted_factor(item) for item in stream.composition]
    return emission_factor_of_composition.figure(shares=shares, emission_factors=factors).of(name)


def _quoted_factor(material: str) -> Figure:
    found = process_factor(material)
    return quoted(found.emission_factor, "emission factor", found.name)


def _standard(stream: SourceStream) -> Figure:
    return _quoted_factor(stream.material)


def _kind(stream: SourceStream) -> str:
    try:
        return process_factor(stream.material).kind
    except InputError:
        return ""


def _is_gypsum(stream: SourceStream) -> bool:
    try:
        return process_factor(stream.material).name == "flue_gas_gypsum"
    except InputError:
        return False


def _fuel(stream: SourceStream, country: str) -> FuelFactors | None:
    try:
        return find_fuel(stream.material, country)
    except InputError:
        return None


def _analysed_content(stream: SourceStream) -> Figure | None:
    quantity, name = stream.carbon_content, stream.name or stream.id
    if quantity is None:
        return None
    because = quantity.evidence or stream.factor_evidence
    if quantity.dimension != "ratio":
        return fact(quantity, "carbon content", name, because=because)
    share = fact(quantity, "carbon content", name, "1", because)
    return Figure(share.value, "t C/t", share.name, share.source, share.because, subject=name)


def _own_factor(stream: SourceStream) -> Figure | None:
    """Own factor of what is burnt or reacts: from its carbon by analysis, else as given."""
    analysed = _analysed_content(stream)
    return _own_emission_factor(stream) if analysed is None else _factor_of_content(stream, analysed)


def _factor_of_content(stream: SourceStream, content: Figure) -> Figure:
    """Emission factor from a carbon content (Eq 5-10): per amount, or per energy where the amount is energy."""
    name, is_gas = stream.name or stream.id, unit(content.unit).dimension == "carbon per normal volume"
    carbon = quoted(parameter("carbon_to_carbon_dioxide"), "carbon to carbon dioxide", name)
    if _kind(stream) in ("alkali_oxide", "least") or _is_gypsum(stream):
        raise unfit(stream, "delete carbon_content: the CO2 is not from carbon in this material; give emission_factor")
    dimension = stream.amount.dimension
    if dimension == ("normal volume" if is_gas else "mass"):
        formula = emission_factor_by_volume if is_gas else emission_factor_by_mass
        return formula.figure(carbon_content=content, carbon_to_carbon_dioxide=carbon).of(name)
    value = _own(stream, stream.net_calorific_value, "net calorific value")
    wanted = "TJ/Nm3" if is_gas else "TJ/t"
    if "fuel energy" not in dimension or value is None or unit(value.unit).dimension != unit(wanted).dimension:
        raise unfit(
            stream,
            f"give the amount in the unit carbon_content is per, or as energy with net_calorific_value in {wanted}",
        )
    by_energy = emission_factor_of_gas_by_energy if is_gas else emission_factor_by_energy
    return by_energy.figure(carbon_content=content, carbon_to_carbon_dioxide=carbon, net_calorific_value=value).of(name)


def _own_emission_factor(stream: SourceStream) -> Figure | None:
    own = _own(stream, stream.emission_factor, "emission factor")
    if own is None or unit(own.unit).dimension != _PER_ENERGY:
        return own
    return Figure(own.to("t CO2/TJ"), "t CO2/TJ", own.name, own.source, own.because, subject=own.subject)


def _own(stream: SourceStream, quantity: Quantity | None, name: str) -> Figure | None:
    if quantity is None:
        return None
    return fact(quantity, name, stream.name or stream.id, because=quantity.evidence or stream.factor_evidence)


Finder = Callable[[SourceStream, str], Figure]
FACTOR_OF: dict[str, Finder] = {
    "combustion": combustion_factor,
    "process": process_factor_of,
    "mass_balance": carbon_content,
}
