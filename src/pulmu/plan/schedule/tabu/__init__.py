"""Tabu search, compiled: over the orders of a job shop, and over the ways and orders of a flexible one."""

from pulmu.plan.schedule.tabu.mixing import mix, mix_choices
from pulmu.plan.schedule.tabu.orders import Orders, orders_of, timetable_of
from pulmu.plan.schedule.tabu.reassign import search_ways
from pulmu.plan.schedule.tabu.search import Hunt, search
from pulmu.plan.schedule.tabu.ways import Choice, Ways, choice_by, choice_of, timetable_by, ways_of

__all__ = [
    "Choice",
    "Hunt",
    "Orders",
    "Ways",
    "choice_by",
    "choice_of",
    "mix",
    "mix_choices",
    "orders_of",
    "search",
    "search_ways",
    "timetable_by",
    "timetable_of",
    "ways_of",
]
