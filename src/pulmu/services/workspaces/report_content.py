"""The figures of a kept report version, as its report.json holds them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import OutsideError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.report import ReportFile
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.reports import find_report_version, unknown_report

CONTENT = "report.json"


@dataclass(frozen=True, slots=True)
class GoodFigure:
    """A good and its figure, with its key."""

    name: str
    name_local: str
    cn_code: str
    value: float
    unit: str
    share_of_default_values: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFigure:
    """A figure of a kept report: where it comes from, what it was made from, and what was made from it."""

    key: str
    name: str
    subject: str
    value: float
    unit: str
    act: str
    place: str
    edition: str
    confidence: str
    because: str
    formula: str
    expression: str = ""
    inputs: tuple["KeptFigure", ...] = ()
    users: tuple["KeptFigure", ...] = ()
    parameter: str = ""


def figure_of(gate: Gate, actor: Actor, report: str, number: int, key: str) -> KeptFigure:
    """A figure of a version, with its inputs and its users.

    Raises
    ------
    AccessRefused  They may not, or there is no such version or figure (`access.unknown_report`).
    OutsideError  The kept report cannot be read (`outside.report_damaged`).
    """
    with gate.reading(actor, "read_report", report=report) as work:
        find_report_version(work, report, number)
        sha256 = content_of(work, report, number)
    tree = read_content(gate, actor.workspace, sha256)
    try:
        if key not in tree["figures"]:
            raise unknown_report()
        return _whole(tree, key)
    except (KeyError, TypeError, ValueError) as error:
        raise damaged() from error


def goods_of(tree: Mapping[str, Any]) -> tuple[GoodFigure, ...]:
    """Goods of a report, with their figures."""
    return tuple(
        GoodFigure(
            good["name"], good["name_local"], good["cn_code"],
            float(good["specific_embedded_emissions"]["value"]),
            good["specific_embedded_emissions"]["unit"], float(good["share_of_default_values"]["value"]),
            good["specific_embedded_emissions"]["figure"],
        )
        for good in tree["goods"]
    )  # fmt: skip


def names_of_figures(tree: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Subject and name of figures by key; keys of another version are left out."""
    figures = tree["figures"]
    return {key: (figures[key]["subject"], figures[key]["name"]) for key in keys if key in figures}


def content_of(work: WorkspaceRecords, report: str, number: int) -> str:
    """Hash of the report.json of a version."""
    return content_of_files(work.report_files(report, number))


def content_of_files(files: tuple[ReportFile, ...]) -> str:
    """Hash of the report.json among the files of a version.

    Raises
    ------
    OutsideError  It has none (`outside.report_damaged`).
    """
    found = next((file.sha256 for file in files if file.name == CONTENT), "")
    if not found:
        raise damaged()
    return found


def read_content(gate: Gate, workspace: str, sha256: str) -> Any:
    """The report.json of a hash.

    Raises
    ------
    OutsideError  It is not there, or is none (`outside.report_damaged`, `store.object_missing`).
    """
    try:
        return json.loads(gate.objects.get(workspace, sha256))
    except ValueError as error:
        raise damaged() from error


def damaged() -> OutsideError:
    """What is said of a kept report that cannot be read."""
    said, mend = "a kept report cannot be read", "restore the newest backup that verifies"
    return OutsideError.of("outside.report_damaged", "report", said, mend)


def _whole(tree: Mapping[str, Any], key: str) -> KeptFigure:
    inputs = [item for item in tree["figure_inputs"] if item["figure"] == key]
    users = dict.fromkeys(item["figure"] for item in tree["figure_inputs"] if item["input"] == key)
    formula = tree["figures"][key]["formula"]
    return _one(
        tree, key, expression=tree["formulas"][formula]["expression"] if formula else "",
        inputs=tuple(_one(tree, item["input"], parameter=item["parameter"]) for item in inputs),
        users=tuple(_one(tree, user) for user in users),
    )  # fmt: skip


def _one(tree: Mapping[str, Any], key: str, **more: Any) -> KeptFigure:
    found = tree["figures"][key]
    source = found["source"]
    return KeptFigure(
        key=key, name=found["name"], subject=found["subject"], value=float(found["value"]), unit=found["unit"],
        act=source["act"], place=source["place"], edition=source["edition"] or "",
        confidence=source["confidence"] or "", because=found["because"], formula=found["formula"], **more,
    )  # fmt: skip
