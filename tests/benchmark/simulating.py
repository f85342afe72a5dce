"""The virtual plant beside the same two models in C, and in SimPy, salabim and Ciw in an environment of their own."""

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from measure import Line, seconds

from pulmu.bootstrap.twin import line_engine
from pulmu.model import Document
from pulmu.twin import Ask, Plan, plan_line, read_line
from pulmu.twin.counts import STATES, Counts

HERE = Path(__file__).parent
MOST_OF_C, LEAST_OF_SIMPY, MOST_START = 2.0, {"line": 60.0, "mm1": 140.0}, 2.0
PARTS = {"line": 20_000, "mm1": 200_000}
TITLES = {"line": "five stations, buffers of 10, breakdowns, 20,000 parts", "mm1": "M/M/1, 200,000 customers"}
START = """
import time; begun = time.perf_counter()
from pulmu.bootstrap.twin import line_engine, read_line
from pulmu.services.simulate_line import simulate
from pulmu.twin import Ask
simulate(read_line("fasteners"), Ask(28 * 86400.0), line_engine())
print(time.perf_counter() - begun)
"""
PEAK = """
import resource, sys
from simulating import Ask, line_engine, plan_of
line_engine()(plan_of("line"), Ask(1e15, pieces=int(sys.argv[1])), 0)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 976.5625))
"""
MOST_GROWTH = 5.0
"""Megabytes that a hundred times as many parts may add to the peak of a process."""


@dataclass(frozen=True)
class Peer:
    """Another simulation library, the file of its models, and how often it runs (salabim takes half a minute)."""

    name: str
    script: str
    turns: int
    least: dict[str, float]


PEERS = (
    Peer("SimPy 4.1.2", "line_by_simpy.py", 5, LEAST_OF_SIMPY),
    Peer("salabim 26.0.9", "line_by_salabim.py", 3, {}),
    Peer("Ciw 3.2.7", "line_by_ciw.py", 3, {}),
)


@dataclass(frozen=True)
class Found:
    """Seconds of one core for each turn, and the two figures that are compared."""

    taken: list[float]
    figures: list[list[float]]


def simulating(turns: int) -> list[Line]:
    """Both models, a thousand replications, memory, and a new process."""
    return [*(line for model in PARTS for line in _model(model, turns)), _thousand(), _memory(), *_starts()]


def exponential(mean: float) -> dict[str, str]:
    return {"law": "exponential", "mean": f"{mean} s"}


def plan_of(model: str) -> Plan:
    """The same models as in `line_in_c.c` and the files of the peers."""
    stations: list[dict[str, Any]] = [{"id": "m0", "time": exponential(0.8)}]
    source: dict[str, Any] = {"id": "in", "products": {"p": 1}, "every": exponential(1.0)}
    if model == "line":
        stop = {"id": "fault", "every": exponential(50.0), "lasts": exponential(5.0)}
        stations = [{"id": f"m{n}", "buffer": 10 if n else 0, "time": exponential(1.0), "stops": [stop]}
                    for n in range(5)]  # fmt: skip
        del source["every"]
    route = [{"station": item["id"]} for item in stations]
    tree = {"id": model, "stations": stations, "products": [{"id": "p", "route": route}], "sources": [source]}
    return plan_line(read_line(Document(tree, model)).unwrap())


def _ours(model: str, turns: int) -> Found:
    plan, engine, ask = plan_of(model), line_engine(), Ask(1e15, pieces=PARTS[model])
    counted: list[Counts] = []
    engine(plan, ask, 0)
    taken = []
    for number in range(turns):
        begun = time.process_time()
        counted.append(engine(plan, ask, number))
        taken.append(time.process_time() - begun)
    return Found(taken, [_figures(model, item) for item in counted])


def _figures(model: str, counts: Counts) -> list[float]:
    """Pieces inside on the mean, and mean wait or throughput."""
    second = (
        counts.stations[0].wait_sum / counts.stations[0].loaded
        if model == "mm1"
        else counts.products[0].good / counts.measured
    )
    busy = math.fsum(counts.stations[0].state_time[STATES.index("busy")])
    assert 0 < busy < counts.measured
    return [counts.inside_area / counts.measured, second]


def _in_c(model: str, turns: int) -> Found | None:
    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "line"
        subprocess.run([compiler, "-O3", "-o", program, HERE / "line_in_c.c", "-lm"], check=True)
        told = [_said([program, model, str(PARTS[model]), str(seed)]).split() for seed in range(1, turns + 1)]
    return Found([float(item[-1]) for item in told], [[float(item[2]), float(item[3])] for item in told])


def _by_peer(peer: Peer, model: str, most: int) -> Found | None:
    python = os.environ.get("PULMU_SIMPY") or str(HERE.parents[1] / ".venv" / "simpy" / "bin" / "python")
    if not Path(python).exists():
        return None
    script, turns = HERE / peer.script, max(min(peer.turns, most), 2)
    told = [json.loads(_said([python, script, model, str(PARTS[model]), str(seed)])) for seed in range(1, turns + 1)]
    return Found([item["seconds"] for item in told], [item["found"] for item in told])


def _said(command: Sequence[str | Path], folder: Path | None = None) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout


def _model(model: str, turns: int) -> list[Line]:
    ours, in_c = _ours(model, turns), _in_c(model, turns)
    taken = min(ours.taken)
    lines = [Line(f"{TITLES[model]}: Pulmu, from plan to counts", f"{taken * 1e3:.1f} ms")]
    if in_c is None:
        lines.append(Line("the same in C", "gcc is not there"))
    else:
        _check(ours, in_c)
        ratio = taken / min(in_c.taken)
        found = f"{min(in_c.taken) * 1e3:.1f} ms; Pulmu takes {ratio:.1f} ×"
        lines.append(Line("the same in C (gcc -O3)", found, f"within {MOST_OF_C:.0f} ×", ratio <= MOST_OF_C))
    return [*lines, *(_beside(peer, model, ours, turns) for peer in PEERS)]


def _beside(peer: Peer, model: str, ours: Found, turns: int) -> Line:
    theirs, what = _by_peer(peer, model, turns), f"the same in {peer.name}"
    if theirs is None:
        return Line(what, "its environment is not there: make .venv/simpy.stamp")
    _check(ours, theirs)
    ratio, least = min(theirs.taken) / min(ours.taken), peer.least.get(model)
    found = f"{min(theirs.taken):.2f} s, {ratio:,.0f} × as long"
    return Line(what, found) if least is None else Line(what, found, f"at least {least:.0f} ×", ratio >= least)


def _check(ours: Found, theirs: Found) -> None:
    """Means of both figures agree, within 5 standard errors of their difference (Welch)."""
    for one, other in zip(np.array(ours.figures).T, np.array(theirs.figures).T, strict=True):
        error = math.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
        assert abs(one.mean() - other.mean()) <= 5 * error, (one.mean(), other.mean(), error)


def _starts() -> list[Line]:
    warm = statistics.median(float(_said([sys.executable, "-c", START])) for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", START]
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return [
        Line("a new process, start of Python apart, to 28 days of the fastener line", f"{warm:.2f} s",
             f"under {MOST_START:.0f} s", warm < MOST_START),
        Line("the same with nothing compiled yet: numba compiles, once on a machine", f"{float(done.stdout):.1f} s"),
    ]  # fmt: skip


def _thousand() -> Line:
    plan, engine = plan_of("line"), line_engine()
    ask = Ask(1e15, pieces=2_000)
    taken = seconds(lambda: [engine(plan, ask, number) for number in range(1_000)])
    found = f"{taken:.2f} s, {taken:.2f} ms each"
    return Line("1,000 replications of 2,000 parts of that line, one core", found)


def _memory() -> Line:
    """Peaks of two processes."""
    peaks = [float(_said([sys.executable, "-c", PEAK, str(parts)], HERE)) for parts in (20_000, 2_000_000)]
    return Line("peak memory of a process: 20,000 parts of that line, and 2,000,000",
                f"{peaks[0]:.0f} MB, {peaks[1]:.0f} MB", f"no more than {MOST_GROWTH:.0f} MB apart",
                peaks[1] - peaks[0] <= MOST_GROWTH)  # fmt: skip
