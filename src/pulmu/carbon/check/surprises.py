"""What is given and would silently not be used, used with a doubt, or is far from what such things are."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import Place, has_tables, ignored_field
from pulmu.carbon.gather.electricity import OWN_GENERATION, source_factor
from pulmu.carbon.precursors import is_unknown_origin, usable_verified_value
from pulmu.model import HeatNet, Path, Plant, Problem, PulmuError, Purchase, Quantity, SourceStream, warning
from pulmu.reference import country

_PLAUSIBLE = {
    "energy per mass": ("GJ/t", 1.0, 60.0),
    "energy per normal volume": ("MJ/Nm3", 1.0, 130.0),
    "energy per liquid volume": ("MJ/L", 10.0, 50.0),
    "emissions per energy": ("t CO2/TJ", 20.0, 300.0),
    "emissions per mass": ("t CO2e/t", 0.0, 30.0),
    "carbon per mass": ("t C/t", 0.0, 1.0),
    "carbon per normal volume": ("kg C/Nm3", 0.0, 3.0),
    "ratio": ("1", 0.0, 1.0),
}
"""Widest range of real fuels and goods; a value outside is a slip of the unit more often than a discovery."""

_FIRST_YEAR_OF_NEW_BENCHMARKS = 2027


def check_surprises(plant: Plant, place: Place) -> Iterator[Problem]:
    """Warnings wherever a value would not count, or would count with a doubt."""
    if plant.period.year >= _FIRST_YEAR_OF_NEW_BENCHMARKS:
        yield warning(
            "carbon.tables_to_be_revised",
            place(("period",)),
            f"benchmarks and default values for {plant.period.year} are announced to be revised; today's are taken",
            "make the report anew when the new tables are out",
            year=plant.period.year,
        )
    if not plant.source_streams:
        yield warning(
            "carbon.no_source_stream",
            place(("source_streams",)),
            "the plant uses no fuel and no process material: its direct emissions come from precursors alone",
            "add gas, diesel, LPG and other fuels to source_streams; leave it so only if there are none",
        )
    for n, stream in enumerate(plant.source_streams):
        yield from _check_stream(stream, place, ("source_streams", n))
    for n, net in enumerate(plant.heat_nets):
        yield from _check_net(net, place, ("heat_nets", n))
    for n, gas in enumerate(plant.waste_gases):
        yield from _check_size(gas.net_calorific_value, place(("waste_gases", n, "net_calorific_value")))
        yield from _check_size(gas.emission_factor, place(("waste_gases", n, "emission_factor")))
    for n, purchase in enumerate(plant.purchases):
        yield from _check_purchase(purchase, place, ("purchases", n))
    yield from _check_electricity(plant, place)


def _check_stream(stream: SourceStream, place: Place, path: Path) -> Iterator[Problem]:
    if math.isnan(stream.amount.value):
        return
    yield from _check_size(stream.net_calorific_value, place((*path, "net_calorific_value")))
    yield from _check_size(stream.carbon_content, place((*path, "carbon_content")))
    if stream.method == "combustion":
        yield from _check_size(stream.emission_factor, place((*path, "emission_factor")))
    for name, is_ignored in _ignored(stream).items():
        if is_ignored:
            yield ignored_field(
                place((*path, name)),
                name,
                stream.name or stream.id,
                "delete it, or correct the method or the unit of the amount",
            )


def _ignored(stream: SourceStream) -> dict[str, bool]:
    """Whether a field is given that the method does not use."""
    method, dimension = stream.method, stream.amount.dimension
    balance, own = method == "mass_balance", stream.emission_factor
    analysed, is_energy = stream.carbon_content is not None, "fuel energy" in dimension
    per_amount = analysed or own is None or own.dimension != "emissions per energy"
    value = stream.net_calorific_value is not None
    return {
        "direction": stream.direction == "out" and not balance,
        "biomass_trace": bool(stream.biomass_trace) and not balance,
        "emission_factor": own is not None and analysed,
        "composition": bool(stream.composition) and (method != "process" or own is not None or analysed),
        "oxidation_factor": method != "combustion" and stream.oxidation_factor != 1.0,
        "conversion_factor": method != "process" and stream.conversion_factor != 1.0,
        "net_calorific_value": value
        and (not analysed if is_energy else method == "process" and per_amount and not (analysed and own)),
        "net_to_gross_ratio": dimension != "gross fuel energy" and stream.net_to_gross_ratio is not None,
    }


def _check_net(net: HeatNet, place: Place, path: Path) -> Iterator[Problem]:
    name = net.name or net.id
    yield from _check_size(net.emission_factor, place((*path, "emission_factor")))
    if net.imported_from and net.emission_factor is not None and not net.emission_factor_verification:
        yield warning(
            "carbon.heat_unverified",
            place((*path, "emission_factor")),
            f"{name}: the supplier's factor is not verified, so the standard factor is taken",
            "give emission_factor_verification, or delete the factor",
            heat_net=name,
        )


def _check_purchase(purchase: Purchase, place: Place, path: Path) -> Iterator[Problem]:
    name, verified = purchase.name or purchase.id, purchase.verified
    yield from _check_size(purchase.stated_value, place((*path, "stated_value")))
    yield from _check_size(verified.direct if verified is not None else None, place((*path, "verified", "direct")))
    if is_unknown_origin(purchase.country_of_origin):
        if verified is not None:
            yield warning(
                "carbon.verified_unknown_origin",
                place((*path, "country_of_origin")),
                f"precursor {name}: of unknown origin its verified value is not used, but the highest default value",
                "give the country of origin, which the verification report names",
                precursor=name,
            )
        return
    if usable_verified_value(purchase) and verified is not None and verified.year is None:
        yield warning(
            "carbon.verified_no_year",
            place((*path, "verified")),
            f"precursor {name}: the verified value names no year; the year of the report is assumed",
            "give the production year the verification report covers",
            precursor=name,
        )
    if _is_exempt(purchase.country_of_origin) and not purchase.origin_evidence:
        yield warning(
            "carbon.exempt_origin_evidence",
            place((*path, "country_of_origin")),
            f"precursor {name} counts zero by its origin, but no evidence of the origin is named",
            "give origin_evidence, such as the certificate of origin; the verifier asks for it",
            precursor=name,
        )


def _is_exempt(origin: str) -> bool:
    try:
        return bool(origin) and country(origin).exempt
    except PulmuError:
        return False


def _check_electricity(plant: Plant, place: Place) -> Iterator[Problem]:
    if not has_tables(plant.installation.country):
        return
    for n, source in enumerate(plant.electricity.sources):
        known = source.kind in OWN_GENERATION or source_factor(plant, source, {}) is not None
        if not known:
            yield warning(
                "carbon.electricity_factor_missing",
                place(("electricity", "sources", n)),
                f"no factor is known for electricity of {source.id}: the footprint cannot be told",
                "give its emission_factor with its evidence; certificates do not depend on it",
                source=source.id,
            )


def _check_size(value: Quantity | None, where: str) -> Iterator[Problem]:
    if value is None or value.dimension not in _PLAUSIBLE:
        return
    unit, low, high = _PLAUSIBLE[value.dimension]
    if not low <= value.to(unit) <= high and not math.isnan(value.value):
        yield warning(
            "carbon.implausible",
            where,
            f"{value} lies outside {low:g} to {high:g} {unit}, where such values are found",
            "check the number and its unit",
            value=value,
            low=f"{low:g}",
            high=f"{high:g}",
            unit=unit,
        )
