"""What it costs to explain the last good of a chain of 200 processes."""

import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from long_chain import chain_plant
from measure import Line

from pulmu.carbon.statement import state_emissions
from pulmu.model import Figure, Plant
from pulmu.model.figure import walk
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.find_figures import find_figures
from pulmu.services.trace import contributions_of

PROCESSES = 200
MOST_MILLISECONDS = 200.0
SHAPES: dict[str, dict[str, Any]] = {
    "a plain chain": {},
    "diamonds (each takes from the two before)": {"diamonds": True},
    "twenty loops": {"loops": 20},
    "one ring of all": {"ring": True},
}


def explaining(times: int) -> list[Line]:
    """From the plant in memory to its figures, their keys, the whole tree as text and what contributes most."""
    return [_line(name, chain_plant(PROCESSES, **shape), times) for name, shape in SHAPES.items()]


def _line(name: str, described: Plant, times: int) -> Line:
    root = _root(described)
    figures = list(walk([root]))
    inputs = sum(len(figure.inputs) for figure in figures)
    state = _fastest(lambda: _root(described), times)
    told = _fastest(lambda: _told(_root(described)), times)
    found = _fastest(lambda: find_figures(root, "gas p0"), times)
    return Line(
        f"{PROCESSES} processes, {name}: {len(figures):,} figures, {inputs:,} inputs, {_megabytes(described):.1f} MB",
        f"{told:.0f} ms, of which {state:.0f} ms the figures; a search {found:.0f} ms",
        f"under {MOST_MILLISECONDS:.0f} ms",
        told < MOST_MILLISECONDS,
    )


def _root(described: Plant) -> Figure:
    return state_emissions(described, DEFAULT_EDITION).goods[f"good_{PROCESSES - 1}"].counted


def _told(root: Figure) -> int:
    assert root.key
    return len(root.explain()) + len(contributions_of(root))


def _fastest(action: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time, the least of some runs: the machine may be busy with others."""
    action()
    taken = []
    for _ in range(times):
        begun = time.process_time()
        action()
        taken.append(time.process_time() - begun)
    return min(taken) * 1e3


def _megabytes(described: Plant) -> float:
    tracemalloc.start()
    root = _root(described)
    assert root.key
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / 1e6
