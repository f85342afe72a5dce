"""The states of a machine over time, and the hours of each in slots of a clock."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.twin.counts import STATES

Floats = NDArray[np.float64]
UNKNOWN = -1
"""The state while the link was lost, or before the first that is known."""


@dataclass(frozen=True, slots=True)
class StateHistory:
    """What one machine did, from change to change.

    Parameters
    ----------
    starts : (changes,)  When each state began, not falling. [s]
    states : (changes,)  Place in `STATES`, or `UNKNOWN`.
    end : Until when the last state is known to have lasted. [s]
    """

    starts: Floats
    states: NDArray[np.int64]
    end: float

    def __post_init__(self) -> None:
        if self.starts.shape != self.states.shape or self.starts.ndim != 1:
            raise ValueError("a history has one state for each start")
        edges = np.append(self.starts, self.end)
        if not np.all(np.isfinite(edges)) or np.any(np.diff(edges) < 0):
            raise ValueError("the starts of a history do not fall, and none is after its end")

    def time_in(self, states: frozenset[int], at: Floats) -> Floats:
        """Time spent in any of these states until each moment. [s]"""
        edges = np.append(self.starts, self.end)
        spent = np.diff(edges) * np.isin(self.states, list(states))
        return np.interp(at, edges, np.concatenate(([0.0], np.cumsum(spent))))


def hours_by_slot(history: StateHistory, edges: Floats) -> tuple[Floats, Floats]:
    """Hours of each state in each slot, and the hours of it that are not known.

    Parameters
    ----------
    edges : (slots + 1,)  Where slots begin and end, rising. [s]

    Returns
    -------
    (slots, states) and (slots,). [h]  Together they sum to the slots.
    """
    columns = [np.diff(history.time_in(frozenset((state,)), edges)) for state in range(len(STATES))]
    known = np.stack(columns, axis=1) / 3600
    missing = np.diff(edges) / 3600 - known.sum(axis=1)
    return known, np.where(missing > 1e-12, missing, 0.0)
