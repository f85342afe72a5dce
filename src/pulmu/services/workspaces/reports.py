"""Reports: prepared by one person, approved by another, and frozen; a correction is a new version."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pulmu.model import AccessRefused, Document, InputError, Problem, problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.access.permission import Action
from pulmu.services.records.report import ReportFile, ReportRecord, ReportVersion, State
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.report import Report
from pulmu.services.report_cbam import Outcome, report_cbam
from pulmu.services.workspaces.kept_document import document_of, text_of
from pulmu.services.workspaces.plants import find_version

DOCUMENT = "document.json"
"""The document a version was computed from, among its files."""

Draw = Callable[[Report], Mapping[str, bytes]]
"""Files of a report by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWish:
    """What a report shall be computed from, and under.

    Parameters
    ----------
    version : Version of the plant; the newest where it is None.
    """

    year: int
    edition: str
    scenario: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft, or the problems that stand in its way."""

    version: ReportVersion | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report that was computed, and its files, which nobody sees before there is a version of it.

    Parameters
    ----------
    document_sha256 : Hash of the document it was computed from.
    files : Hash and size of each, by name.
    """

    plant: str
    plant_version: int
    wish: ReportWish
    report: Report
    document_sha256: str
    files: Mapping[str, tuple[str, int]]


def prepare_report(
    gate: Gate, actor: Actor, plant: str, wish: ReportWish, cite: Callable[[Document], Document], draw: Draw
) -> Prepared:
    """Compute a draft from the plant.

    Parameters
    ----------
    cite : Puts in the totals the plant cites from readings and books.
    draw : Draws the files.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant or version of it.
    """
    draft, problems = compute_draft(gate, actor, plant, wish, cite, draw)
    if draft is None:
        return Prepared(None, problems)
    with gate.writing(actor, draft_deed(draft)) as work:
        version = keep_draft(gate, actor, work, draft)
    return Prepared(version, problems)


def compute_draft(
    gate: Gate, actor: Actor, plant: str, wish: ReportWish, cite: Callable[[Document], Document], draw: Draw,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Draft | None, tuple[Problem, ...]]:  # fmt: skip
    """A draft without a version yet, and what is to be said of it; without a draft, what stands in its way.

    Parameters
    ----------
    tell : Is told each step: `compute`, `draw`, `keep`.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant or version of it.
    """
    with gate.reading(actor, "prepare_report") as work:
        _, source = find_version(work, plant, wish.version)
    tell("compute")
    document = cite(document_of(source.content))
    outcome = _compute(document, wish.year, wish.edition, wish.scenario)
    if outcome.report is None:
        return None, outcome.problems
    tell("draw")
    files = {DOCUMENT: text_of(document).encode(), **draw(outcome.report)}
    tell("keep")
    kept = {name: (gate.objects.put(actor.workspace, content), len(content)) for name, content in files.items()}
    draft = Draft(
        plant=plant, plant_version=source.number, wish=wish, report=outcome.report,
        document_sha256=hashlib.sha256(files[DOCUMENT]).hexdigest(), files=kept,
    )  # fmt: skip
    return draft, outcome.problems


def draft_deed(draft: Draft) -> Deed:
    """What the audit notes of a draft."""
    return Deed("prepare_report", f"plant:{draft.plant}/{draft.plant_version}", detail={"sha256": draft.report.sha256})


def keep_draft(
    gate: Gate, actor: Actor, work: WorkspaceRecords, draft: Draft, job: str | None = None
) -> ReportVersion:  # fmt: skip
    """Make a draft the newest version of its report.

    Parameters
    ----------
    job : Job that computed it.
    """
    report = work.report_of(draft.plant, draft.wish.year) or _new_report(gate, work, draft.plant, draft.wish.year)
    versions = work.report_versions(report.id)
    version = ReportVersion(
        report=report.id, number=versions[0].number + 1 if versions else 1, state="draft",
        plant_version=draft.plant_version, edition=draft.wish.edition, scenario=draft.wish.scenario,
        program=draft.report.program, plant_sha256=draft.document_sha256, report_sha256=draft.report.sha256,
        prepared_by=actor.id, prepared_at=gate.world.now(), job=job,
    )  # fmt: skip
    files = (ReportFile(report=report.id, number=version.number, name=name, sha256=sha256, size=size)
             for name, (sha256, size) in draft.files.items())  # fmt: skip
    work.add_report_version(version, tuple(files))
    return version


def submit_report(gate: Gate, actor: Actor, report: str, number: int) -> ReportVersion:
    """Hand a draft to who approves.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    ConflictError  It is no draft (`store.report_moved`).
    """
    with gate.writing(actor, _deed("submit_report", report, number)) as work:
        version = replace(
            find_report_version(work, report, number), state="submitted", submitted_by=actor.id,
            submitted_at=gate.world.now(), decided_by="", decided_at=None,
        )  # fmt: skip
        work.move_report(version, expected="draft")
    return version


def return_report(gate: Gate, actor: Actor, report: str, number: int, reason: str) -> ReportVersion:
    """Give a submitted version back, with the reason.

    Raises
    ------
    AccessRefused, ConflictError  As for `approve_report`.
    InputError  No reason was given (`input.reason_missing`).
    """
    return _decide(gate, actor, report, number, "draft", needed(reason))


def approve_report(gate: Gate, actor: Actor, report: str, number: int, note: str = "") -> ReportVersion:
    """Freeze a submitted version: it never changes again.

    Raises
    ------
    AccessRefused  They may not, or worked on it themselves (`report.four_eyes`).
    ConflictError  It is not submitted, or somebody else decided (`store.report_moved`).
    """
    return _decide(gate, actor, report, number, "frozen", note)


def withdraw_report(gate: Gate, actor: Actor, report: str, number: int, reason: str) -> ReportVersion:
    """Mark a frozen version as withdrawn; it stays as it is, and its links end.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  It is not frozen (`store.report_moved`).
    InputError  No reason was given (`input.reason_missing`).
    """
    said = needed(reason)
    with gate.writing(actor, _deed("approve_report", report, number, said, withdrawn="yes")) as work:
        version = replace(find_report_version(work, report, number), state="withdrawn", reason=said)
        work.move_report(version, expected="frozen")
        for link in work.links(report):
            if link.number == number:
                work.revoke_link(link.id, gate.world.now())
    return version


def read_reports(gate: Gate, actor: Actor) -> tuple[tuple[ReportRecord, tuple[ReportVersion, ...]], ...]:
    """Reports the actor may see, each with its versions, newest first."""
    with gate.reading(actor, "read_report", report=_engaged(actor)) as work:
        seen = [item for item in work.reports() if actor.may("read_report", item.id)]
        return tuple((item, work.report_versions(item.id)) for item in seen)


def read_version(gate: Gate, actor: Actor, report: str, number: int) -> ReportVersion:
    """A version of a report.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    """
    with gate.reading(actor, "read_report", report=report) as work:
        return find_report_version(work, report, number)


def list_files(gate: Gate, actor: Actor, report: str, number: int) -> tuple[ReportFile, ...]:
    """Files of a version, by name.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    """
    with gate.reading(actor, "read_report", report=report) as work:
        find_report_version(work, report, number)
        return work.report_files(report, number)


def read_file(gate: Gate, actor: Actor, report: str, number: int, name: str, reason: str) -> bytes:
    """A file of a version. It is noted who took it and why.

    Raises
    ------
    AccessRefused  They may not, or there is no such file (`access.unknown_report`).
    InputError  No reason was given (`input.reason_missing`).
    """
    deed = _deed("download_report", report, number, needed(reason), file=name[:80])
    with gate.writing(actor, deed) as work:
        found = [file for file in work.report_files(report, number) if file.name == name]
        if not found:
            raise unknown_report()
    return gate.objects.get(actor.workspace, found[0].sha256)


def check_frozen(
    gate: Gate, workspace: str, version: ReportVersion, files: tuple[ReportFile, ...]
) -> tuple[Problem, ...]:
    """Whether a version is as it was: its files by their hashes, and the report computed anew from its document.

    Another program or another edition of a table may compute another report: that is told apart from a change.
    """
    place = f"report {version.report}, version {version.number}"
    contents = {file.name: gate.objects.get(workspace, file.sha256) for file in files}
    kept = contents.get(DOCUMENT, b"")
    if hashlib.sha256(kept).hexdigest() != version.plant_sha256:
        said, mend = "the document it was computed from is another", "restore the newest backup that verifies"
        return (problem("report.document_changed", place, said, mend),)
    document = document_of(kept.decode())
    outcome = _compute(document, None, version.edition, version.scenario)
    if outcome.report is not None and outcome.report.sha256 == version.report_sha256:
        return ()
    now = outcome.report.program if outcome.report else ""
    said = f"{now or 'this program'} computes another report than {version.program} did"
    mend = f"use {version.program}, or look at the difference of the editions"
    return (problem("report.not_reproduced", place, said, mend, then=version.program, now=now),)


def find_report_version(work: WorkspaceRecords, report: str, number: int) -> ReportVersion:
    """A version.

    Raises
    ------
    AccessRefused  There is none (`access.unknown_report`).
    """
    version = work.report_version(report, number)
    if version is None:
        raise unknown_report()
    return version


def authors_of(work: WorkspaceRecords, version: ReportVersion) -> set[str]:
    """Who worked on a version: prepared or submitted it, or changed the plant since the last frozen one."""
    report = work.report(version.report)
    frozen = [item.plant_version for item in work.report_versions(version.report)
              if item.state == "frozen" and item.number < version.number]  # fmt: skip
    changed = work.plant_versions(report.plant) if report else ()
    since = max(frozen, default=0)
    authors = {item.author for item in changed if since < item.number <= version.plant_version}
    return authors | {version.prepared_by, version.submitted_by}


def unknown_report() -> AccessRefused:
    """What is said of a report that is not there."""
    said, mend = "there is no such report, version or file", "choose one of the list"
    return AccessRefused.of("access.unknown_report", "report", said, mend)


def needed(reason: str) -> str:
    """The reason, if there is one.

    Raises
    ------
    InputError  There is none (`input.reason_missing`).
    """
    if not reason.strip():
        raise InputError.of("input.reason_missing", "reason", "no reason is given", "write why, in a few words")
    return reason.strip()[:1000]


def _decide(gate: Gate, actor: Actor, report: str, number: int, state: State, reason: str) -> ReportVersion:
    with gate.writing(actor, _deed("approve_report", report, number, reason, state=state)) as work:
        version = find_report_version(work, report, number)
        if actor.id in authors_of(work, version):
            said, mend = "who worked on a report does not decide on it", "ask another approver"
            raise AccessRefused.of("report.four_eyes", "report", said, mend)
        decided = replace(version, state=state, decided_by=actor.id, decided_at=gate.world.now(), reason=reason[:1000])
        work.move_report(decided, expected="submitted")
    return decided


def _new_report(gate: Gate, work: WorkspaceRecords, plant: str, year: int) -> ReportRecord:
    report = ReportRecord(id=gate.world.identifier(), plant=plant, year=year, created=gate.world.now())
    work.add_report(report)
    return report


def _compute(document: Document, year: int | None, edition: str, scenario: str) -> Outcome:
    return report_cbam(document, year=year, edition=edition, scenario=scenario or None)


def _engaged(actor: Actor) -> str:
    """A report the actor is engaged for, where they are for some only."""
    return next((name for grant in actor.grants for name in grant.reports), "")


def _deed(action: Action, report: str, number: int, reason: str = "", **detail: str) -> Deed:
    return Deed(action, f"report:{report[:64]}/{number}", report, detail, reason)
