"""What requests and answers hold. A record of the store is never an answer: each field that leaves is named here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from pulmu.locale import Language, has_text, problems_tree, text
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.accounts.members import Member
from pulmu.services.records.account import Account, Token, WorkspaceKind
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.job import Job
from pulmu.services.records.plant import PlantRecord, PlantVersion, SecrecyClass
from pulmu.services.records.report import Comment, Link, ReportFile, ReportRecord, ReportVersion
from pulmu.services.workspaces.kept_problems import problems_of

SHOWN = "^[^\\x00]*$"
"""No NUL: PostgreSQL keeps none."""
Text = Annotated[str, Field(max_length=1000, pattern=SHOWN)]
Short = Annotated[str, Field(max_length=200, pattern=SHOWN)]
Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
AccountRole = Literal[
    "plant_user", "preparer", "approver", "company_admin", "supplier", "agency_officer", "reviewer", "verifier",
]  # fmt: skip


class Body(BaseModel):
    """A request: a field nobody knows is refused, and not dropped."""

    model_config = ConfigDict(extra="forbid")


class LogInBody(Body):
    """Who wants to come in."""

    email: Short
    password: Annotated[str, Field(max_length=1024)]


class CodeBody(Body):
    """A one-time code."""

    code: Annotated[str, Field(max_length=40)]


class SignUpBody(Body):
    """A new account with its workspace."""

    email: Short
    name: Short
    password: Annotated[str, Field(max_length=1024)]
    language: Literal["ko", "en"] = "ko"
    workspace: Short
    kind: WorkspaceKind = "company"


class NewMemberBody(Body):
    """Who takes an invitation and has no account."""

    invitation: Short
    email: Short
    name: Short
    password: Annotated[str, Field(max_length=1024)]
    language: Literal["ko", "en"] = "ko"


class InvitationBody(Body):
    """Who is invited, for what, until when."""

    email: Short
    role: AccountRole
    end: date | None = None
    reports: Annotated[list[Id], Field(max_length=100)] = []


class TokenBody(Body):
    """What a token shall be for."""

    name: Short
    scopes: Annotated[list[Short], Field(max_length=40)]
    days: Annotated[int, Field(ge=1, le=366)]


class ReasonBody(Body):
    """Why."""

    reason: Text = ""


class ClassBody(Body):
    """Another class of secrecy, and why; the reason is noted."""

    secrecy: SecrecyClass
    reason: Text


class ErasureBody(Body):
    """The name of the workspace, typed again, and why it is deleted."""

    name: Short
    reason: Text


class CommentBody(Body):
    """What somebody asks."""

    text: Annotated[str, Field(min_length=1, max_length=4000, pattern=SHOWN)]
    about: Annotated[str, Field(max_length=100, pattern=SHOWN)] = ""


class LinkBody(Body):
    """For whom a link is, for how long, and how often it may be opened."""

    audience: Short
    days: Annotated[int, Field(ge=1, le=366)]
    limit: Annotated[int, Field(ge=1, le=10_000)] | None = None


class ReportBody(Body):
    """What a report shall be computed under.

    Parameters
    ----------
    version : Version of the plant; the newest where none is given.
    """

    year: Annotated[int, Field(ge=1, le=9999)]
    edition: Short = DEFAULT_EDITION
    scenario: Short = ""
    version: Annotated[int, Field(ge=1, le=10**9)] | None = None


class Person(BaseModel):
    """An account, as its owner and the administrators of their workspace see it."""

    id: str
    email: str
    name: str
    language: str

    @classmethod
    def of(cls, account: Account) -> "Person":
        """What may be shown of an account."""
        return cls(id=account.id, email=account.email, name=account.name, language=account.language)


class Entered(BaseModel):
    """Who came in, and whether a one-time code has to follow."""

    account: Person
    needs_code: bool


class MyWorkspace(BaseModel):
    """A workspace, and what one is there."""

    id: str
    name: str
    kind: str
    roles: list[str]


class Me(BaseModel):
    """Who is logged in, and where they may go."""

    account: Person
    second_factor: bool
    workspaces: list[MyWorkspace]


class AppSetUp(BaseModel):
    """What a person puts into their app."""

    secret: str
    address: str


class Recovery(BaseModel):
    """Codes for a lost phone, shown once."""

    recovery: list[str]


class MemberView(BaseModel):
    """Somebody of a workspace."""

    account: Person
    role: str
    start: date
    end: date | None
    reports: list[str]
    is_current: bool

    @classmethod
    def of(cls, member: Member) -> "MemberView":
        """What may be shown of somebody."""
        held = member.membership
        return cls(
            account=Person.of(member.account), role=held.role, start=held.start, end=held.end,
            reports=list(held.reports), is_current=member.is_current,
        )  # fmt: skip


class Made(BaseModel):
    """Something that was made, with its secret, shown once."""

    id: str
    secret: str


class TokenView(BaseModel):
    """A token without its secret."""

    id: str
    name: str
    account: str
    scopes: list[str]
    created: datetime
    ends: datetime
    revoked: datetime | None

    @classmethod
    def of(cls, token: Token) -> "TokenView":
        """What may be shown of a token."""
        return cls(
            id=token.id, name=token.name, account=token.account, scopes=list(token.scopes), created=token.created,
            ends=token.ends, revoked=token.revoked,
        )  # fmt: skip


class PlantView(BaseModel):
    """A plant in a list."""

    id: str
    name: str
    version: int
    created: datetime

    @classmethod
    def of(cls, plant: PlantRecord) -> "PlantView":
        """What may be shown of a plant in a list."""
        return cls(id=plant.id, name=plant.name, version=plant.version, created=plant.created)


class PlantContent(PlantView):
    """A plant as it stands: its tree, and everything that is wrong with it."""

    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    problems: list[dict[str, Any]]


class VersionView(BaseModel):
    """A version of a plant, or of another document, in its history."""

    number: int
    at: datetime
    author: str
    file_name: str
    sha256: str
    note: str

    @classmethod
    def of(cls, version: PlantVersion | DocumentVersion) -> "VersionView":
        """What may be shown of a version in a list."""
        return cls(
            number=version.number, at=version.at, author=version.author, file_name=version.file_name,
            sha256=version.sha256, note=version.note,
        )  # fmt: skip


class JobView(BaseModel):
    """A job: how far it is, and what came of it.

    Parameters
    ----------
    what : Step that is being done, as a code; `step` says it in words.
    is_stopping : Whether it was cancelled and is still at work: it leaves no result.
    result : What came of it, such as `report:ID/2`.
    links : Where to go from here: the job itself, its events, and what came of it.
    problems : What stood in its way, or was found.
    """

    id: str
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    done: int
    of: int
    what: str
    step: str
    tries: int
    asked_by: str
    created: datetime
    started: datetime | None
    ended: datetime | None
    is_stopping: bool
    result: str
    links: dict[str, str]
    problems: list[dict[str, Any]]

    @classmethod
    def of_job(cls, job: Job, workspace: str, language: Language) -> "JobView":
        """What may be shown of a job."""
        same = ("id", "kind", "state", "done", "of", "what", "tries", "asked_by", "created", "started", "ended")
        return cls(
            **{name: getattr(job, name) for name in (*same, "result")},
            step=_step(job.what, language),
            is_stopping=job.cancel is not None and job.ended is None,
            links=_links(job, f"/api/v1/workspaces/{workspace}"),
            problems=problems_tree(problems_of(job.problems), language, in_place=True),
        )


def _step(what: str, language: Language) -> str:
    """The step in words; one of a programme names it."""
    step, _, programme = what.partition(":")
    return text(f"job.step.{step}", language, programme=programme) if has_text(f"job.step.{step}", language) else step


def _links(job: Job, room: str) -> dict[str, str]:
    found = {"self": f"{room}/jobs/{job.id}", "events": f"{room}/jobs/{job.id}/events"}
    kind, _, about = job.result.partition(":")
    if kind == "report":
        report, _, number = about.partition("/")
        found |= {"version": f"{room}/reports/{report}/versions/{number}"}
        found |= {"files": f"{room}/reports/{report}/versions/{number}/files"}
    if kind == "export":
        found |= {"download": f"{room}/jobs/{job.id}/export"}
    if kind == "selection":
        call, _, number = about.rpartition("/")
        found |= {"selection": f"{room}/calls/{call}/selection?number={number}"}
    if kind == "reform_effect":
        reform, _, number = about.partition("/")
        found |= {"effect": f"{room}/reforms/{reform}/effects/{number}"}
    if kind == "line_run":
        line, _, number = about.partition("/")
        found |= {"run": f"{room}/lines/{line}/runs/{number}"}
    if kind == "line_question":
        line, _, number = about.partition("/")
        found |= {"question": f"{room}/lines/{line}/questions/{number}"}
    if kind == "live_ahead":
        link, _, number = about.partition("/")
        found |= {"ahead": f"{room}/live/{link}/ahead/{number}"}
    if kind == "load_anomalies":
        meter, _, number = about.rpartition("/")
        found |= {"anomalies": f"{room}/meters/{meter}/anomalies/{number}"}
    if kind == "load_forecast":
        meter, _, number = about.rpartition("/")
        found |= {"forecast": f"{room}/meters/{meter}/forecasts/{number}"}
    if kind == "schedule":
        shop, _, number = about.rpartition("/")
        found |= {"schedule": f"{room}/shops/{quote(shop, safe='')}/schedules/{number}"}
    return found


class FileView(BaseModel):
    """A file of a report version."""

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, file: ReportFile) -> "FileView":
        """What may be shown of a file."""
        return cls(name=file.name, sha256=file.sha256, size=file.size)


class ReportVersionView(BaseModel):
    """A version of a report and its way."""

    report: str
    number: int
    state: str
    plant_version: int
    edition: str
    scenario: str
    program: str
    report_sha256: str
    prepared_by: str
    prepared_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    reason: str

    @classmethod
    def of(cls, version: ReportVersion) -> "ReportVersionView":
        """What may be shown of a version."""
        return cls(**{name: getattr(version, name) for name in cls.model_fields})


class ReportView(BaseModel):
    """A report with its versions, newest first."""

    id: str
    plant: str
    year: int
    versions: list[ReportVersionView]

    @classmethod
    def of(cls, report: ReportRecord, versions: Sequence[ReportVersion]) -> "ReportView":
        """What may be shown of a report."""
        shown = [ReportVersionView.of(item) for item in versions]
        return cls(id=report.id, plant=report.plant, year=report.year, versions=shown)


class CommentView(BaseModel):
    """A comment."""

    id: str
    number: int
    author: str
    at: datetime
    text: str
    about: str
    resolved_by: str
    resolved_at: datetime | None

    @classmethod
    def of(cls, comment: Comment) -> "CommentView":
        """What may be shown of a comment."""
        return cls(**{name: getattr(comment, name) for name in cls.model_fields})


class LinkView(BaseModel):
    """A link without its secret."""

    id: str
    number: int
    audience: str
    created_by: str
    created: datetime
    ends: datetime
    revoked: datetime | None
    opened: int
    limit: int | None

    @classmethod
    def of(cls, link: Link) -> "LinkView":
        """What may be shown of a link."""
        return cls(**{name: getattr(link, name) for name in cls.model_fields})


class AuditView(BaseModel):
    """An entry of the audit with its seal."""

    number: int
    at: datetime
    actor: str
    action: str
    about: str
    detail: dict[str, str]
    reason: str
    address: str
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditView":
        """An entry as it stands."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class ErasureView(BaseModel):
    """The proof of a deletion: a certificate as JSON, and its SHA-256."""

    certificate: str
    sha256: str
