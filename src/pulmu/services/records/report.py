"""Reports in versions: prepared by one person, approved by another, and then never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["draft", "submitted", "frozen", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """The figures of one plant and year, in versions."""

    id: str
    plant: str
    year: int
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVersion:
    """One version of a report and its way: draft, submitted, frozen; returned it is a draft again.

    Parameters
    ----------
    plant_version : Version of the plant it was computed from.
    edition, scenario : What it was asked under.
    program : Program that computed it, with its version.
    plant_sha256, report_sha256 : Hashes of the plant's content and of the report, by which it is recomputed.
    reason : Why it was returned or withdrawn, or what the approver noted.
    job : Job it was computed by; of a job there is one version at most.
    """

    report: str
    number: int
    state: State
    plant_version: int
    edition: str
    scenario: str = ""
    program: str
    plant_sha256: str
    report_sha256: str
    prepared_by: str
    prepared_at: datetime
    submitted_by: str = ""
    submitted_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    job: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file of a report version, by the hash of its content."""

    report: str
    number: int
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody asks about a report version, and when it was answered.

    Parameters
    ----------
    about : Key of a figure, or empty for the report as a whole.
    """

    id: str
    report: str
    number: int
    author: str
    at: datetime
    text: str
    about: str = ""
    resolved_by: str = ""
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link for an importer to the summary of one frozen version.

    Parameters
    ----------
    secret : Hash of the secret part of the address.
    opened, limit : How often it was opened, and may be; no limit where it is None.
    """

    id: str
    report: str
    number: int
    audience: str
    secret: str
    created_by: str
    created: datetime
    ends: datetime
    revoked: datetime | None = None
    opened: int = 0
    limit: int | None = None
