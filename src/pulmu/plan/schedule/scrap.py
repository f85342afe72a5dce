"""What has to be begun so that enough good pieces are left."""

from collections.abc import Container, Sequence
from dataclasses import replace
from math import ceil

from pulmu.model import InputError, Problem, problem
from pulmu.plan.schedule.shop import Job, Operation


def begun(good: float, yields: Sequence[float]) -> tuple[float, ...]:
    """What each operation begins with, so that `good` is left after the last, on average.

    Parameters
    ----------
    yields : (operations,)  Share that is good after each, of what it begins with.

    Returns
    -------
    (operations,)  In the unit of `good`; pieces are not rounded up.

    Raises
    ------
    InputError  A share is not above 0 and up to 1 (`plan.yield_range`).
    """
    wrong = [(place, share) for place, share in enumerate(yields, 1) if not 0.0 < share <= 1.0]
    if wrong:
        raise InputError(*(_out_of_range(place, share) for place, share in wrong))
    found: list[float] = []
    for share in reversed(yields):
        good /= share
        found.append(good)
    return tuple(reversed(found))


def _out_of_range(place: int, share: float) -> Problem:
    return problem("plan.yield_range", f"operation {place}", f"{share:g} is no share that is good",
                   "give a number above 0, up to 1", value=f"{share:g}", operation=place)  # fmt: skip


def with_scrap(job: Job, yields: Sequence[float], furnaces: Container[int] = ()) -> Job:
    """A job that begins with more, so that as much is good in the end as its durations and loads were told for.

    Durations and loads grow by what is begun; a duration to whole steps up.

    Parameters
    ----------
    furnaces : Machines whose durations do not grow with the number of pieces.
    """
    shares = begun(1.0, yields)
    if len(shares) != len(job.operations):
        raise ValueError(f"{len(shares)} yields for {len(job.operations)} operations")
    told = zip(job.operations, shares, strict=True)
    return replace(job, operations=tuple(_more(item, share, furnaces) for item, share in told))


def _more(operation: Operation, share: float, furnaces: Container[int]) -> Operation:
    ways = tuple(
        way if way.machine in furnaces else replace(way, duration=ceil(way.duration * share - 1e-9))
        for way in operation.ways
    )
    return replace(operation, ways=ways, load=operation.load * share)
