"""Doing the work of the queue: taken up by one at a time, done as who asked, written once or not at all.

A process may be killed at any moment. The job of the workspace says how often it was taken up; what a process writes
counts only while that is the number it began with, and what came of the work is written in the transaction that ends
the job. The queue may then still lead to it: whoever takes it up finds it ended, and drops it.
"""

import functools
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime

from pulmu.model import AccessRefused, ConflictError, OutsideError, Problem, PulmuError, problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.accounts.door import Door
from pulmu.services.accounts.identify import by_errand
from pulmu.services.jobs.task import Ending, JobPolicy, Kind, Task, Tools
from pulmu.services.records.job import Job, JobState, QueuedJob
from pulmu.services.workspaces.kept_problems import text_of_problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What a process that does jobs has.

    Parameters
    ----------
    hold : Keeps the lease of a job while it is being done.
    is_closing : Whether the process is to end: then the work is given back at its next step.
    fault : Is told of a fault of ours.
    """

    door: Door
    gate: Gate
    kinds: Mapping[str, Kind]
    tools: Tools
    hold: Callable[[QueuedJob], AbstractContextManager[object]]
    is_closing: Callable[[], bool]
    fault: Callable[[Job, Exception], None]
    policy: JobPolicy = field(default_factory=JobPolicy)


_OUTAGES = frozenset(
    {
        "outside.store_full",
        "outside.store_read_only",
        "outside.store_disk",
        "outside.store_lost",
        "outside.store_locked",
    }
)
"""Nothing can be written, for a minute or a night: a job waits for it, and says so, and is not given up."""


class _StopError(Exception):
    """The work is to end here."""


class _LostError(_StopError):
    """Somebody else has taken it up meanwhile, or ended it."""


class _CancelledError(_StopError):
    """Somebody asked for it to stop."""


class _ClosingError(_StopError):
    """This process is to end."""


def run_next(shop: Workshop, worker: str) -> bool:
    """Take up one job of the queue and do it; whether there was one.

    Parameters
    ----------
    worker : Names the process; whoever sees it die gives back what it had (`give_back`).

    Raises
    ------
    OutsideError  The store fails. The job is taken up again when its lease ends.
    """
    held = _lease(shop, worker)
    if held is None:
        return False
    with shop.hold(held):
        ready = _do(shop, held)
    with shop.door.store.place_writing() as queue:
        if ready is None:
            queue.drop_job(held.lease)
        else:
            queue.release_job(held.lease, ready)
    return True


def give_back(door: Door, worker: str) -> int:
    """Give back what a process had that is no more; how many jobs."""
    with door.store.place_writing() as queue:
        return queue.release_jobs_of(worker, door.world.now())


def renew(door: Door, policy: JobPolicy, held: QueuedJob) -> bool:
    """Have a job for longer; whether it was still had."""
    with door.store.place_writing() as queue:
        return queue.renew_job(held.lease, door.world.now() + policy.lease)


def _lease(shop: Workshop, worker: str) -> QueuedJob | None:
    store, world = shop.door.store, shop.door.world
    with store.place_reading() as queue:  # looking does not keep others from writing
        if queue.next_job(world.now()) is None:
            return None
    with store.place_writing() as queue:
        now = world.now()
        found = queue.next_job(now)
        if found is None:
            return None
        held = replace(found, lease=world.identifier(), owner=worker, lease_ends=now + shop.policy.lease)
        return held if queue.take_job(held, now) else None


def _do(shop: Workshop, held: QueuedJob) -> datetime | None:
    """Do a job; when it is to be taken up again, or None where it has ended."""
    try:
        job = _take_up(shop, held)
        return None if job is None else _work(shop, held, job)
    except AccessRefused:  # the workspace is no more, or went while the work was done
        return None


def _work(shop: Workshop, held: QueuedJob, job: Job) -> datetime | None:
    """Do a job that was taken up; when it is to be taken up again, or None where it has ended."""
    try:
        _carry_out(shop, held.workspace, job)
    except _LostError:
        return None
    except _CancelledError:
        _end(shop, held.workspace, job, "cancelled", ())
    except _ClosingError:
        return _again(shop, held.workspace, replace(job, most=job.most + 1), shop.door.world.now())
    except (OutsideError, ConflictError) as error:
        told = tuple(replace(item, place="") for item in error.problems)  # where the store is, is not for who asks
        if told[0].code in _OUTAGES:
            waiting = replace(job, most=job.most + 1, problems=text_of_problems(told))
            return _again(shop, held.workspace, waiting, shop.door.world.now() + shop.policy.outage)
        if job.tries < job.most:
            pause = shop.policy.pause * 2 ** (job.tries - 1)
            return _again(shop, held.workspace, job, shop.door.world.now() + pause)
        _end(shop, held.workspace, job, "failed", told)
    except PulmuError as error:
        _end(shop, held.workspace, job, "failed", error.problems)
    except Exception as error:  # a fault of ours ends this job, and no other
        shop.fault(job, error)
        said, mend = "this is a fault of the program", "try again; if it stays so, tell who cares for the place"
        _end(shop, held.workspace, job, "failed", (problem("outside.fault", "", said, mend),))
    return None


def _take_up(shop: Workshop, held: QueuedJob) -> Job | None:
    """The job, noted as taken up; None where there is nothing to do any more."""
    now = shop.door.world.now()
    with shop.door.store.writing(held.workspace) as work:  # waits for who is putting it into the queue
        job = work.job(held.id)
        if job is None:
            return None
        if job.cancel is not None:
            work.change_job(replace(job, state="cancelled", ended=now), tries=job.tries)
            return None
        if job.tries >= job.most:
            lost = text_of_problems([_given_up(job)])
            work.change_job(replace(job, state="failed", ended=now, problems=lost), tries=job.tries)
            return None
        taken = replace(
            job, state="running", tries=job.tries + 1, started=now, done=0, of=0, what="", problems="[]"
        )  # fmt: skip
        return taken if work.change_job(taken, tries=job.tries) else None  # it may have ended


def _carry_out(shop: Workshop, workspace: str, job: Job) -> None:
    """Do the work and write what came of it, with the end of the job, in one transaction."""
    try:
        actor = by_errand(shop.door, job, workspace)
    except AccessRefused as error:
        said = "who asked for this may not be here any more, or their token has ended"
        mend = "have somebody who may start it again"
        raise AccessRefused.of("job.asker_gone", f"job {job.id}", said, mend) from error

    def tell(done: int, of: int, what: str) -> None:
        if shop.is_closing():
            raise _ClosingError
        with shop.door.store.writing(workspace) as work:
            found = _going(work.job(job.id))
            if not work.change_job(replace(found, done=done, of=of, what=what), tries=job.tries):
                raise _LostError

    goes_on = functools.partial(_goes_on, shop, workspace, job)
    ending = shop.kinds[job.kind].run(Task(job.id, json.loads(job.order), actor, shop.gate, shop.tools, tell, goes_on))
    try:
        _keep(shop, actor, job, ending)
    except BaseException:
        ending.drop()
        raise


def _keep(shop: Workshop, actor: Actor, job: Job, ending: Ending) -> None:
    """Write what came of the work, with the end of the job, in one transaction."""
    with shop.gate.writing(actor, ending.deed) as work:
        found = _going(work.job(job.id))
        result = ending.keep(work)
        ended = replace(
            found, state="done", done=found.of, what="", ended=shop.door.world.now(), result=result,
            problems=text_of_problems(ending.problems),
        )  # fmt: skip
        if not work.change_job(ended, tries=job.tries):
            raise _LostError


def _goes_on(shop: Workshop, workspace: str, job: Job) -> bool:
    """Whether a job is still wanted, and of this process."""
    if shop.is_closing():
        return False
    try:
        with shop.door.store.reading(workspace) as work:
            found = work.job(job.id)
    except AccessRefused:  # the workspace is no more
        return False
    return found is not None and found.cancel is None and (found.state, found.tries) == ("running", job.tries)


def _going(found: Job | None) -> Job:
    """The job as it stands, if nobody asked for it to stop."""
    if found is None:
        raise _LostError
    if found.cancel is not None:
        raise _CancelledError
    return found


def _again(shop: Workshop, workspace: str, job: Job, ready: datetime) -> datetime | None:
    """Have the job wait to be taken up again; None where somebody else ended it."""
    with shop.door.store.writing(workspace) as work:
        found = work.job(job.id)
        cancel = None if found is None else found.cancel
        waiting = replace(job, state="queued", done=0, what="", started=None, cancel=cancel)
        return ready if work.change_job(waiting, tries=job.tries) else None


def _end(shop: Workshop, workspace: str, job: Job, state: JobState, problems: tuple[Problem, ...]) -> None:
    with shop.door.store.writing(workspace) as work:
        found = work.job(job.id) or job
        ended = replace(found, state=state, ended=shop.door.world.now(), problems=text_of_problems(problems))
        work.change_job(ended, tries=job.tries)


def _given_up(job: Job) -> Problem:
    return problem(
        "job.given_up", f"job {job.id}", f"the process that did it was lost {job.tries} times",
        "start it again; if it stays so, tell who cares for the place", tries=job.tries,
    )  # fmt: skip
