"""Sources of electricity: what each may count with, and that own generation is given out once."""

from collections.abc import Iterator

from pulmu.carbon.check.common import TOLERANCE, Place, ignored_field, power_exceeds
from pulmu.carbon.gather.electricity import (
    CONDITIONAL,
    OWN_GENERATION,
    burns_nothing,
    may_count_actual,
    named_generators,
)
from pulmu.model import ElectricitySource, EmissionSource, Path, Plant, Problem, problem, warning


def check_electricity(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of sources of electricity and of what own generators give out."""
    for n, source in enumerate(plant.electricity.sources):
        path: Path = ("electricity", "sources", n)
        yield from _check_kind(plant, source, place, path)
        yield from _check_dedicated(source, place, path)
    for n, generator in enumerate(plant.emission_sources):
        if generator.electricity_produced is not None:
            yield from _check_given_out(plant, generator, place(("emission_sources", n, "electricity_produced")))


def _check_kind(plant: Plant, source: ElectricitySource, place: Place, path: Path) -> Iterator[Problem]:
    if source.kind == "unbundled_certificate":
        yield problem(
            "carbon.unbundled_certificate",
            place((*path, "kind")),
            f"{source.id}: a certificate without its electricity shows no origin",
            "write the electricity as grid; only a direct line or a power purchase agreement counts otherwise",
            source=source.id,
        )
    elif source.kind in CONDITIONAL and source.emission_factor is not None and not may_count_actual(source):
        yield warning(
            "carbon.electricity_conditions",
            place((*path, "emission_factor")),
            f"{source.id}: its factor is not used, because nothing shows that its electricity really flows here",
            "give producer, agreement, and smart_meters_at_both_ends: yes; until then the factor of the grid is taken",
            source=source.id,
        )
    elif source.kind in OWN_GENERATION:
        yield from _check_generator(plant, source, place, path)
    if source.kind not in OWN_GENERATION and source.generator:
        yield ignored_field(place((*path, "generator")), "generator", source.id)
    if source.kind in OWN_GENERATION and source.emission_factor is not None:
        yield ignored_field(place((*path, "emission_factor")), "emission_factor", source.id)


def _check_generator(plant: Plant, source: ElectricitySource, place: Place, path: Path) -> Iterator[Problem]:
    found = next((item for item in plant.emission_sources if item.id == source.generator), None)
    if found is None:
        if not source.generator:
            yield problem(
                "input.missing_field",
                place((*path, "generator")),
                f"{source.id} does not say which generator makes it",
                "fill it in",
                text="generator",
            )
        return
    combined = found.combined_heat_and_power is not None
    if found.electricity_produced is None or combined != (source.kind == "own_combined_heat_and_power"):
        yield problem(
            "carbon.electricity_generator",
            place((*path, "generator")),
            f"{source.id} is {source.kind.replace('_', ' ')}, which {found.id} does not make",
            "give electricity_produced of the generator, and combined_heat_and_power if it makes heat too",
            source=source.id,
            generator=found.id,
        )
    elif burns_nothing(plant, source):
        yield warning(
            "carbon.generator_burns_nothing",
            place((*path, "generator")),
            f"{source.id}: {found.id} burns nothing here, so its electricity counts zero",
            "right where it runs on waste heat of a process; else name it among the users of its fuel",
            source=source.id,
            generator=found.id,
        )


def _check_dedicated(source: ElectricitySource, place: Place, path: Path) -> Iterator[Problem]:
    if source.dedicated_to and not source.dedicated_evidence:
        yield warning(
            "carbon.dedicated_unproven",
            place((*path, "dedicated_to")),
            f"{source.id}: without proof that these processes alone take it, it counts in the mean of all sources",
            "give dedicated_evidence, or delete dedicated_to (Article 9)",
            source=source.id,
        )
    if source.dedicated_evidence and not source.dedicated_to:
        yield ignored_field(place((*path, "dedicated_evidence")), "dedicated_evidence", source.id)


def _check_given_out(plant: Plant, generator: EmissionSource, where: str) -> Iterator[Problem]:
    made, gone = generator.electricity_produced, generator.electricity_exported
    assert made is not None  # noqa: S101 - the caller has looked
    name, produced = generator.name or generator.id, made.to("MWh")
    given = 0.0 if gone is None else gone.to("MWh")
    if generator.id in named_generators(plant):
        own = [item for item in plant.electricity.sources if item.generator == generator.id]
        given += sum(item.amount.to("MWh") for item in own if item.kind in OWN_GENERATION)
        if given > produced * (1 + TOLERANCE):
            yield power_exceeds(where, name, given, produced)
            return
    elif generator.serves:
        return
    if given < produced * (1 - TOLERANCE):
        yield warning(
            "carbon.power_unassigned",
            where,
            f"{name}: nothing says who takes {produced - given:.6g} of its {produced:.6g} MWh",
            "name it as a source of electricity, or give electricity_exported",
            source=name,
            rest=f"{produced - given:.6g}",
            produced=f"{produced:.6g}",
        )
