"""What jobs would do by themselves, at what the time of machines and power cost them."""

from pulmu.plan.schedule.seats.floor import Floor
from pulmu.plan.schedule.seats.seat import NEVER, Fees, Room, State, seat
from pulmu.plan.schedule.tabu.compiled import entry


@entry
def want(floor: Floor, room: Room, state: State, fees: Fees, wanted, drawn, begin: int, until: int) -> float:
    """What the jobs from `begin` to before `until` cost.

    Each finds an empty shop. What they want of each machine and of power is added to `wanted` and `drawn`, as changes
    from step to step.
    """
    total, steps = 0.0, floor.taken.shape[1]
    for job in range(begin, until):
        low, high = floor.first[job], floor.first[job + 1]
        total += seat(floor, room, state, NEVER, fees, job, low, high, 0, steps, steps)
        for one in range(low, high if total < NEVER else low):
            way, start = room.way[one], room.start[one]
            end = start + floor.duration[way]
            wanted[floor.machine[way], start] += floor.share[way]
            wanted[floor.machine[way], end] -= floor.share[way]
            drawn[start] += floor.share[way] * floor.power[way]
            drawn[end] -= floor.share[way] * floor.power[way]
    return total
