"""Matching at the size of the alliance, under limits, and at a hundred thousand; beside the package `matching`."""

import functools
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matching_made import made, with_kinds, with_limits
from measure import Line, seconds

from pulmu.support.matching import NOBODY, Market, blocking, breaches, defer, settle

HERE = Path(__file__).parent
MOST_SECONDS = 1.0
_TURNS = 5


def matching_rounds(applicants: int, suppliers: int, solver_seconds: float) -> list[Line]:
    """Rounds of the alliance's size, then one of this size."""
    alliance = made(250, 1_636, 10, (1, 1), ties=3)
    few = made(250, 200, 10, (1, 1), ties=3)
    large = made(applicants, suppliers, 10, (10, 30), ties=20)
    name = f"{applicants:,} applicants × {suppliers:,} suppliers × 10 wishes, capacities 10 to 30, ties"
    return [
        _settled("250 firms × 1,636 suppliers × 10 choices, ties, settled and proven stable", alliance),
        _settled("the same firms × 200 suppliers: most cannot have their first wish", few),
        _limited("250 × 1,636 × 10 with 10 least numbers", with_limits(alliance, 20, 9.0), solver_seconds),
        _limited("the same with pools of money that do not suffice", with_limits(alliance, 20, 0.9), solver_seconds),
        *_stress(name, large),
        *_stress(f"{name}; four kinds with quotas and reserves", with_kinds(large)),
        *_beside_peer(),
    ]


def _settled(what: str, market: Market) -> Line:
    settled = settle(market)
    taken = statistics.median(seconds(functools.partial(settle, market)) for _ in range(_TURNS))
    alone = int((settled.supplier == NOBODY).sum())
    return Line(what, f"{taken * 1e3:.1f} ms; {alone} without a supplier, {settled.certificate.blocks} blocking pairs")


def _limited(what: str, market: Market, solver_seconds: float) -> Line:
    found = []
    taken = seconds(lambda: found.append(settle(market, seconds=solver_seconds)))
    certificate = found[0].certificate
    said = f"{certificate.blocks} pairs given up, at least {certificate.at_least} ({certificate.proof})"
    return Line(what, f"{taken:.0f} s; {said}, by {certificate.method.replace('_', ' ')}")


def _stress(what: str, market: Market) -> list[Line]:
    found = defer(market)
    turns = [_both_clocks(functools.partial(defer, market)) for _ in range(_TURNS)]
    wall, processor = (statistics.median(column) for column in zip(*turns, strict=True))
    blocks: list[int] = []
    proof = _both_clocks(lambda: blocks.append(len(blocking(market, found.supplier))))[1]
    assert blocks == [0]
    assert not breaches(market, found.supplier)
    said = f"{processor:.2f} s of one core, {wall:.2f} s by the clock; {found.asked:,} times asked"
    told = f"{said}; proof of stability {proof:.2f} s"
    return [Line(what, told, f"under {MOST_SECONDS:.0f} s of one core", processor < MOST_SECONDS)]


def _both_clocks(action: Callable[[], object]) -> tuple[float, float]:
    begun = time.process_time()
    wall = seconds(action)
    return wall, time.process_time() - begun


def _beside_peer() -> list[Line]:
    python = os.environ.get("PULMU_MATCHING") or str(HERE.parents[1] / ".venv" / "matching" / "bin" / "python")
    if not Path(python).exists():
        return [Line("beside the package `matching`", "its environment is not there: make .venv/matching.stamp")]
    lines = []
    for applicants, suppliers, places in ((250, 1_636, (1, 1)), (2_000, 200, (5, 10))):
        market = made(applicants, suppliers, 10, places)
        ours = statistics.median(seconds(functools.partial(defer, market)) for _ in range(_TURNS))
        theirs = _peer(python, market)
        solved, whole = statistics.median(theirs["solved"]), statistics.median(theirs["whole"])
        _compare(market, theirs["pairs"])
        what = f"{applicants:,} × {suppliers:,} × 10, strict; both find the same matching: Pulmu"
        lines += [
            Line(what, f"{ours * 1e3:.2f} ms"),
            Line("the same by `matching` 1.4.3: solving alone",
                 f"{solved * 1e3:.0f} ms, {solved / ours:,.0f} × Pulmu's; with its game built {whole * 1e3:.0f} ms"),
        ]  # fmt: skip
    return lines


def _peer(python: str, market: Market) -> dict[str, list[float]]:
    pairs = list(zip(market.applicant.tolist(), market.supplier.tolist(), strict=True))
    wishes: dict[str, list[str]] = {f"a{a}": [] for a in sorted(set(market.applicant.tolist()))}
    orders: dict[str, list[str]] = {f"s{s}": [] for s in sorted(set(market.supplier.tolist()))}
    for pair in np.argsort(market.applicant_rank, kind="stable"):
        wishes[f"a{pairs[pair][0]}"].append(f"s{pairs[pair][1]}")
    for pair in np.argsort(market.supplier_rank, kind="stable"):
        orders[f"s{pairs[pair][1]}"].append(f"a{pairs[pair][0]}")
    capacities = {name: int(market.capacity[int(name[1:])]) for name in orders}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "round.json"
        content = {"wishes": wishes, "orders": orders, "capacities": capacities, "turns": 3}
        file.write_text(json.dumps(content), encoding="utf-8")
        done = subprocess.run([python, str(HERE / "matching_peer.py"), str(file)], capture_output=True, text=True,
                              check=True)  # fmt: skip
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def _compare(market: Market, theirs: object) -> None:
    mine = {f"a{a}": f"s{s}" for a, s in enumerate(defer(market).supplier.tolist()) if s != NOBODY}
    assert mine == theirs
