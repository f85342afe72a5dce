"""The load of a meter to come is forecast by a job, and kept with what it rests on."""

from typing import Any

from pulmu.model import Document, decode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.forecast_series import forecast_series
from pulmu.services.forecasts.kept import forecast_answer
from pulmu.services.forecasts.wish import ForecastWish, read_wish
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.of_meter import order_of_meter, readings_of_order
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.jobs.telling import Telling
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.kept_answers import keep_answer

KIND = "forecast_load"


def start_forecast(gate: Gate, actor: Actor, meter: str, tree: Any, policy: JobPolicy) -> Job:
    """Have the load of a meter forecast, from its readings as they are at this moment.

    Parameters
    ----------
    tree : A `ForecastWish` as a plain document.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    InputError  What is wrong with the wish, all at once; or it is no meter of electricity (`tariff.not_electricity`).
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    wish = read_wish(tree)
    return start_job(
        gate, actor, Wish(KIND, "compute_forecast", order_of_meter(meter, wish), f"meter:{meter[:64]}"), policy
    )


def run_forecast(task: Task) -> Ending:
    """Forecast, and keep it with the end of the job."""
    wish, meter = decode(ForecastWish, Document(task.order["wish"], "")).unwrap(), task.order["meter"]
    series, readings, source = readings_of_order(task, wish.order().at, wish.days)
    done = forecast_series(series, readings, source, wish.order(), Telling(task, KIND).tell)
    answer = forecast_answer(done, wish, series, task.order["parts"])
    deed = Deed("compute_forecast", f"meter:{meter[:64]}", detail={"day": done.forecast.day.isoformat()})

    def keep(work: WorkspaceRecords) -> str:
        return f"load_forecast:{meter}/{keep_answer(task.gate, task.actor, work, answer)}"

    return Ending(deed, keep)
