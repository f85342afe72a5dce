"""Production systems beside Brightway and beside plain scipy; scaling; many plants with many draws."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import plain_system
from long_chain import chain_plant
from made_system import SPREAD, made_system
from measure import Line, seconds
from scipy.sparse import csc_array

from pulmu.carbon.draws import GivenDraws, LognormalDraws
from pulmu.carbon.system import System, intensities, production_system, scores
from pulmu.carbon.system_draws import scores_of_draws
from pulmu.carbon.uncertainty import Factor, Law, PlantModel
from pulmu.reference import DEFAULT_EDITION

HERE = Path(__file__).parent
LEAST_TIMES_BRIGHTWAY = 100.0
MOST_TIMES_PLAIN = 2.0
MOST_SECONDS = 1.0
TOLERANCE = 1e-9
MEMORY = 64 * 2**20
SEED = 4
CORES = os.cpu_count() or 1


def systems(python: Path | None, *, quick: bool) -> list[Line]:
    """All lines about systems.

    Parameters
    ----------
    python : Of the environment that holds Brightway; without it that side is left out, and told.

    Raises
    ------
    AssertionError  The scores do not agree.
    """
    size, draws, rounds = (300, 60, 1) if quick else (2_000, 1_000, 5)
    made = made_system(size)
    system = production_system(*made)
    lines = compared(made, system, size, draws, rounds, python)
    powers = range(2, 5) if quick else range(2, 7)
    lines += [scaled(10**power) for power in powers]
    lines += [chain_drawn(*((40, 500) if quick else (200, 10_000)), loops=loops) for loops in (0, 10)]
    return [*lines, *many_plants(40 if quick else 10_000, 50 if quick else 1_000)]


def chain_drawn(processes: int, draws: int, loops: int) -> Line:
    """A long chain, every input of it uncertain, through figure, free allocation and cost; best of three."""
    model = PlantModel(chain_plant(processes, loops=loops), DEFAULT_EDITION)
    law = Law("lognormal", 0.03)
    factors = [Factor(leaf.names[0], (number,), law) for number, leaf in enumerate(model.leaves)]
    taken = min(seconds(lambda: model.draw(factors, draws, SEED)) for _ in range(3))
    looped = f" with {loops} loops" if loops else ""
    what = f"{draws:,} draws of a chain of {processes} processes{looped}, {len(factors)} inputs, to figure, free"
    return Line(f"{what} allocation and cost", f"{taken:.2f} s", f"under {MOST_SECONDS:g} s", taken < MOST_SECONDS)


def compared(made: tuple, system: System, size: int, draws: int, rounds: int, python: Path | None) -> list[Line]:
    """One score, a thousand demands, a thousand draws, in turns with the plain code."""
    wanted = np.arange(size)[: min(1_000, size)]
    demands = csc_array((np.ones(len(wanted)), (wanted, np.arange(len(wanted)))), shape=(size, len(wanted)))
    given = LognormalDraws(system, SPREAD, SPREAD, 50, SEED)
    amounts, emissions = given.block(0, 50)
    ours: dict[str, list[float]] = {"one": [], "demands": [], "draws": [], "threads": []}
    plain: dict[str, list[float]] = {"one": [], "demands": [], "draws": []}
    for turn in range(rounds + 1):
        taken = {
            "one": seconds(lambda: scores(production_system(*made), demands[:, :1])),
            "demands": seconds(lambda: scores(production_system(*made), demands)),
            "draws": seconds(lambda: _draws(system, demands[:, :1], draws)),
            "threads": seconds(lambda: _draws_in_threads(system, demands[:, :1], draws)),
        }
        by_hand = {
            "one": seconds(lambda: plain_system.intensities(made)[0]),
            "demands": seconds(lambda: demands.T @ plain_system.intensities(made)),
            "draws": seconds(lambda: plain_system.series_of_draws(made, draws, SEED)),
        }
        for name in ours if turn else ():  # the first turn is not counted
            ours[name].append(taken[name])
            if name in by_hand:
                plain[name].append(by_hand[name])
    check(demands.T @ plain_system.intensities(made), scores(system, demands)[:, 0])
    stored = amounts[:, np.argsort(system.position)], emissions[:, :, 0]
    found = scores_of_draws(system, demands[:, :1], GivenDraws(system, stored[0], emissions)).values[:, 0, 0]
    factors = seconds(lambda: check(plain_system.factorised_draws(made, *stored), found)) / 50 * draws
    peer = _brightway(made, wanted, stored, draws, python)
    if peer is not None:
        check(np.array(peer["demands"][1]), scores(system, demands)[:, 0])
        check(np.array(peer["given"]), found)
        if peer["demands_at_once"] is not None:
            check(np.array(peer["demands_at_once"][1]), scores(system, demands)[:, 0])
    return _lines(size, len(wanted), draws, ours, plain, factors, peer)


def _draws(system: System, demand: csc_array, count: int) -> object:
    return scores_of_draws(system, demand, LognormalDraws(system, SPREAD, SPREAD, count, SEED), memory=MEMORY)


def _draws_in_threads(system: System, demand: csc_array, count: int) -> object:
    draws = LognormalDraws(system, SPREAD, SPREAD, count, SEED)
    with ThreadPoolExecutor(CORES) as executor:
        return scores_of_draws(system, demand, draws, memory=MEMORY // CORES, executor=executor)


def check(expected: np.ndarray, found: np.ndarray) -> None:
    """The same scores to 1e-9."""
    np.testing.assert_allclose(found, expected, rtol=TOLERANCE, atol=0.0)


def _brightway(made: tuple, wanted: np.ndarray, given: tuple, draws: int, python: Path | None) -> dict | None:
    if python is None:
        return None
    with tempfile.TemporaryDirectory(prefix="pulmu-bench-") as folder:
        names = dict(zip(("consumer", "consumed", "amount", "own"), made, strict=True))
        np.savez(
            Path(folder) / "system.npz", **names, wanted=wanted, amounts=given[0], emissions=given[1], spread=SPREAD
        )
        arguments = [str(python), str(HERE / "brightway.py"), folder, str(draws)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Brightway's side failed: {done.stderr[-2000:]}")
    answer: dict = json.loads(done.stdout)
    return answer


def _lines(
    size: int, demands: int, draws: int, ours: dict, plain: dict, factors: float, peer: dict | None
) -> list[Line]:
    what = {
        "one": f"one score of {size:,} activities with about 5 exchanges each, from exchanges to score",
        "demands": f"scores of {demands:,} demands, from exchanges to scores",
        "draws": f"scores of {draws:,} lognormal draws of all exchanges and emissions, in {MEMORY >> 20} MB",
    }
    lines: list[Line] = []
    for name, words in what.items():
        taken, hand = statistics.median(ours[name]), statistics.median(plain[name])
        lines.append(Line(f"{words}: Pulmu", _time(taken)))
        ratio = statistics.median(a / b for a, b in zip(ours[name], plain[name], strict=True))
        promised = name != "one"
        lines.append(
            Line(
                "the same by plain scipy and numpy; results equal to 1e-9",
                f"{_time(hand)}; Pulmu takes {ratio:.2f} × as long",
                f"at most {MOST_TIMES_PLAIN:.0f} ×" if promised else "",
                ratio <= MOST_TIMES_PLAIN if promised else None,
            )
        )
        if name == "draws":
            taken = statistics.median(ours["threads"])
            lines.append(Line(f"the same by Pulmu in {CORES} threads, {MEMORY >> 20} MB together", _time(taken)))
            lines.append(Line("the same, by a factorisation for each draw (scipy), from 50 draws", _time(factors)))
        if peer is not None:
            lines += _beside(name, taken, peer)
    if peer is not None:
        versions = ", ".join(f"{name} {number}" for name, number in peer["versions"].items())
        lines.append(Line("Brightway's side", f"{versions}; solver {peer['solver']}"))
    else:
        lines.append(Line("Brightway", "not measured: run `make bench`, which makes its environment"))
    return lines


def _beside(name: str, taken: float, peer: dict) -> list[Line]:
    if name == "one":
        return [_ratio("the same by Brightway: `LCA`, `lci`, `lcia`, from the datapackage", peer["one"][0], taken)]
    if name == "demands":
        lines = [
            _promised(
                "the same by Brightway: `lcia(demand)`, factors kept, set-up not counted", peer["demands"][0], taken
            )
        ]
        if peer["demands_at_once"] is not None:
            words = "the same by Brightway's adjoint class: `FastScoresOnlyMultiLCA`, loading counted"
            lines.append(_ratio(words, peer["demands_at_once"][0], taken))
        return lines
    return [
        _promised(
            "the same by Brightway: `LCA`, `next()`, set-up not counted, to Pulmu in threads", peer["draws"], taken
        ),
        _ratio(
            "the same by Brightway's iterative class: `IterativeLCA`, `next()`, to Pulmu in threads",
            peer["draws_iterative"],
            taken,
        ),
    ]


def _promised(words: str, theirs: float, ours: float) -> Line:
    ratio = theirs / ours
    found = f"{_time(theirs)}, {ratio:,.0f} × Pulmu's"
    return Line(words, found, f"at least {LEAST_TIMES_BRIGHTWAY:.0f} ×", ratio >= LEAST_TIMES_BRIGHTWAY)


def _ratio(words: str, theirs: float, ours: float) -> Line:
    return Line(words, f"{_time(theirs)}, {theirs / ours:,.0f} × Pulmu's")


def _time(taken: float) -> str:
    return f"{taken * 1e3:.2f} ms" if taken < 0.1 else f"{taken:.2f} s"


def scaled(size: int) -> Line:
    """All intensities, and a draw, of a system of this size."""
    made = made_system(size)
    system = production_system(*made)
    solved = intensities(system)
    once = statistics.median(seconds(lambda: intensities(system)) for _ in range(3))
    count = max(2, min(1_000, 200_000 // size))
    demand = csc_array(([1.0], ([0], [0])), shape=(size, 1))
    draws = LognormalDraws(system, SPREAD, SPREAD, count, SEED)
    each = seconds(lambda: scores_of_draws(system, demand, draws, memory=2**31)) / count
    found = f"{_time(once)} ({solved.terms} terms); {_time(each)} for each lognormal draw"
    return Line(f"{size:,} processes, {system.consumption.nnz:,} exchanges: intensities of all goods", found)


def many_plants(plants: int, draws: int) -> list[Line]:
    """In processes of their own, so that their memory can be told."""
    arguments = [sys.executable, str(HERE / "many_draws.py"), str(plants), str(draws), str(MEMORY)]
    told = json.loads(subprocess.run(arguments, capture_output=True, text=True, check=True).stdout)
    words = (
        f"{plants:,} plants × 10 processes × {draws:,} draws of all leaves to quantiles, {MEMORY >> 20} MB for draws"
    )
    found = f"{told['seconds']:.0f} s, {told['processor']:.0f} s of processor; {told['peak']:.0f} MB above the plants"
    within = told["peak"] * 2**20 <= MEMORY + told["allowance"]
    promise = f"within {MEMORY >> 20} MB and {told['allowance'] >> 20} MB for what Python keeps"
    return [Line(words, found, promise, within)]


def python_of_brightway(asked: str) -> Path | None:
    """The interpreter that was named, or that of the environment `make bench` makes."""
    usual = HERE.parents[1] / ".venv" / "brightway" / "bin" / "python"
    return Path(asked) if asked else usual if usual.exists() else None
