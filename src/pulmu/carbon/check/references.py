"""Names that must exist, names that must differ, and equipment that must lead somewhere."""

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from pulmu.carbon.check.common import Place, steps_of
from pulmu.carbon.flows import OUTSIDE
from pulmu.model import KEY, EmissionSource, HeatNet, Path, Plant, Problem, Quantity, path_text, problem

_METER = re.compile(r"meter:\s*(\w[\w.-]*)")


def check_references(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of names."""
    yield from _check_unique(plant, place)
    # Without a process every name would lead nowhere; that there is none is told once.
    called = _called(plant)
    for path, name, known in _references(plant) if plant.processes else ():
        if name and name not in known:
            yield _unknown(place(path), name, known, called)
    for number, source in enumerate(plant.emission_sources):
        yield from _check_source(plant, source, place, ("emission_sources", number))
    for number, net in enumerate(plant.heat_nets):
        yield from _check_net(net, place, ("heat_nets", number))
    yield from _check_meters(plant, place)


def _called(plant: Plant) -> dict[str, str]:
    """The id of whatever people call by its name, in either language."""
    things: list[Any] = [*plant.processes, *(step for process in plant.processes for step in process.steps)]
    things += [*plant.emission_sources, *(product for _, product in plant.products())]
    return {
        _heard(words): thing.id
        for thing in things
        for words in (thing.name, getattr(thing, "name_local", ""))
        if words.strip()
    }


def _heard(words: str) -> str:
    """A name without what people write in different ways."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def _nearest(name: str, known: set[str], called: dict[str, str]) -> list[str]:
    """The id a person means who writes a name instead of it, or misspells one or the other."""
    ids = {_heard(item): item for item in sorted(known)}
    words = {heard: found for heard, found in called.items() if found in known} | ids
    if _heard(name) in words:
        return [words[_heard(name)]]
    return [words[item] for item in difflib.get_close_matches(_heard(name), words, n=1)]


def _unknown(where: str, name: str, known: set[str], called: dict[str, str]) -> Problem:
    near = _nearest(name, known, called)
    listed = ", ".join(sorted(known)) or "none"
    mend = f"did you mean {near[0]!r}?" if near else f"use one of: {listed}"
    return problem(
        "carbon.unknown_reference",
        where,
        f"nothing here is called {name!r}",
        mend,
        name=name,
        known=near[0] if near else listed,
    )


def _check_unique(plant: Plant, place: Place) -> Iterator[Problem]:
    named: list[tuple[Path, str]] = [
        (("emission_sources", n, "id"), item.id) for n, item in enumerate(plant.emission_sources)
    ]
    products: list[tuple[Path, str]] = []
    for n, process in enumerate(plant.processes):
        named.append((("processes", n, "id"), process.id))
        named += [(("processes", n, "steps", m, "id"), step.id) for m, step in enumerate(process.steps)]
        products += [(("processes", n, "goods", m, "id"), good.id) for m, good in enumerate(process.goods)]
    named += [(("outsourced_steps", n, "id"), step.id) for n, step in enumerate(plant.outsourced_steps)]
    products += [(("outsourced_steps", n, "id"), step.id) for n, step in enumerate(plant.outsourced_steps)]
    for path, name in named:
        if name == OUTSIDE:
            yield problem(
                "carbon.reserved_id",
                place(path),
                f"{name!r} stands for users outside every process",
                "choose another name",
                text=name,
            )
    yield from _check_names([pair for pair in named if pair[1] != OUTSIDE], place)
    yield from _check_names(products, place)
    purchases: list[tuple[Path, str]] = [(("purchases", n, "id"), item.id) for n, item in enumerate(plant.purchases)]
    steps: list[tuple[Path, str]] = [
        (("outsourced_steps", n, "id"), item.id) for n, item in enumerate(plant.outsourced_steps)
    ]
    yield from _check_names([*purchases, *steps], place)


def _check_names(named: list[tuple[Path, str]], place: Place) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path, name in named:
        # Twice in one list is told by the reader of the file, at the same place.
        if name and name in seen:
            yield problem(
                "input.duplicate_id",
                place(path),
                f"{name!r} appears twice, first as {seen[name]}",
                "delete one entry or rename it, also where it is used",
                text=name,
            )
        seen.setdefault(name, path_text(path))


def _references(plant: Plant) -> Iterator[tuple[Path, str, set[str]]]:
    processes = {process.id for process in plant.processes}
    places = processes | set(steps_of(plant))
    sources = {source.id for source in plant.emission_sources}
    products = {product.id for _, product in plant.products()}
    for n, stream in enumerate(plant.source_streams):
        yield from _keys(("source_streams", n, "used_by"), stream.used_by, places | sources | {OUTSIDE})
        yield ("source_streams", n, "measured_by"), stream.measured_by, {source.id for source in plant.measured_sources}
    for n, measured in enumerate(plant.measured_sources):
        yield from _keys(("measured_sources", n, "used_by"), measured.used_by, places | sources | {OUTSIDE})
    for n, cells in enumerate(plant.electrolysis):
        yield ("electrolysis", n, "process"), cells.process, places
    for n, transfer in enumerate(plant.carbon_dioxide_transfers):
        yield ("carbon_dioxide_transfers", n, "process"), transfer.process, places
    for n, source in enumerate(plant.emission_sources):
        yield from ((("emission_sources", n, "serves", m), name, places) for m, name in enumerate(source.serves))
        yield from _keys(("emission_sources", n, "throughput"), source.throughput, set(source.serves))
    for n, net in enumerate(plant.heat_nets):
        yield from _keys(("heat_nets", n, "used_by"), net.used_by, places | {OUTSIDE})
        yield from ((("heat_nets", n, "produced_by", m), name, sources) for m, name in enumerate(net.produced_by))
        yield ("heat_nets", n, "recovered_from"), net.recovered_from, processes
    for n, gas in enumerate(plant.waste_gases):
        yield from _keys(("waste_gases", n, "used_by"), gas.used_by, places | sources | {OUTSIDE})
        yield ("waste_gases", n, "produced_by"), gas.produced_by, processes
    for n, supply in enumerate(plant.electricity.sources):
        yield ("electricity", "sources", n, "generator"), supply.generator, sources
        dedicated = enumerate(supply.dedicated_to)
        yield from ((("electricity", "sources", n, "dedicated_to", m), name, processes) for m, name in dedicated)
    yield from _keys(("electricity", "used_by"), plant.electricity.used_by, places | {OUTSIDE})
    for n, process in enumerate(plant.processes):
        yield from _keys(("processes", n, "own_precursors"), process.own_precursors, products)
    for n, step in enumerate(plant.outsourced_steps):
        yield ("outsourced_steps", n, "good"), step.good, products
        yield from _keys(("outsourced_steps", n, "used_by"), step.used_by, processes)
    for n, purchase in enumerate(plant.purchases):
        yield from _keys(("purchases", n, "used_by"), purchase.used_by, processes)


def _keys(path: Path, names: Iterable[str], known: set[str]) -> Iterator[tuple[Path, str, set[str]]]:
    return (((*path, name, KEY), name, known) for name in names)


def _check_source(plant: Plant, source: EmissionSource, place: Place, path: Path) -> Iterator[Problem]:
    where = place(path)
    nets = [net.id for net in plant.heat_nets if source.id in net.produced_by]
    if not nets and not source.serves and source.electricity_produced is None:
        yield problem(
            "carbon.source_serves_nothing",
            where,
            f"emission source {source.id} serves no step, process or heat net",
            "name what it serves, or list it in produced_by of a heat net",
            source=source.id,
        )
    both = bool(nets and source.serves) and source.combined_heat_and_power is None
    if len(nets) > 1 or both:
        yield problem(
            "carbon.source_serves_twice",
            where,
            f"emission source {source.id} serves more than one heat net, or a heat net and a process",
            "split it into two emission sources, each with its own fuel",
            source=source.id,
        )


def _check_net(net: HeatNet, place: Place, path: Path) -> Iterator[Problem]:
    origins = [bool(net.produced_by), bool(net.imported_from), bool(net.recovered_from)]
    if sum(origins) != 1:
        yield problem(
            "carbon.heat_origin",
            place(path),
            f"heat net {net.id} needs exactly one origin",
            "give one of produced_by, imported_from and recovered_from",
            heat_net=net.id,
        )
    if not net.used_by and net.exported is None:
        yield problem(
            "carbon.not_assigned",
            place((*path, "used_by")),
            f"nobody uses {net.name or net.id}",
            "name its users in used_by, with amounts",
            flow=net.name or net.id,
        )


def _check_meters(plant: Plant, place: Place) -> Iterator[Problem]:
    known = {meter.id for meter in plant.meters}
    for path, quantity in _quantities(plant, ()):
        kind, _, stack = quantity.cites.partition(":")
        named = stack.split("*") if kind == "cems" else []
        for cited in [*named, *_METER.findall(f"{quantity.cites} {quantity.evidence}")]:
            if cited not in known and cited.rstrip(".") not in known:
                yield problem(
                    "carbon.unknown_meter",
                    place(path),
                    f"no meter is called {cited!r}",
                    "add it to meters, or name one of: " + (", ".join(sorted(known)) or "none"),
                    meter=cited,
                )


def _quantities(item: Any, path: Path) -> Iterator[tuple[Path, Quantity]]:
    """Every quantity of a plant, wherever it stands."""
    if isinstance(item, Quantity):
        yield path, item
    elif isinstance(item, dict):
        for name, part in item.items():
            yield from _quantities(part, (*path, name))
    elif isinstance(item, tuple):
        for number, part in enumerate(item):
            yield from _quantities(part, (*path, number))
    elif dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            yield from _quantities(getattr(item, field.name), (*path, field.name))
