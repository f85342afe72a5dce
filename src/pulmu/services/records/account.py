"""Who may come in, and how they show it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pulmu.services.ports import Language

Role = Literal[
    "plant_user", "preparer", "approver", "company_admin", "supplier", "agency_officer", "reviewer", "verifier",
    "system_admin",
]  # fmt: skip
WorkspaceKind = Literal["company", "agency", "supplier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A company, an agency or a supplier: what one of them owns, no other sees.

    Parameters
    ----------
    status : `deleted` leaves the name and the proof of deletion, and nothing of its content.
    """

    id: str
    name: str
    kind: WorkspaceKind = "company"
    status: Literal["open", "deleted"] = "open"
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person.

    Parameters
    ----------
    email : Name to log in by, in lower case.
    password : Hash of the password, with its salt and cost; empty where an outside provider vouches for the person.
    is_system_admin : Whether they care for the place itself. It opens no workspace.
    second_factor : Sealed secret of the one-time codes; empty until it was set up and confirmed once.
    second_factor_pending : The same, set up and not yet confirmed.
    second_factor_used : Time step of the last code taken: a code counts once.
    recovery : Hashes of the codes for a lost phone that are left; each counts once.
    failures : Wrong passwords or codes in a row; a right one sets it to 0.
    locked_until : Until then nothing is tried.
    """

    id: str
    email: str
    name: str
    language: Language = "ko"
    password: str
    status: Literal["active", "disabled"] = "active"
    created: datetime
    is_system_admin: bool = False
    second_factor: str = ""
    second_factor_pending: str = ""
    second_factor_used: int = 0
    recovery: tuple[str, ...] = ()
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a person is in a workspace, and until when.

    Parameters
    ----------
    start, end : Days on which it holds, the end included; no end where it is None. A verifier's has one.
    reports : Reports it is for, by id; every one where it is empty. A verifier's names them.
    """

    workspace: str
    account: str
    role: Role
    start: date
    end: date | None = None
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A log-in.

    Parameters
    ----------
    id : Hash of the secret the browser holds: who reads the store cannot use it.
    seen : When it was last used; it ends when it was idle for too long, and at `ends` in any case.
    second_factor : Whether a one-time code was given in it.
    """

    id: str
    account: str
    created: datetime
    seen: datetime
    ends: datetime
    second_factor: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key for programs: may do less than its owner, never more.

    Parameters
    ----------
    secret : Hash of the secret part.
    scopes : Actions it may do; of those, only what its owner may at that moment.
    """

    id: str
    account: str
    workspace: str
    name: str
    secret: str
    scopes: tuple[str, ...]
    created: datetime
    ends: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A place in a workspace for the person with an email.

    Parameters
    ----------
    secret : Hash of the secret part of the address.
    membership_end, reports : What the membership will say.
    """

    id: str
    workspace: str
    email: str
    role: Role
    reports: tuple[str, ...] = ()
    membership_end: date | None = None
    secret: str
    created_by: str
    created: datetime
    ends: datetime
    used: datetime | None = None
