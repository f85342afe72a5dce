"""Brightway's side of the comparison, in an environment of its own: `python brightway.py FOLDER` answers as JSON.

It is used as its users use it: a datapackage of vectors with distributions, `LCA` with its factors kept for demands,
`next()` for each draw. Beside it stand its faster classes, where they do the same.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bw2calc
import bw_processing
import numpy as np
from bw2calc.iterative_lca import IterativeLCA

warnings.filterwarnings("ignore")
CARBON_DIOXIDE = 10_000_000
METHOD = ("climate change",)


def package(made: Any, draws: tuple[Any, Any] | None = None) -> Any:
    """The system as a datapackage: with lognormal distributions, or with arrays of given draws."""
    consumer, consumed, amount, own = (made[name] for name in ("consumer", "consumed", "amount", "own"))
    size, spread = len(own), float(made["spread"])
    numbers = np.arange(1, size + 1)
    result = bw_processing.create_datapackage(sequential=True)
    places = _places(np.concatenate([consumed + 1, numbers]), np.concatenate([consumer + 1, numbers]))
    flip = np.arange(len(places)) < len(amount)
    add = {"technosphere_matrix": (places, np.concatenate([amount, np.ones(size)]), flip, len(amount))}
    add["biosphere_matrix"] = (_places(np.full(size, CARBON_DIOXIDE), numbers), own, np.zeros(size, bool), size)
    for name, (indices, values, flips, uncertain) in add.items():
        if draws is None:
            result.add_persistent_vector(
                matrix=name, name=name, indices_array=indices, data_array=values, flip_array=flips,
                distributions_array=_distributions(values, uncertain, spread),
            )  # fmt: skip
        else:
            drawn = draws[0] if name == "technosphere_matrix" else draws[1]
            fixed = np.tile(values[uncertain:], (len(drawn), 1))
            result.add_persistent_array(
                matrix=name, name=name, indices_array=indices, data_array=np.hstack([drawn, fixed]).T, flip_array=flips
            )
    result.add_persistent_vector(
        matrix="characterization_matrix", name="method", indices_array=_places(np.array([CARBON_DIOXIDE]), np.zeros(1)),
        data_array=np.ones(1), identifier=list(METHOD),
    )  # fmt: skip
    return result


def _places(rows: Any, columns: Any) -> Any:
    found = np.zeros(len(rows), dtype=bw_processing.INDICES_DTYPE)
    found["row"], found["col"] = rows, columns
    return found


def _distributions(values: Any, uncertain: int, spread: float) -> Any:
    found = np.zeros(len(values), dtype=bw_processing.UNCERTAINTY_DTYPE)
    for name in ("scale", "shape", "minimum", "maximum"):
        found[name] = np.nan
    found["loc"] = values
    found["loc"][:uncertain] = np.log(values[:uncertain])
    found["scale"][:uncertain] = spread
    found["uncertainty_type"][:uncertain] = 2
    return found


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result."""
    begun = time.perf_counter()
    result = action()
    return time.perf_counter() - begun, result


def scored(data: Any, demand: dict[int, float], kind: Any = bw2calc.LCA, **more: Any) -> Any:
    """A calculation that has its first score."""
    calculation = kind(demand, data_objs=[data], **more)
    calculation.lci()
    calculation.lcia()
    return calculation


def demands_one_by_one(data: Any, demands: list[dict[int, float]]) -> tuple[float, list[float]]:
    """Another demand each time, with the factors kept."""
    calculation = bw2calc.LCA(demands[0], data_objs=[data])
    calculation.lci(factorize=True)
    calculation.lcia()

    def run() -> list[float]:
        found = []
        for demand in demands:
            calculation.lcia(demand)
            found.append(float(calculation.score))
        return found

    return timed(run)


def demands_at_once(data: Any, demands: list[dict[int, float]]) -> tuple[float, list[float]] | None:
    """The adjoint direction of its fast class, loading included; None where it has no solver for it here."""

    def run() -> list[float]:
        named = {str(number): demand for number, demand in enumerate(demands)}
        fast = bw2calc.FastScoresOnlyMultiLCA(named, {"impact_categories": [METHOD]}, [data], direction="adjoint")
        return [float(item) for item in np.asarray(fast.calculate())[0]]

    try:
        return timed(run)
    except (ValueError, NotImplementedError, KeyError):
        return None


def drawn(calculation: Any, count: int) -> tuple[float, list[float]]:
    """Scores of draws after each other."""

    def run() -> list[float]:
        found = []
        for _ in range(count):
            next(calculation)
            found.append(float(calculation.score))
        return found

    return timed(run)


def main() -> None:
    """Measure and answer."""
    folder, own_draws = Path(sys.argv[1]), int(sys.argv[2])
    made = np.load(folder / "system.npz")
    data = package(made)
    demands = [{int(good) + 1: 1.0} for good in made["wanted"]]
    first = demands[0]
    one = timed(lambda: float(scored(data, first).score))
    given = package(made, (made["amounts"], made["emissions"]))
    # The first column is the first draw: it is scored when the calculation is made.
    calculation = scored(given, first, use_arrays=True)
    equal = [float(calculation.score), *drawn(calculation, len(made["amounts"]) - 1)[1]]
    plain = drawn(scored(data, first, use_distributions=True, seed_override=1), own_draws)
    fast = drawn(scored(data, first, IterativeLCA, use_distributions=True, seed_override=1), own_draws)
    answer = {
        "versions": {
            name: version(name) for name in ("bw2calc", "bw_processing", "matrix_utils", "stats_arrays", "scipy")
        },
        "solver": "PARDISO" if bw2calc.PYPARDISO else "UMFPACK" if bw2calc.UMFPACK else "SuperLU",
        "one": one,
        "demands": demands_one_by_one(data, demands),
        "demands_at_once": demands_at_once(data, demands),
        "given": equal,
        "draws": plain[0],
        "mean_of_draws": float(np.mean(plain[1])),
        "draws_iterative": fast[0],
        "count": own_draws,
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
