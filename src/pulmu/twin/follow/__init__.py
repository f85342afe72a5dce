"""A state of a line from what is seen of its plant: what is not seen is drawn."""

from pulmu.twin.follow.fit import fitted
from pulmu.twin.follow.seen import LineSeen, MachineSeen
from pulmu.twin.follow.usual import usual_states

__all__ = ["LineSeen", "MachineSeen", "fitted", "usual_states"]
