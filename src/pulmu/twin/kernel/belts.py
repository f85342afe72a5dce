"""Belts: how far one has run, whether it moves, and whether a piece may come on.

Where a piece is, is told by the clock of its belt, which runs while the belt moves: `cycle` of a piece on a belt is
what the clock shows when it is at the end.
"""

from pulmu.twin.kernel.agenda import clear_slot, is_due, set_slot_of
from pulmu.twin.kernel.compiled import apart
from pulmu.twin.kernel.pointers import belt_of, machine_of
from pulmu.twin.kernel.records import BELT_KIND, DONE, FREE, NONE, WORK


@apart
def wind(w, m):
    """The clock of a belt, up to now."""
    belt = belt_of(w, machine_of(w, m).belt)
    if belt.rolls == 1:
        belt.clock += w.now - belt.clocked
    belt.clocked = w.now


@apart
def count_belt(w, m):
    """The integral of the pieces on a belt; their number is about to change."""
    belt = belt_of(w, machine_of(w, m).belt)
    belt.area += machine_of(w, m).count * (w.now - belt.counted)
    belt.counted = w.now


@apart
def plan_opening(w, m):
    """When the next piece may come onto a belt that moves."""
    belt = belt_of(w, machine_of(w, m).belt)
    set_slot_of(w, belt.slot, w.now + max(belt.opens - belt.clock, 0.0), BELT_KIND, m)


@apart
def takes_more(w, m):
    """Whether a piece may come onto a belt; and whether the belt moves from now on."""
    machine = machine_of(w, m)
    belt = belt_of(w, machine.belt)
    wind(w, m)
    if machine.head == NONE:
        belt.is_open = 1
        if is_due(w, belt.slot):
            clear_slot(w, belt.slot)
    is_up = machine.down == NONE and machine.off == 0
    rolls = is_up and (machine.phase == WORK or (machine.phase == DONE and belt.accumulates == 1))
    if rolls != (belt.rolls == 1):
        belt.rolls = 1 if rolls else 0
        if belt.is_open == 0:
            if rolls:
                plan_opening(w, m)
            else:
                belt.is_open = 1 if belt.opens <= belt.clock else 0
                clear_slot(w, belt.slot)
    can = belt.is_open == 1 and machine.closing == 0 and machine.count < belt.places
    return is_up and can and (machine.phase == FREE or rolls)
