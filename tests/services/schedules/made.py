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


MADE = shop(
    job("A-1", ("PRESS", 3, 100), ("HEAT", 2, 50), due="2026-06-08 20:00"),
    job("A-2", ("PRESS", 2, 80), ("HEAT", 3, 60), due="2026-06-09 08:00"),
    name="June", name_local="유월", id="made",
    machines=[{"id": "PRESS", "idle_kw": 10, "process": "fasteners", "station": "press"},
              {"id": "HEAT", "idle_kw": 20, "process": "fasteners", "breakdowns": [
                  {"every": {"law": "exponential", "mean": "5 h"}, "lasts": {"law": "exponential", "mean": "1 h"}}]}],
)  # fmt: skip
"""Two jobs in the sample plant of fasteners: one machine breaks down, the other is a station of a line."""
LINE = {
    "pulmu": "line/1", "id": "shop", "name": "Shop", "name_local": "공장",
    "stations": [{"id": "press", "buffer": 3, "time": "90 min", "stops": [
        {"id": "jam", "every": {"law": "exponential", "mean": "4 h"},
         "lasts": {"law": "exponential", "mean": "30 min"}},
    ]}],
    "products": [{"id": "p", "route": [{"station": "press"}]}], "sources": [{"id": "in", "products": {"p": 1}}],
}  # fmt: skip
"""A line of one station that jams."""


def made_file() -> bytes:
    """The jobs in the plant as JSON."""
    return json.dumps(MADE.tree, ensure_ascii=False).encode()


def jobs_file(**more: object) -> bytes:
    """The same as JSON."""
    return json.dumps(JOBS.tree | more, ensure_ascii=False).encode()


def scheduled(order: ScheduleOrder | None = None) -> Scheduled:
    """A schedule of them, found in a moment."""
    return schedule_jobs(JOBS, order or ScheduleOrder(seconds=0.2, workers=1))
