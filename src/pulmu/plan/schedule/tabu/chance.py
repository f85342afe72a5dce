"""Numbers by chance from one word of state (xorshift64, Marsaglia 2003, doi:10.18637/jss.v008.i14)."""

import numpy as np

from pulmu.plan.schedule.tabu.compiled import inside


@inside
def below(state, count: int) -> int:
    """One of 0 to `count` - 1; the state moves on."""
    word = state[0]
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    state[0] = word
    return int(((word >> np.uint64(32)) * np.uint64(count)) >> np.uint64(32))
