"""Laws of chance: their numbers in seconds, and a draw in plain Python.

A compiled draw takes the same steps in the same order (`kernel/chance.py`).
"""

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from pulmu.model.law import Law
from pulmu.model.quantity import Quantity
from pulmu.twin.logarithm import logarithm
from pulmu.twin.normal import normal_quantile
from pulmu.twin.streams import further, uniform

KINDS = (
    "constant", "exponential", "uniform", "triangular", "weibull", "lognormal", "normal", "erlang", "gamma",
    "empirical", "hyperexponential", "geometric",
)  # fmt: skip
_MOST_STAGES = 12


@dataclass(frozen=True, slots=True)
class Chance:
    """A law with its numbers in seconds.

    Parameters
    ----------
    kind : Place in `KINDS`.
    numbers : (6,)  What the law needs, worked out once.
    values, edges : Values to choose from, and the upper edge of the share of each.
    mean : Mean. [s]
    """

    kind: int
    numbers: tuple[float, float, float, float, float, float]
    values: tuple[float, ...]
    edges: tuple[float, ...]
    mean: float


def seconds(span: Quantity | None, otherwise: float = 0.0) -> float:
    """A span of time. [s]"""
    return otherwise if span is None else span.to("s")


def chance(law: Law) -> Chance:
    """A law as numbers; the law has been checked."""
    return _MAKERS[law.law](law)


def constant(value: float) -> Chance:
    """A time that never differs. [s]"""
    return _chance("constant", value, value)


def _chance(kind: str, mean: float, *numbers: float) -> Chance:
    padded = (*numbers, *(0.0,) * (6 - len(numbers)))
    return Chance(KINDS.index(kind), padded, (), (), mean)  # type: ignore[arg-type]


def _exponential(law: Law) -> Chance:
    return _chance("exponential", seconds(law.mean), seconds(law.mean))


def _uniform(law: Law) -> Chance:
    low, high = seconds(law.low), seconds(law.high)
    return _chance("uniform", (low + high) / 2, low, high - low)


def _triangular(law: Law) -> Chance:
    low, mode, high = seconds(law.low), seconds(law.mode), seconds(law.high)
    if high == low:
        return constant(low)
    numbers = (low, (mode - low) / (high - low), (high - low) * (mode - low), high, (high - low) * (high - mode))
    return _chance("triangular", (low + mode + high) / 3, *numbers)


def _weibull(law: Law) -> Chance:
    mean, shape = seconds(law.mean), law.shape or 1.0
    return _chance("weibull", mean, mean / math.gamma(1 + 1 / shape), 1 / shape)


def _lognormal(law: Law) -> Chance:
    mean, variance = seconds(law.mean), math.log1p((law.cv or 0.0) ** 2)
    if mean == 0:
        return constant(0.0)
    return _chance("lognormal", mean, math.log(mean) - variance / 2, math.sqrt(variance))


def _normal(law: Law) -> Chance:
    mean = seconds(law.mean)
    spread = mean * (law.cv or 0.0)
    low, high = seconds(law.low), seconds(law.high, math.inf)
    if spread == 0:
        return constant(min(max(mean, low), high))
    below, above = _normal_share((low - mean) / spread), _normal_share((high - mean) / spread)
    ends = (_normal_density((low - mean) / spread), _normal_density((high - mean) / spread))
    cut_mean = mean + spread * (ends[0] - ends[1]) / (above - below) if above > below else mean
    return _chance("normal", cut_mean, mean, spread, below, above - below, low, high)


def _normal_share(value: float) -> float:
    return 0.5 * math.erfc(-value / math.sqrt(2))


def _normal_density(value: float) -> float:
    return math.exp(-value * value / 2) / math.sqrt(2 * math.pi) if math.isfinite(value) else 0.0


def _erlang(law: Law) -> Chance:
    mean, stages = seconds(law.mean), law.shape or 1.0
    if stages > _MOST_STAGES:
        return _gamma_of(mean, stages)
    return _chance("erlang", mean, stages, mean / stages)


def _gamma(law: Law) -> Chance:
    return _gamma_of(seconds(law.mean), law.shape or 1 / (law.cv or 1.0) ** 2)


def _gamma_of(mean: float, shape: float) -> Chance:
    """Numbers of the rejection of Marsaglia and Tsang 2000, ACM TOMS 26(3); a shape below 1 is raised by 1 first."""
    raised = shape if shape >= 1 else shape + 1
    d = raised - 1 / 3
    return _chance("gamma", mean, d, 1 / math.sqrt(9 * d), mean / shape, 0.0 if shape >= 1 else 1 / shape)


def _shares(law: Law) -> tuple[float, ...]:
    weights = law.weights or (1.0,) * len(law.values)
    total, running, edges = math.fsum(weights), 0.0, []
    for weight in weights:
        running += weight / total
        edges.append(running)
    return (*edges[:-1], 1.0)


def _of_values(kind: str, law: Law) -> Chance:
    values = tuple(seconds(item) for item in law.values)
    weights = law.weights or (1.0,) * len(values)
    mean = math.fsum(v * w for v, w in zip(values, weights, strict=True)) / math.fsum(weights)
    return Chance(KINDS.index(kind), (0.0,) * 6, values, _shares(law), mean)


def _geometric(law: Law) -> Chance:
    mean, step = seconds(law.mean), seconds(law.step)
    low = seconds(law.low, step)
    likely = step / (mean - low + step)
    return _chance("geometric", mean, low, step, 0.0 if likely >= 1 else 1 / math.log1p(-likely))


_MAKERS: dict[str, Callable[[Law], Chance]] = {
    "constant": lambda law: constant(seconds(law.mean)),
    "exponential": _exponential,
    "uniform": _uniform,
    "triangular": _triangular,
    "weibull": _weibull,
    "lognormal": _lognormal,
    "normal": _normal,
    "erlang": _erlang,
    "gamma": _gamma,
    "empirical": lambda law: _of_values("empirical", law),
    "hyperexponential": lambda law: _of_values("hyperexponential", law),
    "geometric": _geometric,
}


def draw(law: Chance, state: int) -> float:
    """The time that the bits of a draw give. [s]"""
    return _DRAWS[KINDS[law.kind]](law, state)


def _draw_triangular(law: Chance, state: int) -> float:
    low, share, rising, high, falling, _ = law.numbers
    u = uniform(state)
    return low + math.sqrt(u * rising) if u < share else high - math.sqrt((1.0 - u) * falling)


def _draw_normal(law: Chance, state: int) -> float:
    mean, spread, below, width, low, high = law.numbers
    share = min(max(below + uniform(state) * width, 1e-300), 1.0 - 2.0**-53)
    return min(max(mean + spread * normal_quantile(share), low), high)


def _draw_erlang(law: Chance, state: int) -> float:
    total = logarithm(uniform(state))
    for number in range(1, int(law.numbers[0])):
        total += logarithm(uniform(further(state, number)))
    return -law.numbers[1] * total


def _draw_gamma(law: Chance, state: int) -> float:
    d, c, scale, power, _, _ = law.numbers
    number = 1
    while True:
        z = normal_quantile(uniform(further(state, number)))
        u = uniform(further(state, number + 1))
        number += 2
        v = 1.0 + c * z
        if v <= 0.0:
            continue
        v = v * v * v
        if logarithm(u) < 0.5 * z * z + d - d * v + d * math.log(v):
            break
    found = d * v * scale
    return found * math.pow(uniform(state), power) if power > 0.0 else found


def _draw_hyperexponential(law: Chance, state: int) -> float:
    return -law.values[bisect_right(law.edges, uniform(state))] * logarithm(uniform(further(state, 1)))


_DRAWS: dict[str, Callable[[Chance, int], float]] = {
    "constant": lambda law, _: law.numbers[0],
    "exponential": lambda law, state: -law.numbers[0] * logarithm(uniform(state)),
    "uniform": lambda law, state: law.numbers[0] + law.numbers[1] * uniform(state),
    "triangular": _draw_triangular,
    "weibull": lambda law, state: law.numbers[0] * math.pow(-logarithm(uniform(state)), law.numbers[1]),
    "lognormal": lambda law, state: math.exp(law.numbers[0] + law.numbers[1] * normal_quantile(uniform(state))),
    "normal": _draw_normal,
    "erlang": _draw_erlang,
    "gamma": _draw_gamma,
    "empirical": lambda law, state: law.values[bisect_right(law.edges, uniform(state))],
    "hyperexponential": _draw_hyperexponential,
    "geometric": lambda law, state: (
        law.numbers[0] + law.numbers[1] * math.floor(logarithm(uniform(state)) * law.numbers[2])
    ),
}
