"""Administration shells of a plant of a place, handed out: what the summary of its approved report may show, no more.

Whoever may share a report can release further fields, one by one. It is noted who took which, and why.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from pulmu.model import Document, InputError, Plant, Problem, has_errors, warning
from pulmu.model.line import Line
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.check_line import line_in_plant
from pulmu.services.check_plant import check_plant
from pulmu.services.lines.shelf import find_line
from pulmu.services.records.report import ReportVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.report import Report
from pulmu.services.report_cbam import report_cbam
from pulmu.services.shell_content import ShellDesk
from pulmu.services.shell_of_plant import Naming, Shown, shell_of_plant
from pulmu.services.workspaces.kept_document import document_of
from pulmu.services.workspaces.plants import find_version
from pulmu.services.workspaces.reports import DOCUMENT, needed

Cite = Callable[[Document], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """What is asked for.

    Parameters
    ----------
    released : Fields beyond the summary that are handed out.
    line : Id of a line that stands in the plant; empty for none. It is told where `structure` or `model` is released.
    ending : aasx or json.
    """

    plant: str
    reason: str
    released: frozenset[Shown] = frozenset()
    line: str = ""
    naming: Naming = field(default_factory=Naming)
    ending: str = "aasx"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file, what was left out of it, and the judge who took it."""

    name: str
    content: bytes
    judge: str
    problems: tuple[Problem, ...]


def hand_out_shells(gate: Gate, actor: Actor, wish: HandOut, cite: Cite, desk: ShellDesk) -> HandedOut:
    """Shells of a plant as a file.

    Parameters
    ----------
    cite : Puts in the totals the plant cites from readings and books.

    Raises
    ------
    AccessRefused  They may not hand out, or not release what is asked for; or there is no such plant or line.
    InputError  There is no reason (`input.reason_missing`), the plant or its line has errors (all of them), or the
        approved report is not what this program computes (`report.not_reproduced`).
    OutsideError  Packages for shells are not installed (`outside.shell_not_installed`).
    """
    reason = needed(wish.reason)
    with gate.reading(actor, "export_shell") as work:
        if wish.released:
            authorise(actor, "share_report", "")
        record, version = find_version(work, wish.plant, None)
        approved = _approved(work, record.id)
    if approved is None:
        document, report = _computed(cite(document_of(version.content)), DEFAULT_EDITION, None)
    else:
        sha256, of = approved
        document, report = _computed(document_of(gate.objects.get(actor.workspace, sha256).decode()), of.edition, of)
    plant, line, line_sha256 = _with_line(gate, actor, wish.line, document)
    made = shell_of_plant(
        plant, report, line, line_sha256, wish.naming, wish.released, with_figures=approved is not None
    )
    problems = made.problems if approved is not None else (_not_approved(), *made.problems)
    name = f"{record.name}.{wish.ending}"
    content, judge = desk.write(made.environment, name)
    detail = {"released": " ".join(sorted(wish.released)), "sha256": hashlib.sha256(content).hexdigest()}
    number = version.number if approved is None else approved[1].plant_version
    gate.note(actor, Deed("export_shell", f"plant:{record.id}/{number}", detail=detail, reason=reason))
    return HandedOut(name, content, judge, problems)


def _approved(work: WorkspaceRecords, plant: str) -> tuple[str, ReportVersion] | None:
    """The newest approved version of the newest year: the hash of its document, and the version."""
    records = sorted((item for item in work.reports() if item.plant == plant), key=lambda item: -item.year)
    for record in records:
        for version in work.report_versions(record.id):
            if version.state == "frozen":
                files = work.report_files(record.id, version.number)
                return next(file.sha256 for file in files if file.name == DOCUMENT), version
    return None


def _computed(document: Document, edition: str, approved: ReportVersion | None) -> tuple[Document, Report]:
    """The report of a document; of an approved one, the very report that was approved."""
    scenario = (approved.scenario or None) if approved is not None else None
    outcome = report_cbam(document, edition=edition, scenario=scenario)
    if outcome.report is None:
        raise InputError(*(item for item in outcome.problems if item.severity == "error"))
    if approved is not None and outcome.report.sha256 != approved.report_sha256:
        now, then = outcome.report.program, approved.program
        raise InputError.of(
            "report.not_reproduced", f"report {approved.report}, version {approved.number}",
            f"{now} computes another report than {then} did", "prepare the report anew and have it approved",
            then=then, now=now,
        )  # fmt: skip
    return document, outcome.report


def _with_line(gate: Gate, actor: Actor, line: str, document: Document) -> tuple[Plant, Line | None, str]:
    if not line:
        plant = check_plant(document).plant
        if plant is None:  # a document a report was computed from has none
            raise InputError(*check_plant(document).problems)
        return plant, None, ""
    kept = find_line(gate, actor, line)
    joined = line_in_plant(kept.document, document)
    if joined.plant is None or has_errors(joined.problems):
        raise InputError(*(item for item in joined.problems if item.severity == "error"))
    return joined.plant, joined.line, kept.document.sha256 or kept.version.sha256


def _not_approved() -> Problem:
    return warning(
        "shell.not_approved", "CarbonFootprint", "no report of the plant is approved: no figure is handed out",
        "have a report approved, and hand out the shells again",
    )  # fmt: skip
