"""Own generation and combined heat and power: what has to be known before its emissions can be split."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import TOLERANCE, Place, ignored_field, placed, power_exceeds, steps_of
from pulmu.carbon.combined_heat_and_power import has_own_references, reference_efficiencies
from pulmu.model import (
    CombinedHeatAndPower,
    EmissionSource,
    HeatNet,
    Path,
    Plant,
    Problem,
    PulmuError,
    problem,
    warning,
)


def check_generators(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of equipment that makes electricity."""
    for n, source in enumerate(plant.emission_sources):
        path: Path = ("emission_sources", n)
        yield from _check_boundary(plant, source, place, path)
        yield from _check_export(source, place, path)
        nets = [net for net in plant.heat_nets if source.id in net.produced_by]
        unit = source.combined_heat_and_power
        if unit is not None:
            yield from _check_unit(source, unit, nets, place, (*path, "combined_heat_and_power"))
        elif source.electricity_produced is not None and nets:
            yield problem(
                "carbon.combined_not_described",
                place((*path, "electricity_produced")),
                f"emission source {source.id} makes electricity and heat together, but says not how",
                "give combined_heat_and_power: fuel class, year of construction and form of heat",
                source=source.id,
            )


def _check_boundary(plant: Plant, source: EmissionSource, place: Place, path: Path) -> Iterator[Problem]:
    makes_power = source.electricity_produced is not None or source.combined_heat_and_power is not None
    if makes_power and len({steps_of(plant).get(name, name) for name in source.serves}) > 1:
        yield problem(
            "carbon.generator_several",
            place((*path, "serves")),
            f"generator {source.id} serves several processes",
            "name the one process whose boundary it stands in, or none if it stands in a power house of its own",
            source=source.id,
        )


def _check_export(source: EmissionSource, place: Place, path: Path) -> Iterator[Problem]:
    gone, made = source.electricity_exported, source.electricity_produced
    if gone is None or math.isnan(gone.value):
        return
    produced = 0.0 if made is None else made.to("MWh")
    if gone.to("MWh") > produced * (1 + TOLERANCE):
        name = source.name or source.id
        yield power_exceeds(place((*path, "electricity_exported")), name, gone.to("MWh"), produced)


def _check_unit(
    source: EmissionSource, unit: CombinedHeatAndPower, nets: list[HeatNet], place: Place, path: Path
) -> Iterator[Problem]:
    name = source.name or source.id
    if len(nets) != 1:
        yield problem(
            "carbon.combined_without_net",
            place(path),
            f"{name} makes heat, but feeds {len(nets)} heat nets",
            "list it in produced_by of the one heat net it feeds",
            source=name,
            count=len(nets),
        )
    if source.electricity_produced is None:
        yield problem(
            "input.missing_field",
            place((*path[:-1], "electricity_produced")),
            f"{name}: electricity_produced is missing",
            "fill it in",
            text="electricity_produced",
        )
    yield from _check_references(source, unit, place, path)
    alone = len(nets) == 1 and nets[0].produced_by == (source.id,)
    metered = unit.heat_produced is not None or (alone and (nets[0].heat_produced or nets[0].measured) is not None)
    if not metered and None in (unit.heat_efficiency, unit.electricity_efficiency):
        yield warning(
            "carbon.combined_efficiency_assumed",
            place(path),
            f"{name}: neither its heat nor its design efficiencies are known: 0.55 and 0.25 are taken",
            "meter its heat, or give both efficiencies from its documents",
            source=name,
        )
    for field in ("heat_efficiency", "electricity_efficiency") if metered else ():
        if getattr(unit, field) is not None:
            yield ignored_field(place((*path, field)), field, name)
    if unit.heat_form != "steam" and not unit.condensate_counted:
        yield ignored_field(place((*path, "condensate_counted")), "condensate_counted", name)


def _check_references(
    source: EmissionSource, unit: CombinedHeatAndPower, place: Place, path: Path
) -> Iterator[Problem]:
    own = unit.reference_heat_efficiency, unit.reference_electricity_efficiency
    if own != (None, None) and not has_own_references(unit):
        yield warning(
            "carbon.combined_reference_unproven",
            place((*path, "reference_evidence")),
            f"{source.name or source.id}: own reference efficiencies count only as a proven pair; the act's are taken",
            "give both and reference_evidence, or delete them",
            source=source.name or source.id,
        )
    try:
        reference_efficiencies(source, unit)
    except PulmuError as error:
        yield from placed(error, place((*path, "fuel_class")))
