"""A schedule of a shop's jobs is searched for in the background, and kept with what it rests on."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any

from pulmu.model import decode, encode
from pulmu.model.document import Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.schedules.beside import line_of_wish, plant_of_wish, settled
from pulmu.services.schedules.kept import find_schedule, find_shop, keep_schedule, timetable_document
from pulmu.services.schedules.plan import Scheduled, ScheduleOrder, schedule_jobs
from pulmu.services.schedules.warm_up import warm_up
from pulmu.services.schedules.wish import ScheduleWish, read_wish
from pulmu.services.workspaces.documents import unknown_document

KIND = "plan_schedule"
_TICK = 0.5
"""Seconds between two looks at whether the search has ended."""
_TOLD = 40
"""How often it is told how long was searched, at most."""


def start_schedule(gate: Gate, actor: Actor, shop: str, tree: Any, policy: JobPolicy) -> Job:
    """Have a schedule searched for, of the jobs as they stand or stood.

    Parameters
    ----------
    tree : A `ScheduleWish` as a plain document.

    Raises
    ------
    AccessRefused  They may not, or there are no such jobs, no such schedule to begin with, or no such plant or line
        in the workspace (`access.unknown_document`, `access.unknown_plant`).
    InputError  What is wrong with the wish, all at once; or with the line it names.
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    authorise(actor, "compute_schedule", "")
    wish = settled(gate, actor, read_wish(tree))

    def order(work: WorkspaceRecords) -> dict[str, object]:
        heads = work.document_versions("shop_jobs", shop)
        numbers = [head.number for head in heads]
        version = wish.version or max(numbers, default=0)
        given = [head.number for head in work.document_versions("schedule", shop)]
        if version not in numbers or (wish.given is not None and wish.given not in given):
            raise unknown_document()
        return {"shop": shop, "version": version, "wish": encode(wish)}

    return start_job(gate, actor, Wish(KIND, "compute_schedule", order, f"shop_jobs:{shop[:60]}"), policy)


def run_schedule(task: Task) -> Ending:
    """Search, and keep the best with the end of the work."""
    task.tools.check_scheduling()
    order = task.order
    wish, shop, version = decode(ScheduleWish, Document(order["wish"], "")).unwrap(), order["shop"], order["version"]
    jobs = find_shop(task.gate, task.actor, shop, version)
    given = None
    if wish.given is not None:
        found = find_schedule(task.gate, task.actor, shop, wish.given)
        given = timetable_document(found.answer.bars, f"{shop}/{wish.given}")
    plant = plant_of_wish(task.gate, task.actor, wish, task.tools.cite(task.actor))
    done = _search(task, jobs.document, wish, wish.order(given, plant, line_of_wish(task.gate, task.actor, wish)))
    deed = Deed("compute_schedule", f"shop_jobs:{shop[:60]}",
                detail={"version": str(version), "end": done.answer.end})  # fmt: skip

    def keep(work: WorkspaceRecords) -> str:
        return f"schedule:{shop}/{keep_schedule(task.gate, task.actor, work, shop, version, wish, done)}"

    return Ending(deed, keep, done.problems)


def _search(task: Task, document: Document, wish: ScheduleWish, order: ScheduleOrder) -> Scheduled:
    """The search in a thread, while it is told how long it has gone on, and looked whether it is still wanted."""
    stop, of = Event(), max(1, int(wish.seconds))
    task.tell(0, of, KIND)
    warm_up()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(schedule_jobs, document, order, stop.is_set)
        try:
            _wait(task, running, of)
        finally:
            stop.set()
        return running.result()


def _wait(task: Task, running: "Future[Scheduled]", of: int) -> None:
    looks, last, each = 0, 0, max(1, of // _TOLD)
    while not running.done():
        wait((running,), timeout=_TICK)
        looks += 1
        passed = min(int(looks * _TICK), of - 1)
        if running.done():
            return
        if passed - last >= each or not task.goes_on():
            last = passed
            task.tell(passed, of, KIND)
