"""Orders of a day besides a load that no plan controls, and a ledger of what is billed for both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pulmu.bootstrap.schedules import read_jobs_document
from pulmu.model.jobs import ShopJob
from pulmu.model.tariff import Tariff
from pulmu.plan.forecast import Load
from pulmu.plan.schedule import Job, Operation, Prices, Shop, Way
from pulmu.plan.tariff import YearMonth, charged, remembered_months, terms_at
from pulmu.plan.tariff.marginal import won_per_kwh
from pulmu.services.schedules.read import read_jobs

Values = NDArray[np.float64]
STEPS, MINUTES, SHIFT = 96, 15, 32
"""Quarter-hours of a day, and the one in which the day shift begins."""
MACHINES = ("HARDEN-1", "HARDEN-2", "PLATE-1")
ORDERS = 4
"""Orders of a day, of the sample's week."""
SHORTER, COMES = (0.65, 0.9), (SHIFT, SHIFT + 8)
"""How much of its time an order takes, from and to; when orders come that are not there at midnight, from and to."""
FURNACE = 0.25
"""What a furnace draws, as a share of the load's usual peak of a day: so each plant has furnaces of its size."""


# What is made in a day


def orders() -> tuple[ShopJob, ...]:
    """Orders of the sample plant."""
    return read_jobs(read_jobs_document("fasteners")).unwrap().jobs


def shop_of_day(made: Sequence[ShopJob], scale: float, draws: np.random.Generator) -> Shop:
    """Some orders, hardened on either of two furnaces and plated, shorter than they stand by some.

    Every other one was threaded the day before and may begin at midnight; the rest come in the morning.
    """
    chosen = draws.choice(len(made), ORDERS, replace=False)
    return Shop(MACHINES, tuple(
        _job(made[number], scale, float(draws.uniform(*SHORTER)), int(draws.integers(*COMES)) if place % 2 else 0)
        for place, number in enumerate(chosen.tolist())))  # fmt: skip


def _job(order: ShopJob, scale: float, longer: float, release: int) -> Job:
    ways = [(item.ways[0].machine, item.ways[0]) for item in order.operations]
    done = [(name, way) for name, way in ways if name in MACHINES]
    return Job(order.id, tuple(
        Operation(tuple(
            Way(place, max(1, round(way.minutes * longer / MINUTES)), round(way.kw * scale, 2))
            for place, machine in enumerate(MACHINES) if machine.partition("-")[0] == name.partition("-")[0]))
        for name, way in done), release, STEPS)  # fmt: skip


def furnace_scale(made: Sequence[ShopJob], load: Load, days: int) -> float:
    """By how much powers of the sample are multiplied at a plant, from its first days."""
    draws = [item.ways[0].kw for order in made for item in order.operations if item.ways[0].machine == MACHINES[0]]
    usual = float(np.nanmedian(np.nanmax(load.power[:days], axis=1)))
    return FURNACE * usual / float(np.mean(draws))


# What is billed


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """Prices of a day, and the load that came.

    Parameters
    ----------
    won_per_kwh, counts : (steps,)  `counts`: whether the demand of a step is billed.
    base : (steps,) [kW]
    """

    date: date
    won_per_kwh: tuple[float, ...]
    counts: NDArray[np.bool_]
    basic: float
    base: Values

    def prices(self, base: Values, billed_kw: float) -> Prices:
        """To plan by; a load in hours whose demand is not billed is left out."""
        return Prices(
            self.won_per_kwh, MINUTES, self.basic, tuple(np.where(self.counts, base, 0.0).tolist()), billed_kw
        )


def days_of(tariff: Tariff, load: Load, first: int, last: int, rates_of: date | None = None) -> list[Day]:
    """Days of a load under a tariff; whatever is missing is taken to be what the slot drew the day before."""
    zone, found = ZoneInfo(tariff.zone), []
    for number in range(first, last):
        here = load.day(number)
        begin = int(datetime.combine(here, time(), zone).astimezone(UTC).timestamp())
        starts = begin + np.arange(STEPS, dtype=np.int64) * MINUTES * 60
        slots = charged(tariff, starts, MINUTES * 60, rates_of=rates_of)
        terms = tariff.terms[terms_at(tariff, rates_of or here)]
        bands = [slots.charges[place].band for place in slots.of.tolist()]
        counts = np.array([not terms.demand.bands or band in terms.demand.bands for band in bands])
        won = won_per_kwh(tariff, starts, MINUTES * 60, rates_of=rates_of)
        base = np.where(np.isnan(load.power[number]), load.power[number - 1], load.power[number])
        found.append(Day(here, tuple(won.tolist()), counts, terms.basic, base))
    return found


@dataclass(slots=True)
class Ledger:
    """What is billed as days go by.

    Parameters
    ----------
    peaks : Highest demand of each month so far. [kW]
    rows : Energy of the jobs and rise of the month's demand charge of each day. [KRW]
    """

    tariff: Tariff
    peaks: dict[YearMonth, float] = field(default_factory=dict)
    rows: list[tuple[float, float]] = field(default_factory=list)

    def billed(self, day: date) -> float:
        """Demand that is billed for the month of a day by what was drawn so far. [kW]"""
        month = (day.year, day.month)
        rule = self.tariff.terms[-1].demand
        return max(self.peaks.get(item, 0.0) for item in (month, *remembered_months(rule, month)))

    def draw(self, day: Day, jobs: Values) -> None:
        """A day that came: the jobs' energy is paid, and the month's demand charge rises where its peak does."""
        month = (day.date.year, day.date.month)
        before = self.billed(day.date) if month in self.peaks else 0.0
        highest = float(((day.base + jobs) * day.counts).max())
        self.peaks[month] = max(self.peaks.get(month, 0.0), highest)
        energy = float(jobs @ np.array(day.won_per_kwh)) * MINUTES / 60
        self.rows.append((energy, day.basic * (self.billed(day.date) - before)))
