"""Evidence behind reports: what was kept, and named, when a version was computed."""

from pulmu.services.access.gate import Gate
from pulmu.services.records.plant import EvidenceRecord
from pulmu.services.records.report import ReportVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.evidence_named import Register, named_in
from pulmu.services.workspaces.kept_document import document_of
from pulmu.services.workspaces.report_content import damaged
from pulmu.services.workspaces.reports import DOCUMENT


def behind_version(
    gate: Gate, workspace: str, work: WorkspaceRecords, version: ReportVersion, kept: tuple[EvidenceRecord, ...]
) -> frozenset[str]:
    """Hashes of the files that a version of a report rests on.

    Raises
    ------
    OutsideError  What it was computed from is missing or damaged.
    """
    files = work.report_files(version.report, version.number)
    sha256 = next((file.sha256 for file in files if file.name == DOCUMENT), "")
    if not sha256:
        raise damaged()
    document = document_of(gate.objects.get(workspace, sha256).decode())
    return frozenset(named_in(document, Register(kept, version.prepared_at)))


def behind_reports(
    gate: Gate, workspace: str, work: WorkspaceRecords, reports: tuple[str, ...], kept: tuple[EvidenceRecord, ...]
) -> frozenset[str]:
    """Hashes of the files that any version of some reports rests on.

    Raises
    ------
    OutsideError  As for `behind_version`.
    """
    versions = (version for report in reports for version in work.report_versions(report))
    return frozenset().union(*(behind_version(gate, workspace, work, version, kept) for version in versions))
