"""A schedule from a document of jobs: laid out, planned, and told beside what was given and rules of thumb."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pulmu.carbon.gather.electricity import GRID_YEAR
from pulmu.model import Document, InputError, Plant, Problem, problem
from pulmu.model.line import Line
from pulmu.plan.schedule import RULES, Aim, Effort, Planned, dispatch, plan_shop
from pulmu.plan.schedule.costs import load_of
from pulmu.plan.schedule.dispatch import RULES_OF_DUE_DATES
from pulmu.plan.schedule.kept import frozen_of, repaired
from pulmu.plan.schedule.timetable import Timetable
from pulmu.reference import DEFAULT_EDITION, grid_emission_factor
from pulmu.services.schedules.answer import (
    ScheduleAnswer,
    Weighing,
    balances,
    bars,
    job_ends,
    machine_rows,
    standing,
)
from pulmu.services.schedules.figures import PlanFigures, figures_of, moved_between
from pulmu.services.schedules.given import given_timetable
from pulmu.services.schedules.lay import Down, Laid, lay
from pulmu.services.schedules.prices import Priced, PriceOrder, price_steps
from pulmu.services.schedules.read import read_jobs
from pulmu.services.schedules.rehearse import Rehearsed, rehearse
from pulmu.services.schedules.upsets import Upsets, upsets_of

_TIE = 1e-3
"""What a step of the end weighs where money counts: less than a won, so that it decides between equals only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleOrder:
    """What is asked.

    Parameters
    ----------
    prices : None: no tariff; lateness, and the end of the last job, are brought down.
    late_won : What an hour of a late job of weight 1 counts as, beside what electricity costs. [KRW/h]
    seconds : Time for the search. [s]
    given : A timetable that was made before, as a document.
    frozen : What begins before it in the given timetable stays; none: the first moment at which a machine is down.
    downs : Machines that are out of order.
    runs : How often the plan is run with breakdowns before it is offered; 0: it is not.
    plant, edition : The firm's plant, and the edition of default values its figures are computed by.
    line : Whose stations tell breakdowns and spread of the machines that do not tell them themselves.
    """

    prices: PriceOrder | None = None
    late_won: float = 100_000.0
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
    InputError  Everything that is wrong with the jobs, or with what was given.
    RuleError  No terms of the tariff are known for its days.
    """
    read = read_jobs(document)
    jobs = read.unwrap()
    laid = lay(jobs, _known_downs(order, {machine.id for machine in jobs.machines}))
    given = None if order.given is None else given_timetable(order.given, laid)
    frozen = _frozen(order, laid) if given is not None else 0
    priced = None if order.prices is None else price_steps(order.prices, laid.clock, laid.horizon)
    asked = _Asked(order, laid, priced, given, frozen, upsets_of(jobs, order.line))
    answer = asked.answer(is_over)
    return Scheduled(answer, (*read.problems, *laid.problems))


def _known_downs(order: ScheduleOrder, machines: set[str]) -> tuple[Down, ...]:
    unknown = [item.machine for item in order.downs if item.machine not in machines]
    if unknown:
        raise InputError(*(
            problem("schedule.unknown_machine", "--down", f"no machine is called {name!r}",
                    "add it to the machines, or mend the name", text=name) for name in unknown
        ))  # fmt: skip
    return order.downs


def _frozen(order: ScheduleOrder, laid: Laid) -> int:
    """The first step that may be planned anew."""
    moment = order.frozen or min((item.start for item in order.downs), default=None)
    return 0 if moment is None else max(0, laid.clock.after(moment))


@dataclass(frozen=True, slots=True)
class _Asked:
    order: ScheduleOrder
    laid: Laid
    priced: Priced | None
    given: Timetable | None
    frozen: int
    upsets: Upsets

    def answer(self, is_over: Callable[[], bool]) -> ScheduleAnswer:
        """Plan, and tell what came of it."""
        order, laid, priced = self.order, self.laid, self.priced
        stopped = [False]

        def over() -> bool:
            stopped[0] = stopped[0] or is_over()
            return stopped[0]

        made = self._planned(over)
        weighing = Weighing(self.weights)
        plan = standing("plan", laid, priced, made.timetable, weighing, self.given)
        made_of_others = dict(self._others())
        others = [standing(name, laid, priced, item, weighing, self.given) for name, item in made_of_others.items()]
        others = [*(item for item in others if item.name == "given"),
                  *sorted((item for item in others if item.name != "given"), key=lambda item: item.value)]  # fmt: skip
        factor = grid_emission_factor("KR", GRID_YEAR, "co2e")
        figures = self._figures(made.timetable, made_of_others[others[0].name])
        certificates = None if figures is None else figures.more_certificates
        end = made.timetable.makespan
        base = 0.0 if order.prices is None else order.prices.base_kw
        jobs, frozen = laid.jobs, frozen_of(laid.shop, self.given, self.frozen)
        return ScheduleAnswer(
            id=jobs.id, name=jobs.name, name_local=jobs.name_local, start=laid.clock.text(0), end=plan.end,
            step_minutes=laid.clock.minutes, seconds=order.seconds, seed=order.seed,
            tariff="" if order.prices is None else order.prices.tariff.name,
            tariff_local="" if order.prices is None else order.prices.tariff.name_local,
            bars=tuple(bars(laid, made.timetable, frozen)), jobs=tuple(job_ends(laid, made.timetable)),
            machines=tuple(machine_rows(laid, made.timetable)),
            load_kw=tuple((load_of(laid.shop, made.timetable, end) + base).tolist()), base_kw=base,
            won_per_kwh=() if priced is None else priced.prices.won_per_kwh[:end],
            bands=() if priced is None else priced.bands[:end],
            plan=plan, others=tuple(others), figures=figures,
            balances=balances(plan, others[0], factor.value, str(factor.source), certificates),
            bound=made.bound, gap=max(0.0, plan.value - made.bound) / plan.value if plan.value > 0 else 0.0,
            frozen_until=laid.clock.text(self.frozen) if self.frozen else None,
            down=tuple((item.machine, item.start.isoformat(" ", "minutes"), item.end.isoformat(" ", "minutes"))
                       for item in order.downs),
            is_stopped=stopped[0],
            rehearsed=self._rehearsed(made.timetable, factor.value, over if not stopped[0] else lambda: False),
        )  # fmt: skip

    def _figures(self, plan: Timetable, other: Timetable) -> PlanFigures | None:
        """Figure and certificates of each good, by the carbon engine."""
        plant = self.order.plant
        if plant is None:
            return None
        return figures_of(plant, self.order.edition, moved_between(self.laid, plan, other))

    def _rehearsed(
        self, timetable: Timetable, factor: float, is_over: Callable[[], bool]
    ) -> Rehearsed | None:  # fmt: skip
        """The plan after its rehearsal; what was frozen has begun as it was planned."""
        order = self.order
        if not order.runs or self.upsets.is_empty:
            return None
        return rehearse(self.laid, timetable, self.upsets, self.priced, runs=order.runs, seed=order.seed, factor=factor,
                        late_won=order.late_won, begin=self.frozen, downs=order.downs,
                        tell=lambda _done, _of: is_over())  # fmt: skip

    @property
    def weights(self) -> dict[str, float]:
        """Won where there is a tariff; else hours late a thousand times before hours of the end."""
        step_hours = self.laid.clock.minutes / 60
        if self.priced is None:
            return {"tardiness": 1000.0 * step_hours, "makespan": step_hours}
        peak = {"peak": 1.0} if self.priced.prices.demand_won_per_kw else {}
        return {"tardiness": self.order.late_won * step_hours, "energy": 1.0, "makespan": _TIE, **peak}

    def _aim(self) -> Aim:
        told = self.weights
        return Aim(makespan=told["makespan"], tardiness=told["tardiness"], energy=told.get("energy", 0.0),
                   peak=told.get("peak", 0.0))  # fmt: skip

    def _planned(self, is_over: Callable[[], bool]) -> Planned:
        order = self.order
        prices = None if self.priced is None else self.priced.prices
        effort = Effort(seconds=order.seconds, workers=order.workers, seed=order.seed)
        return plan_shop(self.laid.shop, prices, self._aim(), effort, given=self.given,
                         frozen_until=self.frozen, is_over=is_over)  # fmt: skip

    def _others(self) -> list[tuple[str, Timetable]]:
        """What was given, pushed to later where it no longer fits, and every rule."""
        shop = self.laid.shop
        found = []
        if self.given is not None:
            found.append(("given", repaired(shop, self.given, self.frozen)))
        kept = frozen_of(shop, self.given, self.frozen)
        found += [(name, dispatch(shop, rule, kept=kept, begin=self.frozen))
                  for name, rule in {**RULES, **RULES_OF_DUE_DATES}.items()]  # fmt: skip
        return found
