"""What makes a timetable as long as it is."""

from pulmu.plan.schedule.tabu.chance import below
from pulmu.plan.schedule.tabu.compiled import apart, inside
from pulmu.plan.schedule.tabu.orders import Row, Whole, Work
from pulmu.plan.schedule.tabu.times import Times


@apart
def critical_path(work: Work, row: Row, times: Times, path: Whole, span: int, chance) -> int:
    """One longest way through all, by chance; how many operations it has."""
    one, seen = -1, 0
    for place in range(work.durations.size):
        if times.heads[place] == 0 and work.durations[place] + times.tails[place] == span:
            seen += 1
            if below(chance, seen) == 0:
                one = place
    count = 0
    while one >= 0:
        path[count] = one
        count += 1
        end = times.heads[one] + work.durations[one]
        by_job = _follows(work, times, work.job_after[one], end, one)
        by_machine = _follows(work, times, row.after[one], end, one)
        if by_job and (not by_machine or below(chance, 2) == 0):
            one = work.job_after[one]
        elif by_machine:
            one = row.after[one]
        else:
            one = -1
    return count


@inside
def _follows(work: Work, times: Times, one: int, end: int, before: int) -> bool:
    return (one >= 0 and times.heads[one] == end
            and times.tails[before] == times.tails[one] + work.durations[one])  # fmt: skip
