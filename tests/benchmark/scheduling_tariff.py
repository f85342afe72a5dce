"""Job shops under a tariff with a last step, beside plain CP-SAT with a table of costs for each operation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean, median

import numpy as np
from measure import Line
from ortools.sat.python import cp_model
from scheduling import INSTANCES, Published, published

from pulmu.plan.schedule import Aim, Effort, Placed, Prices, Shop, Timetable, breaches, costs_of, plan_shop, shorten

NAMES = ("la05", "la17", "la23", "la33", "ta01", "abz7")
DEADLINES = (1.25, 1.5)
"""Of the best makespan that is known."""
BANDS = ((8, 93.0), (10, 146.0), (12, 178.0), (13, 146.0), (17, 178.0), (22, 146.0), (24, 93.0))
"""Won for a kWh until each hour; the last step of a plan is the end of a day."""
WORST = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """How much dearer the plan is than the peer's, and what each left open. [%]"""

    above: float
    gap: float
    gap_of_peer: float


def tariff(seconds: float, most: int) -> list[Line]:
    """Costs and gaps beside the peer, each with the same time and two workers.

    Parameters
    ----------
    most : So many instances, each with two deadlines.
    """
    if not INSTANCES.is_dir():
        return [Line("job shops under a tariff", "not measured: the instances are not beside the project")]
    found = [item for item in published(INSTANCES) if item.name in NAMES][:most]
    pairs = [_pair(item, share, seconds) for item in found for share in DEADLINES]
    return _lines(f"{len(pairs)} job shops under a tariff, {seconds:.0f} s, 2 workers", pairs)


def _lines(what: str, pairs: Sequence[Pair]) -> list[Line]:
    above, gaps = [item.above for item in pairs], [item.gap for item in pairs]
    peers = [item.gap_of_peer for item in pairs]
    return [
        Line(f"{what}: cost beside plain CP-SAT", f"mean {mean(above):+.2f} %, worst {max(above):+.2f} %",
             f"better on average, worst {WORST} %", mean(above) < 0.0 and max(above) <= WORST),
        Line(f"{what}: proven gap of Pulmu", f"median {median(gaps):.1f} %, worst {max(gaps):.1f} %",
             "median under 5 %, worst under 10 %", median(gaps) < 5.0 and max(gaps) < 10.0),
        Line(f"{what}: proven gap of plain CP-SAT", f"median {median(peers):.1f} %, worst {max(peers):.1f} %"),
    ]  # fmt: skip


def _pair(item: Published, share: float, seconds: float) -> Pair:
    shop, steps = powered(item.shop, 1), int(item.best * share)
    prices = day_of(steps)
    effort = Effort(seconds=seconds, workers=2, seed=1)
    planned = plan_shop(shop, prices, Aim(energy=1.0), effort)
    if broken := list(breaches(shop, planned.timetable, steps=steps)):
        raise SystemExit(f"{item.name}: {broken[0]}")
    first = shorten(shop, replace(effort, seconds=seconds / 10)).timetable
    peer, bound = by_tables(shop, prices, first, effort)
    cost = costs_of(shop, peer, prices)["energy"]
    return Pair(100.0 * (planned.value / cost - 1.0), 100.0 * planned.gap, 100.0 * (cost - bound) / cost)


def day_of(steps: int) -> Prices:
    """Bands of a day, over so many steps."""
    hours = [24.0 * step / steps for step in range(steps)]
    return Prices(tuple(next(won for until, won in BANDS if hour < until) for hour in hours), 15)


def powered(shop: Shop, seed: int) -> Shop:
    """A shop whose machines draw 5 to 60 kW, by operation 30 % more or less."""
    draw = np.random.default_rng(seed)
    power = draw.uniform(5.0, 60.0, len(shop.machines))
    return replace(shop, jobs=tuple(
        replace(job, operations=tuple(
            replace(item, ways=tuple(
                replace(way, power_kw=round(float(power[way.machine] * draw.uniform(0.7, 1.3)), 1))
                for way in item.ways))
            for item in job.operations))
        for job in shop.jobs))  # fmt: skip


def by_tables(shop: Shop, prices: Prices, first: Timetable, effort: Effort) -> tuple[Timetable, float]:
    """Plain CP-SAT: a begin for each operation, and what it costs there in a table; the timetable and the bound."""
    model, steps = cp_model.CpModel(), len(prices.won_per_kwh)
    of_kw = np.concatenate(([0.0], np.cumsum(prices.won_per_kwh))) * prices.hours
    starts, on, costs = {}, [[] for _ in shop.machines], []  # type: ignore[var-annotated]
    for place, job in enumerate(shop.jobs):
        before: cp_model.LinearExprT = 0
        for step, item in enumerate(job.operations):
            (way,) = item.ways
            start = starts[place, step] = model.new_int_var(0, steps - way.duration, "")
            model.add(start >= before)
            before = start + way.duration
            on[way.machine].append(model.new_fixed_size_interval_var(start, way.duration, ""))
            table = np.floor(way.power_kw * (of_kw[way.duration :] - of_kw[: steps + 1 - way.duration])).astype(int)
            costs.append(model.new_int_var(int(table.min()), int(table.max()), ""))
            model.add_element(start, table.tolist(), costs[-1])
    for row in on:
        model.add_no_overlap(row)
    for placed in first.placed:
        model.add_hint(starts[placed.job, placed.operation], placed.start)
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = effort.seconds, effort.workers
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return first, solver.best_objective_bound
    return Timetable(tuple(
        Placed(job, step, way.machine, solver.value(start), solver.value(start) + way.duration)
        for (job, step), start in starts.items() for way in shop.jobs[job].operations[step].ways
    )), solver.best_objective_bound  # fmt: skip
