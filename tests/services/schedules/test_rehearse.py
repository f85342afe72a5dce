"""A plan's rehearsal: closed forms, the twin's own machine, chances with their intervals, and what a machine costs."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import yaml
from tests.services.schedules.shops import job, shop, tariff

from pulmu.bootstrap.schedules import read_jobs_document
from pulmu.model import Document, InputError
from pulmu.model.line import Line
from pulmu.plan.schedule import RULES, Placed, Timetable, dispatch
from pulmu.plan.schedule.rehearse import run_all
from pulmu.services.schedules.lay import Laid, lay
from pulmu.services.schedules.prices import Priced, PriceOrder, flat_steps, price_steps
from pulmu.services.schedules.read import read_jobs
from pulmu.services.schedules.rehearse import rehearse
from pulmu.services.schedules.rehearse_draws import DrawnUpsets
from pulmu.services.schedules.rehearsed import Rehearsed
from pulmu.services.schedules.stage import Stage
from pulmu.services.schedules.upsets import upsets_of
from pulmu.twin import Ask, read_line, simulate_line
from pulmu.twin.oracle import run_plainly

FAILS = [{"every": {"law": "exponential", "mean": "5 h"}, "lasts": {"law": "exponential", "mean": "1 h"}}]
LINE = """
id: shop
stations:
  - id: press
    buffer: 3
    time: 90 min
    stops: [{id: jam, every: {law: weibull, mean: 4 h, shape: 1.5}, lasts: {law: lognormal, mean: 40 min, cv: 0.8},
             piece: PIECE}]
products: [{id: p, route: [{station: press}]}]
sources: [{id: in, products: {p: 1}}]
"""


def laid_of(document: Document) -> Laid:
    return lay(read_jobs(document).unwrap())


def line_of(text: str) -> Line:
    return read_line(Document(yaml.safe_load(text), "line.yaml")).unwrap()


def pressed(*jobs: dict[str, Any], **machine: Any) -> Laid:
    """A shop of one machine."""
    return laid_of(shop(*jobs, machines=[{"id": "M-1", **machine}]))


def in_turn(laid: Laid) -> Timetable:
    return dispatch(laid.shop, RULES["first_come_first_served"])


def rehearsed(laid: Laid, *, runs: int = 500, seed: int = 1, priced: Priced | None = None, **more: Any) -> Rehearsed:
    return rehearse(Stage(laid, upsets_of(laid.jobs), priced, runs, seed), in_turn(laid), factor=0.4, **more)


def test_mean_and_variance_of_a_machine_that_breaks_down_are_those_of_the_renewal() -> None:
    """Work of W hours: stops are a Poisson count of W/a, each of mean b: W (1 + b/a), and W/a times E[b^2] = 2 b^2."""
    laid = pressed(job("A", ("M-1", 100, 10)), breakdowns=FAILS)
    drawn = DrawnUpsets(upsets_of(laid.jobs), laid.shop, 3, 3600.0).of(in_turn(laid))
    ends = run_all(laid.shop, in_turn(laid), drawn, flat_steps(laid.clock, laid.horizon), 6000).makespan
    mean, variance = 100 * (1 + 1 / 5), 100 / 5 * 2
    assert ends.mean() == pytest.approx(mean, abs=4 * math.sqrt(variance / 6000))
    assert ends.var() == pytest.approx(variance, rel=0.1)


def test_operations_that_spread_have_the_mean_and_width_that_are_told() -> None:
    laid = pressed(job("A", ("M-1", 100, 10)), spread=0.2)
    drawn = DrawnUpsets(upsets_of(laid.jobs), laid.shop, 3, 3600.0).of(in_turn(laid))
    lengths = drawn.factors(0, 6000, [(0, 0)])[:, 0]
    assert lengths.mean() == pytest.approx(1.0, abs=4 * 0.2 / math.sqrt(6000))
    assert lengths.std() == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize("piece", ["resume", "repeat"])
def test_a_row_of_work_on_one_machine_ends_when_the_twins_own_machine_ends(piece: str) -> None:
    """The same laws under the same streams: run by run the same end, by the twin's engine (its oracle)."""
    line = line_of(LINE.replace("PIECE", piece))
    laid = laid_of(shop(*(job(f"J{number}", ("M-1", 1.5, 10)) for number in range(20)), step_minutes=30,
                        machines=[{"id": "M-1", "station": "press"}]))  # fmt: skip
    drawn = DrawnUpsets(upsets_of(laid.jobs, line), laid.shop, 7, 1800.0).of(in_turn(laid))
    ends = run_all(laid.shop, in_turn(laid), drawn, flat_steps(laid.clock, laid.horizon), 12).makespan / 2
    ask = Ask(10_000 * 3600.0, seed=7, pieces=20)
    twin = [run.hours for run in simulate_line(line, ask, run_plainly, replications=12)]
    assert ends.tolist() == pytest.approx(twin, rel=1e-12)
    assert ends.max() > ends.min() >= 30.0


def test_without_upsets_all_ranges_are_the_plan_itself() -> None:
    laid = laid_of(shop(job("A", ("M-1", 4, 10), ("M-2", 3, 5), due="2026-06-08 15:00"), job("B", ("M-1", 2, 20))))
    priced = price_steps(PriceOrder(tariff(), base_kw=50, billed_kw=55), laid.clock, laid.horizon)
    told = rehearsed(laid, runs=70, priced=priced)
    for item in (told.end_hours, told.late_hours, told.kwh, told.energy_won, told.peak_kw, told.peak_won):
        assert item is not None
        values = (item.mean.mean, item.low, item.median, item.high)
        assert values == pytest.approx((item.planned,) * 4, rel=1e-12)
        assert item.mean.half_width == pytest.approx(0.0, abs=1e-6)
    assert told.untold == ("M-1", "M-2")
    assert told.all_in_time.share == 1.0
    assert told.machines == ()


def test_a_job_that_is_seldom_in_time_is_told_of_with_how_sure_that_is() -> None:
    laid = pressed(job("A", ("M-1", 20, 10), due="2026-06-09 04:00"), job("B", ("M-1", 1, 10), due="2026-06-30"),
                   breakdowns=FAILS)  # fmt: skip
    told = rehearsed(laid)
    first, second = told.jobs
    assert told.poor == ("A",)
    assert first.share == pytest.approx(math.exp(-20 / 5), abs=0.03), "no stop within 20 h of work"
    assert first.low < first.share < first.high
    assert not first.planned_late
    assert second.share == 1.0
    assert told.all_in_time.share == first.share


def test_the_machine_whose_breakdowns_cost_most_comes_first_against_the_same_runs_without_them() -> None:
    rare = [{"every": {"law": "exponential", "mean": "500 h"}, "lasts": "1 h"}]
    document = shop(job("A", ("M-1", 20, 10), ("M-2", 20, 5), due="2026-06-10 00:00"),
                    machines=[{"id": "M-1", "breakdowns": rare}, {"id": "M-2", "breakdowns": FAILS}])  # fmt: skip
    told = rehearsed(laid_of(document))
    assert [item.machine for item in told.machines] == ["M-2", "M-1"]
    worst = told.machines[0]
    assert worst.end_hours is not None
    assert worst.end_hours.half_width is not None
    assert worst.end_hours.mean == pytest.approx(20 / 5, abs=3 * worst.end_hours.half_width)
    assert worst.stops == pytest.approx(4, rel=0.1)
    assert worst.won is None


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    laid = pressed(job("A", ("M-1", 20, 10), due="2026-06-09 12:00"), breakdowns=FAILS, spread=0.1)
    first, again, other = (rehearsed(laid, runs=100, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.end_hours != other.end_hours
    more = rehearsed(laid, runs=200, seed=1)
    assert more.runs == 200


def test_what_else_is_planned_leaves_the_luck_of_an_operation() -> None:
    """Plans are compared under the same chance: streams go by names."""
    one = pressed(job("A", ("M-1", 5, 10)), spread=0.3)
    two = pressed(job("B", ("M-1", 3, 10)), job("A", ("M-1", 5, 10)), spread=0.3)
    drawn = [DrawnUpsets(upsets_of(laid.jobs), laid.shop, 3, 3600.0).of(in_turn(laid)) for laid in (one, two)]
    assert np.array_equal(drawn[0].factors(0, 9, [(0, 0)]), drawn[1].factors(0, 9, [(1, 0)]))
    assert np.array_equal(drawn[0].factors(0, 9, [(0, 0)])[4:], drawn[0].factors(4, 5, [(0, 0)]))


def test_it_tells_how_far_it_is_and_ends_when_asked() -> None:
    laid = pressed(job("A", ("M-1", 20, 10), due="2026-06-09 12:00"), breakdowns=FAILS)
    seen: list[tuple[int, int]] = []

    def tell(done: int, of: int) -> bool:
        seen.append((done, of))
        return done >= 128

    assert rehearsed(laid, runs=1000, tell=tell).runs == 128
    assert seen == [(64, 2000), (128, 2000)]


def test_many_cycles_of_a_station_spread_less_than_one() -> None:
    text = LINE.replace("time: 90 min", "time: {law: lognormal, mean: 1 h, cv: 0.4}").replace("PIECE", "resume")
    laid = laid_of(shop(job("A", ("M-1", 16, 10)), machines=[{"id": "M-1", "station": "press"}]))
    upsets = upsets_of(laid.jobs, line_of(text))
    assert upsets.widths[0].of(16 * 3600) == pytest.approx(0.1, rel=0.03)
    assert upsets.sources == ("press",)


def test_a_station_that_the_line_does_not_have_is_told() -> None:
    laid = laid_of(shop(job("A", ("M-1", 16, 10)), machines=[{"id": "M-1", "station": "pres"}]))
    with pytest.raises(InputError) as refused:
        upsets_of(laid.jobs, line_of(LINE.replace("PIECE", "resume")))
    assert [item.code for item in refused.value.problems] == ["schedule.unknown_station"]


def test_laws_of_breakdowns_are_checked_where_they_stand() -> None:
    wrong = [{"every": {"law": "weibull", "mean": "5 h"}, "lasts": "0 h"}, {"every": "0 h", "lasts": "1 h"}]
    found = read_jobs(shop(job("A", ("M-1", 2, 1)), machines=[{"id": "M-1", "breakdowns": wrong}])).problems
    assert [item.code for item in found] == ["line.law_needs", "schedule.breakdown_at_once"]


def test_a_breakdown_at_fixed_times_is_pointed_out() -> None:
    fixed = [{"every": "20 h", "lasts": "1 h"}]
    read = read_jobs(shop(job("A", ("M-1", 2, 1)), machines=[{"id": "M-1", "breakdowns": fixed}]))
    (found,) = read.problems
    assert (found.code, found.severity) == ("schedule.breakdown_constant", "warning")
    assert found.place.endswith("machines[0].breakdowns[0].every")
    law = [{"every": {"law": "exponential", "mean": "20 h"}, "lasts": "1 h"}]
    assert not read_jobs(shop(job("A", ("M-1", 2, 1)), machines=[{"id": "M-1", "breakdowns": law}])).problems


def test_an_operation_whose_machines_could_not_be_read_is_told_once() -> None:
    document = shop(job("A", ("M-1", 2, 1)))
    del document.tree["jobs"][0]["operations"][0]["ways"]
    assert [item.code for item in read_jobs(document).problems] == ["input.missing_field"]


def test_the_samples_week_is_rehearsed_by_its_own_machines() -> None:
    laid = laid_of(read_jobs_document("fasteners"))
    assert not upsets_of(laid.jobs).is_empty
    assert all(upsets_of(laid.jobs).sources)
    told = rehearsed(laid, runs=64)
    assert told.end_hours.mean.mean > told.end_hours.planned


def test_an_end_that_never_comes_is_refused() -> None:
    again = [{"every": "1 h", "lasts": "1 h", "piece": "repeat"}]
    laid = pressed(job("A", ("M-1", 20, 10)), breakdowns=again)
    with pytest.raises(Exception, match="again and again"):
        rehearsed(laid, runs=1)


def test_a_plan_made_by_hand_can_be_rehearsed() -> None:
    laid = pressed(job("A", ("M-1", 2, 10), due="2026-06-08 12:00"), breakdowns=FAILS)
    late = Timetable((Placed(0, 0, 0, 3, 5),))
    told = rehearse(Stage(laid, replace(upsets_of(laid.jobs), breakdowns=()), None, 64, 1), late, factor=0.4)
    assert told.jobs[0].planned_late
    assert told.jobs[0].is_poor
