"""The search behind `pulmu schedule`: it tells how long it has searched, and an interruption ends it with the best."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

from pulmu.cli.screen import Screen, write_out
from pulmu.model import Document
from pulmu.services.schedules.plan import Scheduled, ScheduleOrder, schedule_jobs

_TICK = 0.5


def search(document: Document, order: ScheduleOrder, screen: Screen) -> Scheduled:
    """The schedule; told on standard error meanwhile, where that is a terminal.

    Raises
    ------
    InputError, RuleError, SolveError  As `schedule_jobs` does.
    """
    stop, begun, is_told = Event(), time.monotonic(), sys.stderr.isatty()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(schedule_jobs, document, order, stop.is_set)
        while not done.done():
            try:
                wait((done,), timeout=_TICK)
                if is_told and not stop.is_set():
                    passed = f"{time.monotonic() - begun:.0f}"
                    words = screen.text("plan_of_jobs.searching", passed=passed, seconds=f"{order.seconds:.0f}")
                    write_out(sys.stderr, f"\r{words} ")
            except KeyboardInterrupt:
                stop.set()
                write_out(sys.stderr, "\n" + screen.text("plan_of_jobs.stopping") + "\n")
        if is_told:
            write_out(sys.stderr, "\r\x1b[K")
        return done.result()
