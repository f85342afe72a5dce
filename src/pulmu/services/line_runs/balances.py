"""What a tonne carries in runs of a line that stands in a plant: won, certificates, footprint, each by itself."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pulmu.model import Document, Problem, PulmuError
from pulmu.model.attribute import Doc
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.check_line import line_in_plant
from pulmu.services.estimate import Estimate
from pulmu.services.line_carbon import LineCarbon, line_carbon
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.lines.tied import plants_of_line
from pulmu.services.workspaces.kept_document import text_of
from pulmu.services.workspaces.kept_problems import text_of_problems
from pulmu.services.workspaces.plants import read_plant
from pulmu.twin import LineResult


@dataclass(frozen=True, slots=True)
class PlantOfRun:
    """The plant a line stands in, as it is now, with what it cites put in."""

    id: str
    name: str
    version: int
    document: Document
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodBalances:
    """Of a tonne of a good; None where there is no figure."""

    good: str
    energy_won: Annotated[Estimate | None, Doc("cost of the energy of the line, by its prices [KRW]")] = None
    certificates: Annotated[Estimate | None, Doc("by actual values")] = None
    embedded: Annotated[Estimate | None, Doc("the CBAM figure [t CO2e]")] = None
    footprint: Annotated[Estimate | None, Doc("with electricity and all steps [t CO2e]")] = None
    year_certificates: float | None = None
    year_embedded: float | None = None
    year_footprint: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonAnswer:
    """The three balances of a line in its plant, or why there are none.

    Parameters
    ----------
    plant, name, version : Of the plant; empty where the line names none of the workspace, or more than one fits.
    confidence : How many places of law behind the figures were read in another text than the act in force, by which.
    problems : What stands in the way, and what is to be known; as jobs keep problems.
    """

    plant: str = ""
    name: str = ""
    version: int = 0
    goods: tuple[GoodBalances, ...] = ()
    confidence: dict[str, int] = field(default_factory=dict)
    problems: str = "[]"


def plant_of_run(gate: Gate, actor: Actor, kept: KeptLine, cite: Callable[[Document], Document]) -> PlantOfRun | None:
    """The one plant of the workspace that a line says it stands in; None where none or several may be meant."""
    if not actor.may("read_plant"):
        return None
    found = plants_of_line(gate, actor, kept.line.plant)
    if len(found) != 1:
        return None
    saved = read_plant(gate, actor, found[0].id)
    document = cite(saved.document)
    digest = hashlib.sha256(text_of(document).encode()).hexdigest()
    return PlantOfRun(found[0].id, found[0].name, saved.version.number, document, digest)


def carbon_answer(kept: KeptLine, runs: Sequence[LineResult], plant: PlantOfRun | None) -> CarbonAnswer:
    """What a tonne of each good of a line carries, or why nobody can tell."""
    if plant is None:
        return CarbonAnswer()
    joined = line_in_plant(kept.document, plant.document)
    if joined.plant is None:
        return carbon_told(plant, None, joined.problems)
    try:
        found = line_carbon(kept.line, runs, joined.plant, DEFAULT_EDITION)
    except PulmuError as error:
        return carbon_told(plant, None, error.problems)
    return carbon_told(plant, found, (*joined.problems, *found.problems))


def carbon_told(plant: PlantOfRun, found: LineCarbon | None, problems: Sequence[Problem]) -> CarbonAnswer:
    """The balances that were found in a plant, if any, with what stands in the way or is to be known."""
    named = CarbonAnswer(plant=plant.id, name=plant.name, version=plant.version)
    if found is None:
        return _with(named, (), {}, text_of_problems(problems))
    confidence = {str(name): len(sources) for name, sources in found.confidence.items()}
    goods = tuple(_good(found, good) for good in found.goods)
    return _with(named, goods, confidence, text_of_problems(problems))


def _with(
    named: CarbonAnswer, goods: tuple[GoodBalances, ...], confidence: dict[str, int], problems: str
) -> CarbonAnswer:
    return CarbonAnswer(
        plant=named.plant, name=named.name, version=named.version, goods=goods, confidence=confidence,
        problems=problems,
    )  # fmt: skip


def _good(found: LineCarbon, good: str) -> GoodBalances:
    by_name, year = found.goods[good], found.year[good]
    return GoodBalances(
        good=good, energy_won=by_name.get("energy_won"), certificates=by_name.get("certificates"),
        embedded=by_name.get("embedded"), footprint=by_name.get("footprint"), year_certificates=year.certificates,
        year_embedded=year.embedded, year_footprint=year.footprint,
    )  # fmt: skip
