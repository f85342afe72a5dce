"""Jobs seated one by one, compiled: given what is taken, a job finds its cheapest places by itself, all at once.

The same step gives a bound, where taken time has a price in place of being forbidden, and a search, where a few jobs
are taken out and seated again.
"""

from pulmu.plan.schedule.seats.floor import Floor, floor_of, timetable_of
from pulmu.plan.schedule.seats.hunt import Hunter
from pulmu.plan.schedule.seats.relax import Relaxed

__all__ = ["Floor", "Hunter", "Relaxed", "floor_of", "timetable_of"]
