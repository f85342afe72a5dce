"""Runs of a line against exact numbers: one z for each number, and Holm's limits over all of them."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import t as student

from pulmu.bootstrap.twin import line_engine
from pulmu.model import Document
from pulmu.twin import Ask, LineResult, read_line, simulate_line

Ratio = Callable[[LineResult], tuple[float, float]]
"""What is counted, and over what."""


@dataclass(frozen=True)
class Case:
    """A line as a stranger writes it, and exact numbers for it.

    Parameters
    ----------
    exact : Measure, as in `MEASURES`, to its exact value. Times in minutes, rates per hour.
    hours, warm_up : Length of a run in all, and of its start that is left out. [h]
    """

    name: str
    line: dict[str, Any]
    exact: Mapping[str, float]
    hours: float = 2000
    warm_up: float = 100
    runs: int = 24
    source: str = field(default="")


@dataclass(frozen=True)
class Score:
    """How far a simulated number lies from the exact one, in standard errors."""

    case: str
    measure: str
    exact: float
    seen: float
    z: float
    chance: float

    def __str__(self) -> str:
        seen = f"exact {self.exact:.6g} seen {self.seen:.6g}"
        return f"{self.case}: {self.measure} {seen} t {self.z:+.2f} p {self.chance:.2g}"


def measure(name: str) -> Ratio:
    """What a measure counts."""
    kind, *where = name.split("/")
    return MEASURES[kind](*where)


def _station(result: LineResult, name: str) -> Any:
    return next(item for item in result.stations if item.station == name)


def _product(result: LineResult, name: str) -> Any:
    return next(item for item in result.products if item.product == name)


def _stop(result: LineResult, station: str, stop: str) -> float:
    return float(next(item.times for item in _station(result, station).stops if item.stop == stop))


def _source(result: LineResult, name: str) -> Any:
    return next(item for item in result.sources if item.source == name)


MEASURES: dict[str, Callable[..., Ratio]] = {
    "good": lambda: lambda r: (r.good, r.hours),
    "good_of": lambda p: lambda r: (_product(r, p).good, r.hours),
    "scrap": lambda: lambda r: (r.scrap, r.hours),
    "rework": lambda p: lambda r: (_product(r, p).reworked, r.hours),
    "inside": lambda: lambda r: (r.mean_inside * r.hours, r.hours),
    "queue": lambda s: lambda r: (_station(r, s).mean_queue * r.hours, r.hours),
    "wait": lambda s: (
        lambda r: (
            (_station(r, s).mean_wait_s or 0.0) / 60 * _station(r, s).loaded,
            _station(r, s).loaded,
        )
    ),
    "flow": lambda p: lambda r: ((_product(r, p).mean_flow_s or 0.0) / 60 * _product(r, p).good, _product(r, p).good),
    "flow_square": lambda p: (
        lambda r: (
            ((_product(r, p).mean_flow_s or 0.0) ** 2 + (_product(r, p).flow_deviation_s or 0.0) ** 2)
            / 3600
            * _product(r, p).good,
            _product(r, p).good,
        )
    ),
    "state": lambda s, state: lambda r: (_station(r, s).state_hours[state], _station(r, s).machine_hours),
    "stops": lambda s, stop: lambda r: (_stop(r, s, stop), r.hours),
    "set_ups": lambda s: lambda r: (_station(r, s).set_ups, r.hours),
    "cycles": lambda s: lambda r: (_station(r, s).cycles, r.hours),
    "lost": lambda s: lambda r: (_source(r, s).lost, _source(r, s).arrived),
    "use": lambda c: lambda r: (next(item.amount for item in r.uses if item.carrier == c), r.hours),
    "cost": lambda c: lambda r: (next(item.cost_krw for item in r.uses if item.carrier == c), r.hours),
    "pool": lambda p: lambda r: (next(i.mean_busy for i in r.operators if i.operators == p) * r.hours, r.hours),
}


def scores(case: Case, *, seed: int = 1, length: float = 1.0) -> list[Score]:
    """One score for each exact number of a case, of runs so many times as long as it says."""
    found = read_line(Document(case.line, f"{case.name}.yaml"))
    assert found.problems == (), [str(item) for item in found.problems]
    ask = Ask(case.hours * length * 3600, case.warm_up * 3600, seed)
    results = list(simulate_line(found.value, ask, line_engine(), replications=case.runs))
    return [_score(case, name, exact, [measure(name)(item) for item in results]) for name, exact in case.exact.items()]


def _score(case: Case, name: str, exact: float, pairs: Iterable[tuple[float, float]]) -> Score:
    """Of the mean of what is counted less the exact share of what it is counted over: no ratio, so no bias."""
    counted, over = np.array(list(pairs)).T
    seen = counted.sum() / over.sum()
    rest = (counted - exact * over) / over.mean()
    error = rest.std(ddof=1) / math.sqrt(len(rest))
    if error < 1e-12 * max(abs(exact), 1.0):
        is_equal = math.isclose(seen, exact, rel_tol=1e-9, abs_tol=1e-9)
        return Score(case.name, name, exact, seen, 0.0 if is_equal else math.inf, 1.0 if is_equal else 0.0)
    z = float(rest.mean() / error)
    return Score(case.name, name, exact, float(seen), z, float(2 * student.sf(abs(z), len(rest) - 1)))


def too_far(found: Iterable[Score], error: float) -> list[Score]:
    """Those that Holm's procedure rejects, at a family-wise error."""
    ordered = sorted(found, key=lambda item: item.chance)
    for place, item in enumerate(ordered):
        if item.chance > error / (len(ordered) - place):
            return ordered[:place]
    return ordered
