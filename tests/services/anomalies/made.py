"""Readings of a plant with a leak as a file, and looks at a meter that are kept."""

from datetime import datetime, timedelta

from tests.plan.anomaly.plants import with_leak
from tests.plan.forecast.loads import FIRST, made_load

from pulmu.metering import Series
from pulmu.model import Source
from pulmu.plan.anomaly import watch_meter
from pulmu.reference import grid_emission_factor
from pulmu.services.anomalies.kept import anomalies_answer
from pulmu.services.anomalies.meter import Anomalies
from pulmu.services.anomalies.wish import AnomalyWish
from pulmu.services.workspaces.kept_answers import NewAnswer

LEAK, DAY, DAYS = 12.0, 40, 52
WISH = {"budget": 0.5, "rates_of": "2026-06-01"}


def leak_file(days: int = DAYS) -> bytes:
    """Quarter-hours of the made plant, whose base rises on a day."""
    start = datetime.combine(FIRST, datetime.min.time())
    power = with_leak(made_load(days), DAY, LEAK).power.ravel()
    lines = [
        f"{start + timedelta(minutes=15 * slot):%Y-%m-%d %H:%M},{value / 4:.4f}" for slot, value in enumerate(power)
    ]
    return "\n".join(["일시,사용전력량(kWh)", *lines]).encode()


def kept_answer(meter: str, source: str) -> NewAnswer:
    """A look as it is kept, made without a meter."""
    watched = watch_meter(made_load(8), 0.5)
    load = watched.load
    done = Anomalies(
        meter=meter, source=Source(source, ""), order=AnomalyWish().order(), watched=watched, alarms=(),
        from_day=load.day(watched.begun), to_day=load.day(load.days - 1), standby=None,
        factor=grid_emission_factor("KR", 2023, "co2e"), is_priced=False, problems=(),
    )  # fmt: skip
    return anomalies_answer(done, AnomalyWish(), Series(meter=meter, unit="kWh", interval=900), 1)
