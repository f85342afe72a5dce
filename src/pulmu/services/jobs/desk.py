"""Asking for long work, looking how far it is, stopping it, and having it done again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pulmu.model import AccessRefused, ConflictError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.access.permission import Action
from pulmu.services.jobs.task import JobPolicy, Kind
from pulmu.services.records.job import ENDED, Job, QueuedJob
from pulmu.services.records.store import WorkspaceRecords


@dataclass(frozen=True, slots=True)
class Wish:
    """A job that is asked for.

    Parameters
    ----------
    action : What they must be allowed to do besides starting jobs.
    order : What is to be done, from the records at the moment it is asked for; refuses what is not there.
    about : What it is about, for the audit.
    report : Report it is about, for who is engaged for some only.
    deed : As what it is noted (`Kind.deed`).
    reason : Why they ask for it, where that is to be said.
    """

    kind: str
    action: Action
    order: Callable[[WorkspaceRecords], Mapping[str, object]]
    about: str
    report: str = ""
    deed: Action = "start_job"
    reason: str = ""


def start_job(gate: Gate, actor: Actor, wish: Wish, policy: JobPolicy) -> Job:
    """Note what is to be done, and put it into the queue.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  Too many jobs of the workspace wait or are at work (`job.too_many`).
    """
    authorise(actor, wish.action, wish.report)
    name, now = gate.world.identifier(), gate.world.now()
    deed = Deed(wish.deed, wish.about, wish.report, {"job": name, "kind": wish.kind}, wish.reason)
    with gate.writing(actor, deed) as work:
        _check_room(work, policy)
        order = json.dumps(wish.order(work), ensure_ascii=False)
        job = _asked(Job(id=name, kind=wish.kind, order=order, asked_by="", via="session", most=0, created=now), actor)
        job = replace(job, most=policy.tries)
        work.add_job(job)
        _put(gate, actor, job)
    return job


def read_job(gate: Gate, actor: Actor, job: str) -> Job:
    """A job as it stands.

    Raises
    ------
    AccessRefused  They may not, or there is no such job (`access.unknown_job`).
    """
    with gate.reading(actor, "read_job") as work:
        return _found(work, job)


def jobs(gate: Gate, actor: Actor, start: int = 0, most: int = 50) -> tuple[Job, ...]:
    """So many jobs, newest first, without as many of the newest."""
    with gate.reading(actor, "read_job") as work:
        return work.jobs(start, most)


def cancel_job(gate: Gate, actor: Actor, job: str, kinds: Mapping[str, Kind]) -> Job:
    """Have a job stop: at once where nobody is at it, else at its next step. From now on it leaves no result.

    Raises
    ------
    AccessRefused  They may not, or there is no such job (`access.unknown_job`).
    ConflictError  It has ended (`job.ended`).
    """
    deed = _deed_of(gate, actor, job, kinds)
    with gate.writing(actor, Deed(deed, f"job:{job[:64]}", detail={"cancelled": "yes"})) as work:
        found, now = _found(work, job), gate.world.now()
        if found.state in ENDED:
            raise ConflictError.of("job.ended", f"job {job}", "the job has ended", "look at what came of it")
        asked = replace(found, cancel=found.cancel or now)
        if found.state == "queued":
            asked = replace(asked, state="cancelled", ended=now)
        work.change_job(asked, tries=found.tries)
    return asked


def retry_job(gate: Gate, actor: Actor, job: str, kinds: Mapping[str, Kind], policy: JobPolicy) -> Job:
    """Have a job done again that failed or was cancelled; who asks for it now is who it is done for.

    Raises
    ------
    AccessRefused  They may not, or there is no such job (`access.unknown_job`).
    ConflictError  It has not failed (`job.not_failed`), or too many wait (`job.too_many`).
    """
    deed = _deed_of(gate, actor, job, kinds)
    with gate.writing(actor, Deed(deed, f"job:{job[:64]}", detail={"again": "yes"})) as work:
        found = _found(work, job)
        authorise(actor, kinds[found.kind].action, "")
        _check_room(work, policy)
        again = replace(
            _asked(found, actor), state="queued", done=0, what="", most=found.tries + policy.tries, started=None,
            cancel=None, ended=None, result="", problems="[]",
        )  # fmt: skip
        if not work.reopen_job(again):
            said, mend = "only what failed or was cancelled is done again", "look at how far it is"
            raise ConflictError.of("job.not_failed", f"job {job}", said, mend)
        _put(gate, actor, again)
    return again


def _deed_of(gate: Gate, actor: Actor, job: str, kinds: Mapping[str, Kind]) -> Action:
    """As what it is noted that somebody stops a job or has it done again."""
    with gate.reading(actor, "read_job") as work:
        found = kinds.get(_found(work, job).kind)
    return "start_job" if found is None else found.deed


def _asked(job: Job, actor: Actor) -> Job:
    """The job as somebody asks for it."""
    return replace(
        job, asked_by=actor.id, via=actor.via, token=actor.token, scopes=actor.scopes or (),
        second_factor=actor.second_factor,
    )  # fmt: skip


def _put(gate: Gate, actor: Actor, job: Job) -> None:
    """Into the queue, last of all: who takes it up waits for this transaction, and drops what came of none."""
    now = gate.world.now()
    with gate.queueing() as queue:
        queue.put_job(QueuedJob(id=job.id, workspace=actor.workspace, kind=job.kind, added=job.created, ready=now))


def _check_room(work: WorkspaceRecords, policy: JobPolicy) -> None:
    if work.count_open_jobs() >= policy.most_open:
        raise ConflictError.of(
            "job.too_many", "jobs", f"{policy.most_open} jobs of this workspace wait or are at work",
            "wait until some are done, or cancel some", most=policy.most_open,
        )  # fmt: skip


def _found(work: WorkspaceRecords, job: str) -> Job:
    found = work.job(job)
    if found is None:
        raise AccessRefused.of("access.unknown_job", "job", "there is no such job", "choose one of the list")
    return found
