"""Tabu search over the orders of a job shop, compiled: each operation has its machine, the orders are looked for."""

from pulmu.plan.schedule.tabu.mixing import mix
from pulmu.plan.schedule.tabu.orders import Orders, orders_of, timetable_of
from pulmu.plan.schedule.tabu.search import Hunt, search

__all__ = ["Hunt", "Orders", "mix", "orders_of", "search", "timetable_of"]
