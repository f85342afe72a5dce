"""A run counted in blocks of 15 minutes is the same run; runs that follow each other are one."""

import math

import numpy as np
import pytest
from tests.twin.lines import line_from

from pulmu.adapters.samples import sample_line_names
from pulmu.bootstrap.twin import line_engine, sample_line
from pulmu.model.line import Line
from pulmu.twin import Ask, LineResult, continued, plan_line, read_line, result_of, simulate_line
from pulmu.twin.blocks import BLOCK, amounts_in, in_blocks, peak_of
from pulmu.twin.joined import joined, scaled

HOUR = 3600.0


def begun(name: str, hours: float = 175.25) -> Line:
    line = read_line(sample_line(name)).unwrap()
    state = next(simulate_line(line, Ask(hours * HOUR, end=True), line_engine())).end
    assert state is not None
    return continued(line, state)


def plainly(line: Line, hours: float) -> LineResult:
    return next(simulate_line(line, Ask(hours * HOUR, seed=4), line_engine()))


@pytest.mark.parametrize("name", sample_line_names())
def test_blocks_change_nothing_of_what_is_counted(name: str) -> None:
    line = begun(name)
    counted = in_blocks(plan_line(line), 9.1 * HOUR)
    ask = Ask(9.1 * HOUR, seed=4)
    counts = line_engine()(counted.plan, ask, 0)
    found, plain = result_of(counted.plan, counts, ask, 0), plainly(line, 9.1)
    assert (found.good, found.scrap, found.inside) == (plain.good, plain.scrap, plain.inside)
    used = amounts_in(counted.plan, counts)
    for one, other in zip(found.uses, plain.uses, strict=True):
        assert one.amount == pytest.approx(other.amount)
        assert one.cost_krw == pytest.approx(other.cost_krw)
        mine = [amount.sum() for (_, carrier), amount in used.items() if carrier == one.carrier]
        assert math.fsum(mine) == pytest.approx(other.amount)
    assert counted.edges[-1] == pytest.approx(9.1 * HOUR)
    assert len(counted.block) == len(counted.edges) - 1
    whole = [float(np.diff(counted.edges)[counted.block == number].sum()) for number in set(counted.block.tolist())]
    assert max(whole) == pytest.approx(BLOCK)


def test_blocks_go_on_over_the_end_of_a_week() -> None:
    line = begun("extrusions", 16 + 5 * 24 + 20)
    counted = in_blocks(plan_line(line), 12 * HOUR)
    assert counted.plan.offset > 6 * 86_400
    ask = Ask(12 * HOUR, seed=4)
    counts = line_engine()(counted.plan, ask, 0)
    assert np.sum(counts.stations[1].state_time, axis=0) == pytest.approx(np.diff(counted.edges))


def test_a_steady_machine_has_a_steady_peak_and_a_part_of_a_block_has_none() -> None:
    line = line_from({
        "id": "hall", "carriers": [{"id": "power", "unit": "kWh"}],
        "stations": [{"id": "saw", "time": "1 min", "uses": [{"carrier": "power", "idle": 5, "busy": 40}]}],
        "products": [{"id": "bar", "route": [{"station": "saw"}]}],
        "sources": [{"id": "store", "products": {"bar": 1}, "most_inside": 3}],
    })  # fmt: skip
    for seconds, peak in ((1800.0, 40.0), (700.0, None)):
        counted = in_blocks(plan_line(line), seconds)
        counts = line_engine()(counted.plan, Ask(seconds), 0)
        used = amounts_in(counted.plan, counts)["saw", "power"]
        assert peak_of(used, counted.edges, counted.block) == (None if peak is None else pytest.approx(peak))


@pytest.mark.parametrize("name", sample_line_names())
def test_runs_that_follow_each_other_are_one(name: str) -> None:
    line, parts = begun(name), list[LineResult]()
    state = line.state
    for hours in (2.0, 0.5, 4.5):
        assert state is not None
        run = next(simulate_line(continued(line, state), Ask(hours * HOUR, seed=4, end=True), line_engine()))
        parts.append(run)
        state = run.end
    whole, plain = joined(parts), plainly(line, 7.0)
    assert (whole.good, whole.scrap, whole.hours) == (plain.good, plain.scrap, plain.hours)
    assert whole.mean_inside == pytest.approx(plain.mean_inside)
    for one, other in zip(whole.stations, plain.stations, strict=True):
        assert one.state_hours == pytest.approx(other.state_hours, abs=1e-9)
        assert (one.pieces, one.cycles, one.loaded, one.stops) == (
            other.pieces,
            other.cycles,
            other.loaded,
            other.stops,
        )
        assert one.mean_queue == pytest.approx(other.mean_queue)
        assert one.mean_wait_s == pytest.approx(other.mean_wait_s)
    for one, other in zip(whole.uses, plain.uses, strict=True):
        assert one.amount == pytest.approx(other.amount)
    for one, other in zip(whole.products, plain.products, strict=True):
        assert one.mean_flow_s == pytest.approx(other.mean_flow_s)
        assert one.flow_deviation_s == pytest.approx(other.flow_deviation_s)


def test_a_factor_is_of_one_station_and_carrier_alone() -> None:
    run = plainly(begun("extrusions"), 6)
    more = scaled(run, {("press", "electricity"): 2.0})
    before, after = ({(item.station, use.carrier): use.amount for item in one.stations for use in item.uses}
                     for one in (run, more))  # fmt: skip
    assert {key for key in before if before[key] != after[key]} == {("press", "electricity")}
    assert after["press", "electricity"] == 2 * before["press", "electricity"]
    assert more.uses[0].amount == pytest.approx(run.uses[0].amount + before["press", "electricity"])
