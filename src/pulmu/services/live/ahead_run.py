"""Replications from a state of the plant on, leg by leg, each counted in blocks of 15 minutes."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from pulmu.model.line import Line
from pulmu.model.line_state import LineState
from pulmu.services.live.ahead_legs import Leg
from pulmu.services.live.emulated_tags import is_electric
from pulmu.twin import Ask, Engine, LineResult, Plan, continued, plan_line, result_of
from pulmu.twin.blocks import Floats, amounts_in, in_blocks, joined_edges, peak_of
from pulmu.twin.joined import joined, scaled
from pulmu.twin.result import Happening
from pulmu.twin.statistics.bottleneck import line_bottleneck


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One replication.

    Parameters
    ----------
    left : When good pieces left the line, by product. [s]
    peak_kw : Highest mean power of a block of 15 minutes that is counted whole; None where none is, or no electricity.
    bottlenecks : Of each station, the share of the time it holds the line up alone, and shifting; where looked for.
    edges : Of the slots the use of carriers was counted in, from 0 on. [s]
    used : Of each carrier, what was used up to each edge, in its unit.
    """

    run: LineResult
    left: dict[str, tuple[float, ...]]
    peak_kw: float | None
    bottlenecks: tuple[tuple[float, float], ...] = ()
    edges: tuple[float, ...] = ()
    used: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Job:
    """What one replication needs, wherever it runs."""

    legs: tuple[Leg, ...]
    plans: tuple[Plan, ...]
    state: LineState
    seed: int
    replication: int
    looks: bool


def run_legs(
    legs: Sequence[Leg], states: Sequence[LineState], engine: Engine, *, seed: int, looks: int = 0,
    executor: Executor | None = None,
) -> list[Passed]:  # fmt: skip
    """A replication from each state, in their order: the same whatever the executor.

    Parameters
    ----------
    looks : In how many of them bottlenecks are looked for.
    """
    plans = _plans(legs, states[0])
    jobs = [_Job(tuple(legs), plans, state, seed, number, number < looks) for number, state in enumerate(states)]
    run: Callable[[_Job], Passed] = partial(_run, engine)
    return [run(job) for job in jobs] if executor is None else list(executor.map(run, jobs, chunksize=4))


def _plans(legs: Sequence[Leg], state: LineState) -> tuple[Plan, ...]:
    """Of each leg; only when it begins is of a state, and that is the same in all."""
    passed, found = 0.0, []
    for leg in legs:
        after = LineState(after=None if state.after is None else replace(state.after, value=_at(state) + passed))
        found.append(plan_line(continued(leg.line, after)))
        passed += leg.seconds
    return tuple(found)


def _at(state: LineState) -> float:
    return 0.0 if state.after is None else state.after.to("s")


def _run(engine: Engine, job: _Job) -> Passed:
    runs: list[LineResult] = []
    edges: list[Floats] = []
    blocks: list[np.typing.NDArray[np.int64]] = []
    used: list[dict[str, Floats]] = []
    trace: list[Happening] = []
    state, passed = job.state, 0.0
    for number, (leg, plan) in enumerate(zip(job.legs, job.plans, strict=True)):
        counted = in_blocks(replace(plan, line=continued(leg.line, state)), leg.seconds)
        ask = Ask(leg.seconds, seed=job.seed, trace=True, end=True)
        counts = engine(counted.plan, ask, job.replication)
        run = scaled(result_of(counted.plan, counts, ask, job.replication), leg.factors)
        used.append(_used(counted.plan, amounts_in(counted.plan, counts), leg))
        edges.append(counted.edges)
        blocks.append(counted.block)
        trace += _shifted(run.trace, passed, is_first=number == 0)
        runs.append(run)
        state, passed = run.end or state, passed + leg.seconds
    whole, line, slots = joined(runs), job.legs[0].line, joined_edges(edges)
    by_carrier = {item.id: np.concatenate([part[item.id] for part in used]) for item in line.carriers}
    return Passed(
        run=replace(whole, trace=()),
        left=_left(line, trace),
        peak_kw=_peak(line, by_carrier, slots, np.concatenate(blocks)),
        bottlenecks=_bottlenecks(line, trace, passed) if job.looks else (),
        edges=tuple(slots.tolist()),
        used={name: (0.0, *np.cumsum(amount).tolist()) for name, amount in by_carrier.items()},
    )


def _shifted(trace: Sequence[Happening], by: float, *, is_first: bool) -> Sequence[Happening]:
    return trace if is_first else [replace(item, time=item.time + by) for item in trace]


def _used(plan: Plan, amounts: dict[tuple[str, str], Floats], leg: Leg) -> dict[str, Floats]:
    """Of each carrier of the line, by slot, in its unit."""
    found = {item.id: np.zeros(len(plan.prices.by_slot)) for item in leg.line.carriers}
    for (station, carrier), amount in amounts.items():
        found[carrier] = found[carrier] + amount * leg.factors.get((station, carrier), 1.0)
    return found


def _peak(line: Line, used: Mapping[str, Floats], edges: Floats, block: "np.typing.NDArray[np.int64]") -> float | None:
    """Of all electricity of the line. [kW]"""
    scale = {item.id: {"kWh": 1.0, "MWh": 1000.0}[item.unit] for item in line.carriers if is_electric(item)}
    if not scale:
        return None
    return peak_of(np.sum([used[name] * factor for name, factor in scale.items()], axis=0), edges, block)


def _left(line: Line, trace: Sequence[Happening]) -> dict[str, tuple[float, ...]]:
    found: dict[str, list[float]] = {item.id: [] for item in line.products}
    for item in trace:
        if item.what == "leaves":
            found[line.products[item.who].id].append(item.time)
    return {name: tuple(times) for name, times in found.items()}


def _bottlenecks(line: Line, trace: Sequence[Happening], seconds: float) -> tuple[tuple[float, float], ...]:
    return tuple((item.sole, item.shifting) for item in line_bottleneck(line, trace, 0.0, seconds).stations)
