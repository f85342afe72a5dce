"""The load of an emulated plant: its line runs for weeks, and each machine draws what its state says."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pulmu.bootstrap.twin import line_engine, sample_line
from pulmu.model.line import Line as ProductionLine
from pulmu.plan.forecast import Load
from pulmu.services.line_play import machine_names
from pulmu.twin import Ask, Happening, plan_line, read_line, simulate_line
from pulmu.twin.counts import STATES, rate_of

QUARTER, WEEK = 900.0, 7 * 86_400.0
WARM_UP = 3
"""Weeks before the first day, until the line is full."""
_EACH = ("per_piece", "per_kg", "per_cycle", "per_set_up")


def emulated_load(name: str, first: date, days: int, seed: int) -> Load:
    """Electric power of a sample plant's line, quarter-hour by quarter-hour, from a Monday on. [kW]"""
    line = read_line(sample_line(name)).unwrap()
    if first.weekday():
        raise ValueError("the first day is a Monday")
    begun = WARM_UP * WEEK - plan_line(line).offset
    run = next(iter(simulate_line(line, Ask(begun + days * 86_400.0, seed=seed, trace=True), line_engine())))
    power = power_of_trace(line, run.trace, begun + days * 86_400.0)
    return Load(first, power[int(begun / QUARTER) :].reshape(days, 96))


def power_of_trace(line: ProductionLine, trace: Iterable[Happening], until: float) -> NDArray[np.float64]:
    """Mean power of each quarter-hour. (quarters,) [kW]"""
    machines = [_rates(line, station) for station, _ in machine_names(line)]
    changes: list[list[tuple[float, int]]] = [[] for _ in machines]
    for item in trace:
        if item.what == "changes":
            changes[item.who].append((item.time, item.value))
    found = np.zeros(int(until / QUARTER))
    for rates, own in zip(machines, changes, strict=True):
        found += _mean_power(own, rates, len(found))
    return found


def _rates(line: ProductionLine, station: int) -> NDArray[np.float64]:
    """What a machine draws in each state. [kW]"""
    uses = [use for use in line.stations[station].uses if use.carrier == "electricity"]
    if any(getattr(use, each) for use in uses for each in _EACH):
        raise ValueError("electricity by pieces is not counted here")
    return np.array([sum(rate_of(use, state) for use in uses) for state in STATES])


def _mean_power(changes: Sequence[tuple[float, int]], rates: NDArray[np.float64], quarters: int) -> NDArray[np.float64]:
    """Of one machine, from its energy up to each edge; idle until it first changes."""
    at = np.array([0.0, *(time for time, _ in changes)])
    draws = np.array([rates[STATES.index("idle")], *(rates[state] for _, state in changes)])
    edges = np.arange(quarters + 1) * QUARTER
    reached = np.concatenate([[0.0], np.cumsum(np.diff(at) * draws[:-1])])
    place = np.searchsorted(at, edges, side="right") - 1
    energy = reached[place] + (edges - at[place]) * draws[place]
    found: NDArray[np.float64] = np.diff(energy) / QUARTER
    return found
