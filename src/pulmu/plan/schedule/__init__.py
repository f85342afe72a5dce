"""Timetables of a shop: by rules of thumb, by search, and with a bound that says how far from the best they may be."""

from pulmu.plan.schedule.bound import least_makespan
from pulmu.plan.schedule.breaches import breaches
from pulmu.plan.schedule.dispatch import RULES, dispatch
from pulmu.plan.schedule.shop import Job, Operation, Shop, Way
from pulmu.plan.schedule.shorten import Shortened, shorten
from pulmu.plan.schedule.timetable import Placed, Timetable

__all__ = [
    "RULES",
    "Job",
    "Operation",
    "Placed",
    "Shop",
    "Shortened",
    "Timetable",
    "Way",
    "breaches",
    "dispatch",
    "least_makespan",
    "shorten",
]
