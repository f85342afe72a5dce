"""The best plan of sized measures under a budget, and plans of which none is both cheaper and cleaner."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pulmu.plan.measures import Added, Balance, Choice, Chosen, Measure, Saving, Use, choose, effect_of, pareto
from pulmu.services.measures.order import MeasureOrder
from pulmu.services.measures.plant_use import PlantUse
from pulmu.services.measures.size import SizedMeasure, between
from pulmu.services.measures.worth import HIGH, LOW, Draws, Interval

PLAN_DRAWS = 400
"""So many draws of a whole plan, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOfMeasures:
    """A plan over the years that are looked at.

    Parameters
    ----------
    done : Measure and the year it is done, from 0.
    capital : [KRW]
    present_cost : Below zero: it pays. Without certificates. [KRW]
    won, footprint, certificates : Change over all years; won without capital. [KRW, t CO2e, certificates]
    yearly : Of certificates, year by year.
    """

    done: dict[str, int]
    capital: float
    present_cost: Interval
    won: float
    footprint: Interval
    certificates: Interval
    yearly: tuple[float, ...] = ()


def in_order(plan: PlanOfMeasures) -> list[tuple[str, int]]:
    """Measures of a plan with their years, the first first."""
    return sorted(plan.done.items(), key=lambda item: (item[1], item[0]))


@dataclass(frozen=True, slots=True)
class Plans:
    """The best plan by won, and fronts of cost against footprint and against certificates."""

    best: PlanOfMeasures | None
    by_footprint: tuple[PlanOfMeasures, ...]
    by_certificates: tuple[PlanOfMeasures, ...]
    is_whole: bool


def plan_measures(
    sized: tuple[SizedMeasure, ...],
    uses: tuple[PlantUse, ...],
    order: MeasureOrder,
    drawn: Mapping[str, Draws],
) -> Plans:
    """Plans of the measures whose saving and investment are known.

    Raises
    ------
    InputError, SolveError  As `pulmu.plan.measures.choose` does.
    """
    choice = choice_of(sized, uses, order)
    best = choose(choice)
    told = _Telling(sized, uses, order, drawn, choice)
    fronts = [pareto(choice, balance, most=12) for balance in _balances(uses)]
    shown = [tuple(told.plan(item) for item in front.plans) for front in fronts]
    return Plans(
        None if best is None else told.plan(best), shown[0], shown[1] if len(shown) > 1 else (),
        all(front.is_whole for front in fronts),
    )  # fmt: skip


def _balances(uses: tuple[PlantUse, ...]) -> tuple[Balance, ...]:
    return ("footprint", "certificates") if any(any(use.certificates) for use in uses) else ("footprint",)


def choice_of(
    sized: tuple[SizedMeasure, ...],
    uses: tuple[PlantUse, ...],
    order: MeasureOrder,
    places: Mapping[str, tuple[float, float]] | None = None,
) -> Choice:
    """The choice the solver is asked.

    Parameters
    ----------
    places : Of saving and investment between least and most, by measure; None: the middle.
    """
    able, at = _able(sized), places or {}
    budget = (order.budget or (0.0,))[: order.years]
    return Choice(
        years=order.years,
        uses=tuple(_use(item, order.years) for item in uses),
        measures=tuple(_measure(item, able, *at.get(name, (0.5, 0.5))) for name, item in able.items()),
        budget=(*budget, *(0.0,) * (order.years - len(budget))),
        discount=order.discount,
    )  # fmt: skip


def _able(sized: tuple[SizedMeasure, ...]) -> dict[str, SizedMeasure]:
    """Measures that can be chosen: sized, and all they need is too."""
    able = {item.measure.id: item for item in sized if item.status == "sized"}
    while lacking := [n for n, item in able.items() if any(tie.other not in able for tie in item.measure.needs)]:
        for name in lacking:
            del able[name]
    return able


def _use(use: PlantUse, years: int) -> Use:
    return Use(
        id=use.id, amount=use.amount, won=(use.price,) * years, certificates=use.certificates,
        footprint=(use.footprint,) * years,
    )  # fmt: skip


def _measure(item: SizedMeasure, able: Mapping[str, SizedMeasure], saving: float, capital: float) -> Measure:
    assert item.capital is not None  # noqa: S101 - a sized measure has one
    return Measure(
        id=item.measure.id, capital=between(item.capital, capital), life=item.life,
        savings=tuple(Saving(p.use, between(p.share, saving)) for p in item.parts if any(p.share)),
        adds=tuple(Added(p.use, between(p.added, saving)) for p in item.parts if any(p.added)),
        needs=tuple(tie.other for tie in item.measure.needs),
        excludes=tuple(tie.other for tie in item.measure.excludes if tie.other in able),
    )  # fmt: skip


class _Telling:
    """Tells a plan with its intervals: the same draws for each plan."""

    def __init__(
        self, sized: tuple[SizedMeasure, ...], uses: tuple[PlantUse, ...], order: MeasureOrder,
        drawn: Mapping[str, Draws], middle: Choice,
    ) -> None:  # fmt: skip
        self.middle = middle
        count = min(order.draws, PLAN_DRAWS)
        self.choices = [
            choice_of(sized, uses, order, {name: (float(at[0, n]), float(at[1, n])) for name, at in drawn.items()})
            for n in range(1, count + 1)
        ]

    def plan(self, chosen: Chosen) -> PlanOfMeasures:
        """One plan."""
        effects = [effect_of(choice, chosen.plan) for choice in self.choices]
        effect = chosen.effect
        return PlanOfMeasures(
            done=dict(sorted(chosen.plan.items(), key=lambda item: (item[1], item[0]))),
            capital=sum(effect.spent),
            present_cost=_between(effect.present_cost, [item.present_cost for item in effects]),
            won=effect.total("won"),
            footprint=_between(effect.total("footprint") / 1000, [e.total("footprint") / 1000 for e in effects]),
            certificates=_between(effect.total("certificates"), [e.total("certificates") for e in effects]),
            yearly=effect.yearly["certificates"],
        )  # fmt: skip


def _between(middle: float, values: list[float]) -> Interval:
    if not values:
        return Interval(middle, middle, middle)
    low, high = np.quantile(values, [LOW, HIGH])
    return Interval(middle, float(low), float(high))
