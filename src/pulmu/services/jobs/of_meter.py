"""What jobs on a meter's load have alike: the readings as they were when the job was ordered."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pulmu.metering import Readings, Series
from pulmu.model import Source, encode
from pulmu.services.jobs.task import Task
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.electricity import check_electricity, open_electricity
from pulmu.services.workspaces.meters import known_meter
from pulmu.services.workspaces.sealing import series_of_head

_ALL = 2**62


def order_of_meter(meter: str, wish: object) -> Callable[[WorkspaceRecords], dict[str, object]]:
    """What a job holds: the meter, how many of its imports count, its last instant, and what is wished.

    The function raises AccessRefused where there is no such meter (`access.unknown_meter`), and InputError where it
    counts no electricity (`tariff.not_electricity`).
    """

    def order(work: WorkspaceRecords) -> dict[str, object]:
        head = known_meter(work, meter)
        check_electricity(series_of_head(head.head))
        return {"meter": meter, "parts": head.parts, "last": head.last, "wish": encode(wish)}

    return order


def readings_of_order(task: Task, at: datetime | None, days: int) -> tuple[Series, Readings, Source]:
    """The readings a job rests on: of so many days up to an instant, or to the last one."""
    meter, parts = task.order["meter"], task.order["parts"]
    with task.gate.reading(task.actor, "read_readings") as work:
        series = series_of_head(known_meter(work, meter).head)
    span = _span(series, task.order["last"], at, days)
    return open_electricity(task.gate, task.tools.measured, task.actor, meter, parts, span)


def _span(series: Series, last: int, at: datetime | None, days: int) -> tuple[int, int]:
    """From when to when readings are wanted; of a counter all are, for amounts follow from the standings before."""
    if series.kind != "interval":
        return -_ALL, _ALL
    end = last + 1 if at is None else int((at.replace(tzinfo=UTC) + timedelta(days=2)).timestamp())
    return end - (days + 4) * 86_400, end
