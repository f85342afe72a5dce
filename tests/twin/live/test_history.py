"""Hours of states in slots, and what is not known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.twin.counts import STATES
from pulmu.twin.live import UNKNOWN, StateHistory, hours_by_slot

IDLE, BUSY = STATES.index("idle"), STATES.index("busy")


def history(changes: list[tuple[float, int]], end: float) -> StateHistory:
    return StateHistory(
        np.array([at for at, _ in changes]), np.array([state for _, state in changes], dtype=np.int64), end
    )


def test_a_state_over_the_edge_of_a_slot_counts_in_both() -> None:
    known, missing = hours_by_slot(history([(0, IDLE), (1800, BUSY)], 7200), np.array([0.0, 3600, 7200]))
    assert known[:, IDLE].tolist() == [0.5, 0.0]
    assert known[:, BUSY].tolist() == [0.5, 1.0]
    assert missing.tolist() == [0.0, 0.0]


def test_what_is_before_the_first_state_after_the_last_or_lost_between_is_not_known() -> None:
    told = history([(1800, BUSY), (3600, UNKNOWN), (5400, BUSY)], 9000)
    known, missing = hours_by_slot(told, np.array([0.0, 3600, 7200, 10800]))
    assert known[:, BUSY].tolist() == [0.5, 0.5, 0.5]
    assert missing.tolist() == [0.5, 0.5, 0.5]


@given(
    st.lists(st.tuples(st.floats(0, 1e5), st.integers(UNKNOWN, len(STATES) - 1)), min_size=1, max_size=40),
    st.lists(st.floats(0, 1.5e5), min_size=2, max_size=20, unique=True),
)
def test_states_and_what_is_not_known_fill_every_slot(changes: list[tuple[float, int]], edges: list[float]) -> None:
    changes.sort()
    at = np.array(sorted(edges))
    known, missing = hours_by_slot(history(changes, 1e5), at)
    assert known.min() >= 0
    np.testing.assert_allclose(known.sum(axis=1) + missing, np.diff(at) / 3600, atol=1e-8)


@pytest.mark.parametrize(("starts", "end"), [([2.0, 1.0], 5.0), ([0.0, 6.0], 5.0), ([0.0, np.nan], 5.0)])
def test_a_history_that_runs_backwards_is_refused(starts: list[float], end: float) -> None:
    with pytest.raises(ValueError, match="starts"):
        StateHistory(np.array(starts), np.array([IDLE, BUSY], dtype=np.int64), end)
