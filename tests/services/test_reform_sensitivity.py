"""Take-up at stated rates, and what a reform's results owe to the population: intervals, and what moves them most."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pulmu.bootstrap.population import passing_population, population_in
from pulmu.model import InputError
from pulmu.model.reform import Reform
from pulmu.services import reform_sensitivity
from pulmu.services.reform_effect import Move, PopulationRun, ProgrammeEffect, ReformEffect
from pulmu.services.reform_sensitivity import RANGES, assumed_in, run_of, runs_of, sensitivity_of
from pulmu.services.reform_take_up import take_up
from pulmu.support.population import AS_OF, stated_assumptions
from pulmu.support.size import size_rules

REFORM = Reform(id="x", name_ko="가", name_en="x", status="proposal")


def test_cost_at_each_rate_of_take_up_and_what_the_budget_covers() -> None:
    today, half, double, every = take_up((1_000, 1_200), 90e9, (50e9, 60e9), 5_000, 100)
    assert [item.at for item in (today, half, double, every)] == ["today", "half", "double", "all"]
    assert today.rate == 0.05
    assert today.firms == 6_000
    assert today.cost_krw == 60e9
    assert today.covered == 1.0
    assert half.cost_krw == 30e9
    assert half.covered == 2.0
    assert double.covered == 0.5
    assert every.firms == 120_000
    assert every.at_ceilings_krw == 9e12
    assert every.covered_at_ceilings == pytest.approx(60e9 / 9e12)


def test_what_is_not_known_of_take_up_is_not_said() -> None:
    (every,) = take_up((10, 12), 1e9, (None, 5e9), None, 1)
    assert (every.at, every.cost_krw, every.covered, every.covered_at_ceilings) == ("all", None, None, 5.0)
    assert take_up((None, 12), None, (None, None), None, 1) == ()
    assert [item.rate for item in take_up((10, 12), None, (1e9, 1e9), 8, 1)] == [0.8, 0.4, 1.0, 1.0]


def test_every_assumption_is_tried_on_both_sides_of_what_is_stated() -> None:
    stated = stated_assumptions()
    for item in RANGES:
        assert item.low < stated.items(item.assumption)[item.item] < item.high
    runs = runs_of(100, 3)
    assert [run.seed for run in runs if run.value is None] == [1, 2, 3]
    assert len(runs) == 3 + 2 * len(RANGES)
    for run in runs[3:]:
        assert assumed_in(run).items(run.assumption)[run.item] == run.value
        assert sum(a != b for a, b in zip(assumed_in(run).rows, stated.rows, strict=True)) == 1


def effect(gain: int, most: float, moved: int) -> ReformEffect:
    programme = ProgrammeEffect(
        programme="voucher", may_apply_before=10, may_apply_after=10 + gain, gain=gain, lose=0, surely_gain=gain,
        most_before_krw=0.0, most_after_krw=most, without_amount=0, budget_krw=(None, None), projects=None,
        at_same_take_up_krw=None, where=(),
    )  # fmt: skip
    move = Move(("small",), ("medium",), moved)
    return ReformEffect("x", "proposal", AS_OF, (), (), 100, (move,), (programme,), one_in=10)


def test_an_interval_tells_seeds_from_assumptions(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = (
        PopulationRun(1, 10), PopulationRun(2, 10), PopulationRun(1, 10, "tail", "", 0.9),
        PopulationRun(1, 10, "tail", "", 1.4), PopulationRun(1, 10, "ties", "C", 5.0),
    )  # fmt: skip
    results = iter([effect(5, 50.0, 0), effect(7, 50.0, 0), effect(1, 50.0, 0), effect(6, 80.0, 0), effect(4, 45.0, 0)])
    monkeypatch.setattr(reform_sensitivity, "compare_reform", lambda *_, **__: next(results))
    closed: list[PopulationRun] = []

    @contextmanager
    def opened(run: PopulationRun) -> Iterator[Any]:
        yield None
        closed.append(run)

    found = sensitivity_of(REFORM, size_rules().rulebook(), runs, opened, AS_OF)
    assert closed == list(runs)
    by_name = {(item.programme, item.measure): item for item in found.intervals}
    assert set(by_name) == {("voucher", "gain"), ("voucher", "may_apply_after"), ("voucher", "more_at_ceilings_krw")}
    gain = by_name["voucher", "gain"]
    assert (gain.base, gain.by_seed, gain.all) == (50, (50, 70), (10, 70))
    assert gain.most is not None
    assert (gain.most.assumption, gain.most.values, gain.most.results) == ("tail", (0.9, 1.4), (10, 60))
    assert gain.most.beyond_chance
    more = by_name["voucher", "more_at_ceilings_krw"]
    assert more.all == (450, 800)
    assert more.most is not None
    assert more.most.beyond_chance


def test_a_move_within_what_seeds_differ_is_called_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = (PopulationRun(1, 10), PopulationRun(2, 10), PopulationRun(1, 10, "tail", "", 0.9))
    results = iter([effect(5, 0.0, 0), effect(9, 0.0, 0), effect(8, 0.0, 0)])
    monkeypatch.setattr(reform_sensitivity, "compare_reform", lambda *_, **__: next(results))
    found = sensitivity_of(REFORM, size_rules().rulebook(), runs, lambda _: contextless(), AS_OF)
    gain = next(item for item in found.intervals if item.measure == "gain")
    assert gain.most is not None
    assert not gain.most.beyond_chance
    with pytest.raises(InputError) as told:
        sensitivity_of(REFORM, size_rules().rulebook(), runs[2:], lambda _: contextless(), AS_OF)
    assert [item.code for item in told.value.problems] == ["reform.no_base_run"]


@contextmanager
def contextless() -> Iterator[Any]:
    yield None


@pytest.fixture
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_passing_population_is_what_it_says_and_leaves_nothing(passing: Path) -> None:
    run = PopulationRun(2, 1000, "pareto_alpha", "", 1.4)
    asked = passing_population(one_in=run.one_in, seed=run.seed, assumed=assumed_in(run))
    with pytest.raises(KeyboardInterrupt), asked as engine:
        assert "firms" in engine.tables
        (home,) = passing.iterdir()
        manifest = population_in(home / "population").manifest
        assert run_of(manifest) == run
        more = assumed_in(run).with_value("bunching", 0.01).rows
        with pytest.raises(InputError):
            run_of(replace(manifest, assumptions=more))
        raise KeyboardInterrupt
    assert list(passing.iterdir()) == []
