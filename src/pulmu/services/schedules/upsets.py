"""What comes between a plan and its floor: breakdowns and spread of each machine, from its own file or a line."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pulmu.model import InputError, Problem, problem
from pulmu.model.jobs import Jobs, ShopMachine
from pulmu.model.law import Law
from pulmu.model.line import Line
from pulmu.model.quantity import Quantity
from pulmu.model.station import Station, Stop
from pulmu.twin.kernel.draws import Draws
from pulmu.twin.laws import Chance, chance

_TO_KNOW_A_SPREAD = 20_000
"""Draws of a law from which its spread is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A kind of breakdown of a machine, its laws in seconds.

    Parameters
    ----------
    machine : By its place among the jobs' machines.
    stream : Name of its streams of random numbers.
    """

    machine: int
    stream: str
    every: Chance
    lasts: Chance
    is_clock: bool
    is_anew: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """How far durations of a machine spread.

    Parameters
    ----------
    cv : Standard deviation as a share of the mean.
    cycle : Of one cycle of so many seconds; an operation of many spreads less. None: of an operation. [s]
    """

    cv: float = 0.0
    cycle: float | None = None

    def of(self, seconds: float) -> float:
        """Of an operation that takes so long."""
        if self.cycle is None or self.cycle <= 0.0:
            return self.cv
        return self.cv / math.sqrt(max(1.0, seconds / self.cycle))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upsets:
    """Breakdowns and spread of all machines.

    Parameters
    ----------
    widths : (machines,)
    sources : (machines,)  Where each is told: `jobs`, the station of a line, or empty for nowhere.
    """

    breakdowns: tuple[Breakdown, ...]
    widths: tuple[Widths, ...]
    sources: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is told that could come between."""
        return not self.breakdowns and all(item.cv == 0.0 for item in self.widths)


def upsets_of(jobs: Jobs, line: Line | None = None) -> Upsets:
    """What is told of the machines of some jobs; what their own file tells goes before the line.

    Raises
    ------
    InputError  A machine names a station that the line does not have (`schedule.unknown_station`).
    """
    stations = {} if line is None else {item.id: item for item in line.stations}
    wrong = [] if line is None else list(_unknown(jobs, line))
    if wrong:
        raise InputError(*wrong)
    found: list[Breakdown] = []
    widths, sources, seen = [], [], dict[str, int]()
    for place, machine in enumerate(jobs.machines):
        station = stations.get(machine.station or machine.id)
        number = seen.get(station.id, 0) if station else 0
        if machine.breakdowns or machine.spread:
            found += _own(place, machine)
            widths.append(Widths(cv=machine.spread))
            sources.append("jobs")
        elif station is not None:
            found += _of_station(place, station, number)
            widths.append(_width(station.time))
            sources.append(station.id)
        else:
            widths.append(Widths())
            sources.append("")
        if station is not None:
            seen[station.id] = number + 1
    return Upsets(breakdowns=tuple(found), widths=tuple(widths), sources=tuple(sources))


def _unknown(jobs: Jobs, line: Line) -> Iterator[Problem]:
    known = [item.id for item in line.stations]
    listed = ", ".join(known)
    for machine in jobs.machines:
        if machine.station and machine.station not in known:
            yield problem("schedule.unknown_station", f"machine {machine.id}",
                          f"the line {line.id} has no station {machine.station!r}", f"name one of: {listed}",
                          text=machine.station, line=line.id, known=listed)  # fmt: skip


def _own(place: int, machine: ShopMachine) -> Iterable[Breakdown]:
    for number, item in enumerate(machine.breakdowns, 1):
        yield Breakdown(
            machine=place, stream=f"{machine.id}/0/{number}", every=chance(item.every), lasts=chance(item.lasts),
            is_clock=item.counts == "clock", is_anew=item.piece == "repeat",
        )  # fmt: skip


def _of_station(place: int, station: Station, number: int) -> Iterable[Breakdown]:
    """As the line has them, under the same streams; maintenance is the jobs' own, and cycles are not counted."""
    for stop in station.stops:
        if _comes_by_itself(stop) and stop.every is not None:
            yield Breakdown(
                machine=place, stream=f"{station.id}/{number}/{stop.id}", every=chance(stop.every),
                lasts=chance(stop.lasts), is_clock=stop.counts == "clock", is_anew=stop.piece != "resume",
            )  # fmt: skip


def _comes_by_itself(stop: Stop) -> bool:
    return stop.kind == "breakdown" and stop.counts != "pieces"


def _width(law: Law | None) -> Widths:
    """Of the cycles of a station."""
    if law is None or law.law == "constant":
        return Widths()
    drawn = Draws(chance(law)).row(1, 0, _TO_KNOW_A_SPREAD)
    mean = float(drawn.mean())
    return Widths(cv=float(np.std(drawn)) / mean, cycle=mean) if mean > 0.0 else Widths()


def spread_law(cv: float) -> Chance:
    """What the length of an operation is multiplied by: lognormal, 1 in the mean."""
    return chance(Law(law="lognormal", mean=Quantity(1.0, "s"), cv=cv))
