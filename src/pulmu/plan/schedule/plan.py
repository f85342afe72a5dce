"""A plan of a shop under prices, due dates and what is fixed: never worse than the given one or a rule of thumb."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pulmu.model import InputError, SolveError
from pulmu.plan.schedule.aim import NAMES, Aim
from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.desk import SAME, Desk
from pulmu.plan.schedule.dispatch import RULES, RULES_OF_DUE_DATES, dispatch
from pulmu.plan.schedule.effort import Effort
from pulmu.plan.schedule.improve import improve
from pulmu.plan.schedule.kept import frozen_of, repaired
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.proofs import check_solver, solve
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.shorten import shorten
from pulmu.plan.schedule.timetable import Timetable

_MOST_BY_RULES = 400
"""Of more operations than that, no rule of thumb is tried where something is frozen: a plan is wanted at once."""
_SHARE_TO_FIT = 0.3
"""Of the time, at most, for a first timetable that ends with the last price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A timetable, what it costs, and what is known of the best there is.

    Parameters
    ----------
    costs : By name, as `Aim` names them.
    value : What was brought down: costs by their weights; of aims in order, the first that is not known to be the best.
    bound : No allowed timetable has a lower value.
    """

    timetable: Timetable
    costs: Mapping[str, float]
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the best there is could be below this one, as a part of this one."""
        return 0.0 if self.value <= 0.0 else max(0.0, self.value - self.bound) / self.value


def plan_shop(
    shop: Shop,
    prices: Prices | None,
    aim: Aim,
    effort: Effort,
    given: Timetable | None = None,
    frozen_until: int = 0,
    is_over: Callable[[], bool] = lambda: False,
) -> Planned:
    """The best timetable that is found; never worse than the given one or than a rule of thumb would make it.

    Parameters
    ----------
    prices : For as many steps as a plan may take; None where neither energy nor peak is looked at.
    given : A timetable of the same jobs; where it no longer fits, it is repaired first.
    frozen_until : What begins before it in the given one stays, unless its machine is now closed.
    is_over : Whether time is up, or somebody wants it to end; it is asked again and again.

    Raises
    ------
    InputError  Nothing is aimed at, or what prices or a given timetable are needed for (`plan.no_aim`).
    SolveError  No timetable was found that ends with the last price (`plan.prices_end`).
    OutsideError  OR-Tools is not installed (`outside.schedule_not_installed`).
    """
    check_solver()
    _check(aim, prices, given)
    whole = Ask(shop=shop, prices=prices, weights={}, steps=_steps(shop, prices, given, frozen_until), given=given,
                kept=frozen_of(shop, given, frozen_until), begin=frozen_until if given else 0)  # fmt: skip
    found = [*_firsts(whole, effort, is_over)]
    planned: Planned | None = None
    stages = aim.stages
    share = replace(effort, seconds=effort.seconds / len(stages))
    for weights in stages:
        ask = replace(whole, weights=weights)
        best = min((item for item in found if ask.is_allowed(item)), key=ask.value)
        desk = Desk(ask, best)
        improve(desk, share, is_over)
        found = [desk.best]
        costs = ask.costs(desk.best)
        if planned is None or planned.gap <= SAME:
            planned = Planned(timetable=desk.best, costs=costs, value=desk.value, bound=desk.told_bound)
        planned = replace(planned, timetable=desk.best, costs=costs)
        whole = replace(whole, caps={**whole.caps, **{name: costs[name] for name in weights}})
    if planned is None:
        raise AssertionError
    return planned


def _check(aim: Aim, prices: Prices | None, given: Timetable | None) -> None:
    wanted = aim.names
    unknown = {*({"energy", "peak", "labour"} if prices is None else ()), *(("moved",) if given is None else ())}
    missing = [name for name in sorted(wanted) if name not in NAMES or name in unknown]
    if missing or not wanted:
        name = missing[0] if missing else "nothing"
        raise InputError.of("plan.no_aim", "aim", f"a plan cannot be aimed at {name}",
                            "aim at makespan or tardiness; at energy, peak and labour with prices, at moved with a"
                            " timetable",
                            name=name)  # fmt: skip


def _steps(shop: Shop, prices: Prices | None, given: Timetable | None, begin: int) -> int:
    """By when all ends: with the last price, or when all would be done one after the other."""
    if prices is not None:
        return len(prices.won_per_kwh)
    longest = [max(way.duration for way in item.ways) for job in shop.jobs for item in job.operations]
    closed = [span for machine in range(len(shop.machines)) for span in shop.closed_at(machine)]
    setups = max((steps for table in shop.setups for steps in table.values()), default=0)
    waits = sum(end - start + max(longest, default=0) for start, end in closed) + setups * len(longest)
    first = max([begin, given.makespan if given else 0, *(job.release for job in shop.jobs)])
    return first + sum(longest) + waits


def _firsts(ask: Ask, effort: Effort, is_over: Callable[[], bool]) -> Iterator[Timetable]:
    """Timetables to begin with, at least one that is allowed."""
    made: list[Timetable] = []
    allowed: list[Timetable] = []
    for item in _made(ask):
        made.append(item)
        allowed += [item] if ask.is_allowed(item) else []
        if allowed and is_over():
            break
    if not allowed:
        allowed = [item for item in _fitted(ask, min(made, key=lambda item: item.makespan), effort, is_over)
                   if ask.is_allowed(item)]  # fmt: skip
    if not allowed:
        least = min(item.makespan for item in made)
        raise SolveError.of("plan.prices_end", "prices", f"no plan was found that ends within {ask.steps} steps; the"
                            f" shortest takes {least}", "give prices for more steps, or take jobs out",
                            steps=ask.steps, least=least)  # fmt: skip
    yield from allowed


def _made(ask: Ask) -> Iterator[Timetable]:
    if ask.given is not None:
        yield ask.given
        yield repaired(ask.shop, ask.given, ask.begin)
    is_large = ask.begin > 0 and ask.shop.size > _MOST_BY_RULES
    for rule in () if is_large else (*RULES.values(), *RULES_OF_DUE_DATES.values()):
        yield dispatch(ask.shop, rule, kept=ask.kept, begin=ask.begin)


def _fitted(ask: Ask, first: Timetable, effort: Effort, is_over: Callable[[], bool]) -> Sequence[Timetable]:
    """Shorter ones, where none of the first ends in time."""
    brief = replace(effort, seconds=effort.seconds * _SHARE_TO_FIT)
    if ask.shop.is_plain and not ask.kept and not ask.begin:
        return [shorten(ask.shop, brief, is_over=is_over).timetable]
    short = replace(ask, weights={"makespan": 1.0}, steps=max(ask.steps, first.makespan), prices=None)
    found = [first]

    def over() -> bool:
        return is_over() or found[-1].makespan <= ask.steps

    solve(short, first, brief, found.append, lambda _bound: None, over)
    return found
