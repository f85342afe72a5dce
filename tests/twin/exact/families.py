"""All cases of all families, with parameters drawn anew from a seed."""

from collections.abc import Iterator
from random import Random

from tests.twin.exact import faults, flow_lines, furnaces, networks, orders, queues, shifts
from tests.twin.exact.compare import Case

FAMILIES = (queues, orders, networks, faults, flow_lines, furnaces, shifts)


def cases(seed: int) -> Iterator[Case]:
    """Cases of every family."""
    rng = Random(seed)
    for family in FAMILIES:
        yield from family.cases(rng)
