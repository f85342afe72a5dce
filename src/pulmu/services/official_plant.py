"""A plant from a filled communication template: the figures the same, and what the template does not tell said so."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from pulmu.carbon import state_emissions
from pulmu.model import (
    Document,
    InputError,
    Path,
    Plant,
    Problem,
    PulmuError,
    Quantity,
    encode,
    warning,
)
from pulmu.reference import DEFAULT_EDITION
from pulmu.services._official_back import plant_of
from pulmu.services._official_back_cells import Filled
from pulmu.services._official_chain import computed_direct, computed_indirect
from pulmu.services.check_plant import check_plant
from pulmu.services.official_content import OfficialFile


@dataclass(frozen=True, slots=True)
class ReadProcess:
    """A process of the template, what the template computes for it and what Pulmu does. [t CO2e/t]

    Parameters
    ----------
    indirect : As the template computes it: own electricity and what precursors carry.
    pulmu : Specific direct embedded emissions of the plant that was read; None where it has errors.
    """

    name: str
    process: str
    direct: float
    indirect: float
    pulmu: float | None


@dataclass(frozen=True, slots=True)
class OfficialPlant:
    """A plant that was read from a template.

    Parameters
    ----------
    problems : What the file does not tell, what could not be carried over, and what is wrong with the plant; an error
        has to be mended in the plant's file.
    """

    plant: Plant
    problems: tuple[Problem, ...]
    processes: tuple[ReadProcess, ...]


def plant_from_official(file: OfficialFile, edition: str = DEFAULT_EDITION) -> OfficialPlant:
    """The plant of a filled template.

    Raises
    ------
    InputError  A cell cannot be read, or nothing is typed that makes a plant (`official.empty`).
    """
    if file.problems:
        raise InputError(*file.problems)
    content = file.content
    if not any(item.category for item in content.processes):
        raise InputError.of(
            "official.empty", file.name, "no production process is typed in, so there is no plant", "give a filled one"
        )
    filled = Filled(file)
    plant = plant_of(filled, edition)
    checked = check_plant(_document(plant, file))
    told = [*filled.told.told(file.name), *checked.problems]
    direct, indirect = computed_direct(content), computed_indirect(content)
    figures = _figures(checked.plant, edition, told)
    processes = tuple(
        ReadProcess(content.processes[number].name or process, process, direct[number], indirect[number],
                    figures.get(process))
        for number, process in filled.names.items()
    )  # fmt: skip
    told += [_other_figure(file, item) for item in processes if _differs(item)]
    return OfficialPlant(plant, tuple(dict.fromkeys(told)), processes)


def _figures(plant: Plant | None, edition: str, told: list[Problem]) -> dict[str, float]:
    """Direct figure of each process, where the plant can be computed."""
    if plant is None:
        return {}
    try:
        statement = state_emissions(plant, edition)
    except PulmuError as error:
        told += [item for item in error.problems if item not in told]
        return {}
    return {item.process: item.direct.to("t CO2e/t") for item in statement.goods.values()}


def _differs(item: ReadProcess) -> bool:
    return item.pulmu is not None and abs(item.pulmu - item.direct) > 1e-9 * max(1.0, abs(item.direct))


def _other_figure(file: OfficialFile, item: ReadProcess) -> Problem:
    return warning(
        "official.other_figure",
        f"{file.name}, {item.name}",
        f"the template computes {item.direct:.6g} t CO2e/t direct, Pulmu {item.pulmu:.6g}",
        "look for the reason among the other messages; Pulmu counts by the rules of the definitive period",
        template=f"{item.direct:.6g}",
        pulmu=f"{item.pulmu:.6g}",
    )


def _document(plant: Plant, file: OfficialFile) -> Document:
    """The plant as a document, each amount with the cell it was read from."""
    places: dict[Path, str] = {}
    _note(plant, (), places)
    return Document(encode(plant), file.name, file.sha256, places=places)


def _note(item: Any, path: Path, places: dict[Path, str]) -> None:
    if isinstance(item, Quantity):
        if item.source is not None and item.source.place:
            places[path] = item.source.place
    elif isinstance(item, dict):
        for name, part in item.items():
            _note(part, (*path, name), places)
    elif isinstance(item, tuple):
        for number, part in enumerate(item):
            _note(part, (*path, number), places)
    elif dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            _note(getattr(item, field.name), (*path, field.name), places)
