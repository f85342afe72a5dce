"""Markov chains in continuous and in discrete time, explored from a state and solved; the tests' own arithmetic."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

State = Hashable
Move = tuple[float, State, tuple[str, ...]]
"""Rate (or chance) of a move, where it leads, and the names of what happens with it."""


@dataclass(frozen=True)
class Chain:
    """The states of a chain, how likely each is in the long run, and how often each happening comes."""

    states: list[State]
    share: np.ndarray
    rates: dict[str, float]

    def mean(self, of: Callable[..., float]) -> float:
        """Long-run mean of a number of the state."""
        return float(sum(of(state) * share for state, share in zip(self.states, self.share, strict=True)))


def chain(start: State, moves: Callable[..., Iterable[Move]], *, is_discrete: bool = False) -> Chain:
    """The chain that leads from a state; one closed class of states is taken for granted."""
    number: dict[State, int] = {start: 0}
    states = [start]
    rows: list[tuple[int, int, float]] = []
    told: list[tuple[int, str, float]] = []
    for at, state in enumerate(states):  # grows while it is gone through
        for rate, to, names in moves(state):
            if rate <= 0:
                continue
            if to not in number:
                number[to] = len(states)
                states.append(to)
            rows.append((at, number[to], rate))
            told += [(at, name, rate) for name in names]
    share = _stationary(len(states), rows, is_discrete=is_discrete)
    rates: dict[str, float] = {}
    for at, name, rate in told:
        rates[name] = rates.get(name, 0.0) + rate * float(share[at])
    return Chain(states, share, rates)


def _stationary(size: int, rows: list[tuple[int, int, float]], *, is_discrete: bool) -> np.ndarray:
    """Solve pi Q = 0 with one equation left for the sum."""
    if size == 1:
        return np.ones(1)
    from_, to, rate = (np.array(column) for column in zip(*rows, strict=True))
    matrix = sparse.coo_matrix((rate, (to, from_)), shape=(size, size)).tocsc()
    leaves = np.ones(size) if is_discrete else np.asarray(matrix.sum(axis=0)).ravel()
    balance = (matrix - sparse.diags(leaves)).tolil()
    balance[0, :] = 1.0
    right = np.zeros(size)
    right[0] = 1.0
    share = spsolve(balance.tocsc(), right)
    assert share.min() > -1e-9
    return np.asarray(share)
