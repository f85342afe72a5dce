"""Scores of many draws of a production system, block by block within a given memory.

A draw is solved by the series of its own system, begun at the intensities of the undisturbed one; where that series is
slow, by corrections with the factors of the undisturbed system; where neither ends, by factors of its own.
"""

import dataclasses
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import SuperLU

from pulmu.carbon.draws import Draws
from pulmu.carbon.factorisation import (
    Floats,
    Integers,
    block_triangular_order,
    check_solution,
    factorised,
    solve_directly,
    solved_in_order,
    with_witness,
)
from pulmu.carbon.system import System, checked_demands, has_ended, intensities, largest_share, smallest_scale
from pulmu.model import InputError, SolveError

MEMORY = 256 * 2**20
"""Bytes a block may take where nobody says otherwise."""
MOST_CORRECTIONS = 60
Flags = np.typing.NDArray[np.bool_]
_CACHED = 2**21
_HIGHEST = 512
_GAP = 2
_ALLOWANCE = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class ScoresOfDraws:
    """Scores of draws, and how they were found.

    Parameters
    ----------
    values : (draws, demands, channels)
    block : Draws that were computed together.
    refactorised : Draws whose series did not end, and which were solved by factors of their own.
    """

    values: Floats
    block: int
    refactorised: int


def scores_of_draws(
    system: System, demands: Any, draws: Draws, *, memory: int = MEMORY, executor: Executor | None = None
) -> ScoresOfDraws:
    """Scores of every draw; equal for every memory and every executor.

    Parameters
    ----------
    demands : (goods, demands), dense or sparse
    memory : Bytes that a block may take at its peak, beside system, demands and result; per worker of the executor.
    executor : Where blocks are computed; here and now without one.

    Raises
    ------
    InputError  `carbon.demand_shape`; memory for not even one draw (`carbon.too_little_memory`).
    SolveError  Nothing leaves a loop, in the system or in a draw (`carbon.loop_not_solvable`).
    """
    wanted = checked_demands(system, demands)
    size = min(block_size(system, wanted.shape[0], memory), max(draws.count, 1))
    task = _Task(Solver(system), wanted, draws)
    starts = range(0, draws.count, size)
    parts = (executor.map if executor else map)(task, starts, [min(start + size, draws.count) for start in starts])
    values = np.empty((draws.count, wanted.shape[0], system.emissions.shape[1]))
    refactorised = 0
    for start, (part, anew) in zip(starts, parts, strict=True):
        values[start : start + len(part)] = part
        refactorised += anew
    return ScoresOfDraws(values, size, refactorised)


def block_size(system: System, demands: int, memory: int) -> int:
    """Draws that fit into the memory together.

    Raises
    ------
    InputError  Not even one (`carbon.too_little_memory`).
    """
    numbers = system.emissions.size
    exchanges = system.consumption.nnz
    each = 8 * (3 * (exchanges + numbers) + 10 * numbers + demands * system.emissions.shape[1])
    shared = 16 * (exchanges + system.goods) + 2 * _CACHED + _ALLOWANCE
    fitting = (memory - shared) // each
    if fitting < 1:
        raise too_little_memory(memory, shared + each)
    return int(fitting)


def too_little_memory(memory: int, least: int) -> InputError:
    """The error of a memory that does not hold one draw. [bytes]"""
    return InputError.of(
        "carbon.too_little_memory",
        "",
        f"{memory:,} bytes do not hold one draw of this system",
        f"allow {least:,} bytes at least",
        memory=f"{memory:,}",
        least=f"{least:,}",
    )


class Solver:
    """Solves draws of one system, each by itself, so that it is the same whatever is solved with it."""

    def __init__(self, system: System) -> None:
        nominal = intensities(system)
        self.consumption = system.consumption
        self.start, self.terms = nominal.values, nominal.terms
        self.order = None if nominal.terms else block_triangular_order(system.consumption)
        self.factor: SuperLU | None = None

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"factor": None}  # factors do not travel to other processes; they are made anew

    def parts(self, amounts: Floats, emissions: Floats, first: int) -> Iterator[tuple[Floats, int]]:
        """Intensities (draws, goods, channels) of some draws after others, and how many had factors of their own.

        Parameters
        ----------
        amounts : (draws, exchanges), in the order the system stores them
        emissions : (draws, goods, channels)
        first : Number of the first draw, for what is told of it.

        Raises
        ------
        InputError  `carbon.draw_value`.
        SolveError  Nothing leaves a loop (`carbon.loop_not_solvable`).
        """
        check_draws(amounts, emissions, first)
        stack = _Stack(self.consumption, emissions.shape[2])
        for begin in range(0, len(amounts), stack.height):
            rows = slice(begin, begin + stack.height)
            if self.order is None:
                values, ended = stack.series(amounts[rows], emissions[rows], self.start, self.terms)
            else:
                values, ended = self._corrected(amounts[rows], emissions[rows])
            for row in np.flatnonzero(~ended).tolist():
                values[row] = self._by_own_factors(amounts[begin + row], emissions[begin + row], first + begin + row)
            yield values, int((~ended).sum())

    def _of_draw(self, amounts: Floats) -> csr_array:
        nominal = self.consumption
        return csr_array((amounts, nominal.indices, nominal.indptr), shape=nominal.shape)

    def _corrected(self, amounts: Floats, emissions: Floats) -> tuple[Floats, Flags]:
        """One by one: a solve for several at once may round differently than for each."""
        assert self.order is not None  # noqa: S101 - the system was factorised
        self.factor = self.factor or factorised(self.consumption, self.order)
        ended = np.zeros(len(amounts), dtype=np.bool_)
        values = np.empty_like(emissions)
        for row, (amount, own) in enumerate(zip(amounts, emissions, strict=True)):
            found = _by_corrections(self._of_draw(amount), with_witness(own), self.factor, self.order)
            ended[row] = found is not None
            if found is not None:
                values[row] = found[:, : own.shape[1]]
        return values, ended

    def _by_own_factors(self, amounts: Floats, own: Floats, number: int) -> Floats:
        try:
            return solve_directly(self._of_draw(amounts), own, self.order)
        except SolveError as error:
            raise SolveError(*(dataclasses.replace(item, place=f"draw {number}") for item in error.problems)) from error


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """Computes one block; goes to other processes."""

    solver: Solver
    demands: csr_array
    draws: Draws

    def __call__(self, start: int, stop: int) -> tuple[Floats, int]:
        amounts, emissions = self.draws.block(start, stop)
        result = np.empty((stop - start, self.demands.shape[0], emissions.shape[2]))
        row = refactorised = 0
        for values, anew in self.solver.parts(amounts, emissions, start):
            for solved in values:
                result[row] = self.demands @ solved
                row += 1
            refactorised += anew
        return result, refactorised


def _by_corrections(consumption: csr_array, right: Floats, factor: SuperLU, order: Integers) -> Floats | None:
    floor, previous = smallest_scale(right), np.nan
    values = solved_in_order(factor, order, right)
    for _ in range(MOST_CORRECTIONS):
        change = solved_in_order(factor, order, right + consumption @ values - values)
        values = values + change
        last = float(largest_share(change, values, floor))
        if has_ended(last, previous, 1):
            return values if _is_solution(consumption, right, values) else None
        if not np.isfinite(last) or last > 1e3:
            return None
        previous = last
    return None


def _is_solution(consumption: csr_array, right: Floats, values: Floats) -> bool:
    try:
        check_solution(consumption, right, values)
    except SolveError:
        return False
    return True


class _Stack:
    """Draws of one system beside each other in one block diagonal matrix that stays in the processor's cache."""

    def __init__(self, consumption: csr_array, channels: int) -> None:
        self.size = consumption.shape[0]
        self.exchanges = consumption.nnz
        self.height = max(1, min(_HIGHEST, _CACHED // (12 * self.exchanges + 40 * self.size * channels + 1)))
        numbers = np.arange(self.height)
        indices = consumption.indices + numbers[:, None] * self.size
        starts = consumption.indptr[1:] + numbers[:, None] * self.exchanges
        self.indices = indices.ravel().astype(np.int32)
        self.indptr = np.concatenate([[0], starts.ravel()]).astype(np.int32)

    def series(self, amounts: Floats, emissions: Floats, start: Floats, terms: int) -> tuple[Floats, Flags]:
        """Intensities of each draw (draws, goods, channels), and whether its series has ended.

        Each draw stops at its own last term, so that it is the same whatever stands beside it.
        """
        draws, rows = len(amounts), len(amounts) * self.size
        kept = (amounts.ravel(), self.indices[: draws * self.exchanges], self.indptr[: rows + 1])
        matrix = csr_array(kept, shape=(rows, rows))
        own = emissions.reshape(rows, -1)
        floor = smallest_scale(emissions)
        result, ended = np.empty_like(emissions), np.zeros(draws, dtype=np.bool_)
        values = np.tile(start, (draws, 1)) if start.shape == emissions.shape[1:] else own
        previous = np.full(draws, np.nan)
        for term in range(1, 4 * terms + 50):
            following = matrix @ values
            following += own
            if term >= 6 * terms // 7 and term % _GAP == 0:
                last = largest_share((following - values).reshape(result.shape), following.reshape(result.shape), floor)
                new = has_ended(last, previous, _GAP) & ~ended
                result[new] = following.reshape(result.shape)[new]
                ended |= new
                previous = last
                if ended.all() or not np.isfinite(last).all():
                    break
            values = following
        return result, ended


def check_draws(amounts: Floats, emissions: Floats, start: int) -> None:
    """Refuse draws that no system can have.

    Raises
    ------
    InputError  `carbon.draw_value`.
    """
    fit = np.isfinite(emissions).all(axis=(1, 2)) & (np.isfinite(amounts) & (amounts >= 0)).all(axis=1)
    if not fit.all():
        first = start + int(np.flatnonzero(~fit)[0])
        raise InputError.of(
            "carbon.draw_value",
            f"draw {first}",
            "a value is not finite, or a negative amount of an exchange",
            "give finite numbers, and amounts that are not negative",
        )
