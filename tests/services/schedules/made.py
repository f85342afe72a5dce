"""Jobs as they are sent, and schedules as they are kept."""

import json

from tests.services.schedules.shops import job, shop

from pulmu.services.schedules.plan import Scheduled, ScheduleOrder, schedule_jobs

JOBS = shop(
    job("A-1", ("M-1", 3, 100), ("M-2", 2, 50), due="2026-06-08"),
    job("A-2", [("M-1", 2, 80), ("M-2", 3, 60)], ("M-2", 1, 40), due="2026-06-08 14:00"),
    name="June", name_local="유월",
)  # fmt: skip
"""Two jobs; the second may begin on either machine."""


def jobs_file(**more: object) -> bytes:
    """The same as JSON."""
    return json.dumps(JOBS.tree | more, ensure_ascii=False).encode()


def scheduled(order: ScheduleOrder | None = None) -> Scheduled:
    """A schedule of them, found in a moment."""
    return schedule_jobs(JOBS, order or ScheduleOrder(seconds=0.2, workers=1))
