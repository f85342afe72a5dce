"""What is due next: one slot for each thing that can be due, in blocks whose first is kept.

Setting a slot or putting it off writes it and marks its block; what is due next looks through the marked blocks and the
firsts of the others. With a few slots, as most lines have, that is one look through one block. Times stand as the whole
numbers of their bits, in which times that are not negative keep their order; a slot that is not due stands beyond them
all, each at a number of its own.
"""

from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.pointers import as_bits, block_of, due_of
from pulmu.twin.kernel.records import NEVER

_KIND_BITS = 56


@inside
def _write(w, slot, bits, rank):
    own = due_of(w, slot)
    own.at = bits
    own.rank = rank
    if w.blocks > 1:
        block_of(w, slot >> w.block_bits).is_stale = 1


@inside
def set_slot(w, slot, time, kind):
    """Make a slot due; of those due at one time, the smaller kind goes first, then who was set first."""
    w.sequence += 1
    _write(w, slot, as_bits(time + 0.0), (kind << _KIND_BITS) + w.sequence)


@inside
def set_slot_of(w, slot, time, kind, number):
    """Make a slot due; of those of its kind due at one time, the smaller number goes first."""
    _write(w, slot, as_bits(time + 0.0), (kind << _KIND_BITS) + number)


@inside
def clear_slot(w, slot):
    """Make a slot not due."""
    _write(w, slot, NEVER + slot, 0)


@inside
def is_due(w, slot):
    """Whether a slot is due at some time."""
    return due_of(w, slot).at < NEVER


@inside
def kind_of(rank):
    """The kind a slot was set with."""
    return rank >> _KIND_BITS


@inside
def _sooner(w, other, slot, bits, best):
    if bits == best:
        return due_of(w, other).rank < due_of(w, slot).rank
    return bits < best


@inside
def _first_of(w, first, last):
    slot, best = first, due_of(w, first).at
    for other in range(first + 1, last):
        bits = due_of(w, other).at
        slot = other if _sooner(w, other, slot, bits, best) else slot
        best = min(best, bits)
    return slot


@apart
def _first_of_blocks(w):
    found, best = 0, due_of(w, 0).at
    for number in range(w.blocks):
        block = block_of(w, number)
        if block.is_stale == 1:
            block.first = _first_of(w, number << w.block_bits, (number + 1) << w.block_bits)
            block.is_stale = 0
        bits = due_of(w, block.first).at
        found = block.first if _sooner(w, block.first, found, bits, best) else found
        best = min(best, bits)
    return found


@inside
def first_due(w):
    """The slot that is due next."""
    if w.blocks == 1:
        return _first_of(w, 0, w.slots)
    return _first_of_blocks(w)
