"""Forecasts of a meter, kept as they were made with the readings and the method they rest on."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering import Series
from pulmu.model import Document, InputError, Problem, RuleError, encode, warning
from pulmu.plan.tariff import charged
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.forecast_series import Forecasted
from pulmu.services.forecasts.tree import forecast_tree
from pulmu.services.forecasts.wish import ForecastWish
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import document_history, list_documents, read_document
from pulmu.services.workspaces.kept_answers import NewAnswer
from pulmu.services.workspaces.kept_problems import problems_of, text_of_problems
from pulmu.services.workspaces.meters import known_meter

FORMAT = "pulmu.load_forecast/1"


@dataclass(frozen=True, slots=True)
class ListedForecast:
    """A forecast as a list shows it: the day, its highest power with the interval of 80 %, its energy. [kW, kWh]"""

    meter: str
    number: int
    at: datetime
    author: str
    day: date
    peak: float
    lower: float
    upper: float
    energy: float


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """A forecast as it was made.

    Parameters
    ----------
    parts : How many imports of the meter it rests on.
    wish : What was asked, as a plain document.
    tree : The forecast, as `forecast_tree` writes it.
    bands : Band of the tariff of each slot; empty where they are not known.
    """

    listed: ListedForecast
    parts: int
    wish: dict[str, Any]
    tree: dict[str, Any]
    bands: tuple[str, ...]
    problems: tuple[Problem, ...]
    document: Document


def newest_forecasts(gate: Gate, actor: Actor) -> tuple[ListedForecast, ...]:
    """The newest forecast of each meter.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in list_documents(gate, actor, "load_forecast"))


def list_forecasts(gate: Gate, actor: Actor, meter: str) -> tuple[ListedForecast, ...]:
    """Forecasts of a meter, newest first.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    """
    heads = document_history(gate, actor, "load_forecast", meter)
    with gate.reading(actor, "read_readings") as work:
        known_meter(work, meter)
    return tuple(_listed(head) for head in heads)


def find_forecast(gate: Gate, actor: Actor, meter: str, number: int) -> KeptForecast:
    """A forecast that was made.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    kept = read_document(gate, actor, "load_forecast", meter, number)
    tree = kept.document.tree
    return KeptForecast(
        _listed(kept.version), tree["parts"], tree["wish"], tree["forecast"], tuple(tree["bands"]),
        problems_of(tree["problems"]), kept.document,
    )  # fmt: skip


def forecast_answer(done: Forecasted, wish: ForecastWish, series: Series, parts: int) -> NewAnswer:
    """All of a forecast, as it is kept."""
    bands, problems = _bands(done, wish, series)
    made = forecast_tree(done)
    tree = {
        "pulmu": FORMAT, "meter": done.meter, "parts": parts, "wish": encode(wish, full=True), "forecast": made,
        "bands": list(bands), "problems": text_of_problems((*done.problems, *problems)),
    }  # fmt: skip
    peak = made["peak"]
    note = {
        "day": made["day"], "peak": peak["kw"], "lower": peak["lower_kw"], "upper": peak["upper_kw"],
        "energy": made["energy_kwh"],
    }  # fmt: skip
    return NewAnswer(
        kind="load_forecast", document=done.meter, ending="forecast", tree=tree, note=json.dumps(note, sort_keys=True)
    )


def _bands(done: Forecasted, wish: ForecastWish, series: Series) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Band of each slot; none, and why, where the terms of that day are not known."""
    zone = ZoneInfo(series.zone)
    starts = np.array([int(start.replace(tzinfo=zone).timestamp()) for start in done.starts()], np.int64)
    try:
        slots = charged(wish.tariff(), starts, done.forecast.interval)
    except (InputError, RuleError) as error:
        said = error.problems[0].message
        day = done.forecast.day.isoformat()
        return (), (warning("forecast.no_bands", day, f"no bands are shown: {said}",
                            "read the curve without them", day=day),)  # fmt: skip
    return tuple(slots.charges[number].band for number in slots.of.tolist()), ()


def _listed(head: DocumentVersion) -> ListedForecast:
    note = json.loads(head.note)
    return ListedForecast(
        head.document, head.number, head.at, head.author, date.fromisoformat(note["day"]),
        *(float(note[name]) for name in ("peak", "lower", "upper", "energy")),
    )  # fmt: skip
