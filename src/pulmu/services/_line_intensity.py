"""What a run of a line used and made, per tonne of good output of each process of its plant."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.model import Plant
from pulmu.model.errors import InputError, problem
from pulmu.model.line import OUT, Line, LineProduct
from pulmu.model.units import conversion_factor
from pulmu.services._line_tie import Row, carrier_flows, processes_of, rows_of
from pulmu.twin import LineResult
from pulmu.twin.plan import step_name


@dataclass(frozen=True, slots=True)
class Intensity:
    """Of one run, per tonne of good output of a process.

    Parameters
    ----------
    output : Good output of each process, by what left the line for good. [t]
    used : By row of a flow of the plant. [unit of the flow per tonne]
    input : What went into each process. [t/t]
    won : Cost of the energy of each process's stations. [KRW/t]
    common_won : Of stations that name no process, per tonne of all that left the line. [KRW/t]
    scrap : Share of the pieces that left the line.
    """

    output: Mapping[str, float]
    used: Mapping[Row, float]
    input: Mapping[str, float]
    won: Mapping[str, float]
    common_won: float
    scrap: float


def intensity_of(line: Line, plant: Plant, run: LineResult) -> Intensity:
    """What a run used and made.

    What was in the line at the start and the end of the counted time is left out of account: a line is counted after
    its warm-up and for long enough.

    Raises
    ------
    InputError  Nothing good left the line (`line.no_output`).
    """
    through = _through(line, run)
    output = {name: made for name, (_, made) in through.items()}
    if not output or not all(made > 0 for made in output.values()):
        raise InputError(
            problem(
                "line.no_output", line.id, "nothing good left the line in the counted time", "let it run for longer"
            )
        )
    stations = {item.station: item for item in run.stations}
    uses = {(name, use.carrier): use for name, item in stations.items() for use in item.uses}
    flows, units = carrier_flows(line, plant), {item.id: item.unit for item in line.carriers}
    used = {
        row: math.fsum(
            uses[pair].amount * conversion_factor(units[pair[1]], flows[pair[1]].unit) for pair in row.stations
        )
        / output[row.process]
        for row in rows_of(line, plant)
    }
    won: dict[str, float] = dict.fromkeys(["", *output], 0.0)
    for station in line.stations:
        name = station.process if station.process in output else ""
        won[name] += math.fsum(use.cost_krw for use in stations[station.id].uses)
    whole = math.fsum(item.good_kg for item in run.products) / 1000
    return Intensity(
        output,
        used,
        {name: into / made for name, (into, made) in through.items()},
        {name: cost / output[name] for name, cost in won.items() if name},
        won[""] / whole,
        run.scrap / (run.good + run.scrap),
    )


def _through(line: Line, run: LineResult) -> dict[str, tuple[float, float]]:
    """Tonnes that went into each process of the line, and good tonnes that left it, in a steady state."""
    found: dict[str, tuple[float, float]] = {}
    for product, counted in zip(line.products, run.products, strict=True):
        order = tuple(dict.fromkeys(processes_of(product, line)))
        lost = scrap_by_process(product, line)
        left = float(counted.good)
        for name in reversed(order):
            entered = left + counted.scrap * lost[name]
            into, made = found.get(name, (0.0, 0.0))
            found[name] = (into + entered * product.piece_kg / 1000, made + left * product.piece_kg / 1000)
            left = entered
    return found


def scrap_by_process(product: LineProduct, line: Line) -> dict[str, float]:
    """Share of a product's scrap that arises in each process of its route, as its shares of scrap let expect it.

    A run counts scrap by product; where scrap comes of stops alone, it is put to the last process.
    """
    processes = processes_of(product, line)
    expected = _visits(product) * [step.scrap for step in product.route]
    total = math.fsum(expected)
    found = dict.fromkeys(processes, 0.0)
    if total == 0:
        return found | {processes[-1]: 1.0}
    for name, part in zip(processes, expected, strict=True):
        found[name] += part / total
    return found


def _visits(product: LineProduct) -> "np.typing.NDArray[np.float64]":
    """How often a piece is expected at each step of its route: a linear system, as rework goes back."""
    route, size = product.route, len(product.route)
    place = {step_name(step): number for number, step in enumerate(route)}
    moves = np.zeros((size, size))
    for number, step in enumerate(route):
        back = place[step.rework_to] if step.rework_to else number
        moves[number, back] += step.rework
        onward = step.next or ({step_name(route[number + 1]): 1.0} if number + 1 < size else {})
        for name, share in onward.items():
            if name != OUT:
                moves[number, place[name]] += share * (1 - step.scrap - step.rework)
    start = np.eye(size)[0]
    return np.asarray(np.linalg.solve(np.eye(size) - moves.T, start), dtype=np.float64)


def mean_used(runs: Sequence[Intensity]) -> dict[Row, float]:
    """Mean over runs of what is used, by row."""
    return {row: math.fsum(run.used[row] for run in runs) / len(runs) for row in runs[0].used}


def mean_input(runs: Sequence[Intensity]) -> dict[str, float]:
    """Mean over runs of what goes in per tonne, by process."""
    return {name: math.fsum(run.input[name] for run in runs) / len(runs) for name in runs[0].input}
