"""Measured stacks: what is needed, what would count twice, and what a calculation says against it."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import Place, category_of_process, ignored_field, is_known, processes_reached
from pulmu.carbon.check.streams import check_users
from pulmu.carbon.measurement import emissions_of, has_proven_biomass, mass_of, zero_rated_fraction
from pulmu.carbon.streams import stream_factors
from pulmu.model import MeasuredSource, Path, Plant, Problem, PulmuError, Quantity, SourceStream, fact, problem, warning
from pulmu.reference import parameter

NITRIC_ACID = "Nitric acid"


def check_measured(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of measured sources and of streams whose CO2 is measured."""
    for n, source in enumerate(plant.measured_sources):
        path: Path = ("measured_sources", n)
        yield from _check_mass(source, place, path)
        yield from _check_biomass(source, place, path)
        if source.gas == "CO2":
            yield from _check_corroboration(plant, source, place, path)
        elif source.gas == "CO":
            yield from _check_monoxide(plant, source, place, path)
    sources = {source.id: source for source in plant.measured_sources}
    for n, stream in enumerate(plant.source_streams):
        yield from _check_twice(plant, stream, sources, place, ("source_streams", n))
    yield from _check_nitric_acid(plant, place)


def _check_mass(source: MeasuredSource, place: Place, path: Path) -> Iterator[Problem]:
    name = source.name or source.id
    parts = {"concentration": source.concentration, "flow": source.flow, "hours": source.hours}
    given = [key for key, value in parts.items() if value is not None]
    missing = [key for key in parts if key not in given]
    if source.mass is not None and given:
        yield problem(
            "carbon.measured_two_ways",
            place((*path, given[0])),
            f"{name}: its mass is given, and {', '.join(given)} as well",
            "give the mass, or concentration, flow and hours",
            source=name,
            fields=", ".join(given),
        )
    elif source.mass is None and missing:
        yield problem(
            "carbon.measured_incomplete",
            place(path),
            f"{name}: the mass of the gas cannot be told, {', '.join(missing)} not given",
            "give mass, or all of concentration, flow and hours",
            source=name,
            fields=", ".join(missing),
        )
    elif all(is_known(item) for item in (source.mass, *parts.values()) if item is not None):
        total = mass_of(source)
        users = (*path, "used_by")
        yield from check_users(name, Quantity(total.value, total.unit), source.used_by, place, users)


def _check_biomass(source: MeasuredSource, place: Place, path: Path) -> Iterator[Problem]:
    name, biomass = source.name or source.id, source.zero_rated_mass
    if biomass is None or not is_known(biomass):
        return
    where = place((*path, "zero_rated_mass"))
    if source.gas != "CO2":
        yield ignored_field(where, "zero_rated_mass", name, "delete it: only measured CO2 is reduced by its biomass")
    elif biomass.value > 0 and not has_proven_biomass(source):
        yield warning(
            "carbon.biomass_without_evidence",
            where,
            f"{name}: biomass without proof of sustainability counts as fossil",
            "give biomass_evidence (Union Database entry or proof of a recognised scheme)",
            stream=name,
        )
    elif _mass(source) < biomass.to("t"):
        yield problem(
            "carbon.biomass_exceeds_measured",
            where,
            f"{name}: {biomass} of biomass CO2 is more than all that was measured",
            "check the two masses and their units",
            source=name,
        )


def _mass(source: MeasuredSource) -> float:
    """Measured mass; NaN where it is not told. [t]"""
    parts = (source.mass,) if source.mass is not None else (source.concentration, source.flow, source.hours)
    if not all(item is not None and is_known(item) for item in parts):
        return math.nan
    return mass_of(source).value


def _check_corroboration(plant: Plant, source: MeasuredSource, place: Place, path: Path) -> Iterator[Problem]:
    """Measured CO2 is confirmed by calculation: by the streams behind it, or by a calculation that is named."""
    name = source.name or source.id
    streams = [stream for stream in plant.source_streams if stream.measured_by == source.id]
    if not streams and not source.corroboration:
        yield problem(
            "carbon.measured_not_corroborated",
            place((*path, "corroboration")),
            f"{name}: measured CO2 must be confirmed by calculation (M2547 Annex II B.6)",
            "give measured_by to the streams behind the stack, or name the calculation in corroboration",
            source=name,
        )
    calculated = math.fsum(_emissions(plant, stream) for stream in streams)
    measured = _mass(source) + _monoxide_beside(plant, source)
    limit = parameter("measurement_uncertainty_limit").value
    if streams and abs(calculated - measured) > limit * measured:
        yield warning(
            "carbon.measured_differs",
            place(path),
            f"{name}: {measured:,.6g} t CO2 were measured, {calculated:,.6g} t follow from its streams",
            "look for a stream that is missing or a wrong instrument; the measured value counts",
            source=name,
            measured=f"{measured:,.6g}",
            calculated=f"{calculated:,.6g}",
        )


def _monoxide_beside(plant: Plant, source: MeasuredSource) -> float:
    """Carbon monoxide of the stack as CO2: a calculation counts all carbon, the unburnt too. [t CO2]"""
    beside = [item for item in plant.measured_sources if item.gas == "CO" and set(item.used_by) & set(source.used_by)]
    if any(math.isnan(_mass(item)) for item in beside):
        return math.nan
    return math.fsum(
        emissions_of(item, mass_of(item), zero_rated_fraction(item, mass_of(item))).value for item in beside
    )


def _check_monoxide(plant: Plant, source: MeasuredSource, place: Place, path: Path) -> Iterator[Problem]:
    """A calculation counts all carbon as CO2, so measured CO may stand beside measured CO2 only."""
    reached = processes_reached(plant, source.used_by) - {"outside"}
    beside = [item for item in plant.measured_sources if item.gas == "CO2"]
    if any(reached & processes_reached(plant, item.used_by) for item in beside):
        return
    for stream in plant.source_streams:
        if reached & processes_reached(plant, stream.used_by):
            yield problem(
                "carbon.monoxide_counted_twice",
                place(path),
                f"{source.name or source.id}: the CO2 of {stream.name or stream.id} is calculated from all its carbon,"
                " the unburnt too; measured CO would count it twice",
                "delete this source, or add the measured CO2 of the stack and name it in measured_by of its streams",
                source=source.name or source.id,
                stream=stream.name or stream.id,
            )
            return


def _emissions(plant: Plant, stream: SourceStream) -> float:
    try:
        found = stream_factors(stream, plant.installation.country)
        emitted = found.emissions(fact(stream.amount, "amount", stream.id)).value
    except PulmuError:
        return math.nan
    fraction = found.zero_rated_fraction.value
    return emitted / (1.0 - fraction) if fraction < 1.0 else math.nan


def _check_twice(
    plant: Plant, stream: SourceStream, sources: dict[str, MeasuredSource], place: Place, path: Path
) -> Iterator[Problem]:
    name = stream.name or stream.id
    named = sources.get(stream.measured_by)
    if named is not None and named.gas != "CO2":
        yield problem(
            "carbon.measured_by_other_gas",
            place((*path, "measured_by")),
            f"{name}: {stream.measured_by} measures {named.gas}, not the CO2 of this stream",
            "delete measured_by: the CO2 is calculated",
            stream=name,
            source=stream.measured_by,
        )
    if stream.measured_by:
        return
    for source in sources.values():
        if source.gas != "CO2":
            continue
        both = [user for user in stream.used_by if user in source.used_by and user != "outside"]
        if both:
            yield problem(
                "carbon.counted_twice",
                place((*path, "used_by", both[0])),
                f"{name} goes into {both[0]}, whose CO2 is measured by {source.id}: it would count twice",
                f"write measured_by: {source.id}, or name the equipment that does not go through that stack",
                stream=name,
                user=both[0],
                source=source.id,
            )
        elif processes_reached(plant, stream.used_by) & processes_reached(plant, source.used_by) - {"outside"}:
            yield warning(
                "carbon.maybe_counted_twice",
                place((*path, "used_by")),
                f"{name} reaches a process whose CO2 is partly measured by {source.id}",
                f"write measured_by: {source.id} if its CO2 goes through that stack",
                stream=name,
                source=source.id,
            )


def _check_nitric_acid(plant: Plant, place: Place) -> Iterator[Problem]:
    """Nitrous oxide of nitric acid must be measured."""
    measured = {
        process
        for source in plant.measured_sources
        if source.gas == "N2O"
        for process in processes_reached(plant, source.used_by)
    }
    for n, process in enumerate(plant.processes):
        if category_of_process(process) == NITRIC_ACID and process.id not in measured:
            yield problem(
                "carbon.nitrous_oxide_not_measured",
                place(("processes", n)),
                f"process {process.id} makes nitric acid, whose nitrous oxide must be measured (M2547 Annex II B.6)",
                "add a measured source of N2O whose used_by names this process",
                process=process.id,
            )
