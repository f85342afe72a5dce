"""What forecasts are worth in money: movable jobs planned against a load that is forecast, and billed by what came.

Each workday some orders of the sample plant go through two hardening furnaces and a plating line, besides a load that
no plan controls. They are planned at midnight against the tariff and the demand that is billed already, with that load
as it comes (perfect foresight), as it is forecast, or as it was a week before; or begun at eight by due date, as usual.
Every plan is then billed under the load that came: energy by its bands, and each month its highest quarter-hour of the
bands that count, remembered as the tariff remembers it. Perfect foresight knows each day's load, and what the month
will be billed in the end.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from emulated_load import emulated_load
from forecasting import DATA, read_load
from measure import Line
from worth_orders import MACHINES, SHIFT, STEPS, Day, Ledger, Values, days_of, furnace_scale, orders, shop_of_day

from pulmu.model.tariff import Tariff
from pulmu.plan.forecast import Judged, Load, judge, kinds_of, say, usual_panel
from pulmu.plan.forecast.load import WORKDAY
from pulmu.plan.schedule import RULES_OF_DUE_DATES, Aim, Effort, Shop, Timetable, dispatch, load_of, plan_shop
from pulmu.reference.electricity import industrial_electricity

RAISES = (0.0, 0.5, 1.0, 1.5)
"""How far towards the upper end of its interval a load is taken, or beyond; 0 is the median."""
USUAL, FORESIGHT, MEDIAN, RAISED, NAIVE, BLIND = "as usual", "foresight", "median", "raised", "week before", "tariff"
TIE = 1e-3
FIRST, RATES = date(2026, 4, 20), date(2026, 6, 1)
"""First day of an emulated plant; day whose terms the year of the steel plant is charged by, as a counterfactual."""
RULES_ALONE, LEARNED = 14, 28
"""First row that is forecast, and first row that is planned."""
CHOOSING = 28
"""Days on which the raise is chosen; what is told begins after them."""
LEAST = 0.70


# Who plans


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is known of a day's load at midnight.

    Parameters
    ----------
    middle, upper, week : (steps,)  Forecast, the upper end of its interval of 80 %, and the week before. [kW]
    """

    middle: Values
    upper: Values
    week: Values


def raised(told: Told, by: float, billed_kw: float) -> Values:
    """The load as it may come, but not above what is billed anyway or the forecast's highest: nothing is lost there."""
    most = max(billed_kw, float(told.middle.max()))
    found: Values = np.where(
        told.middle >= most, told.middle, np.minimum(told.middle + by * (told.upper - told.middle), most)
    )
    return np.maximum(found, 0.0)


Planner = Callable[[Day, Shop, Told, float], Timetable]
"""From a day, what is made, what is told of the load and what is billed, to a timetable."""


def as_usual(day: Day, shop: Shop, told: Told, billed_kw: float) -> Timetable:
    """By due date, the shorter first, as soon as the day shift has begun."""
    return dispatch(shop, RULES_OF_DUE_DATES["earliest_due_date"], begin=SHIFT)


def planner(base: Callable[[Day, Told, float], Values], seconds: float, *, is_peak: bool = True) -> Planner:
    """A plan against some idea of the load."""

    def plan(day: Day, shop: Shop, told: Told, billed_kw: float) -> Timetable:
        prices = day.prices(base(day, told, billed_kw), billed_kw)
        aim = Aim(energy=1.0, peak=1.0 if is_peak else 0.0, makespan=TIE)
        return plan_shop(shop, prices, aim, Effort(seconds=seconds, workers=1, seed=1)).timetable

    return plan


def planners(seconds: float, raises: Sequence[float]) -> dict[str, Planner]:
    """Everybody who plans, by name; one for each raise."""

    def by(share: float) -> Planner:
        return planner(lambda _day, told, billed: raised(told, share, billed), seconds)

    return {
        USUAL: as_usual,
        FORESIGHT: planner(lambda day, _told, _billed: day.base, seconds),
        NAIVE: planner(lambda _day, told, _billed: told.week, seconds),
        BLIND: planner(lambda _day, told, _billed: told.middle, seconds, is_peak=False),
        **{_name(share): by(share) for share in raises},
    }


def _name(share: float) -> str:
    return f"{RAISED} {share:g}" if share else MEDIAN


# A plant, day by day


@dataclass(frozen=True, slots=True, eq=False)
class Plant:
    """A load with its forecasts.

    Parameters
    ----------
    first : Row of the first day that is planned.
    told : Of each day from it on.
    """

    name: str
    load: Load
    first: int
    told: tuple[Told, ...]
    tariff: Tariff
    rates_of: date | None = None


def plant_of(name: str, load: Load, judged: Judged, first: int, last: int, rates_of: date | None = None) -> Plant:
    """A plant from a load and what was forecast of it."""
    rows = [number - judged.first for number in range(first, last)]
    return Plant(
        name, load, first,
        tuple(Told(judged.middle[row], judged.upper[row], load.power[judged.first + row - 7]) for row in rows),
        industrial_electricity("industrial_b", "high_a", "II"), rates_of,
    )  # fmt: skip


def bills(plant: Plant, who: Mapping[str, Planner], seed: int) -> dict[str, Values]:
    """What each pays on each day: energy of the jobs, and demand. (days, 2) [KRW]"""
    days = days_of(plant.tariff, plant.load, 1, plant.first + len(plant.told), plant.rates_of)
    before = Ledger(plant.tariff)
    for day in days[: plant.first - 1]:
        before.draw(day, np.zeros(STEPS))
    asked = list(zip(days[plant.first - 1 :], _shops(plant, seed), plant.told, strict=True))
    ledgers = {name: _ledger(before, asked, plan) for name, plan in who.items()}
    if FORESIGHT in who:
        ahead = ledgers[FORESIGHT]
        knowing = _ledger(before, asked, who[FORESIGHT], ahead.billed)
        ledgers[FORESIGHT] = min(ahead, knowing, key=lambda ledger: float(np.sum(ledger.rows)))
    return {name: np.array(ledger.rows) for name, ledger in ledgers.items()}


def _shops(plant: Plant, seed: int) -> list[Shop]:
    made, draws = orders(), np.random.default_rng(seed)
    scale = furnace_scale(made, plant.load, plant.first)
    kinds = kinds_of(plant.load.first, plant.first + len(plant.told))[plant.first :]
    return [shop_of_day(made, scale, draws) if kind == WORKDAY else Shop(MACHINES, ()) for kind in kinds]


def _ledger(
    before: Ledger, asked: Sequence[tuple[Day, Shop, Told]], plan: Planner,
    ahead: Callable[[date], float] = lambda _day: 0.0,
) -> Ledger:  # fmt: skip
    """A ledger after some days; `ahead` tells what a day's month will be billed in the end."""
    ledger = Ledger(before.tariff, dict(before.peaks))
    for day, shop, told in asked:
        billed = max(ledger.billed(day.date), ahead(day.date))
        timetable = plan(day, shop, told, billed) if shop.jobs else Timetable(())
        ledger.draw(day, load_of(shop, timetable, STEPS))
    return ledger


# What it comes to


def kept(usual: Values, foresight: Values, forecast: Values) -> float:
    """Share of the saving of perfect foresight that plans from forecasts keep; NaN where foresight saves nothing."""
    whole = float(usual.sum() - foresight.sum())
    return float(usual.sum() - forecast.sum()) / whole if whole > 0 else float("nan")


def interval(usual: Values, foresight: Values, forecast: Values, seed: int = 0) -> tuple[float, float]:
    """Of `kept` in nine of ten draws of as many days with replacement."""
    draws = np.random.default_rng(seed).integers(0, len(usual), (2000, len(usual)))
    found = [kept(usual[row], foresight[row], forecast[row]) for row in draws]
    low, high = np.nanquantile(found, (0.05, 0.95))
    return float(low), float(high)


def best_raise(found: Mapping[str, Values], raises: Sequence[float], days: slice) -> float:
    """The raise that cost least over some days; the smallest of several."""
    return min(raises, key=lambda share: (round(float(found[_name(share)][days].sum())), share))


# For the page


def worth(seconds: float, seeds: int, days: int, choosing: int = CHOOSING) -> list[Line]:
    """Two emulated plants and a real one: what plans from forecasts keep of the saving of perfect foresight.

    Parameters
    ----------
    seconds : At most, for a plan of a day.
    days : So many days of each plant are told of; of the real one as many as there are, where it is a year or more.
    choosing : Days before them on which the raise is chosen.
    """
    whole = LEARNED + choosing + days
    lines: list[Line] = []
    for name in ("fasteners", "extrusions"):
        loads = [emulated_load(name, FIRST, whole, seed) for seed in range(seeds)]
        lines += _lines(f"emulated plant {name}", [_outcome(name, load, None, seconds, choosing, seed)
                                                   for seed, load in enumerate(loads)])  # fmt: skip
    if not DATA.exists():
        return [*lines, Line("load of a steel plant", "not measured: the data are not beside the project")]
    real = read_load(DATA)
    load = replace(real, power=real.power[: whole if days < 300 else real.days])
    return [*lines, *_lines("a steel plant's year", [_outcome("steel", load, RATES, seconds, choosing, 0)])]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What each paid after the days of choosing, and what was chosen.

    Parameters
    ----------
    paid : By name, (days, 2). [KRW]
    """

    paid: Mapping[str, Values]
    chosen: float
    workdays: int


def _outcome(name: str, load: Load, rates_of: date | None, seconds: float, choosing: int, seed: int) -> Outcome:
    said = say(load, RULES_ALONE, load.days, replace(usual_panel(0), warm_up=LEARNED - RULES_ALONE))
    plant = plant_of(name, load, judge(load, said), LEARNED, load.days, rates_of)
    found = bills(plant, planners(seconds, RAISES), seed)
    chosen = best_raise(found, RAISES, slice(choosing))
    paid = {name: rows[choosing:] for name, rows in {**found, RAISED: found[_name(chosen)]}.items()}
    workdays = kinds_of(load.first, load.days)[LEARNED + choosing :] == WORKDAY
    return Outcome(paid, chosen, int(workdays.sum()))


def _lines(name: str, found: Sequence[Outcome]) -> Iterator[Line]:
    paid = {who: np.concatenate([item.paid[who] for item in found]) for who in found[0].paid}
    usual, foresight, ours = (paid[who].sum(axis=1) for who in (USUAL, FORESIGHT, RAISED))
    share, (low, high) = kept(usual, foresight, ours), interval(usual, foresight, ours)
    raises = ", ".join(f"{item.chosen:g}" for item in found)
    months = len(usual) / 30.4
    yield Line(
        f"{name}, {sum(item.workdays for item in found)} workdays: saving of perfect foresight that plans from "
        "forecasts keep",
        f"{share:.0%} (nine of ten draws of days: {low:.0%} to {high:.0%}) of {_million(usual - foresight, months)} "
        f"million won a month; raise chosen: {raises}",
        f"at least {LEAST:.0%}", share >= LEAST,
    )  # fmt: skip
    others = {"forecast as it is (median)": MEDIAN, "the week before": NAIVE, "tariff alone, no load": BLIND}
    yield Line(f"{name}: kept with other ideas of the load", "; ".join(
        f"{words} {kept(usual, foresight, paid[who].sum(axis=1)):.0%}" for words, who in others.items()))  # fmt: skip
    energy, demand = (
        [kept(*(paid[who][:, part] for who in (USUAL, FORESIGHT, one))) for one in (RAISED, NAIVE)] for part in (0, 1)
    )
    yield Line(
        f"{name}: of the saving in energy, and in demand",
        f"{energy[0]:.0%} and {demand[0]:.0%}; by the week before {energy[1]:.0%} and {demand[1]:.0%}",
    )


def _million(saved: Values, months: float) -> str:
    return f"{float(saved.sum()) / months / 1e6:.2f}"
