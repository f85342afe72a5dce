"""A synthetic national population: firms that do not exist, whose sums are those of the nation."""

from pulmu.support.population.assumptions import Assumption, Assumptions, assumptions_from
from pulmu.support.population.column import Column, Columns
from pulmu.support.population.fit import Fit, Tally
from pulmu.support.population.make import PARTS, Part, make_parts
from pulmu.support.population.nation import plan_nation, stated_assumptions
from pulmu.support.population.plan import AS_OF, CLOSED_ON, Limits, Plan, plan_population
from pulmu.support.population.small_cells import SMALL_CELLS, Lines, SmallCellRule, hide_small_cells
from pulmu.support.population.targets import Target, Targets, targets_from

__all__ = [
    "AS_OF",
    "CLOSED_ON",
    "PARTS",
    "SMALL_CELLS",
    "Assumption",
    "Assumptions",
    "Column",
    "Columns",
    "Fit",
    "Limits",
    "Lines",
    "Part",
    "Plan",
    "SmallCellRule",
    "Tally",
    "Target",
    "Targets",
    "assumptions_from",
    "hide_small_cells",
    "make_parts",
    "plan_nation",
    "plan_population",
    "stated_assumptions",
    "targets_from",
]
