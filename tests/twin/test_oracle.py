"""The kernel and the oracle do the same, happening by happening; and what must hold of any line holds."""

import math
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from tests.twin.lines import line_from
from tests.twin.random_lines import Tree, lines

from pulmu.bootstrap.twin import line_engine
from pulmu.model.station import Station
from pulmu.twin import Ask, Counts, plan_line, result_of
from pulmu.twin.counts import STATES, rate_of
from pulmu.twin.oracle import run_plainly

ASK = Ask(horizon=9 * 86_400.0, warm_up=86_400.0, seed=3, trace=True)
many = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(lines())
def test_kernel_and_oracle_do_the_same(tree: Tree) -> None:
    plan = plan_line(line_from(tree))
    compiled, plain = line_engine()(plan, ASK, 0), run_plainly(plan, ASK, 0)
    pairs = enumerate(zip(plain.trace, compiled.trace, strict=False))
    differs = next((number for number, (one, other) in pairs if one != other), None)
    assert differs is None, (plain.trace[differs - 3 : differs + 1], compiled.trace[differs - 3 : differs + 1])
    for item in fields(Counts):
        assert getattr(plain, item.name) == getattr(compiled, item.name), item.name


@many
@given(lines())
def test_the_trace_changes_nothing(tree: Tree) -> None:
    plan = plan_line(line_from(tree))
    quiet = Ask(ASK.horizon, ASK.warm_up, ASK.seed)
    told, untold = line_engine()(plan, ASK, 0), line_engine()(plan, quiet, 0)
    assert untold.trace == ()
    assert all(getattr(told, f.name) == getattr(untold, f.name) for f in fields(Counts) if f.name != "trace")


@many
@given(lines())
def test_pieces_times_and_energy_are_kept(tree: Tree) -> None:
    line = line_from(tree)
    plan = plan_line(line)
    counts = line_engine()(plan, ASK, 0)
    result = result_of(plan, counts, ASK, 0)
    happened = [item.what for item in counts.trace]
    assert happened.count("enters") - happened.count("leaves") - happened.count("scrap") == result.inside
    for station in result.stations:
        assert sum(station.state_hours.values()) == pytest.approx(station.machine_hours)
    for number, item in enumerate(line.stations):
        power = sum(
            rate_of(item.uses[0], state) * math.fsum(counts.stations[number].state_time[n]) / 3600
            for n, state in enumerate(STATES)
        )
        on_top = (0.5 + 2 * 0.25) * result.stations[number].pieces + result.stations[number].cycles
        used = result.stations[number].uses[0].amount
        assert used == pytest.approx(power + on_top + 2 * result.stations[number].set_ups)


@settings(many, max_examples=40)
@given(lines())
def test_energy_is_the_integral_of_power_over_the_trace(tree: Tree) -> None:
    line = line_from(tree)
    plan = plan_line(line)
    ask = Ask(9 * 86_400.0, 0.0, 3, trace=True)
    counts = line_engine()(plan, ask, 0)
    owners: list[Station] = [item for item in line.stations for _ in range(item.machines)]
    calendars = [number for item in plan.stations for number in item.calendars]
    state = ["off" if n >= 0 and plan.calendars[n].at_time(plan.offset) == 0 else "idle" for n in calendars]
    since, power = [0.0] * len(owners), 0.0
    for row in (item for item in counts.trace if item.what == "changes"):
        power += rate_of(owners[row.who].uses[0], state[row.who]) * (row.time - since[row.who])
        state[row.who], since[row.who] = STATES[row.value], row.time
    for number, item in enumerate(owners):
        power += rate_of(item.uses[0], state[number]) * (ask.horizon - since[number])
    by_state = result_of(plan, counts, ask, 0).uses[0].by_state
    assert sum(amount for name, amount in by_state.items() if name in STATES) == pytest.approx(power / 3600)
