"""Readings of the made plant as a file, and forecasts of them."""

import json
from datetime import datetime, timedelta

from tests.plan.forecast.loads import FIRST, made_load
from tests.surface.api.people import Visitor

from pulmu.metering import Series
from pulmu.model import Document, Source
from pulmu.plan.forecast import forecast_load
from pulmu.services.forecast_series import Forecasted
from pulmu.services.forecasts.kept import forecast_answer
from pulmu.services.forecasts.wish import ForecastWish

WISH = {"days": 20, "rules": True}


def load_file(days: int = 20, first: int = 0) -> bytes:
    """Quarter-hours of the made plant, without some days at the beginning."""
    start = datetime.combine(FIRST, datetime.min.time())
    lines = [
        f"{start + timedelta(minutes=15 * slot):%Y-%m-%d %H:%M},{value / 4:.3f}"
        for slot, value in enumerate(made_load(days).power.ravel())
        if slot >= first * 96
    ]
    return "\n".join(["시각,사용량(kWh)", *lines]).encode()


def take_in(who: Visitor, meter: str, content: bytes) -> None:
    who.post("/meters/imports", inside=True, status=200, params={"meter": meter}, content=content)


def kept_forecast(meter: str, source: str) -> Document:
    """A forecast as it is kept, made without a meter."""
    made = forecast_load(made_load(8), is_learning=False)
    done = Forecasted(meter=meter, source=Source(source, ""), forecast=made, problems=())
    new = forecast_answer(done, ForecastWish(), Series(meter=meter, unit="kWh", interval=900), 1)
    return Document(json.loads(json.dumps(new.tree)), f"{meter}.forecast.json")
