"""One search beside another: seats found anew on one thread; on the other a bound, then a proof or a second search."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.desk import Desk
from pulmu.plan.schedule.effort import Effort
from pulmu.plan.schedule.proofs import solve
from pulmu.plan.schedule.seats import Floor, Hunter, Relaxed, floor_of, timetable_of
from pulmu.plan.schedule.shorten import shorten
from pulmu.plan.schedule.within import Over, within

_MOST_PROVEN = 80
"""Shops of more operations are not tried to be proven: two search."""
_SHARE_OF_BOUND = 0.3
"""Of the time, at most, where one thread does all."""
_HEAVY = 100.0
"""How much more what is capped weighs than it costs, where a search knows no caps."""
_LOOKS = 10
"""So many turns of a search from one look at what the other found to the next."""


def improve(desk: Desk, effort: Effort, is_over: Over) -> None:
    """Look for better timetables and a higher bound until time is up, or the gap is closed."""
    if desk.is_closed() or not desk.ask.shop.size:
        return
    with within(effort.seconds, lambda: is_over() or desk.is_closed()) as over:
        if _is_short(desk.ask):
            made = shorten(desk.ask.shop, effort, given=desk.best, is_over=over)
            desk.tell(made.timetable)
            desk.tell_bound(made.bound * desk.ask.weights["makespan"])
        elif effort.workers < 2:
            _by_one(desk, effort, over)
        else:
            _by_two(desk, effort, over)


def _is_short(ask: Ask) -> bool:
    """Whether a shop and an aim are what the searches for short timetables know."""
    is_free = not ask.caps and not ask.kept and not ask.begin
    return is_free and set(ask.weights) == {"makespan"} and ask.shop.is_plain


def _nearer(desk: Desk) -> Ask:
    """What is asked, without steps in which only what is worse than the best would end."""
    ask, weight = desk.ask, desk.ask.weights.get("makespan", 0.0)
    if ask.prices is not None or weight <= 0.0:
        return ask
    return replace(ask, steps=max(desk.best.makespan, min(ask.steps, int(desk.value / weight) + 1)))


def _by_one(desk: Desk, effort: Effort, over: Over) -> None:
    floor = floor_of(_nearer(desk))
    with within(effort.seconds * _SHARE_OF_BOUND, over) as enough:
        _relax(desk, floor, enough)
        if desk.ask.shop.size <= _MOST_PROVEN:
            _prove(desk, effort, enough)
    _hunt(desk, [], effort.seed, over)


def _by_two(desk: Desk, effort: Effort, over: Over) -> None:
    floor = floor_of(_nearer(desk))
    found: list[Relaxed] = []
    with ThreadPoolExecutor(1) as pool:
        hunting = pool.submit(_hunt, desk, found, effort.seed, over)
        found.append(_relax(desk, floor, over))
        if desk.ask.shop.size <= _MOST_PROVEN:
            _prove(desk, replace(effort, workers=effort.workers - 1), over)
        else:
            _hunt(desk, found, effort.seed + 1, over)
        hunting.result()


def _prove(desk: Desk, effort: Effort, over: Over) -> None:
    if not over():
        desk.is_proven = solve(desk.ask, desk.best, effort, desk.tell, desk.tell_bound, over)


def _relax(desk: Desk, floor: Floor, over: Over) -> Relaxed:
    """Raise the bound as far as it goes; a little in any case."""
    relaxed, goes_on = Relaxed(floor), True
    while goes_on:
        goes_on = relaxed.go_on(desk.value - desk.by_makespan, over) and not over()
        desk.tell_bound(relaxed.bound + desk.by_makespan)
    return relaxed


def _hunt(desk: Desk, relaxed: list[Relaxed], seed: int, over: Over) -> None:
    """Search from the best, and from what another search found."""
    floor = floor_of(_weighed(desk))
    hunter, turn, is_paid = Hunter(floor, desk.best, seed), 0, False
    while not over():
        turn += 1
        if hunter.go_on():
            desk.tell(timetable_of(floor, *hunter.best))
        if relaxed and not is_paid:
            is_paid = True
            if relaxed[0].steps == hunter.steps:
                hunter.fees = relaxed[0].fees
        if turn % _LOOKS == 0 and desk.best.makespan <= hunter.steps:
            hunter.begin_at(desk.best)


def _weighed(desk: Desk) -> Ask:
    """What is asked, with what may not become dearer weighing much, and not far past the end of the best."""
    ask = desk.ask
    if ask.prices is None:
        ask = replace(ask, steps=min(ask.steps, desk.best.makespan + desk.best.makespan // 4 + 1))
    heavy = {name: _HEAVY * (1.0 + desk.value) / (1.0 + cap) for name, cap in ask.caps.items()}
    return replace(ask, weights={**ask.weights, **heavy})
