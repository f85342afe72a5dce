"""Timetables of a shop: by rules of thumb, by search, and with a bound that says how far from the best they may be."""

from pulmu.plan.schedule.aim import Aim
from pulmu.plan.schedule.bound import least_makespan
from pulmu.plan.schedule.breaches import breaches
from pulmu.plan.schedule.costs import busy_people, costs_of, lateness, load_of
from pulmu.plan.schedule.dispatch import RULES, RULES_OF_DUE_DATES, dispatch
from pulmu.plan.schedule.effort import Effort
from pulmu.plan.schedule.kept import repaired, with_breakdown
from pulmu.plan.schedule.plan import Planned, plan_shop
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.rests import Resting, rests_of
from pulmu.plan.schedule.scrap import begun, with_scrap
from pulmu.plan.schedule.shop import Job, Operation, Rest, Shop, Way
from pulmu.plan.schedule.shorten import Shortened, shorten
from pulmu.plan.schedule.timetable import Placed, Timetable

__all__ = [
    "RULES",
    "RULES_OF_DUE_DATES",
    "Aim",
    "Effort",
    "Job",
    "Operation",
    "Placed",
    "Planned",
    "Prices",
    "Rest",
    "Resting",
    "Shop",
    "Shortened",
    "Timetable",
    "Way",
    "begun",
    "breaches",
    "busy_people",
    "costs_of",
    "dispatch",
    "lateness",
    "least_makespan",
    "load_of",
    "plan_shop",
    "repaired",
    "rests_of",
    "shorten",
    "with_breakdown",
    "with_scrap",
]
