"""Random numbers: the same by both ways, and the same for what did not change."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests.twin.lines import Ask, line_of, plan_line, results

from pulmu.bootstrap.twin import line_engine
from pulmu.model.law import Law
from pulmu.model.line import Line, LineProduct
from pulmu.twin.laws import KINDS, draw
from pulmu.twin.normal import normal_quantile
from pulmu.twin.streams import name_hash, state_of, stream_key, uniform

LINE = """
id: two
stations:
  - {{id: first, buffer: 3, time: {{law: lognormal, mean: 4 min, cv: 0.5}}}}
  {between}
  - {{id: last, buffer: {buffer}, time: {{law: exponential, mean: 5 min}}}}
products: [{{id: p, route: [{{station: first, scrap: 0.1}}, {{station: last}}]}}]
sources: [{{id: in, products: {{p: 1}}, every: {{law: exponential, mean: 6 min}}}}]
"""


def test_the_normal_quantile() -> None:
    shares = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 2001), 10.0 ** -np.arange(3, 300, 7)])
    found = np.array([normal_quantile(share) for share in shares])
    assert found == pytest.approx(stats.norm.ppf(shares), rel=2e-14, abs=2e-15)


def test_numbers_are_uniform_and_unlike_those_of_other_streams() -> None:
    keys = [stream_key(5, replication, name_hash(name)) for replication in range(3) for name in ("a", "b")]
    numbers = np.array([[uniform(state_of(key, index)) for index in range(4000)] for key in keys])
    assert numbers.min() > 0
    assert numbers.max() < 1
    assert stats.kstest(numbers.ravel(), "uniform").pvalue > 1e-4
    between = np.corrcoef(numbers) - np.eye(len(keys))
    assert abs(between).max() < 5 / math.sqrt(4000)
    assert abs(np.corrcoef(numbers[:, 1:].ravel(), numbers[:, :-1].ravel())[0, 1]) < 5 / math.sqrt(numbers.size)


def test_a_station_more_leaves_the_numbers_of_the_others() -> None:
    """Common random numbers: streams go by name, not by place."""
    base = line_of(LINE.format(between="", buffer=3))
    other = line_of(LINE.format(between="- {id: more, time: 1 min}", buffer=3))
    arrivals = [
        [item.time for item in line_engine()(plan_line(line), Ask(86_400.0, seed=4, trace=True), 0).trace
         if item.what == "arrives"]
        for line in (base, other)
    ]  # fmt: skip
    assert arrivals[0] == arrivals[1]
    assert plan_line(other).streams != plan_line(base).streams


def test_a_larger_buffer_never_makes_less_with_the_same_numbers() -> None:
    small, large = (line_of(LINE.format(between="", buffer=buffer)) for buffer in (1, 6))
    made = [[run.good for run in results(line, hours=100, seed=2, replications=20)] for line in (small, large)]
    assert all(one <= other for one, other in zip(*made, strict=True))
    assert sum(made[0]) < sum(made[1])


def test_the_same_seed_gives_the_same_run_and_another_another() -> None:
    line = line_of(LINE.format(between="", buffer=3))
    first, again, other = (results(line, hours=50, seed=seed, replications=3) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len({run.events for run in first}) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_law_compiled_and_plain_gives_the_same_digits(kind: str) -> None:
    """Whole runs compare elsewhere; here each law by itself, a hundred thousand times."""
    from pulmu.twin.kernel.arrays import world_of
    from pulmu.twin.kernel.chance import draw_many

    line_engine()
    law = _law(kind)
    text = LINE.format(between="", buffer=1)
    plan = plan_line(replace(line_of(text), stations=(replace(line_of(text).stations[1], id="first", time=law),),
                             products=(_only_first(line_of(text)),)))  # fmt: skip
    world = world_of(plan, Ask(1.0, seed=11), 0, 10, 1)
    assert plan.operations[0].time.stream == 0
    found = draw_many(world.clock, 100_000)
    key, law_drawn = stream_key(11, 0, plan.streams[0]), plan.operations[0].time.law
    assert [draw(law_drawn, state_of(key, index)) for index in range(100_000)] == found.tolist()
    assert found.mean() == pytest.approx(law_drawn.mean, abs=6 * found.std() / math.sqrt(100_000) + 1e-9)


def _only_first(line: Line) -> LineProduct:
    product = line.products[0]
    return replace(product, route=product.route[:1])


def _law(kind: str) -> Law:
    texts = {
        "constant": "{mean: 3 s}",
        "uniform": "{law: uniform, low: 1 s, high: 9 s}",
        "triangular": "{law: triangular, low: 1 s, mode: 2 s, high: 9 s}",
        "normal": "{law: normal, mean: 3 s, cv: 0.6, low: 1 s, high: 7 s}",
        "empirical": "{law: empirical, values: [1 s, 4 s, 9 s], weights: [3, 1, 2]}",
        "hyperexponential": "{law: hyperexponential, values: [1 s, 9 s], weights: [3, 1]}",
        "geometric": "{law: geometric, mean: 9 s, step: 2 s}",
        "gamma": "{law: gamma, mean: 3 s, cv: 1.5}",
    }
    text = texts.get(kind, f"{{law: {kind}, mean: 3 s, {'cv' if kind == 'lognormal' else 'shape'}: 2}}")
    line = line_of(LINE.format(between="", buffer=1).replace("{law: exponential, mean: 5 min}", text))
    found = line.stations[1].time
    assert found is not None
    return found
