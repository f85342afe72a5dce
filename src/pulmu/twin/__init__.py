"""The virtual plant: a line is checked, made ready and run; what it counts becomes times, pieces, energy and cost."""

from pulmu.twin.check import check_line, read_line
from pulmu.twin.counts import Ask, Counts, Engine, result_of
from pulmu.twin.end import continued
from pulmu.twin.plan import Plan, plan_line
from pulmu.twin.result import CarrierUse, Happening, LineResult, PoolResult, ProductResult, SourceResult, StationResult
from pulmu.twin.run import simulate_line

__all__ = [
    "Ask",
    "CarrierUse",
    "Counts",
    "Engine",
    "Happening",
    "LineResult",
    "Plan",
    "PoolResult",
    "ProductResult",
    "SourceResult",
    "StationResult",
    "check_line",
    "continued",
    "plan_line",
    "read_line",
    "result_of",
    "simulate_line",
]
