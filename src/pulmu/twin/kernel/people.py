"""Operators: they come to machines, and machines wait for them."""

from pulmu.twin.kernel.compiled import apart
from pulmu.twin.kernel.pointers import helper_of, machine_of, need_of, pool_of
from pulmu.twin.kernel.records import NONE


@apart
def seize(w, m, need):
    """An operator of those a machine needs comes to it, if one is free."""
    for at in range(need_of(w, need).from_, need_of(w, need).to):
        pool = pool_of(w, helper_of(w, at).pool)
        if pool.on == 1 and pool.used < pool.count:
            pool.busy_area += pool.used * (w.now - pool.since)
            pool.since = w.now
            pool.used += 1
            machine_of(w, m).held = helper_of(w, at).pool
            return True
    return False


@apart
def wait_for_people(w, m, need):
    """A machine waits for an operator, after those that wait already."""
    machine = machine_of(w, m)
    machine.waits = 1
    machine.needs = need
    machine.next_waiting = NONE
    if w.waiting_head == NONE:
        w.waiting_head = m
    else:
        machine_of(w, w.waiting_tail).next_waiting = m
    w.waiting_tail = m


@apart
def wait_no_more(w, m):
    """A machine is no longer among those that wait for an operator."""
    before, at = NONE, w.waiting_head
    while at != m:
        before = at
        at = machine_of(w, at).next_waiting
    after = machine_of(w, m).next_waiting
    if before == NONE:
        w.waiting_head = after
    else:
        machine_of(w, before).next_waiting = after
    if w.waiting_tail == m:
        w.waiting_tail = before
    machine_of(w, m).waits = 0
