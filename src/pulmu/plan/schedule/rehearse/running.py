"""What changes as a run goes on, and what it comes to."""

from typing import NamedTuple

from pulmu.plan.schedule.rehearse.script import Real, Whole

FINE, MORE_DRAWS, MORE_STEPS = 0, 1, 2
"""How it ended: well; a cause came more often than was drawn; it lasted longer than the prices."""
WON, KWH, LABOUR, OVERTIME, ENDED = 0, 1, 2, 3, 4
"""Places in the sums of a run."""
EDGES, PASSED, SHIFT = 0, 1, 2
"""Places in what is counted: edges of people kept busy, those that are over, and the row of people there."""


class Causes(NamedTuple):
    """What may stop machines, in order of the machines.

    Parameters
    ----------
    first : (machines + 1,)  Where those of a machine begin.
    is_clock : (causes,)  Whether it comes nearer as time passes, not as its machine works.
    is_anew : (causes,)  Whether what is under way is done again from its beginning.
    until, lasts : (runs, causes, most)  Steps from the end of a stop to the next, and how long each lasts.
    """

    first: Whole
    is_clock: Whole
    is_anew: Whole
    until: Real
    lasts: Real


class Told(NamedTuple):
    """What a run comes to: (runs, jobs), (runs,) and (runs, machines).

    Parameters
    ----------
    ends : When each job ends.
    won, kwh, peak : Of the machines; the peak of all that is drawn.
    labour, overtime : Won of people kept busy, what overtime costs more included; steps of a person in overtime.
    stops, down : How often each machine stopped, and for how many steps.
    parted : How often each machine did a batch in two or more, as some of it came too late.
    """

    ends: Real
    won: Real
    kwh: Real
    peak: Real
    labour: Real
    overtime: Real
    stops: Whole
    down: Real
    parted: Whole


class Now(NamedTuple):
    """What changes as a run goes on.

    Parameters
    ----------
    ready : (jobs,)  From when on the next operation of each can begin.
    free, used, span : (machines,)  When each ended what it did last; whether it did anything; its next closed span.
    life, drawn : (causes,)  How far each is, and how often it came.
    came : (operations,)  When what goes before each in its job had ended.
    load : (bins,)
    edge, busy : When people kept busy change, and to how many.
    counted, sums : By the places that are named above.
    """

    ready: Real
    free: Real
    used: Whole
    span: Whole
    life: Real
    drawn: Whole
    came: Real
    load: Real
    edge: Real
    busy: Real
    counted: Whole
    sums: Real
