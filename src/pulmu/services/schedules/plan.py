"""A schedule from a document of jobs: laid out, planned, and told beside what was given and rules of thumb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pulmu.carbon.gather.electricity import GRID_YEAR
from pulmu.model import Document, InputError, Plant, Problem, SolveError, problem
from pulmu.model.line import Line
from pulmu.plan.schedule import RULES, Aim, Effort, Planned, breaches, dispatch, plan_shop
from pulmu.plan.schedule.costs import busy_people, costs_of, load_of
from pulmu.plan.schedule.dispatch import RULES_OF_DUE_DATES
from pulmu.plan.schedule.kept import frozen_of, repaired
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.reference import DEFAULT_EDITION, grid_emission_factor
from pulmu.services.schedules.alternatives import earlier, padded, unpadded, with_slack, worth_running
from pulmu.services.schedules.answer import (
    ScheduleAnswer,
    Standing,
    Weighing,
    balances,
    bars,
    job_ends,
    machine_rows,
    moves,
    rest_rows,
    standing,
)
from pulmu.services.schedules.choose import GIVEN, Aims, Candidate, choose
from pulmu.services.schedules.figures import PlanFigures, check_users, figures_of, moved_between
from pulmu.services.schedules.fit import fitted
from pulmu.services.schedules.given import Given, given_timetable
from pulmu.services.schedules.lay import Down, Laid, lay
from pulmu.services.schedules.locks import Held, Lock, hold, locked
from pulmu.services.schedules.prices import Priced, PriceOrder, flat_steps, price_steps
from pulmu.services.schedules.read import read_jobs
from pulmu.services.schedules.rehearse import rehearse
from pulmu.services.schedules.rehearsed import Choice, Rehearsed
from pulmu.services.schedules.stage import Stage
from pulmu.services.schedules.upsets import Upsets, upsets_of

AIMS: Mapping[str, str] = {
    "late": "tardiness", "end": "makespan", "energy": "energy", "peak": "peak", "labour": "labour", "moved": "moved",
}  # fmt: skip
"""What may be brought down one after the other, and what the library calls it."""
_FOR_EACH, _LEAST_FOR_EACH, _MOST_FOR_EACH = 0.15, 0.7, 1 / 3
"""Of the time of the search, for each plan that is searched for because of what comes between; of a short one more, so
that it has some seconds [s], up to a part."""
_TIE = 1e-3
"""What a step of the end weighs where money counts: less than a won, so that it decides between equals only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleOrder:
    """What is asked.

    Parameters
    ----------
    prices : None: no tariff; lateness, and the end of the last job, are brought down.
    late_won : What an hour of a late job of weight 1 counts as, beside what electricity costs. [KRW/h]
    moved_won : What an hour counts as by which an operation is moved against the given timetable. [KRW/h]
    in_order : Names of `AIMS`: the first is brought down first, the next as far as that stays as low, and so on; what
        an hour counts as is then not looked at.
    seconds : Time for the search. [s]
    given : A timetable that was made before, as a document.
    frozen : What begins before it in the given timetable stays; none: the first moment at which a machine is down.
    downs : Machines that are out of order.
    runs : How often the plan is run with breakdowns before it is offered; 0: it is not.
    plant, edition : The firm's plant, and the edition of default values its figures are computed by.
    line : Whose stations tell breakdowns and spread of the machines that do not tell them themselves.
    locks : Operations that stay where they are put.
    """

    prices: PriceOrder | None = None
    late_won: float = 100_000.0
    moved_won: float = 0.0
    in_order: tuple[str, ...] = ()
    seconds: float = 20.0
    workers: int = 2
    seed: int = 1
    given: Document | None = None
    frozen: datetime | None = None
    downs: tuple[Down, ...] = ()
    runs: int = 400
    line: Line | None = None
    plant: Plant | None = None
    edition: str = DEFAULT_EDITION
    locks: tuple[Lock, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule, and what to know about it."""

    answer: ScheduleAnswer
    problems: tuple[Problem, ...]


def schedule_jobs(
    document: Document, order: ScheduleOrder, is_over: Callable[[], bool] = lambda: False
) -> Scheduled:  # fmt: skip
    """The schedule of a document of jobs.

    Parameters
    ----------
    is_over : Whether somebody wants it to end with the best so far; it is asked again and again.

    Raises
    ------
    InputError  Everything that is wrong with the jobs, with what was given, or with what is to stay.
    RuleError  No terms of the tariff are known for its days.
    """
    read = read_jobs(document)
    jobs = read.unwrap()
    if "labour" in order.in_order and jobs.wages is None:
        raise InputError(_no_wages())
    if order.plant is not None:
        check_users(order.plant, jobs)
    laid = lay(jobs, _known_downs(order, {machine.id for machine in jobs.machines}))
    begin = _frozen(order, laid) if order.given is not None else 0
    given = None if order.given is None else given_timetable(order.given, laid, begin)
    priced = None if order.prices is None else price_steps(order.prices, laid.clock, laid.horizon, laid.wages)
    kept = frozen_of(laid.shop, None if given is None else given.timetable, begin)
    stays = locked(laid, order.locks, kept, begin)
    held = hold(laid.shop, stays, kept, laid.horizon)
    answer = _Asked(order, laid, priced, given, begin, kept, held, upsets_of(jobs, order.line)).answer(is_over)
    return Scheduled(answer, (*read.problems, *laid.problems, *(() if given is None else given.problems)))


def _known_downs(order: ScheduleOrder, machines: set[str]) -> tuple[Down, ...]:
    unknown = [item.machine for item in order.downs if item.machine not in machines]
    if unknown:
        raise InputError(*(
            problem("schedule.unknown_machine", "--down", f"no machine is called {name!r}",
                    "add it to the machines, or mend the name", text=name) for name in unknown
        ))  # fmt: skip
    return order.downs


def _no_wages() -> Problem:
    return problem("schedule.no_wages", "in_order", "labour cannot be brought down, as no wages are told",
                   "tell wages in the file of jobs, or leave labour out")  # fmt: skip


def _frozen(order: ScheduleOrder, laid: Laid) -> int:
    """The first step that may be planned anew."""
    moment = order.frozen or min((item.start for item in order.downs), default=None)
    return 0 if moment is None else max(0, laid.clock.after(moment))


@dataclass(frozen=True)
class _Asked:
    order: ScheduleOrder
    laid: Laid
    priced: Priced | None
    given: Given | None
    begin: int
    kept: tuple[Placed, ...]
    held: Held
    upsets: Upsets

    def answer(self, is_over: Callable[[], bool]) -> ScheduleAnswer:
        """Plan, and tell what came of it."""
        order, laid, priced = self.order, self.laid, self.priced
        stopped = [False]

        def over() -> bool:
            stopped[0] = stopped[0] or is_over()
            return stopped[0]

        made = self._planned(over, self.held.shop, self._first(), 1.0 - self._for_each * len(self._anew))
        best, made_of_others = self._best(made), dict(self._others())
        timetable, choice = self._offered(best, made_of_others, over if not stopped[0] else lambda: False)
        plan = self._standing("plan", timetable)
        others = [self._standing(name, item) for name, item in made_of_others.items()]
        others = [*(item for item in others if item.name == "given"),
                  *sorted((item for item in others if item.name != "given"), key=self._rank)]  # fmt: skip
        factor = grid_emission_factor("KR", GRID_YEAR, "co2e")
        figures = self._figures(timetable, made_of_others[others[0].name])
        certificates = None if figures is None else figures.more_certificates
        base = 0.0 if order.prices is None else order.prices.base_kw
        jobs, end = laid.jobs, timetable.makespan
        busy = busy_people(laid.shop, timetable, end)
        of, bound, gap = self._bound(made, plan, timetable)
        return ScheduleAnswer(
            id=jobs.id, name=jobs.name, name_local=jobs.name_local, start=laid.clock.text(0), end=plan.end,
            step_minutes=laid.clock.minutes, seconds=order.seconds, seed=order.seed,
            tariff="" if order.prices is None else order.prices.tariff.name,
            tariff_local="" if order.prices is None else order.prices.tariff.name_local,
            bars=tuple(bars(laid, timetable, self.kept, self.held.seats.values())),
            jobs=tuple(job_ends(laid, timetable)), machines=tuple(machine_rows(laid, timetable)),
            load_kw=tuple((self._load(timetable) + base).tolist()), base_kw=base,
            won_per_kwh=() if priced is None else priced.prices.won_per_kwh[:end],
            bands=() if priced is None else priced.bands[:end],
            plan=plan, others=tuple(others), figures=figures,
            balances=balances(plan, others[0], factor.value, str(factor.source), certificates),
            bound=bound, gap=gap, frozen_until=laid.clock.text(self.begin) if self.begin else None,
            down=tuple((item.machine, item.start.isoformat(" ", "minutes"), item.end.isoformat(" ", "minutes"))
                       for item in order.downs),
            is_stopped=stopped[0], in_order=order.in_order, bound_of=of,
            billed_kw=None if order.prices is None else order.prices.billed_kw,
            moved=() if self.given is None else tuple(moves(laid, timetable, self.given.told)),
            rests=tuple(rest_rows(laid, timetable, priced)), people_there=laid.shop.people[:end],
            people_busy=tuple(busy.tolist()) if busy.any() else (),
            rehearsed=self._rehearsed(timetable, choice, factor.value, over if not stopped[0] else lambda: False),
        )  # fmt: skip

    def _load(self, timetable: Timetable) -> NDArray[np.float64]:
        """What the machines draw, up to the end. (steps,)  [kW]"""
        prices = None if self.priced is None else self.priced.prices
        return load_of(self.laid.shop, timetable, timetable.makespan, prices)

    def _figures(self, plan: Timetable, other: Timetable) -> PlanFigures | None:
        """Figure and certificates of each good, by the carbon engine."""
        plant = self.order.plant
        if plant is None:
            return None
        return figures_of(plant, self.order.edition, moved_between(self.laid, plan, other, self.priced))

    @property
    def _is_run(self) -> bool:
        return self.order.runs > 0 and not self.upsets.is_empty

    @property
    def _for_each(self) -> float:
        return min(_MOST_FOR_EACH, max(_FOR_EACH, _LEAST_FOR_EACH / max(self.order.seconds, 1e-9)))

    @property
    def _counts_moves(self) -> bool:
        return "moved" in self.order.in_order if self.order.in_order else self.order.moved_won > 0.0

    @property
    def _anew(self) -> tuple[str, ...]:
        """What is searched for beside the best on paper; where operations stay where they are, none is longer."""
        if not self._is_run:
            return ()
        is_due = any(job.due is not None for job in self.laid.shop.jobs)
        is_free = not self.begin and not self._counts_moves
        return (*(("slack",) if is_due else ()), *(("padded",) if is_free and any(self._stage.down_shares) else ()))

    @cached_property
    def _stage(self) -> Stage:
        order = self.order
        return Stage(self.laid, self.upsets, self.priced, order.runs, order.seed, self.begin, order.downs)

    def _offered(
        self, best: Timetable, others: Mapping[str, Timetable], is_over: Callable[[], bool]
    ) -> tuple[Timetable, Choice | None]:
        """Of the best on paper and a few others, the one that is expected to be best."""
        if not self._is_run:
            return best, None
        found = [Candidate("searched", best), *(Candidate(name, others[name]) for name in others if name == GIVEN)]
        anew = []
        for name in self._anew:
            made = None if is_over() else self._searched(name, best, is_over)
            anew += [] if made is None else [Candidate(name, made)]
        fixed = (*self.kept, *self.held.seats.values())
        rules = sorted((name for name in others if name != GIVEN),
                       key=lambda name: self._rank(self._standing(name, others[name])))  # fmt: skip
        found += [*anew, Candidate("earlier", earlier(self.laid.shop, best, fixed, self.begin))]
        found += [Candidate(name, others[name]) for name in rules]
        run = worth_running(found, self.laid.shop, fixed, self.laid.horizon, self.begin, self.order.runs)
        given = None if self.given is None else self.given.timetable
        aims = Aims(self._aim().stages, given)
        return choose(self._stage, run, aims, anew=tuple(item.name for item in anew), is_over=is_over)

    def _searched(self, name: str, best: Timetable, is_over: Callable[[], bool]) -> Timetable | None:
        """A plan with slack, or one with time for repairs; None where no due date is brought forward, or none fits."""
        if name == "slack":
            shop = with_slack(self.held.shop, best, self._stage.run(best))
            first = self._first() if self._counts_moves else best
            return None if shop is None else self._outside(self._planned(is_over, shop, first, self._for_each))
        shop = padded(self.held.shop, self._stage.down_shares)
        if shop is None:
            return None
        try:
            made = self._planned(is_over, shop, None, self._for_each)
        except (InputError, SolveError):
            return None  # with time for repairs it does not end by the last price, or beside what is locked
        return unpadded(self.laid.shop, self._outside(made))

    def _outside(self, made: Planned) -> Timetable:
        return self.held.outside(made.timetable)

    def _rehearsed(
        self, timetable: Timetable, choice: Choice | None, factor: float, is_over: Callable[[], bool]
    ) -> Rehearsed | None:  # fmt: skip
        """The plan after its rehearsal; what was frozen has begun as it was planned."""
        if not self._is_run:
            return None
        told = rehearse(self._stage, timetable, factor=factor, late_won=self.order.late_won,
                        tell=lambda _done, _of: is_over())  # fmt: skip
        return replace(told, choice=choice)

    @property
    def weights(self) -> dict[str, float]:
        """Won where there is a tariff; else hours late a thousand times before hours of the end."""
        step_hours = self.laid.clock.minutes / 60
        moved = {"moved": self.order.moved_won * step_hours} if self.given and self.order.moved_won else {}
        if self.priced is None:
            return {"tardiness": 1000.0 * step_hours, "makespan": step_hours, **moved}
        peak = {"peak": 1.0} if self.priced.prices.demand_won_per_kw else {}
        paid = {"labour": 1.0} if self.laid.wages else {}
        return {"tardiness": self.order.late_won * step_hours, "energy": 1.0, "makespan": _TIE, **peak, **paid, **moved}

    def _aim(self) -> Aim:
        if self.order.in_order:
            return Aim(in_order=tuple(AIMS[name] for name in self.order.in_order))
        told = self.weights
        return Aim(makespan=told["makespan"], tardiness=told["tardiness"], energy=told.get("energy", 0.0),
                   peak=told.get("peak", 0.0), moved=told.get("moved", 0.0),
                   labour=told.get("labour", 0.0))  # fmt: skip

    def _standing(self, name: str, timetable: Timetable) -> Standing:
        weighing = Weighing({AIMS[self.order.in_order[0]]: 1.0} if self.order.in_order else self.weights)
        given = None if self.given is None else self.given.timetable
        return standing(name, self.laid, self.priced, timetable, weighing, given)

    def _rank(self, item: Standing) -> tuple[float, ...]:
        """The least is the best: one number, or one after the other as it was asked."""
        told = {"late": item.late_hours, "end": item.hours, "energy": item.energy_won or 0.0,
                "peak": item.peak_won or 0.0, "labour": item.labour_won or 0.0}  # fmt: skip
        return (item.value, *(told.get(name, 0.0) for name in self.order.in_order[1:]))

    def _bound(self, made: Planned, plan: Standing, timetable: Timetable) -> tuple[str, float | None, float | None]:
        """Of which of the aims in order the bound is, the bound, and how far the best could be below."""
        if not self.order.in_order:
            gap = max(0.0, plan.value - made.bound) / plan.value if plan.value > 0 else 0.0
            return "", min(made.bound, plan.value), gap
        costs = [(name, made.costs[AIMS[name]]) for name in self.order.in_order]
        of = next((name for name, cost in costs if cost == made.value), self.order.in_order[-1])
        value = costs_of(
            self.laid.shop, timetable, self._stage.prices, None if self.given is None else self.given.timetable
        )[AIMS[of]]
        return of, made.bound, 0.0 if value <= 0.0 else max(0.0, value - made.bound) / value

    def _planned(
        self, is_over: Callable[[], bool], shop: Shop, first: Timetable | None, share: float
    ) -> Planned:  # fmt: skip
        """A search of the shop with its seats, for a share of the time."""
        order, held = self.order, self.held
        prices = None if self.priced is None else self.priced.prices
        if prices is None and (held.seats or "labour" in order.in_order):
            prices = flat_steps(self.laid.clock, self.laid.horizon, self.laid.wages)
        effort = Effort(seconds=order.seconds * share, workers=order.workers, seed=order.seed)
        try:
            inside = None if first is None else held.inside(first)
            return plan_shop(shop, prices, self._aim(), effort, given=inside, frozen_until=self.begin,
                             is_over=is_over)  # fmt: skip
        except SolveError as error:
            if not held.seats:
                raise
            raise InputError.of("schedule.locks_unfit", "locks", "no plan was found that leaves what is locked where"
                                " it is", "leave some of it free, or give more time") from error  # fmt: skip

    def _first(self) -> Timetable | None:
        """What the search begins with: what was given, with what is locked at its place."""
        given = None if self.given is None else self.given.timetable
        if not self.held.seats:
            return given
        wanted = given or dispatch(self.laid.shop, RULES_OF_DUE_DATES["earliest_due_date"])
        fixed = (*self.kept, *self.held.seats.values())
        return fitted(self.laid.shop, wanted.placed, fixed, self.begin) or given

    def _best(self, made: Planned) -> Timetable:
        """What was found; what the search began with where that is better, for it may lie closer to what is locked."""
        found = self.held.outside(made.timetable)
        first = self._first() if self.held.seats else None
        if first is None or not set(self.held.seats.values()) <= set(first.placed):
            return found
        given = None if self.given is None else self.given.timetable
        broken = breaches(self.laid.shop, first, given=given, frozen_until=self.begin, steps=self.laid.horizon)
        is_better = self._rank(self._standing("", first)) < self._rank(self._standing("", found))
        return first if is_better and next(broken, None) is None else found

    def _others(self) -> list[tuple[str, Timetable]]:
        """What was given, pushed to later where it no longer fits, and every rule; none looks at what is locked."""
        shop = self.laid.shop
        found = []
        if self.given is not None:
            found.append(("given", repaired(shop, self.given.timetable, self.begin)))
        found += [(name, dispatch(shop, rule, kept=self.kept, begin=self.begin))
                  for name, rule in {**RULES, **RULES_OF_DUE_DATES}.items()]  # fmt: skip
        return found
