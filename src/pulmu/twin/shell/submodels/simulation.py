"""Provision of Simulation Models, IDTA 02005-1-1: that there is a model, what it is for, and what it is not for."""

from dataclasses import dataclass

from pulmu.twin.shell.elements import File, Property, SubmodelElementCollection
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.submodels.make import IDTA, Words, collected, made, meaning, pointing, text, told

_IDS = f"{IDTA}SimulationModels/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationModel:
    """A model, told of and not handed over.

    Parameters
    ----------
    version : What tells this model from any other: the hash of its file.
    purposes, not_for : What it is for, and what it must not be used for.
    file, report : Paths in the package of the model's file, and of how it compares with the plant; empty: not handed
        over.
    """

    summary: Words
    version: str
    purposes: tuple[str, ...]
    not_for: tuple[str, ...]
    scope: tuple[str, ...]
    tool: str
    solver: str
    parameters: str
    begin: str
    file: str = ""
    report: str = ""


def simulation_submodel(id_: str, model: SimulationModel) -> Submodel:
    """The model."""
    purpose = collected(
        "SimPurpose", f"{_IDS}SimPurpose/1/0",
        *_several("PosSimPurpose", model.purposes), *_several("NegSimPurpose", model.not_for),
    )  # fmt: skip
    whole = collected(
        "SimulationModel", f"{_IDS}SimulationModel/1/1",
        told("Summary", model.summary, f"{_IDS}Summary/1/0"),
        purpose,
        _one("TypeOfModel", "discrete-event simulation"),
        *_several("ScopeOfModel", model.scope),
        _environment(model),
        _file(model),
        _one("ParamMethod", model.parameters),
        _one("InitStateMethod", model.begin),
    )  # fmt: skip
    template = f"{IDTA}SubmodelTemplate/SimulationModels/1/1"
    return made(id_, "SimulationModels", pointing(("Submodel", template)), ("1", "1"), template, (whole,))


def _environment(model: SimulationModel) -> SubmodelElementCollection:
    algorithm = collected("TestedToolSolverAlgorithm", f"{_IDS}TestedToolSolverAlgorithm/1/0",
                          _one("SolverAlgorithm", model.solver))  # fmt: skip
    solver = collected(
        "SolverAndTolerances", f"{_IDS}SolverAndTolerances/1/0",
        *(_truth(name, value) for name, value in
          (("StepSizeControlNeeded", False), ("StiffSolverNeeded", False), ("SolverIncluded", True))),
        algorithm,
    )  # fmt: skip
    tool = collected("SimulationTool", f"{_IDS}SimulationTool/1/0", _one("SimToolName", model.tool), solver)
    return collected("Environment", f"{_IDS}Environment/1/0", _one("OperatingSystem", "any with Python 3.11"), tool)


def _file(model: SimulationModel) -> SubmodelElementCollection:
    """A version; without its file where that is not handed over: whoever may see the line has it by its hash."""
    notes = {"en": "How the model compares with the plant, from what was kept of it.",
             "ko": "모델이 보관된 공장의 값과 얼마나 맞는지 적은 보고서입니다."}  # fmt: skip
    version = collected(
        "ModelFileVersion", f"{_IDS}ModelFileVersion/1/0",
        _one("ModelVersionId", model.version),
        _part("DigitalFile", model.file, "application/yaml"),
        told("ModelFileReleaseNotesTxt", notes, f"{_IDS}ModelFileReleaseNotesTxt/1/0") if model.report else None,
        _part("ModelFileReleaseNotesFile", model.report, "application/json") if model.report else None,
    )  # fmt: skip
    return collected("ModelFile", f"{_IDS}ModelFile/1/0", _one("ModelFileType", "Pulmu line, version 1"), version)


def _part(name: str, path: str, kind: str) -> File:
    """A file of the package; one that is not handed over has no path."""
    value = f"/{path}" if path else None
    return File(id_short=name, value=value, content_type=kind, semantic_id=meaning(f"{_IDS}{name}/1/0"))


def _one(name: str, value: str) -> Property:
    return text(name, value, f"{_IDS}{name}/1/0")


def _truth(name: str, value: bool) -> Property:
    return text(name, "true" if value else "false", f"{_IDS}{name}/1/0", "xs:boolean")


def _several(name: str, values: tuple[str, ...]) -> list[Property]:
    """One property for each value; the first has the plain name."""
    return [text(name if n == 0 else f"{name}{n:02}", value, f"{_IDS}{name}/1/0") for n, value in enumerate(values)]
