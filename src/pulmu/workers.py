"""Processes that do the jobs of a place, beside the one that serves it or on another machine."""

import contextlib
import functools
import logging
import math
import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

from pulmu.adapters.heartbeat import heartbeat
from pulmu.adapters.worker_pool import WorkerPool
from pulmu.bootstrap.guarded_lines import LiveDesks, control_tools, follow_link
from pulmu.bootstrap.letters import letter_drawing
from pulmu.bootstrap.place import keys_of, open_place, packing_of
from pulmu.bootstrap.population import comparing_of
from pulmu.bootstrap.ready_engine import ready_engine
from pulmu.bootstrap.schedules import check_scheduling
from pulmu.model import OutsideError
from pulmu.services.export.desk import sweep_all_exports
from pulmu.services.jobs.kinds import KINDS
from pulmu.services.jobs.run import Workshop, give_back, renew, run_next
from pulmu.services.jobs.task import JobPolicy, Tools
from pulmu.services.place import Place
from pulmu.services.records.job import Job, QueuedJob
from pulmu.services.workspaces.citing import citing

_LOG = logging.getLogger(__name__)
_SWEEP = 3600.0
"""How often exports are taken away that nobody can take any more. [s]"""
_LOOK = 1.0
"""How often it is looked whether what computes for long is still wanted. [s]"""
_TOO_LONG = 75
"""What a process ends with that was at one job for too long."""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """What a process that does jobs is told: where the place is, and what computes over its populations. It travels to
    the process, and never on its command line: the address of the database may hold a password."""

    folder: Path
    database: str = ""
    engine: str = ""


def start_workers(order: WorkOrder, count: int, place: Place) -> WorkerPool:
    """Processes that do the jobs of a place, until they are closed."""
    with place.store.place_reading():  # the place is there before others open it
        pass
    return WorkerPool(
        count, functools.partial(_work_by_signal, order), place.door.world.identifier,
        lambda worker: give_back(place.door, worker),
    )  # fmt: skip


def _work_by_signal(order: WorkOrder, name: str, pipe: Connection) -> None:
    """Do jobs in a process of its own until the pipe closes, or it is told to end by a signal."""
    closing = Event()

    def wait_for_the_end() -> None:
        with contextlib.suppress(EOFError, OSError):
            pipe.recv()
        closing.set()

    for known in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, known):
            signal.signal(getattr(signal, known), lambda *_: closing.set())
    Thread(target=wait_for_the_end, daemon=True).start()
    place = open_place(order.folder, order.database, engine=order.engine)
    try:
        do_jobs(place, name, closing, order.folder)
    finally:
        place.close()


def do_jobs(place: Place, name: str, closing: Event, folder: Path) -> None:
    """Do jobs of a place until it is time to end; where the store fails, wait until something can be written again."""
    shop, is_well, swept = workshop(place, closing, folder), True, -_SWEEP
    while not closing.is_set():
        try:
            if time.monotonic() - swept >= _SWEEP:
                swept = time.monotonic()
                sweep_all_exports(place.store, place.exports, place.door.world.now())
            if not is_well:
                place.check_room()
                give_back(place.door, name)  # what it was at when the store failed: nobody waits for its lease to end
                is_well = True
            if not run_next(shop, name):
                closing.wait(0.5)
        except OutsideError as error:
            is_well = False
            _LOG.error("%s: %s", error.problems[0].code, error.problems[0].message)
            closing.wait(5.0)


def workshop(place: Place, closing: Event, folder: Path) -> Workshop:
    """What a process that does jobs of the place in a folder has."""
    policy = JobPolicy()

    def hold(held: QueuedJob) -> contextlib.AbstractContextManager[None]:
        return heartbeat(
            lambda: renew(place.door, policy, held), every=policy.lease.total_seconds() / 4,
            longest=policy.longest.total_seconds(), too_long=lambda: os._exit(_TOO_LONG),
        )  # fmt: skip

    tools = Tools(
        lambda actor: citing(place.gate, place.measured, actor),
        lambda report: place.draw_report(report, "ko"),
        packing_of(place.store, place.measured, place.exports),
        comparing_of(place, watching),
        letter_drawing(),
        ready_engine,
        control_tools(LiveDesks(place.store, keys_of(folder)), keys_of(folder), ready_engine),
        follow_link,
        check_scheduling,
    )
    return Workshop(
        door=place.door, gate=place.gate, kinds=KINDS, tools=tools, hold=hold, is_closing=closing.is_set,
        fault=_log_fault, policy=policy,
    )  # fmt: skip


def watching(goes_on: Callable[[], bool], stop: Callable[[], object]) -> contextlib.AbstractContextManager[None]:
    """While the block is at work, stop what it computes where that is not wanted any more: again and again, for one
    that is stopped may go on with the next."""

    def look() -> bool:
        if not goes_on():
            stop()
        return True

    return heartbeat(look, every=_LOOK, longest=math.inf, too_long=lambda: None)


def _log_fault(job: Job, error: Exception) -> None:
    """A fault of ours and where it happened, without what it says: that may be what a plant holds."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(where.filename).name}:{where.lineno}"
    _LOG.error("job %s (%s): %s at %s", job.id, job.kind, type(error).__name__, at)
