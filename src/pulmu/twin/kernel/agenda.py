"""What is due next: one slot for each thing that can happen, and a tournament among them.

A slot that is not due stands at infinity; putting one off costs no more than setting it.
"""

import numpy as np
from numba import njit

from pulmu.twin.kernel.pointers import node_of, slot_of

_KIND = 1 << 56


@njit(cache=True, forceinline=True)
def _beats(w, one, other):
    first, second = slot_of(w, one), slot_of(w, other)
    return first.at < second.at or (first.at == second.at and first.rank < second.rank)


@njit(cache=True, forceinline=True)
def set_slot(w, slot, time, kind):
    """Make a slot due; of those due at one time, the smaller kind goes first, then who was set first."""
    w.sequence += 1
    slot_of(w, slot).at = time
    slot_of(w, slot).rank = kind * _KIND + w.sequence
    leaves = w.leaves
    node = (slot + leaves) >> 1
    while node >= 1:
        left, right = node_of(w, 2 * node).slot, node_of(w, 2 * node + 1).slot
        node_of(w, node).slot = left if _beats(w, left, right) else right
        node >>= 1


@njit(cache=True, forceinline=True)
def clear_slot(w, slot):
    """Make a slot not due."""
    set_slot(w, slot, np.inf, 99)


@njit(cache=True)
def build(w):
    """The tournament of all slots."""
    leaves = w.leaves
    for node in range(leaves - 1, 0, -1):
        left, right = node_of(w, 2 * node).slot, node_of(w, 2 * node + 1).slot
        node_of(w, node).slot = left if _beats(w, left, right) else right
