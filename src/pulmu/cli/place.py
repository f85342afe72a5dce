"""What commands about a place share: where it is, and the processes that do its jobs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pulmu.services.accounts.door import Policy
    from pulmu.services.place import Place

DEFAULT_DATA = Path("pulmu-data")
DATABASE = "PULMU_DATABASE"
"""Names the address of a PostgreSQL server; not an option, for it holds a password."""

DataOption = Annotated[Path, typer.Option("--data", help="folder of the place: its records, files and keys")]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=0, max=64, help="processes that do long work; half of the cores where none is said"),
]
EngineOption = Annotated[
    str,
    typer.Option("--engine", help="what computes over populations; duckdb://?threads=2&memory=2GB where none is said"),
]


def open_at(data: Path, policy: "Policy | None" = None, engine: str = "") -> "Place":
    """The place of a folder, its records on the server the environment names."""
    from pulmu.bootstrap.place import open_place

    return open_place(data, os.environ.get(DATABASE, ""), policy, engine)


@contextmanager
def working(place: "Place", data: Path, workers: int | None, engine: str) -> Iterator[None]:
    """Processes that do the jobs of a place for as long as the block lasts; each computes by an engine of its own."""
    count = max(1, (os.cpu_count() or 1) // 2) if workers is None else workers
    if count == 0:
        yield
        return
    from pulmu.workers import WorkOrder, start_workers

    pool = start_workers(WorkOrder(data, os.environ.get(DATABASE, ""), engine), count, place)
    try:
        yield
    finally:
        pool.close()
