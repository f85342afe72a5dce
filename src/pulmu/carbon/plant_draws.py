"""How far a plant's figures may be off: its leaves drawn around what was given, through the same formulas.

It stands beside the declared values and never enters them: the act asks for measured values as they are.
"""

import dataclasses
import functools
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np

from pulmu.carbon.batch import compute, own_shares
from pulmu.carbon.draws import normal_draws, standard_deviation_of_log
from pulmu.carbon.factorisation import Floats
from pulmu.carbon.repeat import repeated
from pulmu.carbon.system import production_system
from pulmu.carbon.system_draws import MEMORY, Solver, too_little_memory
from pulmu.carbon.tables import tabulate
from pulmu.carbon.tables.rows import Tables
from pulmu.model import InputError, Plant, problem

QUANTILES = (0.025, 0.5, 0.975)
_PLANTS_OF_A_TASK = 32
_ALLOWANCE = 6 * 2**20


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Relative standard uncertainty of each kind of leaf (0.02: 2 %); 0 where a kind is taken as given.

    Leaves are lognormal around what was given, which is their median, and independent of each other. Nothing is
    guessed: who asks for a spread says how sure the leaves are.

    Parameters
    ----------
    amounts : Totals of source streams and waste gases.
    meters : Amounts of their users.
    calorific_values, emission_factors : Of source streams and waste gases.
    other_emissions : What is not burnt: measured stacks, perfluorocarbons, carbon dioxide handed on.
    heat : Heat of nets, of their users, and of combined heat and power.
    electricity : Electricity of the site, and of its users.
    electricity_factors : Emission factor of electricity.
    precursor_masses : Bought precursors: received, and consumed by each process.
    own_precursor_masses : Own goods consumed by other processes.
    precursor_values : Specific embedded emissions of bought precursors.
    production : Activity levels.
    """

    amounts: float = 0.0
    meters: float = 0.0
    calorific_values: float = 0.0
    emission_factors: float = 0.0
    other_emissions: float = 0.0
    heat: float = 0.0
    electricity: float = 0.0
    electricity_factors: float = 0.0
    precursor_masses: float = 0.0
    own_precursor_masses: float = 0.0
    precursor_values: float = 0.0
    production: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class SpreadOfPlants:
    """Spread of the specific embedded emissions of many plants, one row per process.

    Parameters
    ----------
    plant : (processes,)  Number of the plant, in the order given.
    process : Ids of the processes.
    counted : (processes,)  As declared. [t CO2e/t]
    quantiles : (processes, quantiles)  [t CO2e/t]
    refactorised : Draws of plants whose loops needed factors of their own.
    """

    plant: Any
    process: tuple[str, ...]
    counted: Floats
    quantiles: Floats
    refactorised: int


def spread_of_plants(
    plants: Sequence[Plant],
    edition: str,
    uncertainty: Uncertainty,
    *,
    draws: int = 1_000,
    seed: int,
    quantiles: Sequence[float] = QUANTILES,
    memory: int = MEMORY,
    executor: Executor | None = None,
) -> SpreadOfPlants:
    """Quantiles for every process of plants that have passed their checks; equal for every memory and executor.

    Parameters
    ----------
    memory : Bytes that computing may take at its peak, beside plants and result; per worker of the executor.

    Raises
    ------
    InputError  An uncertainty or a number of draws that cannot be (`carbon.uncertainty_value`), too little memory.
    SolveError  Nothing leaves a loop of a plant, as given or in a draw (`carbon.loop_not_solvable`).
    """
    _check(uncertainty, draws, quantiles)
    task = functools.partial(_of_some, edition, uncertainty, draws, seed, tuple(quantiles), memory)
    starts = range(0, len(plants), _PLANTS_OF_A_TASK)
    groups = [plants[start : start + _PLANTS_OF_A_TASK] for start in starts]
    parts = [part for found in (executor.map if executor else map)(task, starts, groups) for part in found]
    sizes = [len(process) for process, _, _, _ in parts]
    return SpreadOfPlants(
        np.repeat(np.arange(len(parts)), sizes),
        tuple(name for process, _, _, _ in parts for name in process),
        np.concatenate([counted for _, counted, _, _ in parts]) if parts else np.zeros(0),
        np.concatenate([found for _, _, found, _ in parts]) if parts else np.zeros((0, len(quantiles))),
        sum(anew for _, _, _, anew in parts),
    )


def _check(uncertainty: Uncertainty, draws: int, quantiles: Sequence[float]) -> None:
    wrong = [name for name, value in dataclasses.asdict(uncertainty).items() if not 0 <= value <= 2]
    wrong += ["draws"] * (draws < 1) + ["quantiles"] * (not all(0 <= item <= 1 for item in quantiles))
    if wrong:
        raise InputError(*(
            problem(
                "carbon.uncertainty_value",
                name,
                f"{name} is out of its range",
                "give uncertainties from 0 to 2 (200 %), one draw at least, and quantiles from 0 to 1",
                name=name,
            )
            for name in wrong
        ))  # fmt: skip


_OfPlant = tuple[tuple[str, ...], Floats, Floats, int]


def _of_some(
    edition: str,
    uncertainty: Uncertainty,
    draws: int,
    seed: int,
    quantiles: tuple[float, ...],
    memory: int,
    first: int,
    plants: Sequence[Plant],
) -> list[_OfPlant]:
    """Each plant by itself: its draws come from its own place in the list."""
    return [
        _of_one(tabulate([plant], edition), uncertainty, draws, (seed, number), quantiles, memory)
        for number, plant in enumerate(plants, start=first)
    ]


def _of_one(
    tables: Tables, uncertainty: Uncertainty, draws: int, seed: tuple[int, int], quantiles: Sequence[float], memory: int
) -> _OfPlant:
    given = compute(tables)
    leaves = leaves_of(tables, uncertainty)
    size = min(draws, block_size(tables, draws, memory))
    solver = _PlantSolver(tables)
    counted = np.empty((draws, len(given.counted)))
    for start in range(0, draws, size):
        stop = min(start + size, draws)
        drawn = _drawn(repeated(tables, stop - start), leaves, seed, start, stop)
        solver.first = start
        counted[start:stop] = compute(drawn, solver).counted.reshape(stop - start, -1)
    found = np.quantile(counted, quantiles, axis=0, overwrite_input=True).T
    return given.process, given.counted, np.ascontiguousarray(found), solver.refactorised


def block_size(tables: Tables, draws: int, memory: int) -> int:
    """Draws of a plant that fit into the memory together.

    Raises
    ------
    InputError  Not even one (`carbon.too_little_memory`).
    """
    rows = (
        4 * len(tables.streams.flow) + 3 * len(tables.parts.use) + 3 * len(tables.heat.flow)
        + 2 * len(tables.heat.total) + 9 * len(tables.unit_net)
        + 4 * len(tables.gases.flow) + 9 * len(tables.gas_parts.use)
        + 3 * len(tables.electricity.flow) + 3 * len(tables.delivery_of) + 2 * len(tables.bought_process)
        + 3 * len(tables.own_row) + 5 * len(tables.activity_level)
    )  # fmt: skip
    each, kept = 8 * 6 * rows, _ALLOWANCE + 3 * 8 * draws * len(tables.activity_level)
    fitting = (memory - kept) // each
    if fitting < 1:
        raise too_little_memory(memory, kept + each)
    return int(fitting)


class _PlantSolver:
    """Solves the draws of one plant around its own system."""

    def __init__(self, tables: Tables) -> None:
        size = len(tables.activity_level)
        rows, columns = (np.asarray(item, dtype=np.int64) for item in (tables.own_row, tables.own_column))
        nothing = np.ones((size, 1))
        self.system = production_system(rows, columns, own_shares(tables, np.asarray(tables.activity_level)), nothing)
        self.solver = Solver(self.system) if len(rows) else None
        self.first = self.refactorised = 0

    def __call__(self, tables: Tables, activity: Floats, carried: Floats) -> Floats:
        if self.solver is None:
            return carried
        emissions = carried.reshape(-1, self.system.goods, carried.shape[1])
        amounts = own_shares(tables, activity).reshape(len(emissions), -1)[:, self.system.position]
        solved = np.empty_like(emissions)
        row = 0
        for values, anew in self.solver.parts(np.ascontiguousarray(amounts), emissions, self.first):
            solved[row : row + len(values)] = values
            row += len(values)
            self.refactorised += anew
        return solved.reshape(carried.shape)


@dataclass(frozen=True, slots=True)
class Leaves:
    """Leaves of one kind: where they stand, how many there are in one plant, how they spread.

    Parameters
    ----------
    place : Names of the rows and the column, such as ("streams", "total").
    part : Which of several columns of one array; None for all, by one number each.
    """

    place: tuple[str, ...]
    count: int
    spread: float
    part: int | None = None


def leaves_of(tables: Tables, uncertainty: Uncertainty) -> list[Leaves]:
    """All kinds of leaves that spread."""
    kinds: list[tuple[tuple[str, ...], float, int | None]] = [
        (("streams", "total"), uncertainty.amounts, None),
        (("streams", "amount"), uncertainty.meters, None),
        (("stream_factors",), uncertainty.calorific_values, 0),
        (("stream_factors",), uncertainty.emission_factors, 1),
        (("other_emissions",), uncertainty.other_emissions, None),
        (("gases", "total"), uncertainty.amounts, None),
        (("gases", "amount"), uncertainty.meters, None),
        (("gas_factors",), uncertainty.calorific_values, 0),
        (("gas_factors",), uncertainty.emission_factors, 1),
        (("unit_outputs",), uncertainty.heat, 0),
        (("heat", "total"), uncertainty.heat, None),
        (("heat", "amount"), uncertainty.heat, None),
        (("heat_exported",), uncertainty.heat, None),
        (("electricity", "total"), uncertainty.electricity, None),
        (("electricity", "amount"), uncertainty.electricity, None),
        (("electricity_factor",), uncertainty.electricity_factors, None),
        (("bought_mass",), uncertainty.precursor_masses, None),
        (("delivery_mass",), uncertainty.precursor_masses, None),
        (("delivery_values",), uncertainty.precursor_values, None),
        (("own_mass",), uncertainty.own_precursor_masses, None),
        (("activity_level",), uncertainty.production, None),
    ]
    return [
        Leaves(place, len(_column(tables, place)), float(standard_deviation_of_log(spread)), part)
        for place, spread, part in kinds
        if spread > 0 and len(_column(tables, place))
    ]


def _column(tables: Tables, place: tuple[str, ...]) -> Any:
    return functools.reduce(getattr, place, tables)


def _drawn(tables: Tables, leaves: list[Leaves], seed: tuple[int, int], start: int, stop: int) -> Tables:
    """The copies of the rows with their leaves drawn, in place."""
    normal = normal_draws(seed, start, stop, sum(item.count for item in leaves))
    before = 0
    for item in leaves:
        factor = np.exp(item.spread * normal[:, before : before + item.count]).ravel()
        column = _column(tables, item.place)
        target = column if item.part is None else column[:, item.part]
        target *= factor[:, None] if target.ndim == 2 else factor
        before += item.count
    return tables
