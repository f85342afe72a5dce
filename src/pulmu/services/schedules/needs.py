"""What an operation needs of a furnace and of people, held against what there is."""

from collections.abc import Iterator

from pulmu.model import Document, Path, Problem, problem
from pulmu.model.jobs import JobOperation, Jobs, ShopJob
from pulmu.services.schedules.lay import begun_shares

_NEARLY = 1.0 + 1e-9


def needs_of(jobs: Jobs, job: ShopJob, path: Path, document: Document) -> Iterator[Problem]:
    """Loads that no furnace holds or that are not told, and people that are never there together."""
    if any(not 0.0 <= operation.scrap < 1.0 for operation in job.operations):
        return  # it is told where it is read
    holds = {machine.id: machine.holds for machine in jobs.machines if machine.holds > 0.0}
    there = sum(crew.people for crew in jobs.crews)
    for number, (operation, share) in enumerate(zip(job.operations, begun_shares(job), strict=True)):
        here = (*path, "operations", number)
        yield from _loads(operation, share, holds, document, here)
        if jobs.crews and operation.people > there:
            yield problem("schedule.crew_too_small", document.place((*here, "people")),
                          f"it takes {operation.people:g} people, and there are {there:g}",
                          "mend one of the two", people=f"{operation.people:g}", there=f"{there:g}")  # fmt: skip


def _loads(
    operation: JobOperation, share: float, holds: dict[str, float], document: Document, here: Path
) -> Iterator[Problem]:  # fmt: skip
    load = operation.load * share
    for way in operation.ways:
        if way.machine not in holds:
            continue
        most = holds[way.machine]
        if not load:
            yield problem("schedule.no_load", document.place(here), f"what it takes of {way.machine} is not told",
                          "give its load, in the unit of what the furnace holds", machine=way.machine)  # fmt: skip
        elif load > most * _NEARLY:
            yield problem("schedule.load_too_big", document.place((*here, "load")),
                          f"{way.machine} holds {most:g}, and this takes {load:g} with what is scrapped",
                          "part the job in two, or mend the number", machine=way.machine, load=f"{load:g}",
                          holds=f"{most:g}")  # fmt: skip
