"""Laws of chance as a line file has them, each with its mean and mean square."""

import math
from collections.abc import Callable
from random import Random

import numpy as np
from scipy import stats
from tests.twin.exact.words import Tree, minutes


def draw(rng: Random, low: float, high: float) -> float:
    """A parameter with few digits, as people write them."""
    return float(f"{rng.uniform(low, high):.3g}")


def moments(of: "stats.rv_continuous") -> tuple[float, float]:
    """Mean and mean square."""
    return float(of.mean()), float(of.var() + of.mean() ** 2)


def _law_constant(rng: Random) -> tuple[Tree | str, float, float]:
    mean = draw(rng, 2, 9)
    return minutes(mean), mean, mean**2


def _law_erlang(rng: Random) -> tuple[Tree | str, float, float]:
    mean, shape = draw(rng, 2, 9), rng.randint(2, 7)
    return {"law": "erlang", "mean": minutes(mean), "shape": shape}, mean, mean**2 * (1 + 1 / shape)


def _law_gamma(rng: Random) -> tuple[Tree | str, float, float]:
    mean, spread = draw(rng, 2, 9), draw(rng, 0.3, 1.6)
    return {"law": "gamma", "mean": minutes(mean), "cv": spread}, mean, mean**2 * (1 + spread**2)


def _law_gamma_shape(rng: Random) -> tuple[Tree | str, float, float]:
    mean, shape = draw(rng, 2, 9), draw(rng, 0.4, 6)
    return {"law": "gamma", "mean": minutes(mean), "shape": shape}, mean, mean**2 * (1 + 1 / shape)


def _law_lognormal(rng: Random) -> tuple[Tree | str, float, float]:
    mean, spread = draw(rng, 2, 9), draw(rng, 0.2, 1.2)
    return {"law": "lognormal", "mean": minutes(mean), "cv": spread}, mean, mean**2 * (1 + spread**2)


def _law_weibull(rng: Random) -> tuple[Tree | str, float, float]:
    mean, shape = draw(rng, 2, 9), draw(rng, 0.7, 3)
    square = mean**2 * math.gamma(1 + 2 / shape) / math.gamma(1 + 1 / shape) ** 2
    return {"law": "weibull", "mean": minutes(mean), "shape": shape}, mean, square


def _law_uniform(rng: Random) -> tuple[Tree | str, float, float]:
    low, high = draw(rng, 0.5, 3), draw(rng, 6, 12)
    return {"law": "uniform", "low": minutes(low), "high": minutes(high)}, *moments(stats.uniform(low, high - low))


def _law_triangular(rng: Random) -> tuple[Tree | str, float, float]:
    low, mode, high = draw(rng, 0.5, 2), draw(rng, 2, 6), draw(rng, 7, 12)
    law = {"law": "triangular", "low": minutes(low), "mode": minutes(mode), "high": minutes(high)}
    return law, *moments(stats.triang((mode - low) / (high - low), low, high - low))


def _law_normal(rng: Random) -> tuple[Tree | str, float, float]:
    mean, spread = draw(rng, 2, 9), draw(rng, 0.3, 0.9)
    deviation = mean * spread
    return (
        {"law": "normal", "mean": minutes(mean), "cv": spread},
        *moments(stats.truncnorm(-mean / deviation, math.inf, mean, deviation)),
    )


def _law_normal_between(rng: Random) -> tuple[Tree | str, float, float]:
    mean, spread = draw(rng, 4, 9), draw(rng, 0.3, 0.9)
    deviation, low, high = mean * spread, draw(rng, 1, 3), draw(rng, 10, 14)
    law = {"law": "normal", "mean": minutes(mean), "cv": spread, "low": minutes(low), "high": minutes(high)}
    return law, *moments(stats.truncnorm((low - mean) / deviation, (high - mean) / deviation, mean, deviation))


def _law_empirical(rng: Random) -> tuple[Tree | str, float, float]:
    values, weights = [draw(rng, 1, 20) for _ in range(5)], [float(rng.randint(1, 9)) for _ in range(5)]
    share = np.array(weights) / sum(weights)
    law = {"law": "empirical", "values": [minutes(value) for value in values], "weights": weights}
    return law, float(share @ values), float(share @ np.square(values))


def _law_hyperexponential(rng: Random) -> tuple[Tree | str, float, float]:
    values, weights = [draw(rng, 1, 4), draw(rng, 10, 20)], [3.0, 1.0]
    share = np.array(weights) / sum(weights)
    law = {"law": "hyperexponential", "values": [minutes(value) for value in values], "weights": weights}
    return law, float(share @ values), float(2 * share @ np.square(values))


def _law_geometric(rng: Random) -> tuple[Tree | str, float, float]:
    step, low, more = draw(rng, 0.5, 2), draw(rng, 2, 4), rng.randint(2, 6)
    low = step * max(1, round(low / step))
    law = {"law": "geometric", "mean": minutes(low + more * step), "low": minutes(low), "step": minutes(step)}
    chance = 1 / (1 + more)  # low + step * (number of failures before a success)
    mean = low + step * more
    return law, mean, step**2 * (1 - chance) / chance**2 + mean**2


LAWS: dict[str, Callable[[Random], tuple[Tree | str, float, float]]] = {
    "constant": _law_constant,
    "erlang": _law_erlang,
    "gamma": _law_gamma,
    "gamma by shape": _law_gamma_shape,
    "lognormal": _law_lognormal,
    "weibull": _law_weibull,
    "uniform": _law_uniform,
    "triangular": _law_triangular,
    "normal": _law_normal,
    "normal between": _law_normal_between,
    "empirical": _law_empirical,
    "hyperexponential": _law_hyperexponential,
    "geometric": _law_geometric,
}
