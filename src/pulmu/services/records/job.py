"""Long work: what was asked for, by whom, how far it is, and what came of it; and the queue that leads to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
ENDED: frozenset[JobState] = frozenset({"done", "failed", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that was asked for. It belongs to its workspace; its state here is the truth.

    Parameters
    ----------
    order : What is to be done, as JSON.
    asked_by : Account, by id.
    via : How they had come in.
    token : Token they had come in with, by id; empty for a session.
    scopes : Actions that token may do; empty for a session.
    second_factor : Whether a one-time code was given in that session.
    done, of, what : Steps done, of how many, and which one is being done.
    tries : How often it was taken up. What a process writes counts only while this is the number it began with.
    most : With so many it is given up.
    cancel : When it was asked to stop; from then on it leaves no result.
    result : What came of it, such as `report:ID/2`.
    problems : What stood in its way, or was found, as JSON.
    """

    id: str
    kind: str
    order: str
    asked_by: str
    via: Literal["session", "token"]
    token: str = ""
    scopes: tuple[str, ...] = ()
    second_factor: bool = False
    state: JobState = "queued"
    done: int = 0
    of: int = 0
    what: str = ""
    tries: int = 0
    most: int
    created: datetime
    started: datetime | None = None
    cancel: datetime | None = None
    ended: datetime | None = None
    result: str = ""
    problems: str = "[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedJob:
    """That there may be work in a workspace, for the processes that look across all of them. Nothing of its content.

    Parameters
    ----------
    ready : Before that it is not taken up.
    lease : Names one taking up; empty while nobody has it.
    owner : Process that has it.
    lease_ends : Then another may take it up.
    """

    id: str
    workspace: str
    kind: str
    added: datetime
    ready: datetime
    lease: str = ""
    owner: str = ""
    lease_ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What a request that was to be carried out once was answered.

    Parameters
    ----------
    key : Hash of the key the program gave, and of who it is.
    request : Hash of the request: another one with the same key is refused.
    answer : The answer, sealed: it may hold a secret that is shown once.
    """

    key: str
    request: str
    at: datetime
    answer: str
