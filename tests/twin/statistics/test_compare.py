"""Scenarios against a base: what is shown is there, and what is there is found."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.asked_lines import counted, furnaces, queue
from tests.twin.lines import results

from pulmu.bootstrap.twin import line_engine
from pulmu.model.line import Line
from pulmu.twin import Ask
from pulmu.twin.counts import Counts
from pulmu.twin.interval import half_width
from pulmu.twin.plan import Plan, plan_line
from pulmu.twin.statistics import Aim, Runner, Runs, compare, measures_of, values_of
from pulmu.twin.statistics.compare import differences, holm

ASK = Ask(40 * 3600.0, 0.0, 1)


def compared(base: Line, others: list[Line], *, engine: object = None, ask: Ask = ASK, **aim: object) -> tuple:  # type: ignore[type-arg]
    measures = measures_of(base)
    wanted = Aim(measure=measures[aim.pop("figure", "good")], **aim)  # type: ignore[arg-type, index]
    runner = Runner(engine or line_engine())  # type: ignore[arg-type]
    return compare(Runs.of(base, ask), [Runs.of(line, ask) for line in others], measures, wanted, runner)


def with_machines(count: int) -> Line:
    line = furnaces()
    return replace(line, stations=(line.stations[0], replace(line.stations[1], machines=count)))


def test_a_furnace_less_is_surely_less_and_the_line_itself_is_identical() -> None:
    less, same = compared(furnaces(), [with_machines(1), furnaces()])
    assert (less.key.verdict, less.enough, less.replications) == ("lower", True, 10)
    assert (same.key.verdict, same.enough, same.key.half_width) == ("identical", True, 0)
    assert {item.verdict for item in same.figures} <= {"identical", "no_value"}
    assert {item.figure: item.verdict for item in less.figures}["station.press.hours.blocked"] == "higher"
    assert less.key.difference == pytest.approx(less.key.changed - less.key.base)


def test_pairs_are_closer_than_runs_by_themselves() -> None:
    faster = furnaces()
    time = faster.stations[1].time
    assert time is not None
    faster = replace(faster, stations=(faster.stations[0], replace(faster.stations[1], buffer=6)))
    one, two = results(furnaces(), hours=40, replications=20), results(faster, hours=40, replications=20)
    good = measures_of(faster)["good"]
    paired = half_width(differences(good, one, two) or [])
    apart = half_width(values_of(good, one) or [])
    assert paired is not None
    assert apart is not None
    assert paired < apart


def test_a_scenario_that_is_decided_is_not_run_on() -> None:
    noted: list[tuple[str, int]] = []
    close = replace(furnaces(), id="close", carriers=())
    close = replace(close, stations=tuple(replace(item, uses=()) for item in close.stations))
    far = replace(with_machines(1), id="far")
    near = replace(furnaces(), id="near", stations=tuple(
        replace(item, buffer=item.buffer + 1 if item.buffer else None) for item in furnaces().stations))  # fmt: skip
    done = compared(furnaces(), [far, near], engine=counted(line_engine(), noted), exact=0.001, sign_suffices=False,
                    most=80)  # fmt: skip
    assert len({number for name, number in noted if name == "far"}) == done[0].replications
    assert len(noted) == len(set(noted))


def test_an_aim_that_is_out_of_reach_is_said_to_be_so() -> None:
    (one,) = compared(queue(0.5), [queue(0.5001)], exact=1e-6, sign_suffices=False, most=20)
    assert not one.enough
    assert one.replications == 20


def made(effect: float) -> Callable[[Plan, Ask, int], Counts]:
    """An engine whose pieces are drawn and not simulated: 10,000 a run, and `effect` more in a line named other."""

    counts = line_engine()(plan_line(queue(0.5)), Ask(60.0), 0)

    def engine(plan: Plan, ask: Ask, replication: int) -> Counts:
        name = 1 if plan.line.id == "other" else 0
        good = np.random.default_rng((ask.seed, replication, name)).normal(10_000, 300) + effect * name
        product = replace(counts.products[0], good=round(good), flow_sum=1.0)
        return replace(counts, products=(product, *counts.products[1:]), measured=3600.0)

    return engine


@pytest.mark.parametrize("effect", [0.0, 100.0])
def test_the_true_difference_lies_inside_as_often_as_agreed_though_one_looks_again(effect: float) -> None:
    """Without what looks cost, a difference of none would be taken for one in more than 5 of 100 questions."""
    base, other = queue(0.5), replace(queue(0.5), id="other")
    held = sure_of_nothing = 0
    for seed in range(100):
        (one,) = compared(base, [other], engine=made(effect), ask=Ask(60.0, 0.0, seed), exact=0.002, most=640)
        held += abs(one.key.difference - effect) <= one.key.half_width
        sure_of_nothing += effect == 0 and one.key.verdict in ("higher", "lower")
    assert held >= 95 - 5  # 95 % of 100, less two standard errors
    assert sure_of_nothing <= 5 + 5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.001, 0.2))
def test_holm_shows_no_less_than_bonferroni_and_no_more_than_each_by_itself(values: list[float], error: float) -> None:
    p_values = {(0, str(n)): value for n, value in enumerate(values)}
    shown = holm(p_values, error)
    assert {key for key, value in p_values.items() if value <= error / len(values)} <= shown
    assert shown <= {key for key, value in p_values.items() if value <= error}


def test_holm_is_that_of_the_paper() -> None:
    p_values = {(0, "a"): 0.010, (0, "b"): 0.016, (0, "c"): 0.03, (0, "d"): 0.9}
    assert holm(p_values, 0.05) == {(0, "a"), (0, "b")}
