"""What runs of a line say, and how surely: intervals, comparisons, and how many runs it takes."""

from pulmu.twin.statistics.answer import (
    Difference,
    FigureInterval,
    ScenarioAnswer,
    Verdict,
    WarmUp,
    WhatIfAnswer,
)
from pulmu.twin.statistics.changes import changed_line
from pulmu.twin.statistics.compare import Aim, Compared, compare
from pulmu.twin.statistics.looks import Found, Precision, estimate_until, simulate_until
from pulmu.twin.statistics.measures import Measure, measures_of, values_of
from pulmu.twin.statistics.runner import Runner, Runs, Task, Tell, run_until
from pulmu.twin.statistics.warm_up import Truncation, find_warm_up, mser_5

__all__ = [
    "Aim",
    "Compared",
    "Difference",
    "FigureInterval",
    "Found",
    "Measure",
    "Precision",
    "Runner",
    "Runs",
    "ScenarioAnswer",
    "Task",
    "Tell",
    "Truncation",
    "Verdict",
    "WarmUp",
    "WhatIfAnswer",
    "changed_line",
    "compare",
    "estimate_until",
    "find_warm_up",
    "measures_of",
    "mser_5",
    "run_until",
    "simulate_until",
    "values_of",
]
