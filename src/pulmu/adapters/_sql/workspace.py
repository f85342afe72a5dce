"""Records of one workspace in a database."""

from datetime import datetime

from sqlalchemy import Connection, or_
from sqlalchemy.exc import IntegrityError

from pulmu.adapters._sql import tables as t
from pulmu.adapters._sql.deciding import SqlDeciding
from pulmu.adapters._sql.jobs import SqlJobs
from pulmu.adapters._sql.rows import Rows, values_of
from pulmu.model import ConflictError
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.records.live_link import LiveLink
from pulmu.services.records.plant import EvidenceRecord, PlantRecord, PlantVersion, SecrecyClass
from pulmu.services.records.report import Comment, Link, ReportFile, ReportRecord, ReportVersion, State
from pulmu.services.records.sealed import SealedHead, SealedKind, SealedPart


class SqlWorkspaceRecords(SqlJobs, SqlDeciding):
    """Records of one workspace, inside one transaction: every query and every row names it."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self.workspace = workspace
        self._rows = Rows(connection, {"workspace": workspace})

    def put_live_link(self, link: LiveLink) -> None:
        """Keep a link to a live plant, instead of the one with its id."""
        self._rows.take_away(t.live_link, id=link.id)
        self._rows.add(t.live_link, link)

    def drop_live_link(self, link: str) -> bool:
        """Take a link away; whether it was there."""
        return self._rows.take_away(t.live_link, id=link) > 0

    def live_links(self) -> tuple[LiveLink, ...]:
        """Links to live plants, by id."""
        found = self._rows.all(LiveLink, t.live_link)
        return tuple(sorted(found, key=lambda item: item.id))  # a server sorts by its own language

    def add_plant(self, plant: PlantRecord) -> None:
        """Keep a new plant, without a version."""
        self._rows.add(t.plant, plant)

    def plant(self, plant: str) -> PlantRecord | None:
        """A plant by id."""
        return self._rows.one(PlantRecord, t.plant, id=plant)

    def plants(self) -> tuple[PlantRecord, ...]:
        """Plants by name; archived ones too."""
        return self._rows.all(PlantRecord, t.plant, t.plant.c.name, t.plant.c.id)

    def change_plant(self, plant: PlantRecord, *, expected: int) -> None:
        """Put the plant in the place of the one with its id; `ConflictError` where its version is not `expected`."""
        if not self._rows.change(t.plant, values_of(plant), id=plant.id, version=expected):
            raise _overtaken("store.plant_changed", f"plant {plant.id}", "the plant was changed by somebody meanwhile")

    def add_plant_version(self, version: PlantVersion) -> None:
        """Keep a version."""
        self._rows.add(t.plant_version, version)

    def plant_version(self, plant: str, number: int) -> PlantVersion | None:
        """One version."""
        return self._rows.one(PlantVersion, t.plant_version, plant=plant, number=number)

    def plant_versions(self, plant: str) -> tuple[PlantVersion, ...]:
        """All versions, newest first, their content left empty."""
        return self._rows.heads(
            PlantVersion, t.plant_version, t.plant_version.c.number.desc(), empty="content", plant=plant
        )

    def add_document_version(self, version: DocumentVersion) -> None:
        """Keep a version; `ConflictError` where it does not follow the newest."""
        newest = next(iter(self.document_versions(version.kind, version.document)), None)
        if version.number != (newest.number if newest else 0) + 1:
            raise _changed(version)
        try:
            self._rows.add(t.document_version, version)
        except IntegrityError as error:
            raise _changed(version) from error

    def document_version(self, kind: DocumentKind, document: str, number: int) -> DocumentVersion | None:
        """One version."""
        return self._rows.one(DocumentVersion, t.document_version, kind=kind, document=document, number=number)

    def document_versions(self, kind: DocumentKind, document: str) -> tuple[DocumentVersion, ...]:
        """All versions of a document, newest first, their content left empty."""
        order = t.document_version.c.number.desc()
        return self._rows.heads(
            DocumentVersion, t.document_version, order, empty="content", kind=kind, document=document
        )

    def documents(self, kind: DocumentKind) -> tuple[DocumentVersion, ...]:
        """The newest version of each document of a kind, by id, its content left empty."""
        order = t.document_version.c.number
        found = self._rows.heads(DocumentVersion, t.document_version, order, empty="content", kind=kind)
        newest = {item.document: item for item in found}
        return tuple(newest[name] for name in sorted(newest))  # a server sorts by its own language

    def add_evidence(self, evidence: EvidenceRecord) -> bool:
        """Keep what is known of a file; whether it is new."""
        if self.evidence(evidence.sha256) is not None:
            return False
        self._rows.add(t.evidence, evidence)
        return True

    def evidence(self, sha256: str) -> EvidenceRecord | None:
        """What is known of a file, by hash."""
        return self._rows.one(EvidenceRecord, t.evidence, sha256=sha256)

    def all_evidence(self) -> tuple[EvidenceRecord, ...]:
        """All files, oldest first."""
        return self._rows.all(EvidenceRecord, t.evidence, t.evidence.c.at, t.evidence.c.sha256)

    def class_evidence(self, sha256: str, secrecy: SecrecyClass) -> bool:
        """Give a file another class of secrecy; whether there is one."""
        return self._rows.change(t.evidence, {"secrecy": secrecy}, sha256=sha256)

    def add_report(self, report: ReportRecord) -> None:
        """Keep a new report, without a version."""
        self._rows.add(t.report, report)

    def report(self, report: str) -> ReportRecord | None:
        """A report by id."""
        return self._rows.one(ReportRecord, t.report, id=report)

    def report_of(self, plant: str, year: int) -> ReportRecord | None:
        """The report of a plant and year."""
        return self._rows.one(ReportRecord, t.report, plant=plant, year=year)

    def reports(self) -> tuple[ReportRecord, ...]:
        """Reports, newest year first."""
        return self._rows.all(ReportRecord, t.report, t.report.c.year.desc(), t.report.c.created, t.report.c.id)

    def add_report_version(self, version: ReportVersion, files: tuple[ReportFile, ...]) -> None:
        """Keep a draft and its files."""
        try:
            self._rows.add(t.report_version, version)
        except IntegrityError as error:
            raise _overtaken(
                "store.version_taken", f"report {version.report}", f"version {version.number} was made by somebody else"
            ) from error
        for file in files:
            self._rows.add(t.report_file, file)

    def report_version(self, report: str, number: int) -> ReportVersion | None:
        """One version."""
        return self._rows.one(ReportVersion, t.report_version, report=report, number=number)

    def report_versions(self, report: str) -> tuple[ReportVersion, ...]:
        """All versions, newest first."""
        return self._rows.all(ReportVersion, t.report_version, t.report_version.c.number.desc(), report=report)

    def move_report(self, version: ReportVersion, *, expected: State) -> None:
        """Replace the version with its number; `ConflictError` where its state is not `expected`."""
        key = {"report": version.report, "number": version.number, "state": expected}
        if not self._rows.change(t.report_version, values_of(version), **key):
            raise _overtaken(
                "store.report_moved", f"report {version.report}, version {version.number}",
                "somebody else decided meanwhile",
            )  # fmt: skip

    def report_files(self, report: str, number: int) -> tuple[ReportFile, ...]:
        """Files of a version, by name."""
        return self._rows.all(ReportFile, t.report_file, t.report_file.c.name, report=report, number=number)

    def add_comment(self, comment: Comment) -> None:
        """Keep a comment."""
        self._rows.add(t.comment, comment)

    def comments(self, report: str, number: int) -> tuple[Comment, ...]:
        """Comments on a version, oldest first."""
        return self._rows.all(Comment, t.comment, t.comment.c.at, t.comment.c.id, report=report, number=number)

    def resolve_comment(self, comment: Comment) -> None:
        """Note who answered it and when; `ConflictError` where it was answered already."""
        if not self._rows.change(t.comment, values_of(comment), id=comment.id, resolved_by=""):
            raise _overtaken("store.comment_resolved", f"comment {comment.id}", "it was answered meanwhile")

    def add_link(self, link: Link) -> None:
        """Keep a link."""
        self._rows.add(t.link, link)

    def link(self, link: str) -> Link | None:
        """A link by id."""
        return self._rows.one(Link, t.link, id=link)

    def links(self, report: str) -> tuple[Link, ...]:
        """Links to versions of a report, newest first."""
        return self._rows.all(Link, t.link, t.link.c.created.desc(), t.link.c.id, report=report)

    def revoke_link(self, link: str, at: datetime) -> bool:
        """Revoke a link; whether it was still open."""
        return self._rows.change(t.link, {"revoked": at}, t.link.c.revoked.is_(None), id=link)

    def count_opening(self, link: str, at: datetime) -> bool:
        """Count one opening, unless it ended, was revoked, or was opened as often as it may be; whether it did."""
        open_still = (
            t.link.c.revoked.is_(None),
            t.link.c.ends > at,
            or_(t.link.c.limit.is_(None), t.link.c.opened < t.link.c.limit),
        )
        return self._rows.change(t.link, {"opened": t.link.c.opened + 1}, *open_still, id=link)

    def add_sealed_part(self, part: SealedPart, head: SealedHead) -> None:
        """Keep a part and what is known of the whole with it; `ConflictError` where another came first."""
        try:
            self._rows.add(t.sealed_part, part)
        except IntegrityError as error:
            raise _overtaken("store.part_taken", f"{part.what} {part.name}", "another import came first") from error
        if part.number == 1:
            self._rows.add(t.sealed_head, head)
        elif not self._rows.change(
            t.sealed_head, values_of(head), what=head.what, name=head.name, parts=part.number - 1
        ):
            raise _overtaken("store.part_taken", f"{part.what} {part.name}", "another import came first")

    def sealed_heads(self, what: SealedKind) -> tuple[SealedHead, ...]:
        """Meters or books, by name."""
        found = self._rows.all(SealedHead, t.sealed_head, what=what)
        return tuple(sorted(found, key=lambda item: item.name))  # a server sorts by its own language

    def sealed_head(self, what: SealedKind, name: str) -> SealedHead | None:
        """What is known of a meter or a book."""
        return self._rows.one(SealedHead, t.sealed_head, what=what, name=name)

    def parts_naming(self, text: str) -> tuple[tuple[SealedKind, str, int], ...]:
        """Kind, name and number of the parts of meters and books whose head holds a text."""
        part = t.sealed_part.c
        found = self._rows.holding(t.sealed_part, part.what, part.name, part.number, where=part.head, text=text)
        return tuple((what, name, number) for what, name, number in found)

    def sealed_parts(
        self, what: SealedKind, name: str, after: int = 0, most: int | None = None
    ) -> tuple[SealedPart, ...]:
        """Parts of a meter or a book, in order."""
        number = t.sealed_part.c.number
        return self._rows.some(SealedPart, t.sealed_part, number, after, most, what=what, name=name)

    def last_entry(self) -> AuditEntry | None:
        """The last entry of the audit."""
        return self._rows.last(AuditEntry, t.audit, t.audit.c.number)

    def add_entry(self, entry: AuditEntry) -> None:
        """Add to the audit."""
        self._rows.add(t.audit, entry)

    def entries(self, after: int = 0, most: int | None = None) -> tuple[AuditEntry, ...]:
        """Entries of the audit, in order."""
        return self._rows.some(AuditEntry, t.audit, t.audit.c.number, after, most)


def _changed(version: DocumentVersion) -> ConflictError:
    said = "the document was changed by somebody meanwhile"
    return _overtaken("store.document_changed", f"{version.kind} {version.document}", said)


def _overtaken(code: str, place: str, message: str) -> ConflictError:
    return ConflictError.of(code, place, message, "look at it as it is now, and decide again")
