"""Runs of a timetable under what was drawn, and what each came to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pulmu.model import SolveError
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.rehearse.play import play
from pulmu.plan.schedule.rehearse.running import FINE, MORE_DRAWS, MORE_STEPS, Causes, Told
from pulmu.plan.schedule.rehearse.script import Real, Whole, laid_out, script_of
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Timetable

_AT_ONCE = 64
"""Runs between two looks at whether somebody wants it to end."""
_FIRST_DRAWS = 8
_MOST_DRAWS, _MOST_STEPS = 1 << 13, 1 << 22


@dataclass(frozen=True, slots=True)
class Cause:
    """A kind of breakdown of a machine.

    Parameters
    ----------
    machine : By its place in the shop.
    is_clock : Whether it comes nearer as time passes; else as the machine works.
    is_anew : Whether what is under way is done again; else it goes on where it was.
    """

    machine: int
    is_clock: bool = False
    is_anew: bool = False


class Drawn(Protocol):
    """Where chance comes from: the same numbers each time the same is asked for."""

    causes: Sequence[Cause]

    def factors(self, first: int, count: int, tasks: Sequence[tuple[int, int]]) -> Real:
        """What the length of each task, by job and operation, is multiplied by in some runs. (runs, tasks)"""
        ...

    def stops(self, first: int, count: int, most: int) -> tuple[Real, Real]:
        """Steps up to each stop of each cause, and how long it lasts, in some runs. Twice (runs, causes, most)"""
        ...


@dataclass(frozen=True, slots=True)
class Ran:
    """What the runs of a timetable came to; times in steps.

    Parameters
    ----------
    ends : (runs, jobs)
    won, kwh, peak_kw : (runs,)  Energy of the machines; the highest mean of 15 minutes of all that is drawn.
    labour_won, overtime : (runs,)  Of people kept busy; steps of a person beyond those that are there by the plan.
    stops, down : (runs, machines)  Breakdowns, and how long they lasted.
    parted : (runs, machines)  How often a furnace did a batch in two or more, as some of it came too late.
    """

    ends: Real
    won: Real
    kwh: Real
    peak_kw: Real
    labour_won: Real
    overtime: Real
    stops: Whole
    down: Real
    parted: Whole

    @property
    def count(self) -> int:
        """How many runs."""
        return len(self.won)

    @property
    def makespan(self) -> Real:
        """When the last job ends. (runs,)"""
        return np.asarray(self.ends.max(axis=1, initial=0.0), np.float64)

    def late(self, shop: Shop) -> Real:
        """Steps that each job is late, 0 where nobody waits. (runs, jobs)"""
        due = np.array([np.inf if job.due is None else job.due for job in shop.jobs])
        return np.asarray(np.maximum(self.ends - due, 0.0), np.float64)

    def tardiness(self, shop: Shop) -> Real:
        """Steps that jobs are late, each by its weight. (runs,)"""
        return np.asarray(self.late(shop) @ np.array([job.weight for job in shop.jobs]), np.float64)


def run_all(
    shop: Shop,
    timetable: Timetable,
    drawn: Drawn,
    prices: Prices,
    runs: int,
    *,
    begin: int = 0,
    without: int | None = None,
    tell: Callable[[int], bool] = lambda _done: False,
) -> Ran:
    """Run a timetable again and again.

    Order on machines and the chosen ways are kept. A task begins when its planned start has come, the one before it in
    its job has ended, its machine is whole and set up for it, and it would fit before the machine's next closed span,
    with its people there and free, as long as it was planned. What a breakdown or its own length carries into a closed
    span goes on after it. A repair goes on by the clock, through closed spans too. People stay with what they began,
    repairs among it, but for closed spans; where more are busy than are there, that is overtime.

    A batch begins when all of it is there; its furnace waits for the rest no longer than the batch takes, from when it
    could begin with the first. Who comes later is done right after it, by the same rule. A machine rests in the gaps it
    rests in by the plan: it is switched down when its work has ended and warms up at its planned hour; where no time is
    left to switch it down before, it waits.

    Parameters
    ----------
    begin : What was to begin before it came as planned; chance begins there.
    without : A machine whose breakdowns are left out.
    tell : Hears how many runs are done; where it answers yes, no more are made: one chunk at least was.

    Raises
    ------
    SolveError  Some run does not end (`plan.rehearsal_endless`).
    """
    turns, named = laid_out(shop, timetable, prices)
    steps, most = max(len(prices.won_per_kwh), timetable.makespan) + 1, _FIRST_DRAWS
    script = script_of(shop, prices, begin=begin, steps=steps)
    parts: list[Told] = []
    done = 0
    while done < runs:
        count = min(_AT_ONCE, runs - done)
        factor = drawn.factors(done, count, named)
        told = _room(count, shop)
        ended = play(script, turns, _causes(shop, drawn, done, count, most, without), factor, told)
        if ended == FINE:
            parts.append(told)
            done += count
            if tell(done):
                break
        elif ended == MORE_DRAWS and most < _MOST_DRAWS:
            most *= 4
        elif ended == MORE_STEPS and steps < _MOST_STEPS:
            steps *= 2
            script = script_of(shop, prices, begin=begin, steps=steps)
        else:
            raise SolveError.of(
                "plan.rehearsal_endless", "", "breakdowns come again and again before an operation is done, or its"
                " people never come again",
                "let work go on after a breakdown, check how often it comes and how long it lasts, and when people are"
                " there",
            )  # fmt: skip
    joined = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    return Ran(*joined)


def _room(runs: int, shop: Shop) -> Told:
    machines = len(shop.machines)
    one, many = (runs,), (runs, machines)
    return Told(
        ends=np.zeros((runs, len(shop.jobs))), won=np.zeros(one), kwh=np.zeros(one), peak=np.zeros(one),
        labour=np.zeros(one), overtime=np.zeros(one), stops=np.zeros(many, np.int64), down=np.zeros(many),
        parted=np.zeros(many, np.int64),
    )  # fmt: skip


def _causes(shop: Shop, drawn: Drawn, first: int, count: int, most: int, without: int | None) -> Causes:
    """Causes in order of their machines; a machine that is left out has none."""
    until, lasts = drawn.stops(first, count, most)
    order = sorted((place for place, item in enumerate(drawn.causes) if item.machine != without),
                   key=lambda place: drawn.causes[place].machine)  # fmt: skip
    kept = [drawn.causes[place] for place in order]
    machines = np.array([item.machine for item in kept], np.int64)
    return Causes(
        first=np.searchsorted(machines, np.arange(len(shop.machines) + 1)).astype(np.int64),
        is_clock=np.array([item.is_clock for item in kept], np.int64),
        is_anew=np.array([item.is_anew for item in kept], np.int64),
        until=np.ascontiguousarray(until[:, order]), lasts=np.ascontiguousarray(lasts[:, order]),
    )  # fmt: skip
