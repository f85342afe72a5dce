"""What is unusual in a meter's load is found by a job, and kept with what it rests on."""

from datetime import UTC, timedelta
from typing import Any

from pulmu.metering import Series
from pulmu.model import Document, decode, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.anomalies.kept import anomalies_answer, keep_anomalies
from pulmu.services.anomalies.meter import find_anomalies
from pulmu.services.anomalies.wish import AnomalyWish, read_wish
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.jobs.telling import Telling
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.electricity import check_electricity, open_electricity
from pulmu.services.workspaces.meters import known_meter
from pulmu.services.workspaces.sealing import series_of_head

KIND = "find_anomalies"
_ALL = 2**62


def start_watching(gate: Gate, actor: Actor, meter: str, tree: Any, policy: JobPolicy) -> Job:
    """Have the load of a meter looked at, from its readings as they are at this moment.

    Parameters
    ----------
    tree : An `AnomalyWish` as a plain document.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    InputError  What is wrong with the wish, all at once; or it is no meter of electricity (`tariff.not_electricity`).
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    wish = read_wish(tree)

    def order(work: WorkspaceRecords) -> dict[str, object]:
        head = known_meter(work, meter)
        check_electricity(series_of_head(head.head))
        return {"meter": meter, "parts": head.parts, "last": head.last, "wish": encode(wish)}

    return start_job(gate, actor, Wish(KIND, "compute_anomalies", order, f"meter:{meter[:64]}"), policy)


def run_watching(task: Task) -> Ending:
    """Look at it day by day, and keep what was found with the end of the job."""
    order = task.order
    wish = decode(AnomalyWish, Document(order["wish"], "")).unwrap()
    meter, parts = order["meter"], order["parts"]
    with task.gate.reading(task.actor, "read_readings") as work:
        series = series_of_head(known_meter(work, meter).head)
    span = _span(series, order["last"], wish)
    series, readings, source = open_electricity(task.gate, task.tools.measured, task.actor, meter, parts, span)
    done = find_anomalies(series, readings, source, wish.order(), Telling(task, KIND).tell)
    answer = anomalies_answer(done, wish, series, parts)
    deed = Deed("compute_anomalies", f"meter:{meter[:64]}", detail={"alarms": str(len(done.alarms))})

    def keep(work: WorkspaceRecords) -> str:
        return f"load_anomalies:{meter}/{keep_anomalies(task.gate, task.actor, work, answer)}"

    return Ending(deed, keep)


def _span(series: Series, last: int, wish: AnomalyWish) -> tuple[int, int]:
    """From when to when readings are wanted; of a counter all are, for amounts follow from the standings before."""
    if series.kind != "interval":
        return -_ALL, _ALL
    at = wish.order().at
    end = last + 1 if at is None else int((at.replace(tzinfo=UTC) + timedelta(days=2)).timestamp())
    return end - (wish.days + 4) * 86_400, end
