"""What is unusual in a meter's load is found by a job, and kept with what it rests on."""

from typing import Any

from pulmu.model import Document, decode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.anomalies.kept import anomalies_answer
from pulmu.services.anomalies.meter import find_anomalies
from pulmu.services.anomalies.wish import AnomalyWish, read_wish
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.of_meter import order_of_meter, readings_of_order
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.jobs.telling import Telling
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.kept_answers import keep_answer

KIND = "find_anomalies"


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
    return start_job(
        gate, actor, Wish(KIND, "compute_anomalies", order_of_meter(meter, wish), f"meter:{meter[:64]}"), policy
    )


def run_watching(task: Task) -> Ending:
    """Look at it day by day, and keep what was found with the end of the job."""
    wish, meter = decode(AnomalyWish, Document(task.order["wish"], "")).unwrap(), task.order["meter"]
    series, readings, source = readings_of_order(task, wish.order().at, wish.days)
    done = find_anomalies(series, readings, source, wish.order(), Telling(task, KIND).tell)
    answer = anomalies_answer(done, wish, series, task.order["parts"])
    deed = Deed("compute_anomalies", f"meter:{meter[:64]}", detail={"alarms": str(len(done.alarms))})

    def keep(work: WorkspaceRecords) -> str:
        return f"load_anomalies:{meter}/{keep_answer(task.gate, task.actor, work, answer)}"

    return Ending(deed, keep)
