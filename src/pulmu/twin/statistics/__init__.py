"""What runs of a line say, and how surely: intervals, comparisons, and how many runs it takes."""

from pulmu.twin.statistics.answer import (
    Difference,
    FigureInterval,
    ScenarioAnswer,
    Verdict,
    WarmUp,
    WhatIfAnswer,
)
from pulmu.twin.statistics.bottleneck import Bottleneck, find_bottlenecks
from pulmu.twin.statistics.buffers import BufferSearch
from pulmu.twin.statistics.changes import changed_line
from pulmu.twin.statistics.compare import Aim, Compared, compare
from pulmu.twin.statistics.factors import Design, effects, two_level
from pulmu.twin.statistics.looks import Found, Precision, estimate_until, simulate_until
from pulmu.twin.statistics.measures import Measure, measures_of, values_of
from pulmu.twin.statistics.runner import Runner, Runs, Task, Tell, run_until
from pulmu.twin.statistics.select_best import Selected, select_best
from pulmu.twin.statistics.warm_up import Truncation, earliest_cut, find_warm_up, mser_5

__all__ = [
    "Aim",
    "Bottleneck",
    "BufferSearch",
    "Compared",
    "Design",
    "Difference",
    "FigureInterval",
    "Found",
    "Measure",
    "Precision",
    "Runner",
    "Runs",
    "ScenarioAnswer",
    "Selected",
    "Task",
    "Tell",
    "Truncation",
    "Verdict",
    "WarmUp",
    "WhatIfAnswer",
    "changed_line",
    "compare",
    "earliest_cut",
    "effects",
    "estimate_until",
    "find_bottlenecks",
    "find_warm_up",
    "measures_of",
    "mser_5",
    "run_until",
    "select_best",
    "simulate_until",
    "two_level",
    "values_of",
]
