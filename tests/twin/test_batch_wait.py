"""A batch that does not come together starts with fewer once a piece has waited long enough."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.twin.lines import line_from, results
from tests.twin.random_lines import Tree


def furnace(batch: Tree, *sources: Tree, **station: Any) -> Tree:
    return {
        "id": "hardening",
        "stations": [{"id": "furnace", "time": "1 h", "batch": batch, **station}],
        "products": [{"id": name, "route": [{"station": "furnace"}]} for name in "ab"],
        "sources": [{"id": f"in{n}", "every": "99 h", "most": 1, **item} for n, item in enumerate(sources)],
    }


def at(minutes: int, product: str = "a") -> Tree:
    return {"products": {product: 1}, "first": f"{minutes} min"}


def test_a_furnace_starts_with_what_is_there() -> None:
    """a at 10 and 20 min, b at 15: both a start at 40, b at 100 when the furnace is free, though late since 45."""
    tree = furnace({"least": 3, "most": 5, "longest_wait": "30 min"}, at(10), at(15, "b"), at(20))
    (run,) = results(line_from(tree), hours=4)
    assert (run.good, run.stations[0].cycles) == (3, 2)
    assert run.products[0].most_flow_s == 90 * 60
    assert run.products[1].mean_flow_s == (100 + 60 - 15) * 60
    assert run.standstill is None
    tree["stations"][0]["batch"] = {"least": 3, "most": 5}
    (run,) = results(line_from(tree), hours=4)
    assert (run.good, run.inside) == (0, 3)


def test_a_batch_that_is_full_does_not_wait() -> None:
    tree = furnace({"least": 2, "most": 5, "longest_wait": "30 min"}, at(10), at(20), at(200))
    (run,) = results(line_from(tree), hours=6)
    assert (run.good, run.stations[0].cycles) == (3, 2)
    assert run.products[0].most_flow_s == 90 * 60
    assert run.products[0].least_flow_s == 60 * 60


@pytest.mark.parametrize("rate", [0.5, 3.0])
def test_batches_of_random_arrivals(rate: float) -> None:
    """Poisson arrivals, `rate` an hour, and a free furnace: after the first piece T hours, so 1 + rate T pieces.

    The first waits T, the others T / 2 on the mean.
    """
    long = 1.5
    arrival = {"law": "exponential", "mean": f"{1 / rate!r} h"}
    tree = furnace({"least": 1000, "most": 1000, "longest_wait": "1.5 h"}, machines=3, time="10 min")
    tree["sources"] = [{"id": "in", "products": {"a": 1}, "every": arrival}]
    runs = [run.stations[0] for run in results(line_from(tree), hours=4000, replications=30)]
    size = np.array([item.pieces / item.cycles for item in runs])
    wait = np.array([(item.mean_wait_s or 0) / 3600 for item in runs])
    exact = (1 + rate * long, (long + rate * long * long / 2) / (1 + rate * long))
    for found, value in zip((size, wait), exact, strict=True):
        spread = found.std(ddof=1) / math.sqrt(len(found))
        assert abs(found.mean() - value) <= stats.t.ppf(1 - 1e-5 / 2, len(found) - 1) * spread + 1e-3 * value
