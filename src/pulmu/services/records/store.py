"""What is asked of the store: records of one workspace, and records of the place itself, each in whole transactions.

The store knows nothing of who may do what: `pulmu.services.access.gate` is the only way to it.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from pulmu.services.records.account import Account, Invitation, Membership, Session, Token, Workspace
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.checked import Checked
from pulmu.services.records.crossing import Delivery, DeliveryKind, Notice, NoticeKind, Received
from pulmu.services.records.deciding import CallState, DecisionRecord, Review, ReviewState, Stage
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.records.identity import AuthorizationRequest, Identity
from pulmu.services.records.job import Job, KeptAnswer, QueuedJob
from pulmu.services.records.live_link import LiveLink
from pulmu.services.records.plant import EvidenceRecord, PlantRecord, PlantVersion, SecrecyClass
from pulmu.services.records.report import Comment, Link, ReportFile, ReportRecord, ReportVersion, State
from pulmu.services.records.sealed import SealedHead, SealedKind, SealedPart


class Queue(Protocol):
    """The queue of jobs across workspaces, inside one transaction."""

    def put_job(self, job: QueuedJob) -> None:
        """Put a job into the queue, instead of what the queue says of it."""
        ...

    def next_job(self, now: datetime) -> QueuedJob | None:
        """The job to take up: of those nobody has, one of the workspace with the fewest at work, the oldest first."""
        ...

    def take_job(self, job: QueuedJob, now: datetime) -> bool:
        """Note who has a job and until when; not where somebody else has it by now. Whether it was noted."""
        ...

    def renew_job(self, lease: str, until: datetime) -> bool:
        """Have a job for longer; whether it was still had."""
        ...

    def release_job(self, lease: str, ready: datetime) -> bool:
        """Give a job back, to be taken up from a moment on; whether it was still had."""
        ...

    def release_jobs_of(self, owner: str, ready: datetime) -> int:
        """Give back what a process had that is no more; how many."""
        ...

    def drop_job(self, lease: str) -> bool:
        """Take a job out of the queue; whether it was still had."""
        ...

    def queued_jobs(self) -> tuple[QueuedJob, ...]:
        """The queue, oldest first; for the care of the place only."""
        ...


class PlaceRecords(Queue, Protocol):
    """Records of the place itself, inside one transaction: who may come in, and which workspaces there are."""

    def add_workspace(self, workspace: Workspace) -> None:
        """Keep a new workspace."""
        ...

    def workspace(self, workspace: str) -> Workspace | None:
        """A workspace by id."""
        ...

    def workspaces(self) -> tuple[Workspace, ...]:
        """All of them, oldest first; for the care of the place only."""
        ...

    def close_workspace(self, workspace: str) -> None:
        """Mark a workspace as deleted; its members, tokens, invitations and jobs in the queue go."""
        ...

    def add_account(self, account: Account) -> None:
        """Keep a new account; `ConflictError` where its email is taken (`access.email_taken`)."""
        ...

    def account(self, account: str) -> Account | None:
        """An account by id."""
        ...

    def accounts(self) -> tuple[Account, ...]:
        """All of them, oldest first; for the care of the place only."""
        ...

    def account_by_email(self, email: str) -> Account | None:
        """An account by its email in lower case."""
        ...

    def change_account(self, account: Account) -> None:
        """Put the account in the place of the one with its id."""
        ...

    def add_membership(self, membership: Membership) -> None:
        """Keep what a person is in a workspace, instead of what the same role said before."""
        ...

    def end_membership(self, membership: Membership) -> bool:
        """Take it away; whether it was there."""
        ...

    def memberships(self, account: str) -> tuple[Membership, ...]:
        """What a person is, in every workspace."""
        ...

    def members(self, workspace: str) -> tuple[Membership, ...]:
        """Who is what in a workspace."""
        ...

    def add_session(self, session: Session) -> None:
        """Keep a log-in."""
        ...

    def session(self, session: str) -> Session | None:
        """A log-in by the hash of its secret."""
        ...

    def change_session(self, session: Session) -> None:
        """Put the session in the place of the one with its id."""
        ...

    def count_sessions(self, at: datetime) -> int:
        """How many log-ins had not reached their end at a moment."""
        ...

    def end_sessions(self, account: str, *, but: str = "") -> int:
        """End every session of an account but one; how many there were."""
        ...

    def end_session(self, session: str) -> None:
        """End one session."""
        ...

    def add_token(self, token: Token) -> None:
        """Keep a token."""
        ...

    def token(self, token: str) -> Token | None:
        """A token by id."""
        ...

    def tokens(self, workspace: str) -> tuple[Token, ...]:
        """Tokens for a workspace, revoked ones too."""
        ...

    def change_token(self, token: Token) -> None:
        """Put the token in the place of the one with its id."""
        ...

    def add_invitation(self, invitation: Invitation) -> None:
        """Keep an invitation."""
        ...

    def invitation(self, invitation: str) -> Invitation | None:
        """An invitation by id."""
        ...

    def invitations(self, workspace: str) -> tuple[Invitation, ...]:
        """Invitations to a workspace, oldest first."""
        ...

    def use_invitation(self, invitation: str, at: datetime) -> bool:
        """Note that it was taken or taken back; whether it was still open."""
        ...

    def add_identity(self, identity: Identity) -> None:
        """Keep whose account an identity is; `ConflictError` where it is somebody's (`access.identity_taken`)."""
        ...

    def identity(self, issuer: str, subject: str) -> Identity | None:
        """An identity by its provider and the provider's name for it."""
        ...

    def identities(self, account: str) -> tuple[Identity, ...]:
        """Identities of an account, oldest first."""
        ...

    def use_identity(self, identity: Identity, at: datetime) -> None:
        """Note that somebody came in by it."""
        ...

    def drop_identity(self, identity: Identity) -> bool:
        """Take it away from its account; whether it was there."""
        ...

    def add_request(self, request: AuthorizationRequest) -> None:
        """Keep a way to a provider and back."""
        ...

    def take_request(self, request: str) -> AuthorizationRequest | None:
        """Take it away, and what it was; of two who take it at once one does."""
        ...

    def drop_requests(self, before: datetime) -> int:
        """Forget those that ended before a moment; how many."""
        ...

    def keep_head(self, workspace: str, number: int, seal: str) -> None:
        """Note the last entry of a workspace's audit outside of it: what is cut off there is missed here."""
        ...

    def head(self, workspace: str) -> tuple[int, str] | None:
        """Number and seal last noted."""
        ...

    def last_entry(self) -> AuditEntry | None:
        """The last entry of the place's own audit."""
        ...

    def add_entry(self, entry: AuditEntry) -> None:
        """Add to the place's own audit."""
        ...

    def entries(self, after: int = 0, most: int | None = None) -> tuple[AuditEntry, ...]:
        """Entries of the place's own audit, in order."""
        ...


class DecidingRecords(Protocol):
    """Records of one workspace about what it was sent and about its calls, inside one transaction."""

    def add_received(self, received: Received) -> bool:
        """Keep what was sent; whether it is new."""
        ...

    def received(self, received: str) -> Received | None:
        """What was sent, by id."""
        ...

    def all_received(self, kind: DeliveryKind, about: str | None = None) -> tuple[Received, ...]:
        """What was sent of a kind, oldest first, without content; of one call or the like."""
        ...

    def standing_received(self, kind: DeliveryKind, about: str, start: int, most: int) -> tuple[Received, ...]:
        """Some of those that count, oldest first, with content."""
        ...

    def count_ended(self, kind: DeliveryKind, about: str) -> int:
        """How many of a kind about something count no more."""
        ...

    def received_from(self, kind: DeliveryKind, about: str, sender: str) -> tuple[Received, ...]:
        """What one workspace sent of a kind about something, oldest first, without content."""
        ...

    def whole_received(self, kind: DeliveryKind, about: str) -> tuple[Received, ...]:
        """The same with content."""
        ...

    def standing_by_about(self, kind: DeliveryKind) -> dict[str, int]:
        """How many of a kind stand, neither withdrawn nor replaced, by what they are about."""
        ...

    def end_received(self, received: str, at: datetime) -> bool:
        """Note that it counts no more; whether it did."""
        ...

    def add_call_state(self, state: CallState) -> None:
        """Begin a call; `ConflictError` where it was begun."""
        ...

    def call_state(self, call: str) -> CallState | None:
        """How far a call is."""
        ...

    def call_states(self) -> tuple[CallState, ...]:
        """Calls that were begun, by id."""
        ...

    def move_call(self, call: str, *, expected: Stage, stage: Stage, at: datetime) -> None:
        """Go on with a call; `ConflictError` where it is not at the stage expected."""
        ...

    def renew_call(self, state: CallState) -> None:
        """Put it in the place of the one with its call, while applications are taken in; else `ConflictError`."""
        ...

    def commit(self, call: str, krw: int, places: int) -> bool:
        """Take money and places of a call, or give them back (below 0); not where less is left. Whether it was taken.

        It is one statement of the database: of many at once none takes what another took.
        """
        ...

    def add_review(self, review: Review) -> None:
        """Assign an application to a reviewer; `ConflictError` where it was."""
        ...

    def review(self, call: str, application: str, reviewer: str) -> Review | None:
        """One reviewer's part in an application."""
        ...

    def reviews(self, call: str) -> tuple[Review, ...]:
        """Every part of a call, without points."""
        ...

    def whole_reviews(self, call: str) -> tuple[Review, ...]:
        """The same with points: for who may open them."""
        ...

    def reviews_of(self, reviewer: str) -> tuple[Review, ...]:
        """A reviewer's parts, without points."""
        ...

    def move_review(self, review: Review, *, expected: ReviewState) -> None:
        """Put it in the place of the one with its key; `ConflictError` where that is not in the state expected."""
        ...

    def reviews_by_state(self, call: str) -> dict[ReviewState, int]:
        """How many parts of a call there are in each state."""
        ...

    def undecided(self, call: str) -> int:
        """How many applications to a call stand and have no decision."""
        ...

    def add_decision(self, decision: DecisionRecord) -> None:
        """Keep a decision; `ConflictError` where it does not follow the last of its application."""
        ...

    def decision(self, call: str, application: str, number: int | None = None) -> DecisionRecord | None:
        """The last decision of an application, or one by number."""
        ...

    def decisions(self, call: str) -> tuple[DecisionRecord, ...]:
        """Every decision of a call, without reasons, by application and number."""
        ...

    def whole_decisions(self, call: str) -> tuple[DecisionRecord, ...]:
        """The same with reasons."""
        ...


class Crossing(Protocol):
    """What one workspace shows and sends, and what it may see of others, inside one transaction."""

    @property
    def workspace(self) -> str:
        """Which one it is."""
        ...

    def publish(self, notice: Notice) -> bool:
        """Show a notice instead of the one before; not where a later one is shown. Whether it is shown now."""
        ...

    def withdraw(self, kind: NoticeKind, notice: str, at: datetime) -> bool:
        """Show it no more; whether it was shown."""
        ...

    def notices(self, kind: NoticeKind) -> tuple[Notice, ...]:
        """What all workspaces show of a kind, newest first."""
        ...

    def notice(self, kind: NoticeKind, workspace: str, notice: str) -> Notice | None:
        """What a workspace shows; its own also where it was withdrawn."""
        ...

    def own_notices(self, kind: NoticeKind) -> tuple[Notice, ...]:
        """What this workspace shows or showed of a kind, newest first."""
        ...

    def workspace_name(self, workspace: str) -> str:
        """What a workspace is called; empty where there is none."""
        ...

    def agencies(self) -> tuple[tuple[str, str], ...]:
        """Workspaces of agencies and what they are called, by name."""
        ...

    def send(self, delivery: Delivery) -> bool:
        """Send once: whether it is new."""
        ...

    def delivery(self, delivery: str) -> Delivery | None:
        """One it sent or was sent."""
        ...

    def sent(self) -> tuple[Delivery, ...]:
        """What it sent, newest first, without content."""
        ...

    def waiting(self, most: int) -> tuple[Delivery, ...]:
        """What it was sent and has not taken in, oldest first."""
        ...

    def count_waiting(self) -> int:
        """How much it was sent and has not taken in."""
        ...

    @property
    def receivers(self) -> tuple[str, ...]:
        """To whom something new was sent in this transaction."""
        ...

    def take(self, delivery: str, at: datetime) -> bool:
        """Note that it was taken in; its content goes, the receipt stays. Whether it was waiting."""
        ...


class WorkspaceRecords(DecidingRecords, Protocol):
    """Records of one workspace, inside one transaction. No method takes a workspace: others are out of reach."""

    @property
    def workspace(self) -> str:
        """Whose records these are."""
        ...

    def put_live_link(self, link: LiveLink) -> None:
        """Keep a link to a live plant, instead of the one with its id."""
        ...

    def drop_live_link(self, link: str) -> bool:
        """Take a link away; whether it was there."""
        ...

    def live_links(self) -> tuple[LiveLink, ...]:
        """Links to live plants, by id."""
        ...

    def add_plant(self, plant: PlantRecord) -> None:
        """Keep a new plant, without a version."""
        ...

    def plant(self, plant: str) -> PlantRecord | None:
        """A plant by id."""
        ...

    def plants(self) -> tuple[PlantRecord, ...]:
        """Plants by name; archived ones too."""
        ...

    def change_plant(self, plant: PlantRecord, *, expected: int) -> None:
        """Put the plant in the place of the one with its id; `ConflictError` where its version is not `expected`."""
        ...

    def add_plant_version(self, version: PlantVersion) -> None:
        """Keep a version."""
        ...

    def plant_version(self, plant: str, number: int) -> PlantVersion | None:
        """One version."""
        ...

    def plant_versions(self, plant: str) -> tuple[PlantVersion, ...]:
        """All versions, newest first, their content left empty."""
        ...

    def add_document_version(self, version: DocumentVersion) -> None:
        """Keep a version; `ConflictError` where it does not follow the newest."""
        ...

    def document_version(self, kind: DocumentKind, document: str, number: int) -> DocumentVersion | None:
        """One version."""
        ...

    def document_versions(self, kind: DocumentKind, document: str) -> tuple[DocumentVersion, ...]:
        """All versions of a document, newest first, their content left empty."""
        ...

    def documents(self, kind: DocumentKind) -> tuple[DocumentVersion, ...]:
        """The newest version of each document of a kind, by id, its content left empty."""
        ...

    def add_evidence(self, evidence: EvidenceRecord) -> bool:
        """Keep what is known of a file; whether it is new."""
        ...

    def evidence(self, sha256: str) -> EvidenceRecord | None:
        """What is known of a file, by hash."""
        ...

    def all_evidence(self) -> tuple[EvidenceRecord, ...]:
        """All files, oldest first."""
        ...

    def class_evidence(self, sha256: str, secrecy: SecrecyClass) -> bool:
        """Give a file another class of secrecy; whether there is one."""
        ...

    def add_report(self, report: ReportRecord) -> None:
        """Keep a new report, without a version."""
        ...

    def report(self, report: str) -> ReportRecord | None:
        """A report by id."""
        ...

    def report_of(self, plant: str, year: int) -> ReportRecord | None:
        """The report of a plant and year."""
        ...

    def reports(self) -> tuple[ReportRecord, ...]:
        """Reports, newest year first."""
        ...

    def add_report_version(self, version: ReportVersion, files: tuple[ReportFile, ...]) -> None:
        """Keep a draft and its files."""
        ...

    def report_version(self, report: str, number: int) -> ReportVersion | None:
        """One version."""
        ...

    def report_versions(self, report: str) -> tuple[ReportVersion, ...]:
        """All versions, newest first."""
        ...

    def move_report(self, version: ReportVersion, *, expected: State) -> None:
        """Replace the version with its number; `ConflictError` where its state is not `expected`."""
        ...

    def report_files(self, report: str, number: int) -> tuple[ReportFile, ...]:
        """Files of a version, by name."""
        ...

    def add_comment(self, comment: Comment) -> None:
        """Keep a comment."""
        ...

    def comments(self, report: str, number: int) -> tuple[Comment, ...]:
        """Comments on a version, oldest first."""
        ...

    def resolve_comment(self, comment: Comment) -> None:
        """Note who answered it and when; `ConflictError` where it was answered already."""
        ...

    def add_job(self, job: Job) -> None:
        """Keep a new job."""
        ...

    def job(self, job: str) -> Job | None:
        """A job by id."""
        ...

    def jobs(self, start: int, most: int) -> tuple[Job, ...]:
        """So many jobs, newest first, without as many of the newest."""
        ...

    def count_open_jobs(self) -> int:
        """How many wait or are at work."""
        ...

    def change_job(self, job: Job, *, tries: int) -> bool:
        """Put the job in the place of the one with its id, if that was taken up so often and has not ended."""
        ...

    def reopen_job(self, job: Job) -> bool:
        """Put the job in the place of the one with its id, if that has failed or was cancelled."""
        ...

    def answer_of(self, key: str) -> KeptAnswer | None:
        """What a request was answered, by the hash of its key."""
        ...

    def keep_answer(self, answer: KeptAnswer) -> None:
        """Keep what a request was answered, instead of what its key said before."""
        ...

    def drop_answers(self, before: datetime) -> int:
        """Forget what was kept before a moment; how many."""
        ...

    def add_link(self, link: Link) -> None:
        """Keep a link."""
        ...

    def link(self, link: str) -> Link | None:
        """A link by id."""
        ...

    def links(self, report: str) -> tuple[Link, ...]:
        """Links to versions of a report, newest first."""
        ...

    def revoke_link(self, link: str, at: datetime) -> bool:
        """Revoke a link; whether it was still open."""
        ...

    def count_opening(self, link: str, at: datetime) -> bool:
        """Count one opening, unless it ended, was revoked, or was opened as often as it may be; whether it did."""
        ...

    def add_sealed_part(self, part: SealedPart, head: SealedHead) -> None:
        """Keep a part and what is known of the whole with it; `ConflictError` where another came first."""
        ...

    def sealed_heads(self, what: SealedKind) -> tuple[SealedHead, ...]:
        """Meters or books, by name."""
        ...

    def sealed_head(self, what: SealedKind, name: str) -> SealedHead | None:
        """What is known of a meter or a book."""
        ...

    def parts_naming(self, text: str) -> tuple[tuple[SealedKind, str, int], ...]:
        """Kind, name and number of the parts of meters and books whose head holds a text."""
        ...

    def sealed_parts(
        self, what: SealedKind, name: str, after: int = 0, most: int | None = None
    ) -> tuple[SealedPart, ...]:
        """Parts of a meter or a book, in order."""
        ...

    def last_entry(self) -> AuditEntry | None:
        """The last entry of the audit."""
        ...

    def add_entry(self, entry: AuditEntry) -> None:
        """Add to the audit."""
        ...

    def entries(self, after: int = 0, most: int | None = None) -> tuple[AuditEntry, ...]:
        """Entries of the audit, in order."""
        ...


class Store(Protocol):
    """Keeps everything. A writing transaction that was left without an error is on the disk."""

    def place_reading(self) -> AbstractContextManager[PlaceRecords]:
        """Records of the place as they stand at this moment."""
        ...

    def place_writing(self) -> AbstractContextManager[PlaceRecords]:
        """Records of the place to change: all of it or nothing."""
        ...

    def open_workspace(self, workspace: str) -> None:
        """Make room for a new workspace; nothing happens where there is."""
        ...

    def reading(self, workspace: str) -> AbstractContextManager[WorkspaceRecords]:
        """Records of a workspace as they stand at this moment."""
        ...

    def writing(self, workspace: str) -> AbstractContextManager[WorkspaceRecords]:
        """Records of a workspace to change: all of it or nothing."""
        ...

    def crossing(self, workspace: str, *, writes: bool) -> AbstractContextManager[Crossing]:
        """What a workspace may see of others, and shows and sends them; whole or not at all."""
        ...

    def erase_workspace(self, workspace: str) -> None:
        """Take away everything of a workspace but its name in the place."""
        ...

    def tidy(self) -> None:
        """Leave nothing on the disk of what was deleted, where the database keeps it elsewhere for a while."""
        ...

    def check(self, workspace: str = "") -> Checked:
        """Whether records of a workspace, or of the place, are as they were written; never an error of the store."""
        ...


class ClosableStore(Store, Protocol):
    """A store that was opened."""

    def close(self) -> None:
        """Give back what is open."""
        ...


class ObjectStore(Protocol):
    """Keeps contents by their hash, apart for each workspace."""

    def put(self, workspace: str, content: bytes) -> str:
        """Keep a content, on the disk before it returns; its SHA-256."""
        ...

    def get(self, workspace: str, sha256: str) -> bytes:
        """A content; `OutsideError` where it is missing or damaged (`store.object_missing`, `store.object_damaged`)."""
        ...

    def workspaces(self) -> tuple[str, ...]:
        """Workspaces of which something is kept, in order."""
        ...

    def hashes(self, workspace: str) -> tuple[str, ...]:
        """What is kept, in order."""
        ...

    def erase(self, workspace: str) -> None:
        """Take away everything of a workspace."""
        ...

    def sweep(self) -> int:
        """Take away what was begun to be written, long ago, by a process that is no more; how many files."""
        ...
