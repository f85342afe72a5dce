"""A timetable as flat arrays: what a compiled run reads."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.costs import power_of
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.rehearse.turns import Turn, operation_of, turns_of
from pulmu.plan.schedule.rests import rests_of
from pulmu.plan.schedule.shop import Rest, Shop, Spans
from pulmu.plan.schedule.timetable import Timetable

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
_DAY, _WEEK = 1440, 10080
QUARTER = 15
"""Length of a bin of the load. [min]"""
OVERTIME = 0.5
"""What an hour of overtime is paid more, as a share of the ordinary wage (Labor Standards Act, Article 56(1))."""


class Turns(NamedTuple):
    """What machines do one after the other, in the order of the plan: an operation each, or a batch. Times in steps.

    Parameters
    ----------
    machine, start, length : (turns,)  As planned; a turn follows all that must have ended before it.
    setup, again : (turns,)  Steps between the turn before it on its machine and itself, and between two parts of it.
    first : (turns + 1,)  Where the operations of a turn begin among all.
    job, kw, people : (operations,)
    warm : (turns,)  When its machine begins to warm up for it, by the plan; below 0 where it does not rest before.
    down, up, rest_kw, down_kw, up_kw : (turns,)  Of that rest, as in `Rest`.
    """

    machine: Whole
    start: Real
    length: Real
    setup: Real
    again: Real
    first: Whole
    job: Whole
    kw: Real
    people: Real
    warm: Real
    down: Real
    up: Real
    rest_kw: Real
    down_kw: Real
    up_kw: Real


class Script(NamedTuple):
    """What does not change from run to run; times in steps.

    Parameters
    ----------
    ready : (jobs,)  Releases.
    closed_from : (machines + 1,)  Where the closed spans of a machine begin among all.
    closed_start, closed_end : Spans in order of time; none touches another.
    idle_kw : (machines,)
    won, wage : (steps + 1,)  What a kW, and a person, costs from the start up to each step. [KRW/kW, KRW]
    base : (bins,)  Drawn besides in each quarter of an hour. [kW]
    there_at, there : (changes,)  From when on how many people are there; empty where nobody is counted.
    overtime_won : What an hour costs more in which somebody works who is not there by the plan. [KRW/h]
    bins_per_step, hours_per_step : How many quarters, and hours, a step has.
    begin : Before this step nothing came otherwise than planned.
    """

    ready: Real
    closed_from: Whole
    closed_start: Real
    closed_end: Real
    idle_kw: Real
    won: Real
    wage: Real
    base: Real
    there_at: Real
    there: Real
    overtime_won: float
    bins_per_step: float
    hours_per_step: float
    begin: float


def laid_out(shop: Shop, timetable: Timetable, prices: Prices) -> tuple[Turns, list[tuple[int, int]]]:
    """The turns of a timetable that breaks no rule, and job and operation of each operation in them.

    Parameters
    ----------
    prices : By which a machine that may rest decides whether it does.
    """
    turns = list(turns_of(shop, timetable))
    operations = [item for turn in turns for item in turn.operations]
    rests = _rests(shop, timetable, prices)
    told = [rests.get((turn.machine, turn.start)) if turn.length else None for turn in turns]
    gaps = list(_setups(shop, turns))
    warm = (-1.0 if rest is None else turn.start - setup - rest.up
            for turn, rest, (setup, _) in zip(turns, told, gaps, strict=True))  # fmt: skip
    rested = [rest or Rest("", 0.0) for rest in told]
    found = Turns(
        machine=_whole(turn.machine for turn in turns), start=_real(turn.start for turn in turns),
        length=_real(turn.length for turn in turns),
        setup=_real(setup for setup, _ in gaps), again=_real(again for _, again in gaps),
        first=np.cumsum([0, *(len(turn.operations) for turn in turns)], dtype=np.int64),
        job=_whole(item.job for item in operations), kw=_real(power_of(shop, item) for item in operations),
        people=_real(operation_of(shop, item).people for item in operations),
        warm=_real(warm), down=_real(rest.down for rest in rested), up=_real(rest.up for rest in rested),
        rest_kw=_real(rest.kw for rest in rested), down_kw=_real(rest.down_kw for rest in rested),
        up_kw=_real(rest.up_kw for rest in rested),
    )  # fmt: skip
    return found, [(item.job, item.operation) for item in operations]


def script_of(shop: Shop, prices: Prices, *, begin: int = 0, steps: int = 0) -> Script:
    """What machines, people and prices of a shop are.

    Parameters
    ----------
    begin : What was to begin before it has begun so.
    steps : How far load, prices and people reach at least: beyond the last price the prices of the last day come again,
        and the people of the last week.
    """
    spans = [_merged(shop.closed_at(machine)) for machine in range(len(shop.machines))]
    minutes = prices.minutes_per_step
    won = longer(prices.won_per_kwh, steps, minutes)
    wages = longer(prices.won_per_person_hour, len(won), minutes) if prices.won_per_person_hour else np.zeros(len(won))
    there_at, there = _changes(longer(shop.people, len(won), minutes, _WEEK)) if shop.people else (_real(()), _real(()))
    return Script(
        ready=_real(job.release for job in shop.jobs),
        closed_from=np.cumsum([0, *(len(own) for own in spans)], dtype=np.int64),
        closed_start=_real(span[0] for own in spans for span in own),
        closed_end=_real(span[1] for own in spans for span in own),
        idle_kw=_real(shop.idle(machine) for machine in range(len(shop.machines))),
        won=np.concatenate([[0.0], np.cumsum(won) * prices.hours]),
        wage=np.concatenate([[0.0], np.cumsum(wages) * prices.hours]), base=_base(prices, len(won)),
        there_at=there_at, there=there,
        overtime_won=OVERTIME * float(min((wage for wage in prices.won_per_person_hour if wage > 0.0), default=0.0)),
        bins_per_step=minutes / QUARTER, hours_per_step=prices.hours, begin=float(begin),
    )  # fmt: skip


def _rests(shop: Shop, timetable: Timetable, prices: Prices) -> dict[tuple[int, int], Rest]:
    """What each machine is switched to before a step; without a price, where it draws the least."""
    told = rests_of(shop, timetable, prices if any(prices.won_per_kwh) else None)
    return {
        (gap.machine, gap.end): next(rest for rest in shop.rests_at(gap.machine) if rest.name == gap.name)
        for gap in told if gap.name
    }  # fmt: skip


def _setups(shop: Shop, turns: Iterable[Turn]) -> Iterator[tuple[int, int]]:
    last: dict[int, str] = {}
    for turn in turns:
        before = last.get(turn.machine)
        is_set_up = before is None or not turn.length
        yield (0 if is_set_up else shop.setup(turn.machine, before or "", turn.family),
               shop.setup(turn.machine, turn.family, turn.family))  # fmt: skip
        if turn.length:
            last[turn.machine] = turn.family


def _merged(spans: Spans) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def longer(values: Sequence[float], steps: int, minutes: int, period: int = _DAY) -> Real:
    """Values for so many steps at least: those of the last period, or all there are of less, come again.

    Parameters
    ----------
    minutes, period : Of a step, and of what comes again; a day. [min]
    """
    known = np.array(values)
    more = max(0, steps - len(known))
    last = known[-max(1, period // minutes) :]
    return np.concatenate([known, np.resize(last, more)]) if more else known


def _changes(people: Real) -> tuple[Real, Real]:
    """When a row of steps changes, and to what; nobody after the last."""
    at = np.append(np.flatnonzero(np.diff(people, prepend=np.nan)), len(people))
    return at.astype(np.float64), np.append(people, 0.0)[at]


def _base(prices: Prices, steps: int) -> Real:
    """What is drawn besides, by quarters of an hour; nothing after a part of one at the end."""
    own = longer(prices.base_kw, steps, prices.minutes_per_step) if prices.base_kw else np.zeros(steps)
    if prices.minutes_per_step >= QUARTER:
        return np.repeat(own, prices.minutes_per_step // QUARTER)
    count = prices.steps_of_mean
    return np.asarray(np.append(own, np.zeros(-len(own) % count)).reshape(-1, count).mean(axis=1), np.float64)


def _whole(values: Iterable[int]) -> Whole:
    return np.fromiter(values, np.int64)


def _real(values: Iterable[float]) -> Real:
    return np.fromiter(values, np.float64)
