"""Alarms of a workspace's meter, kept as they were found with the readings and the method they rest on."""

import json
import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pulmu.metering import Series
from pulmu.model import Document, Problem, encode
from pulmu.plan.forecast.load import Values
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.anomalies.meter import Anomalies
from pulmu.services.anomalies.tree import anomalies_tree
from pulmu.services.anomalies.wish import AnomalyWish
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import document_history, list_documents, read_document
from pulmu.services.workspaces.kept_answers import NewAnswer
from pulmu.services.workspaces.kept_problems import problems_of, text_of_problems
from pulmu.services.workspaces.meters import known_meter

FORMAT = "pulmu.load_anomalies/1"


@dataclass(frozen=True, slots=True)
class ListedAnomalies:
    """A look at a meter as a list shows it.

    Parameters
    ----------
    budget : Alarms a day that were wanted, at most.
    first, last : First and last day of which hours could be told.
    """

    meter: str
    number: int
    at: datetime
    author: str
    budget: float
    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class KeptAnomalies:
    """A look at a meter as it was.

    Parameters
    ----------
    parts : How many imports of the meter it rests on.
    wish : What was asked, as a plain document.
    tree : The alarms, as `anomalies_tree` writes them, each with its `id`.
    curve : Power and what was expected of each slot from a midnight on; null where it is not known.
    """

    listed: ListedAnomalies
    parts: int
    wish: dict[str, Any]
    tree: dict[str, Any]
    curve: dict[str, Any]
    problems: tuple[Problem, ...]
    document: Document

    def alarm(self, wanted: str) -> dict[str, Any] | None:
        """An alarm by its id."""
        return next((item for item in self.tree["alarms"] if item["id"] == wanted), None)


def newest_anomalies(gate: Gate, actor: Actor) -> tuple[ListedAnomalies, ...]:
    """The newest look at each meter.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in list_documents(gate, actor, "load_anomalies"))


def list_anomalies(gate: Gate, actor: Actor, meter: str) -> tuple[ListedAnomalies, ...]:
    """Looks at a meter, newest first.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    """
    heads = document_history(gate, actor, "load_anomalies", meter)
    with gate.reading(actor, "read_readings") as work:
        known_meter(work, meter)
    return tuple(_listed(head) for head in heads)


def find_kept(gate: Gate, actor: Actor, meter: str, number: int) -> KeptAnomalies:
    """A look at a meter that was kept.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    kept = read_document(gate, actor, "load_anomalies", meter, number)
    tree = kept.document.tree
    return KeptAnomalies(
        _listed(kept.version), tree["parts"], tree["wish"], tree["anomalies"], tree["curve"],
        problems_of(tree["problems"]), kept.document,
    )  # fmt: skip


def anomalies_answer(done: Anomalies, wish: AnomalyWish, series: Series, parts: int) -> NewAnswer:
    """All that was found, as it is kept."""
    tree = {
        "pulmu": FORMAT, "meter": series.meter, "parts": parts, "wish": encode(wish, full=True),
        "anomalies": anomalies_tree(done), "curve": _curve(done), "problems": text_of_problems(done.problems),
    }  # fmt: skip
    note = {
        "budget": wish.budget, "count": len(done.alarms), "first": done.from_day.isoformat(),
        "last": done.to_day.isoformat(),
    }  # fmt: skip
    return NewAnswer(
        kind="load_anomalies", document=series.meter, ending="anomalies", tree=tree,
        note=json.dumps(note, sort_keys=True),
    )  # fmt: skip


def _curve(done: Anomalies) -> dict[str, Any]:
    load, expected = done.watched.load, done.watched.expected
    return {
        "first": load.first.isoformat(), "interval_s": load.interval, "kw": _row(load.power),
        "expected_kw": _row(expected.middle), "lower_kw": _row(expected.lower), "upper_kw": _row(expected.upper),
    }  # fmt: skip


def _row(values: Values) -> list[float | None]:
    return [None if math.isnan(value) else round(value, 2) for value in values.ravel().tolist()]


def _listed(head: DocumentVersion) -> ListedAnomalies:
    note = json.loads(head.note)
    return ListedAnomalies(
        head.document, head.number, head.at, head.author, float(note["budget"]), int(note["count"]),
        date.fromisoformat(note["first"]), date.fromisoformat(note["last"]),
    )  # fmt: skip
