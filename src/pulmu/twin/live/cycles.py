"""How long cycles take and how often a machine fails, from its states and what it has done."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.twin.counts import STATES
from pulmu.twin.interval import half_width
from pulmu.twin.live.estimate import Estimate, mean_of, spread_of, time_between
from pulmu.twin.live.history import UNKNOWN, Floats, StateHistory

BUSY, DOWN = STATES.index("busy"), STATES.index("down")


@dataclass(frozen=True, slots=True)
class CycleTimes:
    """Time at work of a cycle. [s]

    Parameters
    ----------
    values : Those that were seen whole.
    spread : Coefficient of variation; None of fewer than three.
    left_out : Cycles of which a part is not known.
    """

    values: tuple[float, ...]
    mean: Estimate | None
    spread: Estimate | None
    left_out: int


@dataclass(frozen=True, slots=True)
class Failures:
    """Time at work between breakdowns, and how long each lasts. [s]

    Parameters
    ----------
    at_work : Time at work that was watched. [s]
    between : None where it was never watched at work.
    lasting : Of breakdowns whose end was seen; None without one.
    """

    number: int
    at_work: float
    between: Estimate | None
    lasting: Estimate | None


def cycle_times(histories: Sequence[tuple[StateHistory, Floats]], confidence: float = 0.95) -> CycleTimes:
    """Time at work between the end of a cycle and the end of the next, of machines that are alike.

    Set-up, breakdown and waiting between do not count. The first end only begins the first cycle.

    Parameters
    ----------
    histories : Of each machine its states, and when its cycles ended, not falling. [s]
    """
    values: list[float] = []
    left_out = 0
    for history, ends in histories:
        work = np.diff(history.time_in(frozenset((BUSY,)), ends))
        gap = np.diff(history.time_in(frozenset((UNKNOWN,)), ends)) > 0
        gap |= (ends[1:] > history.end) | (ends[:-1] < (history.starts[0] if len(history.starts) else np.inf))
        values += [float(item) for item in work[~gap]]
        left_out += int(gap.sum())
    found = tuple(values)
    if not found:
        return CycleTimes((), None, None, left_out)
    return CycleTimes(found, mean_of(found, confidence), spread_of(found, confidence), left_out)


def time_per_piece(work: Floats, pieces: Floats, confidence: float = 0.95) -> Estimate | None:
    """Time at work for each piece, of machines that are counted together, by the jackknife over blocks of time.

    Parameters
    ----------
    work : (blocks,)  Time at work of all machines. [s]
    pieces : (blocks,)  Pieces done.

    Returns
    -------
    None where fewer than three blocks or no piece was seen.

    Source: Quenouille 1956, "Notes on bias in estimation", Biometrika 43: a ratio with an item left out at a time.
    """
    count, done = len(work), float(pieces.sum())
    left = done - pieces
    if count < 3 or not done or not left.all():
        return None
    whole = float(work.sum()) / done
    pseudo = count * whole - (count - 1) * (work.sum() - work) / left
    half = half_width(pseudo.tolist(), confidence) or 0.0
    mean = float(pseudo.mean())
    return Estimate(
        value=whole, low=max(mean - half, 0.0), high=max(mean + half, 0.0), confidence=confidence, count=int(done)
    )  # fmt: skip


def failures(histories: Sequence[StateHistory], confidence: float = 0.95) -> Failures:
    """Breakdowns of machines that are alike.

    A breakdown counts where its beginning was seen; how long it lasted, where its end was seen too.
    """
    number, at_work, lasting = 0, 0.0, list[float]()
    for history in histories:
        edges = np.append(history.starts, history.end)
        at_work += float(np.diff(edges)[history.states == BUSY].sum())
        for first, last in _stretches(history.states):
            if first == 0 or history.states[first - 1] == UNKNOWN:
                continue
            number += 1
            if last + 1 < len(history.states) and history.states[last + 1] != UNKNOWN:
                lasting.append(float(edges[last + 1] - edges[first]))
    between = time_between(number, at_work, confidence) if at_work > 0 else None
    return Failures(number, at_work, between, mean_of(lasting, confidence) if lasting else None)


def _stretches(states: np.ndarray) -> list[tuple[int, int]]:
    """First and last change of each time it was down without a break."""
    is_down = np.concatenate(([False], states == DOWN, [False])).astype(np.int8)
    turns = np.diff(is_down)
    return [(int(a), int(b) - 1) for a, b in zip(np.flatnonzero(turns == 1), np.flatnonzero(turns == -1), strict=True)]
