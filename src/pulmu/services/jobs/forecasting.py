"""The load of a meter to come is forecast by a job, and kept with what it rests on."""

from datetime import UTC, timedelta
from typing import Any

from pulmu.metering import Series
from pulmu.model import Document, decode, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.forecast_series import forecast_series
from pulmu.services.forecasts.kept import forecast_document, keep_forecast
from pulmu.services.forecasts.wish import ForecastWish, read_wish
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.jobs.telling import Telling
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.electricity import check_electricity, open_electricity
from pulmu.services.workspaces.meters import known_meter
from pulmu.services.workspaces.sealing import series_of_head

KIND = "forecast_load"
_ALL = 2**62


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

    def order(work: WorkspaceRecords) -> dict[str, object]:
        head = known_meter(work, meter)
        check_electricity(series_of_head(head.head))
        return {"meter": meter, "parts": head.parts, "last": head.last, "wish": encode(wish)}

    return start_job(gate, actor, Wish(KIND, "compute_forecast", order, f"meter:{meter[:64]}"), policy)


def run_forecast(task: Task) -> Ending:
    """Forecast, and keep it with the end of the job."""
    order = task.order
    wish = decode(ForecastWish, Document(order["wish"], "")).unwrap()
    meter, parts = order["meter"], order["parts"]
    with task.gate.reading(task.actor, "read_readings") as work:
        series = series_of_head(known_meter(work, meter).head)
    span = _span(series, order["last"], wish)
    series, readings, source = open_electricity(task.gate, task.tools.measured, task.actor, meter, parts, span)
    done = forecast_series(series, readings, source, wish.order(), Telling(task, KIND).tell)
    document = forecast_document(done, wish, series, parts)
    deed = Deed("compute_forecast", f"meter:{meter[:64]}", detail={"day": done.forecast.day.isoformat()})

    def keep(work: WorkspaceRecords) -> str:
        return f"load_forecast:{meter}/{keep_forecast(task.gate, task.actor, work, done, document)}"

    return Ending(deed, keep)


def _span(series: Series, last: int, wish: ForecastWish) -> tuple[int, int]:
    """From when to when readings are wanted; of a counter all are, for amounts follow from the standings before."""
    if series.kind != "interval":
        return -_ALL, _ALL
    at = wish.order().at
    end = last + 1 if at is None else int((at.replace(tzinfo=UTC) + timedelta(days=2)).timestamp())
    return end - (wish.days + 4) * 86_400, end
