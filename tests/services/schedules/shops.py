"""Small shops for tests."""

from typing import Any

from pulmu.model import Document, decode
from pulmu.model.tariff import Tariff

DAY_AND_NIGHT: dict[str, Any] = {
    "pulmu": "tariff/1", "id": "day_and_night", "name": "day and night", "holidays": False,
    "terms": [{
        "start": "2026-01-01", "basic": 8000,
        "seasons": [{"id": "all", "months": list(range(1, 13))}],
        "hours": [
            {"season": "all", "band": "light", "hours": [{"start": "22:00", "end": "08:00"}]},
            {"season": "all", "band": "peak", "hours": [{"start": "08:00", "end": "22:00"}]},
        ],
        "rates": [{"season": "all", "band": "light", "price": 100}, {"season": "all", "band": "peak", "price": 200}],
        "surcharges": [{"id": "climate", "price": 9}],
        "demand": {},
    }],
}  # fmt: skip
"""100 won by night, 200 by day, 9 more always."""


def tariff() -> Tariff:
    return decode(Tariff, Document(DAY_AND_NIGHT, "tariff.yaml")).unwrap()


def shop(*jobs: dict[str, Any], **more: Any) -> Document:
    """A document of jobs on the machines M-1 and M-2, from a Monday's morning on, in steps of an hour."""
    tree = {
        "pulmu": "jobs/1", "id": "week", "start": "2026-06-08 08:00", "step_minutes": 60,
        "machines": [{"id": "M-1"}, {"id": "M-2"}], "jobs": list(jobs), **more,
    }  # fmt: skip
    return Document(tree, "jobs.yaml")


def job(
    name: str, *operations: list[tuple[str, float, float]] | tuple[str, float, float], **more: Any
) -> dict[str, Any]:
    """A job of operations; each a way, or several: machine, hours and kW."""
    listed = [
        {"ways": [{"machine": machine, "minutes": 60 * hours, "kw": kw} for machine, hours, kw in
                  (item if isinstance(item, list) else [item])]}
        for item in operations
    ]  # fmt: skip
    return {"id": name, "operations": listed, **more}


def timetable(*rows: tuple[str, int, str, str, str]) -> Document:
    """A timetable that is given."""
    keys = ("job", "operation", "machine", "start", "end")
    return Document({"operations": [dict(zip(keys, row, strict=True)) for row in rows]}, "given.csv")
